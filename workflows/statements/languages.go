package statements

import (
	"slices"

	"candour/models"
	"candour/workflows/translation"
)

// languagesSettled refuses to publish while a language of the same statement is neither signed off nor left out by name: readers of one
// language must not learn later, or other things, than those of another without somebody having decided so.
func languagesSettled(r models.Reader, t models.Text, lang string) error {
	p, err := translation.OfText(r, t)
	if err != nil {
		return err
	}
	if !p.Approved {
		return models.Conflict("The words this is a translation of have changed and are not approved. Have them approved, bring the translation up to date, and then publish.")
	}
	out, err := p.LeftOut(r)
	if err != nil {
		return err
	}
	if slices.Contains(out, lang) {
		return models.Conflict("This language is left out of the statement. Take it in again on the page of translations, then publish.")
	}
	open, err := p.Blocking(r)
	if err != nil || len(open) == 0 {
		return err
	}
	e := models.Conflict("The statement was not published: %s", open[0].Detail)
	e.Fields = open
	return e
}
