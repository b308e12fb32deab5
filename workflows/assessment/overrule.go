package assessment

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// ProposeOverrule says that the rules are wrong about one duty, with the reason. Nothing changes until a second person agrees.
// Errors: not found; invalid (no reason, no other outcome); conflict (superseded, or proposed already).
func ProposeOverrule(ctx context.Context, db *models.DB, by models.Viewer, determination models.ID, outcome terms.Outcome, reason string) (models.ID, error) {
	if err := needReason(reason); err != nil {
		return "", err
	}
	switch outcome {
	case terms.Required, terms.NotRequired, terms.Exempt:
	default:
		return "", models.InvalidField("outcome", "Choose what should stand instead: required, not required or exempt.")
	}
	d, err := models.FindDetermination(db.View(ctx), by, determination)
	if err != nil {
		return "", err
	}
	// When the rules have moved under an overruling, two people may say that theirs still stands.
	if renewed := d.Review && d.Decided == models.Overrule; outcome == d.Effective && !renewed {
		return "", models.InvalidField("outcome", "This is what stands already. Confirm it instead.")
	}
	if !d.SupersededAt.IsZero() {
		return "", models.Conflict("The rules were run again meanwhile. Load the duty again and decide on the new answer.")
	}
	var id models.ID
	err = db.Command(ctx, act(by, "propose-overrule", d, reason), func(tx models.Tx) error {
		open, err := openProposal(tx, d, models.ProposeOverrule)
		if err != nil {
			return err
		}
		if open != nil {
			return models.Conflict("Somebody has proposed to overrule this already. A second person has to answer that first.")
		}
		x, err := decideOn(tx, by, d, models.ProposeOverrule, outcome, reason, nil)
		id = x.ID
		tx.On("decision", x.ID)
		if err != nil {
			return err
		}
		return tx.Details(map[string]any{"regime": d.Regime, "duty": d.Duty, "jurisdiction": d.Jurisdiction, "from": d.Effective, "to": outcome})
	})
	return id, err
}

// AnswerOverrule is the second person: agree, and the proposal stands with its clocks; or decline, and the rules stand.
// Errors: forbidden (the proposer cannot be the second person); conflict (answered already, or the rules have moved on).
func AnswerOverrule(ctx context.Context, db *models.DB, by models.Viewer, proposal models.ID, agree bool, reason string) error {
	p, d, err := proposed(ctx, db, by, proposal, models.ProposeOverrule)
	if err != nil {
		return err
	}
	if !agree {
		return db.Command(ctx, act(by, "decline-overrule", d, reason), func(tx models.Tx) error {
			tx.On("decision", p.ID)
			_, err := decideOn(tx, by, d, models.DeclineOverrule, d.Effective, reason, func(x *models.Decision) { x.AnswersID = &p.ID })
			return err
		})
	}
	lib, _ := regimes.Default()
	run, err := prepare(db.View(ctx), lib, d.IncidentID)
	if err != nil {
		return err
	}
	return db.Command(ctx, act(by, "overrule-decision", d, reason), func(tx models.Tx) error {
		tx.On("decision", p.ID)
		if _, err := decideOn(tx, by, d, models.Overrule, p.Outcome, reason, func(x *models.Decision) { x.AnswersID = &p.ID }); err != nil {
			return err
		}
		if err := models.SettleDetermination(tx, &d, models.Overrule, p.Outcome); err != nil {
			return err
		}
		from := d.Effective
		d.Decided, d.Effective, d.Review = models.Overrule, p.Outcome, false
		if err := run.realign(tx, d); err != nil {
			return err
		}
		return tx.Details(map[string]any{"regime": d.Regime, "duty": d.Duty, "jurisdiction": d.Jurisdiction, "from": from, "to": p.Outcome,
			"proposed_by": p.DecidedBy})
	})
}

// proposed reads a proposal for its second person.
func proposed(ctx context.Context, db *models.DB, by models.Viewer, proposal models.ID, kind models.DecisionKind) (models.Decision, models.Determination, error) {
	r := db.View(ctx)
	p, err := models.FindDecision(r, by, proposal)
	if err != nil {
		return p, models.Determination{}, err
	}
	if p.Kind != kind {
		return p, models.Determination{}, models.NotFound("Proposal")
	}
	if p.DecidedBy == by.Account {
		return p, models.Determination{}, models.Forbidden("The second person must be somebody else: you made this proposal yourself.")
	}
	d, err := models.FindDetermination(r, by, p.DeterminationID)
	if err != nil {
		return p, d, err
	}
	if !d.SupersededAt.IsZero() {
		return p, d, models.Conflict("The rules were run again after this proposal was made, and say something else now. Read the new answer and decide on it.")
	}
	return p, d, nil
}

// openProposal finds a proposal of a kind on a determination that nobody has answered.
func openProposal(r models.Reader, d models.Determination, kind models.DecisionKind) (*models.Decision, error) {
	all, err := models.ListDecisions(r, &d)
	if err != nil {
		return nil, err
	}
	answered := map[models.ID]bool{}
	for _, x := range all {
		if x.AnswersID != nil {
			answered[*x.AnswersID] = true
		}
	}
	for i := range all {
		if all[i].Kind == kind && all[i].DeterminationID == d.ID && !answered[all[i].ID] {
			return &all[i], nil
		}
	}
	return nil, nil
}

// AnswerProposal is the second person, whatever was proposed.
func AnswerProposal(ctx context.Context, db *models.DB, by models.Viewer, proposal models.ID, agree bool, reason string) error {
	p, err := models.FindDecision(db.View(ctx), by, proposal)
	if err != nil {
		return err
	}
	if p.Kind == models.ProposeLater {
		return AnswerLater(ctx, db, by, proposal, agree, reason)
	}
	return AnswerOverrule(ctx, db, by, proposal, agree, reason)
}
