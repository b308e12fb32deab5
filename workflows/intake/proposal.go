package intake

import (
	"context"

	"candour/models"
	"candour/workflows/tasks"
)

// OwnAnswer is what a society says to one question about itself.
type OwnAnswer struct {
	Question  models.Question
	GroupID   *models.ID // of the number of people
	DataSetID *models.ID // of people in no group yet
	Certainty models.Certainty
	models.ProposalContent
}

// maxAnswers is the most answers of one proposal: the groups of the largest society and the other questions fit many times.
const maxAnswers = 100

// SaveProposal keeps the draft of a party, whatever is still missing or contradicts itself: it is checked when it is submitted. Version 0
// begins one; somebody else of the society who saved in between is a conflict, never overwritten.
func SaveProposal(ctx context.Context, db *models.DB, v models.Viewer, party models.ID, version int, answers []OwnAnswer) (models.Proposal, error) {
	p, err := models.FindParty(db.View(ctx), v, party)
	if err != nil {
		return models.Proposal{}, err
	}
	var draft models.Proposal
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "save-proposal", Incident: p.IncidentID}, func(tx models.Tx) error {
		if err := mayPropose(tx, v, party); err != nil {
			return err
		}
		var begun bool
		if draft, begun, err = models.DraftProposal(tx, party); err != nil {
			return err
		}
		switch {
		case begun && version == 0:
			return models.Conflict("Somebody of your society has begun this already, perhaps on another telephone. What you typed is still on your screen; load the page again and compare.")
		case !begun && version != 0:
			return models.Conflict("This draft was submitted in the meantime. What you typed is still on your screen; load the page again and compare.")
		case begun:
			draft.Version = version
			if err := models.SaveProposal(tx, &draft, v.Account); err != nil {
				return err
			}
		default:
			draft = models.Proposal{ID: models.NewID(), IncidentID: p.IncidentID, PartyID: party, StartedAt: tx.Now(), SavedAt: tx.Now(), SavedBy: v.Account}
			if err := models.AddProposal(tx, &draft); err != nil {
				return err
			}
		}
		rows, err := answerRows(tx, p, draft.ID, answers)
		if err != nil {
			return err
		}
		tx.On("proposal", draft.ID)
		if err := tx.Details(map[string]any{"party": party, "answers": len(rows)}); err != nil {
			return err
		}
		return models.ReplaceAnswers(tx, draft, rows)
	})
	return draft, err
}

// mayPropose checks inside the command that the party still is the viewer's own society, in an incident that is open.
func mayPropose(tx models.Tx, v models.Viewer, party models.ID) error {
	p, err := models.FindParty(tx, v, party)
	if err != nil {
		return err
	}
	if v.SocietyID == "" || p.OrganisationID == nil || *p.OrganisationID != v.SocietyID {
		return models.NotFound("Party")
	}
	i, err := models.FindIncident(tx, v, p.IncidentID)
	if err != nil {
		return err
	}
	if i.State != models.IncidentOpen {
		return models.Conflict("The incident is closed, so nothing was sent. What you typed is kept on this device; write or call the incident team.")
	}
	return nil
}

func answerRows(tx models.Tx, p models.Party, proposal models.ID, answers []OwnAnswer) ([]models.ProposalAnswer, error) {
	if len(answers) > maxAnswers {
		return nil, models.Invalid("More than %d answers at once. Save those that matter most, and send the rest after them.", maxAnswers)
	}
	rows, seen := []models.ProposalAnswer{}, map[string]bool{}
	for i, a := range answers {
		if err := a.tidy(tx, p); err != nil {
			return nil, err
		}
		if key := answerKey(a.Question, a.GroupID, a.Value); seen[key] {
			return nil, models.InvalidField(key, "This question is answered twice. Keep one of the two.")
		} else {
			seen[key] = true
		}
		row := models.ProposalAnswer{ID: models.NewID(), ProposalID: proposal, Position: i + 1, Question: a.Question, GroupID: a.GroupID, DataSetID: a.DataSetID,
			Certainty: a.Certainty, State: models.ProposedOpen}
		if err := row.SetContent(tx.Keys(), a.ProposalContent); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// SubmitProposal hands the draft to the incident team. It takes the place of an earlier proposal that still waits: what was not settled of
// that one is superseded. A wish to be called opens a task.
func SubmitProposal(ctx context.Context, db *models.DB, v models.Viewer, party models.ID, version int) (models.Proposal, error) {
	p, err := models.FindParty(db.View(ctx), v, party)
	if err != nil {
		return models.Proposal{}, err
	}
	var draft models.Proposal
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "submit-proposal", Incident: p.IncidentID}, func(tx models.Tx) error {
		if err := mayPropose(tx, v, party); err != nil {
			return err
		}
		var begun bool
		if draft, begun, err = models.DraftProposal(tx, party); err != nil {
			return err
		}
		if !begun {
			return models.Conflict("There is no draft to submit: it was submitted already. Load the page again and look.")
		}
		draft.Version = version
		answers, err := models.ProposalAnswers(tx, draft.ID)
		if err != nil {
			return err
		}
		// 1 what is said is whole; all faults at once.
		questions, err := whole(tx, answers[draft.ID])
		if err != nil {
			return err
		}
		// 2 the one before steps aside, so that only one waits.
		if err := supersede(tx, v, party); err != nil {
			return err
		}
		// 3 from here on nobody edits it.
		if err := models.MoveProposal(tx, &draft, models.ProposalSubmitted, map[string]any{"submitted_at": tx.Now(), "submitted_by": v.Account}); err != nil {
			return err
		}
		tx.On("proposal", draft.ID)
		if err := tx.Details(map[string]any{"party": party, "questions": questions}); err != nil {
			return err
		}
		for _, q := range questions {
			if q == models.AskCall {
				return callTask(tx, v, p)
			}
		}
		return nil
	})
	return draft, err
}

func callTask(tx models.Tx, v models.Viewer, p models.Party) error {
	return tasks.Open(tx, []models.Task{{IncidentID: p.IncidentID, PartyID: &p.ID, Kind: "manual", Playbook: tasks.Plain, OpenedBy: &v.Account,
		Title: shorten("Call "+p.Name+": it asks for a call about what it knows", 200), Detail: "When and whom to call stands in its proposal, on the page of the societies."}})
}

func supersede(tx models.Tx, v models.Viewer, party models.ID) error {
	old, waits, err := models.WaitingProposal(tx, party)
	if err != nil || !waits {
		return err
	}
	answers, err := models.ProposalAnswers(tx, old.ID)
	if err != nil {
		return err
	}
	rows := answers[old.ID]
	for i := range rows {
		if rows[i].State != models.ProposedOpen {
			continue
		}
		if err := models.SettleAnswer(tx, &rows[i], models.ProposedSuperseded, v.Account, models.Settlement{}); err != nil {
			return err
		}
	}
	return models.MoveProposal(tx, &old, endOf(rows), map[string]any{"settled_at": tx.Now()})
}

// endOf is the state of a proposal by the states of its answers; submitted as long as one is open.
func endOf(answers []models.ProposalAnswer) models.ProposalState {
	n := map[models.ProposedState]int{}
	for _, a := range answers {
		n[a.State]++
	}
	switch {
	case n[models.ProposedOpen] > 0:
		return models.ProposalSubmitted
	case n[models.ProposedAccepted] == len(answers):
		return models.ProposalAccepted
	case n[models.ProposedAccepted] > 0:
		return models.ProposalPartly
	case n[models.ProposedSuperseded] > 0:
		return models.ProposalSuperseded
	}
	return models.ProposalDeclined
}
