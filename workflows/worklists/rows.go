package worklists

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/dispatch"
	"candour/workflows/genuineness"
	"candour/workflows/safecontact"
)

// Row is one person of a list as somebody needs them who is about to call, visit or write. Where a rule is against it at this moment, it holds
// no name, no number, no address and no script, only the rule.
type Row struct {
	Item          models.WorklistItem
	Reference     string // of the letter or the line
	Allowed       bool
	Rule, Why     string
	Name          string
	Telephone     string
	Address       []string
	Language      string
	Script        string
	YourReference string
	NotBefore     terms.Instant // when the next agreed hour begins; zero: now is one
	Speaker       string
	SexOfCaller   string
	MustNotSay    []string
	FirstSentence string
	country       string
}

// rowsOf opens people of a list, each only if the rules allow it now.
func rowsOf(r models.Reader, a *dispatch.Audience, w models.Worklist, items []models.WorklistItem) ([]Row, error) {
	ids := make([]int64, len(items))
	for i := range items {
		ids[i] = items[i].PersonID
	}
	people, err := models.LoadPeople(r, ids)
	if err != nil {
		return nil, err
	}
	now, out := r.Now(), make([]Row, 0, len(items))
	for _, item := range items {
		row := Row{Item: item, Reference: genuineness.Reference(item.Reference).String(), Language: item.Language}
		if p, there := people[item.PersonID]; there {
			if err := row.open(r.Keys(), a, w, &p, now); err != nil {
				return nil, err
			}
		} else {
			row.Rule, row.Why = "erased", "The data of this person have been erased."
		}
		out = append(out, row)
	}
	return out, nil
}

func (row *Row) open(k *models.Keyring, a *dispatch.Audience, w models.Worklist, p *models.Person, now terms.Instant) error {
	d, err := p.Details(k)
	if err != nil {
		return err
	}
	decision := a.Decide(p, &d, safecontact.Channel(w.Channel), now)
	row.Rule, row.Why, row.NotBefore = decision.Rule, decision.Why, decision.NotBefore
	row.Allowed = decision.Allowed || !decision.NotBefore.IsZero()
	if !row.Allowed {
		return nil
	}
	told, err := a.Told(p, &d)
	if err != nil {
		return err
	}
	variant := delivery.VariantScript
	if w.Channel == "letter" {
		variant = delivery.VariantLetter
	}
	if row.Script, row.Language, err = a.Telling.Plain(variant, told); err != nil {
		row.Allowed, row.Rule, row.Why = false, "message_faulty", "The text for this person could not be made."
		return nil
	}
	row.Name, row.YourReference, row.country = told.Name, told.Reference, d.Get(models.PersonCountry)
	row.Speaker, row.SexOfCaller, row.MustNotSay, row.FirstSentence = string(decision.Speaker), string(decision.SexOfCaller), decision.MustNotSay, decision.FirstSentence
	switch w.Channel {
	case "call":
		row.Telephone = d.Get(models.PersonTelephone)
	case "letter", "visit":
		row.Address = addressOf(&d)
	default:
		row.Telephone, row.Address = d.Get(models.PersonTelephone), addressOf(&d)
	}
	return nil
}

func addressOf(d *models.PersonDetails) []string {
	var out []string
	for _, line := range []string{d.Get(models.PersonStreet), strings.TrimSpace(d.Get(models.PersonPostcode) + " " + d.Get(models.PersonCity))} {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// countryLine is the country as the post wants it: in capitals, in a language post offices share.
func countryLine(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	return strings.ToUpper(display.English.Regions().Name(region))
}

// Show gives a page of a list to somebody who may read people. It is asked about everybody on it again.
func Show(r models.Reader, v models.Viewer, id models.ID, f models.ItemFilter, p models.PageRequest) (models.Worklist, models.Page[Row], error) {
	none := models.Page[Row]{Items: []Row{}}
	w, err := models.FindWorklist(r, v, id)
	if err != nil {
		return w, none, err
	}
	items, err := models.ListItems(r, w.Number, f, p)
	if err != nil {
		return w, none, err
	}
	a, err := audienceOf(r, w)
	if err != nil {
		return w, none, err
	}
	if err := mayShow(r, w); err != nil {
		return w, none, err
	}
	rows, err := rowsOf(r, a, w, items.Items)
	for i := range rows {
		// On paper the hour stands beside the number; a screen can wait for it.
		if !rows[i].NotBefore.IsZero() {
			rows[i].Telephone = ""
		}
	}
	return w, models.Page[Row]{Items: rows, Next: items.Next}, err
}

// mayShow: once a dispatch is stopped nobody is told from its lists either.
func mayShow(r models.Reader, w models.Worklist) error {
	d, err := models.LoadDispatch(r, w.Dispatch)
	if err != nil {
		return err
	}
	if d.Halted == models.Stopped {
		return models.Conflict("The sending of this notice was stopped, so its lists are closed: nobody is called, visited or written to. What has happened can still be reported.")
	}
	return nil
}
