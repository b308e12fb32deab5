package statements_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

func newNumber(t *testing.T, db *models.DB, incident models.ID, value string) {
	t.Helper()
	modelstest.ClockOf(db).Advance(time.Hour)
	err := db.Command(t.Context(), models.Act{By: models.System, Operation: "test", Incident: incident}, func(tx models.Tx) error {
		return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: incident, Key: "people_count", Value: value, Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func stale(t *testing.T, db *models.DB, incident models.ID) []texts.Stale {
	t.Helper()
	r := db.View(t.Context())
	i, err := models.LoadIncident(r, incident)
	if err != nil {
		t.Fatal(err)
	}
	out, err := statements.Stale(r, author, i)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStatementsThatSayAnOldNumber(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident := newIncident(t, db)
		says := approved(t, db, incident, "", 0, "{{people_count}} people, as of {{today}}")
		approved(t, db, incident, "", 0, "The servers are off.") // quotes nothing
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: says}); err != nil {
			t.Fatal(err)
		}
		draft, err := texts.Save(t.Context(), db, author, incident, models.TextStatement, "", texts.Draft{Language: "en", Title: "Next", Body: "{{people_count}}"})
		if err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(48 * time.Hour)
		if got := stale(t, db, incident); len(got) != 0 {
			t.Fatalf("a day went by and no fact changed: %+v", got)
		}
		newNumber(t, db, incident, `{"min":520000}`)
		got := stale(t, db, incident)
		if len(got) != 2 {
			t.Fatalf("%+v", got)
		}
		byID := map[models.ID]texts.Stale{got[0].ID: got[0], got[1].ID: got[1]}
		if s := byID[says]; s.State != "published" || s.Asks != texts.StaleCorrection || s.Title != "What we know" ||
			len(s.Changes) != 1 || s.Changes[0].From != "at least 515,000" || s.Changes[0].To != "at least 520,000" {
			t.Errorf("public: %+v", s)
		}
		if s := byID[draft.TextID]; s.State != "draft" || s.Asks != texts.StaleSave {
			t.Errorf("draft: %+v", s)
		}
		// The correction is written: what is public still says the old number until it is published.
		approved(t, db, incident, says, 1, "{{people_count}} people, as of {{today}}")
		if got := stale(t, db, incident); len(got) != 2 {
			t.Errorf("before the correction is public: %+v", got)
		}
		modelstest.ClockOf(db).Advance(time.Minute)
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: says, CorrectionSaid: "515,000", CorrectionRight: "520,000"}); err != nil {
			t.Fatal(err)
		}
		if got := stale(t, db, incident); len(got) != 1 || got[0].ID != draft.TextID {
			t.Errorf("after the correction: %+v", got)
		}
	})
}
