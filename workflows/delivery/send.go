package delivery

import (
	"context"
	"hash/fnv"
	"log/slog"
	"time"

	"candour/models"
	"candour/workflows/delivery/journal"
)

const (
	batch = 20
	// lease is longer than the longest hand-over, so that only a worker that is gone loses it.
	lease = defaultDialTimeout + defaultSendTimeout + time.Minute
)

// Reasons of messages that are kept and not sent.
const (
	ReasonExercise = "exercise: nothing is ever sent"
	ReasonNoRelay  = "no mail server is configured"
)

// Post is what one worker has to send with: the relay (nil when none is configured) and the outbox.
type Post struct {
	Relay   *SMTP
	Outbox  Outbox
	Journal *journal.Journal // nil only in tests
}

// SendDue claims a batch of due messages of one incident, hands each over and records what became of it: claim, call,
// record, never a call inside a transaction. It says how many it settled; 0 means that nothing is due.
//
// kill -9 at any point: before BeginSending has committed nothing went out and the lease returns to the queue; after it
// the message becomes uncertain and a person decides. So nothing is sent twice by us and nothing is lost in silence.
func SendDue(ctx context.Context, db *models.DB, p Post, worker string) (int, error) {
	id, due, err := models.NextIncidentToSend(db.View(ctx))
	if err != nil || !due {
		return 0, err
	}
	incident, err := models.LoadIncident(db.View(ctx), id)
	if err != nil {
		return 0, err
	}
	claimed, err := db.LeaseDeliveries(ctx, id, worker, batch, lease)
	left := claimed
	// A round that breaks off gives back what it has not begun: else those messages waited for the end of a lease of minutes.
	defer func() {
		for _, d := range left {
			if err := db.ReturnLease(context.WithoutCancel(ctx), d); err != nil {
				slog.Warn("a message that was not begun waits until its lease ends", "delivery", d.ID, "cause", err)
			}
		}
	}()
	if err != nil {
		return 0, err
	}
	n := 0
	for i, d := range claimed {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		done, err := sendOne(ctx, db, p, incident, d)
		if err != nil {
			return n, err
		}
		left = claimed[i+1:]
		if done {
			n++
		}
	}
	return n, nil
}

func sendOne(ctx context.Context, db *models.DB, p Post, incident models.Incident, d models.Delivery) (bool, error) {
	if len(d.LetterSealed) == 0 {
		return settle(ctx, db, d, Result{Held, 0, models.ReasonEnded})
	}
	m, err := message(db.Keys(), d)
	if err != nil {
		return false, err
	}
	switch out := Route(incident, m).(type) {
	case ExerciseMessage:
		if err := p.Outbox.Copy(out); err != nil {
			return false, err
		}
		return settle(ctx, db, d, Result{Held, 0, ReasonExercise})
	case RealMessage:
		if p.Relay == nil {
			return settle(ctx, db, d, Result{Held, 0, ReasonNoRelay})
		}
		begun, err := db.BeginSending(ctx, d, lease)
		if err != nil || !begun {
			return false, err // somebody else has it
		}
		d.State, d.Attempts = models.DeliverySending, d.Attempts+1
		intent, err := writeIntent(p.Journal, d)
		if err != nil {
			return settle(context.WithoutCancel(ctx), db, d, Result{Deferred, 0, reasonUnwritten})
		}
		// After this point the message may have gone out, whatever happens to us.
		r, err := p.Relay.Hand(out)
		if err != nil {
			r = Result{Refused, 0, "the letter could not be built; nothing was handed over"}
		}
		writeOutcome(p.Journal, intent, r)
		return settle(context.WithoutCancel(ctx), db, d, r)
	}
	return false, nil
}

// settle records a result. A result that comes too late for its lease is still the truth about an uncertain message.
func settle(ctx context.Context, db *models.DB, d models.Delivery, r Result) (bool, error) {
	err := db.Command(ctx, models.Act{By: models.System, Operation: "settle-delivery", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("delivery", d.ID)
		now := tx.Now()
		values := map[string]any{"state": models.DeliveryState(r.Outcome), "reply_code": r.Code, "reason": r.Why, "settled_at": now, "next_at": nil}
		from := []models.DeliveryState{models.DeliverySending, models.DeliveryUncertain}
		switch r.Outcome {
		case Sent:
			values["sent_at"] = now
		case Deferred:
			values["settled_at"], values["next_at"] = nil, now.Add(backoff(d))
		case Held:
			from = []models.DeliveryState{models.DeliveryLeased}
		case Refused:
			if d.NoticeID == "" {
				break // nobody waits for an answer of an account, or of a reader
			}
			if err := models.HastenChase(tx, d.NoticeID, d.OrganisationID); err != nil {
				return err
			}
		}
		if err := models.SettleDelivery(tx, d, from, values); err != nil {
			return err
		}
		return tx.Details(map[string]any{"outcome": r.Outcome, "reply_code": r.Code, "attempt": d.Attempts})
	})
	if models.IsKind(err, models.KindConflict) {
		return false, nil // stopped or taken over meanwhile
	}
	return err == nil, err
}

// backoff grows from one minute to an hour and then stays there: a message that is deferred is tried until it is settled
// or somebody stops it. The spread keeps sixty messages from knocking at the same second.
func backoff(d models.Delivery) time.Duration {
	wait := time.Hour
	if d.Attempts < 7 {
		wait = time.Minute << max(d.Attempts-1, 0)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(d.ID))
	return wait + wait/4*time.Duration(h.Sum32()%1000)/1000
}
