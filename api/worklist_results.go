package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"

	"github.com/danielgtaylor/huma/v2"

	"candour/models"
	"candour/workflows/genuineness"
	"candour/workflows/worklists"
)

// WorklistPersonView is one person of a list. Where a rule is against it now, there is no name, number, address or script.
type WorklistPersonView struct {
	PersonID      int64    `json:"person_id"`
	Position      int      `json:"position"`
	Reference     string   `json:"reference" doc:"Number of the letter or the line, with a check digit."`
	Allowed       bool     `json:"allowed"`
	Why           string   `json:"why" doc:"What is against it, or that nothing is."`
	Name          string   `json:"name"`
	Telephone     string   `json:"telephone"`
	Address       []string `json:"address" nullable:"false"`
	Language      string   `json:"language"`
	Script        string   `json:"script"`
	YourReference string   `json:"your_reference"`
	NotBefore     Moment   `json:"not_before" doc:"When the next agreed hour begins; null: now is one."`
	Speaker       string   `json:"speaker"`
	SexOfCaller   string   `json:"sex_of_caller"`
	MustNotSay    []string `json:"must_not_say" nullable:"false"`
	FirstSentence string   `json:"first_sentence"`
	Outcome       string   `json:"outcome"`
	Tries         int      `json:"tries"`
	CallBackAt    Moment   `json:"call_back_at"`
	HappenedAt    Moment   `json:"happened_at"`
}

// UploadView accounts for every row of a file of results.
type UploadView struct {
	RowCount   int                  `json:"row_count"`
	TakenCount int                  `json:"taken_count"`
	KnownCount int                  `json:"known_count" doc:"Reported already, the same."`
	EmptyCount int                  `json:"empty_count" doc:"Without an outcome."`
	Refused    []models.RefusedLine `json:"refused" nullable:"false"`
	UploadedAt Moment               `json:"uploaded_at"`
}

func uploadView(u models.WorklistUpload) UploadView {
	return UploadView{u.RowCount, u.TakenCount, u.KnownCount, u.EmptyCount, refusedLines(u), at(u.UploadedAt)}
}

func refusedLines(u models.WorklistUpload) []models.RefusedLine {
	if u.Refused.V == nil {
		return []models.RefusedLine{}
	}
	return u.Refused.V
}

func registerWorklistResults(s *Server) {
	tags := []string{"Worklists"}
	read(s, Operation{ID: "list-worklist-people", Path: "/worklists/{worklist_id}/people", Summary: "The people of a list with what whoever calls or comes has to keep to; each is asked about again.", Right: models.RightReadPeople, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			WorklistPath
			Open    bool   `query:"open" doc:"Only those with something left to do."`
			Outcome string `query:"outcome" maxLength:"30"`
		}) (*struct {
			Body struct {
				Items []WorklistPersonView `json:"items" nullable:"false"`
				Next  string               `json:"next"`
			}
		}, error) {
			_, page, err := worklists.Show(r, v, in.List, models.ItemFilter{Outcome: in.Outcome, Open: in.Open}, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []WorklistPersonView `json:"items" nullable:"false"`
					Next  string               `json:"next"`
				}
			}{}
			out.Body.Next, out.Body.Items = page.Next, make([]WorklistPersonView, 0, len(page.Items))
			for _, x := range page.Items {
				out.Body.Items = append(out.Body.Items, WorklistPersonView{x.Item.PersonID, x.Item.Position, x.Reference, x.Allowed, x.Why, x.Name, x.Telephone, notNil(x.Address), x.Language, x.Script,
					x.YourReference, at(x.NotBefore), x.Speaker, x.SexOfCaller, notNil(x.MustNotSay), x.FirstSentence, x.Item.Outcome, x.Item.Tries, at(x.Item.CallBackAt), at(x.Item.HappenedAt)})
			}
			return out, nil
		})
	act(s, Operation{ID: "record-outcome", Path: "/worklists/{worklist_id}/outcomes", Summary: "Say what became of one person of a list: told, not reached, call back, refused.", Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			WorklistPath
			Body struct {
				PersonID   int64  `json:"person_id" minimum:"1"`
				Outcome    string `json:"outcome" maxLength:"30"`
				Reason     string `json:"reason,omitempty" maxLength:"30" doc:"What the post wrote on a letter that came back."`
				HappenedAt Moment `json:"happened_at,omitempty" doc:"Absent: now."`
				CallBackAt Moment `json:"call_back_at,omitempty"`
				Author     string `json:"author,omitempty" maxLength:"120" doc:"Who called or came, when that is not who reports it; sealed."`
			}
		}) (*struct{ Body Empty }, error) {
			b := in.Body
			return &struct{ Body Empty }{}, worklists.Record(ctx, db, v, in.List, worklists.Report{Person: b.PersonID, Outcome: b.Outcome, Reason: b.Reason, HappenedAt: b.HappenedAt.Instant, CallBackAt: b.CallBackAt.Instant, Author: b.Author})
		})
	act(s, Operation{ID: "upload-outcomes", Path: "/worklists/{worklist_id}/uploads", Summary: "Bring a file of results back (CSV or XLSX, as taken out). Every row is accounted for; the same file again changes nothing.",
		Right: models.RightWorkLists, Tags: tags, MaxBody: worklists.MaxUpload + 1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			WorklistPath
			Zone    string `query:"zone" maxLength:"60" doc:"The clock of whoever wrote the times, for example Africa/Nairobi."`
			RawBody []byte
		}) (*struct{ Body UploadView }, error) {
			u, err := worklists.Upload(ctx, db, v, in.List, in.RawBody, in.Zone)
			if err != nil {
				return nil, err
			}
			return &struct{ Body UploadView }{uploadView(u)}, nil
		})
	read(s, Operation{ID: "list-worklist-uploads", Path: "/worklists/{worklist_id}/uploads", Summary: "The files of results of a list, and what became of their rows.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *WorklistPath) (*struct {
			Body struct {
				Items []UploadView `json:"items" nullable:"false"`
			}
		}, error) {
			w, err := models.FindWorklist(r, v, in.List)
			if err != nil {
				return nil, err
			}
			rows, err := models.ListUploads(r, w.Number)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []UploadView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = make([]UploadView, 0, len(rows))
			for _, u := range rows {
				out.Body.Items = append(out.Body.Items, uploadView(u))
			}
			return out, nil
		})
	// A POST that changes nothing: the number of a letter stands for a person and belongs in no address and no log.
	act(s, Operation{ID: "find-letter", Path: "/incidents/{incident_id}/letters/search", Summary: "Find the letter that came back by the number on it.", Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Number string `json:"number" maxLength:"60" doc:"18 digits, in any script, with or without spaces."`
			}
		}) (*struct {
			Body struct {
				WorklistID string `json:"worklist_id"`
				PersonID   int64  `json:"person_id"`
				Position   int    `json:"position"`
				Outcome    string `json:"outcome"`
			}
		}, error) {
			if _, err := models.FindIncident(db.View(ctx), v, in.ID); err != nil {
				return nil, err
			}
			n, err := genuineness.Parse(in.Body.Number)
			if err != nil {
				return nil, models.InvalidField("number", "This is no number of a letter: it has 18 digits, and the last one checks the others. Read it again, three digits at a time.")
			}
			items, err := models.ItemsByReference(db.View(ctx), v, int64(n))
			if err != nil {
				return nil, err
			}
			for _, i := range items {
				w, err := models.LoadWorklist(db.View(ctx), i.Worklist)
				if err != nil {
					return nil, err
				}
				if w.IncidentID != in.ID {
					continue
				}
				out := &struct {
					Body struct {
						WorklistID string `json:"worklist_id"`
						PersonID   int64  `json:"person_id"`
						Position   int    `json:"position"`
						Outcome    string `json:"outcome"`
					}
				}{}
				out.Body.WorklistID, out.Body.PersonID, out.Body.Position, out.Body.Outcome = w.ID, i.PersonID, i.Position, i.Outcome
				return out, nil
			}
			return nil, models.NotFound("Letter")
		})
}

// streamFile sends a file that is made before its first byte leaves, so that what cannot be made is an error and not half a file. It waits on
// the disk of the server, readable by nobody else and already without a name.
func (s *Server) streamFile(f worklists.File) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		tmp, err := os.CreateTemp("", "candour-list-")
		if err == nil {
			_ = os.Remove(tmp.Name())
			defer func() { _ = tmp.Close() }()
			if err = f.Write(tmp); err == nil {
				_, err = tmp.Seek(0, io.SeekStart)
			}
		}
		if err != nil {
			var shown *models.Error
			if errors.As(err, &shown) {
				_ = huma.WriteErr(s.api, ctx, statusOf[shown.Kind], shown.Detail)
				return
			}
			e := ours("export-worklist", err)
			_ = huma.WriteErr(s.api, ctx, e.Status, e.Detail)
			return
		}
		ctx.SetHeader("Content-Type", f.Type)
		ctx.SetHeader("Content-Disposition", `attachment; filename="`+f.Name+`"`)
		ctx.SetHeader("Cache-Control", "no-store")
		ctx.SetStatus(http.StatusOK)
		if _, err := io.Copy(ctx.BodyWriter(), tmp); err != nil {
			slog.Warn("a list was not sent to its end", "operation", "export-worklist")
		}
	}}
}
