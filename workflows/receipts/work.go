package receipts

import (
	"context"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/mark"
	"candour/workflows/jobs"
)

// ScanArgs asks for everything that came back.
type ScanArgs struct{}

// Kind names the job in the queue.
func (ScanArgs) Kind() string { return "hear-receipts" }

// Wake takes whoever was not reached to the next channel as soon as the command has committed.
func Wake(tx models.Tx) error { return jobs.EnqueueWith(tx, ScanArgs{}, jobs.Once()) }

// Work is what this stage does by itself. dir is a Maildir; empty: bounces come by webhook only, or not at all.
func Work(db *models.DB, dir string) jobs.Work {
	return jobs.Work{
		Register: func(ws *river.Workers) { river.AddWorker(ws, &scanner{db: db, dir: dir}) },
		Periodic: []jobs.Periodic{{Name: "receipts", Default: "* * * * *", Args: func() jobs.Args { return ScanArgs{} },
			Says: "Reads what mail servers sent back, and takes whoever was not reached to the next channel that is safe for them."}},
	}
}

type scanner struct {
	river.WorkerDefaults[ScanArgs]
	db  *models.DB
	dir string
}

func (s *scanner) Work(ctx context.Context, _ *river.Job[ScanArgs]) error {
	_, heard := ScanMaildir(ctx, s.db, s.dir)
	// A mailbox that cannot be read must not keep anybody from their next channel.
	if _, err := Advance(ctx, s.db); err != nil {
		return err
	}
	if heard != nil {
		return heard
	}
	return s.db.RanSchedule(s.db.View(ctx), "receipts")
}

// TakeGateway hears a verified notification of a gateway.
func TakeGateway(ctx context.Context, db *models.DB, r gateway.Receipt) (Effect, error) {
	step, err := mark.Read(db.Keys(), r.Key)
	if err != nil || r.State == "" {
		return Ignored, nil
	}
	return Apply(ctx, db, Word{Step: step, State: r.State, Reason: r.Word, Says: r.Reason, Source: "gateway", Mark: r.Mark})
}
