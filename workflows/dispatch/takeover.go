package dispatch

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"candour/models"
	"candour/workflows/delivery/journal"
)

// takeOver looks after nodes that are gone. The others go on with the queue from the first second; what a lost node had claimed waits for its
// journal, and when that does not come back it is uncertain and listed for people. Nothing of it is sent again by a program.
func (n *Node) takeOver(ctx context.Context) error {
	lost, err := models.LostNodes(n.db.View(ctx), n.db.Now().Add(-n.settings.LostAfter))
	if err != nil {
		return err
	}
	for _, node := range lost {
		if node.Number == n.number {
			continue
		}
		if err := n.callLost(ctx, node); err != nil {
			return err
		}
	}
	return nil
}

// silent is how long a node was not heard of before the others look whether its journal lies where they can read it.
const silent = 8 * time.Second

// adoptJournals reads the journals of nodes that ended, where they lie on a disk of ours: the lock on a journal ends with its process, so
// whoever gets it knows that nothing is written any more. Then nothing of that node has to wait, and little is uncertain.
func (n *Node) adoptJournals(ctx context.Context) error {
	gone, err := models.LostNodes(n.db.View(ctx), n.db.Now().Add(-silent))
	if err != nil {
		return err
	}
	for _, node := range gone {
		if node.Number == n.number {
			continue
		}
		j, err := journal.OpenOf(filepath.Dir(n.journal.Dir()), node.Name, journal.Options{})
		if errors.Is(err, journal.ErrInUse) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		other := NewNode(n.db, j, n.settings, n.channels...)
		if err = other.register(ctx); err == nil {
			err = other.say(ctx, "adopt-journal", map[string]any{"stopped_at": n.db.Now()})
		}
		if err = errors.Join(err, j.Close()); err != nil {
			return err
		}
	}
	return nil
}

// say changes the row of this node, and what the record says of it.
func (n *Node) say(ctx context.Context, operation string, values map[string]any) error {
	return n.db.Command(ctx, models.Act{By: models.System, Operation: operation}, func(tx models.Tx) error {
		if err := tx.Details(map[string]any{"node": n.number}); err != nil {
			return err
		}
		return models.MoveNode(tx, n.number, values)
	})
}

func (n *Node) callLost(ctx context.Context, node models.Node) error {
	for after := [2]int64{}; ; {
		lines, err := models.LeasedBy(n.db.View(ctx), node.Number, after, replayBatch)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			break
		}
		for d, part := range byDispatch(lines) {
			dispatch, err := models.LoadDispatch(n.db.View(ctx), d)
			if err != nil {
				return err
			}
			err = n.db.Command(ctx, models.Act{By: models.System, Operation: "list-uncertain-people", Incident: dispatch.IncidentID}, func(tx models.Tx) error {
				tx.On("dispatch", dispatch.ID)
				k, err := models.CallUncertain(tx, part, ReasonNodeLost)
				if err != nil {
					return err
				}
				return tx.Details(map[string]any{"node": node.Number, "lines": k})
			})
			if err != nil {
				return err
			}
		}
		last := lines[len(lines)-1]
		after = [2]int64{last.Dispatch, last.PersonID}
	}
	return n.db.Command(ctx, models.Act{By: models.System, Operation: "node-lost"}, func(tx models.Tx) error {
		if err := tx.Details(map[string]any{"node": node.Number}); err != nil {
			return err
		}
		return models.MoveNode(tx, node.Number, map[string]any{"lost_at": tx.Now()})
	})
}
