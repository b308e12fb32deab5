package texts

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// What a text that says an old value asks for.
const (
	StaleFollows    = "follows"    // shows the new value by itself as soon as it is opened
	StaleSave       = "save"       // save it again, and it takes the new value over
	StaleCheck      = "check"      // a person typed it while the facts said something else: look at it again
	StaleApprove    = "approve"    // what was approved says the old value: write a new version and have it approved
	StaleCorrection = "correction" // it is public: publish a corrected version
	StaleSupplement = "supplement" // it was sent: send a supplement
)

// Stale is something written that says a value which is another now. Nothing is taken back because of it: what has left the house stays in
// the record and gets a supplement or a correction.
type Stale struct {
	ID      models.ID // of the text or the circular; of a filing, of the obligation it answers
	Kind    string    // statement, notice, circular, filing
	Title   string
	State   string // of its version, or published, or sending
	Asks    string
	Changes []ValueChange
}

// ValueChange is a placeholder whose value is another now.
type ValueChange struct {
	Placeholder string
	Label       string
	From, To    string // empty: not known
}

// passing values change without a fact.
var passing = []string{"today", "organisation", "check_address"}

// Compare gives what is another now of the values a text was written with.
func Compare(used, now map[string]string) []ValueChange {
	var out []ValueChange
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if used[name] == now[name] || slices.Contains(passing, name) {
			continue
		}
		c := ValueChange{Placeholder: name, Label: name, From: used[name], To: now[name]}
		if i := slices.IndexFunc(Placeholders, func(p Placeholder) bool { return p.Name == name }); i >= 0 {
			c.Label = Placeholders[i].Label
		}
		out = append(out, c)
	}
	return out
}

// Used lists the placeholders of a text.
func Used(text string) []string {
	var out []string
	for _, m := range mark.FindAllStringSubmatch(text, -1) {
		if name := strings.TrimSpace(m[1]); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// ValuesThen are the values as they were recorded at a moment. The title and the reference of the incident have no history; they are those of now.
func ValuesThen(r models.Reader, i models.Incident, lang string, at terms.Instant) (map[string]string, error) {
	facts, err := models.FactsAt(r, i.ID, at)
	if err != nil {
		return nil, err
	}
	parties, err := models.LoadParties(r, i.ID)
	if err != nil {
		return nil, err
	}
	parties = slices.DeleteFunc(parties, func(p models.Party) bool { return p.AddedAt.After(at) })
	facts = slices.DeleteFunc(facts, func(f models.Fact) bool { return f.PartyID != nil || f.GroupID != nil })
	return withHouse(r, valuesOf(i, facts, parties, lang, at)), nil
}

// StaleVersion compares one version with the facts of now; nil when it says what they say.
func StaleVersion(r models.Reader, i models.Incident, t models.Text, v models.TextVersion) (*Stale, error) {
	now, err := Values(r, i, v.Language)
	if err != nil {
		return nil, err
	}
	changes := Compare(v.FactsUsed.V, now)
	if len(changes) == 0 {
		return nil, nil
	}
	c, err := v.Content(r.Keys())
	if err != nil {
		return nil, err
	}
	asks := StaleSave
	if v.State == models.TextSubmitted || v.State == models.TextApproved {
		asks = StaleApprove
	}
	return &Stale{ID: t.ID, Kind: string(t.Kind), Title: cmp.Or(c.RenderedTitle, c.Title), State: string(v.State), Asks: asks, Changes: changes}, nil
}

// StaleTexts lists the texts of one kind whose newest version says an old value.
func StaleTexts(r models.Reader, by models.Viewer, i models.Incident, kind models.TextKind) ([]Stale, error) {
	all, err := models.ListTexts(r, by, i.ID, kind)
	if err != nil {
		return nil, err
	}
	var out []Stale
	for _, t := range all {
		v, err := models.CurrentTextVersion(r, t.ID)
		if err != nil {
			return nil, err
		}
		s, err := StaleVersion(r, i, t, v)
		if err != nil {
			return nil, err
		}
		if s != nil {
			out = append(out, *s)
		}
	}
	return out, nil
}
