package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk"
)

// Question is a fact that nobody knows yet and that could still change an answer.
type Question struct {
	// Fact is a key of the vocabulary, a named fact of one regime, or a place such as parties[0].role or groups[2].residence.
	Fact string `json:"fact"`
	// About names the party or the group of people; empty: the incident.
	About string         `json:"about"`
	Text  string         `json:"text"`
	Kind  terms.FactKind `json:"kind"`
	Words []string       `json:"words"`
	// Decides counts the open duties that wait for it, CouldLift the required ones that an answer could still spare.
	Decides   int `json:"decides"`
	CouldLift int `json:"could_lift"`
	// Regimes name whose duties those are.
	Regimes []string `json:"regimes"`
	// Narrows is the share of its answers, in percent, after which the risk to people would be settled.
	Narrows int `json:"narrows"`
	// weight counts an open duty towards an authority or the people three times: those are what the clock runs for.
	weight int
}

// Questions lists what is worth asking, best first: what decides most duties, and of those what settles the risk with
// most of its answers. None is left when no answer could change anything. The level of risk itself is not asked: people
// may state it, but facts settle it better.
func Questions(in Input, res Result, lib *regimes.Library) []Question {
	return questionsIn(in, res, lib, Environment{})
}

// questionsIn is Questions with an environment that several inputs of one incident share.
func questionsIn(in Input, res Result, lib *regimes.Library, env Environment) []Question {
	found := map[string]*Question{}
	ask := func(key string, d Determination) *Question {
		q, ok := found[key]
		if !ok {
			made, known := question(key, lib)
			made.Fact, made.About = placed(key, in)
			if !known {
				return nil
			}
			q, found[key] = &made, &made
		}
		q.Regimes = appendNew(q.Regimes, d.Regime)
		return q
	}
	for _, d := range res.Determinations {
		switch d.Outcome {
		case terms.Undetermined:
			for _, need := range d.Needs {
				if q := ask(need, d); q != nil {
					q.Decides++
					q.weight++
					if d.Recipient == "authority" || d.Recipient == "subjects" {
						q.weight += 2
					}
				}
			}
		case terms.Required:
			if !restsOnRisk(d, lib) {
				continue
			}
			for _, key := range res.Risk.Unknown {
				if q := ask(key, d); q != nil {
					q.CouldLift++
				}
			}
		}
	}
	narrows := narrowing(newEvaluation(in, lib, env), found)
	out := make([]Question, 0, len(found))
	for key, q := range found {
		q.Narrows = narrows[key]
		slices.Sort(q.Regimes)
		out = append(out, *q)
	}
	slices.SortFunc(out, bestFirst)
	return out
}

func bestFirst(a, b Question) int {
	return cmp.Or(cmp.Compare(b.weight*(100+b.Narrows), a.weight*(100+a.Narrows)), cmp.Compare(b.CouldLift, a.CouldLift),
		cmp.Compare(place(a.Fact), place(b.Fact)), cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.About, b.About))
}

// placed reads a place such as parties[2].role as the fact and the name it is about.
func placed(key string, in Input) (fact, who string) {
	var i int
	if n, _ := fmt.Sscanf(key, "parties[%d]", &i); n == 1 && i < len(in.Parties) {
		who = in.Parties[i].Name
	} else if n, _ := fmt.Sscanf(key, "groups[%d]", &i); n == 1 && i < len(in.Groups) {
		who = in.Groups[i].Name + " (" + in.Groups[i].Party + ")"
	} else {
		return key, ""
	}
	_, fact, _ = strings.Cut(key, "].")
	return fact, who
}

// question describes a need; false for needs that no answer can meet (a calendar that ends, a law that is not in the pack).
func question(key string, lib *regimes.Library) (Question, bool) {
	q := Question{Fact: key, Words: []string{}, Regimes: []string{}}
	if d, ok := terms.KnownFact(key); ok {
		q.Text, q.Kind, q.Words = d.Label, d.Kind, append(q.Words, d.Words...)
		return q, key != "risk_level"
	}
	if terms.IsNamedFact(key) {
		q.Kind = terms.FactBool
		q.Text = strings.ReplaceAll(key[strings.LastIndex(key, ".")+1:], "-", " ")
		regime, _, _ := strings.Cut(strings.TrimPrefix(key, "other."), ".")
		if pack, ok := lib.Find(regime); ok && pack.Questions[key] != "" {
			q.Text = pack.Questions[key]
		}
		return q, true
	}
	switch {
	case strings.HasPrefix(key, "incident."), strings.HasPrefix(key, "parties["), strings.HasPrefix(key, "groups["):
		q.Kind, q.Text = terms.FactText, placeText(key)
		return q, true
	}
	return q, false
}

func placeText(key string) string {
	word := strings.ReplaceAll(key[strings.LastIndex(key, ".")+1:], "_", " ")
	switch {
	case strings.HasPrefix(key, "incident."):
		return "When was it: " + strings.TrimSuffix(word, " at") + "?"
	case strings.Contains(key, ".residence"):
		return "Where do the people live?"
	case strings.HasSuffix(key, ".people"):
		return "How many people are they?"
	}
	return "What is known about the party: " + word + "?"
}

// places is the order in which people are asked.
var places = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	for i, d := range terms.Facts() {
		out[d.Key] = i
	}
	return out
})

func place(key string) int {
	if i, ok := places()[key]; ok {
		return i
	}
	return 1000 + placeRank(key)
}

// restsOnRisk says whether a duty's trigger asks for the level of risk.
func restsOnRisk(d Determination, lib *regimes.Library) bool {
	pack, ok := lib.Find(d.Regime)
	if !ok {
		return false
	}
	for i := range pack.Duties {
		if pack.Duties[i].ID == d.Duty {
			_, asks := pack.Duties[i].When.Keys()
			return asks
		}
	}
	return false
}

// narrowing tries each answer to each open question of risk on the groups that differ in risk, and says in percent how
// many of the answers settle the level.
func narrowing(e *evaluation, asked map[string]*Question) map[string]int {
	groups := e.openRisks()
	var on strings.Builder
	for _, g := range groups {
		on.WriteString(e.riskClass(g.s, g.g) + "\x01")
	}
	out := map[string]int{}
	for key := range asked {
		if !slices.Contains(e.rules.Keys, key) {
			continue
		}
		known := key + "\x02" + on.String()
		if n, done := e.narrows[known]; done {
			out[key] = n
			continue
		}
		tried, settled := 0, 0
		for _, answer := range answersTo(key, e.rules) {
			for _, g := range groups {
				tried++
				if e.rules.Derive(withFact{g, key, answer}).Level() != terms.RiskUnknown {
					settled++
				}
			}
		}
		if tried > 0 {
			out[key] = 100 * settled / tried
			e.narrows[known] = out[key]
		}
	}
	return out
}

// askedGroups bounds how many groups are tried; more than a few differ in nothing that the order of questions turns on.
const askedGroups = 2

// openRisks are groups whose risk is not settled, one for each different finding.
func (e *evaluation) openRisks() []riskFacts {
	var out []riskFacts
	seen := map[string]bool{}
	for _, s := range e.subjects() {
		for _, g := range s.groups {
			d := e.derived(s, g, nil)
			if g.risk == terms.RiskUnknown && d.Level() == terms.RiskUnknown && !seen[d.name] && len(out) < askedGroups {
				seen[d.name] = true
				out = append(out, riskFacts{s, g})
			}
		}
	}
	return out
}

// withFact is a group's facts with one answer changed.
type withFact struct {
	risk.Facts
	key   string
	value any
}

func (w withFact) Fact(key string) (any, bool) {
	if key == w.key {
		return w.value, w.value != nil
	}
	return w.Facts.Fact(key)
}

// answersTo lists answers that could make a difference: both of yes and no, every word, and numbers around thresholds.
func answersTo(key string, rules *risk.Rules) []any {
	d, _ := terms.KnownFact(key)
	switch d.Kind {
	case terms.FactBool:
		return []any{true, false}
	case terms.FactWord:
		out := make([]any, len(d.Words))
		for i, w := range d.Words {
			out[i] = w
		}
		return out
	case terms.FactWords:
		out := make([]any, len(d.Words))
		for i, w := range d.Words {
			out[i] = []string{w}
		}
		return out
	case terms.FactNumber:
		return rules.NumbersAround(key)
	}
	if terms.IsNamedFact(key) {
		return []any{true, false}
	}
	return nil
}
