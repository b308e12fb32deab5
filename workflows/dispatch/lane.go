package dispatch

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
	"candour/workflows/safecontact"
)

// result is what became of an item; the settler writes it into the row.
type result struct {
	s        *sending
	settled  models.Settled
	position int64 // of the intent; -1: none was written
	size     int
}

func released(it *Item) result {
	return result{s: it.s, position: -1, settled: models.Settled{Line: it.Line, State: models.DeliveryQueued, Reason: it.Line.Reason, Release: true}}
}

// lane hands over one message after the other on one connection.
func (n *Node) lane(ctx context.Context, c Channel, work chan *Item) {
	var h Handler
	if c.Open != nil {
		h = c.Open()
		defer h.Close()
	}
	for it := range work {
		r := released(it)
		if ctx.Err() == nil {
			r = n.tell(ctx, c, h, it)
		}
		n.results <- r
	}
}

// tell takes one person from a claimed line to a known outcome. Nothing is handed over before its intent is on the disk, and nothing that the
// rules are against by then.
func (n *Node) tell(ctx context.Context, c Channel, h Handler, it *Item) result {
	out := released(it)
	now := n.db.Now()
	if !n.may(it.Line.Dispatch, it.lease) || it.Person.ID == 0 {
		return out
	}
	aside := func(state models.DeliveryState, reason string, next terms.Instant) result {
		out.settled = models.Settled{Line: it.Line, State: state, Reason: reason, NextAt: next}
		return out
	}
	a := it.s.plans()
	if a == nil {
		return out
	}
	var err error
	if it.Details, err = it.Person.Details(n.db.Keys()); err != nil {
		n.note("open a person", err)
		return aside(models.DeliveryWaiting, ReasonRender, terms.Instant{})
	}
	// 1. May they be told this way, now? Plans and hours have changed since they were queued.
	d := a.Decide(&it.Person, &it.Details, safecontact.Channel(c.Name), now)
	switch {
	case !d.Allowed && !d.NotBefore.IsZero():
		return aside(models.DeliveryDeferred, d.Rule, d.NotBefore)
	case !d.Allowed:
		return aside(models.DeliveryWaiting, d.Rule, terms.Instant{})
	case a.Incident.Exercise:
		return aside(models.DeliveryHeld, ReasonExercise, terms.Instant{})
	case h == nil:
		return out
	}
	domain := domainOf(it, c)
	if wait := n.pace.wait(domain, time.Now()); wait > 0 {
		return aside(models.DeliveryDeferred, ReasonPaced, now.Add(max(wait, time.Second)))
	}
	// 2. The whole message, looked at.
	if it.Told, err = a.Told(&it.Person, &it.Details); err != nil {
		n.note("name a person's reference", err)
		return aside(models.DeliveryWaiting, ReasonRender, terms.Instant{})
	}
	if it.Told, err = Together(ctx, n.db, a, it.Line, it.Told, now); err != nil {
		n.note("name a household", err)
		return aside(models.DeliveryWaiting, ReasonRender, terms.Instant{})
	}
	m, err := h.Prepare(it)
	if err != nil {
		if errors.Is(err, delivery.ErrBleed) {
			n.halt(ctx, it.s, HaltBleed)
			return out
		}
		return aside(models.DeliveryWaiting, ReasonRender, terms.Instant{})
	}
	if why := it.s.guard.look(it.Line.PersonID, it.Line.Language, m); why != "" {
		n.halt(ctx, it.s, why)
		return out
	}
	relay := n.holds[c.Name]
	if !relay.pass(ctx) {
		return out
	}
	// 3. The intent, on the disk. That takes a moment, in which others use the connections.
	rec := journal.Record{Kind: journal.Intent, Dispatch: it.Line.Dispatch, Person: it.Line.PersonID, Step: int16(it.Line.Step), Try: int16(it.Line.Tries + 1),
		Epoch: it.Line.Epoch, TextKey: uint64(it.s.dispatch.TextKey), Boot: journal.Boot(), At: time.Now().UnixMilli()}
	ticket, err := n.begin(rec)
	if err == nil {
		err = ticket.Wait()
	}
	if err != nil {
		n.note("write the journal", err)
		return out // its row stays leased; the next start reads what was written
	}
	out.position = ticket.Position()
	// 4. A connection. Without one nobody has been tried, and nothing starts after a stop, however long this took.
	slot := n.slots[c.Name]
	slot <- struct{}{}
	defer func() { <-slot }()
	// The plan that allowed this may have changed while it waited: then it is asked again from the start.
	ready := ctx.Err() == nil && n.may(it.Line.Dispatch, it.lease) && it.s.plans() == a
	if ready {
		if _, ready = h.Ready(); !ready {
			relay.down()
		}
	}
	if ready {
		rec.Kind = journal.Begun
		_, err = n.journal.Append(rec)
		ready = err == nil && n.may(it.Line.Dispatch, it.lease)
	}
	if !ready {
		n.outcome(rec, models.DeliveryQueued, ReasonNotHanded, 0)
		return out
	}
	// After this point the message may have gone out, whatever happens to us.
	r := m.Hand()
	state, reason := wordsOf(r)
	n.outcome(rec, state, reason, r.Code)
	out.settled = models.Settled{Line: it.Line, State: state, Reason: reason, Code: r.Code, Begun: true}
	out.size = m.Size()
	n.pace.answer(domain, r, time.Now())
	relay.answer(r)
	if state == models.DeliveryDeferred {
		out.settled.NextAt = now.Add(n.backoff(it.Line))
	}
	return out
}

// outcome is written at once. A journal that fails here has told the intent already: the message becomes uncertain at the next start unless
// the row is settled now.
func (n *Node) outcome(intent journal.Record, state models.DeliveryState, reason string, code int) {
	intent.Kind, intent.State, intent.Reason, intent.Code, intent.At = journal.Outcome, stateNumbers[state], reasonNumbers[reason], uint16(code), time.Now().UnixMilli()
	if _, err := n.journal.Append(intent); err != nil {
		n.note("write the journal", err)
	}
}

// backoff grows from the first retry to an hour; the spread keeps thousands from knocking at the same second.
func (n *Node) backoff(l models.PersonDelivery) time.Duration {
	wait := min(n.settings.FirstRetry<<(2*min(l.Tries, 8)), time.Hour)
	h := fnv.New32a()
	_, _ = h.Write([]byte{byte(l.PersonID), byte(l.PersonID >> 8), byte(l.PersonID >> 16), byte(l.PersonID >> 24), byte(l.Tries)})
	return wait + wait/2*time.Duration(h.Sum32()%1000)/1000
}

func domainOf(it *Item, c Channel) string {
	if c.Name != string(safecontact.ChannelEmail) {
		return c.Name
	}
	to, err := delivery.ParseAddress(it.Details.Get(models.PersonEmail))
	if err != nil {
		return ""
	}
	return to.Domain()
}
