package notices

import (
	"slices"

	"candour/models"
	"candour/workflows/delivery"
)

// Shown is a circular as its writers, approvers and readers see it.
type Shown struct {
	Notice     models.Notice
	Draft      *models.CircularDraft // nil for a focal point: it names the other societies
	Fixed      models.CircularFixed  // as it was approved, or as it would read now
	Faults     []models.Field        // what keeps a draft from being submitted
	Stale      bool                  // facts have changed since the words were fixed
	Recipients []Recipient
}

// Recipient is one society, with what it will get.
type Recipient struct {
	Society   models.Organisation
	Language  string
	Fallback  bool // not its first language
	Reachable bool
}

// Show gives one circular with its words as they are read. A focal point sees the words and itself.
func Show(r models.Reader, v models.Viewer, id models.ID) (Shown, error) {
	n, err := models.FindNotice(r, v, id)
	if err != nil {
		return Shown{}, err
	}
	in, err := models.FindIncident(r, v, n.IncidentID)
	if err != nil {
		return Shown{}, err
	}
	out := Shown{Notice: n}
	if n.State == models.NoticeDraft {
		d, err := n.Draft(r.Keys())
		if err != nil {
			return out, err
		}
		unsettled := []models.Field(nil)
		if d.Texts, unsettled, err = settledTexts(r, n, d.Texts); err != nil {
			return out, err
		}
		if out.Fixed, out.Faults, err = fix(r, in, d); err != nil {
			return out, err
		}
		out.Faults = append(out.Faults, unsettled...)
	} else {
		if len(n.FixedSealed) > 0 {
			if out.Fixed, err = n.Fixed(r.Keys()); err != nil {
				return out, err
			}
		}
		out.Stale = n.FactsVersion != in.FactsVersion
	}
	if v.Role != models.RoleFocalPoint {
		d, err := n.Draft(r.Keys())
		if err != nil {
			return out, err
		}
		out.Draft = &d
	} else {
		out.Fixed.Recipients = slices.DeleteFunc(out.Fixed.Recipients, func(x models.CircularRecipient) bool { return x.Society != v.SocietyID })
	}
	out.Recipients, err = recipients(r, in, out.Fixed)
	return out, err
}

func recipients(r models.Reader, in models.Incident, f models.CircularFixed) ([]Recipient, error) {
	ids := make([]models.ID, len(f.Recipients))
	for i, x := range f.Recipients {
		ids[i] = x.Society
	}
	societies, err := models.OrganisationsByID(r, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Recipient, 0, len(f.Recipients))
	for _, x := range f.Recipients {
		society, language := societies[x.Society], ""
		if x.Contact != "" {
			c, err := models.FindContact(r, x.Contact)
			if err != nil {
				return nil, err
			}
			language = c.Language
		}
		c := delivery.CircularFor(in, f, society, language)
		out = append(out, Recipient{Society: society, Language: c.TextLang, Fallback: c.Wanted != "", Reachable: x.Contact != ""})
	}
	slices.SortFunc(out, func(a, b Recipient) int {
		if a.Society.Name < b.Society.Name {
			return -1
		}
		return 1
	})
	return out, nil
}
