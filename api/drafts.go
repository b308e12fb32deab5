package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/assessment"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// NoticeDraft is the notice of one obligation with its versions. It is submitted, approved and declined as every text, by its id.
type NoticeDraft struct {
	ID           string              `json:"id"`
	ObligationID string              `json:"obligation_id"`
	Versions     []TextVersionView   `json:"versions" nullable:"false" doc:"Newest first."`
	Faults       []TextFault         `json:"faults" nullable:"false" doc:"What keeps the newest version from being submitted."`
	Placeholders []texts.Placeholder `json:"placeholders" nullable:"false"`
	Values       map[string]string   `json:"values" doc:"What each placeholder stands for now; absent: not known."`
}

func showDraft(r models.View, v models.Viewer, obligation models.ID) (NoticeDraft, error) {
	out := NoticeDraft{ObligationID: obligation, Placeholders: texts.Placeholders}
	o, err := models.FindObligation(r, v, obligation)
	if err != nil {
		return out, err
	}
	if o.TextID == nil {
		return out, models.NotFound("Draft")
	}
	t, err := models.FindText(r, v, *o.TextID)
	if err != nil {
		return out, err
	}
	versions, err := models.ListTextVersions(r, t.ID)
	if err != nil {
		return out, err
	}
	i, err := models.FindIncident(r, v, o.IncidentID)
	if err != nil {
		return out, err
	}
	out.ID = t.ID
	if out.Versions, err = viewVersions(r, v, versions); err != nil {
		return out, err
	}
	faults, err := texts.Check(r, i, versions[0])
	if err != nil {
		return out, err
	}
	out.Faults = viewFaults(faults)
	out.Values, err = texts.Values(r, i, versions[0].Language)
	return out, err
}

func registerDrafts(s *Server) {
	tags := []string{"Clocks"}
	type draft struct{ Body NoticeDraft }
	shown := func(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, err error) (*draft, error) {
		if err != nil {
			return nil, err
		}
		d, err := showDraft(db.View(ctx), v, id)
		return &draft{d}, err
	}
	read(s, Operation{ID: "show-notice-draft", Path: "/obligations/{obligation_id}/draft", Summary: "The notice of an obligation, with its versions.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *ObligationPath) (*draft, error) {
			d, err := showDraft(r, v, in.ID)
			return &draft{d}, err
		})
	act(s, Operation{ID: "draft-notice-for-obligation", Path: "/obligations/{obligation_id}/draft", Summary: "Begin the notice an obligation asks for, with what the law wants in it as headings; asked again, what there is.",
		Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *ObligationPath) (*draft, error) {
			lib, err := assessment.Library(db.View(ctx), s.Library)
			if err != nil {
				return nil, err
			}
			_, err = notices.DraftForObligation(ctx, db, v, lib, in.ID)
			return shown(ctx, db, v, in.ID, err)
		})
	act(s, Operation{ID: "edit-notice-draft", Method: http.MethodPut, Path: "/obligations/{obligation_id}/draft", Summary: "Write a new version; an approval of an earlier one is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body statementBody
		}) (*draft, error) {
			_, err := notices.EditForObligation(ctx, db, v, in.ID, texts.Draft{Language: in.Body.Language, Title: in.Body.Title, Body: in.Body.Body, From: in.Body.From, Ties: in.Body.Ties})
			return shown(ctx, db, v, in.ID, err)
		})
}
