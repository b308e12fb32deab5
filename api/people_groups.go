package api

import (
	"context"
	"fmt"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/intake"
)

// GroupView is people of one party in one data set who are alike for the rules and for how they can be told.
type GroupView struct {
	ID              string                       `json:"id"`
	IncidentID      string                       `json:"incident_id"`
	PartyID         string                       `json:"party_id"`
	DataSetID       *string                      `json:"data_set_id"`
	Name            string                       `json:"name"`
	Kinds           []string                     `json:"kinds" nullable:"false"`
	Vulnerabilities []string                     `json:"vulnerabilities" nullable:"false"`
	Categories      []string                     `json:"categories" nullable:"false" doc:"Empty: those of the data set."`
	Languages       []string                     `json:"languages" nullable:"false"`
	Count           models.CountRange            `json:"count" doc:"Both ends null: not known yet."`
	Residence       map[string]models.CountRange `json:"residence" doc:"Country or US-CA style -> people living there."`
	RiskLevel       terms.RiskLevel              `json:"risk_level" enum:"none_likely,risk,high_risk," doc:"Empty: not known yet."`
	RiskReason      string                       `json:"risk_reason"`
	RiskSetAt       Moment                       `json:"risk_set_at"`
	Version         int                          `json:"version"`
}

func groupView(g models.PeopleGroup) GroupView {
	residence := g.Residence.V
	if residence == nil {
		residence = map[string]models.CountRange{}
	}
	return GroupView{g.ID, g.IncidentID, g.PartyID, g.DataSetID, g.Name, notNil(g.Kinds.V), notNil(g.Vulnerabilities.V), notNil(g.Categories.V), notNil(g.Languages.V),
		g.Count.V, residence, g.RiskLevel, g.RiskReason, at(g.RiskSetAt), g.Version}
}

// RangeBody is a number of people as far as it is known.
type RangeBody struct {
	Min   *int `json:"min,omitempty" minimum:"0" doc:"At least; absent: not known yet."`
	Max   *int `json:"max,omitempty" minimum:"0" doc:"At most; absent: not known yet."`
	Exact bool `json:"exact,omitempty" doc:"Counted, not estimated."`
}

func (b RangeBody) count() models.CountRange {
	return models.CountRange{Min: b.Min, Max: b.Max, Exact: b.Exact}
}

// GroupBody is what can be written of a group.
type GroupBody struct {
	PartyID         string               `json:"party_id" maxLength:"36"`
	DataSetID       string               `json:"data_set_id,omitempty" maxLength:"36"`
	Name            string               `json:"name,omitempty" maxLength:"300" doc:"Absent: party and data set."`
	Kinds           []string             `json:"kinds,omitempty" maxItems:"50"`
	Vulnerabilities []string             `json:"vulnerabilities,omitempty" maxItems:"50"`
	Categories      []string             `json:"categories,omitempty" maxItems:"50"`
	Languages       []string             `json:"languages,omitempty" maxItems:"30"`
	Count           RangeBody            `json:"count,omitempty"`
	Residence       map[string]RangeBody `json:"residence,omitempty"`
	Certainty       string               `json:"certainty,omitempty" enum:"assumed,reported,likely,confirmed" default:"reported" doc:"Of the count."`
	Source          string               `json:"source,omitempty" maxLength:"500" doc:"Of the count; sealed."`
	LearntAt        Moment               `json:"learnt_at,omitempty" doc:"Of the count; absent: now."`
}

func (b GroupBody) entry() intake.GroupEntry {
	e := intake.GroupEntry{PartyID: b.PartyID, Name: b.Name, Kinds: b.Kinds, Vulnerabilities: b.Vulnerabilities, Categories: b.Categories, Languages: b.Languages,
		Count: b.Count.count(), Residence: map[string]models.CountRange{}, Certainty: models.Certainty(b.Certainty), Source: b.Source, LearntAt: b.LearntAt.Instant}
	if b.DataSetID != "" {
		e.DataSetID = &b.DataSetID
	}
	for country, r := range b.Residence {
		e.Residence[country] = r.count()
	}
	return e
}

// GroupPage is one page of the people groups of an incident, by name.
type GroupPage struct {
	Items []GroupView `json:"items" nullable:"false"`
	Next  string      `json:"next"`
}

type groupOutput struct{ Body GroupView }

func groupOf(g models.PeopleGroup, err error) (*groupOutput, error) {
	if err != nil {
		return nil, err
	}
	return &groupOutput{groupView(g)}, nil
}

func registerPeopleGroups(s *Server) {
	tags := []string{"Data sets and people groups"}
	var groups kept[*struct{ Body GroupPage }]
	read(s, Operation{ID: "list-people-groups", Path: "/incidents/{incident_id}/people-groups", Summary: "The people groups of an incident by name; a focal point sees its own society's.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
			PageQuery
			PartyID   string `query:"party_id" maxLength:"36"`
			DataSetID string `query:"data_set_id" maxLength:"36" doc:"A data set, or none for the groups of no data set."`
		}) (*struct{ Body GroupPage }, error) {
			f := models.GroupFilter{Party: in.PartyID, DataSet: in.DataSetID}
			if in.DataSetID == "none" {
				f.DataSet, f.NoDataSet = "", true
			}
			return groups.page(r, v, in.ID, fmt.Sprintf("%#v %#v", f, in.PageQuery), func() (*struct{ Body GroupPage }, error) {
				p, err := models.PageGroups(r, v, in.ID, f, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
				if err != nil {
					return nil, err
				}
				out := &struct{ Body GroupPage }{GroupPage{make([]GroupView, 0, len(p.Items)), p.Next}}
				for _, g := range p.Items {
					out.Body.Items = append(out.Body.Items, groupView(g))
				}
				return out, nil
			})
		})
	read(s, Operation{ID: "show-people-group", Path: "/people-groups/{group_id}", Summary: "One people group.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"group_id"`
		}) (*groupOutput, error) {
			return groupOf(models.FindGroup(r, v, in.ID))
		})
	act(s, Operation{ID: "add-people-group", Path: "/incidents/{incident_id}/people-groups", Summary: "Add a people group; its count keeps its history.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body GroupBody
		}) (*groupOutput, error) {
			return groupOf(intake.AddGroup(ctx, db, v, in.ID, in.Body.entry()))
		})
	act(s, Operation{ID: "edit-people-group", Method: "PUT", Path: "/people-groups/{group_id}", Summary: "Write a group anew; a new count is added to its history.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"group_id"`
			Body struct {
				GroupBody
				Version int `json:"version" minimum:"1"`
			}
		}) (*groupOutput, error) {
			return groupOf(intake.EditGroup(ctx, db, v, in.ID, in.Body.Version, in.Body.entry()))
		})
	act(s, Operation{ID: "remove-people-group", Path: "/people-groups/{group_id}/remove", Summary: "Take a group out with a reason; its facts stay in the record.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"group_id"`
			Body VersionReasonBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, intake.RemoveGroup(ctx, db, v, in.ID, in.Body.Version, in.Body.Reason)
		})
	act(s, Operation{ID: "set-risk", Path: "/people-groups/{group_id}/risk", Summary: "Set how high the risk to these people is, with a reason.", Right: models.RightAssess, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"group_id"`
			Body struct {
				Level   string `json:"level" enum:"none_likely,risk,high_risk," doc:"Empty: not known yet."`
				Reason  string `json:"reason" minLength:"1" maxLength:"1000"`
				Version int    `json:"version" minimum:"1"`
			}
		}) (*groupOutput, error) {
			return groupOf(intake.SetRisk(ctx, db, v, in.ID, in.Body.Version, terms.RiskLevel(in.Body.Level), in.Body.Reason))
		})
}
