package texts

import (
	"context"
	"encoding/hex"
	"strings"

	"candour/models"
	"candour/workflows/approval"
)

// Submit hands the newest version to the approvers.
func Submit(ctx context.Context, db *models.DB, by models.Viewer, text models.ID) error {
	t, err := findOwn(db.View(ctx), by, text)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "submit-" + string(t.Kind), Incident: t.IncidentID}, func(tx models.Tx) error {
		return SubmitIn(tx, by, t)
	})
}

// SubmitIn is Submit inside a command that does more.
func SubmitIn(tx models.Tx, by models.Viewer, t models.Text) error {
	v, err := models.CurrentTextVersion(tx, t.ID)
	if err != nil {
		return err
	}
	i, err := models.FindIncident(tx, by, t.IncidentID)
	if err != nil {
		return err
	}
	faults, err := Check(tx, i, v)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		e := models.Invalid("The text cannot be submitted yet. It was kept as a draft.")
		for _, f := range faults {
			e.Fields = append(e.Fields, models.Field{Name: "body", Detail: f.Detail})
		}
		return e
	}
	tx.On("text", t.ID)
	if err := tx.Details(map[string]any{"version": v.Number}); err != nil {
		return err
	}
	return models.MoveTextVersion(tx, v.ID, v.Hash, models.TextDraft, models.TextSubmitted, map[string]any{"submitted_at": tx.Now()})
}

// findOwn finds a text whose life is lived here alone. The words of the public page change the page in the same command, so they are
// submitted and settled by statements.
func findOwn(r models.Reader, by models.Viewer, text models.ID) (models.Text, error) {
	t, err := models.FindText(r, by, text)
	if err == nil && (t.Kind == models.TextPublicPage || t.Kind == models.TextSelfCheck) {
		err = models.NotFound("Text")
	}
	return t, err
}

// Approve settles the version the approver has read, named by its hash. Author and approver differ, whoever wrote any version of it.
func Approve(ctx context.Context, db *models.DB, by models.Viewer, text models.ID, hash []byte) error {
	return settle(ctx, db, by, text, hash, models.TextApproved, "")
}

// Decline sends the version back with a reason.
func Decline(ctx context.Context, db *models.DB, by models.Viewer, text models.ID, hash []byte, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return models.InvalidField("reason", "Say what has to change, so that the author can go on.")
	}
	return settle(ctx, db, by, text, hash, models.TextDeclined, reason)
}

func settle(ctx context.Context, db *models.DB, by models.Viewer, text models.ID, hash []byte, to models.TextState, reason string) error {
	t, err := findOwn(db.View(ctx), by, text)
	if err != nil {
		return err
	}
	act := models.Act{By: by.Actor(), Operation: map[models.TextState]string{models.TextApproved: "approve-", models.TextDeclined: "decline-"}[to] + string(t.Kind),
		Incident: t.IncidentID, Why: reason}
	return db.Command(ctx, act, func(tx models.Tx) error {
		return SettleIn(tx, by, t, hash, to, reason)
	})
}

// SettleIn approves or declines the newest version inside a command that does more.
func SettleIn(tx models.Tx, by models.Viewer, t models.Text, hash []byte, to models.TextState, reason string) error {
	versions, err := models.ListTextVersions(tx, t.ID)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.WrittenBy == by.Account && to == models.TextApproved {
			return models.Forbidden("Approver must differ from author. You wrote version %d of this text; somebody else has to approve it.", v.Number)
		}
	}
	tx.On("text", t.ID)
	details := map[string]any{"version": versions[0].Number}
	// First the guarded update: whoever edits at the same moment waits, or was first, and then nothing is approved.
	if err := models.MoveTextVersion(tx, versions[0].ID, hash, models.TextSubmitted, models.TextSubmitted, map[string]any{}); err != nil {
		return err
	}
	piece := approvalOf(t, versions)
	if to == models.TextDeclined {
		if err := approval.MayDecline(tx, piece, by); err != nil {
			return err
		}
	} else {
		last, err := approval.Sign(tx, piece, by)
		if err != nil {
			return err
		}
		if details["last"] = last; !last {
			return tx.Details(details)
		}
	}
	if err := tx.Details(details); err != nil {
		return err
	}
	return settled(tx, versions[0], by, to, reason)
}

func settled(tx models.Tx, v models.TextVersion, by models.Viewer, to models.TextState, reason string) error {
	return models.MoveTextVersion(tx, v.ID, v.Hash, models.TextSubmitted, to,
		map[string]any{"settled_by": by.Account, "settled_at": tx.Now(), "decline_reason": reason})
}

func approvalOf(t models.Text, versions []models.TextVersion) approval.Piece {
	p := approval.Piece{ID: t.ID, Incident: t.IncidentID, Kind: string(t.Kind), Hash: hex.EncodeToString(versions[0].Hash)}
	for _, v := range versions {
		p.Writers = append(p.Writers, v.WrittenBy)
	}
	return p
}

// ForApproval is a text as its approvers see it; false when its newest version does not wait for anybody.
func ForApproval(r models.Reader, t models.Text) (approval.Piece, bool, error) {
	versions, err := models.ListTextVersions(r, t.ID)
	if err != nil || len(versions) == 0 {
		return approval.Piece{}, false, err
	}
	return approvalOf(t, versions), versions[0].State == models.TextSubmitted, nil
}

// Hurry is one of the two people who approve at once in an emergency.
func Hurry(ctx context.Context, db *models.DB, by models.Viewer, text models.ID, hash []byte, why string) error {
	t, err := findOwn(db.View(ctx), by, text)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "approve-at-once", Incident: t.IncidentID, Why: why}, func(tx models.Tx) error {
		versions, err := models.ListTextVersions(tx, t.ID)
		if err != nil {
			return err
		}
		if err := models.MoveTextVersion(tx, versions[0].ID, hash, models.TextSubmitted, models.TextSubmitted, map[string]any{}); err != nil {
			return err
		}
		last, err := approval.Hurry(tx, approvalOf(t, versions), by, why)
		if err != nil {
			return err
		}
		tx.On("text", t.ID)
		if err := tx.Details(map[string]any{"version": versions[0].Number, "kind": t.Kind, "last": last}); err != nil || !last {
			return err
		}
		return settled(tx, versions[0], by, models.TextApproved, "")
	})
}

// Approved gives the newest version if it is approved and its words still have the hash that was approved; everything that leaves asks here.
func Approved(r models.Reader, text models.ID) (models.TextVersion, models.TextContent, error) {
	v, err := models.CurrentTextVersion(r, text)
	if err != nil {
		return v, models.TextContent{}, err
	}
	if v.State != models.TextApproved {
		return v, models.TextContent{}, models.Conflict("The newest version of this text is not approved. An edit after approval needs a new approval.")
	}
	c, err := v.Content(r.Keys())
	if err != nil {
		return v, c, err
	}
	if string(models.HashText(v.Language, c, v.Bound)) != string(v.Hash) {
		return v, c, models.Conflict("The words of this text are not the ones that were approved. Nothing was sent or published; tell the administrator.")
	}
	return v, c, nil
}
