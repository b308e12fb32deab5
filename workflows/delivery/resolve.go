package delivery

import (
	"context"
	"strings"

	"candour/models"
)

// Resolutions of an uncertain message.
const (
	ResolveArrived = "arrived"    // somebody asked: it is there
	ResolveAgain   = "send_again" // somebody asked: it is not there
)

// Release sends a message again that certainly did not leave: one held for want of a mail server, or refused. An uncertain one takes two
// people: see Propose.
func Release(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say what has changed, so that it can be sent now.")
	}
	d, err := models.FindOutboxDelivery(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	if d.State == models.DeliveryUncertain {
		return models.Conflict("This message may have arrived, so two people settle it. Say what you heard, and a second person agrees; nothing was changed.")
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "resolve-delivery", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		if err := neverOfAnExercise(tx, d); err != nil {
			return err
		}
		err := models.SettleDelivery(tx, d, []models.DeliveryState{models.DeliveryHeld, models.DeliveryRefused},
			map[string]any{"state": models.DeliveryQueued, "settled_at": nil, "next_at": tx.Now(), "reason": ""})
		if err != nil {
			return err
		}
		if err := Wake(tx); err != nil {
			return err
		}
		return tx.Details(map[string]any{"resolution": ResolveAgain})
	})
}

// ConfirmByPress records that the letter has arrived, because its reader pressed a button on the page behind its link. It joins the
// command of the press. A message that was never sent (an exercise) stays what it is.
func ConfirmByPress(tx models.Tx, d models.Delivery) error {
	err := models.SettleDelivery(tx, d, []models.DeliveryState{models.DeliverySent, models.DeliveryUncertain},
		map[string]any{"state": models.DeliveryDelivered, "delivered_at": tx.Now(), "settled_at": tx.Now(), "next_at": nil})
	if models.IsKind(err, models.KindConflict) {
		return nil
	}
	return err
}
