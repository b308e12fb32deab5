package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/dossier"
)

// DossierView is a dossier that was asked for.
type DossierView struct {
	ID          string    `json:"id"`
	Edition     string    `json:"edition" enum:"full,redacted"`
	State       string    `json:"state" enum:"asked,building,ready,failed" doc:"asked: a second person has to agree."`
	Step        int       `json:"step" doc:"How many steps of its building are done."`
	Steps       int       `json:"steps"`
	UpTo        int64     `json:"up_to" doc:"Entry of the record up to which it tells."`
	RequestedAt Moment    `json:"requested_at"`
	RequestedBy PersonRef `json:"requested_by"`
	ByMe        bool      `json:"by_me" doc:"Whoever asked cannot agree."`
	AgreedAt    Moment    `json:"agreed_at"`
	AgreedBy    PersonRef `json:"agreed_by"`
	ReadyAt     Moment    `json:"ready_at"`
	Form        string    `json:"form" enum:",pdf,html" doc:"html where the server has no browser that could print."`
	SHA256      string    `json:"sha256"`
	Size        int64     `json:"size"`
	Problem     string    `json:"problem"`
}

// DossierPath names a dossier.
type DossierPath struct {
	ID string `path:"dossier_id"`
}

func registerDossiers(s *Server) {
	tags := []string{"Record"}
	read(s, Operation{ID: "list-dossiers", Path: "/incidents/{incident_id}/dossiers", Summary: "Dossiers that were asked for, newest first.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
			Body struct {
				Items []DossierView `json:"items" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListDossiers(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			ids := []models.ID{}
			for _, d := range rows {
				ids = append(ids, d.RequestedBy, orEmpty(d.AgreedBy))
			}
			names, err := models.AccountNames(r, ids)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []DossierView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = make([]DossierView, 0, len(rows))
			for _, d := range rows {
				x := DossierView{ID: d.ID, Edition: string(d.Edition), State: string(d.State), Step: d.Step, Steps: dossier.Steps, UpTo: d.UpTo, RequestedAt: at(d.RequestedAt),
					RequestedBy: PersonRef{d.RequestedBy, names[d.RequestedBy]}, ByMe: d.RequestedBy == v.Account, AgreedAt: at(d.AgreedAt), ReadyAt: at(d.ReadyAt), Form: d.Form, SHA256: d.SHA256, Size: d.Size, Problem: d.Problem}
				if d.AgreedBy != nil {
					x.AgreedBy = PersonRef{*d.AgreedBy, names[*d.AgreedBy]}
				}
				out.Body.Items = append(out.Body.Items, x)
			}
			return out, nil
		})
	act(s, Operation{ID: "ask-dossier", Path: "/incidents/{incident_id}/dossiers", Summary: "Ask for a dossier. The redacted edition is built at once, the full one when a second person has agreed.",
		Right: models.RightExportDossier, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Edition string `json:"edition" enum:"full,redacted"`
				Reason  string `json:"reason" minLength:"1" maxLength:"1000"`
			}
		}) (*struct{ Body Empty }, error) {
			_, err := dossier.Ask(ctx, db, v, in.ID, models.DossierEdition(in.Body.Edition), in.Body.Reason)
			return &struct{ Body Empty }{}, err
		})
	act(s, Operation{ID: "agree-dossier", Path: "/dossiers/{dossier_id}/agreement", Summary: "Be the second person for a full dossier; never for an own request.", Right: models.RightAgreeExport, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *DossierPath) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, dossier.Agree(ctx, db, v, in.ID)
		})
	act(s, Operation{ID: "take-dossier", Path: "/dossiers/{dossier_id}/file", Summary: "The dossier as one archive; who took it stands in the record.", Right: models.RightExportDossier, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *DossierPath) (*struct {
			ContentType        string `header:"Content-Type"`
			ContentDisposition string `header:"Content-Disposition"`
			Body               []byte
		}, error) {
			name, file, err := dossier.Take(ctx, db, v, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct {
				ContentType        string `header:"Content-Type"`
				ContentDisposition string `header:"Content-Disposition"`
				Body               []byte
			}{"application/zip", `attachment; filename="` + name + `"`, file}, nil
		})
}
