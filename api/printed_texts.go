package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/templates"
	"candour/workflows/texts"
)

// PrintedTextView is a text that people print, copy or read aloud, with its versions, newest first.
type PrintedTextView struct {
	ID       string            `json:"id"`
	Kind     models.TextKind   `json:"kind" enum:"staff-note,hotline-script,poster,radio"`
	Versions []TextVersionView `json:"versions" nullable:"false"`
	Faults   []TextFault       `json:"faults" nullable:"false" doc:"What keeps the newest version from being submitted."`
	HTML     string            `json:"html" doc:"The newest version as a sheet to print."`
	Plain    string            `json:"plain" doc:"The newest version to copy."`
}

// PrintedTexts are all of an incident, and what a writer starts from.
type PrintedTexts struct {
	Items        []PrintedTextView           `json:"items" nullable:"false"`
	Templates    []templates.PrintedTemplate `json:"templates" nullable:"false"`
	Placeholders []texts.Placeholder         `json:"placeholders" nullable:"false"`
}

func registerPrintedTexts(s *Server) {
	tags := []string{"Words"}
	read(s, Operation{ID: "list-printed-texts", Path: "/incidents/{incident_id}/printed-texts", Summary: "Staff notes, scripts of the hotline, posters and texts for the radio.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body PrintedTexts }, error) {
			out, err := printedTexts(r, v, in.ID)
			return &struct{ Body PrintedTexts }{out}, err
		})
	type saved struct {
		Body struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
	}
	save := func(ctx context.Context, db *models.DB, v models.Viewer, incident, id string, b PrintedTextBody) (*saved, error) {
		x, err := texts.Save(ctx, db, v, incident, models.TextKind(b.Kind), id, texts.Draft{Language: b.Language, Title: b.Title, Body: b.Body, From: b.From, Audience: b.Audience})
		out := &saved{}
		out.Body.ID, out.Body.Version = x.TextID, x.Number
		return out, err
	}
	act(s, Operation{ID: "draft-printed-text", Path: "/incidents/{incident_id}/printed-texts", Summary: "Write a new text to print, copy or read aloud.", Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body PrintedTextBody
		}) (*saved, error) {
			return save(ctx, db, v, in.ID, "", in.Body)
		})
	act(s, Operation{ID: "edit-printed-text", Method: http.MethodPut, Path: "/incidents/{incident_id}/printed-texts/{text_id}", Summary: "Write a new version; an approval of an earlier one is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			TextID string `path:"text_id"`
			Body   PrintedTextBody
		}) (*saved, error) {
			return save(ctx, db, v, in.ID, in.TextID, in.Body)
		})
}

// PrintedTextBody is one version as it is written.
type PrintedTextBody struct {
	Kind     string `json:"kind" enum:"staff-note,hotline-script,poster,radio"`
	Language string `json:"language" enum:"en,fr,es,ar"`
	Title    string `json:"title" maxLength:"800"`
	Body     string `json:"body" maxLength:"80000"`
	Audience string `json:"audience,omitempty" maxLength:"20"`
	From     int    `json:"from,omitempty" doc:"Number of the version this edit started from; 0 for a new text."`
}

func printedTexts(r models.View, v models.Viewer, incident string) (PrintedTexts, error) {
	out := PrintedTexts{Items: []PrintedTextView{}, Placeholders: texts.Placeholders}
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return out, err
	}
	if out.Templates, err = templates.Printed(); err != nil {
		return out, err
	}
	for _, kind := range models.PrintedTexts {
		all, err := models.ListTexts(r, v, incident, kind)
		if err != nil {
			return out, err
		}
		for _, t := range all {
			x, err := printedText(r, v, i, t)
			if err != nil {
				return out, err
			}
			out.Items = append(out.Items, x)
		}
	}
	return out, nil
}

func printedText(r models.View, v models.Viewer, i models.Incident, t models.Text) (PrintedTextView, error) {
	x := PrintedTextView{ID: t.ID, Kind: t.Kind}
	versions, err := models.ListTextVersions(r, t.ID)
	if err != nil {
		return x, err
	}
	if x.Versions, err = viewVersions(r, v, versions); err != nil {
		return x, err
	}
	faults, err := texts.Check(r, i, versions[0])
	if err != nil {
		return x, err
	}
	x.Faults = viewFaults(faults)
	newest := x.Versions[0]
	sheet := templates.Sheet{TextLang: newest.Language, Exercise: i.Exercise, Title: newest.RenderedTitle, Text: newest.RenderedBody}
	page, err := sheet.HTML()
	x.HTML, x.Plain = string(page), sheet.Plain()
	return x, err
}
