package worklists

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/dispatch"
	"candour/workflows/people"
)

// Correction of how one person is reached, and whether they are to be told again.
type Correction struct {
	people.Correction
	Why string
	// Again tells them once more also where a message was handed over: it went to somebody else's address.
	Again bool
}

// Corrected is what a correction led to.
type Corrected struct {
	Changed []string // words of the fields
	Queued  int      // deliveries that go out again, to this person only
	Blocked string   // why none may: the sentence of the rule; empty when one goes out or none is owed
}

// Correct corrects an address and sends again to that person only, by the first channel that is safe now. It is a new step: the tries before
// stay on the person's page.
// Errors: not found, invalid, conflict.
func Correct(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, person int64, c Correction) (Corrected, error) {
	var out Corrected
	if strings.TrimSpace(c.Why) == "" {
		return out, models.InvalidField("why", "Say how you know, for example: the person told the counter.")
	}
	if _, err := models.FindPerson(db.View(ctx), v, incident, person); err != nil {
		return out, err
	}
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "correct-person", Incident: incident, Why: c.Why}, func(tx models.Tx) error {
		p, err := models.FindPerson(tx, v, incident, person)
		if err != nil {
			return err
		}
		if out.Changed, err = people.Correct(tx, incident, &p, c.Correction); err != nil {
			return err
		}
		if len(out.Changed) == 0 && !c.Again {
			return models.Conflict("Nothing in this is new. Nothing was changed.")
		}
		lines, err := models.ListPersonDeliveries(tx, v, incident, person)
		if err != nil {
			return err
		}
		var was, is []models.PersonDelivery
		for _, l := range lines {
			next, yes, err := resend(tx, v, &p, l, c, &out)
			if err != nil {
				return err
			}
			if yes {
				was, is = append(was, l), append(is, next)
			}
		}
		if err := models.MoveLines(tx, was, is); err != nil {
			return err
		}
		return tx.Details(map[string]any{"fields": out.Changed, "queued": out.Queued, "again": c.Again})
	})
	return out, err
}

// resend says how a line goes out again; false when it stays as it is.
func resend(tx models.Tx, v models.Viewer, p *models.Person, l models.PersonDelivery, c Correction, out *Corrected) (models.PersonDelivery, bool, error) {
	switch l.State {
	case models.DeliveryRefused, models.DeliveryUnreached:
		if l.Reason == reasons[Refused] {
			return l, false, nil // they do not want to be told
		}
	case models.DeliverySent, models.DeliveryDelivered, models.DeliveryTold:
		if !c.Again {
			return l, false, nil
		}
	default:
		return l, false, nil // whoever sends next reads the new address
	}
	d, err := models.LoadDispatch(tx, l.Dispatch)
	if err != nil {
		return l, false, err
	}
	if d.Halted == models.Stopped || d.Wave == 0 {
		return l, false, nil
	}
	a, err := dispatch.Load(tx, d.NoticeID)
	if err != nil {
		return l, false, err
	}
	details, err := p.Details(tx.Keys())
	if err != nil {
		return l, false, err
	}
	channel, decision := a.Choose(p, &details, tx.Now(), nil)
	if channel == "" {
		out.Blocked = decision.Why
		return l, false, nil
	}
	if l.State != models.DeliveryRefused && l.State != models.DeliveryUnreached {
		over := l
		over.Reason = "wrong_address"
		if err := models.KeepAttempt(tx, over, &v.Account); err != nil {
			return l, false, err
		}
	}
	is := l
	is.State, is.Channel, is.Reason, is.Step, is.Tries, is.ReplyCode = models.DeliveryQueued, string(channel), "", l.Step+1, 0, 0
	is.Epoch, is.Worklist, is.SettledAt, is.NextAt = l.Epoch+1, nil, terms.Instant{}, tx.Now()
	if !decision.Allowed {
		is.NextAt = decision.NotBefore
	}
	out.Queued++
	return is, true, nil
}

// Attempt is one thing that was done to tell a person, in order; the last one of a dispatch is where they stand.
type Attempt struct {
	Dispatch   int64
	Step, Try  int
	Channel    string
	State      models.DeliveryState
	Reason     string
	ReplyCode  int
	At         terms.Instant
	NextAt     terms.Instant
	By         *models.ID
	Outcome    string // as it was reported on a list
	CallBackAt terms.Instant
	Current    bool
}

// Attempts gives everything that was done to tell one person, oldest first.
func Attempts(r models.Reader, v models.Viewer, incident models.ID, person int64) ([]Attempt, error) {
	lines, err := models.ListPersonDeliveries(r, v, incident, person)
	if err != nil {
		return nil, err
	}
	over, err := models.ListAttempts(r, person)
	if err != nil {
		return nil, err
	}
	results, err := models.ListResults(r, person)
	if err != nil {
		return nil, err
	}
	var out []Attempt
	for _, l := range lines {
		for _, o := range over {
			// What is current stands there as the line itself.
			if o.Dispatch == l.Dispatch && (o.Step != l.Step || o.Try < l.Tries) {
				out = append(out, Attempt{Dispatch: o.Dispatch, Step: o.Step, Try: o.Try, Channel: o.Channel, State: o.State, Reason: o.Reason, ReplyCode: o.ReplyCode, At: o.SettledAt, By: o.SettledBy})
			}
		}
		for _, x := range results {
			w, err := models.LoadWorklist(r, x.Worklist)
			if err != nil {
				return nil, err
			}
			if w.Dispatch == l.Dispatch {
				by := x.RecordedBy
				out = append(out, Attempt{Dispatch: l.Dispatch, Channel: w.Channel, Reason: x.Reason, At: x.HappenedAt, By: &by, Outcome: x.Outcome, CallBackAt: x.CallBackAt})
			}
		}
		at := l.SettledAt
		if at.IsZero() {
			at = l.QueuedAt
		}
		slices.SortStableFunc(out, func(a, b Attempt) int {
			return cmp.Or(cmp.Compare(a.Dispatch, b.Dispatch), a.At.Time().Compare(b.At.Time()), cmp.Compare(a.Step, b.Step))
		})
		out = append(out, Attempt{Dispatch: l.Dispatch, Step: l.Step, Try: l.Tries, Channel: l.Channel, State: l.State, Reason: l.Reason, ReplyCode: l.ReplyCode, At: at, NextAt: l.NextAt, Current: true})
	}
	return out, nil
}
