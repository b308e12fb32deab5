package intake_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/intake"
)

func TestAPartyFromTheDirectoryBringsWhatTheRulesNeed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		named := seeded(t, db)
		i := opened(t, db)
		id := named("German Red Cross")
		p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{OrganisationID: &id, Role: models.Controller,
			AwareAt: instant(t, "2026-11-23T09:00:00+01:00"), AwareZone: "Europe/Berlin", AwareReason: "Told by the host by telephone."})
		if err != nil {
			t.Fatal(err)
		}
		if p.Country != "DE" || p.Kind != "national-society" || len(p.Sectors.V) != 1 || p.Sectors.V[0] != "humanitarian" || p.Movement == nil || !*p.Movement || p.Immunity != "" {
			t.Errorf("joined as %+v", p)
		}
		f, ok, err := models.CurrentFact(db.View(t.Context()), i.ID, &p.ID, nil, "aware_at")
		if err != nil || !ok || f.Moment().String() != "2026-11-23T08:00:00Z" || p.AwareAt.String() != "2026-11-23T08:00:00Z" {
			t.Errorf("its moment: fact %+v, column %s, %v", f, p.AwareAt, err)
		}
		if _, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{OrganisationID: &id, Role: models.Controller}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the same society twice: %v", err)
		}
		icrc := named("International Committee of the Red Cross")
		p, err = intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{OrganisationID: &icrc, Role: models.Processor})
		if err != nil || p.Immunity == "" || p.Kind != "international-organisation" || p.Movement == nil || !*p.Movement {
			t.Errorf("the ICRC joined as %+v, %v", p, err)
		}
		if !p.AwareAt.Equal(i.AwareAt) || p.AwareReason == "" {
			t.Errorf("without a moment of its own: %s, %q", p.AwareAt, p.AwareReason)
		}
	})
}

func TestAPartyTypedInIsNotKnownYetWhereNobodySaid(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := opened(t, db)
	p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: "Hosting company", Country: "CH", Role: models.Host})
	if err != nil || p.Movement != nil || p.EEAEstablishment != nil || len(p.Sectors.V) != 0 || p.OrganisationID != nil {
		t.Errorf("joined as %+v, %v", p, err)
	}
}

func TestPartiesThatAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := opened(t, db)
	at := instant(t, "2026-11-23T08:00:00Z")
	cases := []struct {
		name  string
		entry intake.PartyEntry
		field string
	}{
		{"no name", intake.PartyEntry{Role: models.Controller}, "name"},
		{"no role", intake.PartyEntry{Name: "A"}, "role"},
		{"a role nobody has", intake.PartyEntry{Name: "A", Role: "owner"}, "role"},
		{"a country nobody knows", intake.PartyEntry{Name: "A", Country: "ZZ", Role: models.Host}, "country"},
		{"a kind nobody knows", intake.PartyEntry{Name: "A", Kind: "club", Role: models.Host}, "kind"},
		{"a sector nobody knows", intake.PartyEntry{Name: "A", Sectors: []string{"sport"}, Role: models.Host}, "sectors"},
		{"fewer than no staff", intake.PartyEntry{Name: "A", StaffCount: number(-1), Role: models.Host}, "staff_count"},
		{"a moment without its reason", intake.PartyEntry{Name: "A", Role: models.Host, AwareAt: at}, "reason"},
		{"a moment that has not come yet", intake.PartyEntry{Name: "A", Role: models.Host, AwareAt: at.Add(48 * time.Hour), AwareReason: "x"}, "value"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, c.entry)
			wantField(t, err, c.field)
		})
	}
}

func TestSixtySocietiesJoinInOneCommand(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		seeded(t, db)
		i := opened(t, db)
		page, err := models.ListOrganisations(db.View(t.Context()), manager, models.OrganisationFilter{Kind: models.KindSociety}, models.PageRequest{Limit: 60})
		if err != nil {
			t.Fatal(err)
		}
		ids := []models.ID{}
		for _, o := range page.Items {
			ids = append(ids, o.ID)
		}
		events := func() int {
			p, err := models.ListEvents(db.View(t.Context()), i.ID, models.PageRequest{Limit: 200})
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Items)
		}
		before := events()
		added, skipped, err := intake.AddSocieties(t.Context(), db, nil, manager, i.ID, append(ids, ids[0]), intake.PartyEntry{Role: models.Controller})
		if err != nil || len(added) != 60 || skipped != 0 {
			t.Fatalf("%d added, %d skipped, %v", len(added), skipped, err)
		}
		if events() != before+1 {
			t.Errorf("one command wrote %d events", events()-before)
		}
		if _, _, err := intake.AddSocieties(t.Context(), db, nil, manager, i.ID, ids, intake.PartyEntry{Role: models.Controller}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the same sixty again: %v", err)
		}
	})
}

func TestAPartyIsEditedAtItsVersionAndRemovedWithAReason(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: "Hosting company", Country: "CH", Role: models.Host})
		if err != nil {
			t.Fatal(err)
		}
		next := intake.PartyEntry{Name: "Hosting company", Country: "CH", Role: models.Processor, AwareAt: instant(t, "2026-11-20T08:00:00Z"), AwareReason: "Its own log shows it."}
		q, err := intake.EditParty(t.Context(), db, nil, manager, p.ID, p.Version, next)
		if err != nil || q.Role != models.Processor || q.AwareAt.String() != "2026-11-20T08:00:00Z" || q.Version <= p.Version {
			t.Fatalf("edited to %+v, %v", q, err)
		}
		if _, err := intake.EditParty(t.Context(), db, nil, manager, p.ID, p.Version, next); !models.IsKind(err, models.KindConflict) {
			t.Errorf("from an old version: %v", err)
		}
		g, err := intake.AddGroup(t.Context(), db, manager, i.ID, intake.GroupEntry{PartyID: p.ID})
		if err != nil {
			t.Fatal(err)
		}
		if err := intake.RemoveParty(t.Context(), db, manager, p.ID, q.Version, "Not concerned."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a party with people was removed: %v", err)
		}
		if err := intake.RemoveGroup(t.Context(), db, manager, g.ID, g.Version, "Counted twice."); err != nil {
			t.Fatal(err)
		}
		wantField(t, intake.RemoveParty(t.Context(), db, manager, p.ID, q.Version, " "), "reason")
		if err := intake.RemoveParty(t.Context(), db, manager, p.ID, q.Version, "Not concerned."); err != nil {
			t.Fatal(err)
		}
		if _, err := models.FindParty(db.View(t.Context()), manager, p.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("still there: %v", err)
		}
	})
}

func TestTheCountOfAGroupKeepsItsHistoryAndRiskNeedsAReason(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: "A", Role: models.Controller})
		if err != nil {
			t.Fatal(err)
		}
		d, err := intake.AddDataSet(t.Context(), db, manager, i.ID, intake.DataSetEntry{Name: "Tracing", Categories: []string{"humanitarian-case"}})
		if err != nil {
			t.Fatal(err)
		}
		e := intake.GroupEntry{PartyID: p.ID, DataSetID: &d.ID, Kinds: []string{"sought-persons"}, Vulnerabilities: []string{"missing-relatives"}, Languages: []string{"ar"},
			Count: models.CountRange{Min: number(500)}, Residence: map[string]models.CountRange{"de": {Min: number(400)}, "US-CA": {Min: number(60)}}}
		g, err := intake.AddGroup(t.Context(), db, manager, i.ID, e)
		if err != nil {
			t.Fatal(err)
		}
		if g.Name != "A · Tracing" || g.Residence.V["DE"].Min == nil || *g.Count.V.Min != 500 {
			t.Errorf("added as %+v", g)
		}
		modelstest.ClockOf(db).Advance(time.Minute)
		e.Count = models.CountRange{Min: number(620), Max: number(620), Exact: true}
		if g, err = intake.EditGroup(t.Context(), db, manager, g.ID, g.Version, e); err != nil || *g.Count.V.Min != 620 {
			t.Fatalf("%+v, %v", g, err)
		}
		history, err := models.ViewFacts(db.View(t.Context()), manager, i.ID, models.FactFilter{Key: "people_count"}, models.PageRequest{})
		if err != nil || len(history.Items) != 2 {
			t.Errorf("history: %+v, %v", history.Items, err)
		}
		_, err = intake.SetRisk(t.Context(), db, manager, g.ID, g.Version, terms.HighRisk, "")
		wantField(t, err, "reason")
		_, err = intake.SetRisk(t.Context(), db, manager, g.ID, g.Version, "huge", "x")
		wantField(t, err, "level")
		if g, err = intake.SetRisk(t.Context(), db, manager, g.ID, g.Version, terms.HighRisk, "Being sought can kill."); err != nil || g.RiskLevel != terms.HighRisk || g.RiskSetBy == nil {
			t.Errorf("%+v, %v", g, err)
		}
		// Taking a stated level back leaves the rules to say it; that somebody did is a fact of its own.
		if g, err = intake.SetRisk(t.Context(), db, manager, g.ID, g.Version, terms.RiskUnknown, "The rules say the same."); err != nil || g.RiskLevel != terms.RiskUnknown {
			t.Errorf("the stated level was not taken back: %+v, %v", g, err)
		}
		stated, err := models.ViewFacts(db.View(t.Context()), manager, i.ID, models.FactFilter{Key: "risk_level", InForce: true}, models.PageRequest{})
		if err != nil || len(stated.Items) != 1 || stated.Items[0].Plain() != nil {
			t.Errorf("in force after it was taken back: %+v, %v", stated.Items, err)
		}
		if err := intake.RemoveDataSet(t.Context(), db, manager, i.ID, d.ID, d.Version, "x"); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a data set with people was removed: %v", err)
		}
	})
}

func TestGroupsThatAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i, other := opened(t, db), opened(t, db)
	p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: "A", Role: models.Controller})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name  string
		entry intake.GroupEntry
		field string
	}{
		{"at least more than at most", intake.GroupEntry{Count: models.CountRange{Min: number(5), Max: number(4)}}, "count"},
		{"a number below zero", intake.GroupEntry{Count: models.CountRange{Min: number(-1)}}, "count"},
		{"a country nobody knows", intake.GroupEntry{Residence: map[string]models.CountRange{"ZZ": {}}}, "residence"},
		{"a country twice in two spellings", intake.GroupEntry{Residence: map[string]models.CountRange{"DE": {}, "Germany": {}}}, "residence"},
		{"a vulnerability nobody knows", intake.GroupEntry{Vulnerabilities: []string{"rich"}}, "vulnerabilities"},
		{"a category nobody knows", intake.GroupEntry{Categories: []string{"horoscope"}}, "categories"},
		{"a language nobody knows", intake.GroupEntry{Languages: []string{"!"}}, "languages"},
		{"a name with a control character", intake.GroupEntry{Name: "A\x00"}, "name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.entry.PartyID = p.ID
			_, err := intake.AddGroup(t.Context(), db, manager, i.ID, c.entry)
			wantField(t, err, c.field)
		})
	}
	t.Run("a party of another incident", func(t *testing.T) {
		if _, err := intake.AddGroup(t.Context(), db, manager, other.ID, intake.GroupEntry{PartyID: p.ID}); !models.IsKind(err, models.KindNotFound) {
			t.Error(err)
		}
	})
}

func TestTheMatrixAddsUpWithoutPretendingToKnow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		d, err := intake.AddDataSet(t.Context(), db, manager, i.ID, intake.DataSetEntry{Name: "Tracing"})
		if err != nil {
			t.Fatal(err)
		}
		for name, counts := range map[string][]models.CountRange{"A": {{Min: number(500)}, {Min: number(20), Max: number(30)}}, "B": {{Min: number(7), Max: number(7), Exact: true}}, "C": {{}}} {
			p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: name, Country: "DE", Role: models.Controller})
			if err != nil {
				t.Fatal(err)
			}
			for n, c := range counts {
				if _, err := intake.AddGroup(t.Context(), db, manager, i.ID, intake.GroupEntry{PartyID: p.ID, DataSetID: &d.ID, Name: string(rune('a' + n)), Count: c}); err != nil {
					t.Fatal(err)
				}
			}
		}
		m, err := intake.BuildMatrix(db.View(t.Context()), manager, i.ID, intake.MatrixFilter{})
		if err != nil || len(m.Rows) != 3 || len(m.DataSets) != 1 {
			t.Fatalf("%+v, %v", m, err)
		}
		if c := m.Rows[0].Cells[0]; *c.Count.Min != 520 || c.Count.Max != nil || len(c.Groups) != 2 {
			t.Errorf("A: %+v, want at least 520 and no upper end", c.Count)
		}
		if c := m.Rows[1].Total; *c.Count.Max != 7 || !c.Count.Exact {
			t.Errorf("B: %+v, want exactly 7", c.Count)
		}
		if c := m.Rows[2].Total; c.Count.Min != nil || c.Count.Max != nil || c.Unknown != 1 {
			t.Errorf("C: %+v, want not known yet", c)
		}
		if *m.Total.Count.Min != 527 || m.Total.Count.Max != nil || m.Total.Count.Exact {
			t.Errorf("total: %+v, want at least 527", m.Total.Count)
		}
		if m, err = intake.BuildMatrix(db.View(t.Context()), manager, i.ID, intake.MatrixFilter{Text: "b"}); err != nil || len(m.Rows) != 1 || *m.Total.Count.Min != 7 || m.Parties != 3 {
			t.Errorf("filtered: %+v, %v", m, err)
		}
	})
}

func TestAFocalPointSeesOnlyItsOwnSociety(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		named := seeded(t, db)
		i, elsewhere := opened(t, db), opened(t, db)
		mine, theirs := named("Kenya Red Cross Society"), named("German Red Cross")
		for _, id := range []models.ID{mine, theirs} {
			p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{OrganisationID: &id, Role: models.Controller})
			if err != nil {
				t.Fatal(err)
			}
			d, err := intake.AddDataSet(t.Context(), db, manager, i.ID, intake.DataSetEntry{Name: "Files of " + p.Name})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := intake.AddGroup(t.Context(), db, manager, i.ID, intake.GroupEntry{PartyID: p.ID, DataSetID: &d.ID, Count: models.CountRange{Min: number(10)}}); err != nil {
				t.Fatal(err)
			}
		}
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: mine}
		r := db.View(t.Context())
		m, err := intake.BuildMatrix(r, focal, i.ID, intake.MatrixFilter{})
		if err != nil || len(m.Rows) != 1 || *m.Rows[0].Party.OrganisationID != mine || len(m.DataSets) != 1 || *m.Total.Count.Min != 10 {
			t.Errorf("matrix: %+v, %v", m, err)
		}
		facts, err := models.ViewFacts(r, focal, i.ID, models.FactFilter{InForce: true}, models.PageRequest{})
		if err != nil || len(facts.Items) != 3 { // aware_at of the incident and of its own party, the count of its own group
			t.Errorf("%d facts, %v", len(facts.Items), err)
		}
		if _, err := intake.BuildMatrix(r, focal, elsewhere.ID, intake.MatrixFilter{}); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("an incident it is no party of: %v", err)
		}
		if _, err := models.ViewOrganisation(r, focal, theirs); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("another society's entry: %v", err)
		}
		page, err := models.ListOrganisations(r, focal, models.OrganisationFilter{Kind: models.KindSociety}, models.PageRequest{})
		if err != nil || len(page.Items) != 1 {
			t.Errorf("%d societies in its directory, %v", len(page.Items), err)
		}
		if focal.OpensContacts(theirs) || !focal.OpensContacts(mine) || focal.OpensSources() {
			t.Error("contacts or sources of others are open to it")
		}
	})
}

func TestAnIncidentClosesWithAReasonAndThenKeepsItsFacts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		_, err := intake.Close(t.Context(), db, manager, i.ID, "")
		wantField(t, err, "reason")
		closed, err := intake.Close(t.Context(), db, manager, i.ID, "False alarm, confirmed by the logs.")
		if err != nil || closed.State != models.IncidentClosed || closed.ClosedAt.IsZero() {
			t.Fatalf("%+v, %v", closed, err)
		}
		if _, err := intake.Close(t.Context(), db, manager, i.ID, "again"); !models.IsKind(err, models.KindConflict) {
			t.Errorf("closed twice: %v", err)
		}
		if _, err := intake.Append(t.Context(), db, nil, manager, i.ID, "", []intake.Entry{{Key: "malicious"}}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a closed incident took a fact: %v", err)
		}
		if open, err := intake.Reopen(t.Context(), db, manager, i.ID, "New evidence."); err != nil || open.State != models.IncidentOpen || !open.ClosedAt.IsZero() {
			t.Errorf("%+v, %v", open, err)
		}
		if _, err := intake.EditHeader(t.Context(), db, manager, i.ID, intake.Header{Title: "Another sentence", Version: i.Version}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a header from an old version: %v", err)
		}
	})
}
