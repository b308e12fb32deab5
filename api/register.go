package api

import (
	"context"
	"encoding/json"

	"candour/models"
	"candour/workflows/register"
)

// BreachRow is one breach in the register, told or not.
type BreachRow struct {
	IncidentID   string `json:"incident_id" doc:"Empty: a line of an older register."`
	Reference    string `json:"reference"`
	Exercise     bool   `json:"exercise"`
	State        string `json:"state"`
	HappenedOn   string `json:"happened_on"`
	AwareOn      string `json:"aware_on"`
	WhatHappened string `json:"what_happened"`
	Controllers  string `json:"controllers"`
	People       string `json:"people"`
	Data         string `json:"data"`
	Effects      string `json:"effects"`
	Measures     string `json:"measures"`
	Authority    string `json:"authority_told"`
	PeopleTold   string `json:"people_told"`
	Reason       string `json:"reasons_not_to_tell"`
}

// BreachPage is one page of the register.
type BreachPage struct {
	Items  []BreachRow `json:"items" nullable:"false"`
	Next   string      `json:"next" doc:"Mark of the next page; empty on the last."`
	Fields []string    `json:"fields" nullable:"false" doc:"Fields an older register can fill."`
}

func registerBreaches(s *Server) {
	tags := []string{"Register"}
	read(s, Operation{ID: "list-breaches", Path: "/register", Summary: "All breaches, told or not (GDPR Art. 33(5)), and the lines of older registers.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			Exercises bool   `query:"exercises"`
			Cursor    string `query:"cursor" maxLength:"500" doc:"Mark of the page, from the answer before; empty for the first page."`
			Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"Incidents on a page. Lines of older registers come together, on the last page."`
		}) (*struct{ Body BreachPage }, error) {
			rows, next, err := register.Page(r, v, in.Exercises, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := &struct{ Body BreachPage }{BreachPage{make([]BreachRow, 0, len(rows)), next, register.Fields}}
			for _, x := range rows {
				out.Body.Items = append(out.Body.Items, BreachRow{x.Incident, x.Reference, x.Exercise, x.State, x.HappenedOn, x.AwareOn, x.WhatHappened, x.Controllers, x.People, x.Data, x.Effects, x.Measures, x.Authority, x.PeopleTold, x.Reason})
			}
			return out, nil
		})
	act(s, Operation{ID: "export-register", Path: "/register/export", Summary: "The register as CSV or XLSX.", Right: models.RightExportDossier, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				Format    string `json:"format" enum:"csv,xlsx"`
				Exercises bool   `json:"exercises,omitempty"`
			}
		}) (*struct {
			ContentType        string `header:"Content-Type"`
			ContentDisposition string `header:"Content-Disposition"`
			Body               []byte
		}, error) {
			b, err := register.Export(ctx, db, v, in.Body.Format, in.Body.Exercises)
			if err != nil {
				return nil, err
			}
			kind := "text/csv; charset=utf-8"
			if in.Body.Format == register.XLSX {
				kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
			}
			return &struct {
				ContentType        string `header:"Content-Type"`
				ContentDisposition string `header:"Content-Disposition"`
				Body               []byte
			}{kind, `attachment; filename="register.` + in.Body.Format + `"`, b}, nil
		})
	act(s, Operation{ID: "import-register", Path: "/register/import", Summary: "Bring in the lines of a register that was kept before (CSV or XLSX). All or nothing; every row is accounted for.",
		Right: models.RightImportRegister, Tags: tags, MaxBody: register.MaxImport + 1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Trial   bool   `query:"trial" doc:"Say what would happen, change nothing."`
			Mapping string `query:"mapping" maxLength:"4000" doc:"JSON object: column of the file and the field it fills. Empty: by the names columns usually have."`
			RawBody []byte
		}) (*struct{ Body register.ImportReport }, error) {
			mapping := map[string]string{}
			if in.Mapping != "" {
				if err := json.Unmarshal([]byte(in.Mapping), &mapping); err != nil {
					return nil, models.InvalidField("mapping", "The mapping is a JSON object of columns and fields.")
				}
			}
			rep, err := register.Import(ctx, db, v, in.RawBody, mapping, in.Trial)
			if err != nil {
				return nil, err
			}
			return &struct{ Body register.ImportReport }{rep}, nil
		})
}
