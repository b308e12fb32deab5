// Package given reads the facts of an incident as the tables beside the rules look at them: typed, three-valued, and
// deaf to whatever is not an answer. A value that the vocabulary does not allow counts as not known yet.
package given

import (
	"math"
	"slices"

	"candour/models/terms"
)

// Facts are what is known about one group of people in one incident. It is the context a condition is asked in.
type Facts struct {
	known    map[string]any
	min, max *int
}

// Read keeps the answers of the vocabulary among facts and normalises them: lists without doubles, numbers as float64,
// exfiltrated as one of its five states. Free text, unknown keys and ill-typed values are left out; facts is not changed.
func Read(facts map[string]any) Facts {
	f := Facts{known: make(map[string]any, len(facts))}
	f.people(facts["people_count"], facts["people_count_exact"])
	for key, value := range facts {
		d, ok := terms.KnownFact(key)
		if !ok || d.Free() || value == nil || terms.CheckFact(key, value) != nil {
			continue
		}
		switch d.Kind {
		case terms.FactNumber:
			if n, ok := terms.Number(value); ok && !math.IsNaN(n) && !math.IsInf(n, 0) {
				f.known[key] = n
			}
		case terms.FactWords:
			if list := distinct(value); len(list) > 0 {
				f.known[key] = list
			}
		case terms.FactWord:
			if w, _ := value.(string); w != "" {
				f.known[key] = w
			}
		default:
			f.known[key] = value
		}
	}
	f.settleExfiltrated()
	return f
}

func distinct(value any) []string {
	list, _ := terms.WordList(value)
	out := []string{}
	for _, w := range list {
		if w != "" && w != "unknown" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// settleExfiltrated reads yes, no and unknown with the evidence beside them: a plain no is not yet ruled out.
func (f Facts) settleExfiltrated() {
	written, evidence := f.Word("exfiltrated"), f.Word("exfiltration_evidence")
	word, known, err := terms.ExfiltratedWord(written, evidence, f.Words("nature"))
	if !known || err != nil {
		delete(f.known, "exfiltrated")
		return
	}
	f.known["exfiltrated"] = word
}

// people reads one number or a range. A number that is said not to be exact is a lower end: "about 90" may well be 110.
func (f *Facts) people(value, exact any) {
	if said, isRange := value.(map[string]any); isRange {
		f.min, f.max = whole(said["min"]), whole(said["max"])
		return
	}
	f.min = whole(value)
	if said, known := exact.(bool); !known || said {
		f.max = f.min
	}
}

func whole(value any) *int {
	n, ok := terms.Number(value)
	if !ok || math.IsNaN(n) || n < 0 || n > 1e12 {
		return nil
	}
	i := int(n)
	return &i
}

// Bool is the answer to a yes-or-no fact.
func (f Facts) Bool(key string) terms.Answer {
	b, known := f.known[key].(bool)
	if !known {
		return terms.Unknown
	}
	return terms.AnswerOf(b)
}

// Word is the word given for a fact, "" while not known.
func (f Facts) Word(key string) string {
	w, _ := f.known[key].(string)
	return w
}

// Words are the words given for a fact, sorted; none while not known.
func (f Facts) Words(key string) []string {
	list, _ := f.known[key].([]string)
	return list
}

// Number is the number given for a fact.
func (f Facts) Number(key string) (float64, bool) {
	n, known := f.known[key].(float64)
	return n, known
}

// Has says whether the words given for a fact include this one.
func (f Facts) Has(key, word string) bool { return slices.Contains(f.Words(key), word) }

// Fact, Risk, People and Party make these facts the context of a condition (regimes.Context).
func (f Facts) Fact(key string) (any, bool) {
	v, known := f.known[key]
	return v, known
}

// Risk is never known here: what stands beside the rules must not lean on their answer.
func (f Facts) Risk() terms.RiskLevel { return terms.RiskUnknown }

// People is the range of the number of people; nil is an open end.
func (f Facts) People() (minimum, maximum *int, path string) { return f.min, f.max, "people_count" }

// Party is never known here: the tables look at what happened, not at who answers for it.
func (f Facts) Party(word string) ([]string, string) { return nil, word }
