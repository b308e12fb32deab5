package models

import (
	"fmt"
	"maps"
	"slices"
)

// UnnamedGroup is a group of which nobody has named everybody. Count is how many of it are still to be told: as many as it has at least,
// without those who stand here by name and those its society has reported about. Exact when the group was counted.
type UnnamedGroup struct {
	GroupID ID
	PartyID ID
	Count   CountRange
}

// unnamedRows are the people of groups beyond those who stand here by name: at least as many as the group has, told, unreached or excluded as
// their society reported, and pending otherwise. They are affected like everybody else, or the equation would add up by forgetting them.
func unnamedRows(groups []GroupCount, cohorts []PeopleCohort, reports map[ID]GroupReport) (rows []CoverageRow, open []UnnamedGroup) {
	named, listed := map[ID]int64{}, map[ID]int64{} // by group; by party, of a list that says nothing of groups
	for _, c := range cohorts {
		if c.GroupID != nil {
			named[*c.GroupID] += c.PeopleCount
		} else {
			listed[c.PartyID] += c.PeopleCount
		}
	}
	for _, g := range groups {
		rest, known := leastOf(g.Count)
		// A list that does not say which group its people are in is counted off against the party's groups one after the other.
		rest = max(rest-named[g.ID], 0)
		off := min(rest, listed[g.PartyID])
		rest, listed[g.PartyID] = rest-off, listed[g.PartyID]-off
		group := g.ID
		add := func(s Share, reason string, n int64) {
			if n > 0 {
				rows = append(rows, CoverageRow{PartyID: g.PartyID, GroupID: &group, Share: s, Reason: reason, Count: n, Unnamed: true})
			}
		}
		report := reports[g.ID]
		add(ShareTold, "reported", int64(report.Told))
		for _, reason := range slices.Sorted(maps.Keys(report.Unreached)) {
			add(ShareUnreached, reason, int64(report.Unreached[reason]))
		}
		for _, reason := range slices.Sorted(maps.Keys(report.Excluded)) {
			add(ShareExcluded, reason, int64(report.Excluded[reason]))
		}
		left := max(rest-int64(report.Sum()), 0)
		add(SharePending, "not_named", left)
		switch {
		case left > 0:
			n := int(left)
			open = append(open, UnnamedGroup{g.ID, g.PartyID, CountRange{Min: &n, Exact: g.Count.Exact}})
		case !known && named[g.ID] == 0 && listed[g.PartyID] == 0 && report.Sum() == 0:
			open = append(open, UnnamedGroup{g.ID, g.PartyID, CountRange{}})
		}
	}
	return rows, open
}

// leastOf is how many people a group has at least; false when nobody knows.
func leastOf(c CountRange) (int64, bool) {
	switch {
	case c.Min != nil:
		return int64(*c.Min), true
	case c.Max != nil:
		return 0, true
	}
	return 0, false
}

// unnamedOf reads what unnamedRows needs.
func unnamedOf(r Reader, v *Viewer, incident ID, cohorts []PeopleCohort) ([]CoverageRow, []UnnamedGroup, error) {
	q := r.q()
	if v != nil {
		q = scopeGroups(q, *v)
	}
	groups, err := countedGroups(q, incident)
	if err != nil {
		return nil, nil, err
	}
	reports, err := ReportedCounts(r, incident)
	if err != nil {
		return nil, nil, fmt.Errorf("reported counts: %w", err)
	}
	rows, open := unnamedRows(groups, cohorts, reports)
	return rows, open, nil
}
