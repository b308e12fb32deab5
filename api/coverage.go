package api

import (
	"context"

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
	Reasons []CoverageReason `json:"reasons" nullable:"false"`
	Parties []CoveragePart   `json:"parties" nullable:"false"`
	Groups  []CoveragePart   `json:"groups" nullable:"false"`
	Unnamed []UnnamedView    `json:"unnamed" nullable:"false"`
}

func registerCoverage(s *Server, tags []string) {
	read(s, Operation{ID: "show-coverage", Path: "/incidents/{incident_id}/coverage", Summary: "Who has been told, in numbers that add up. A society sees its own people's only.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PeopleNoticesOf) (*struct{ Body CoverageView }, error) {
			incident, err := models.FindIncident(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			c, err := dispatch.Cover(r, v, incident)
			if err != nil {
				return nil, err
			}
			view, err := viewCoverage(r, v, incident.ID, c)
			return &struct{ Body CoverageView }{view}, err
		})
}

func viewCoverage(r models.View, v models.Viewer, incident models.ID, c dispatch.Coverage) (CoverageView, error) {
	out := CoverageView{EquationView: equationView(c.Equation), Reasons: reasonViews(c.Reasons), Parties: []CoveragePart{}, Groups: []CoveragePart{}, Unnamed: []UnnamedView{}}
	parties, err := models.LoadParties(r, incident)
	if err != nil {
		return out, err
	}
	groups, err := models.ListGroups(r, v, incident)
	if err != nil {
		return out, err
	}
	party, group := map[models.ID]string{}, map[models.ID]string{}
	for _, p := range parties {
		party[p.ID] = p.Name
	}
	for _, g := range groups {
		group[g.ID] = g.Name
	}
	part := func(p dispatch.Part) CoveragePart {
		return CoveragePart{equationView(p.Equation), p.PartyID, party[p.PartyID], p.GroupID, group[p.GroupID], reasonViews(p.Reasons)}
	}
	for _, p := range c.Parties {
		out.Parties = append(out.Parties, part(p))
	}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, part(g))
	}
	for _, u := range c.Unnamed {
		out.Unnamed = append(out.Unnamed, UnnamedView{u.PartyID, party[u.PartyID], u.GroupID, group[u.GroupID], u.Count})
	}
	return out, nil
}

func equationView(e dispatch.Equation) EquationView {
	return EquationView{e.Affected, e.Shares[dispatch.Told], e.Shares[dispatch.Pending], e.Shares[dispatch.Unreached], e.Shares[dispatch.Excluded], e.Shares[dispatch.Uncertain], e.Difference}
}
