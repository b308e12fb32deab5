package risk

import (
	"slices"
	"strings"
	"unicode"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// weighing is the context the rules are asked in: the facts of one group, and the factors as far as they were asked.
type weighing struct {
	facts   Facts
	rules   *Rules
	factors map[string]regimes.Finding
}

// Fact reads a fact. Data that are only "other" tell nothing about what they are, so the categories are not known yet.
func (w *weighing) Fact(key string) (any, bool) {
	v, known := w.facts.Fact(key)
	if key == "data_categories" && known {
		if list, ok := terms.WordList(v); ok && len(list) == 1 && list[0] == "other" {
			return nil, false
		}
	}
	return v, known
}

func (w *weighing) People() (minimum, maximum *int, path string) { return w.facts.People() }

// Risk and Party are not known here: the rules look at what happened, not at who answers for it.
func (w *weighing) Risk() terms.RiskLevel                { return terms.RiskUnknown }
func (w *weighing) Party(word string) ([]string, string) { return nil, word }

// Factor answers a named condition once for all rules that refer to it.
func (w *weighing) Factor(name string) regimes.Finding {
	if f, asked := w.factors[name]; asked {
		return f
	}
	f := w.rules.Factors[name].Eval(w)
	w.factors[name] = f
	return f
}

func answerOf(word string) terms.Answer {
	switch word {
	case terms.Yes.String():
		return terms.Yes
	case terms.No.String():
		return terms.No
	}
	return terms.Unknown
}

func sorted(in []string) []string {
	out := append([]string{}, in...)
	slices.Sort(out)
	return slices.Compact(out)
}

func appendNew(to []string, more ...string) []string {
	for _, m := range more {
		if !slices.Contains(to, m) {
			to = append(to, m)
		}
	}
	return to
}

func midSentence(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return strings.TrimSpace(string(r))
}
