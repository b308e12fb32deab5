package intake_test

import (
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/intake"
)

// proposing is an incident with one society in it that has one counted group, and the societies' focal points.
type proposing struct {
	db       *models.DB
	incident models.Incident
	party    models.Party
	group    models.PeopleGroup
	focal    models.Viewer
	stranger models.Viewer // of another society, which is a party as well
}

func newProposing(t *testing.T, db *models.DB) proposing {
	t.Helper()
	organisation := seeded(t, db)
	german, french := organisation("German Red Cross"), organisation("French Red Cross")
	w := proposing{db: db, incident: opened(t, db)}
	party, err := intake.AddParty(t.Context(), db, nil, manager, w.incident.ID, intake.PartyEntry{OrganisationID: &german, Role: models.Controller})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.AddParty(t.Context(), db, nil, manager, w.incident.ID, intake.PartyEntry{OrganisationID: &french, Role: models.Controller}); err != nil {
		t.Fatal(err)
	}
	w.party = party
	if w.group, err = intake.AddGroup(t.Context(), db, manager, w.incident.ID, intake.GroupEntry{PartyID: party.ID, Name: "People looked for", Count: models.CountRange{Min: number(100), Max: number(200)}}); err != nil {
		t.Fatal(err)
	}
	w.focal = models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: german}
	w.stranger = models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: french}
	return w
}

func (w proposing) count(low, high int) intake.OwnAnswer {
	return intake.OwnAnswer{Question: models.AskCount, GroupID: &w.group.ID, Certainty: models.Likely,
		ProposalContent: models.ProposalContent{Value: models.ProposalValue{Count: &models.CountRange{Min: &low, Max: &high}}, Source: "Our own register"}}
}

func text(q models.Question, s string) intake.OwnAnswer {
	return intake.OwnAnswer{Question: q, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Text: s}}}
}

// submitted saves and submits, and gives the proposal as the incident team reads it.
func (w proposing) submitted(t *testing.T, answers ...intake.OwnAnswer) intake.ReadProposal {
	t.Helper()
	draft, err := intake.SaveProposal(t.Context(), w.db, w.focal, w.party.ID, 0, answers)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.SubmitProposal(t.Context(), w.db, w.focal, w.party.ID, draft.Version); err != nil {
		t.Fatal(err)
	}
	return w.first(t, manager)
}

func (w proposing) first(t *testing.T, v models.Viewer) intake.ReadProposal {
	t.Helper()
	all, err := intake.ListProposals(w.db.View(t.Context()), v, w.incident.ID)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d proposals, %v", len(all), err)
	}
	return all[0]
}

func takes(p intake.ReadProposal) []intake.Take {
	out := []intake.Take{}
	for _, a := range p.Answers {
		out = append(out, intake.Take{Answer: a.ID, Seen: a.Seen})
	}
	return out
}

func (w proposing) factsVersion(t *testing.T) int64 {
	t.Helper()
	i, err := models.LoadIncident(w.db.View(t.Context()), w.incident.ID)
	if err != nil {
		t.Fatal(err)
	}
	return i.FactsVersion
}

func (w proposing) events(t *testing.T) int {
	t.Helper()
	p, err := models.ListEvents(w.db.View(t.Context()), w.incident.ID, models.PageRequest{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	return len(p.Items)
}

func TestWhatASocietyProposesIsTakenOverWithHistoryAndSource(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		known := instant(t, "2026-11-22T10:00:00Z")
		p := w.submitted(t, w.count(180, 190), text(models.AskLaw, "The federal act applies; the authority of Berlin is ours."),
			intake.OwnAnswer{Question: models.AskLanguages, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Languages: []string{"de", "tr", "ar"}}}},
			intake.OwnAnswer{Question: models.AskChannels, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Safe: []string{"letter"}, Unsafe: []string{"call"}, Text: "Never ring the number of Family Beispiel."}}},
			text(models.AskExceptions, "Nobody may write to Erika Beispiel."),
			intake.OwnAnswer{Question: models.AskAwareness, ProposalContent: models.ProposalContent{Value: models.ProposalValue{At: known, Zone: "Europe/Berlin", Reason: "Our own log shows it."}}},
			intake.OwnAnswer{Question: models.AskContact, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Name: "Night desk", Telephone: "+49 30 1234567"}}},
			intake.OwnAnswer{Question: models.AskCount, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Label: "Volunteers", Count: &models.CountRange{Min: number(7), Max: number(7), Exact: true}}}})
		r := db.View(t.Context())
		if got := p.Answers[0]; got.Now.Count == nil || *got.Now.Count.Min != 100 || *got.Value.Count.Min != 180 {
			t.Fatalf("old beside new: %+v", got)
		}
		version, events := w.factsVersion(t), w.events(t)
		done, err := intake.AcceptProposal(t.Context(), db, nil, manager, p.ID, p.Version, takes(p))
		if err != nil || done.State != models.ProposalAccepted {
			t.Fatalf("%+v, %v", done, err)
		}
		if w.events(t) != events+1 || w.factsVersion(t) <= version {
			t.Errorf("%d events, facts version %d after %d: one command, and the rules are behind", w.events(t)-events, w.factsVersion(t), version)
		}
		g, err := models.FindGroup(r, manager, w.group.ID)
		if err != nil || *g.Count.V.Min != 180 || *g.Count.V.Max != 190 || strings.Join(g.Languages.V, " ") != "de tr ar" {
			t.Errorf("group %+v, %v", g, err)
		}
		f, ok, err := models.CurrentFact(r, w.incident.ID, nil, &w.group.ID, "people_count")
		if source, _ := f.Source(db.Keys()); err != nil || !ok || source != "Proposed by German Red Cross: Our own register" || f.Certainty != models.Likely {
			t.Errorf("fact %+v from %q, %v", f, source, err)
		}
		all, err := models.ListFacts(r, w.incident.ID)
		if err != nil {
			t.Fatal(err)
		}
		counts := 0
		for _, f := range all {
			if f.GroupID != nil && *f.GroupID == w.group.ID && f.Key == "people_count" {
				counts++
			}
			if strings.Contains(f.Value, "Beispiel") {
				t.Errorf("the fact %s names a person in the clear: %s", f.Key, f.Value)
			}
		}
		if counts != 2 {
			t.Errorf("the number before is gone: %d facts", counts)
		}
		party, err := models.FindParty(r, manager, w.party.ID)
		if err != nil || !party.AwareAt.Equal(known) || party.AwareZone != "Europe/Berlin" || party.AwareReason != "Our own log shows it." {
			t.Errorf("party %+v, %v", party, err)
		}
		contacts, err := models.ListContacts(r, *w.party.OrganisationID)
		if err != nil || len(contacts) == 0 {
			t.Fatal(contacts, err)
		}
		if name, _, telephone, _ := contacts[0].Person(db.Keys()); name != "Night desk" || telephone != "+49301234567" {
			t.Errorf("first contact %q, %q", name, telephone)
		}
		groups, err := models.LoadGroups(r, w.incident.ID)
		if err != nil || len(groups) != 2 {
			t.Errorf("%d groups, %v: people in no group yet get one", len(groups), err)
		}
		if faults, _, err := models.VerifyChains(r); err != nil || len(faults) > 0 {
			t.Errorf("chains: %v, %v", faults, err)
		}
	})
}

func TestAProposalIsAcceptedOnceAndNeverOverSomethingNewer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		p := w.submitted(t, w.count(180, 190), text(models.AskLaw, "A law."))
		if _, err := intake.AcceptProposal(t.Context(), db, nil, manager, p.ID, p.Version, takes(p)[:1]); err != nil {
			t.Fatal(err)
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, manager, p.ID, p.Version, takes(p)[:1]); !models.IsKind(err, models.KindConflict) {
			t.Errorf("twice at the version that was seen: %v", err)
		}
		again := w.first(t, manager)
		if _, err := intake.AcceptProposal(t.Context(), db, nil, manager, p.ID, again.Version, takes(again)[:1]); !models.IsKind(err, models.KindConflict) {
			t.Errorf("twice at the newest version: %v", err)
		}
		if again.State != models.ProposalSubmitted || again.Answers[0].State != models.ProposedAccepted || *again.Answers[0].Now.Count.Min != 100 {
			t.Errorf("half settled: %+v", again)
		}
		done, err := intake.DeclineProposal(t.Context(), db, manager, p.ID, again.Version, []models.ID{again.Answers[1].ID}, "Repealed last year.")
		if err != nil || done.State != models.ProposalPartly {
			t.Fatalf("%+v, %v", done, err)
		}
		own := w.first(t, w.focal)
		if own.Answers[1].Reason != "Repealed last year." {
			t.Errorf("the society reads %q", own.Answers[1].Reason)
		}

		next := w.submitted(t, w.count(300, 300))
		modelstest.ClockOf(db).Advance(time.Minute)
		if _, err := intake.Append(t.Context(), db, nil, manager, w.incident.ID, "", []intake.Entry{{GroupID: &w.group.ID, Key: "people_count", Value: []byte("500")}}); err != nil {
			t.Fatal(err)
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, manager, next.ID, next.Version, takes(next)); !models.IsKind(err, models.KindConflict) {
			t.Errorf("over a number that nobody compared: %v", err)
		}
		g, err := models.FindGroup(db.View(t.Context()), manager, w.group.ID)
		if err != nil || *g.Count.V.Min != 500 {
			t.Errorf("%+v, %v", g.Count.V, err)
		}
		if now := w.first(t, manager); now.Answers[0].State != models.ProposedOpen || now.Version != next.Version {
			t.Errorf("the refused acceptance left a trace: %+v", now)
		}
	})
}

func TestADraftIsFinishedOnAnotherTelephoneAndNothingIsLost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		draft, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, 0, []intake.OwnAnswer{w.count(9, 3), text(models.AskLaw, "A law.")})
		if err != nil {
			t.Fatalf("a draft that contradicts itself is kept: %v", err)
		}
		if all, err := intake.ListProposals(db.View(t.Context()), manager, w.incident.ID); err != nil || len(all) != 0 {
			t.Errorf("the incident team reads a draft: %+v, %v", all, err)
		}
		_, err = intake.SubmitProposal(t.Context(), db, w.focal, w.party.ID, draft.Version)
		wantField(t, err, "people-count-"+w.group.ID)
		colleague := w.focal
		colleague.Account = models.NewID()
		form, err := intake.ReadOwnForm(db.View(t.Context()), colleague, w.party.ID)
		if err != nil || form.Draft == nil || len(form.Draft.Answers) != 2 || *form.Draft.Answers[0].Value.Count.Min != 9 {
			t.Fatalf("what stands on the other telephone: %+v, %v", form.Draft, err)
		}
		if _, err := intake.SaveProposal(t.Context(), db, colleague, w.party.ID, 0, nil); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a second draft: %v", err)
		}
		saved, err := intake.SaveProposal(t.Context(), db, colleague, w.party.ID, form.Draft.Version, []intake.OwnAnswer{w.count(3, 9)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, draft.Version, []intake.OwnAnswer{w.count(1, 1)}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("over what a colleague saved: %v", err)
		}
		if _, err := intake.SubmitProposal(t.Context(), db, w.focal, w.party.ID, saved.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, saved.Version+1, []intake.OwnAnswer{w.count(1, 1)}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an edit after submission: %v", err)
		}
	})
}

func TestANewProposalTakesThePlaceOfTheOneThatWaits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		first := w.submitted(t, w.count(180, 190), text(models.AskLaw, "A law."))
		if _, err := intake.AcceptProposal(t.Context(), db, nil, manager, first.ID, first.Version, takes(first)[:1]); err != nil {
			t.Fatal(err)
		}
		second := w.submitted(t, text(models.AskLaw, "Another law."))
		all, err := intake.ListProposals(db.View(t.Context()), manager, w.incident.ID)
		if err != nil || len(all) != 2 || all[0].ID != second.ID {
			t.Fatalf("%d, %v", len(all), err)
		}
		if old := all[1]; old.State != models.ProposalPartly || old.Answers[0].State != models.ProposedAccepted || old.Answers[1].State != models.ProposedSuperseded {
			t.Errorf("the one before: %+v", old)
		}
		third := w.submitted(t, text(models.AskLaw, "A third law."))
		if all, _ = intake.ListProposals(db.View(t.Context()), manager, w.incident.ID); all[1].ID != second.ID && all[2].ID != second.ID || third.ID == second.ID {
			t.Errorf("lost: %+v", all)
		}
	})
}

func TestWhoMayProposeForASocietyAndWhoReadsIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		for name, v := range map[string]models.Viewer{"another society": w.stranger, "the incident team": manager} {
			if _, err := intake.SaveProposal(t.Context(), db, v, w.party.ID, 0, []intake.OwnAnswer{w.count(1, 1)}); !models.IsKind(err, models.KindNotFound) {
				t.Errorf("%s writes it: %v", name, err)
			}
		}
		p := w.submitted(t, w.count(180, 190), text(models.AskExceptions, "Nobody may write to Erika Beispiel."))
		if all, err := intake.ListProposals(db.View(t.Context()), w.stranger, w.incident.ID); err != nil || len(all) != 0 {
			t.Errorf("another society reads %+v, %v", all, err)
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, w.stranger, p.ID, p.Version, takes(p)); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("another society settles it: %v", err)
		}
		press := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
		read := w.first(t, press)
		if x := read.Answers[1]; !x.Hidden || x.Value.Text != "" {
			t.Errorf("who is not asked to see people reads %+v", x)
		}
		if x := read.Answers[0]; x.Source != "" || x.Value.Count == nil {
			t.Errorf("numbers are for everybody, sources are not: %+v", x)
		}
		if _, err := intake.DeclineProposal(t.Context(), db, manager, p.ID, p.Version, []models.ID{p.Answers[0].ID}, " "); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("without a reason: %v", err)
		}
	})
}

func TestCallMeStandsInsteadOfEverythingAndOpensATask(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		p := w.submitted(t, text(models.AskCall, "Today after four, the duty desk."))
		tasks, err := models.ListTasks(db.View(t.Context()), manager, models.TaskFilter{Incident: w.incident.ID, Kind: "manual"}, models.PageRequest{})
		if err != nil || len(tasks.Items) != 1 || !strings.HasPrefix(tasks.Items[0].Title, "Call German Red Cross") || strings.Contains(tasks.Items[0].Detail, "four") {
			t.Fatalf("%+v, %v", tasks.Items, err)
		}
		version := w.factsVersion(t)
		if done, err := intake.AcceptProposal(t.Context(), db, nil, manager, p.ID, p.Version, takes(p)); err != nil || done.State != models.ProposalAccepted || w.factsVersion(t) != version {
			t.Errorf("%+v, %v: a call changes no fact", done, err)
		}
		letEverythingGo(t, db, w.incident.ID)
		if _, err := intake.Close(t.Context(), db, manager, w.incident.ID, "Over."); err != nil {
			t.Fatal(err)
		}
		if _, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, 0, []intake.OwnAnswer{w.count(1, 1)}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("in a closed incident: %v", err)
		}
	})
}

func TestAnswersThatAreNotSubmitted(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newProposing(t, db)
	channels := func(safe, unsafe string) intake.OwnAnswer {
		return intake.OwnAnswer{Question: models.AskChannels, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Safe: []string{safe}, Unsafe: []string{unsafe}}}}
	}
	aware := func(at, zone, why string) intake.OwnAnswer {
		return intake.OwnAnswer{Question: models.AskAwareness, ProposalContent: models.ProposalContent{Value: models.ProposalValue{At: instant(t, at), Zone: zone, Reason: why}}}
	}
	version := 0
	for name, c := range map[string]struct {
		answer intake.OwnAnswer
		field  string
	}{
		"at least more than at most":          {w.count(9, 3), "people-count-" + w.group.ID},
		"a law without a word":                {text(models.AskLaw, ""), "law"},
		"a way that is safe and not safe":     {channels("sms", "sms"), "channels"},
		"awareness without its reason":        {aware("2026-11-22T10:00:00Z", "UTC", ""), "awareness"},
		"awareness that has not come yet":     {aware("2026-12-22T10:00:00Z", "UTC", "x"), "awareness"},
		"a zone that is none":                 {aware("2026-11-22T10:00:00Z", "Mars/Base", "x"), "awareness"},
		"a contact nobody can reach":          {intake.OwnAnswer{Question: models.AskContact}, "contact"},
		"an address that is none":             {intake.OwnAnswer{Question: models.AskContact, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Email: "nobody"}}}, "contact"},
		"a language nobody speaks":            {intake.OwnAnswer{Question: models.AskLanguages, ProposalContent: models.ProposalContent{Value: models.ProposalValue{Languages: []string{"!!"}}}}, "languages"},
		"a number of people without a number": {intake.OwnAnswer{Question: models.AskCount, GroupID: &w.group.ID}, "people-count-" + w.group.ID},
	} {
		t.Run(name, func(t *testing.T) {
			draft, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, version, []intake.OwnAnswer{c.answer, text(models.AskCall, "Any time.")})
			if err != nil {
				t.Fatalf("the draft is kept: %v", err)
			}
			version = draft.Version
			_, err = intake.SubmitProposal(t.Context(), db, w.focal, w.party.ID, version)
			wantField(t, err, c.field)
		})
	}
	t.Run("nothing at all", func(t *testing.T) {
		draft, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, version, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.SubmitProposal(t.Context(), db, w.focal, w.party.ID, draft.Version); !models.IsKind(err, models.KindInvalid) {
			t.Error(err)
		}
	})
}
