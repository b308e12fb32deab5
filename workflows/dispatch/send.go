package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"candour/models"
)

// Binding is what approving a dispatch binds: the words, those that societies signed for their own people, everybody's line, and the version of
// the rules and plans the lines were made by.
// Whatever changes one of them makes another one.
func Binding(d models.Dispatch) string {
	h := sha256.New()
	bound := []string{"candour-dispatch-1", d.ContentHash, d.AudienceHash, d.RulesVersion}
	if d.AdaptationsHash != "" {
		bound = append(bound, d.AdaptationsHash)
	}
	for _, s := range bound {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// at finds the dispatch at the version the viewer has in front of them.
func at(r models.Reader, by models.Viewer, id models.ID, version int) (models.Dispatch, error) {
	d, err := models.FindDispatch(r, by, id)
	if err == nil && d.Version != version {
		err = models.Conflict("This dispatch changed while you were looking at it. Nothing was done; load it again.")
	}
	return d, err
}

// RequestSending asks for a prepared dispatch to go. Households that wait for a decision stay: they can be decided before or after. standIns are
// the languages nobody wrote whose readers are told in another one; without each of them by its name it does not go.
func RequestSending(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, standIns []string) error {
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "request-dispatch", Incident: d.IncidentID}, func(tx models.Tx) error {
		if err := stillApproved(tx, d); err != nil {
			return err
		}
		if err := settled(d, standIns); err != nil {
			return err
		}
		tx.On("dispatch", id)
		details := map[string]any{"binding": Binding(d), "people": d.PeopleCount}
		if languages := unwritten(d); len(languages) > 0 {
			details["languages_not_written"] = languages
		}
		if err := tx.Details(details); err != nil {
			return err
		}
		return models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchReady}, map[string]any{
			"phase": models.DispatchRequested, "requested_at": tx.Now(), "requested_by": by.Account})
	})
}

// stillApproved says whether the words of a dispatch are still the approved ones and the rules and plans the ones its lines were made by.
func stillApproved(tx models.Tx, d models.Dispatch) error {
	n, err := approvedNotice(tx, d.NoticeID)
	if err != nil {
		return err
	}
	if n.ApprovedHash != d.ContentHash {
		return models.Conflict("Other words have been approved since this dispatch was prepared. Nothing was done; prepare it again.")
	}
	a, err := Load(tx, d.NoticeID)
	if err != nil {
		return err
	}
	if a.adapted != d.AdaptationsHash {
		return models.Conflict("A society has signed or taken back its own words since this dispatch was prepared. Nothing was done; prepare it again, so that everybody's message is looked at anew.")
	}
	if a.RulesVersion() != d.RulesVersion {
		return models.Conflict("The safe-contact rules or a contact plan changed since this dispatch was prepared. Nothing was done; prepare it again, so that everybody's channel is chosen anew.")
	}
	return nil
}

// ApproveSending lets it go: the first wave, of exactly the words and people whose binding the approver has read. Who asked for it, or wrote a
// version of the words, cannot also allow it.
func ApproveSending(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, binding string) error {
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	if d.RequestedBy != nil && *d.RequestedBy == by.Account {
		return models.Forbidden("You asked for this dispatch to be sent; somebody else has to allow it.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "approve-dispatch", Incident: d.IncidentID}, func(tx models.Tx) error {
		if binding != Binding(d) {
			return models.Conflict("These are not the words, people and rules that lie here to be allowed now. Nothing was sent; load the dispatch again and read it.")
		}
		if err := stillApproved(tx, d); err != nil {
			return err
		}
		n, err := models.NoticeOfPeople(tx, d.NoticeID)
		if err != nil {
			return err
		}
		if wrote(n, by) {
			return models.Forbidden("You wrote, edited or submitted these words; somebody else has to allow their sending.")
		}
		hash, err := digest(tx, d.Number)
		if err != nil {
			return err
		}
		if hash != d.AudienceHash {
			return models.Conflict("The people of this dispatch are not the ones it was prepared with. Nothing was sent; prepare it again.")
		}
		// An edit may have come in between: PostgreSQL shows each statement what has been committed by then.
		signed, err := models.SignedAdaptations(tx, n.ID, n.ApprovedHash)
		if err != nil {
			return err
		}
		switch {
		case models.HashAdaptations(signed) != d.AdaptationsHash:
			return models.Conflict("A society signed its own words while you were allowing their sending. Nothing was sent; prepare the dispatch again.")
		case n.ApprovedHash != d.ContentHash:
			return models.Conflict("The words were edited while you were allowing their sending. Nothing was sent; they have to be approved again.")
		case n.State == models.NoticeApproved:
			// From here on the words cannot change any more; of an edit at the same moment exactly one happens.
			if err := models.MoveNotice(tx, n.ID, n.Version, []models.NoticeState{models.NoticeApproved}, map[string]any{
				"state": models.NoticeSending, "sending_requested_at": d.RequestedAt, "sending_requested_by": d.RequestedBy,
				"sending_approved_at": tx.Now(), "sending_approved_by": by.Account}); err != nil {
				return err
			}
		}
		tx.On("dispatch", id)
		if err := tx.Details(map[string]any{"binding": binding, "people": d.PeopleCount, "wave": max(d.Wave, models.FirstWave)}); err != nil {
			return err
		}
		return models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchRequested}, map[string]any{
			"phase": models.DispatchSending, "wave": max(d.Wave, models.FirstWave), "halted": models.NotHalted, "halted_why": "",
			"approved_at": tx.Now(), "approved_by": by.Account, "approved_hash": binding})
	})
}

// wrote says whether the words are the viewer's own work.
func wrote(n models.Notice, by models.Viewer) bool {
	for _, id := range append([]models.ID{n.AuthorID, n.EditedBy}, n.Writers.V...) {
		if id == by.Account {
			return true
		}
	}
	return n.SubmittedBy != nil && *n.SubmittedBy == by.Account
}

// TakeBack makes a requested dispatch a prepared one again, with a reason.
func TakeBack(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why it is not to go like this, so that whoever asked can go on.")
	}
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "take-dispatch-back", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		return models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchRequested}, map[string]any{
			"phase": models.DispatchReady, "requested_at": nil, "requested_by": nil})
	})
}

// ReleaseRest lets the rest go after a person has looked at the first wave. It is refused while the first wave is still on its way.
func ReleaseRest(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "release-rest", Incident: d.IncidentID}, func(tx models.Tx) error {
		if d.Phase != models.DispatchSending || d.Wave != models.FirstWave {
			return models.Conflict("This dispatch has no first wave to be looked at now. Nothing was done; load it again.")
		}
		if d.Halted != models.NotHalted {
			return models.Conflict("This dispatch is halted. Look at the reason and let it go on before you release the rest.")
		}
		left, err := models.UnsentInWave(tx, d.Number, models.FirstWave)
		if err != nil {
			return err
		}
		if left > 0 {
			return models.Conflict("%d of the first wave are still on their way. Look at the first wave when it is over; then release the rest.", left)
		}
		tx.On("dispatch", id)
		return models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchSending}, map[string]any{
			"wave": models.TheRest, "released_at": tx.Now(), "released_by": by.Account})
	})
}

// Words of Dispatch.HaltedWhy that people write; the sender has its own.
const (
	HaltedByPerson = "by_person"
)

// Pause keeps anything new from starting until somebody lets it go on. It never waits for a version: pausing must not lose a race.
func Pause(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	return halt(ctx, db, by, id, models.Paused, "pause-dispatch", why)
}

// Stop ends the sending; what was not sent waits for two people to want it again.
func Stop(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	return halt(ctx, db, by, id, models.Stopped, "stop-dispatch", why)
}

func halt(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, h models.Halt, operation, why string) error {
	d, err := models.FindDispatch(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		return models.HaltDispatch(tx, d.Number, h, HaltedByPerson)
	})
}

// Resume lets a paused dispatch go on. Who asked for the dispatch does not also decide that it goes on after somebody paused it.
func Resume(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say what was looked at and why it can go on; it stands in the record.")
	}
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	if d.RequestedBy != nil && *d.RequestedBy == by.Account {
		return models.Forbidden("You asked for this dispatch to be sent; somebody else has to say that it goes on.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "resume-dispatch", Incident: d.IncidentID, Why: why}, func(tx models.Tx) error {
		if d.Halted != models.Paused {
			return models.Conflict("This dispatch is not paused. One that was stopped goes on with \"send to those not yet sent\", which two people decide.")
		}
		if d.HaltedWhy == HaltRestored {
			return models.Conflict("The database was restored from an older copy, and not every journal has been read yet. Nothing was done: it goes on by itself when all have. When one is lost, stop the dispatch and ask for those not yet sent, which two people decide.")
		}
		tx.On("dispatch", id)
		return models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchSending}, map[string]any{"halted": models.NotHalted, "halted_why": "", "halted_at": nil})
	})
}

// SendRemaining is the one button for "send to those not yet sent": who came into the audience since gets a line, what was stopped waits to be
// allowed again, and nobody who was told is told twice. Whoever presses it asks for it; somebody else approves as before.
func SendRemaining(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "send-remaining", Incident: d.IncidentID}, func(tx models.Tx) error {
		if d.Phase == models.DispatchSending && d.Halted != models.Stopped && d.Wave < models.TheRest {
			return models.Conflict("The first wave has not been looked at yet. Release the rest, or stop the dispatch, first.")
		}
		if _, err := approvedNotice(tx, d.NoticeID); err != nil {
			return err
		}
		tx.On("dispatch", id)
		// Before anything is allowed again nothing goes: the phase alone keeps every lane from claiming.
		p := d.Position.V
		p.Cohort, p.Person = 0, 0
		if err := models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchSending, models.DispatchDone}, map[string]any{
			"phase": models.DispatchPreparing, "position": models.JSONOf(p), "halted": models.NotHalted, "halted_why": "", "halted_at": nil,
			"requested_at": nil, "requested_by": nil, "approved_at": nil, "approved_by": nil, "approved_hash": "", "done_at": nil, "ready_at": nil}); err != nil {
			return err
		}
		return wakeQueue(tx, d.Number)
	})
}
