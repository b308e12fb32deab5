package delivery

import (
	"context"

	"candour/models"
)

// Recover looks after messages whose worker is gone: those not begun go back to the queue, those begun become uncertain
// and wait for a person (RFC 1047: whether a relay took a message cannot be known when the connection ended too early).
// It says how many became uncertain. Due is everything whose lease has ended, however long ago.
func Recover(ctx context.Context, db *models.DB) (int, error) {
	unbegun, err := models.AbandonedDeliveries(db.View(ctx), models.DeliveryLeased)
	if err != nil {
		return 0, err
	}
	for _, d := range unbegun {
		if err := db.ReturnLease(ctx, d); err != nil {
			return 0, err
		}
	}
	begun, err := models.AbandonedDeliveries(db.View(ctx), models.DeliverySending)
	if err != nil {
		return 0, err
	}
	byIncident := map[models.ID][]models.Delivery{}
	for _, d := range begun {
		byIncident[d.IncidentID] = append(byIncident[d.IncidentID], d)
	}
	n := 0
	for incident, ds := range byIncident {
		err := db.Command(ctx, models.Act{By: models.System, Operation: "list-uncertain-deliveries", Incident: incident}, func(tx models.Tx) error {
			var ids []models.ID
			for _, d := range ds {
				err := models.SettleDelivery(tx, d, []models.DeliveryState{models.DeliverySending}, map[string]any{
					"state": models.DeliveryUncertain, "settled_at": tx.Now(), "next_at": nil,
					"reason": "the program ended while the message was being handed over; it may or may not have arrived"})
				if models.IsKind(err, models.KindConflict) {
					continue // settled in the last moment
				}
				if err != nil {
					return err
				}
				ids = append(ids, d.ID)
			}
			n += len(ids)
			return tx.Details(map[string]any{"deliveries": ids})
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
