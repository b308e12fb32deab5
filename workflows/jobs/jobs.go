// Package jobs is the queue: a job is put in inside the transaction of the command that wants it, and a worker does it afterwards, also when
// the program was killed in between. It knows no stage; each stage exports what it works on and when (Work), and app.go registers them.
//
// A job may run twice: a worker guards every effect by a row of its own. A tick may be missed while no program runs: what is due is read
// from rows ("due <= now and not done"), never from ticks.
package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"candour/models"
)

// Args is what a job is given: ids and counts, never a name, an address or a text.
type Args = river.JobArgs

const (
	jobTimeout  = time.Minute
	rescueAfter = 2 * time.Minute // of a job whose process died; longer than any job may take
)

// live are the states in which a job has not come to its end.
var live = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled}

// Once makes a job that waits or runs with the same arguments take the place of a second one.
func Once() *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

func driver(engine models.Engine, db *sql.DB) riverdriver.Driver[*sql.Tx] {
	if engine == models.Postgres {
		return riverdatabasesql.New(db)
	}
	return riversqlite.New(db)
}

// Migrate brings the queue's own tables up to date.
func Migrate(ctx context.Context, db *models.DB) error {
	m, err := rivermigrate.New(driver(db.Engine(), db.SQL()), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}

var inserters sync.Map // models.Engine -> *river.Client[*sql.Tx]

// inserter puts jobs in and works on none; it belongs to no database, because the transaction brings its own.
func inserter(engine models.Engine) (*river.Client[*sql.Tx], error) {
	if c, ok := inserters.Load(engine); ok {
		return c.(*river.Client[*sql.Tx]), nil
	}
	c, err := river.NewClient(driver(engine, nil), &river.Config{Logger: quiet()})
	if err != nil {
		return nil, err
	}
	inserters.Store(engine, c)
	return c, nil
}

// Enqueue puts a job in as part of the command: both happen or neither.
func Enqueue(tx models.Tx, args Args) error { return EnqueueWith(tx, args, nil) }

// EnqueueWith is Enqueue with the queue's options, for a time to run at or a job that must not wait twice (Once).
func EnqueueWith(tx models.Tx, args Args, opts *river.InsertOpts) error {
	c, err := inserter(tx.Engine())
	if err != nil {
		return err
	}
	if _, err := c.InsertTx(tx.Context(), tx.SQL(), args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// quiet keeps the queue's chatter out of the log; what went wrong with a job is logged once, by the runner.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
