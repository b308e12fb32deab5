package dispatch

import (
	"context"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

// A copy of the database is started on another machine a moment after it was made: by its rows the node that went on sending still runs.
func TestAYoungCopyWithoutItsJournalSendsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 200
		f := newFleet(t, db, people)
		a := f.start(NodeSettings{Lanes: 2, Batch: 20})
		f.untilSent(people)
		f.stop(a)
		f.asCopied()
		f.journals = t.TempDir() // another machine
		b := f.start(NodeSettings{Lanes: 2, Batch: 20})
		if d := f.halted(); d.Halted != models.Paused || d.HaltedWhy != HaltRestored {
			t.Errorf("a copy without its journal goes on: %q %q", d.Halted, d.HaltedWhy)
		}
		time.Sleep(time.Second)
		if n := f.sink.count(); n != people {
			t.Fatalf("%d messages, %d people", n, people)
		}
		f.startAt(a.journal.Dir()) // it is found after all
		until(t, "it goes on", func() bool {
			if err := b.restoreOver(t.Context()); err != nil {
				t.Fatal(err)
			}
			return f.halted().Halted == models.NotHalted
		})
		f.untilSent(people)
		f.check()
	})
}

// asCopied puts the rows back to before the sending, with a heartbeat of this very moment.
func (f *fleet) asCopied() {
	f.t.Helper()
	for _, q := range []string{
		"UPDATE person_deliveries SET state = 'queued', epoch = 0, node = 0, tries = 0, next_at = queued_at, settled_at = NULL, reply_code = 0, reason = ''",
		"DELETE FROM dispatch_counts", "INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries GROUP BY 1, 2, 3, 4, 5",
		"UPDATE nodes SET stopped_at = NULL, journal_position = '0'",
	} {
		if _, err := f.db.SQL().Exec(q); err != nil {
			f.t.Fatal(err)
		}
	}
}

func TestANodeThatJoinsOneThatRunsElsewherePausesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if db.Engine() == models.SQLite {
			return // has one process
		}
		const people = 20
		f := newFleet(t, db, people)
		a := f.start(NodeSettings{Lanes: 2})
		ctx, cancel := context.WithCancel(t.Context())
		beating := make(chan struct{})
		go func() { // the clock of a test stands still
			defer close(beating)
			for sleep(ctx, 200*time.Millisecond) {
				modelstest.ClockOf(db).Advance(time.Second)
				_ = a.beat(ctx, 1)
			}
		}()
		f.journals = t.TempDir()
		f.start(NodeSettings{Lanes: 2})
		cancel()
		<-beating
		if d := f.halted(); d.Halted != models.NotHalted {
			t.Errorf("it was paused: %q", d.HaltedWhy)
		}
		f.untilSent(people)
		f.check()
	})
}
