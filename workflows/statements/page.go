package statements

import (
	"slices"
	"time"

	"candour/models"
	"candour/templates"
	"candour/workflows/texts"
)

// PublicPage is what everybody may read at this moment, in the language wanted or the nearest there is. For each statement the newest public
// version is shown; what earlier versions said wrongly stands in the list of corrections. NotFound as long as nothing is public.
func PublicPage(r models.Reader, code, wanted string, address func(lang string) string) (templates.PublicPage, error) {
	out := templates.PublicPage{}
	page, err := models.FindPublicPage(r, code)
	if err != nil {
		return out, err
	}
	public, err := models.PublicNow(r, page.IncidentID)
	if err != nil {
		return out, err
	}
	if len(public) == 0 {
		return out, models.NotFound("Page")
	}
	i, err := models.LoadIncident(r, page.IncidentID)
	if err != nil {
		return out, err
	}
	lang := nearest(public, wanted)
	out = templates.PublicPage{TextLang: lang, Wanted: wanted, Exercise: i.Exercise, Organisation: page.Organisation, Reference: i.Reference,
		Contact: templates.Contact{Name: page.ContactName, Phone: page.ContactPhone, Mail: page.ContactMail}}
	if out.Zone, err = time.LoadLocation(page.Zone); err != nil {
		out.Zone = time.UTC
	}
	seen, languages := map[models.ID]bool{}, map[string]bool{}
	for _, p := range public {
		languages[p.Language] = true
		if p.Language != lang {
			continue
		}
		if p.CorrectionSaid != "" {
			out.Corrections = append(out.Corrections, templates.PublicCorrection{CorrectedAt: p.PublishAt.Time(), Said: p.CorrectionSaid, Right: p.CorrectionRight})
		}
		if seen[p.TextID] {
			continue
		}
		seen[p.TextID] = true
		v, err := models.FindTextVersion(r, p.VersionID)
		if err != nil {
			return out, err
		}
		c, err := v.Content(r.Keys())
		if err != nil {
			return out, err
		}
		if out.Title == "" {
			out.Title = c.RenderedTitle
		}
		out.Updates = append(out.Updates, templates.PublicUpdate{PublishedAt: p.PublishAt.Time(), Title: c.RenderedTitle, Text: c.RenderedBody})
	}
	for _, l := range texts.Languages {
		if languages[l] && l != lang {
			out.Languages = append(out.Languages, templates.PublicLanguage{Lang: l, URL: address(l)})
		}
	}
	return out, nil
}

// nearest is the wanted language if something is public in it, else English, else the newest statement's.
func nearest(public []models.Publication, wanted string) string {
	for _, l := range []string{wanted, "en"} {
		if slices.ContainsFunc(public, func(p models.Publication) bool { return p.Language == l }) {
			return l
		}
	}
	return public[0].Language
}
