package precedents

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candour/models/terms"
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
	out := []Match{}
	for i, c := range t.cases {
		if m, comparable := t.match(here, t.read[i], c); comparable {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(a.Distance, b.Distance) })
	return out[:max(0, min(n, len(out)))]
}

func (s *sheet) match(here, there given.Facts, c Case) (Match, bool) {
	m := Match{ID: c.ID, Name: c.Name, Title: c.Title, Document: c.Document, Section: c.Section, Outcome: c.Outcome, Differences: []Difference{},
		Same: []string{}, Summary: c.Summary, Reasons: c.Reasons, Also: c.Also, Confidence: c.Confidence, Sources: c.Sources, Unsure: c.Unsure}
	cost, total, both := 0, 0, 0
	for _, f := range s.Facts {
		knownHere, knownThere := f.known(here), f.known(there)
		d := Difference{Key: f.Key}
		switch {
		case !knownHere && !knownThere:
			continue
		case !knownHere:
			d.Kind, d.Cost, d.Text = NotKnownHere, f.Weight*s.NotKnownHere, f.Whether+" (there: "+f.say(there)+")"
		case !knownThere:
			d.Kind, d.Cost, d.Text = NotStatedThere, f.Weight*s.NotStatedThere, f.Whether+" (here: "+f.say(here)+")"
		default:
			both++
			d.Kind, d.Cost = Differs, f.Weight*f.percent(here, there)
			d.Text = f.difference(here, there)
		}
		total += 100 * f.Weight
		cost += d.Cost
		if d.Cost > 0 {
			m.Differences = append(m.Differences, d)
		} else {
			m.Same = append(m.Same, f.Key)
		}
	}
	if both == 0 {
		return m, false
	}
	m.Distance = 1000 * cost / total
	slices.SortStableFunc(m.Differences, func(a, b Difference) int { return cmp.Compare(b.Cost, a.Cost) })
	says := ""
	for _, l := range s.Likeness {
		if m.Distance <= l.UpTo {
			m.Likeness, says = l.Key, l.Says
			break
		}
	}
	m.Sentence = m.sentence(says)
	return m, true
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

// say puts a known fact into words.
func (c compared) say(f given.Facts) string {
	switch c.How {
	case "yes-no":
		if f.Bool(c.Key) == terms.Yes {
			return c.Yes
		}
		return c.No
	case "list":
		return c.list(f.Words(c.Key))
	case "number":
		n, _ := c.number(f)
		return fmt.Sprintf(c.Says, strconv.FormatFloat(n, 'f', -1, 64))
	}
	return fmt.Sprintf(c.Says, c.word(f.Word(c.Key)))
}

func (c compared) word(w string) string {
	if said, ok := c.Words[w]; ok {
		return said
	}
	return strings.ReplaceAll(w, "-", " ")
}

func (c compared) list(words []string) string {
	said := make([]string, len(words))
	for i, w := range words {
		said[i] = c.word(w)
	}
	return and(said)
}

// difference says how the incident differs from the case, as a clause after "except that".
func (c compared) difference(here, there given.Facts) string {
	switch c.How {
	case "yes-no":
		return c.say(here)
	case "list":
		var said []string
		if more := without(here.Words(c.Key), there.Words(c.Key)); len(more) > 0 {
			said = append(said, fmt.Sprintf(c.Also, c.list(more)))
		}
		if less := without(there.Words(c.Key), here.Words(c.Key)); len(less) > 0 {
			said = append(said, fmt.Sprintf(c.Lack, c.list(less)))
		}
		return strings.Join(said, " and ")
	}
	return c.say(here) + " (there: " + c.said(there) + ")"
}

// said is the bare word or number, for the bracket behind a clause that already says what it is about.
func (c compared) said(f given.Facts) string {
	if c.How == "number" {
		n, _ := c.number(f)
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return c.word(f.Word(c.Key))
}

// told is how many differences the sentence spells out; the list holds them all.
const told = 4

func (m Match) sentence(likeness string) string {
	of := func(kind string) []string {
		var out []string
		for _, d := range m.Differences {
			switch {
			case d.Kind == kind && kind == NotStatedThere: // what is known here need not be said again
				clause, _, _ := strings.Cut(d.Text, " (here: ")
				out = append(out, clause)
			case d.Kind == kind:
				out = append(out, d.Text)
			}
		}
		return out
	}
	var b strings.Builder
	differs, open, silent := of(Differs), of(NotKnownHere), of(NotStatedThere)
	fmt.Fprintf(&b, "Like %s (%s; %s)", m.Name, m.Title, likeness)
	if len(differs) > 0 {
		b.WriteString(", except that " + few(differs))
	} else {
		b.WriteString(" in every fact known on both sides")
	}
	b.WriteString(".")
	if len(open) > 0 {
		b.WriteString(" Not known yet here: " + few(open) + ".")
	}
	if len(silent) > 0 {
		b.WriteString(" The case does not say " + few(silent) + ".")
	}
	return b.String()
}

func few(clauses []string) string {
	if len(clauses) > told+1 {
		clauses = append(slices.Clone(clauses[:told]), fmt.Sprintf("%d points of less weight", len(clauses)-told))
	}
	if len(clauses) < 3 {
		return and(clauses)
	}
	return strings.Join(clauses[:len(clauses)-1], "; ") + "; and " + clauses[len(clauses)-1]
}

func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
