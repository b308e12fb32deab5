package receipts

import (
	"context"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery/mark"
)

// TaskKind is the kind of the tasks this stage opens.
const TaskKind = "bounce"

const taskTime = 24 * time.Hour

// Effect of a receipt.
type Effect string

const (
	Applied Effect = "applied"
	Ignored Effect = "ignored" // forged, unknown, of an earlier step, or heard before: nothing to do
	Early   Effect = "early"   // the hand-over is not settled yet: to be heard again in a minute
)

// Word is what a receipt says about one step.
type Word struct {
	Step   mark.Step
	State  models.DeliveryState // delivered or refused
	Code   int
	Reason string // one of our words, for a person's line
	Says   string // the same as a sentence, for a message to a society
	Source string // bounce, gateway, returned
	// Mark of the notification, so that one sent twice counts once; nil where the state alone guards.
	Mark []byte
}

// Apply records a word. The mark in it was checked before: it was made by this installation.
func Apply(ctx context.Context, db *models.DB, w Word) (Effect, error) {
	if w.State != models.DeliveryDelivered && w.State != models.DeliveryRefused {
		return Ignored, nil
	}
	if w.Step.Delivery != "" {
		return ofCircular(ctx, db, w)
	}
	line, err := models.LoadPersonDelivery(db.View(ctx), w.Step.Dispatch, w.Step.Person)
	if models.IsKind(err, models.KindNotFound) {
		return Ignored, nil
	}
	if err != nil {
		return "", err
	}
	if line.Step != w.Step.Step {
		return Ignored, nil // another channel is responsible by now
	}
	switch line.State {
	case models.DeliveryLeased:
		return Early, nil
	case models.DeliverySent, models.DeliveryUncertain:
	case models.DeliveryDelivered:
		// A mailbox that took a message may throw it back; a gateway's receipt that came in the wrong order may not take one back.
		if w.State == models.DeliveryDelivered || w.Source != "bounce" {
			return Ignored, nil
		}
	default:
		return Ignored, nil
	}
	d, err := models.LoadDispatch(db.View(ctx), line.Dispatch)
	if err != nil {
		return "", err
	}
	effect := Applied
	err = db.Command(ctx, models.Act{By: models.System, Operation: "record-receipt", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", d.ID)
		if w.Mark != nil {
			first, err := models.TakeOnce(tx, w.Mark)
			if err != nil || !first {
				effect = Ignored
				return err
			}
		}
		is := line
		is.State, is.Reason, is.ReplyCode, is.SettledAt, is.NextAt = w.State, w.Reason, w.Code, tx.Now(), terms.Instant{}
		if err := models.MoveLines(tx, []models.PersonDelivery{line}, []models.PersonDelivery{is}); err != nil {
			return err
		}
		if w.State == models.DeliveryRefused {
			if err := models.KeepAttempt(tx, is, nil); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"state": w.State, "source": w.Source, "step": line.Step, "channel": line.Channel})
	})
	if models.IsKind(err, models.KindConflict) {
		return Early, nil // something else moved the line at this moment; what it is now is looked at again
	}
	return effect, err
}

// ofCircular is a word about a message to a society.
func ofCircular(ctx context.Context, db *models.DB, w Word) (Effect, error) {
	d, err := models.LoadDelivery(db.View(ctx), w.Step.Delivery)
	if models.IsKind(err, models.KindNotFound) {
		return Ignored, nil
	}
	if err != nil {
		return "", err
	}
	from := []models.DeliveryState{models.DeliverySent, models.DeliveryUncertain}
	switch d.State {
	case models.DeliveryLeased, models.DeliverySending:
		return Early, nil
	case models.DeliverySent, models.DeliveryUncertain:
	default:
		return Ignored, nil // delivered by a press on its page: whatever a server says later, somebody has read it
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "record-receipt", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		values := map[string]any{"state": w.State, "reason": w.Says, "reply_code": w.Code, "settled_at": tx.Now(), "next_at": nil}
		if w.State == models.DeliveryDelivered {
			values["delivered_at"] = tx.Now()
		} else if d.NoticeID != "" {
			// The society is asked by another way at once, instead of being waited for.
			if err := models.HastenChase(tx, d.NoticeID, d.OrganisationID); err != nil {
				return err
			}
		}
		if err := models.SettleDelivery(tx, d, from, values); err != nil {
			return err
		}
		return tx.Details(map[string]any{"state": w.State, "source": w.Source})
	})
	if models.IsKind(err, models.KindConflict) {
		return Early, nil
	}
	return Applied, err
}
