package wording

import (
	"cmp"
	"encoding/hex"
	"slices"

	"candour/models"
)

// ofTexts lists texts of every kind: the newest version, and each version that is or was public.
func ofTexts(r models.Reader, v models.Viewer, i models.Incident) ([]Piece, error) {
	all, err := models.TextsOfIncident(r, v, i.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]models.ID, len(all))
	for n, t := range all {
		ids[n] = t.ID
	}
	versions, err := models.VersionsOfTexts(r, ids...)
	if err != nil {
		return nil, err
	}
	publications, err := models.ListPublications(r, i.ID) // newest first
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, t := range all {
		told := slices.Clone(publications)
		told = slices.DeleteFunc(told, func(p models.Publication) bool { return p.TextID != t.ID })
		states := publicStates(r, told)
		for n, version := range versions[t.ID] {
			public := slices.IndexFunc(told, func(p models.Publication) bool { return p.VersionID == version.ID })
			if n > 0 && public < 0 {
				continue // an older draft: nobody outside has read it, and nobody edits it any more
			}
			p, err := pieceOfVersion(r, t, version)
			if err != nil {
				return nil, err
			}
			p.Newest = n == 0
			switch {
			case public >= 0:
				p.State, p.At, p.Where = states[public], told[public].PublishAt, "public-page"
			case t.Kind == models.TextPublicPage && version.State == models.TextApproved && len(publications) > 0:
				p.State, p.At, p.Where = Published, version.SettledAt, "public-page"
			case t.Kind == models.TextAnswer && version.State == models.TextApproved:
				p.At, p.Where = version.SettledAt, "enquirers"
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// publicStates says what each publication of one text is now: of those whose moment has come, readers see the newest.
func publicStates(r models.Reader, told []models.Publication) []State {
	out, shown := make([]State, len(told)), false
	for n, p := range told {
		switch {
		case !p.WithdrawnAt.IsZero():
			out[n] = Withdrawn
		case p.PublishAt.After(r.Now()):
			out[n] = Scheduled
		case shown:
			out[n] = Replaced
		default:
			out[n], shown = Published, true
		}
	}
	return out
}

func pieceOfVersion(r models.Reader, t models.Text, v models.TextVersion) (Piece, error) {
	c, err := v.Content(r.Keys())
	if err != nil {
		return Piece{}, err
	}
	p := Piece{ID: t.ID, VersionID: v.ID, Kind: string(t.Kind), Language: v.Language, Title: cmp.Or(c.RenderedTitle, c.Title), State: State(v.State), Version: v.Number,
		Parts: []Part{{"title", c.Title, c.RenderedTitle}, {"body", c.Body, c.RenderedBody}}, Used: v.FactsUsed.V, Hash: hex.EncodeToString(v.Hash),
		WrittenBy: v.WrittenBy, WrittenAt: v.WrittenAt}
	if v.State == models.TextApproved || v.State == models.TextSuperseded {
		p.ApprovedBy, p.ApprovedAt = v.SettledBy, v.SettledAt
	}
	return p, nil
}

// ofCorrections lists the plain words in which readers were told what had been said wrongly.
func ofCorrections(r models.Reader, v models.Viewer, i models.Incident) ([]Piece, error) {
	if _, err := models.TextsOfIncident(r, v, i.ID); err != nil || v.Role == models.RoleFocalPoint {
		return nil, err
	}
	told, err := models.ListPublications(r, i.ID)
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, x := range told {
		if x.CorrectionSaid == "" {
			continue
		}
		by := x.PublishedBy
		p := Piece{ID: x.ID, Kind: KindCorrection, Language: x.Language, Title: x.CorrectionRight, State: Published, Version: 1, Newest: true,
			Parts:     []Part{{"said", x.CorrectionSaid, x.CorrectionSaid}, {"right", x.CorrectionRight, x.CorrectionRight}},
			WrittenBy: by, WrittenAt: x.PublishAt, At: x.PublishAt, Where: "public-page"}
		switch {
		case !x.WithdrawnAt.IsZero():
			p.State = Withdrawn
		case x.PublishAt.After(r.Now()):
			p.State = Scheduled
		}
		out = append(out, p)
	}
	return out, nil
}
