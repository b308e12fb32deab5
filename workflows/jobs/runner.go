package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"candour/models"
)

// Work is what one stage brings: its workers, and the jobs that recur.
type Work struct {
	Register func(*river.Workers) // adds the stage's workers
	Periodic []Periodic
}

// Periodic is a job that recurs by an editable schedule of this name. It scans for what is due, without a window.
type Periodic struct {
	Name    string // for example "reminders"
	Says    string // what it does, one sentence, for the settings page
	Default string // cron line, until somebody edits it
	Args    func() Args
}

// Runner works on the queue until it is stopped. Several copies of the program may run on one PostgreSQL.
type Runner struct {
	db       *models.DB
	client   *river.Client[*sql.Tx]
	periodic []Periodic
	known    map[string]models.Schedule // as last put into the queue's calendar
	stop     context.CancelFunc
	stopped  chan struct{}
}

// NewRunner prepares the queue with the work of every stage and makes sure that each recurring job has a schedule.
func NewRunner(ctx context.Context, db *models.DB, work ...Work) (*Runner, error) {
	r := &Runner{db: db, known: map[string]models.Schedule{}, stopped: make(chan struct{})}
	workers := river.NewWorkers()
	for _, w := range work {
		if w.Register != nil {
			w.Register(workers)
		}
		r.periodic = append(r.periodic, w.Periodic...)
	}
	if err := EnsureSchedules(ctx, db, r.periodic); err != nil {
		return nil, err
	}
	var err error
	r.client, err = river.NewClient(driver(db.Engine(), db.SQL()), &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workersFor(db.Engine())}},
		Workers:              workers,
		Logger:               quiet(),
		ErrorHandler:         reporter{},
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		FetchCooldown:        50 * time.Millisecond,
		FetchPollInterval:    400 * time.Millisecond, // the driver cannot listen, so another node's job is found by asking
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the job queue: %w", err)
	}
	return r, nil
}

// workersFor leaves the embedded database's one writer to people.
func workersFor(e models.Engine) int {
	if e == models.SQLite {
		return 4
	}
	return 20
}

// Start begins to work. Each recurring job runs once at once: what a standstill left behind is found within seconds.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.client.Start(ctx); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	watch, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = cancel
	if err := r.follow(watch); err != nil {
		cancel()
		return errors.Join(err, r.client.Stop(ctx))
	}
	go func() {
		defer close(r.stopped)
		r.watch(watch)
	}()
	return nil
}

// Stop lets running jobs finish, as long as ctx allows.
func (r *Runner) Stop(ctx context.Context) error {
	if r.stop == nil {
		return nil
	}
	r.stop()
	<-r.stopped
	return r.client.Stop(ctx)
}

// watch takes up edited schedules, also those edited on another node.
func (r *Runner) watch(ctx context.Context) {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.follow(ctx); err != nil && ctx.Err() == nil {
				slog.Error("schedules could not be read; the last known ones stay in force", "cause", err)
			}
		}
	}
}

// follow brings the queue's calendar in line with the schedules of the database.
func (r *Runner) follow(ctx context.Context) error {
	for _, p := range r.periodic {
		s, err := models.FindSchedule(r.db.View(ctx), p.Name)
		if err != nil {
			return err
		}
		was, there := r.known[p.Name]
		if there && was.Version == s.Version {
			continue
		}
		if there && was.Enabled {
			r.client.PeriodicJobs().RemoveByID(p.Name)
		}
		r.known[p.Name] = s
		if !s.Enabled {
			continue
		}
		timetable, err := ParseSchedule(s.Spec, s.Zone)
		if err != nil {
			return err
		}
		args := p.Args
		job := river.NewPeriodicJob(timetable, func() (river.JobArgs, *river.InsertOpts) { return args(), Once() },
			&river.PeriodicJobOpts{ID: p.Name, RunOnStart: true})
		if _, err := r.client.PeriodicJobs().AddSafely(job); err != nil {
			return err
		}
	}
	return nil
}

// reporter logs a failed job once, with its kind and id and never with its arguments.
type reporter struct{}

func (reporter) HandleError(_ context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	slog.Error("a job failed; it is tried again", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "cause", err)
	return nil
}

func (reporter) HandlePanic(_ context.Context, job *rivertype.JobRow, _ any, trace string) *river.ErrorHandlerResult {
	slog.Error("a job broke; it is tried again", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "trace", trace)
	return nil
}
