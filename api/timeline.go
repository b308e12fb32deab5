package api

import (
	"context"
	"encoding/json"

	"candour/models"
)

// EventView is one entry of the record: who did what to what, when and why.
type EventView struct {
	Seq        int64          `json:"seq"`
	At         Moment         `json:"at"`
	Actor      string         `json:"actor" enum:"account,link,system,console"`
	By         PersonRef      `json:"by"`
	Operation  string         `json:"operation"`
	ObjectKind string         `json:"object_kind"`
	ObjectID   string         `json:"object_id"`
	Details    map[string]any `json:"details" doc:"Ids, words and counts."`
	Why        string         `json:"why" doc:"The reason a person gave; empty when none, or not for your role."`
	HasWhy     bool           `json:"has_why"`
	Manual     *ManualEntry   `json:"manual,omitempty" doc:"Written by hand; what happened may lie long before the entry."`
}

// EventPage is one page of the record, newest first.
type EventPage struct {
	Items []EventView `json:"items" nullable:"false"`
	Next  string      `json:"next"`
}

func eventPage(r models.Reader, v models.Viewer, chain string, p models.PageRequest) (*struct{ Body EventPage }, error) {
	page, err := models.ListEvents(r, chain, p)
	if err != nil {
		return nil, err
	}
	ids := []models.ID{}
	for _, e := range page.Items {
		if e.ActorKind == "account" {
			ids = append(ids, e.ActorID)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	manual, err := manualEntries(r, chain, page.Items)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body EventPage }{EventPage{[]EventView{}, page.Next}}
	for i := range page.Items {
		e := &page.Items[i]
		view := EventView{Seq: e.Seq, At: at(e.At), Actor: e.ActorKind, By: PersonRef{e.ActorID, names[e.ActorID]}, Operation: e.Operation,
			ObjectKind: e.ObjectKind, ObjectID: e.ObjectID, HasWhy: len(e.WhySealed) > 0}
		if err := json.Unmarshal([]byte(e.Details), &view.Details); err != nil {
			return nil, err
		}
		// A reason is free text and may hold more than its writer meant; those who decide and those who check may read it.
		if v.Has(models.RightReadPeople) || v.Has(models.RightExportEvidence) {
			if view.Why, err = e.Why(r.Keys()); err != nil {
				return nil, err
			}
		}
		if m, written := manual[e.ObjectID]; written {
			view.Manual = &m
		}
		out.Body.Items = append(out.Body.Items, view)
	}
	return out, nil
}

// Verification says whether the record is whole.
type Verification struct {
	Entries int64               `json:"entries" doc:"How many were walked."`
	Whole   bool                `json:"whole"`
	Faults  []models.ChainFault `json:"faults" nullable:"false" doc:"The first bad entry of each chain that has one."`
}

func registerTimeline(s *Server) {
	tags := []string{"Record"}
	read(s, Operation{ID: "list-timeline", Path: "/incidents/{incident_id}/timeline", Summary: "What was done in an incident, newest first.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
			PageQuery
		}) (*struct{ Body EventPage }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			return eventPage(r, v, in.ID, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
		})
	read(s, Operation{ID: "list-record", Path: "/record", Summary: "What was done outside incidents: accounts, directory, settings. Newest first.", Right: models.RightVerifyRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PageQuery) (*struct{ Body EventPage }, error) {
			return eventPage(r, v, models.OrganisationChain, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
		})
	read(s, Operation{ID: "verify-record", Path: "/record/verification", Summary: "Walk every chain and name the first bad entry of each.", Right: models.RightVerifyRecord, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body Verification }, error) {
			faults, n, err := models.VerifyChains(r)
			if faults == nil {
				faults = []models.ChainFault{}
			}
			return &struct{ Body Verification }{Verification{n, len(faults) == 0, faults}}, err
		})
}
