package assessment

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

// ProposeLater asks to let a limit move to the later time that changed facts give, with the reason. Until a second person accepts, the
// earlier limit stays in force.
func ProposeLater(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID, reason string) (models.ID, error) {
	if err := needReason(reason); err != nil {
		return "", err
	}
	o, d, err := findOwed(ctx, db, by, obligation)
	if err != nil {
		return "", err
	}
	if o.State != models.ObligationOpen || o.LaterDueAt.IsZero() {
		return "", models.Conflict("The facts give no later limit for this obligation.")
	}
	var id models.ID
	err = db.Command(ctx, act(by, "propose-later", d, reason), func(tx models.Tx) error {
		open, err := openProposal(tx, d, models.ProposeLater)
		if err != nil {
			return err
		}
		if open != nil {
			return models.Conflict("Somebody has proposed this already. A second person has to answer that first.")
		}
		x, err := decideOn(tx, by, d, models.ProposeLater, terms.Required, reason, func(x *models.Decision) {
			x.ObligationID, x.DueAt = &o.ID, o.LaterDueAt
		})
		id = x.ID
		tx.On("decision", x.ID)
		if err != nil {
			return err
		}
		return tx.Details(map[string]any{"obligation": o.ID, "from": o.DueAt, "to": o.LaterDueAt})
	})
	return id, err
}

// AnswerLater is the second person: accept, and the limit moves; or decline, and it stays.
func AnswerLater(ctx context.Context, db *models.DB, by models.Viewer, proposal models.ID, accept bool, reason string) error {
	p, d, err := proposed(ctx, db, by, proposal, models.ProposeLater)
	if err != nil {
		return err
	}
	if !accept {
		return db.Command(ctx, act(by, "decline-later", d, reason), func(tx models.Tx) error {
			tx.On("decision", p.ID)
			_, err := decideOn(tx, by, d, models.DeclineLater, terms.Required, reason, func(x *models.Decision) { x.AnswersID = &p.ID })
			return err
		})
	}
	return db.Command(ctx, act(by, "accept-later", d, reason), func(tx models.Tx) error {
		tx.On("decision", p.ID)
		o, err := models.FindObligation(tx, by, *p.ObligationID)
		if err != nil {
			return err
		}
		if !o.LaterDueAt.Equal(p.DueAt) {
			return models.Conflict("The facts changed again after this was proposed, and give another limit now. Propose the new one.")
		}
		if _, err := decideOn(tx, by, d, models.AcceptLater, terms.Required, reason, func(x *models.Decision) {
			x.AnswersID, x.ObligationID, x.DueAt = &p.ID, &o.ID, p.DueAt
		}); err != nil {
			return err
		}
		if err := models.UpdateObligation(tx, &o, map[string]any{"due_at": p.DueAt, "sort_at": p.DueAt, "later_due_at": nil}); err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"obligation": o.ID, "from": o.DueAt, "to": p.DueAt, "proposed_by": p.DecidedBy}); err != nil {
			return err
		}
		t, err := models.FindTaskOf(tx, o.ID)
		if models.IsKind(err, models.KindNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return tasks.Move(tx, t, o.ID, p.DueAt, true)
	})
}
