package api

import (
	"context"
	"encoding/json"

	"candour/models"
	"candour/workflows/intake"
)

// ProposalValueBody is what is answered; each question uses its own part, the rest stays empty.
type ProposalValueBody struct {
	Count     *models.CountRange `json:"count,omitempty" doc:"people-count"`
	Label     string             `json:"label,omitempty" maxLength:"300" doc:"people-count: what people in no group yet are called."`
	Languages []string           `json:"languages,omitempty" maxItems:"30" doc:"languages: BCP 47, the first one first."`
	Safe      []string           `json:"safe,omitempty" maxItems:"8" doc:"channels: email, sms, messaging, call, letter, visit, counter, broadcast."`
	Unsafe    []string           `json:"unsafe,omitempty" maxItems:"8" doc:"channels: the same words."`
	At        Moment             `json:"at,omitempty" doc:"awareness"`
	Zone      string             `json:"zone,omitempty" maxLength:"60" doc:"awareness"`
	Reason    string             `json:"reason,omitempty" maxLength:"1000" doc:"awareness: why this moment and no other."`
	Name      string             `json:"name,omitempty" maxLength:"300" doc:"contact"`
	Email     string             `json:"email,omitempty" maxLength:"300" doc:"contact"`
	Telephone string             `json:"telephone,omitempty" maxLength:"100" doc:"contact"`
	Text      string             `json:"text,omitempty" maxLength:"2000" doc:"law, channels, exceptions, call-me"`
	Plan      *ContactPlanBody   `json:"plan,omitempty" doc:"contact-plan: how the group of group_id, or the person, is told safely. What the centre decides (cleared) is not a society's to say."`
	Person    int64              `json:"person,omitempty" minimum:"0" doc:"contact-plan: of this person instead of a group."`
}

func valueBody(v models.ProposalValue) ProposalValueBody {
	return ProposalValueBody{v.Count, v.Label, v.Languages, v.Safe, v.Unsafe, at(v.At), v.Zone, v.Reason, v.Name, v.Email, v.Telephone, v.Text, planOf(v.Plan), v.Person}
}

// planOf reads a plan as it was written down; one that cannot be read any more is shown as none.
func planOf(raw json.RawMessage) *ContactPlanBody {
	var b ContactPlanBody
	if len(raw) == 0 || json.Unmarshal(raw, &b) != nil {
		return nil
	}
	return &b
}

func (b ProposalValueBody) plan() json.RawMessage {
	if b.Plan == nil {
		return nil
	}
	raw, err := json.Marshal(b.Plan)
	if err != nil {
		return nil
	}
	return raw
}

func (b ProposalValueBody) value() models.ProposalValue {
	return models.ProposalValue{Count: b.Count, Label: b.Label, Languages: b.Languages, Safe: b.Safe, Unsafe: b.Unsafe, At: b.At.Instant, Zone: b.Zone, Reason: b.Reason,
		Name: b.Name, Email: b.Email, Telephone: b.Telephone, Text: b.Text, Plan: b.plan(), Person: b.Person}
}

// ProposalAnswerBody is one answer as the society gives it.
type ProposalAnswerBody struct {
	Question  string            `json:"question" enum:"people-count,law,languages,channels,contact-plan,exceptions,awareness,contact,call-me"`
	GroupID   string            `json:"group_id,omitempty" maxLength:"36" doc:"people-count, contact-plan: of this group."`
	DataSetID string            `json:"data_set_id,omitempty" maxLength:"36" doc:"people-count: of people in no group yet."`
	Certainty string            `json:"certainty,omitempty" enum:"assumed,reported,likely,confirmed" default:"reported"`
	Value     ProposalValueBody `json:"value"`
	Source    string            `json:"source,omitempty" maxLength:"300" doc:"Who or what says so there; sealed."`
	Note      string            `json:"note,omitempty" maxLength:"2000" doc:"Sealed."`
}

// ProposalAnswerView is an answer beside what stands there now, or stood there when it was settled.
type ProposalAnswerView struct {
	ID        string               `json:"id" doc:"Empty in what is known."`
	Question  models.Question      `json:"question" enum:"people-count,law,languages,channels,contact-plan,exceptions,awareness,contact,call-me"`
	GroupID   *string              `json:"group_id"`
	Group     string               `json:"group" doc:"Name of the group; empty when it was taken out."`
	DataSetID *string              `json:"data_set_id"`
	Certainty models.Certainty     `json:"certainty" enum:",assumed,reported,likely,confirmed" doc:"Empty in what is known."`
	Value     ProposalValueBody    `json:"value"`
	Now       ProposalValueBody    `json:"now" doc:"What stands there now; of a settled answer, what stood there then."`
	Seen      string               `json:"seen" doc:"Mark of now, to be named when accepting."`
	Source    string               `json:"source"`
	Note      string               `json:"note"`
	Hidden    bool                 `json:"hidden" doc:"What may concern single people is left out for this role."`
	State     models.ProposedState `json:"state" enum:",open,accepted,declined,superseded" doc:"Empty in what is known."`
	SettledAt Moment               `json:"settled_at"`
	Reason    string               `json:"reason" doc:"Why it was declined."`
}

// ProposalView is what a society proposes about itself.
type ProposalView struct {
	ID          string               `json:"id"`
	IncidentID  string               `json:"incident_id"`
	PartyID     string               `json:"party_id"`
	Party       string               `json:"party"`
	State       models.ProposalState `json:"state" enum:"draft,submitted,accepted,partly-accepted,declined,superseded"`
	SavedAt     Moment               `json:"saved_at"`
	SubmittedAt Moment               `json:"submitted_at"`
	SubmittedBy string               `json:"submitted_by" doc:"Name; empty for those who may not read it."`
	SettledAt   Moment               `json:"settled_at"`
	Version     int                  `json:"version"`
	Answers     []ProposalAnswerView `json:"answers" nullable:"false"`
}

// ProposalList is the proposals of an incident; those that wait come first.
type ProposalList struct {
	Items []ProposalView `json:"items" nullable:"false"`
	Open  int            `json:"open" doc:"Answers that wait for the incident team."`
}

// OwnProposalForm is what a society's form begins with.
type OwnProposalForm struct {
	Party  PartyView            `json:"party"`
	Groups []ProposalGroup      `json:"groups" nullable:"false"`
	Draft  *ProposalView        `json:"draft,omitempty" doc:"What the society is writing; absent: nothing yet."`
	Last   *ProposalView        `json:"last,omitempty" doc:"What it submitted last; absent: nothing yet."`
	Known  []ProposalAnswerView `json:"known" nullable:"false" doc:"What the incident team has, question by question, in now."`
}

// ProposalGroup names a group the society may count.
type ProposalGroup struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// AcceptedAnswer names an answer and the mark of what was seen beside it.
type AcceptedAnswer struct {
	ID   string `json:"id" maxLength:"36"`
	Seen string `json:"seen" maxLength:"64"`
}

func answerView(a intake.ReadAnswer) ProposalAnswerView {
	return ProposalAnswerView{a.ID, a.Question, a.GroupID, a.Group, a.DataSetID, a.Certainty, valueBody(a.Value), valueBody(a.Now), a.Seen, a.Source, a.Note, a.Hidden, a.State,
		at(a.SettledAt), a.Reason}
}

func proposalViews(r models.Reader, v models.Viewer, ps []intake.ReadProposal) ([]ProposalView, error) {
	ids := []models.ID{}
	for _, p := range ps {
		if p.SubmittedBy != nil {
			ids = append(ids, *p.SubmittedBy)
		}
	}
	names := map[models.ID]string{}
	if v.OpensSources() || v.Role == models.RoleFocalPoint {
		var err error
		if names, err = models.AccountNames(r, ids); err != nil {
			return nil, err
		}
	}
	out := []ProposalView{}
	for _, p := range ps {
		x := ProposalView{ID: p.ID, IncidentID: p.IncidentID, PartyID: p.PartyID, Party: p.Party.Name, State: p.State, SavedAt: at(p.SavedAt), SubmittedAt: at(p.SubmittedAt),
			SettledAt: at(p.SettledAt), Version: p.Version, Answers: []ProposalAnswerView{}}
		if p.SubmittedBy != nil {
			x.SubmittedBy = names[*p.SubmittedBy]
		}
		for _, a := range p.Answers {
			x.Answers = append(x.Answers, answerView(a))
		}
		out = append(out, x)
	}
	return out, nil
}

func ownForm(r models.Reader, v models.Viewer, party models.ID) (OwnProposalForm, error) {
	f, err := intake.ReadOwnForm(r, v, party)
	out := OwnProposalForm{Party: partyView(f.Party), Groups: []ProposalGroup{}, Known: []ProposalAnswerView{}}
	if err != nil {
		return out, err
	}
	for _, g := range f.Groups {
		out.Groups = append(out.Groups, ProposalGroup{g.ID, g.Name})
	}
	for _, k := range f.Known {
		out.Known = append(out.Known, answerView(k))
	}
	for from, to := range map[*intake.ReadProposal]**ProposalView{f.Draft: &out.Draft, f.Last: &out.Last} {
		if from == nil {
			continue
		}
		views, err := proposalViews(r, v, []intake.ReadProposal{*from})
		if err != nil {
			return out, err
		}
		*to = &views[0]
	}
	return out, nil
}

func registerProposals(s *Server) {
	tags := []string{"Society proposals"}
	read(s, Operation{ID: "list-society-proposals", Path: "/incidents/{incident_id}/society-proposals", Summary: "What societies propose about themselves; a focal point sees its own society's.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body ProposalList }, error) {
			ps, err := intake.ListProposals(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			views, err := proposalViews(r, v, ps)
			out := ProposalList{Items: views}
			for _, p := range views {
				for _, a := range p.Answers {
					if a.State == models.ProposedOpen {
						out.Open++
					}
				}
			}
			return &struct{ Body ProposalList }{out}, err
		})
	type form struct{ Body OwnProposalForm }
	answer := func(ctx context.Context, db *models.DB, v models.Viewer, party models.ID, err error) (*form, error) {
		if err != nil {
			return nil, err
		}
		f, err := ownForm(db.View(ctx), v, party)
		return &form{f}, err
	}
	read(s, Operation{ID: "show-own-proposal", Path: "/parties/{party_id}/proposal", Summary: "What the own society is writing, said last, and what is known of it.", Right: models.RightPropose, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"party_id"`
		}) (*form, error) {
			f, err := ownForm(r, v, in.ID)
			return &form{f}, err
		})
	act(s, Operation{ID: "save-proposal", Method: "PUT", Path: "/parties/{party_id}/proposal", Summary: "Keep the draft, whatever is still missing, so that it can be finished elsewhere.", Right: models.RightPropose, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"party_id"`
			Body struct {
				Version int                  `json:"version" minimum:"0" doc:"Of the draft that was loaded; 0: none yet."`
				Answers []ProposalAnswerBody `json:"answers" maxItems:"100" nullable:"false"`
			}
		}) (*form, error) {
			answers := []intake.OwnAnswer{}
			for _, b := range in.Body.Answers {
				a := intake.OwnAnswer{Question: models.Question(b.Question), Certainty: models.Certainty(b.Certainty),
					ProposalContent: models.ProposalContent{Value: b.Value.value(), Source: b.Source, Note: b.Note}}
				if b.GroupID != "" {
					a.GroupID = &b.GroupID
				}
				if b.DataSetID != "" {
					a.DataSetID = &b.DataSetID
				}
				answers = append(answers, a)
			}
			_, err := intake.SaveProposal(ctx, db, v, in.ID, in.Body.Version, answers)
			return answer(ctx, db, v, in.ID, err)
		})
	act(s, Operation{ID: "submit-proposal", Path: "/parties/{party_id}/proposal/submission", Summary: "Hand the draft to the incident team; it is not edited after that.", Right: models.RightPropose, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"party_id"`
			Body struct {
				Version int `json:"version" minimum:"1"`
			}
		}) (*form, error) {
			_, err := intake.SubmitProposal(ctx, db, v, in.ID, in.Body.Version)
			return answer(ctx, db, v, in.ID, err)
		})
	act(s, Operation{ID: "accept-proposal", Path: "/society-proposals/{proposal_id}/acceptance", Summary: "Take answers over; each goes where the incident team would have written it, with the society as source.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"proposal_id"`
			Body struct {
				Version int              `json:"version" minimum:"1"`
				Answers []AcceptedAnswer `json:"answers" minItems:"1" maxItems:"100" nullable:"false"`
			}
		}) (*struct{ Body Empty }, error) {
			takes := []intake.Take{}
			for _, a := range in.Body.Answers {
				takes = append(takes, intake.Take{Answer: a.ID, Seen: a.Seen})
			}
			_, err := intake.AcceptProposal(ctx, db, s.Library, v, in.ID, in.Body.Version, takes)
			return &struct{ Body Empty }{}, err
		})
	act(s, Operation{ID: "decline-proposal", Path: "/society-proposals/{proposal_id}/refusal", Summary: "Leave answers aside with a reason that the society reads.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"proposal_id"`
			Body struct {
				Version int      `json:"version" minimum:"1"`
				Answers []string `json:"answers" minItems:"1" maxItems:"100" nullable:"false"`
				Reason  string   `json:"reason" minLength:"1" maxLength:"1000" doc:"No names of people."`
			}
		}) (*struct{ Body Empty }, error) {
			_, err := intake.DeclineProposal(ctx, db, v, in.ID, in.Body.Version, in.Body.Answers, in.Body.Reason)
			return &struct{ Body Empty }{}, err
		})
}
