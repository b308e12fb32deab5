package api

import (
	"cmp"
	"context"
	"slices"

	"candour/models"
	"candour/workflows/dispatch"
)

// EquationView is affected = told + pending + unreached + excluded + uncertain. The difference is nought, or an alarm.
type EquationView struct {
	Affected   int64 `json:"affected"`
	Told       int64 `json:"told"`
	Pending    int64 `json:"pending"`
	Unreached  int64 `json:"unreached"`
	Excluded   int64 `json:"excluded"`
	Uncertain  int64 `json:"uncertain"`
	Difference int64 `json:"difference"`
}

// CoveragePart is the equation of one party, or of one group of it.
type CoveragePart struct {
	EquationView
	PartyID string           `json:"party_id"`
	Party   string           `json:"party"`
	GroupID string           `json:"group_id"`
	Group   string           `json:"group"`
	Reasons []CoverageReason `json:"reasons" nullable:"false"`
}

// UnnamedView is a group of which not everybody is named or reported about. Count is how many are still to be told, at least.
type UnnamedView struct {
	PartyID string            `json:"party_id"`
	Party   string            `json:"party"`
	GroupID string            `json:"group_id"`
	Group   string            `json:"group"`
	Count   models.CountRange `json:"count"`
}

// CoverageView is the coverage of an incident. Whom nobody has named is in it by the number the group has at least.
type CoverageView struct {
	EquationView
	Reasons      []CoverageReason `json:"reasons" nullable:"false"`
	Parties      []CoveragePart   `json:"parties" nullable:"false"`
	Estimated    bool             `json:"estimated" doc:"Some of the people are counted by an estimate: affected is at least so many."`
	UnnamedCount int              `json:"unnamed_count" doc:"Groups in which not everybody is named or reported about."`
	Unnamed      []UnnamedView    `json:"unnamed" nullable:"false" doc:"The largest of them, twelve at most."`
}

// CoverageGroups is the equation group by group, the largest first.
type CoverageGroups struct {
	Count int            `json:"count" doc:"How many there are; more than fifty are not listed at once."`
	Items []CoveragePart `json:"items" nullable:"false"`
}

// unnamedShown and coverageGroups bound an answer that everybody on duty reads every few seconds.
const (
	unnamedShown   = 12
	coverageGroups = 50
)

func registerCoverage(s *Server, tags []string) {
	read(s, Operation{ID: "show-coverage", Path: "/incidents/{incident_id}/coverage", Summary: "Who has been told, in numbers that add up. A society sees its own people's only.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PeopleNoticesOf) (*struct{ Body CoverageView }, error) {
			c, err := cover(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			view, err := viewCoverage(r, in.ID, c)
			return &struct{ Body CoverageView }{view}, err
		})
	read(s, Operation{ID: "list-coverage-groups", Path: "/incidents/{incident_id}/coverage/groups", Summary: "Who has been told, group by group, the largest first; of one party, or those with people in one term.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PeopleNoticesOf
			PartyID string `query:"party_id" maxLength:"36"`
			Share   string `query:"share" enum:"told,pending,unreached,excluded,uncertain"`
		}) (*struct{ Body CoverageGroups }, error) {
			c, err := cover(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			groups := slices.DeleteFunc(c.Groups, func(p dispatch.Part) bool {
				return in.PartyID != "" && p.PartyID != in.PartyID || in.Share != "" && p.Shares[models.Share(in.Share)] == 0
			})
			slices.SortStableFunc(groups, func(a, b dispatch.Part) int { return cmp.Compare(b.Affected, a.Affected) })
			out := CoverageGroups{len(groups), []CoveragePart{}}
			groups = groups[:min(len(groups), coverageGroups)]
			names, err := namesOf(r, in.ID, groups)
			if err != nil {
				return nil, err
			}
			for _, g := range groups {
				out.Items = append(out.Items, names.part(g))
			}
			return &struct{ Body CoverageGroups }{out}, nil
		})
}

func cover(r models.View, v models.Viewer, id models.ID) (dispatch.Coverage, error) {
	incident, err := models.FindIncident(r, v, id)
	if err != nil {
		return dispatch.Coverage{}, err
	}
	return dispatch.Cover(r, v, incident)
}

func viewCoverage(r models.View, incident models.ID, c dispatch.Coverage) (CoverageView, error) {
	out := CoverageView{EquationView: equationView(c.Equation), Reasons: reasonViews(c.Reasons), Parties: []CoveragePart{}, UnnamedCount: len(c.Unnamed), Unnamed: []UnnamedView{}}
	out.Estimated = slices.ContainsFunc(c.Unnamed, func(u models.UnnamedGroup) bool { return !u.Count.Exact })
	least := func(u models.UnnamedGroup) int {
		if u.Count.Min == nil {
			return 0
		}
		return *u.Count.Min
	}
	unnamed := slices.Clone(c.Unnamed)
	slices.SortStableFunc(unnamed, func(a, b models.UnnamedGroup) int { return cmp.Compare(least(b), least(a)) })
	unnamed = unnamed[:min(len(unnamed), unnamedShown)]
	shown := make([]dispatch.Part, len(unnamed))
	for n, u := range unnamed {
		shown[n].GroupID = u.GroupID
	}
	names, err := namesOf(r, incident, shown)
	if err != nil {
		return out, err
	}
	for _, p := range c.Parties {
		out.Parties = append(out.Parties, names.part(p))
	}
	for _, u := range unnamed {
		out.Unnamed = append(out.Unnamed, UnnamedView{u.PartyID, names.party[u.PartyID], u.GroupID, names.group[u.GroupID], u.Count})
	}
	return out, nil
}

// coverageNames are what the parts are called.
type coverageNames struct{ party, group map[models.ID]string }

func namesOf(r models.View, incident models.ID, groups []dispatch.Part) (coverageNames, error) {
	var out coverageNames
	var err error
	if out.party, err = models.NamesOfAllParties(r, incident); err != nil {
		return out, err
	}
	ids := make([]models.ID, 0, len(groups))
	for _, g := range groups {
		if g.GroupID != "" {
			ids = append(ids, g.GroupID)
		}
	}
	out.group, err = models.GroupNames(r, ids)
	return out, err
}

func (n coverageNames) part(p dispatch.Part) CoveragePart {
	return CoveragePart{equationView(p.Equation), p.PartyID, n.party[p.PartyID], p.GroupID, n.group[p.GroupID], reasonViews(p.Reasons)}
}

func equationView(e dispatch.Equation) EquationView {
	return EquationView{e.Affected, e.Shares[dispatch.Told], e.Shares[dispatch.Pending], e.Shares[dispatch.Unreached], e.Shares[dispatch.Excluded], e.Shares[dispatch.Uncertain], e.Difference}
}
