package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/assessment"
)

// The rules are not run again, and what pages remember of them is not thrown away, unless the facts_version of the incident rises. So
// whoever adds an operation that writes says here which of the two it is: it changes what the rules read, and is tried below, or it
// does not, and says why.

// beyondTheRules are the operations that write, and touch nothing of what the rules read.
var beyondTheRules = map[string][]string{
	"who may sign in, and their own things": {"sign-in", "give-code", "enrol-second-factor", "sign-out", "show-invitation", "accept-invitation", "keep-my-drafts", "forget-my-drafts",
		"invite-account", "invite-again", "change-role", "disable-account", "enable-account", "reset-second-factor", "confirm-account-change", "refuse-account-change"},
	"the directory: a party holds its own copy of what the rules read, so that nothing decided is rewritten from there": {"add-organisation", "edit-organisation", "archive-organisation",
		"add-contact", "edit-contact", "remove-contact", "import-directory", "export-directory"},
	"the title, who reported, and the state: none is a fact (the state stands in the key of what is remembered)": {"edit-incident", "close-incident", "reopen-incident",
		"waive-closing", "set-retention"},
	"an answer to what the rules said: it stands beside them and does not change what they are asked": {"run-assessment", "accept-difference", "confirm-decision", "propose-overrule", "answer-proposal",
		"discharge-obligation", "propose-later", "waive-obligation", "take-back-waiver"},
	"what a society says counts when somebody accepts it":          {"save-proposal", "submit-proposal", "decline-proposal"},
	"an agreement or target counts when somebody else approves it": {"add-agreement", "save-agreement", "decline-agreement", "save-own-targets", "check-agreement", "try-agreement"},
	"words for somebody outside, and sending them": {"draft-circular", "edit-circular", "submit-circular", "approve-circular", "return-circular", "withdraw-circular", "request-sending", "approve-sending",
		"reissue-link", "answer-circular", "draft-notice-for-obligation", "edit-notice-draft", "draft-statement", "edit-statement", "check-text", "check-people-notice", "check-circular", "draft-printed-text", "edit-printed-text", "submit-statement", "approve-statement", "decline-statement",
		"publish-statement", "withdraw-statement", "set-public-page", "approve-public-page", "decline-public-page", "set-self-check", "approve-self-check", "decline-self-check", "remove-self-check"},
	"what somebody asks us, and what they are told": {"log-enquiry", "give-answer", "check-reference", "ask-question", "route-enquiry", "assign-enquiry", "settle-enquiry", "agree-call-back", "begin-call", "end-call",
		"save-answer", "submit-answer", "approve-answer", "decline-answer"},
	"how people can be told safely: the rules of law say that they must be, not by which channel": {"set-group-contact-plan", "set-person-contact-plan",
		"ask-contact-override", "approve-contact-override", "decline-contact-override", "revoke-contact-override"},
	"telling people one by one: who was told is no fact about the breach": {"draft-people-notice", "edit-people-notice", "submit-people-notice", "approve-people-notice", "return-people-notice", "send-sample",
		"prepare-dispatch", "request-dispatch", "approve-dispatch", "take-dispatch-back", "release-rest", "pause-dispatch", "stop-dispatch", "resume-dispatch", "send-remaining", "decide-households",
		"propose-person-resolution", "agree-person-resolution", "disagree-person-resolution", "correct-person"},
	"lists for those who call and visit, and what came of it: counts of who was told, never of who is concerned": {"make-worklist", "request-worklist-export", "approve-worklist-export",
		"export-worklist", "find-letter", "record-outcome", "upload-outcomes", "report-counts", "add-broadcast", "withdraw-broadcast"},
	"a society words marked places of a notice for its own people":                       {"save-adaptation", "submit-adaptation", "sign-adaptation", "return-adaptation"},
	"who has to agree to words, and that they did":                                       {"set-approval-chain", "approve-at-once", "close-approval-review"},
	"the same words in another language":                                                 {"save-translation", "sign-off-translation", "exclude-language", "include-language", "export-translation", "import-translation"},
	"how it stands, said to those who lead and those who come next":                      {"draft-briefing", "edit-briefing", "submit-briefing", "approve-briefing", "decline-briefing", "send-briefing", "hand-over", "take-over"},
	"what became of a message":                                                           {"resolve-delivery", "propose-resolution", "agree-resolution", "disagree-resolution"},
	"a file that is handed in is proof, not a fact":                                      {"upload-document", "upload-broadcast-proof"},
	"telling an authority: when it was told is a fact only when somebody says so as one": {"begin-filing", "write-filing", "begin-filing-stage", "drop-filing-stage", "file-with-authority", "export-filing"},
	"people by name: the rules read counts of groups, never a list":                      {"upload-people", "preview-people-import", "start-people-import", "cancel-people-import", "download-refused-rows", "search-people"},
	"work and its schedules":                                                             {"write-task", "assign-task", "complete-task", "change-schedule"},
	"what colleagues say to each other, and what they write into the timeline by hand: a fact is one when it is recorded as one": {"add-comment", "edit-comment", "resolve-comment", "reopen-comment", "see-mention", "add-timeline-entry", "withdraw-timeline-entry"},
	"what is written with outsiders: a fact in a letter is one when it is recorded as one":                                       {"open-correspondence", "set-correspondence", "send-letter", "note-letter", "upload-letter"},
	"what is written follows the facts, never the other way":                                                                     {"accept-corrections", "enter-outside-statement", "withdraw-outside-statement"},
	"taking the record out of house":                          {"export-evidence", "ask-dossier", "agree-dossier", "take-dossier", "export-register"},
	"breaches of before this program: no clock runs for them": {"import-register"},
}

// raise is one operation that changes what the rules read, called as the page calls it.
type raise struct {
	op   string
	role models.Role
	body func(w *world) any
	on   func(w *world) models.ID // the incident; nil: that of the own society
}

func (w *world) viewer() models.Viewer { return models.Viewer{Role: models.RoleIncidentManager} }

func must[T any](w *world, v T, err error) T {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) partyVersion() int {
	p, err := models.FindParty(w.db.View(w.t.Context()), w.viewer(), w.own["party_id"])
	return must(w, p, err).Version
}

func (w *world) groupVersion() int {
	g, err := models.FindGroup(w.db.View(w.t.Context()), w.viewer(), w.own["group_id"])
	return must(w, g, err).Version
}

func (w *world) dataSetVersion() int {
	d, err := models.FindDataSet(w.db.View(w.t.Context()), w.own["incident_id"], w.own["data_set_id"])
	return must(w, d, err).Version
}

// newest finds the incident that was opened last.
func newest(w *world) models.ID {
	yes := true
	page, err := models.ListIncidents(w.db.View(w.t.Context()), w.viewer(), models.IncidentFilter{Exercise: &yes}, models.PageRequest{Limit: 1})
	return must(w, page, err).Items[0].ID
}

type fields = map[string]any

// raises are in the order in which they can be called one after another.
var raises = []raise{
	{op: "open-incident", role: models.RoleIncidentManager, on: newest, body: func(*world) any {
		return fields{"title": "Reported by telephone", "reporter": fields{"name": "Exercise Caller"}, "exercise": true}
	}},
	{op: "open-exercise", role: models.RoleIncidentManager, on: newest, body: func(*world) any { return fields{"today": false} }},
	{op: "append-facts", role: models.RoleIncidentManager, body: func(*world) any {
		return fields{"facts": []fields{{"key": "exfiltrated", "value": "presumed"}}}
	}},
	{op: "add-party", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"name": "A host", "role": "host", "aware_at": w.db.Now(), "aware_reason": "Its own monitoring said so."}
	}},
	{op: "add-parties", role: models.RoleIncidentManager, body: func(w *world) any {
		o := models.Organisation{ID: models.NewID(), Kind: models.KindSociety, Name: "A third society", Country: "FR", Timezone: "Europe/Paris", Languages: models.JSONOf([]string{"fr"})}
		w.command(func(tx models.Tx) error { return models.AddOrganisation(tx, &o) })
		return fields{"organisation_ids": []string{o.ID}, "role": "controller", "aware_at": w.db.Now(), "aware_reason": "It was told."}
	}},
	{op: "edit-party", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"name": "Own", "country": "DE", "role": "joint-controller", "version": w.partyVersion()}
	}},
	{op: "accept-proposal", role: models.RoleIncidentManager, body: func(w *world) any {
		var all api.ProposalList
		if code := w.as(models.RoleIncidentManager, http.MethodGet, "/incidents/"+w.own["incident_id"]+"/society-proposals", nil, &all); code != 200 {
			w.t.Fatalf("the proposals cannot be read: %d", code)
		}
		i := slices.IndexFunc(all.Items, func(p api.ProposalView) bool { return p.ID == w.own["proposal_id"] })
		p := all.Items[i]
		return fields{"version": p.Version, "answers": []fields{{"id": p.Answers[0].ID, "seen": p.Answers[0].Seen}}}
	}},
	{op: "add-data-set", role: models.RoleIncidentManager, body: func(*world) any { return fields{"name": "Register", "categories": []string{"health"}} }},
	{op: "edit-data-set", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"name": "Data", "categories": []string{"health"}, "version": w.dataSetVersion()}
	}},
	{op: "add-people-group", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"party_id": w.own["party_id"], "name": "Nobody has counted these", "residence": fields{"DE": fields{"min": 1}}}
	}},
	{op: "edit-people-group", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"party_id": w.own["party_id"], "name": "Own", "kinds": []string{"patients"}, "version": w.groupVersion()}
	}},
	{op: "set-risk", role: models.RoleDPO, body: func(w *world) any {
		return fields{"level": "high_risk", "reason": "Being sought can kill.", "version": w.groupVersion()}
	}},
	{op: "remove-people-group", role: models.RoleIncidentManager, body: func(w *world) any { return fields{"version": w.groupVersion(), "reason": "Counted twice."} }},
	{op: "remove-data-set", role: models.RoleIncidentManager, body: func(w *world) any {
		return fields{"version": w.dataSetVersion(), "reason": "It was not exposed."}
	}},
	{op: "remove-party", role: models.RoleIncidentManager, body: func(w *world) any {
		groups, err := models.LoadGroups(w.db.View(w.t.Context()), w.own["incident_id"])
		for _, g := range must(w, groups, err) {
			if g.PartyID == w.own["party_id"] {
				w.command(func(tx models.Tx) error {
					return models.UpdateGroup(tx, g.ID, g.Version, map[string]any{"removed_at": tx.Now()})
				})
			}
		}
		return fields{"version": w.partyVersion(), "reason": "It keeps no data there."}
	}},
}

// raisesOwnRules are approvals: they are of no incident, so what tells is the hash of each text in force.
var raisesOwnRules = []string{"approve-agreement"}

// read is all the rows that an incident is judged by, and its version.
func (w *world) read(incident models.ID) (rows string, version int64) {
	w.t.Helper()
	r := w.db.View(w.t.Context())
	in, err := models.LoadIncident(r, incident)
	if models.IsKind(err, models.KindNotFound) {
		return "", 0
	}
	must(w, in, err)
	parties, err := models.LoadParties(r, incident)
	must(w, parties, err)
	groups, err := models.LoadGroups(r, incident)
	must(w, groups, err)
	sets, err := models.ListDataSets(r, incident)
	must(w, sets, err)
	facts, err := models.CurrentFacts(r, incident)
	must(w, facts, err)
	b, err := json.Marshal([]any{in.AwareAt, parties, groups, sets, facts})
	return string(must(w, b, err)), in.FactsVersion
}

func TestEveryWritingOperationSaysWhetherItTouchesWhatTheRulesRead(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	placed := map[string]string{}
	place := func(id, where string) {
		if was := placed[id]; was != "" {
			t.Errorf("%s stands twice: %s; and %s", id, was, where)
		}
		if _, there := w.ops[id]; !there {
			t.Errorf("%s is placed but is no operation", id)
		}
		placed[id] = where
	}
	for why, ids := range beyondTheRules {
		for _, id := range ids {
			place(id, why)
		}
	}
	for _, r := range raises {
		place(r.op, "raises")
	}
	for _, id := range raisesOwnRules {
		place(id, "changes the own rules")
	}
	for _, id := range slices.Sorted(mapKeys(w.ops)) {
		if w.ops[id].Method != http.MethodGet && placed[id] == "" {
			t.Errorf("%s writes. Does it change what the rules read (parties, groups, data sets, facts, stated risk)? Add it to raises with a call; or to beyondTheRules with the reason.", id)
		}
	}
}

func TestFactsVersionRisesWithEveryChangeTheRulesCouldRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		for _, c := range raises {
			body := c.body(w)
			on := func(*world) models.ID { return w.own["incident_id"] }
			if c.on != nil {
				on = c.on
			}
			was, before := w.read(w.own["incident_id"])
			if c.on != nil {
				was, before = "", 0
			}
			op := w.ops[c.op]
			path := parameter.ReplaceAllStringFunc(op.Path, func(m string) string { return w.own[m[1:len(m)-1]] })
			var answer any
			if code := w.as(c.role, op.Method, path, body, &answer); code >= 300 {
				t.Fatalf("%s: %d %v", c.op, code, answer)
			}
			is, after := w.read(on(w))
			if was == is {
				t.Errorf("%s changed nothing that the rules read, so it proves nothing", c.op)
			}
			if after <= before {
				t.Errorf("%s: the facts changed, their version stayed at %d", c.op, after)
			}
		}
	})
}

// Whatever else is called, as anybody: rows that the rules read do not change behind the version.
func TestNothingElseChangesWhatTheRulesRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		done := 0
		for _, ids := range beyondTheRules {
			for _, id := range ids {
				op := w.ops[id]
				for _, role := range models.Roles {
					if op.Public || id == "sign-out" || !role.Has(op.Right) {
						continue
					}
					was, before := w.read(w.own["incident_id"])
					rec := w.call(op, w.own, w.session(w.accounts[string(role)], 2, 0), "same-origin")
					if is, after := w.read(w.own["incident_id"]); was != is && after <= before {
						t.Errorf("%s as %s changed what the rules read, and the version stayed at %d", id, role, after)
					}
					if rec.Code < 300 {
						done++
					}
				}
			}
		}
		// With nothing but refusals this would pass however wrong it were.
		if done < 20 {
			t.Errorf("only %d calls did anything", done)
		}
	})
}

// An approved agreement or own target is asked of every incident again, though no fact has changed.
func TestAnApprovalBringsTheRulesBackToEveryIncident(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		dpo, manager := models.RoleDPO, models.RoleIncidentManager
		ok := func(role models.Role, path string, body fields, out any) {
			t.Helper()
			if code := w.as(role, http.MethodPost, path, body, out); code >= 300 {
				t.Fatalf("%s: %d", path, code)
			}
		}
		runs := func() int {
			all, err := models.ListAssessments(db.View(t.Context()), w.own["incident_id"])
			return len(must(w, all, err))
		}
		if err := assessment.Follow(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		// What a page remembers must be forgotten with the approval.
		pending := func() assessment.Difference {
			d, err := assessment.Pending(db.View(t.Context()), models.Viewer{Role: manager}, w.own["incident_id"])
			return must(w, d, err)
		}
		settled := pending()
		for _, c := range []struct{ name, save string }{{"an agreement", ""}, {"own targets", "/own-targets"}} {
			before := runs()
			version, hash := "", ""
			if c.save != "" {
				var saved api.OwnTargetsView
				ok(dpo, c.save, fields{"targets": []fields{{"regime": "eu-gdpr", "recipient": "authority", "amount": 10, "unit": "hours"}}, "what": "Stricter", "why": "Decided by the board."}, &saved)
				version, hash = saved.Versions[0].ID, saved.Versions[0].Hash
			} else {
				v, err := models.FindOwnRuleVersion(db.View(t.Context()), models.Viewer{Role: dpo}, w.own["version_id"])
				version, hash = must(w, v, err).ID, v.Hash
			}
			if err := assessment.Follow(t.Context(), db); err != nil || runs() != before {
				t.Errorf("%s that nobody has approved brought the rules back: %d runs, %v", c.name, runs()-before, err)
			}
			ok(manager, "/agreement-versions/"+version+"/approval", fields{"hash": hash}, nil)
			if c.save != "" {
				now := pending()
				if was, is := must(w, mustJSON(w, settled.Lines), nil), must(w, mustJSON(w, now.Lines), nil); was == is {
					t.Errorf("the page still shows what was remembered before %s counted: %s", c.name, is)
				}
			}
			if err := assessment.Follow(t.Context(), db); err != nil || runs() != before+1 {
				t.Errorf("%s was approved: %d runs, %v", c.name, runs()-before, err)
			}
		}
	})
}

func mustJSON(w *world, v any) string {
	b, err := json.Marshal(v)
	return strings.TrimSpace(string(must(w, b, err)))
}
