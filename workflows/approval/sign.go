package approval

import (
	"slices"

	"candour/models"
)

// Piece is what is approved: exactly the bytes with this hash, and everybody whose words are in it.
type Piece struct {
	ID       models.ID
	Incident models.ID
	Kind     string
	Hash     string
	Writers  []models.ID
}

// Ways to an approval.
const (
	ByChain     = "chain"
	ByEmergency = "emergency"
)

// Standing is how far a piece has come.
type Standing struct {
	Steps     []models.Role // of its chain
	Signed    []models.ApprovalStep
	Next      models.Role // empty: nobody is missing
	Emergency []models.Role
	Called    *models.ApprovalStep // the first of two has asked to approve at once
}

// Read gives it; steps that were given to other bytes do not count.
func Read(r models.Reader, p Piece) (Standing, error) {
	c, err := Of(r, p.Kind)
	if err != nil {
		return Standing{}, err
	}
	s := Standing{Steps: c.Steps, Emergency: c.Emergency}
	all, err := models.ApprovalStepsOf(r, p.ID)
	if err != nil {
		return s, err
	}
	for _, x := range all {
		switch {
		case x.Hash != p.Hash:
		case x.Path == ByEmergency:
			if s.Called == nil {
				s.Called = &x
			}
		case x.Position == len(s.Signed):
			s.Signed, s.Steps = append(s.Signed, x), x.Steps.V
		}
	}
	if len(s.Signed) < len(s.Steps) {
		s.Next = s.Steps[len(s.Signed)]
	}
	return s, nil
}

// Sign is the next step of the chain. last says that nobody is missing now: the piece may be approved in the same command. The caller holds
// the row of the piece, in the state in which it waits, with this hash. Errors: forbidden (own words, another role's turn, a step already).
func Sign(tx models.Tx, p Piece, by models.Viewer) (last bool, err error) {
	if err := mayNotBeOwn(p, by); err != nil {
		return false, err
	}
	s, err := Read(tx, p)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(s.Signed, func(x models.ApprovalStep) bool { return x.SignedBy == by.Account }) {
		return false, models.Forbidden("You have given one approval of this text already; somebody else has to give the next.")
	}
	if s.Next == "" {
		return false, models.Conflict("Nobody is missing any more for this text. Load it again.")
	}
	if by.Role != s.Next {
		return false, models.Forbidden("The next to approve this text is %s.", nameOf(s.Next))
	}
	step := models.ApprovalStep{ID: models.NewID(), IncidentID: p.Incident, PieceID: p.ID, Path: ByChain, Position: len(s.Signed), Steps: models.JSONOf(s.Steps), Role: by.Role,
		Hash: p.Hash, SignedBy: by.Account, SignedAt: tx.Now()}
	return step.Position == len(s.Steps)-1, models.AddApprovalStep(tx, &step)
}

// MayDecline: whoever is a step of the chain, or of the emergency, may say no at any time; what was said before is void.
func MayDecline(tx models.Tx, p Piece, by models.Viewer) error {
	s, err := Read(tx, p)
	if err != nil {
		return err
	}
	if by.Role != models.RoleApprover && !slices.Contains(s.Steps, by.Role) && !slices.Contains(s.Emergency, by.Role) {
		return models.Forbidden("Only those who approve this kind of text can send it back.")
	}
	return models.VoidApprovals(tx, p.ID)
}

func mayNotBeOwn(p Piece, by models.Viewer) error {
	if slices.Contains(p.Writers, by.Account) {
		return models.Forbidden("Approver must differ from author. You wrote some of this text; somebody else has to approve it.")
	}
	return nil
}

// nameOf is a role as people call it.
func nameOf(r models.Role) string {
	switch r {
	case models.RoleDPO:
		return "the data protection officer"
	case models.RoleIncidentManager:
		return "the incident manager"
	case models.RoleCommunications:
		return "a second person of communications"
	case models.RoleApprover:
		return "an approver"
	}
	return string(r)
}

// Mine says whether the next step is this viewer's to give.
func Mine(p Piece, s Standing, v models.Viewer) bool {
	return s.Next == v.Role && !slices.Contains(p.Writers, v.Account) &&
		!slices.ContainsFunc(s.Signed, func(x models.ApprovalStep) bool { return x.SignedBy == v.Account })
}
