package enquiries

import (
	"context"
	"fmt"
	"slices"

	"candour/models"
)

// work runs one command on an enquiry the viewer may see, at the version they saw.
func work(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, operation string, do func(models.Tx, *models.Enquiry) error) error {
	e, err := models.FindEnquiry(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: e.IncidentID}, func(tx models.Tx) error {
		if e, err = models.FindEnquiry(tx, by, id); err != nil {
			return err
		}
		if version != 0 {
			e.Version = version
		}
		if err := do(tx, &e); err != nil {
			return err
		}
		tx.On("enquiry", e.ID)
		return tx.Details(map[string]any{"number": e.Number, "state": e.State})
	})
}

// touch moves an enquiry, or only raises its version, so that two people working on one are told of each other.
func touch(tx models.Tx, by models.Viewer, e *models.Enquiry, to models.EnquiryState) error {
	if to != e.State {
		return arrive(tx, by, e, to)
	}
	return models.MoveEnquiry(tx, e, to, map[string]any{})
}

// Route hands an enquiry to protection staff, whatever its topic: the call taker heard something. The tasks are opened in this command.
func Route(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	return work(ctx, db, by, id, version, "route-enquiry", func(tx models.Tx, e *models.Enquiry) error {
		if e.State == models.EnquiryRouted {
			return models.Conflict("Protection staff have this enquiry already.")
		}
		return arrive(tx, by, e, models.EnquiryRouted)
	})
}

// Assign gives an enquiry to an account, or to nobody.
func Assign(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, owner models.ID) error {
	return work(ctx, db, by, id, version, "assign-enquiry", func(tx models.Tx, e *models.Enquiry) error {
		var to *models.ID
		if owner != "" {
			if !models.ValidID(owner) {
				return models.NotFound("Account")
			}
			a, err := models.FindAccount(tx, owner)
			if err != nil {
				return err
			}
			v := a.Viewer("")
			if !a.DisabledAt.IsZero() || !v.Has(models.RightTakeEnquiries) {
				return models.InvalidField("owner_id", "This account does not take enquiries. Choose somebody else.")
			}
			// Somebody who would not see it cannot own it.
			if _, err := models.FindEnquiry(tx, v, e.ID); err != nil {
				return models.InvalidField("owner_id", "This account does not take enquiries of this society. Choose somebody else.")
			}
			to = &a.ID
		}
		return models.MoveEnquiry(tx, e, e.State, map[string]any{"owner_id": to})
	})
}

// Settle ends an enquiry without a call: cared for by protection staff, asked twice, passed on. Nobody is called any more, so the number
// is erased.
func Settle(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, ending string) error {
	w, err := Known()
	if err != nil {
		return err
	}
	if !slices.Contains(w.Endings, ending) {
		return models.InvalidField("ending", "Choose how it ended.")
	}
	return work(ctx, db, by, id, version, "settle-enquiry", func(tx models.Tx, e *models.Enquiry) error {
		// What may be a danger is not ended at the desk.
		if e.State == models.EnquiryRouted && by.Role != models.RoleDPO {
			return models.Forbidden("Protection staff have this enquiry; the protection officer ends it. Nothing was changed.")
		}
		return end(tx, by, e, ending)
	})
}

// end settles an enquiry and erases how the caller was to be reached: nobody needs it any more.
func end(tx models.Tx, by models.Viewer, e *models.Enquiry, outcome string) error {
	if err := arrive(tx, by, e, models.EnquiryDone); err != nil {
		return err
	}
	return models.MoveEnquiry(tx, e, e.State, map[string]any{"outcome": outcome, "call_wanted": false, "call_sealed": nil})
}

// number is what people call an enquiry.
func number(e models.Enquiry) string { return fmt.Sprintf("E-%04d", e.Number) }
