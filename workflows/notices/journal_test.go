package notices_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
)

// The copy of the database is from before the sending; the journal is not in the copy (OP-02).
func TestADatabaseRestoredFromACopySendsNoCircularAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		p := r.post(t)
		var err error
		p.Journal, err = journal.Open(t.TempDir(), journal.Options{})
		w.must(err)
		defer p.Journal.Close()
		r.mu.Lock()
		r.cut["focal-point0@society1.example"] = true // of this one nobody can know
		r.mu.Unlock()
		w.drain(p)
		_, err = db.SQL().Exec("UPDATE deliveries SET state = 'queued', epoch = 0, attempts = 0, sent_at = NULL, settled_at = NULL, sending_at = NULL, next_at = queued_at, reason = ''")
		w.must(err)
		if s := w.states(n); s[models.DeliveryQueued] != 2 {
			t.Fatalf("the older copy: %v", s)
		}
		lines := map[models.ID]models.LetterLine{}
		w.must(p.Journal.Read(0, func(_ int64, rec journal.Record) error {
			l := delivery.LetterLineOf(rec)
			lines[l.ID] = l
			return nil
		}))
		w.must(delivery.ApplyLetters(t.Context(), db, lines))
		w.drain(p)
		if s := w.states(n); s[models.DeliverySent] != 1 || s[models.DeliveryUncertain] != 1 {
			t.Errorf("states after the restore: %v", s)
		}
		for to, letters := range r.got() {
			if len(letters) != 1 {
				t.Errorf("%s has %d letters", to, len(letters))
			}
		}
		// What the database knows better stays as it is.
		w.must(delivery.ApplyLetters(t.Context(), db, lines))
		if s := w.states(n); s[models.DeliverySent] != 1 || s[models.DeliveryUncertain] != 1 {
			t.Errorf("states after reading it again: %v", s)
		}
	})
}
