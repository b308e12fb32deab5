package tasks

import (
	"context"
	"strings"
	"unicode"

	"candour/models"
	"candour/models/terms"
)

// NewTask is a task that a person writes down.
type NewTask struct {
	Incident models.ID
	Party    models.ID // empty: the whole incident
	Title    string
	Detail   string
	Owner    models.ID // empty: nobody yet
	DueAt    terms.Instant
}

// Write opens a task by hand. Errors: invalid (no title), not found (incident, party, owner).
func Write(ctx context.Context, db *models.DB, by models.Viewer, in NewTask) (models.ID, error) {
	title := strings.TrimSpace(in.Title)
	if title == "" {
		return "", models.InvalidField("title", "Say in one line what has to be done.")
	}
	if strings.ContainsFunc(title, unicode.IsControl) {
		return "", models.InvalidField("title", "The title has a line break or another control character in it. Nothing was saved; remove it and try again.")
	}
	if strings.ContainsFunc(in.Detail, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) {
		return "", models.InvalidField("detail", "The text has a control character in it. Nothing was saved; remove it and try again.")
	}
	id := models.NewID()
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "write-task", Incident: in.Incident}, func(tx models.Tx) error {
		incident, err := models.FindIncident(tx, by, in.Incident)
		if err != nil {
			return err
		}
		if incident.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Open it again, with a reason, before adding a task.")
		}
		t := models.Task{ID: id, IncidentID: incident.ID, Kind: "manual", Playbook: Plain, Title: title, Detail: strings.TrimSpace(in.Detail),
			DueAt: in.DueAt, OpenedBy: &by.Account}
		if in.Party != "" {
			p, err := models.FindParty(tx, by, in.Party)
			if err != nil {
				return err
			}
			if p.IncidentID != incident.ID {
				return models.NotFound("Party")
			}
			t.PartyID = &p.ID
		}
		if in.Owner != "" {
			if t.OwnerID, err = mayOwn(tx, in.Owner); err != nil {
				return err
			}
		}
		tx.On("task", id)
		return Open(tx, []models.Task{t})
	})
	return id, err
}

// mayOwn says whether an account can be given work.
func mayOwn(r models.Reader, id models.ID) (*models.ID, error) {
	if !models.ValidID(id) {
		return nil, models.NotFound("Account")
	}
	a, err := models.FindAccount(r, id)
	if err != nil {
		return nil, err
	}
	if !a.DisabledAt.IsZero() || !a.Role.Has(models.RightReadIncidents) {
		return nil, models.InvalidField("owner_id", "This account cannot work on incidents. Choose somebody else.")
	}
	return &a.ID, nil
}

// Assign gives an open task to somebody, or to nobody.
func Assign(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, owner models.ID) error {
	t, err := models.FindTask(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "assign-task", Incident: t.IncidentID}, func(tx models.Tx) error {
		var to *models.ID
		if owner != "" {
			if to, err = mayOwn(tx, owner); err != nil {
				return err
			}
		}
		t.Version = version
		tx.On("task", id)
		if err := models.UpdateTask(tx, &t, map[string]any{"owner_id": to}); err != nil {
			return err
		}
		if t.ObligationID != nil {
			if err := models.OwnObligation(tx, *t.ObligationID, to); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"owner": owner})
	})
}

// Complete closes a task as done. A task of an obligation is closed by discharging the obligation, which asks for proof.
func Complete(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, note string) error {
	t, err := models.FindTask(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if t.ObligationID != nil {
		return models.Conflict("This task belongs to an obligation. Discharge the obligation, with its proof; the task closes with it.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "complete-task", Incident: t.IncidentID, Why: note}, func(tx models.Tx) error {
		t.Version = version
		tx.On("task", id)
		return Close(tx, t, models.TaskDone, &by.Account, note)
	})
}

// Close closes an open task inside a command and drops what was left of its ladder.
func Close(tx models.Tx, t models.Task, state models.TaskState, by *models.ID, note string) error {
	if err := t.SetNote(tx.Keys(), strings.TrimSpace(note)); err != nil {
		return err
	}
	if err := models.UpdateTask(tx, &t, map[string]any{"state": state, "closed_at": tx.Now(), "closed_by": by, "note_sealed": t.NoteSealed}); err != nil {
		return err
	}
	return models.DropReminders(tx, t.ID)
}
