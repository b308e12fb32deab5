package dispatch

import (
	"context"
	"time"

	"candour/models"
)

// settle writes results into the rows, some hundreds in one command with one event. While the database does not answer, results wait, then
// the lanes do: nothing is forgotten and nothing more is sent.
func (n *Node) settle(ctx context.Context) {
	var batch []result
	flush := func() {
		for wait := lookEvery; len(batch) > 0; wait = min(2*wait, 5*time.Second) {
			if err := n.settleBatch(ctx, batch); err == nil {
				break
			} else {
				n.note("record what was sent", err)
			}
			if n.journal.Err() != nil && len(n.results) == cap(n.results) {
				break // the journal has it
			}
			time.Sleep(wait)
		}
		batch = batch[:0]
	}
	tick := time.NewTicker(n.settings.SettleEvery)
	defer tick.Stop()
	for {
		select {
		case r, open := <-n.results:
			if !open {
				flush()
				return
			}
			if batch = append(batch, r); len(batch) >= 2*n.settings.Batch {
				flush()
			}
		case <-tick.C:
			flush()
		}
	}
}

func (n *Node) settleBatch(ctx context.Context, batch []result) error {
	by := map[*sending][]result{}
	for _, r := range batch {
		by[r.s] = append(by[r.s], r)
	}
	for s, rs := range by {
		if err := n.settleOf(ctx, s, rs); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) settleOf(ctx context.Context, s *sending, rs []result) error {
	settled, positions := make([]models.Settled, len(rs)), make([]int64, 0, len(rs))
	for i, r := range rs {
		settled[i] = r.settled
		if r.position >= 0 {
			positions = append(positions, r.position)
		}
	}
	err := n.db.Command(ctx, models.Act{By: models.System, Operation: "settle-people", Incident: s.dispatch.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", s.dispatch.ID)
		counted, err := models.SettlePeople(tx, s.dispatch.Number, settled)
		if err != nil {
			return err
		}
		became := map[models.DeliveryState]int{}
		for _, c := range counted {
			became[c.State]++
		}
		return tx.Details(map[string]any{"node": n.number, "became": became})
	})
	if err != nil {
		return err
	}
	n.positions.end(positions...)
	n.held.Add(-int64(len(rs)))
	for _, r := range rs {
		if r.settled.Begun && s.guard.learn(r.settled.State) {
			s.guard.again()
			n.halt(ctx, s, HaltRefused)
			break
		}
	}
	return nil
}
