package acknowledgement

import (
	"context"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

// ChaseArgs asks for a look at who is silent.
type ChaseArgs struct{}

// Kind names the job in the queue.
func (ChaseArgs) Kind() string { return "chase-silence" }

// Work is what this stage does by itself: chase.
func Work(db *models.DB, publicURL string) jobs.Work {
	return jobs.Work{
		Register: func(w *river.Workers) { river.AddWorker(w, &chaser{db: db, publicURL: publicURL}) },
		Periodic: []jobs.Periodic{{Name: "chasing", Default: "*/5 * * * *", Args: func() jobs.Args { return ChaseArgs{} },
			Says: "Reminds societies that have not answered, then their deputies, then the region, then the incident manager."}},
	}
}

type chaser struct {
	river.WorkerDefaults[ChaseArgs]
	db        *models.DB
	publicURL string
}

func (c *chaser) Work(ctx context.Context, _ *river.Job[ChaseArgs]) error {
	for {
		n, err := Chase(ctx, c.db, c.publicURL)
		if err != nil {
			return err
		}
		if n == 0 {
			return c.db.RanSchedule(c.db.View(ctx), "chasing")
		}
	}
}
