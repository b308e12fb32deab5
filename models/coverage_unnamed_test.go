package models

import (
	"reflect"
	"testing"
)

// Whom nobody has named is affected like everybody else: by the number the group has at least, and by what its society reported.
func TestPeopleNobodyHasNamedAreInTheEquation(t *testing.T) {
	n := func(x int) *int { return &x }
	hundred := GroupCount{ID: "g", PartyID: "p", Count: CountRange{Min: n(100)}}
	group := ID("g")
	for _, c := range []struct {
		name    string
		groups  []GroupCount
		cohorts []PeopleCohort
		reports map[ID]GroupReport
		want    map[Share]int64
		open    []int // still to be told, -1 when nobody knows how many
	}{
		{"nobody named, nothing reported: all are pending", []GroupCount{hundred}, nil, nil, map[Share]int64{SharePending: 100}, []int{100}},
		{"some named: the rest is pending", []GroupCount{hundred}, []PeopleCohort{{PartyID: "p", GroupID: &group, PeopleCount: 30}}, nil, map[Share]int64{SharePending: 70}, []int{70}},
		{"more named than the group was thought to have: nobody is left", []GroupCount{hundred}, []PeopleCohort{{PartyID: "p", GroupID: &group, PeopleCount: 130}}, nil, map[Share]int64{}, nil},
		{"a list that says nothing of groups is counted off", []GroupCount{hundred, {ID: "h", PartyID: "p", Count: CountRange{Min: n(50)}}}, []PeopleCohort{{PartyID: "p", PeopleCount: 120}}, nil,
			map[Share]int64{SharePending: 30}, []int{30}},
		{"reported: told, unreached and excluded, the rest is pending", []GroupCount{hundred}, nil,
			map[ID]GroupReport{"g": {Told: 60, Unreached: map[string]int{"no_address": 10, "moved": 5}, Excluded: map[string]int{"danger": 5}}},
			map[Share]int64{ShareTold: 60, ShareUnreached: 15, ShareExcluded: 5, SharePending: 20}, []int{20}},
		{"reported more than it has at least: they count as reported", []GroupCount{hundred}, nil, map[ID]GroupReport{"g": {Told: 140}}, map[Share]int64{ShareTold: 140}, nil},
		{"at most a hundred and nothing else known: nobody is counted, and it is no open end", []GroupCount{{ID: "g", PartyID: "p", Count: CountRange{Max: n(100)}}}, nil, nil, map[Share]int64{}, nil},
		{"nobody knows how many: listed as not known", []GroupCount{{ID: "g", PartyID: "p"}}, nil, nil, map[Share]int64{}, []int{-1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, open := unnamedRows(c.groups, c.cohorts, c.reports)
			got := map[Share]int64{}
			for _, r := range rows {
				got[r.Share] += r.Count
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("rows add up to %v, not %v", got, c.want)
			}
			var left []int
			for _, g := range open {
				if g.Count.Min == nil {
					left = append(left, -1)
				} else {
					left = append(left, *g.Count.Min)
				}
			}
			if !reflect.DeepEqual(left, c.open) {
				t.Errorf("still to be told %v, not %v", left, c.open)
			}
		})
	}
}
