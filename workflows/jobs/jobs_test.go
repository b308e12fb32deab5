package jobs_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/jobs"
)

type noteArgs struct {
	N int `json:"n"`
}

func (noteArgs) Kind() string { return "note" }

type sweepArgs struct{}

func (sweepArgs) Kind() string { return "sweep" }

type noteWorker struct {
	river.WorkerDefaults[noteArgs]
	seen chan int
}

func (w *noteWorker) Work(_ context.Context, job *river.Job[noteArgs]) error {
	w.seen <- job.Args.N
	return nil
}

type sweepWorker struct {
	river.WorkerDefaults[sweepArgs]
	runs *atomic.Int64
}

func (w *sweepWorker) Work(context.Context, *river.Job[sweepArgs]) error {
	w.runs.Add(1)
	return nil
}

func start(t *testing.T, db *models.DB, seen chan int, runs *atomic.Int64) {
	t.Helper()
	r, err := jobs.NewRunner(context.Background(), db, jobs.Work{
		Register: func(w *river.Workers) {
			river.AddWorker(w, &noteWorker{seen: seen})
			river.AddWorker(w, &sweepWorker{runs: runs})
		},
		Periodic: []jobs.Periodic{{Name: "sweep", Says: "Sweeps.", Default: "0 3 * * *", Args: func() jobs.Args { return sweepArgs{} }}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func command(db *models.DB, fn func(models.Tx) error) error {
	return db.Command(context.Background(), models.Act{By: models.System, Operation: "test"}, fn)
}

func TestAJobLivesAndDiesWithItsCommand(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		// Put in before anybody works on the queue: it waits.
		undone := errors.New("changed my mind")
		if err := command(db, func(tx models.Tx) error { return errors.Join(jobs.Enqueue(tx, noteArgs{1}), undone) }); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if err := command(db, func(tx models.Tx) error { return jobs.Enqueue(tx, noteArgs{2}) }); err != nil {
			t.Fatal(err)
		}
		seen, runs := make(chan int, 10), &atomic.Int64{}
		start(t, db, seen, runs)
		select {
		case n := <-seen:
			if n != 2 {
				t.Errorf("job %d ran; its command was undone", n)
			}
		case <-time.After(15 * time.Second):
			t.Fatal("the job did not run")
		}
		// A recurring job runs at once when the program starts, whatever its schedule says.
		for deadline := time.Now().Add(20 * time.Second); runs.Load() == 0; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the recurring job did not run at the start")
			}
		}
		select {
		case n := <-seen:
			t.Errorf("job %d ran besides", n)
		default:
		}
	})
}

func TestAJobThatMustNotWaitTwiceWaitsOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for range 3 {
			if err := command(db, func(tx models.Tx) error { return jobs.EnqueueWith(tx, noteArgs{7}, jobs.Once()) }); err != nil {
				t.Fatal(err)
			}
		}
		var n int
		if err := db.SQL().QueryRow("SELECT COUNT(*) FROM river_job WHERE kind = 'note'").Scan(&n); err != nil || n != 1 {
			t.Errorf("%d jobs wait, %v", n, err)
		}
	})
}

func TestASchedulesEditStaysAndIsRefusedWhenItCannotRun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, administrator := context.Background(), models.Viewer{Account: models.NewID(), Role: models.RoleAdministrator}
		work := []jobs.Periodic{{Name: "digest", Says: "Sends the digest.", Default: "0 7 * * 1-5"}}
		for range 2 {
			if err := jobs.EnsureSchedules(ctx, db, work); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct{ spec, zone string }{
			"no cron line":       {"every morning", "UTC"},
			"a day there is not": {"0 0 30 2 *", "UTC"},
			"an unknown zone":    {"0 7 * * *", "Europe/Zurichh"},
			"the machine's zone": {"0 7 * * *", "Local"},
			"no zone":            {"0 7 * * *", ""},
			"six fields":         {"0 0 7 * * *", "UTC"},
		} {
			if err := jobs.ChangeSchedule(ctx, db, administrator, "digest", 1, c.spec, c.zone, true); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := jobs.ChangeSchedule(ctx, db, administrator, "digest", 1, "30 6 * * *", "Europe/Zurich", true); err != nil {
			t.Fatal(err)
		}
		if err := jobs.ChangeSchedule(ctx, db, administrator, "digest", 1, "0 8 * * *", "UTC", true); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an edit of an old version: %v", err)
		}
		if err := jobs.EnsureSchedules(ctx, db, work); err != nil {
			t.Fatal(err)
		}
		if s, err := models.FindSchedule(db.View(ctx), "digest"); err != nil || s.Spec != "30 6 * * *" {
			t.Errorf("after a restart it is %q, %v", s.Spec, err)
		}
	})
}

func TestTheNextRunsAreThoseOfTheZone(t *testing.T) {
	// Summer time begins on 29 March 2026: half past two is skipped that night, and the run moves with the wall clock.
	after, _ := terms.ParseInstant("2026-03-27T12:00:00Z")
	runs, err := jobs.NextRuns("0 7 * * *", "Europe/Zurich", after, 5)
	if err != nil || len(runs) != 5 {
		t.Fatal(runs, err)
	}
	for i, want := range []string{"2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z", "2026-03-31T05:00:00Z", "2026-04-01T05:00:00Z"} {
		if runs[i].String() != want {
			t.Errorf("run %d at %s, want %s", i+1, runs[i], want)
		}
	}
}
