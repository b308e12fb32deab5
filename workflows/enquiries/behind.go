package enquiries

import (
	"candour/models"
	"candour/workflows/translation"
)

// behindSource names the texts of an incident that translate words which have changed since, or whose language was left out: they are not said
// any more until somebody has brought them up to date. A language nobody has tied to another stands for itself.
func behindSource(r models.Reader, incident models.ID) (map[models.ID]bool, error) {
	tied, err := models.TranslationsOfIncident(r, incident)
	if err != nil {
		return nil, err
	}
	out := map[models.ID]bool{}
	for piece, rows := range tied {
		t, err := models.LoadText(r, piece)
		if models.IsKind(err, models.KindNotFound) {
			continue // a notice holds its own languages
		}
		if err != nil {
			return nil, err
		}
		if t.Kind != models.TextAnswer {
			continue
		}
		p, err := translation.OfText(r, t)
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			if x.TextID == nil {
				continue
			}
			l, err := p.Language(r, x.Language)
			if err != nil {
				return nil, err
			}
			out[*x.TextID] = l.State == translation.IsExcluded || l.Count[translation.Stale]+l.Count[translation.Missing]+len(l.Extra) > 0
		}
	}
	return out, nil
}
