package statements

import (
	"slices"

	"candour/models"
	"candour/workflows/texts"
)

// Stale lists the statements that say an old value: what is public asks for a correction, what is still being written for a new version.
func Stale(r models.Reader, by models.Viewer, i models.Incident) ([]texts.Stale, error) {
	all, err := models.ListTexts(r, by, i.ID, models.TextStatement)
	if err != nil {
		return nil, err
	}
	public, err := models.PublicNow(r, i.ID)
	if err != nil {
		return nil, err
	}
	var out []texts.Stale
	for _, t := range all {
		newest, err := models.CurrentTextVersion(r, t.ID)
		if err != nil {
			return nil, err
		}
		// The newest publication of a statement is what its readers see.
		seen := slices.IndexFunc(public, func(p models.Publication) bool { return p.TextID == t.ID })
		if seen >= 0 {
			v, err := models.FindTextVersion(r, public[seen].VersionID)
			if err != nil {
				return nil, err
			}
			s, err := texts.StaleVersion(r, i, t, v)
			if err != nil {
				return nil, err
			}
			if s != nil {
				s.State, s.Asks = "published", texts.StaleCorrection
				out = append(out, *s)
			}
			if v.ID == newest.ID {
				continue
			}
		}
		s, err := texts.StaleVersion(r, i, t, newest)
		if err != nil {
			return nil, err
		}
		if s != nil {
			out = append(out, *s)
		}
	}
	return out, nil
}
