package worklists

import (
	"context"
	"slices"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/dispatch"
	"candour/workflows/people/clean"
	"candour/workflows/receipts"
	"candour/workflows/safecontact"
	"candour/workflows/tasks"
)

// Report is what somebody says became of one person on a list.
type Report struct {
	Person     int64
	Outcome    string
	Reason     string // of a letter that came back
	HappenedAt terms.Instant
	CallBackAt terms.Instant
	Author     string // who did it, when that is not who reports it; sealed
	source     string
	upload     *models.ID
}

// Record keys in what became of one person: the result is added, the line moves, in one command.
// Errors: not found, invalid, conflict (somebody else reported meanwhile, or the person has moved on).
func Record(ctx context.Context, db *models.DB, v models.Viewer, list models.ID, r Report) error {
	w, err := models.FindWorklist(db.View(ctx), v, list)
	if err != nil {
		return err
	}
	r.source = "page"
	if err := r.check(w, db.Now()); err != nil {
		return err
	}
	a, err := audienceOf(db.View(ctx), w)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "record-outcome", Incident: w.IncidentID}, func(tx models.Tx) error {
		tx.On("worklist", w.ID)
		same, err := models.SameResult(tx, w.Number, r.Person, r.Outcome, r.HappenedAt)
		if err != nil {
			return err
		}
		if same {
			return models.Conflict("This was reported already, with the same time. Nothing was changed.")
		}
		m := moves{}
		if err := m.take(tx, a, w, v, r); err != nil {
			return err
		}
		if err := m.done(tx, w); err != nil {
			return err
		}
		return tx.Details(map[string]any{"channel": w.Channel, "outcome": r.Outcome, "people": 1})
	})
}

func audienceOf(r models.Reader, w models.Worklist) (*dispatch.Audience, error) {
	d, err := models.LoadDispatch(r, w.Dispatch)
	if err != nil {
		return nil, err
	}
	return dispatch.Load(r, d.NoticeID)
}

// clockSlack is how far ahead of ours the clock may be of whoever reports.
const clockSlack = 5 * time.Minute

func (r *Report) check(w models.Worklist, now terms.Instant) (err error) {
	if !slices.Contains(outcomes[w.Channel], r.Outcome) {
		return models.InvalidField("outcome", "Choose one of the outcomes of this list.")
	}
	if r.HappenedAt.IsZero() {
		r.HappenedAt = now
	}
	switch {
	case r.HappenedAt.After(now.Add(clockSlack)):
		return models.InvalidField("happened_at", "This time lies in the future. Say when it happened.")
	case r.HappenedAt.Before(w.CreatedAt.Add(-24 * time.Hour)):
		return models.InvalidField("happened_at", "This was before the list was made. Look at the date again.")
	case r.Outcome == CallBack && !r.CallBackAt.After(r.HappenedAt):
		return models.InvalidField("call_back_at", "Say when to come back to them; it must be later than this call.")
	case r.Outcome == Returned && !slices.Contains(returnReasons, r.Reason):
		return models.InvalidField("reason", "Choose what the post has written on the letter.")
	}
	if r.Outcome != CallBack {
		r.CallBackAt = terms.Instant{}
	}
	if r.Outcome != Returned {
		r.Reason = ""
	}
	r.Author, err = clean.Field("author", r.Author, 120)
	return err
}

// moves gathers the lines of one command, so that counts are written once.
type moves struct {
	was, is []models.PersonDelivery
	unsafe  int
}

// take adds one result and says how its line moves. The caller's command is broken by any error, so a batch is whole or not at all.
func (m *moves) take(tx models.Tx, a *dispatch.Audience, w models.Worklist, v models.Viewer, r Report) error {
	item, err := models.FindItem(tx, w.Number, r.Person)
	if err != nil {
		return err
	}
	line, err := models.LoadPersonDelivery(tx, w.Dispatch, r.Person)
	if err != nil {
		return err
	}
	if !movable(w, line, r.Outcome) {
		return models.Conflict("This person is not on this list any more: another channel has taken over. Nothing was changed; their page shows every attempt.")
	}
	if r.Outcome == CallBack {
		if err := mayCallBack(tx, a, line, r.CallBackAt); err != nil {
			return err
		}
	}
	if err := models.UpdateItem(tx, item, map[string]any{"outcome": r.Outcome, "tries": item.Tries + 1, "call_back_at": r.CallBackAt, "happened_at": r.HappenedAt,
		"recorded_at": tx.Now(), "recorded_by": v.Account}); err != nil {
		return err
	}
	// After this point nothing may be refused for a reason of the domain: a file of results passes over a row only if nothing of it was written.
	is, err := next(tx, a, w, item, line, r)
	if err != nil {
		return err
	}
	x := models.WorklistResult{ID: models.NewID(), Worklist: w.Number, PersonID: r.Person, Outcome: r.Outcome, Reason: r.Reason, HappenedAt: r.HappenedAt, CallBackAt: r.CallBackAt,
		Source: r.source, UploadID: r.upload, RecordedAt: tx.Now(), RecordedBy: v.Account}
	if err := x.SetAuthor(tx.Keys(), r.Author); err != nil {
		return err
	}
	if err := models.AddResult(tx, &x); err != nil {
		return err
	}
	if r.Outcome == Unsafe {
		m.unsafe++
	}
	m.was, m.is = append(m.was, line), append(m.is, is)
	return nil
}

// next is the line after a report.
func next(tx models.Tx, a *dispatch.Audience, w models.Worklist, item models.WorklistItem, line models.PersonDelivery, r Report) (models.PersonDelivery, error) {
	is := line
	is.Tries, is.NextAt, is.SettledAt = item.Tries+1, terms.Instant{}, tx.Now()
	// Who was told by this list counts on its channel, also when another one has the line by now.
	is.Worklist = &w.Number
	switch {
	case r.Outcome == Told:
		is.State, is.Reason, is.Channel, is.Epoch = models.DeliveryTold, "", w.Channel, line.Epoch+1
		return is, nil
	case r.Outcome == Posted:
		is.State, is.Reason = models.DeliverySent, ""
		return is, nil
	case r.Outcome == CallBack:
		is.State, is.Reason, is.SettledAt = models.DeliveryListed, "", terms.Instant{}
		return is, nil
	case r.Outcome == NotReached && item.Tries+1 < mostTries:
		is.State, is.Reason, is.SettledAt = models.DeliveryListed, "", terms.Instant{}
		return is, nil
	}
	tried := is
	tried.State, tried.Reason = models.DeliveryRefused, reasons[r.Outcome]
	if err := models.KeepAttempt(tx, tried, nil); err != nil {
		return is, err
	}
	switch r.Outcome {
	case Refused: // not to be asked again by another way
		is.State, is.Reason = models.DeliveryUnreached, tried.Reason
		return is, nil
	case Unsafe:
		is.State, is.Reason, is.SettledAt = models.DeliveryWaiting, tried.Reason, terms.Instant{}
		return is, nil
	}
	p, err := models.LoadPerson(tx, line.PersonID)
	if models.IsKind(err, models.KindNotFound) {
		is.State, is.Reason = models.DeliveryUnreached, tried.Reason // erased meanwhile
		return is, nil
	}
	if err != nil {
		return is, err
	}
	before, err := models.TriedChannels(tx, line.Dispatch, line.PersonID)
	if err != nil {
		return is, err
	}
	return receipts.Onward(tx.Keys(), a, &p, tried, before, tx.Now())
}

// mayCallBack asks the rules about the moment that was agreed, not about now.
func mayCallBack(tx models.Tx, a *dispatch.Audience, line models.PersonDelivery, at terms.Instant) error {
	p, err := models.LoadPerson(tx, line.PersonID)
	if err != nil {
		return err
	}
	d, err := p.Details(tx.Keys())
	if err != nil {
		return err
	}
	if now := a.Decide(&p, &d, safecontact.Channel(line.Channel), at); !now.Allowed {
		return models.InvalidField("call_back_at", "They may not be reached at that time: %s Nothing was saved; agree on another time, or ask protection staff.", now.Why)
	}
	return nil
}

// done writes the lines of the command, wakes whoever sends what was queued, and tells protection staff about what was not safe.
func (m *moves) done(tx models.Tx, w models.Worklist) error {
	if err := models.MoveLines(tx, m.was, m.is); err != nil {
		return err
	}
	if m.unsafe == 0 {
		return nil
	}
	party := w.PartyID
	return tasks.Open(tx, []models.Task{{IncidentID: w.IncidentID, PartyID: &party, Kind: "protection", Playbook: tasks.Protection, DueAt: tx.Now().Add(4 * time.Hour),
		Title: "It was not safe to speak: decide how, or whether, to go on", Detail: "Whoever called or came says that it was not safe. Nobody contacts these people until you decide; they are listed as waiting."}})
}
