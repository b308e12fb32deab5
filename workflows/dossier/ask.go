package dossier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

// life is how long a second person's agreement waits to be given; after that it is asked for again.
const life = 7 * 24 * time.Hour

// Ask asks for a dossier. The redacted edition is built at once; the full one names staff and holds what they wrote, so a second person agrees
// first. Errors: invalid without a reason.
func Ask(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, edition models.DossierEdition, why string) (models.Dossier, error) {
	d := models.Dossier{ID: models.NewID(), IncidentID: incident, Edition: edition, RequestedBy: by.Account}
	if strings.TrimSpace(why) == "" {
		return d, models.InvalidField("reason", "Say in a sentence what the dossier is for and who gets it.")
	}
	if edition != models.DossierFull && edition != models.DossierRedacted {
		return d, models.InvalidField("edition", "There is a full and a redacted edition.")
	}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "ask-dossier", Incident: incident, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, by, incident); err != nil {
			return err
		}
		if err := d.SetWhy(tx.Keys(), strings.TrimSpace(why)); err != nil {
			return err
		}
		d.RequestedAt, d.State = tx.Now(), models.DossierAsked
		if edition == models.DossierRedacted {
			d.State = models.DossierBuilding
		}
		var err error
		if d.UpTo, err = models.LastSeq(tx, incident); err != nil {
			return err
		}
		tx.On("dossier", d.ID)
		if err := tx.Details(map[string]any{"edition": edition}); err != nil {
			return err
		}
		if err := models.AddDossier(tx, &d); err != nil || d.State != models.DossierBuilding {
			return err
		}
		return jobs.EnqueueWith(tx, BuildArgs{d.ID}, jobs.Once())
	})
	return d, err
}

// Agree is the second person of a full edition. Errors: forbidden (an own request), conflict (nothing is asked for, or too long ago).
func Agree(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) error {
	d, err := models.FindDossier(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	switch {
	case d.State != models.DossierAsked:
		return models.Conflict("Nothing is asked for on this dossier now. Load it again.")
	case d.RequestedBy == by.Account:
		return models.Forbidden("You have asked for this yourself. Somebody else has to agree.")
	case !db.Now().Before(d.RequestedAt.Add(life)):
		return models.Conflict("This was asked for more than seven days ago. Ask for a new dossier.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "agree-dossier", Incident: d.IncidentID}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, by, d.IncidentID); err != nil {
			return err
		}
		tx.On("dossier", d.ID)
		if err := tx.Details(map[string]any{"requested_by": d.RequestedBy}); err != nil {
			return err
		}
		if err := models.MoveDossier(tx, d.ID, models.DossierAsked, map[string]any{"state": models.DossierBuilding, "agreed_at": tx.Now(), "agreed_by": by.Account}); err != nil {
			return err
		}
		return jobs.EnqueueWith(tx, BuildArgs{d.ID}, jobs.Once())
	})
}

// Take hands the file out and records who took it. Errors: conflict while it is not ready.
func Take(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) (name string, file []byte, err error) {
	d, err := models.FindDossier(db.View(ctx), by, id)
	if err != nil {
		return "", nil, err
	}
	if d.State != models.DossierReady {
		return "", nil, models.Conflict("This dossier is not ready yet.")
	}
	i, err := models.FindIncident(db.View(ctx), by, d.IncidentID)
	if err != nil {
		return "", nil, err
	}
	if file, err = d.File(db.View(ctx).Keys()); err != nil {
		return "", nil, err
	}
	if sum(file) != d.SHA256 {
		return "", nil, fmt.Errorf("dossier %s has other bytes than were built", d.ID)
	}
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "take-dossier", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dossier", d.ID)
		return tx.Details(map[string]any{"edition": d.Edition, "sha256": d.SHA256})
	})
	return i.Reference + "-dossier-" + string(d.Edition) + ".zip", file, err
}

// BuildArgs is the job that builds one.
type BuildArgs struct {
	Dossier models.ID `json:"dossier"`
}

func (BuildArgs) Kind() string { return "build-dossier" }

type buildWorker struct {
	river.WorkerDefaults[BuildArgs]
	db *models.DB
}

func (w *buildWorker) Work(ctx context.Context, job *river.Job[BuildArgs]) error {
	err := Run(ctx, w.db, job.Args.Dossier)
	if err != nil && job.Attempt >= job.MaxAttempts {
		return errors.Join(err, fail(ctx, w.db, job.Args.Dossier))
	}
	return err
}

// Run builds one that waits. Run again after a crash it builds the same; one that is ready is left alone.
func Run(ctx context.Context, db *models.DB, id models.ID) error {
	d, err := models.LoadDossier(db.View(ctx), id)
	if err != nil || d.State != models.DossierBuilding {
		return err
	}
	built, err := Build(ctx, db.View(ctx), d, func(n int) { _ = db.StepDossier(id, n) }) // how far it is matters only to who waits
	if models.IsKind(err, models.KindConflict) {
		return fail(ctx, db, id)
	}
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: models.System, Operation: "build-dossier", Incident: d.IncidentID}, func(tx models.Tx) error {
		sealed, err := d.SealFile(tx.Keys(), built.File)
		if err != nil {
			return err
		}
		tx.On("dossier", id)
		if err := tx.Details(map[string]any{"form": built.Form, "size": len(built.File), "sha256": sum(built.File)}); err != nil {
			return err
		}
		return models.MoveDossier(tx, id, models.DossierBuilding, map[string]any{"state": models.DossierReady, "step": Steps, "form": built.Form, "problem": built.Said, "sha256": sum(built.File),
			"size": int64(len(built.File)), "file_sealed": sealed, "ready_at": tx.Now()})
	})
}

func fail(ctx context.Context, db *models.DB, id models.ID) error {
	d, err := models.LoadDossier(db.View(ctx), id)
	if err != nil || d.State != models.DossierBuilding {
		return err
	}
	return db.Command(ctx, models.Act{By: models.System, Operation: "fail-dossier", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dossier", id)
		return models.MoveDossier(tx, id, models.DossierBuilding, map[string]any{"state": models.DossierFailed, "problem": "The dossier could not be put together. Ask for it again; nothing was lost."})
	})
}

// Work is what this stage brings to the queue.
func Work(db *models.DB) jobs.Work {
	return jobs.Work{Register: func(ws *river.Workers) { river.AddWorker(ws, &buildWorker{db: db}) }}
}
