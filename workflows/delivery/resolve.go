package delivery

import (
	"context"

	"candour/models"
)

// Resolutions of an uncertain message, and of one that was held for want of a mail server.
const (
	ResolveArrived = "arrived"    // somebody asked: it is there
	ResolveAgain   = "send_again" // somebody asked: it is not there
)

// Resolve settles by a person's decision what no program can know. It is the only way by which an uncertain message is sent again.
func Resolve(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, resolution, why string) error {
	if why == "" {
		return models.InvalidField("why", "Say how you know: whom you asked, and when.")
	}
	d, err := models.FindOutboxDelivery(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "resolve-delivery", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		values := map[string]any{"settled_at": tx.Now(), "next_at": nil}
		from := []models.DeliveryState{models.DeliveryUncertain}
		switch resolution {
		case ResolveArrived:
			values["state"], values["sent_at"], values["reason"] = models.DeliverySent, d.SendingAt, "a person asked: it arrived"
		case ResolveAgain:
			incident, err := models.LoadIncident(tx, d.IncidentID)
			if err != nil {
				return err
			}
			if incident.Exercise {
				return models.Conflict("Messages of an exercise are never sent. This one stays in the outbox.")
			}
			from = append(from, models.DeliveryHeld, models.DeliveryRefused)
			values["state"], values["settled_at"], values["next_at"], values["reason"] = models.DeliveryQueued, nil, tx.Now(), ""
		default:
			return models.InvalidField("resolution", "Choose whether the message arrived or is to be sent again.")
		}
		if err := models.SettleDelivery(tx, d, from, values); err != nil {
			return err
		}
		if resolution == ResolveAgain {
			if err := Wake(tx); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"resolution": resolution})
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
