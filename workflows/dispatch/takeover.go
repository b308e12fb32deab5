package dispatch

import (
	"context"

	"candour/models"
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
