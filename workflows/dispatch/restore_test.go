package dispatch

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery/journal"
)

// The copy is from before the sending, and of two nodes only one comes back at first.
func TestAnOlderDatabaseWaitsForEveryJournal(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 300
		f := newFleet(t, db, people)
		a, b := f.start(NodeSettings{Lanes: 2, Batch: 20}), f.start(NodeSettings{Lanes: 2, Batch: 20})
		names := map[string]string{a.journal.Node(): a.journal.Dir(), b.journal.Node(): b.journal.Dir()}
		f.untilSent(people)
		modelstest.ClockOf(db).Advance(time.Minute)
		for _, n := range []*Node{a, b} {
			if err := n.beat(t.Context(), markEvery); err != nil { // it was seen after the copy was made
				t.Fatal(err)
			}
		}
		f.stop(a)
		f.stop(b)
		for _, q := range []string{
			"UPDATE person_deliveries SET state = 'queued', epoch = 0, node = 0, tries = 0, next_at = queued_at, settled_at = NULL, reply_code = 0, reason = ''",
			"DELETE FROM dispatch_counts", "INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries GROUP BY 1, 2, 3, 4, 5",
			"UPDATE nodes SET seen_at = started_at, stopped_at = NULL, journal_position = '0'",
		} {
			if _, err := db.SQL().Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		f.journals = filepath.Dir(a.journal.Dir())
		a = f.startAt(a.journal.Dir())
		if d := f.halted(); d.Halted != models.Paused || d.HaltedWhy != HaltRestored {
			t.Fatalf("an older database goes on: %q %q", d.Halted, d.HaltedWhy)
		}
		time.Sleep(time.Second)
		if n := f.sink.count(); n != people {
			t.Fatalf("%d messages, %d people", n, people)
		}
		missing, err := JournalsMissing(db.View(t.Context()))
		if err != nil || len(missing) != 1 || missing[0].Name == a.journal.Node() {
			t.Fatalf("missing: %+v, %v", missing, err)
		}
		one, two := f.account(models.RoleApprover), f.account(models.RoleDPO)
		for about, err := range map[string]error{
			"one person alone":    JournalLost(t.Context(), db, missing[0].Name, one, one, "The disk burnt."),
			"without the right":   JournalLost(t.Context(), db, missing[0].Name, one, f.account(models.RoleAuditor), "The disk burnt."),
			"without a reason":    JournalLost(t.Context(), db, missing[0].Name, one, two, " "),
			"a node that is read": JournalLost(t.Context(), db, a.journal.Node(), one, two, "The disk burnt."),
		} {
			if err == nil {
				t.Errorf("%s: a journal was called lost", about)
			}
		}
		f.startAt(names[missing[0].Name]) // it comes back after all
		until(t, "it goes on", func() bool {
			if err := a.restoreOver(t.Context()); err != nil {
				t.Fatal(err)
			}
			return f.halted().Halted == models.NotHalted
		})
		f.untilSent(people)
		f.check()
	})
}

func TestTwoPeopleSayThatAJournalIsLost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 1)
		f.command(func(tx models.Tx) error {
			if _, err := models.EnsureNode(tx, "gone"); err != nil {
				return err
			}
			return models.HaltAll(tx, models.Paused, HaltRestored)
		})
		if err := JournalLost(t.Context(), db, "gone", f.account(models.RoleApprover), f.account(models.RoleDPO), "The disk burnt."); err != nil {
			t.Fatal(err)
		}
		n := f.start(NodeSettings{Lanes: 1})
		if err := n.restoreOver(t.Context()); err != nil || f.halted().Halted != models.NotHalted {
			t.Errorf("it still waits: %v", err)
		}
		f.untilSent(1)
	})
}

func (f *fleet) account(role models.Role) models.Account {
	f.t.Helper()
	a := models.Account{ID: models.NewID(), Role: role}
	f.command(func(tx models.Tx) error {
		a.CreatedAt = tx.Now()
		if err := a.SetPerson(tx.Keys(), "Somebody", a.ID+"@example.org"); err != nil {
			return err
		}
		return models.AddAccount(tx, &a)
	})
	return a
}

func (f *fleet) startAt(dir string) *Node {
	f.t.Helper()
	j, err := journal.Open(dir, journal.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	n := NewNode(f.db, j, NodeSettings{Lanes: 2, Batch: 20}, Mail(f.setup(), nil))
	if err := n.Start(context.Background()); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { f.stop(n) })
	return n
}
