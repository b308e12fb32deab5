package approval

import (
	"context"
	"slices"

	"candour/models"
)

// Kinds of texts that have a chain, in the order in which they are shown: notices to people, circulars, then texts by their kind.
var Kinds = []string{models.NoticePeople, models.NoticeCircular, string(models.TextStatement), string(models.TextNotice), string(models.TextAnswer),
	string(models.TextStaffNote), string(models.TextScript), string(models.TextPoster), string(models.TextRadio)}

// Signers are the roles that may be a step: communications; legal and protection are the data protection officer; lead is the incident manager
// or an approver.
var Signers = []models.Role{models.RoleCommunications, models.RoleDPO, models.RoleIncidentManager, models.RoleApprover}

// Chain is who approves, in order, and who may approve at once.
type Chain struct {
	Kind      string
	Number    int // 0: nobody has set one
	Steps     []models.Role
	Emergency []models.Role
}

// usual is what counts as long as nobody has set anything: one approver, and in an emergency the two who lead.
func usual(kind string) Chain {
	return Chain{Kind: kind, Steps: []models.Role{models.RoleApprover}, Emergency: []models.Role{models.RoleIncidentManager, models.RoleApprover}}
}

// Of gives the chain of a kind.
func Of(r models.Reader, kind string) (Chain, error) {
	c, err := models.ApprovalChainOf(r, kind)
	if models.IsKind(err, models.KindNotFound) {
		return usual(kind), nil
	}
	return Chain{c.Kind, c.Number, c.Steps.V, c.Emergency.V}, err
}

// All gives the chains of all kinds.
func All(r models.Reader) ([]Chain, error) {
	out := []Chain{}
	for _, kind := range Kinds {
		c, err := Of(r, kind)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

const longest = 6

// Set adds the next version of a chain; From is the one that was on the screen. What somebody has begun to approve goes on as it began.
func Set(ctx context.Context, db *models.DB, by models.Viewer, c Chain) error {
	switch {
	case !slices.Contains(Kinds, c.Kind):
		return models.NotFound("Kind of text")
	case len(c.Steps) == 0 || len(c.Steps) > longest:
		return models.InvalidField("steps", "A chain has one to %d steps.", longest)
	case len(c.Emergency) != 0 && len(c.Emergency) != 2:
		return models.InvalidField("emergency", "In an emergency two people approve at once. Name two roles, or none when there is no such path.")
	}
	for _, role := range slices.Concat(c.Steps, c.Emergency) {
		if !slices.Contains(Signers, role) {
			return models.InvalidField("steps", "Communications, data protection officers, incident managers and approvers approve texts; no other role does.")
		}
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "set-approval-chain"}, func(tx models.Tx) error {
		now, err := Of(tx, c.Kind)
		if err != nil {
			return err
		}
		if now.Number != c.Number {
			return models.Conflict("Somebody else changed this chain in the meantime. Load it again and compare.")
		}
		x := models.ApprovalChain{ID: models.NewID(), Kind: c.Kind, Number: c.Number + 1, Steps: models.JSONOf(c.Steps), Emergency: models.JSONOf(append([]models.Role{}, c.Emergency...)),
			SetAt: tx.Now(), SetBy: by.Account}
		tx.On("approval-chain", x.ID)
		if err := tx.Details(map[string]any{"kind": c.Kind, "steps": c.Steps, "emergency": c.Emergency, "before": now.Steps}); err != nil {
			return err
		}
		return models.AddApprovalChain(tx, &x)
	})
}
