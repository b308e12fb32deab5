package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
)

// AssessmentView is one run of the rules.
type AssessmentView struct {
	Number   int                   `json:"number"`
	RunAt    Moment                `json:"run_at"`
	RunBy    string                `json:"run_by,omitempty"`
	Outcomes map[terms.Outcome]int `json:"outcomes" doc:"How many determinations of each kind."`
	Result   string                `json:"result_hash" doc:"The same facts and rules give the same hash."`
	Held     int                   `json:"held" doc:"Changes that this run did not make, because they take something away and wait for a person."`
}

// AssessmentList is every run of an incident.
type AssessmentList struct {
	Items []AssessmentView `json:"items" nullable:"false"`
	// Behind is true when facts, an agreement or an own target changed after the newest run, or there was none.
	Behind bool `json:"behind" doc:"Facts, an agreement or an own target changed after the newest run."`
}

// DeterminationRow is what the rules say about one duty, and what people made of it, as a list shows it.
type DeterminationRow struct {
	ID            string              `json:"id"`
	IncidentID    string              `json:"incident_id"`
	PartyID       string              `json:"party_id"`
	Party         string              `json:"party"`
	Regime        string              `json:"regime"`
	Agreement     bool                `json:"agreement" doc:"It is not law: the organisation signed it."`
	Law           string              `json:"law"`
	Duty          string              `json:"duty"`
	Jurisdiction  string              `json:"jurisdiction"`
	Recipient     string              `json:"recipient"`
	RecipientName string              `json:"recipient_name"`
	Outcome       terms.Outcome       `json:"outcome" enum:"required,not_required,exempt,undetermined,not_bound" doc:"What the rules say."`
	Effective     terms.Outcome       `json:"effective" enum:"required,not_required,exempt,undetermined,not_bound" doc:"What stands, after people decided."`
	Decided       models.DecisionKind `json:"decided" enum:",confirm,waive,overrule" doc:"Empty: the proposal of the rules stands."`
	Review        bool                `json:"review" doc:"The rules changed their answer after a person decided: look again."`
	DueAt         Moment              `json:"due_at"`
	TargetAt      Moment              `json:"target_at"`
	Zone          string              `json:"zone"`
	Citation      string              `json:"citation"`
	Confidence    string              `json:"confidence"`
	Reason        string              `json:"reason" doc:"The one of its reasons that carries most."`
	Needs         []string            `json:"needs" nullable:"false" doc:"Facts that could still change it."`
}

// DeterminationView is a determination with everything it stands on.
type DeterminationView struct {
	DeterminationRow
	DueLocal     string             `json:"due_local"`
	TargetLocal  string             `json:"target_local"`
	PackVersion  string             `json:"pack_version"`
	Reasons      []string           `json:"reasons" nullable:"false"`
	FactsUsed    []string           `json:"facts_used" nullable:"false"`
	Also         []models.AlsoClock `json:"also" nullable:"false"`
	SaidAt       Moment             `json:"said_at"`
	SupersededAt Moment             `json:"superseded_at"`
}

// DecisionView is one act of one person.
type DecisionView struct {
	ID              string              `json:"id"`
	DeterminationID string              `json:"determination_id"`
	ObligationID    string              `json:"obligation_id,omitempty"`
	AnswersID       string              `json:"answers_id,omitempty" doc:"The proposal this one answers."`
	Kind            models.DecisionKind `json:"kind"`
	Outcome         terms.Outcome       `json:"outcome"`
	DueAt           Moment              `json:"due_at"`
	Reason          string              `json:"reason"`
	DecidedAt       Moment              `json:"decided_at"`
	DecidedBy       string              `json:"decided_by"`
	DecidedByID     string              `json:"decided_by_id"`
}

// DeterminationList is a page of what the rules say.
type DeterminationList struct {
	Items  []DeterminationRow    `json:"items" nullable:"false"`
	Next   string                `json:"next,omitempty"`
	Counts map[terms.Outcome]int `json:"counts" doc:"Of the whole incident, by what stands."`
}

// DeterminationDetail is one duty with everything that was ever said and decided about it.
type DeterminationDetail struct {
	Determination DeterminationView   `json:"determination"`
	Decisions     []DecisionView      `json:"decisions" nullable:"false"`
	History       []DeterminationView `json:"history" nullable:"false" doc:"Every answer of the rules, newest first."`
}

// DecisionList is what people decided or proposed.
type DecisionList struct {
	Items []DecisionView `json:"items" nullable:"false"`
}

// AssessmentDetail is one run with exactly what it was given and what it answered.
type AssessmentDetail struct {
	AssessmentView
	Packs       map[string]string `json:"packs" doc:"Regime to the version of its pack."`
	Environment map[string]string `json:"environment"`
	Input       json.RawMessage   `json:"input"`
	Result      json.RawMessage   `json:"result"`
}

type proposalOutput struct {
	Body struct {
		ID string `json:"id" doc:"The proposal; a second person answers it."`
	}
}

func newProposal(id models.ID) *proposalOutput {
	out := &proposalOutput{}
	out.Body.ID = id
	return out
}

// IncidentPath is the incident in an address.
type IncidentPath struct {
	ID string `path:"incident_id"`
}

// DeterminationPath is the determination in an address.
type DeterminationPath struct {
	ID string `path:"determination_id"`
}

func registerDecisions(s *Server) {
	tags := []string{"Decisions"}
	registerAssessments(s, tags)
	var determinations kept[*struct{ Body DeterminationList }]
	read(s, Operation{ID: "list-determinations", Path: "/incidents/{incident_id}/determinations", Summary: "What the rules say now: party by duty.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			PageQuery
			PartyID   string `query:"party_id"`
			Effective string `query:"effective" enum:"required,not_required,exempt,undetermined,not_bound"`
			Recipient string `query:"recipient" enum:"authority,subjects,controller,other,self"`
			Undecided bool   `query:"undecided" doc:"Only what nobody has decided, or has to look at again."`
		}) (*struct{ Body DeterminationList }, error) {
			f := models.DeterminationFilter{Party: in.PartyID, Effective: terms.Outcome(in.Effective), Recipient: in.Recipient, Undecided: in.Undecided}
			return determinations.page(r, v, in.ID, fmt.Sprintf("%#v %#v", f, in.PageQuery), func() (*struct{ Body DeterminationList }, error) {
				return listDeterminations(r, v, in.ID, f, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			})
		})
	read(s, Operation{ID: "show-determination", Path: "/determinations/{determination_id}", Summary: "One duty: its reasons, every earlier answer, every decision.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *DeterminationPath) (*struct{ Body DeterminationDetail }, error) {
			return showDetermination(r, v, in.ID)
		})
	read(s, Operation{ID: "list-proposals", Path: "/incidents/{incident_id}/proposals", Summary: "What waits for a second person.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body DecisionList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListOpenProposals(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := viewDecisions(r, rows)
			return &struct{ Body DecisionList }{DecisionList{items}}, err
		})
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "confirm-decision", Path: "/determinations/{determination_id}/confirmation", Summary: "The rules are right about this duty.", Right: models.RightConfirm, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			DeterminationPath
			Body struct {
				Reason string `json:"reason,omitempty" maxLength:"4000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(assessment.Confirm(ctx, db, v, in.ID, in.Body.Reason))
		})
	act(s, Operation{ID: "propose-overrule", Path: "/determinations/{determination_id}/overrule", Summary: "The rules are wrong here; a second person has to agree.", Right: models.RightOverrule, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			DeterminationPath
			Body struct {
				Outcome string `json:"outcome" enum:"required,not_required,exempt"`
				Reason  string `json:"reason" maxLength:"4000"`
			}
		}) (*proposalOutput, error) {
			id, err := assessment.ProposeOverrule(ctx, db, v, in.ID, terms.Outcome(in.Body.Outcome), in.Body.Reason)
			return newProposal(id), err
		})
	act(s, Operation{ID: "answer-proposal", Path: "/decisions/{decision_id}/answer", Summary: "Be the second person: agree or decline.", Right: models.RightOverrule, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"decision_id"`
			Body struct {
				Agree  bool   `json:"agree"`
				Reason string `json:"reason,omitempty" maxLength:"4000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(assessment.AnswerProposal(ctx, db, v, in.ID, in.Body.Agree, in.Body.Reason))
		})
}

// DifferenceShown is the difference that a person has looked at and accepts. Without it only what asks for more or sooner takes effect.
type DifferenceShown struct {
	FactsVersion int64  `json:"facts_version"`
	Mark         string `json:"mark" maxLength:"64" doc:"Of the difference as it was read."`
}

func registerAssessments(s *Server, tags []string) {
	act(s, Operation{ID: "run-assessment", Path: "/incidents/{incident_id}/assessments", Summary: "Run the rules over the facts as they are now, and accept the difference that was read.", Right: models.RightAssess, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body *DifferenceShown
		}) (*struct{ Body AssessmentView }, error) {
			if in.Body == nil {
				a, err := assessment.DecideStricter(ctx, db, v, in.ID)
				return &struct{ Body AssessmentView }{viewAssessment(a, nil)}, err
			}
			a, err := assessment.DecideShown(ctx, db, v, in.ID, in.Body.FactsVersion, in.Body.Mark)
			return &struct{ Body AssessmentView }{viewAssessment(a, nil)}, err
		})
	read(s, Operation{ID: "list-assessments", Path: "/incidents/{incident_id}/assessments", Summary: "Every run of the rules, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body AssessmentList }, error) {
			incident, err := models.FindIncident(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			rows, err := models.ListAssessments(r, in.ID)
			if err != nil {
				return nil, err
			}
			names, err := peopleWhoRan(r, rows)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body AssessmentList }{AssessmentList{Items: make([]AssessmentView, 0, len(rows)), Behind: true}}
			for i, a := range rows {
				out.Body.Items = append(out.Body.Items, viewAssessment(a, names))
				if i == 0 {
					// An agreement that cannot be read any more is a reason to look, not to show nothing.
					moved, err := assessment.RulesBehind(r, incident, a)
					out.Body.Behind = err != nil || moved || a.FactsVersion != incident.FactsVersion
				}
			}
			return out, nil
		})
	read(s, Operation{ID: "show-assessment", Path: "/incidents/{incident_id}/assessments/{number}", Summary: "One run with exactly what the rules were given and what they answered.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Number int `path:"number"`
		}) (*struct{ Body AssessmentDetail }, error) {
			return showAssessment(r, v, in.ID, in.Number)
		})
}
