package precedents

import (
	"cmp"
	"slices"

	"candour/workflows/risk/given"
)

// Match is a published case beside the incident, with what differs. It is shown, never decided on.
type Match struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	Document string `json:"document"`
	Section  string `json:"section"`
	// Distance is the share of what could differ that does differ, in thousandths; 0 is the same in every fact compared.
	Distance int    `json:"distance"`
	Likeness string `json:"likeness"` // very-close, close, comparable, distant
	// Sentence says it for people: "Like EDPB case 11 (...), except that the data were encrypted and ...".
	Sentence    string       `json:"sentence"`
	Outcome     Outcome      `json:"outcome"`
	Differences []Difference `json:"differences"` // heaviest first
	Same        []string     `json:"same"`        // facts known and equal on both sides
	Summary     string       `json:"summary"`
	Reasons     []string     `json:"reasons"`
	Also        string       `json:"also,omitempty"`
	Confidence  Confidence   `json:"confidence"`
	Sources     []string     `json:"sources"`
	Unsure      []string     `json:"unsure"`
}

// Kinds of difference: two known facts differ; the case knows what is not known yet here; the case is silent.
const (
	Differs        = "differs"
	NotKnownHere   = "not_known_here"
	NotStatedThere = "not_stated_there"
)

// Difference is one fact in which the incident and the case are not, or not known to be, the same.
type Difference struct {
	Key  string `json:"key"`
	Kind string `json:"kind"`
	// Text is a clause in plain words: "the data were encrypted (there: the data were not encrypted)".
	Text string `json:"text"`
	// Cost is what it adds, in hundredths of a weight.
	Cost int `json:"cost"`
}

// Closest gives the n nearest cases, nearest first, ties by published order. No facts at all are near to nothing: the
// answer is empty until something is known. Values that the vocabulary does not allow count as not known.
func Closest(facts map[string]any, n int) []Match {
	t, here := table(), given.Read(facts)
	var near []nearness
	for i := range t.cases {
		if d, comparable := t.distance(here, t.read[i]); comparable {
			near = append(near, nearness{i, d})
		}
	}
	slices.SortStableFunc(near, func(a, b nearness) int { return cmp.Compare(a.distance, b.distance) })
	out := []Match{}
	for _, at := range near[:max(0, min(n, len(near)))] { // only what is shown is put into words
		out = append(out, t.match(here, t.read[at.index], t.cases[at.index], at.distance))
	}
	return out
}

type nearness struct{ index, distance int }

// compare says what one fact adds to the distance; kind is empty where both sides are silent.
func (s *sheet) compare(f compared, here, there given.Facts) (kind string, cost int) {
	switch knownHere, knownThere := f.known(here), f.known(there); {
	case knownHere && knownThere:
		return Differs, f.Weight * f.percent(here, there)
	case knownThere:
		return NotKnownHere, f.Weight * s.NotKnownHere
	case knownHere:
		return NotStatedThere, f.Weight * s.NotStatedThere
	}
	return "", 0
}

// distance is the share of what could differ that does; a case that knows nothing of what is known here is not comparable.
func (s *sheet) distance(here, there given.Facts) (thousandths int, comparable bool) {
	cost, total := 0, 0
	for _, f := range s.Facts {
		kind, adds := s.compare(f, here, there)
		if kind != "" {
			cost, total = cost+adds, total+100*f.Weight
		}
		comparable = comparable || kind == Differs
	}
	if !comparable {
		return 0, false
	}
	return 1000 * cost / total, true
}

func (s *sheet) match(here, there given.Facts, c Case, distance int) Match {
	m := Match{ID: c.ID, Name: c.Name, Title: c.Title, Document: c.Document, Section: c.Section, Distance: distance, Outcome: c.Outcome,
		Differences: []Difference{}, Same: []string{}, Summary: c.Summary, Reasons: c.Reasons, Also: c.Also, Confidence: c.Confidence,
		Sources: c.Sources, Unsure: c.Unsure}
	for _, f := range s.Facts {
		d := Difference{Key: f.Key}
		d.Kind, d.Cost = s.compare(f, here, there)
		switch {
		case d.Kind == "":
			continue
		case d.Cost == 0:
			m.Same = append(m.Same, f.Key)
			continue
		case d.Kind == NotKnownHere:
			d.Text = f.Whether + " (there: " + f.say(there) + ")"
		case d.Kind == NotStatedThere:
			d.Text = f.Whether + " (here: " + f.say(here) + ")"
		default:
			d.Text = f.difference(here, there)
		}
		m.Differences = append(m.Differences, d)
	}
	slices.SortStableFunc(m.Differences, func(a, b Difference) int { return cmp.Compare(b.Cost, a.Cost) })
	says := ""
	for _, l := range s.Likeness {
		if m.Distance <= l.UpTo {
			m.Likeness, says = l.Key, l.Says
			break
		}
	}
	m.Sentence = m.sentence(says)
	return m
}

// percent is how far two known facts are apart, 0 to 100.
func (c compared) percent(here, there given.Facts) int {
	switch c.How {
	case "list":
		a, b := here.Words(c.Key), there.Words(c.Key)
		common := len(a) - len(without(a, b))
		all := len(a) + len(b) - common
		return 100 * (all - common) / all
	case "scale":
		return 100 * apart(slices.Index(c.order, here.Word(c.Key)), slices.Index(c.order, there.Word(c.Key))) / (len(c.order) - 1)
	case "number":
		return 100 * apart(c.step(here), c.step(there)) / len(c.Limits)
	}
	a, _ := here.Fact(c.Key)
	b, _ := there.Fact(c.Key)
	if a == b {
		return 0
	}
	return 100
}

// known says whether the fact can be compared; a range of people counts as known from either end.
func (c compared) known(f given.Facts) bool {
	if c.How == "number" {
		_, known := c.number(f)
		return known
	}
	_, known := f.Fact(c.Key)
	return known
}

// number reads the fact's number; of a range of people the lower end, as long as there is one.
func (c compared) number(f given.Facts) (float64, bool) {
	if least, most, path := f.People(); path == c.Key {
		if least != nil {
			return float64(*least), true
		}
		if most != nil {
			return float64(*most), true
		}
	}
	return f.Number(c.Key)
}

func (c compared) step(f given.Facts) int {
	n, _ := c.number(f)
	step := 0
	for _, limit := range c.Limits {
		if n >= limit {
			step++
		}
	}
	return step
}

func apart(a, b int) int { return max(a-b, b-a) }

func without(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(others, w) })
}
