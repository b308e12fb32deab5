package regimes

import (
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Overlay is what the authority of a country adds to a body of rules that is not its own: which reasons that lower a
// risk elsewhere count for nothing with it. It never removes a duty and never lowers a risk.
type Overlay struct {
	ID        string       `yaml:"id" json:"id"`
	Name      string       `yaml:"name" json:"name"`
	Authority string       `yaml:"authority" json:"authority"`
	Citation  string       `yaml:"citation" json:"citation"`
	Countries []string     `yaml:"countries" json:"countries"`
	Regimes   []string     `yaml:"regimes" json:"regimes"` // the packs it is laid over
	InForce   Date         `yaml:"in_force" json:"in_force"`
	Until     Date         `yaml:"until" json:"until"`
	NoCredit  []string     `yaml:"no_credit" json:"no_credit"` // exemption kinds, ExemptTrustedRecipient for one
	Why       string       `yaml:"why" json:"why"`             // a whole sentence, shown beside the result
	Conf      string       `yaml:"confidence" json:"confidence"`
	Sources   []string     `yaml:"sources" json:"sources"`
	Reviews   []ReviewSlot `yaml:"reviews" json:"reviews"`

	Version string `yaml:"-" json:"version"`
	File    string `yaml:"-" json:"file"`
}

const overlayFolder = "overlays"

// creditKinds are the kinds that an authority may refuse: the reasons by which a risk is said to be lower than it looks.
var creditKinds = []string{ExemptEncryption, ExemptLaterMeasures, ExemptTrustedRecipient, ExemptPublicSource}

// RefusesCredit says whether the authority gives no credit for a kind of reason on a day.
func (o Overlay) RefusesCredit(kind string, on Date) bool {
	return slices.Contains(o.NoCredit, kind) && o.InForce != "" && on >= o.InForce && (o.Until == "" || on <= o.Until)
}

// Overlays lists what the authority of a country, or of the country of a part (US-CA), adds. It is never nil.
func (l *Library) Overlays(country string) []Overlay {
	out := []Overlay{}
	whole, _, _ := strings.Cut(country, "-")
	for _, o := range l.overlays {
		if slices.Contains(o.Countries, country) || slices.Contains(o.Countries, whole) {
			out = append(out, o)
		}
	}
	return out
}

// AllOverlays lists every overlay by id.
func (l *Library) AllOverlays() []Overlay { return slices.Clone(l.overlays) }

func (l *Library) loadOverlays(files fs.FS) []Problem {
	names, err := fs.Glob(files, overlayFolder+"/*.yaml")
	if err != nil {
		return []Problem{{File: overlayFolder, Line: 1, Message: err.Error()}}
	}
	slices.Sort(names)
	var problems []Problem
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Line: 1, Message: "The file cannot be read: " + err.Error()})
			continue
		}
		o, found := parseOverlay(name, content)
		for _, id := range o.Regimes {
			if _, known := l.byID[id]; !known {
				found = append(found, Problem{File: name, Line: 1, Message: "regimes names " + id + ", which is not in the pack. Correct the id."})
			}
		}
		problems = append(problems, found...)
		if len(found) == 0 {
			l.overlays = append(l.overlays, o)
		}
	}
	return problems
}

func parseOverlay(name string, content []byte) (Overlay, []Problem) {
	r := &reader{file: name}
	doc, err := oneDocument(content)
	if err != nil {
		r.failParse(err)
		return Overlay{}, r.problems
	}
	o := r.overlay(doc)
	o.Version, o.File = versionOf(content), name
	if o.ID != "" && overlayFolder+"/"+o.ID+".yaml" != name {
		r.fail(doc, "id is %q but the file is called %s. Make them the same.", o.ID, name)
	}
	return o, r.problems
}

func (r *reader) overlay(n *yaml.Node) Overlay {
	f, ok := r.mapping(n, "An overlay", "id", "name", "authority", "citation", "countries", "regimes", "in_force", "until", "no_credit",
		"why", "confidence", "sources", "reviews")
	if !ok {
		return Overlay{}
	}
	o := Overlay{
		ID:        f.required("id", "Use lower case letters, digits and hyphens, the same as the file name."),
		Name:      f.required("name", "Say whose practice it is."),
		Authority: f.required("authority", "Name the authority."),
		Citation:  f.required("citation", "Every overlay names the decision or guidance it rests on."),
		Countries: f.texts("countries"),
		Regimes:   f.texts("regimes"),
		InForce:   f.date("in_force"),
		Until:     f.date("until"),
		NoCredit:  f.words("no_credit", creditKinds),
		Why:       f.required("why", "Say in one sentence what the authority decided; it is shown beside the result."),
		Conf:      f.word("confidence", "", confidences...),
		Sources:   f.texts("sources"),
		Reviews:   r.reviews(f),
	}
	for i, c := range o.Countries {
		if !countryForm.MatchString(c) {
			r.fail(f.list("countries")[i], "country %q is not an ISO 3166-1 code such as PL, or a part such as US-CA.", c)
		}
	}
	if len(o.Countries) == 0 || len(o.Regimes) == 0 || len(o.NoCredit) == 0 {
		r.fail(n, "An overlay names at least one country, one regime and one kind in no_credit.")
	}
	return o
}
