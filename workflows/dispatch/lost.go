package dispatch

import (
	"context"
	"strings"

	"candour/models"
)

// JournalsMissing gives the nodes whose journal has not been read since the database was restored. Everything that was sending waits for them.
func JournalsMissing(r models.Reader) ([]models.Node, error) {
	waiting, err := models.DispatchesHaltedFor(r, HaltRestored)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	return models.UnreplayedNodes(r)
}

// JournalLost records that the journal of a node will not come back, so that nothing waits for it any more. What that node sent after the copy
// was made nobody can know then: people may be told twice. So two people say it who may allow a dispatch, at the console of the machine.
// Errors: invalid (no reason); forbidden (one person, or without the right); not found; conflict (nothing waits for it).
func JournalLost(ctx context.Context, db *models.DB, node string, one, two models.Account, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say what happened to the journal, so that it stands in the record.")
	}
	for _, a := range []models.Account{one, two} {
		if !a.Viewer("").Has(models.RightApproveSending) && !a.Viewer("").Has(models.RightWaive) {
			return models.Forbidden("Both have to be people who may allow a dispatch, or data protection officers.")
		}
	}
	if one.ID == two.ID {
		return models.Forbidden("Two different people have to say so.")
	}
	missing, err := JournalsMissing(db.View(ctx))
	if err != nil {
		return err
	}
	for _, n := range missing {
		if n.Name != node {
			continue
		}
		return db.Command(ctx, models.Act{By: models.Console, Operation: "journal-lost", Why: why}, func(tx models.Tx) error {
			if err := tx.Details(map[string]any{"node": n.Number, "said_by": []models.ID{one.ID, two.ID}}); err != nil {
				return err
			}
			return models.MoveNode(tx, n.Number, map[string]any{"replayed_at": tx.Now()})
		})
	}
	return models.Conflict("Nothing waits for the journal of this node. See which are missing with: candour journals")
}
