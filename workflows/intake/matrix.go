package intake

import (
	"slices"
	"strings"

	"candour/models"
)

// MatrixFilter narrows the rows; empty fields do not.
type MatrixFilter struct {
	Text    string // part of the party's name
	Country string
	Role    models.PartyRole
	DataSet models.ID // only parties with people in this data set
}

// Matrix is whose people stand in which data set of which party, on one screen.
type Matrix struct {
	DataSets []models.DataSet
	Rows     []MatrixRow
	Totals   []MatrixCell // one per data set that has people, over the rows shown
	Total    MatrixCell
	Parties  int // in the incident, before filtering
}

// MatrixRow is one party.
type MatrixRow struct {
	Party models.Party
	Cells []MatrixCell // only those with groups
	Total MatrixCell
}

// MatrixCell is the people of one party in one data set. The lower end is a sum over groups; whoever stands in two groups counts twice
// in it, so the page says "at least" of groups, and the number of different people is the fact people_count.
type MatrixCell struct {
	DataSetID *models.ID // nil: groups of no data set
	Count     models.CountRange
	Groups    []models.GroupCount
	Unknown   int // groups of which nobody has said a number
}

// BuildMatrix reads the matrix in three queries, however many parties there are. A focal point sees the row of its own society.
func BuildMatrix(r models.Reader, v models.Viewer, incident models.ID, f MatrixFilter) (Matrix, error) {
	m := Matrix{}
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return m, err
	}
	parties, err := models.ListPartyHeads(r, v, incident)
	if err != nil {
		return m, err
	}
	groups, err := models.CountedGroups(r, v, incident)
	if err != nil {
		return m, err
	}
	if m.DataSets, err = models.ViewDataSets(r, v, incident); err != nil {
		return m, err
	}
	of := map[models.ID][]models.GroupCount{}
	for _, g := range groups {
		of[g.PartyID] = append(of[g.PartyID], g)
	}
	m.Parties = len(parties)
	shown := []models.GroupCount{}
	for _, p := range parties {
		row := MatrixRow{Party: p, Cells: cells(of[p.ID]), Total: cell(nil, of[p.ID])}
		if f.keeps(row) {
			m.Rows = append(m.Rows, row)
			shown = append(shown, of[p.ID]...)
		}
	}
	m.Totals, m.Total = cells(shown), cell(nil, shown)
	return m, nil
}

func (f MatrixFilter) keeps(row MatrixRow) bool {
	p := row.Party
	return (f.Text == "" || strings.Contains(strings.ToLower(p.Name), strings.ToLower(f.Text))) &&
		(f.Country == "" || p.Country == f.Country) && (f.Role == "" || p.Role == f.Role) &&
		(f.DataSet == "" || slices.ContainsFunc(row.Cells, func(c MatrixCell) bool { return c.DataSetID != nil && *c.DataSetID == f.DataSet }))
}

func cells(groups []models.GroupCount) []MatrixCell {
	by := map[models.ID][]models.GroupCount{}
	for _, g := range groups {
		by[dataSetOf(g)] = append(by[dataSetOf(g)], g)
	}
	out := []MatrixCell{}
	for _, g := range groups {
		if key := dataSetOf(g); by[key] != nil {
			out = append(out, cell(g.DataSetID, by[key]))
			delete(by, key)
		}
	}
	return out
}

func dataSetOf(g models.GroupCount) models.ID {
	if g.DataSetID == nil {
		return ""
	}
	return *g.DataSetID
}

func cell(dataSet *models.ID, groups []models.GroupCount) MatrixCell {
	c := MatrixCell{DataSetID: dataSet, Groups: groups}
	ranges := make([]models.CountRange, len(groups))
	for i, g := range groups {
		if ranges[i] = g.Count; ranges[i].Min == nil && ranges[i].Max == nil {
			c.Unknown++
		}
	}
	c.Count = models.SumRanges(ranges...)
	return c
}
