package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/terms"
	"candour/templates"
)

// story is one incident and what people do with it, each through their own browser.
type story struct {
	t     *testing.T
	h     *house
	id    string
	org   map[string]string // name of a society in the directory -> its id
	party map[string]string // name -> id
	aware map[string]terms.Instant
	group map[string]api.GroupView // name of its party -> group
	sent  string                   // the circular
}

// openStory opens an incident with the three fields and the society on the line.
func openStory(t *testing.T, h *house, exercise bool) *story {
	t.Helper()
	s := &story{t: t, h: h, org: map[string]string{}, party: map[string]string{}, aware: map[string]terms.Instant{}, group: map[string]api.GroupView{}}
	for cursor := "first"; cursor != ""; {
		if cursor == "first" {
			cursor = ""
		}
		var page api.OrganisationPage
		h.as(models.RoleIncidentManager).get("/organisations?limit=200&cursor="+cursor, 200, &page)
		for _, o := range page.Items {
			s.org[o.Name] = o.ID
		}
		cursor = page.Next
	}
	aware := terms.InstantOf(time.Now().Add(-6 * time.Hour))
	var opened api.IncidentView
	h.as(models.RoleIncidentManager).post("/incidents", body{"title": "Intruder in the family-tracing servers", "reporter": body{"name": "Duty officer"},
		"aware_at": aware, "aware_zone": "Europe/Berlin", "society_id": s.org["German Red Cross"], "exercise": exercise}, 200, &opened)
	s.id, s.aware["German Red Cross"] = opened.ID, aware
	s.readParties()
	return s
}

func (s *story) readParties() {
	s.t.Helper()
	var all api.PartyList
	s.h.as(models.RoleIncidentManager).get("/incidents/"+s.id+"/parties", 200, &all)
	for _, p := range all.Items {
		s.party[p.Name] = p.ID
	}
}

func contactOf(society string) string {
	return "focal." + strings.ToLower(strings.ReplaceAll(society, " ", "-")) + "@society.example"
}

// fill adds what is known after the first hours: who else, whose data, which data, how many, and the risk.
func (s *story) fill() {
	s.t.Helper()
	manager, path := s.h.as(models.RoleIncidentManager), "/incidents/"+s.id
	join := func(name, zone, role string, hoursAgo int, more body) {
		s.t.Helper()
		s.aware[name] = terms.InstantOf(time.Now().Add(-time.Duration(hoursAgo) * time.Hour))
		b := body{"role": role, "aware_at": s.aware[name], "aware_zone": zone, "aware_reason": "Told by the ICRC by telephone."}
		for k, v := range more {
			b[k] = v
		}
		manager.post(path+"/parties", b, 200, nil)
	}
	// The ICRC is in the directory with the basis of its immunity; societies come with country and zone.
	join("International Committee of the Red Cross", "Europe/Zurich", "processor", 7, body{"organisation_id": s.org["International Committee of the Red Cross"]})
	join("Hosting company", "Europe/Zurich", "host", 7, body{"name": "Hosting company", "country": "CH", "kind": "company"})
	join("Swiss Red Cross", "Europe/Zurich", "controller", 5, body{"organisation_id": s.org["Swiss Red Cross"]})
	join("Kenya Red Cross Society", "Africa/Nairobi", "controller", 4, body{"organisation_id": s.org["Kenya Red Cross Society"]})
	s.readParties()
	var set api.DataSetView
	manager.post(path+"/data-sets", body{"name": "Tracing cases", "categories": []string{"contact", "identification", "ethnic", "humanitarian-case"}}, 200, &set)
	for name, least := range map[string]int{"German Red Cross": 12000, "Swiss Red Cross": 4000, "Kenya Red Cross Society": 30000} {
		var g api.GroupView
		manager.post(path+"/people-groups", body{"party_id": s.party[name], "data_set_id": set.ID, "kinds": []string{"separated-families", "missing-persons"},
			"vulnerabilities": []string{"armed-conflict"}, "count": body{"min": least}}, 200, &g)
		s.group[name] = g
		s.risk(name, "high_risk")
	}
	manager.post(path+"/facts", body{"facts": []body{
		{"key": "detected_at", "value": s.aware["German Red Cross"], "zone": "Europe/Zurich"},
		{"key": "nature", "value": []string{"confidentiality"}, "certainty": "confirmed"},
		{"key": "cause", "value": "exfiltration"}, {"key": "actor", "value": "external-attacker"}, {"key": "malicious", "value": true},
		{"key": "exfiltrated", "value": "presumed", "certainty": "likely"}, {"key": "encrypted_at_rest", "value": true}, {"key": "intruder_as_user", "value": true},
		{"key": "people_count", "value": body{"min": 515000}, "source": "First count of the host"},
		{"key": "list_membership_sensitive", "value": true}, {"key": "vulnerable_subjects", "value": true},
	}}, 200, nil)
}

// risk is set by a person, with a reason.
func (s *story) risk(name, level string) {
	s.t.Helper()
	g := s.group[name]
	s.h.as(models.RoleDPO).post("/people-groups/"+g.ID+"/risk", body{"level": level, "reason": "Being on file tells of separation or flight.", "version": g.Version}, 200, &g)
	s.group[name] = g
}

func (s *story) assess() api.AssessmentView {
	s.t.Helper()
	var a api.AssessmentView
	var read api.DifferenceView
	s.h.as(models.RoleDPO).get("/incidents/"+s.id+"/difference", 200, &read)
	s.h.as(models.RoleDPO).post("/incidents/"+s.id+"/assessments", body{"facts_version": read.FactsVersion, "mark": read.Mark}, 201, &a)
	return a
}

func (s *story) clocks(state string) []api.ClockView {
	s.t.Helper()
	var all []api.ClockView
	for cursor, more := "", true; more; more = cursor != "" {
		var page api.ClockPage
		s.h.as(models.RoleIncidentManager).get("/incidents/"+s.id+"/clocks?limit=200&state="+state+"&cursor="+cursor, 200, &page)
		all, cursor = append(all, page.Items...), page.Next
	}
	return all
}

func (s *story) clock(party, regime, duty string) api.ClockView {
	s.t.Helper()
	return s.clockIn("open", party, regime, duty)
}

func (s *story) clockIn(state, party, regime, duty string) api.ClockView {
	s.t.Helper()
	return one(s.t, state+" clock of "+party+" under "+regime, s.clocks(state), func(c api.ClockView) bool {
		return c.Party == party && c.Regime == regime && c.Duty == duty && (c.Clock == models.ClockDuty || c.Clock == models.ClockProvisional)
	})
}

// obligation is all that stands behind a clock.
func (s *story) obligation(of api.ClockView) api.ObligationView {
	s.t.Helper()
	var o api.ObligationView
	s.h.as(models.RoleIncidentManager).get("/obligations/"+of.ID, 200, &o)
	return o
}

func (s *story) determinations(party string) []api.DeterminationRow {
	s.t.Helper()
	var all []api.DeterminationRow
	for cursor, more := "", true; more; more = cursor != "" {
		var page api.DeterminationList
		s.h.as(models.RoleDPO).get("/incidents/"+s.id+"/determinations?limit=200&party_id="+s.party[party]+"&cursor="+cursor, 200, &page)
		all, cursor = append(all, page.Items...), page.Next
	}
	return all
}

func (s *story) determination(party, regime, duty string) api.DeterminationRow {
	s.t.Helper()
	return one(s.t, party+" under "+regime, s.determinations(party), func(d api.DeterminationRow) bool { return d.Regime == regime && d.Duty == duty })
}

// decide is what people make of it: confirm one, waive one with a reason and take that back, overrule one with a second person.
func (s *story) decide(confirmed, waived api.ClockView) {
	s.t.Helper()
	dpo, manager := s.h.as(models.RoleDPO), s.h.as(models.RoleIncidentManager)
	dpo.post("/determinations/"+confirmed.DeterminationID+"/confirmation", body{"reason": "Read against the facts of this morning."}, 200, nil)
	is(s.t, "decided", s.determination(confirmed.Party, confirmed.Regime, confirmed.Duty).Decided, models.Confirm)

	dpo.post("/obligations/"+waived.ID+"/waiver", body{"version": waived.Version, "reason": ""}, 422, nil)
	manager.post("/obligations/"+waived.ID+"/waiver", body{"version": waived.Version, "reason": "Told by the headquarters already."}, 403, nil)
	dpo.post("/obligations/"+waived.ID+"/waiver", body{"version": waived.Version, "reason": "Told by the headquarters already."}, 200, nil)
	dpo.post("/obligations/"+waived.ID+"/waiver", body{"version": waived.Version, "reason": "Told by the headquarters already."}, 409, nil)
	back := s.clockIn("waived", waived.Party, waived.Regime, waived.Duty)
	dpo.post("/obligations/"+back.ID+"/waiver/withdrawal", body{"version": back.Version, "reason": "It was another notice."}, 200, nil)

	d := s.determination("Kenya Red Cross Society", "ke-dpa", "subject-notice")
	is(s.t, "Kenya's people", d.Effective, terms.Required)
	var proposal struct{ ID string }
	dpo.post("/determinations/"+d.ID+"/overrule", body{"outcome": "exempt", "reason": "The commissioner has said so in writing."}, 201, &proposal)
	is(s.t, "until a second person agrees", s.determination(d.Party, d.Regime, d.Duty).Effective, terms.Required)
	dpo.post("/decisions/"+proposal.ID+"/answer", body{"agree": true}, 403, nil)
	manager.post("/decisions/"+proposal.ID+"/answer", body{"agree": true}, 200, nil)
	is(s.t, "after two people", s.determination(d.Party, d.Regime, d.Duty).Effective, terms.Exempt)
}

// letterToSocieties is a circular on its way.
type letterToSocieties struct {
	s  *story
	id string
}

// circular is drafted by communications; each society has one contact who can be written to, and a deputy who is not written to yet.
func (s *story) circular(societies ...string) letterToSocieties {
	s.t.Helper()
	manager, writer := s.h.as(models.RoleIncidentManager), s.h.as(models.RoleCommunications)
	ids := []string{}
	for _, name := range societies {
		ids = append(ids, s.org[name])
		manager.post("/organisations/"+s.org[name]+"/contacts", body{"name": "Focal point", "role": "focal-point", "email": contactOf(name), "position": 1}, 200, nil)
	}
	manager.post("/organisations/"+ids[0]+"/contacts", body{"name": "Deputy", "role": "deputy", "email": "deputy@society.example", "position": 2}, 200, nil)
	var kit api.CircularKit
	writer.get("/circular-kit", 200, &kit)
	var saved struct{ ID string }
	writer.post("/incidents/"+s.id+"/circulars", body{"organisation": "Central Tracing Agency", "contact": body{"name": "Duty desk", "telephone": "+41 22 730 00 00"},
		"texts": kit.Starts, "societies": ids, "answer_by": terms.InstantOf(time.Now().Add(48 * time.Hour)), "zone": "Europe/Zurich"}, 201, &saved)
	s.sent = saved.ID
	return letterToSocieties{s, saved.ID}
}

func (c letterToSocieties) show() api.CircularView {
	c.s.t.Helper()
	var v api.CircularView
	c.s.h.as(models.RoleApprover).get("/circulars/"+c.id, 200, &v)
	return v
}

// approved is the way up to the moment in which only the sending has to be allowed.
func (c letterToSocieties) approved() api.CircularView {
	c.s.t.Helper()
	at, manager, writer, approver := "/circulars/"+c.id, c.s.h.as(models.RoleIncidentManager), c.s.h.as(models.RoleCommunications), c.s.h.as(models.RoleApprover)
	v := c.show()
	if len(v.Faults) > 0 {
		c.s.t.Fatalf("the circular cannot be submitted: %+v", v.Faults)
	}
	writer.post(at+"/submission", body{"version": v.Version}, 200, nil)
	v = c.show()
	writer.post(at+"/approval", body{"version": v.Version, "hash": v.ContentHash}, 403, nil)
	approver.post(at+"/approval", body{"version": v.Version, "hash": strings.Repeat("0", 64)}, 409, nil)
	approver.post(at+"/approval", body{"version": v.Version, "hash": v.ContentHash}, 200, nil)
	v = c.show()
	manager.post(at+"/sending-request", body{"version": v.Version}, 200, nil)
	v = c.show()
	manager.post(at+"/sending", body{"version": v.Version, "hash": v.ContentHash}, 403, nil)
	return v
}

func (c letterToSocieties) send() {
	c.s.t.Helper()
	v := c.approved()
	c.s.h.as(models.RoleApprover).post("/circulars/"+c.id+"/sending", body{"version": v.Version, "hash": v.ContentHash}, 200, nil)
}

func (s *story) board(p *person) api.Board {
	s.t.Helper()
	var b api.Board
	p.get("/incidents/"+s.id+"/board?circular="+s.sent, 200, &b)
	return b
}

// events is how many entries the record of the incident has.
func (s *story) events() int {
	s.t.Helper()
	var page api.EventPage
	s.h.as(models.RoleAuditor).get("/incidents/"+s.id+"/timeline?limit=1", 200, &page)
	if len(page.Items) == 0 {
		return 0
	}
	return int(page.Items[0].Seq)
}

// publicWords is a statement on its way.
type publicWords struct {
	s        *story
	id, lang string
	writer   *person
}

func (s *story) statements() api.StatementList {
	s.t.Helper()
	var l api.StatementList
	s.h.as(models.RoleCommunications).get("/incidents/"+s.id+"/statements", 200, &l)
	return l
}

// statement begins from a template that ships.
func (s *story) statement(lang, template string) publicWords {
	s.t.Helper()
	all := s.statements()
	i := slices.IndexFunc(all.Templates, func(t templates.StatementTemplate) bool { return t.Name == template && t.Language == lang })
	if i < 0 {
		s.t.Fatalf("there is no template %s in %s", template, lang)
	}
	var saved struct{ ID string }
	s.h.as(models.RoleCommunications).post("/incidents/"+s.id+"/statements", body{"language": lang, "title": all.Templates[i].Title, "body": all.Templates[i].Body}, 201, &saved)
	return publicWords{s, saved.ID, lang, s.h.as(models.RoleCommunications)}
}

// by is the same statement in other hands.
func (w publicWords) by(p *person) publicWords { return publicWords{w.s, w.id, w.lang, p} }

func (w publicWords) at(step string) string { return "/statements/" + w.id + step }

func (w publicWords) view() api.StatementView {
	w.s.t.Helper()
	return one(w.s.t, "the statement", w.s.statements().Statements, func(x api.StatementView) bool { return x.ID == w.id })
}

func (w publicWords) hash() string { return w.view().Versions[0].Hash }

// edit adds a sentence as a new version.
func (w publicWords) edit(sentence string) {
	w.s.t.Helper()
	v := w.view().Versions[0]
	first, _, _ := strings.Cut(v.Body, "\n\nAdded: ")
	w.writer.put("/incidents/"+w.s.id+"/statements/"+w.id,
		body{"language": w.lang, "title": v.Title, "body": first + "\n\nAdded: " + sentence, "from": v.Number}, 200, nil)
}

func (w publicWords) approve() {
	w.s.t.Helper()
	w.writer.post(w.at("/submission"), nil, 200, nil)
	w.approveOnly()
}

func (w publicWords) approveOnly() {
	w.s.t.Helper()
	w.s.h.as(models.RoleApprover).post(w.at("/approval"), body{"hash": w.hash()}, 200, nil)
}

// signInAgain after the session was ended. A code works once, so it is the one of the next half minute, which counts already.
func (p *person) signInAgain() {
	p.h.t.Helper()
	p.post("/sign-in", body{"email": p.email, "password": flowPassword}, 200, nil)
	p.code(time.Now().Add(30 * time.Second))
}

func itoa(n int) string { return strconv.Itoa(n) }
