package notices_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

func (w *world) newNumber(value string) {
	w.t.Helper()
	modelstest.ClockOf(w.db).Advance(time.Hour)
	w.must(w.db.Command(w.t.Context(), models.Act{By: models.System, Operation: "test", Incident: w.incident}, func(tx models.Tx) error {
		return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: w.incident, Key: "people_count", Value: value, Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()})
	}))
}

func (w *world) stale() map[models.ID]texts.Stale {
	w.t.Helper()
	r := w.db.View(w.t.Context())
	i, err := models.LoadIncident(r, w.incident)
	w.must(err)
	all, err := notices.Stale(r, author, i)
	w.must(err)
	out := map[models.ID]texts.Stale{}
	for _, s := range all {
		out[s.ID] = s
	}
	return out
}

func TestCircularsThatSayAnOldNumber(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, true)
		sent := w.sending()
		fixed := w.submitted()
		draft, err := notices.Draft(t.Context(), db, author, w.incident, w.draft())
		w.must(err)
		if got := w.stale(); len(got) != 0 {
			t.Fatalf("nothing changed: %+v", got)
		}
		w.newNumber(`{"min":520000}`)
		got := w.stale()
		for name, c := range map[string]struct {
			id   models.ID
			asks string
		}{"sent": {sent.ID, texts.StaleSupplement}, "fixed": {fixed.ID, texts.StaleApprove}, "draft": {draft.ID, texts.StaleFollows}} {
			s := got[c.id]
			if s.Asks != c.asks || s.Title == "" || len(s.Changes) != 1 || s.Changes[0].Placeholder != "people_count" || s.Changes[0].From != "at least 515,000" || s.Changes[0].To != "at least 520,000" {
				t.Errorf("%s: %+v", name, s)
			}
		}
		// A later circular that was sent with the new number is the supplement.
		w.sending()
		if _, still := w.stale()[sent.ID]; still {
			t.Error("a supplement was sent, and the first circular still asks for one")
		}
		if n := w.notice(sent.ID); n.State != models.NoticeSending {
			t.Errorf("what was sent is %s now", n.State)
		}
	})
}

func TestANoticeToPeopleThatSaysAnOldNumber(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, true)
		d := w.peopleDraft()
		for lang, text := range d.Texts {
			text.Body += "\n\n{{people_count}}"
			d.Texts[lang] = text
		}
		fixed, err := notices.DraftPeople(t.Context(), db, author, w.incident, d)
		w.must(err)
		w.must(notices.SubmitPeople(t.Context(), db, author, fixed.ID, 1))
		plain, err := notices.DraftPeople(t.Context(), db, author, w.incident, w.peopleDraft())
		w.must(err)
		if got := w.stale(); len(got) != 0 {
			t.Fatalf("nothing changed: %+v", got)
		}
		w.newNumber(`{"min":520000}`)
		got := w.stale()
		if s := got[fixed.ID]; s.Kind != models.NoticePeople || s.Asks != texts.StaleApprove || s.Title == "" || len(s.Changes) != 1 || s.Changes[0].To != "at least 520,000" {
			t.Errorf("submitted with the old number: %+v", s)
		}
		if s, listed := got[plain.ID]; listed {
			t.Errorf("a notice that says no number is listed: %+v", s)
		}
	})
}
