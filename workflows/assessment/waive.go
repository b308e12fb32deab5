package assessment

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

// Waive closes an obligation that is owed and will not be done, with the reason. The determination stays required: a waiver does not make
// the law go away. Errors: not found; invalid (no reason); conflict (not open, or changed meanwhile).
func Waive(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID, version int, reason string) error {
	if err := needReason(reason); err != nil {
		return err
	}
	o, d, err := findOwed(ctx, db, by, obligation)
	if err != nil {
		return err
	}
	o.Version = version
	return db.Command(ctx, act(by, "waive-obligation", d, reason), func(tx models.Tx) error {
		tx.On("obligation", o.ID)
		if _, err := decideOn(tx, by, d, models.Waive, terms.Required, reason, func(x *models.Decision) { x.ObligationID = &o.ID }); err != nil {
			return err
		}
		if err := models.CloseObligation(tx, &o, models.ObligationWaived, by.Account, nil); err != nil {
			return err
		}
		if err := endTask(tx, o, models.TaskCancelled, by); err != nil {
			return err
		}
		return tx.Details(map[string]any{"regime": o.Regime, "duty": o.Duty, "jurisdiction": o.Jurisdiction, "clock": o.Clock})
	})
}

// TakeBackWaiver opens a waived obligation again, with its task. The limit is what it was; it may have passed.
func TakeBackWaiver(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID, version int, reason string) error {
	if err := needReason(reason); err != nil {
		return err
	}
	o, d, err := findOwed(ctx, db, by, obligation)
	if err != nil {
		return err
	}
	o.Version = version
	return db.Command(ctx, act(by, "take-back-waiver", d, reason), func(tx models.Tx) error {
		tx.On("obligation", o.ID)
		if _, err := decideOn(tx, by, d, models.Withdraw, terms.Required, reason, func(x *models.Decision) { x.ObligationID = &o.ID }); err != nil {
			return err
		}
		if err := models.ReopenObligation(tx, &o); err != nil {
			return err
		}
		if task, wanted := taskFor(o); wanted {
			return tasks.Open(tx, []models.Task{task})
		}
		return nil
	})
}

// findOwed reads an obligation and the determination that carries it, as far as this viewer may see them.
func findOwed(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID) (models.Obligation, models.Determination, error) {
	r := db.View(ctx)
	o, err := models.FindObligation(r, by, obligation)
	if err != nil {
		return o, models.Determination{}, err
	}
	d, err := models.FindDetermination(r, by, o.DeterminationID)
	return o, d, err
}

// endTask closes the open task of an obligation, if it has one.
func endTask(tx models.Tx, o models.Obligation, state models.TaskState, by models.Viewer) error {
	t, err := models.FindTaskOf(tx, o.ID)
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tasks.Close(tx, t, state, &by.Account, "")
}
