package api

import (
	"context"
	"io"
	"net/http"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"

	"candour/models"
	"candour/workflows/people"
)

// ImportView is one list of people on its way in. Every physical row of the file is in exactly one of the four counts.
type ImportView struct {
	ID               string             `json:"id"`
	IncidentID       string             `json:"incident_id"`
	PartyID          string             `json:"party_id" doc:"Empty: the society column of each row says."`
	GroupID          string             `json:"group_id"`
	State            models.ImportState `json:"state" enum:"uploaded,queued,running,done,failed,cancelled"`
	FileName         string             `json:"file_name"`
	Size             int64              `json:"size"`
	BytesRead        int64              `json:"bytes_read" doc:"About how far the import has come, for a progress bar."`
	TotalCount       int64              `json:"total_count" doc:"Rows accounted for so far; when done, every row of the file."`
	AcceptedCount    int64              `json:"accepted_count"`
	DuplicateCount   int64              `json:"duplicate_count"`
	RejectedCount    int64              `json:"rejected_count"`
	QuarantinedCount int64              `json:"quarantined_count"`
	BlankCount       int64              `json:"blank_count" doc:"Empty lines; they are not rows."`
	Mapping          map[string]int     `json:"mapping" doc:"Person field to column, from 0."`
	Reason           string             `json:"reason" doc:"Why it failed."`
	UploadedAt       Moment             `json:"uploaded_at"`
	StartedAt        Moment             `json:"started_at"`
	FinishedAt       Moment             `json:"finished_at"`
}

func importView(k *models.Keyring, i models.PeopleImport) (ImportView, error) {
	name, err := i.FileName(k)
	if err != nil {
		return ImportView{}, err
	}
	v := ImportView{ID: i.ID, IncidentID: i.IncidentID, State: i.State, FileName: name, Size: i.Size, BytesRead: min(i.BytesRead, i.Size), TotalCount: i.Total(),
		AcceptedCount: i.Accepted, DuplicateCount: i.Duplicate, RejectedCount: i.Rejected, QuarantinedCount: i.Quarantined, BlankCount: i.BlankCount,
		Mapping: i.Settings.V.Mapping, Reason: i.Reason, UploadedAt: at(i.UploadedAt), StartedAt: at(i.StartedAt), FinishedAt: at(i.FinishedAt)}
	if v.Mapping == nil {
		v.Mapping = map[string]int{}
	}
	if i.PartyID != nil {
		v.PartyID = *i.PartyID
	}
	if i.GroupID != nil {
		v.GroupID = *i.GroupID
	}
	return v, nil
}

type importOutput struct{ Body ImportView }

func importOf(r models.Reader, i models.PeopleImport, err error) (*importOutput, error) {
	if err != nil {
		return nil, err
	}
	v, err := importView(r.Keys(), i)
	return &importOutput{v}, err
}

// ImportSettingsBody is how a file is to be read.
type ImportSettingsBody struct {
	Mapping   map[string]int `json:"mapping,omitempty" doc:"Person field to column, from 0; absent: as suggested."`
	Delimiter string         `json:"delimiter,omitempty" maxLength:"1" doc:"Of a CSV file; absent: found from its first rows."`
	Sheet     string         `json:"sheet,omitempty" maxLength:"100" doc:"Of an XLSX file; absent: the first."`
}

func (b ImportSettingsBody) settings() models.ImportSettings {
	return models.ImportSettings{Mapping: b.Mapping, Delimiter: b.Delimiter, Sheet: b.Sheet}
}

// PreviewView is what the first rows look like under the settings given.
type PreviewView struct {
	Kind      string           `json:"kind" enum:"csv,xlsx"`
	Encoding  string           `json:"encoding"`
	Delimiter string           `json:"delimiter"`
	Sheets    []string         `json:"sheets" nullable:"false"`
	Header    []string         `json:"header" nullable:"false"`
	Suggested map[string]int   `json:"suggested"`
	Mapping   map[string]int   `json:"mapping"`
	Fields    []string         `json:"fields" nullable:"false" doc:"Every field that can be kept of a person."`
	Rows      []PreviewRowView `json:"rows" nullable:"false"`
}

// PreviewRowView is one row as it would be kept, or why it would not.
type PreviewRowView struct {
	Number  int64           `json:"number"`
	Line    int64           `json:"line"`
	Person  PersonView      `json:"person"`
	Problem *RowProblemView `json:"problem"`
}

// RowProblemView says why a row is not taken.
type RowProblemView struct {
	Code       string `json:"code"`
	Field      string `json:"field"`
	Column     int    `json:"column" doc:"From 1; 0: the whole row."`
	Detail     string `json:"detail"`
	Quarantine bool   `json:"quarantine" doc:"A person has to look at it."`
}

func previewView(p *people.Preview) PreviewView {
	v := PreviewView{Kind: p.Kind, Encoding: p.Encoding, Delimiter: p.Delimiter, Sheets: p.Sheets, Header: p.Header, Suggested: p.Suggested.Words(), Mapping: p.Mapping.Words()}
	if v.Sheets == nil {
		v.Sheets = []string{}
	}
	for f := range models.PersonFieldCount {
		v.Fields = append(v.Fields, f.String())
	}
	v.Rows = make([]PreviewRowView, 0, len(p.Rows))
	for i := range p.Rows {
		x := &p.Rows[i]
		row := PreviewRowView{Number: x.Number, Line: x.Line, Person: personFields(&x.Person)}
		if q := x.Problem; q != nil {
			row.Person, row.Problem = PersonView{}, &RowProblemView{q.Code, q.Field, q.Column, q.Detail, q.Quarantine}
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// uploadInput keeps the request, so that the file is read as it arrives and never held.
type uploadInput struct {
	UploadRequest
	ID      string `path:"incident_id"`
	PartyID string `query:"party_id" doc:"Whose people the file holds; absent: a column names the society of each row."`
	GroupID string `query:"group_id"`
}

func registerPeopleImports(s *Server) {
	tags, up := []string{"People"}, s.Config.Uploads
	const path = "/incidents/{incident_id}/people-imports"
	act(s, Operation{ID: "upload-people", Path: path, Summary: "Upload a list of people (CSV or XLSX); it waits, encrypted, until its columns are confirmed.", Right: models.RightImportPeople, Tags: tags, MaxBody: -1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *uploadInput) (*importOutput, error) {
			f, err := in.file()
			if err != nil {
				return nil, err
			}
			i, err := up.Receive(ctx, db, v, in.ID, people.Target{Party: in.PartyID, Group: in.GroupID}, filepath.Base(f.FileName()), f)
			return importOf(db.View(ctx), i, err)
		})
	s.declareUpload(path)
	read(s, Operation{ID: "list-people-imports", Path: path, Summary: "The imports of an incident, newest first.", Right: models.RightImportPeople, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
		}) (*struct {
			Body struct {
				Items []ImportView `json:"items" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			is, err := models.ListPeopleImports(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []ImportView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = make([]ImportView, 0, len(is))
			for _, i := range is {
				x, err := importView(r.Keys(), i)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, x)
			}
			return out, nil
		})
	read(s, Operation{ID: "show-people-import", Path: "/people-imports/{id}", Summary: "Where an import stands.", Right: models.RightImportPeople, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"id"`
		}) (*importOutput, error) {
			i, err := models.FindPeopleImport(r, v, in.ID)
			return importOf(r, i, err)
		})
	registerImportSteps(s, tags, up)
}

func registerImportSteps(s *Server, tags []string, up people.Uploads) {
	type settingsInput struct {
		ID   string `path:"id"`
		Body ImportSettingsBody
	}
	// A POST that changes nothing: the settings are an object, and the answer holds people.
	act(s, Operation{ID: "preview-people-import", Path: "/people-imports/{id}/preview", Summary: "The first 20 rows as they would be kept, with their problems.", Right: models.RightImportPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *settingsInput) (*struct{ Body PreviewView }, error) {
			p, err := up.Preview(db.View(ctx), v, in.ID, in.Body.settings())
			if err != nil {
				return nil, err
			}
			return &struct{ Body PreviewView }{previewView(p)}, nil
		})
	moved := func(ctx context.Context, db *models.DB, v models.Viewer, id string, err error) (*importOutput, error) {
		if err != nil {
			return nil, err
		}
		i, err := models.FindPeopleImport(db.View(ctx), v, id)
		return importOf(db.View(ctx), i, err)
	}
	act(s, Operation{ID: "start-people-import", Path: "/people-imports/{id}/start", Summary: "Confirm the columns and import in the background.", Right: models.RightImportPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *settingsInput) (*importOutput, error) {
			return moved(ctx, db, v, in.ID, up.Start(ctx, db, v, in.ID, in.Body.settings()))
		})
	act(s, Operation{ID: "cancel-people-import", Path: "/people-imports/{id}/cancel", Summary: "Stop an import and delete its file; people who are in already stay.", Right: models.RightImportPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID string `path:"id"`
		}) (*importOutput, error) {
			return moved(ctx, db, v, in.ID, up.Cancel(ctx, db, v, in.ID))
		})
	// An act, because taking people out of the house is recorded.
	act(s, Operation{ID: "download-refused-rows", Path: "/people-imports/{id}/refused-rows", Summary: "The rows that did not become people, with their reasons, as CSV.", Right: models.RightImportPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID string `path:"id"`
		}) (*huma.StreamResponse, error) {
			i, err := people.RecordRefusedDownload(ctx, db, v, in.ID)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(hc huma.Context) {
				hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
				hc.SetHeader("Content-Disposition", `attachment; filename="refused-rows.csv"`)
				hc.SetHeader("Cache-Control", "no-store")
				hc.SetStatus(http.StatusOK)
				// The first bytes are out, so an error can only stand at the end of the table, where nobody takes it for whole.
				if err := up.WriteRefused(hc.BodyWriter(), db.View(ctx), v, i.ID); err != nil {
					e := ours("download-refused-rows", err)
					_, _ = io.WriteString(hc.BodyWriter(), "\r\nThis table is not complete. "+e.Detail+"\r\n")
				}
			}}, nil
		})
}
