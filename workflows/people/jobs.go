package people

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

// turn is how long one job works on an import before it makes room for others (a program that stops waits for it) and goes on in the next job.
const turn = 15 * time.Second

// ImportArgs is the job that works on one import.
type ImportArgs struct {
	Import models.ID `json:"import"`
}

func (ImportArgs) Kind() string { return "people-import" }

// ScanArgs is the job that finds imports whose worker was killed, and uploads nobody confirmed.
type ScanArgs struct{}

func (ScanArgs) Kind() string { return "people-import-scan" }

type importWorker struct {
	river.WorkerDefaults[ImportArgs]
	u  Uploads
	db *models.DB
}

func (w *importWorker) Work(ctx context.Context, job *river.Job[ImportArgs]) error {
	done, err := w.u.Run(ctx, w.db, job.Args.Import, turn)
	if err != nil || done {
		return err
	}
	return river.JobSnooze(0)
}

type scanWorker struct {
	river.WorkerDefaults[ScanArgs]
	u  Uploads
	db *models.DB
}

func (w *scanWorker) Work(ctx context.Context, _ *river.Job[ScanArgs]) error {
	end := time.Now().Add(turn)
	due, err := models.DueImports(w.db.View(ctx))
	if err != nil {
		return err
	}
	for _, id := range due {
		left := time.Until(end)
		if left <= 0 {
			break // the next scan goes on
		}
		_, runErr := w.u.Run(ctx, w.db, id, left)
		err = errors.Join(err, runErr)
	}
	if err := errors.Join(err, w.u.Sweep(ctx, w.db)); err != nil {
		return err
	}
	return w.db.RanSchedule(w.db.View(ctx), "people-imports")
}

// Work is what this stage brings to the queue.
func (u Uploads) Work(db *models.DB) jobs.Work {
	return jobs.Work{
		Register: func(ws *river.Workers) {
			river.AddWorker(ws, &importWorker{u: u, db: db})
			river.AddWorker(ws, &scanWorker{u: u, db: db})
		},
		Periodic: []jobs.Periodic{{Name: "people-imports", Default: "* * * * *", Says: "Goes on with imports of people that were interrupted, and deletes uploads nobody confirmed in a day.",
			Args: func() jobs.Args { return ScanArgs{} }}},
	}
}
