package delivery

import (
	"context"
	"strings"

	"candour/models"
)

// Whether an uncertain message arrived is known by asking, and what follows cannot be taken back: a letter more, or a society that is never
// told. So two people settle it, as they do an overruling: one says what they heard, another agrees.

// Propose says what became of an uncertain message. It stands when a second person agrees.
// Errors: not found; invalid (no reason, no such resolution); conflict (not uncertain, of an exercise, or somebody has said something already).
func Propose(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, resolution, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say how you know: whom you asked, and when.")
	}
	if resolution != ResolveArrived && resolution != ResolveAgain {
		return models.InvalidField("resolution", "Choose whether the message arrived or is to be sent again.")
	}
	d, err := models.FindOutboxDelivery(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "propose-resolution", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		if resolution == ResolveAgain {
			if err := neverOfAnExercise(tx, d); err != nil {
				return err
			}
		}
		if err := d.SetProposedWhy(tx.Keys(), strings.TrimSpace(why)); err != nil {
			return err
		}
		if err := models.ProposeSettlement(tx, d, resolution, v.Account); err != nil {
			return err
		}
		return tx.Details(map[string]any{"resolution": resolution})
	})
}

// Agree is the second person: what was proposed happens. The resolution is named again, so that nobody agrees to what they have not read.
// Errors: not found; forbidden (an own proposal); conflict (nothing, or something else, is proposed by now).
func Agree(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, resolution string) error {
	d, err := models.FindOutboxDelivery(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	switch {
	case d.Proposed == "" || d.Proposed != resolution:
		return models.Conflict("This is not what is proposed for the message now. Nothing was changed; load it again and read it.")
	case d.ProposedBy == v.Account:
		return models.Forbidden("You said this yourself. Somebody else has to agree before it counts.")
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "agree-resolution", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		values := map[string]any{"state": models.DeliverySent, "sent_at": d.SendingAt, "settled_at": tx.Now(), "next_at": nil, "reason": "two people settled it: it arrived"}
		if resolution == ResolveAgain {
			values = map[string]any{"state": models.DeliveryQueued, "settled_at": nil, "next_at": tx.Now(), "reason": ""}
		}
		if err := models.SettleProposed(tx, d, values); err != nil {
			return err
		}
		if resolution == ResolveAgain {
			if err := Wake(tx); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"resolution": resolution, "proposed_by": d.ProposedBy})
	})
}

// Disagree takes a proposal off the table: the second person's no, or the first one's change of mind. The message stays uncertain.
func Disagree(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("reason", "Say why, in a sentence. Whoever proposed it will want to know.")
	}
	d, err := models.FindOutboxDelivery(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	if d.Proposed == "" {
		return models.Conflict("Nothing is proposed for this message. Load it again.")
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "disagree-resolution", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		if err := tx.Details(map[string]any{"resolution": d.Proposed, "proposed_by": d.ProposedBy}); err != nil {
			return err
		}
		return models.SettleProposed(tx, d, map[string]any{})
	})
}

func neverOfAnExercise(tx models.Tx, d models.Delivery) error {
	incident, err := models.LoadIncident(tx, d.IncidentID)
	if err == nil && incident.Exercise {
		err = models.Conflict("Messages of an exercise are never sent. This one stays in the outbox.")
	}
	return err
}
