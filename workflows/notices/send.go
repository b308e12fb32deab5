package notices

import (
	"context"
	"strings"

	"candour/models"
	"candour/workflows/acknowledgement"
)

// RequestSending asks for an approved circular to go out.
func RequestSending(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "request-sending", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		if err := unchanged(tx, n, n.ApprovedHash); err != nil {
			return err
		}
		tx.On("notice", id)
		return models.MoveNotice(tx, id, version, []models.NoticeState{models.NoticeApproved}, map[string]any{
			"state": models.NoticeSendingRequested, "sending_requested_at": tx.Now(), "sending_requested_by": by.Account})
	})
}

// ApproveSending lets it go: in one command a line for each society is opened and a letter queued. Who asked for it cannot also allow it, and
// what goes out is what was approved, to the bytes. It names the societies nobody can write to.
func ApproveSending(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, hash, publicURL string) (unreachable []models.ID, err error) {
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return nil, err
	}
	if n.SendingRequestedBy != nil && *n.SendingRequestedBy == by.Account {
		return nil, models.Forbidden("You asked for this circular to be sent; somebody else has to allow it.")
	}
	if Wrote(n, by) {
		return nil, models.Forbidden("You wrote, edited or submitted this circular; somebody else has to allow its sending.")
	}
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "approve-sending", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		if hash != n.ApprovedHash {
			return models.Conflict("These are not the words and recipients that were approved. Nothing was sent; load the circular again and read it.")
		}
		if err := unchanged(tx, n, hash); err != nil {
			return err
		}
		if !n.AnswerBy.IsZero() && !n.AnswerBy.After(tx.Now()) {
			return models.Conflict("The time to answer by has passed while the circular waited. Nothing was sent; choose a later time and have it approved again.")
		}
		in, err := models.LoadIncident(tx, n.IncidentID)
		if err != nil {
			return err
		}
		fixed, err := n.Fixed(tx.Keys())
		if err != nil {
			return err
		}
		// First the guarded update: of two people who press at once, one gets no further than here.
		if err := models.MoveNotice(tx, id, version, []models.NoticeState{models.NoticeSendingRequested}, map[string]any{
			"state": models.NoticeSending, "sending_approved_at": tx.Now(), "sending_approved_by": by.Account}); err != nil {
			return err
		}
		if unreachable, err = acknowledgement.Expect(tx, in, n, fixed, publicURL); err != nil {
			return err
		}
		tx.On("notice", id)
		return tx.Details(map[string]any{"hash": hash, "recipients": len(fixed.Recipients), "unreachable": unreachable})
	})
	return unreachable, err
}

// Withdraw stops what has not been handed over, kills the links and ends the chase. What has been sent stays sent, and says so.
func Withdraw(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why the circular is withdrawn; it stands in the record.")
	}
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "withdraw-circular", Incident: n.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("notice", id)
		from := append([]models.NoticeState{models.NoticeSending}, beforeSending...)
		if err := models.MoveNotice(tx, id, version, from, map[string]any{"state": models.NoticeWithdrawn}); err != nil {
			return err
		}
		stopped, err := models.StopUnsent(tx, id, "the circular was withdrawn")
		if err != nil {
			return err
		}
		if err := models.RevokeLinks(tx, id, ""); err != nil {
			return err
		}
		if err := models.StopChases(tx, id); err != nil {
			return err
		}
		return tx.Details(map[string]any{"stopped": stopped})
	})
}
