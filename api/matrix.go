package api

import (
	"context"

	"candour/models"
	"candour/workflows/intake"
)

// MatrixView is whose people stand in which data set of which party. Lower ends are sums over groups: whoever stands in two groups counts
// twice in them.
type MatrixView struct {
	DataSets []DataSetView    `json:"data_sets" nullable:"false" doc:"The columns."`
	Rows     []MatrixRowView  `json:"rows" nullable:"false" doc:"Parties by name."`
	Totals   []MatrixCellView `json:"totals" nullable:"false" doc:"Per data set that has people, over the rows shown."`
	Total    MatrixCellView   `json:"total"`
	Parties  int              `json:"parties" doc:"In the incident, before filtering."`
}

// MatrixRowView is one party.
type MatrixRowView struct {
	Party MatrixPartyView  `json:"party"`
	Cells []MatrixCellView `json:"cells" nullable:"false" doc:"Only those with groups."`
	Total MatrixCellView   `json:"total"`
}

// MatrixPartyView is as much of a party as its row says; the party itself says the rest.
type MatrixPartyView struct {
	ID      string           `json:"id"`
	Name    string           `json:"name"`
	Country string           `json:"country"`
	Role    models.PartyRole `json:"role" enum:"controller,joint-controller,processor,host"`
}

// MatrixCellView is the people of one party in one data set.
type MatrixCellView struct {
	DataSetID *string           `json:"data_set_id" doc:"Null: groups of no data set; in totals of a row: all."`
	Count     models.CountRange `json:"count"`
	Groups    int               `json:"groups" doc:"How many people groups it adds up."`
	Unknown   int               `json:"unknown" doc:"Groups of which nobody has said a number."`
}

func cellView(c intake.MatrixCell) MatrixCellView {
	return MatrixCellView{c.DataSetID, c.Count, len(c.Groups), c.Unknown}
}

func cellViews(cs []intake.MatrixCell) []MatrixCellView {
	out := []MatrixCellView{}
	for _, c := range cs {
		out = append(out, cellView(c))
	}
	return out
}

func registerMatrix(s *Server) {
	read(s, Operation{ID: "show-matrix", Path: "/incidents/{incident_id}/matrix", Summary: "Parties by data sets with counts as ranges, on one screen.", Right: models.RightReadIncidents, Tags: []string{"Data sets and people groups"}},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID      string `path:"incident_id"`
			Text    string `query:"text" maxLength:"100" doc:"Part of the party's name."`
			Country string `query:"country" maxLength:"6"`
			Role    string `query:"role" enum:"controller,joint-controller,processor,host"`
			DataSet string `query:"data_set" maxLength:"36" doc:"Only parties with people in it."`
		}) (*struct{ Body MatrixView }, error) {
			m, err := intake.BuildMatrix(r, v, in.ID, intake.MatrixFilter{Text: in.Text, Country: in.Country, Role: models.PartyRole(in.Role), DataSet: in.DataSet})
			if err != nil {
				return nil, err
			}
			out := MatrixView{DataSets: []DataSetView{}, Rows: []MatrixRowView{}, Totals: cellViews(m.Totals), Total: cellView(m.Total), Parties: m.Parties}
			for _, d := range m.DataSets {
				out.DataSets = append(out.DataSets, dataSetView(d))
			}
			for _, row := range m.Rows {
				out.Rows = append(out.Rows, MatrixRowView{MatrixPartyView{row.Party.ID, row.Party.Name, row.Party.Country, row.Party.Role}, cellViews(row.Cells), cellView(row.Total)})
			}
			return &struct{ Body MatrixView }{out}, nil
		})
}
