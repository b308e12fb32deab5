package planted

import (
	"cmp"
	"slices"
	"strings"
)

// Sentence is one sentence of a text and where it stands.
type Sentence struct {
	From, To int
	Text     string
}

// Sentences parts a text.
func Sentences(s string) (out []Sentence) {
	for at := 0; at < len(s); {
		_, to := sentence(s, at, at)
		if to <= at {
			to = at + 1
		}
		if words := strings.TrimSpace(s[at:to]); words != "" {
			from := at + strings.Index(s[at:to], words)
			out = append(out, Sentence{from, from + len(words), words})
		}
		at = to
	}
	return out
}

// Counted is a number that a text says of people.
type Counted struct {
	Use
	N int
}

// People lists every number in figures that stands with people in a text. Numbers in words are found by those who know which one they look for.
func People(s string) (out []Counted) {
	t := read(s)
	for _, f := range figures(t) {
		n := int(f.value*f.scale + 0.5)
		if n < 2 {
			continue
		}
		from, to := t.span(f.from, f.to)
		u := Use{From: from, To: to, Found: t.raw[from:to], Form: InFigures, restyle: f.write}
		if t.counts(u, Number{N: min(n, 999), Nouns: PeopleNouns}) { // looked at as closely as a small number
			out = append(out, Counted{u, n})
		}
	}
	slices.SortFunc(out, func(a, b Counted) int { return cmp.Compare(a.From, b.From) })
	return out
}
