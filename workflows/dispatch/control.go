package dispatch

import (
	"context"
	"errors"
	"time"

	"candour/models"
	"candour/workflows/delivery/journal"
)

const (
	lookEvery = 300 * time.Millisecond
	// blind is how long a node goes on without having read what is halted. With lookEvery it keeps the promise that no send starts more
	// than two seconds after a stop was confirmed.
	blind = 1500 * time.Millisecond
	// unseen is how long a node trusts its leases without a heartbeat; the others call them uncertain much later.
	unseen    = 20 * time.Second
	beatEvery = time.Second
	markEvery = 60 // heartbeats without work
	// kept is as long as copies of the database are kept: none that may be restored is older than the journal.
	kept       = 35 * 24 * time.Hour
	pruneEvery = 3600 // heartbeats
)

// control is what was allowed when this node last read it.
type control struct {
	at   time.Time // before the reading began
	open map[int64]bool
	list []models.Dispatch
}

// may says whether a hand-over of this dispatch may start now.
func (n *Node) may(dispatch, lease int64) bool {
	v := n.view.Load()
	if v == nil || time.Since(v.at) > blind || !v.open[dispatch] || n.lease.Load() != lease || n.journal.Err() != nil {
		return false
	}
	if _, halted := n.stopped.Load(dispatch); halted {
		return false
	}
	return time.Since(n.began)-time.Duration(n.beaten.Load()) < unseen
}

// look reads what may be sent now.
func (n *Node) look(ctx context.Context) error {
	v := &control{at: time.Now(), open: map[int64]bool{}}
	ctx, cancel := context.WithTimeout(ctx, blind)
	defer cancel()
	list, err := models.DispatchesInPhase(n.db.View(ctx), models.DispatchSending, models.DispatchDone)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.Halted == models.NotHalted && d.Wave > 0 {
			v.open[d.Number] = true
			v.list = append(v.list, d)
		} else {
			n.stopped.Delete(d.Number) // the database says it now
			n.open.Delete(d.Number)    // counted anew when it goes on
		}
	}
	n.view.Store(v)
	return nil
}

func (n *Node) lookOn(ctx context.Context) {
	for sleep(ctx, lookEvery) {
		if err := n.look(ctx); err != nil && ctx.Err() == nil {
			n.note("read what may be sent", err)
		}
		if err := n.freshenAll(ctx); err != nil && ctx.Err() == nil {
			n.note("read the contact plans", err)
		}
	}
}

// halt stops a dispatch by itself: here at once, everywhere when the others have read it.
func (n *Node) halt(ctx context.Context, s *sending, why string) {
	if _, already := n.stopped.LoadOrStore(s.dispatch.Number, true); already {
		return
	}
	err := n.db.Command(ctx, models.Act{By: models.System, Operation: "halt-dispatch", Incident: s.dispatch.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", s.dispatch.ID)
		if err := tx.Details(map[string]any{"why": why, "node": n.number}); err != nil {
			return err
		}
		return models.HaltDispatch(tx, s.dispatch.Number, models.Paused, why)
	})
	if err != nil {
		n.note("stop a dispatch", err) // this node has stopped it; the others see the same faults
	}
}

// beatOn tells the others that this node runs, and learns what they think of it.
func (n *Node) beatOn(ctx context.Context) {
	for round := 1; ; round++ {
		every := beatEvery
		if n.db.Engine() == models.SQLite {
			every *= 5 // nobody else is there to see it
		}
		if !sleep(ctx, every) {
			return
		}
		if err := n.beat(ctx, round); err != nil && ctx.Err() == nil {
			n.note("tell that this node runs", err)
			continue
		}
		n.problem.Store(nil)
		if round%pruneEvery == 0 {
			if _, err := n.journal.Prune(time.Now().Add(-kept), n.safe()); err != nil {
				n.note("remove old files of the journal", err)
			}
		}
		if round%5 == 0 {
			if err := errors.Join(n.adoptJournals(ctx), n.takeOver(ctx), n.restoreOver(ctx)); err != nil && ctx.Err() == nil {
				n.note("look after lost nodes", err)
			}
		}
	}
}

func (n *Node) beat(ctx context.Context, round int) error {
	at, seen := time.Since(n.began), n.db.Now()
	was, restored, err := n.db.Beat(ctx, n.number, n.seen, seen, n.position())
	if models.IsKind(err, models.KindNotFound) {
		// The database was put back to a time before this node, or it is another one.
		if err := n.register(ctx); err != nil {
			return errors.Join(errors.New("this database does not know this node"), err)
		}
		n.lease.Add(1)
		return nil
	}
	if err != nil {
		return err
	}
	if err := n.after(ctx, was, restored); err != nil {
		return err
	}
	if !restored {
		n.seen = seen
	}
	n.beaten.Store(int64(at))
	if end := n.journal.End(); end != n.marked || round%markEvery == 0 {
		if _, err := n.journal.Append(journal.Record{Kind: journal.Mark, Seen: n.seen.Unix(), At: time.Now().UnixMilli()}); err != nil {
			return err
		}
		n.marked = end + 1
	}
	return nil
}

// after acts on what the row of this node said before the heartbeat.
func (n *Node) after(ctx context.Context, was models.Node, restored bool) error {
	switch {
	case restored:
		n.lease.Add(1)
		n.view.Store(&control{}) // until it is read anew, nothing starts
		return n.haltRestored(ctx)
	case !was.LostAt.IsZero():
		// The others have called its leases uncertain. What was only claimed goes back, what was handed over is told by who did it.
		n.lease.Add(1)
		return n.say(ctx, "node-returned", map[string]any{"lost_at": nil})
	case was.ReplayedAt.IsZero():
		return n.afterRestore(ctx, was) // it was restored, as this node or another one saw
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
