package notices

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/approval"
	"candour/workflows/genuineness"
)

// Submit puts the facts in, fixes words and recipients, and hands them to the approvers.
func Submit(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "submit-circular", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		in, err := models.LoadIncident(tx, n.IncidentID)
		if err != nil {
			return err
		}
		d, err := n.Draft(tx.Keys())
		if err != nil {
			return err
		}
		texts, unsettled, err := settledTexts(tx, n, d.Texts)
		if err != nil {
			return err
		}
		d.Texts = texts
		f, faults, err := fix(tx, in, d)
		if err != nil {
			return err
		}
		faults = append(faults, unsettled...)
		if !d.AnswerBy.IsZero() && !d.AnswerBy.After(tx.Now()) {
			faults = append(faults, models.Field{Name: "answer_by", Detail: "The time to answer by has passed. Choose a later one."})
		}
		if len(faults) > 0 {
			e := models.Invalid("The circular cannot be submitted yet. It was kept as a draft.")
			e.Fields = faults
			return e
		}
		ref, err := genuineness.Give(tx, models.ReferenceCircular, id, n.IncidentID)
		if err != nil {
			return err
		}
		f.Reference, f.CheckPage = ref.String(), models.CheckPage(tx)
		b, hash, err := canonical(f)
		if err != nil {
			return err
		}
		sealed, err := n.SealFixed(tx.Keys(), b)
		if err != nil {
			return err
		}
		tx.On("notice", id)
		if err := tx.Details(map[string]any{"hash": hash, "recipients": len(f.Recipients), "languages": len(f.Texts)}); err != nil {
			return err
		}
		return models.MoveNotice(tx, id, version, []models.NoticeState{models.NoticeDraft}, map[string]any{
			"state": models.NoticeSubmitted, "fixed_sealed": sealed, "content_hash": hash, "recipients_count": len(f.Recipients),
			"facts_version": in.FactsVersion, "submitted_at": tx.Now(), "submitted_by": by.Account,
			"writers": models.JSONOf(withWriter(n, by.Account))})
	})
}

// Approve says yes to exactly the words and recipients whose hash the approver has in front of them.
func Approve(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, hash string) error {
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return approve(ctx, db, by, n, hash)
}

func approve(ctx context.Context, db *models.DB, by models.Viewer, n models.Notice, hash string) error {
	if Wrote(n, by) {
		return models.Forbidden("Approver must differ from author. You wrote, edited or submitted this %s; somebody else has to approve it.", word(n))
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "approve-" + operation(n), Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := unchanged(tx, n, hash); err != nil {
			return err
		}
		tx.On("notice", n.ID)
		// First the guarded update: of an edit and a yes at the same moment exactly one happens.
		if err := holdSubmitted(tx, n); err != nil {
			return err
		}
		last, err := approval.Sign(tx, ForApproval(n), by)
		if err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"hash": hash, "last": last}); err != nil || !last {
			return err
		}
		return approved(tx, n, by, hash)
	})
}

// holdSubmitted takes the row of a notice that waits for approval, in the version that was read.
func holdSubmitted(tx models.Tx, n models.Notice) error {
	return models.HoldNotice(tx, n.ID, n.Version, models.NoticeSubmitted)
}

func approved(tx models.Tx, n models.Notice, by models.Viewer, hash string) error {
	return models.MoveNotice(tx, n.ID, n.Version, []models.NoticeState{models.NoticeSubmitted}, map[string]any{
		"state": models.NoticeApproved, "approved_at": tx.Now(), "approved_by": by.Account, "approved_hash": hash})
}

// ForApproval is a notice as its approvers see it: words and recipients in every language that leaves, under one hash.
func ForApproval(n models.Notice) approval.Piece {
	p := approval.Piece{ID: n.ID, Incident: n.IncidentID, Kind: n.Kind, Hash: n.ContentHash, Writers: append(slices.Clone(n.Writers.V), n.AuthorID, n.EditedBy)}
	if n.SubmittedBy != nil {
		p.Writers = append(p.Writers, *n.SubmittedBy)
	}
	return p
}

// Hurry is one of the two people who approve at once in an emergency. Whichever kind of notice it is, who may see it has been asked.
func Hurry(ctx context.Context, db *models.DB, by models.Viewer, n models.Notice, hash, why string) error {
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "approve-at-once", Incident: n.IncidentID, Why: why}, func(tx models.Tx) error {
		if err := unchanged(tx, n, hash); err != nil {
			return err
		}
		if err := holdSubmitted(tx, n); err != nil {
			return err
		}
		last, err := approval.Hurry(tx, ForApproval(n), by, why)
		if err != nil {
			return err
		}
		tx.On("notice", n.ID)
		if err := tx.Details(map[string]any{"hash": hash, "kind": n.Kind, "last": last}); err != nil || !last {
			return err
		}
		return approved(tx, n, by, hash)
	})
}

// Return sends it back to its author with a reason.
func Return(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, why string) error {
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return giveBack(ctx, db, by, n, why)
}

func giveBack(ctx context.Context, db *models.DB, by models.Viewer, n models.Notice, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say what has to change, so that the author can go on.")
	}
	id, version := n.ID, n.Version
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "return-" + operation(n), Incident: n.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("notice", id)
		if err := approval.MayDecline(tx, ForApproval(n), by); err != nil {
			return err
		}
		if _, err := models.VoidAdaptations(tx, id); err != nil {
			return err
		}
		return models.MoveNotice(tx, id, version, []models.NoticeState{models.NoticeSubmitted, models.NoticeApproved, models.NoticeSendingRequested}, voided())
	})
}

// Wrote says whether these words are the viewer's own work: whoever wrote any version of them, or submitted them.
func Wrote(n models.Notice, by models.Viewer) bool {
	return slices.Contains(n.Writers.V, by.Account) || n.AuthorID == by.Account || n.EditedBy == by.Account || n.SubmittedBy != nil && *n.SubmittedBy == by.Account
}

// unchanged compares the hash somebody has read with the one on record and with the bytes themselves.
func unchanged(tx models.Tx, n models.Notice, hash string) error {
	return n.Unchanged(tx.Keys(), hash)
}

// operation is the kind of the notice in the ids of operations; word is what people call it.
func operation(n models.Notice) string {
	if n.Kind == models.NoticePeople {
		return "people-notice"
	}
	return "circular"
}

func word(n models.Notice) string {
	if n.Kind == models.NoticePeople {
		return "notice"
	}
	return "circular"
}
