package api

import (
	"context"

	"candour/models"
	"candour/workflows/dispatch"
)

// OwnHousehold is a decision about one household.
type OwnHousehold struct {
	First    int64  `json:"first" minimum:"1" doc:"The first person of the household."`
	Decision string `json:"decision" enum:",separate,combined" doc:"Empty: as the rule says."`
}

// HouseholdView is the people of one group who share a mailbox or a telephone. Who they are stands on their own pages.
type HouseholdView struct {
	First    int64   `json:"first" doc:"Stands for the household in decisions."`
	Channel  string  `json:"channel"`
	Party    string  `json:"party"`
	Group    string  `json:"group"`
	People   []int64 `json:"people" nullable:"false"`
	Decision string  `json:"decision" enum:",separate,combined" doc:"Empty: nobody has decided."`
	Own      bool    `json:"own" doc:"By a decision of its own, not by the rule."`
}

// HouseholdPage is some of the households of a dispatch.
type HouseholdPage struct {
	Items []HouseholdView `json:"items" nullable:"false"`
	Next  int64           `json:"next" doc:"To be named as after; 0: there are no more."`
}

const householdsOnPage = 50

func registerHouseholds(s *Server, tags []string) {
	read(s, Operation{ID: "list-households", Path: "/dispatches/{dispatch_id}/households", Summary: "People who share a mailbox or a telephone, household by household.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			DispatchPath
			After int64 `query:"after" minimum:"0"`
		}) (*struct{ Body HouseholdPage }, error) {
			rows, err := dispatch.Households(r, v, in.ID, in.After, householdsOnPage+1)
			if err != nil {
				return nil, err
			}
			out := HouseholdPage{Items: []HouseholdView{}}
			if len(rows) > householdsOnPage {
				rows = rows[:householdsOnPage]
				out.Next = rows[householdsOnPage-1].First
			}
			if len(rows) == 0 {
				return &struct{ Body HouseholdPage }{out}, nil
			}
			d, err := models.FindDispatch(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			parties, groups, cohorts, err := namesOfCohorts(r, v, d.IncidentID)
			if err != nil {
				return nil, err
			}
			for _, h := range rows {
				x := HouseholdView{First: h.First, Channel: h.Channel, People: h.People, Decision: h.Decision, Own: h.Own}
				if c, ok := cohorts[h.Cohort]; ok {
					x.Party = parties[c.PartyID]
					if c.GroupID != nil {
						x.Group = groups[*c.GroupID]
					}
				}
				out.Items = append(out.Items, x)
			}
			return &struct{ Body HouseholdPage }{out}, nil
		})
}

func namesOfCohorts(r models.View, v models.Viewer, incident models.ID) (parties, groups map[models.ID]string, cohorts map[int64]models.PeopleCohort, err error) {
	if parties, err = models.PartyNames(r, v, incident); err != nil {
		return nil, nil, nil, err
	}
	all, err := models.ListGroups(r, v, incident)
	if err != nil {
		return nil, nil, nil, err
	}
	groups = map[models.ID]string{}
	for _, g := range all {
		groups[g.ID] = g.Name
	}
	rows, err := models.CohortsOf(r, incident)
	cohorts = map[int64]models.PeopleCohort{}
	for _, c := range rows {
		cohorts[c.Number] = c
	}
	return parties, groups, cohorts, err
}
