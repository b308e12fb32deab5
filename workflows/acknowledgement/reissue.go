package acknowledgement

import (
	"context"
	"strings"

	"candour/models"
	"candour/workflows/delivery"
)

// Reissue kills every link a society has for a circular and sends a new letter to its first registered contact: after a forwarded mail, a
// hijacked mailbox, or a link that has expired. It goes to nobody who asks, only to who is in the directory.
func Reissue(ctx context.Context, db *models.DB, by models.Viewer, notice, society models.ID, why, publicURL string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why the link is replaced; it stands in the record.")
	}
	n, err := models.FindNotice(db.View(ctx), by, notice)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "reissue-link", Incident: n.IncidentID, Why: why}, func(tx models.Tx) error {
		if n.State != models.NoticeSending {
			return models.Conflict("This circular is not under way, so it has no links to replace.")
		}
		a, err := models.FindAcknowledgement(tx, notice, society)
		if err != nil {
			return err
		}
		if !a.AnsweredAt.IsZero() {
			return models.Conflict("This society has answered already; a new link would lead to nothing.")
		}
		in, err := models.LoadIncident(tx, n.IncidentID)
		if err != nil {
			return err
		}
		o, err := models.FindOrganisation(tx, society)
		if err != nil {
			return err
		}
		first, err := FirstContact(tx, society)
		if err != nil {
			return err
		}
		if first == "" {
			return models.Conflict("This society has no contact with an e-mail address. Add one in the directory first.")
		}
		contact, err := models.FindContact(tx, first)
		if err != nil {
			return err
		}
		fixed, err := n.Fixed(tx.Keys())
		if err != nil {
			return err
		}
		earlier, err := models.ListDeliveries(tx, n.IncidentID, notice, society)
		if err != nil {
			return err
		}
		if err := models.RevokeLinks(tx, notice, society); err != nil {
			return err
		}
		d, err := delivery.Enqueue(tx, delivery.Order{Incident: in, Notice: n, Fixed: fixed, Society: o, Contact: contact, Purpose: delivery.PurposeReissue,
			Issue: len(earlier), PublicURL: publicURL})
		if err != nil {
			return err
		}
		tx.On("delivery", d.ID)
		if err := tx.Details(map[string]any{"society": society, "killed": len(earlier)}); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
}
