package assessment

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

const schedule = "rules"

// Work is what the queue does for this stage.
func Work(db *models.DB) jobs.Work {
	return jobs.Work{
		Register: func(w *river.Workers) { river.AddWorker(w, &follower{db: db}) },
		Periodic: []jobs.Periodic{{Name: schedule, Default: "* * * * *", Args: func() jobs.Args { return FollowArgs{} },
			Says: "Runs the rules over every open incident whose facts have changed. What asks for more or sooner takes effect; what takes a duty away waits for a person."}},
	}
}

// FollowArgs asks for the rules to follow the facts.
type FollowArgs struct{}

func (FollowArgs) Kind() string { return "follow-facts" }

type follower struct {
	river.WorkerDefaults[FollowArgs]
	db *models.DB
}

func (f *follower) Work(ctx context.Context, _ *river.Job[FollowArgs]) error {
	if err := Follow(ctx, f.db); err != nil {
		return err
	}
	return f.db.RanSchedule(f.db.View(ctx), schedule)
}

// Follow runs the rules over every open incident that has been assessed and whose facts, agreements or own targets have changed since,
// however long ago. An incident that fails does not keep the others from being looked at.
func Follow(ctx context.Context, db *models.DB) error {
	behind, err := incidentsBehind(db.View(ctx))
	if err != nil {
		return err
	}
	var failed []error
	for _, incident := range behind {
		_, err := DecideAsSystem(ctx, db, incident)
		if err != nil && !models.IsKind(err, models.KindConflict) {
			failed = append(failed, fmt.Errorf("incident %s: %w", incident, err))
		}
	}
	return errors.Join(failed...)
}
