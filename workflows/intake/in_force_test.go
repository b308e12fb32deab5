package intake_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/intake"
)

// A page of the history says of each fact whether it counts now, as the list of facts in force does: by key and subject, the last learnt.
func TestThePageOfTheHistoryKnowsWhatIsInForce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		p, err := intake.AddParty(t.Context(), db, nil, manager, i.ID, intake.PartyEntry{Name: "Hosting company", Country: "CH", Role: models.Processor})
		if err != nil {
			t.Fatal(err)
		}
		groups := []models.ID{}
		for _, name := range []string{"Clients", "Staff"} {
			g, err := intake.AddGroup(t.Context(), db, manager, i.ID, intake.GroupEntry{PartyID: p.ID, Name: name, Count: models.CountRange{Min: number(10)}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := intake.EditGroup(t.Context(), db, manager, g.ID, g.Version, intake.GroupEntry{PartyID: p.ID, Name: name, Count: models.CountRange{Min: number(20)}}); err != nil {
				t.Fatal(err)
			}
			groups = append(groups, g.ID)
		}
		late, early := instant(t, "2026-11-23T08:00:00Z"), instant(t, "2026-11-22T08:00:00Z")
		say := func(e intake.Entry) {
			t.Helper()
			if _, err := intake.Append(t.Context(), db, nil, manager, i.ID, "", []intake.Entry{e}); err != nil {
				t.Fatal(err)
			}
		}
		// Of the incident: the same moment twice, then something learnt earlier and recorded later.
		say(intake.Entry{Key: "encrypted_at_rest", Value: []byte("true"), LearntAt: late})
		say(intake.Entry{Key: "encrypted_at_rest", Value: []byte("false"), LearntAt: late})
		say(intake.Entry{Key: "encrypted_at_rest", Value: []byte("true"), LearntAt: early})
		say(intake.Entry{Key: "aware_at", PartyID: &p.ID, Value: []byte(`"2026-11-22T08:00:00Z"`), LearntAt: late, Reason: "Its own log shows it."})
		say(intake.Entry{Key: "people_count", GroupID: &groups[0], Value: []byte("30"), LearntAt: early})

		all, err := models.ListFacts(db.View(t.Context()), i.ID)
		if err != nil {
			t.Fatal(err)
		}
		current, err := models.CurrentFacts(db.View(t.Context()), i.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := models.FactsInForce(db.View(t.Context()), i.ID, all)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(current) || len(got) == len(all) {
			t.Errorf("%d of %d facts are in force, want %d", len(got), len(all), len(current))
		}
		for _, f := range current {
			if !got[f.ID] {
				t.Errorf("%s, recorded as number %d, is in force", f.Key, f.Seq)
			}
		}
		// Page by page, however short the pages are: each once, and every fact is of the incident or of one of its parts.
		paged := map[models.FactsOf]int{}
		for _, of := range []models.FactsOf{models.OfAll, models.OfIncident, models.OfParts} {
			page := models.Page[models.Fact]{Next: " "}
			for cursor := ""; page.Next != ""; cursor = page.Next {
				if page, err = models.ViewFacts(db.View(t.Context()), manager, i.ID, models.FactFilter{Of: of, InForce: true}, models.PageRequest{Cursor: cursor, Limit: 2}); err != nil {
					t.Fatal(err)
				}
				for _, f := range page.Items {
					if paged[of]++; !got[f.ID] {
						t.Errorf("%s, recorded as number %d, was replaced and is listed as in force", f.Key, f.Seq)
					}
				}
			}
		}
		if paged[models.OfAll] != len(current) || paged[models.OfIncident]+paged[models.OfParts] != len(current) || paged[models.OfParts] < 3 {
			t.Errorf("%v facts in force by pages, want %d", paged, len(current))
		}
		names, err := models.FactSubjects(db.View(t.Context()), all)
		if err != nil || len(names) != 3 || names[groups[0]] != "Clients" || names[p.ID] != "Hosting company" {
			t.Errorf("whom the facts are about: %v, %v", names, err)
		}
	})
}
