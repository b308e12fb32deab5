// Package retention deletes what nobody needs any more: the less is kept, the less can be taken. How long the people of an incident are kept is
// for the organisation to decide; when that day is past and the incident is closed, they are erased.
package retention

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/jobs"
	"candour/workflows/people"
)

// keep is how long an ended session, and what a refused row of an import held, may be looked at: long enough to correct a list and to notice
// a sign-in that was not one's own.
const keep = 30 * 24 * time.Hour

const schedule = "retention"

// Files are the folders of this node.
type Files struct {
	Uploads people.Uploads
	Outbox  delivery.Outbox
}

// Deleted counts what one run has deleted.
type Deleted struct {
	Invitations int64 `json:"invitations"`  // hashes of expired invitations
	Sessions    int64 `json:"sessions"`     // ended or expired 30 days ago
	Drafts      int64 `json:"drafts"`       // begun, kept at a sign-out 30 days ago, never taken back
	ImportRows  int64 `json:"import_rows"`  // contents of refused rows of imports finished 30 days ago
	FileNames   int64 `json:"file_names"`   // of those imports
	Spools      int   `json:"spools"`       // waiting files of finished imports
	OutboxFiles int   `json:"outbox_files"` // copies of messages of closed exercises
	People      int64 `json:"people"`       // of closed incidents whose day is past
}

// Run deletes what is due, as one command with the counts; without anything due there is no act and no event.
func Run(ctx context.Context, db *models.DB, f Files) (Deleted, error) {
	var d Deleted
	var err error
	// 1. Files, outside the transaction: deleting one twice is deleting it once.
	if d.Spools, err = f.Uploads.Tidy(db.View(ctx)); err != nil {
		return d, err
	}
	if d.OutboxFiles, err = f.Outbox.Tidy(db.View(ctx)); err != nil {
		return d, err
	}
	// 2. People whose day is past; each incident's record says how many.
	if d.People, err = erasePeople(ctx, db); err != nil {
		return d, err
	}
	// 3. Rows, and the record of all of it.
	nothing := models.Conflict("There was nothing to delete.")
	files := d
	err = db.Command(ctx, models.Act{By: models.System, Operation: "apply-retention"}, func(tx models.Tx) error {
		d = files
		before := tx.Now().Add(-keep)
		if d.Invitations, err = models.ForgetInvitations(tx); err != nil {
			return err
		}
		if d.Sessions, err = models.DeleteSessions(tx, before); err != nil {
			return err
		}
		if d.Drafts, err = models.DeleteKeptDraftsBefore(tx, before); err != nil {
			return err
		}
		if d.ImportRows, d.FileNames, err = models.EraseImportRows(tx, before); err != nil {
			return err
		}
		if d == (Deleted{}) {
			return nothing
		}
		return tx.Details(d)
	})
	if errors.Is(err, nothing) {
		return d, nil
	}
	return d, err
}

// Args asks for a run.
type Args struct{}

// Kind names the job in the queue.
func (Args) Kind() string { return "apply-retention" }

type worker struct {
	river.WorkerDefaults[Args]
	db    *models.DB
	files Files
}

func (w *worker) Work(ctx context.Context, _ *river.Job[Args]) error {
	if _, err := Run(ctx, w.db, w.files); err != nil {
		return err
	}
	return w.db.RanSchedule(w.db.View(ctx), schedule)
}

// Work is what this package does by itself.
func Work(db *models.DB, f Files) jobs.Work {
	return jobs.Work{
		Register: func(w *river.Workers) { river.AddWorker(w, &worker{db: db, files: f}) },
		Periodic: []jobs.Periodic{{Name: schedule, Default: "30 3 * * *", Args: func() jobs.Args { return Args{} },
			Says: "Deletes expired invitations, sessions, drafts left behind and refused rows of imports after 30 days, files of finished imports, copies of messages of closed exercises, and the people of closed incidents when the day until which they are kept is past."}},
	}
}
