package intake

import (
	"context"
	"fmt"

	"candour/models"
	"candour/models/terms"
)

// Close closes an incident with a reason. It is refused while the closing list holds a line that was neither put right nor let go; the error
// names them.
func Close(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) (models.Incident, error) {
	return move(ctx, db, v, id, "close-incident", why, func(tx models.Tx, now terms.Instant) error {
		i, err := models.LoadIncident(tx, id)
		if err != nil {
			return err
		}
		// The row is held from here on: a fact said at the same moment waits, and then finds the incident closed.
		if err := models.SetIncidentState(tx, id, models.IncidentOpen, models.IncidentClosed, now); err != nil {
			return err
		}
		lines, err := closingLines(tx, i)
		if err != nil {
			return err
		}
		if err := stillOpen(lines); err != nil {
			return err
		}
		return tx.Details(map[string]any{"let_go": len(lines) - notedIn(lines), "noted": notedIn(lines)})
	})
}

// stillOpen refuses with every line that holds the incident.
func stillOpen(lines []ClosingLine) error {
	refused := &models.Error{Kind: models.KindConflict}
	for _, l := range lines {
		if l.Holds() {
			refused.Fields = append(refused.Fields, models.Field{Name: "closing." + l.Kind, Detail: l.Text})
		}
	}
	switch n := len(refused.Fields); n {
	case 0:
		return nil
	case 1:
		refused.Detail = "The incident cannot be closed yet. " + refused.Fields[0].Detail
	default:
		refused.Detail = fmt.Sprintf("The incident cannot be closed yet: %d things are open. Put each right, or let it go with a reason where that is possible; then close the incident.", n)
	}
	return refused
}

func notedIn(lines []ClosingLine) (n int) {
	for _, l := range lines {
		if l.Noted {
			n++
		}
	}
	return n
}

// Reopen opens a closed incident again with a reason: new facts do not ask whether we had finished.
func Reopen(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) (models.Incident, error) {
	return move(ctx, db, v, id, "reopen-incident", why, func(tx models.Tx, _ terms.Instant) error {
		return models.SetIncidentState(tx, id, models.IncidentClosed, models.IncidentOpen, terms.Instant{})
	})
}

func move(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, operation, why string, do func(models.Tx, terms.Instant) error) (models.Incident, error) {
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: operation, Incident: id, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, id); err != nil {
			return err
		}
		if _, err := reason("reason", why); err != nil {
			return err
		}
		tx.On("incident", id)
		return do(tx, tx.Now())
	})
	if err != nil {
		return models.Incident{}, err
	}
	return models.FindIncident(db.View(ctx), v, id)
}
