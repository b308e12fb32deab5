package dispatch

import (
	"context"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
)

// Whether an uncertain message arrived is known by asking, and what follows cannot be taken back: a message more, or somebody who is never told.
// So two people settle it, as they do with messages to societies.

// Propose says what became of an uncertain message to a person. It stands when a second person agrees.
// Errors: not found; invalid (no reason, no such resolution); conflict (not uncertain, or somebody has said something already).
func Propose(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, person int64, resolution, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say how you know: whom you asked, and when.")
	}
	if resolution != delivery.ResolveArrived && resolution != delivery.ResolveAgain {
		return models.InvalidField("resolution", "Choose whether the message arrived or is to be sent again.")
	}
	d, l, err := uncertainLine(db.View(ctx), by, id, person)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "propose-person-resolution", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		c := models.UncertainClaim{Dispatch: l.Dispatch, PersonID: l.PersonID, Resolution: resolution, ProposedBy: by.Account}
		if err := c.SetWhy(tx.Keys(), strings.TrimSpace(why)); err != nil {
			return err
		}
		if err := models.AddClaim(tx, &c); err != nil {
			return err
		}
		return tx.Details(map[string]any{"person": person, "resolution": resolution})
	})
}

// Agree is the second person: what was proposed happens. The resolution is named again, so that nobody agrees to what they have not read.
func Agree(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, person int64, resolution string) error {
	d, was, err := uncertainLine(db.View(ctx), by, id, person)
	if err != nil {
		return err
	}
	c, err := models.FindClaim(db.View(ctx), was.Dispatch, person)
	switch {
	case err != nil:
		return err
	case c.Resolution != resolution:
		return models.Conflict("This is not what is proposed for the message now. Nothing was changed; load it again and read it.")
	case c.ProposedBy == by.Account:
		return models.Forbidden("You said this yourself. Somebody else has to agree before it counts.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "agree-person-resolution", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		if err := models.DropClaim(tx, c); err != nil {
			return err
		}
		is := was
		is.State, is.Reason, is.SettledAt, is.NextAt = models.DeliverySent, "two_people", tx.Now(), terms.Instant{}
		if resolution == delivery.ResolveAgain {
			is.State, is.Reason, is.SettledAt, is.NextAt = models.DeliveryQueued, "", terms.Instant{}, tx.Now()
			// The try that nobody knows about stays in the record; the next one is another try with another epoch.
			if err := keepAttempt(tx, was, by); err != nil {
				return err
			}
		}
		if err := models.MovePersonDelivery(tx, was, is); err != nil {
			return err
		}
		if resolution == delivery.ResolveAgain && d.Phase == models.DispatchDone {
			if err := models.MoveDispatch(tx, d.Number, d.Version, []models.DispatchPhase{models.DispatchDone}, map[string]any{"phase": models.DispatchSending, "done_at": nil}); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"person": person, "resolution": resolution, "proposed_by": c.ProposedBy})
	})
}

// Disagree takes a proposal off the table: the second person's no, or the first one's change of mind. The message stays uncertain.
func Disagree(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, person int64, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why, in a sentence. Whoever proposed it will want to know.")
	}
	d, l, err := uncertainLine(db.View(ctx), by, id, person)
	if err != nil {
		return err
	}
	c, err := models.FindClaim(db.View(ctx), l.Dispatch, person)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "disagree-person-resolution", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		return models.DropClaim(tx, c)
	})
}

// keepAttempt writes the try down, unless who sent it has done so.
func keepAttempt(tx models.Tx, l models.PersonDelivery, by models.Viewer) error {
	all, err := models.ListAttempts(tx, l.PersonID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Dispatch == l.Dispatch && a.Step == l.Step && a.Try == l.Tries {
			return nil
		}
	}
	return models.AddAttempt(tx, l, &by.Account)
}

func uncertainLine(r models.Reader, by models.Viewer, id models.ID, person int64) (models.Dispatch, models.PersonDelivery, error) {
	d, err := models.FindDispatch(r, by, id)
	if err != nil {
		return d, models.PersonDelivery{}, err
	}
	l, err := models.LoadPersonDelivery(r, d.Number, person)
	if err == nil && l.State != models.DeliveryUncertain {
		err = models.Conflict("This message is not uncertain any more. Nothing was changed; load it again.")
	}
	return d, l, err
}
