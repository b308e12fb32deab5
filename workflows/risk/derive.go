package risk

import (
	"fmt"
	"slices"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// Facts are what is known about one group of people.
type Facts interface {
	// Fact gives the value of a key of the vocabulary; known is false while nobody has said.
	Fact(key string) (value any, known bool)
	// People is the range of the number of people concerned; nil is an open end.
	People() (minimum, maximum *int, path string)
}

// Applied is a rule that holds, or that an open fact could still make hold.
type Applied struct {
	ID     string          `json:"id"`
	Side   string          `json:"side"`
	Gives  terms.RiskLevel `json:"gives"`
	Answer string          `json:"answer"` // yes, unknown
	Says   string          `json:"says"`
	Source string          `json:"source"`
	// FactsUsed are the known facts the answer rests on, Needs the open ones that would settle it.
	FactsUsed []string `json:"facts_used"`
	Needs     []string `json:"needs"`
	doubts    []string
}

// Finding is the level, between two bounds while facts are open.
type Finding struct {
	Lowest  terms.RiskLevel `json:"lowest"`
	Highest terms.RiskLevel `json:"highest"`
	Rules   []Applied       `json:"rules"`
	// Unknown are the facts nobody knows that could still change the level, up or down, sorted.
	Unknown []string `json:"unknown"`
}

// Level is the level once it is settled, terms.RiskUnknown before.
func (f Finding) Level() terms.RiskLevel {
	if f.Lowest == f.Highest {
		return f.Lowest
	}
	return terms.RiskUnknown
}

// Derive weighs the facts. withoutCredit names protections that the authority concerned does not accept.
func (r *Rules) Derive(facts Facts, withoutCredit ...string) Finding {
	c := &weighing{facts: facts, rules: r, factors: map[string]regimes.Finding{}}
	var out Finding
	out.Rules = []Applied{}
	high, risk := terms.No, terms.No
	floors := map[string]terms.RiskLevel{Confidentiality: terms.NoneLikely, Availability: terms.NoneLikely}
	for _, side := range []string{Confidentiality, Availability} {
		lifts, raises, lifted := c.side(side, withoutCredit)
		if lifted {
			out.Rules = append(out.Rules, lifts...)
			continue
		}
		out.Rules = append(append(out.Rules, raises...), lifts...)
		for _, a := range raises {
			answer := answerOf(a.Answer)
			if answer == terms.Yes && a.Gives.AtLeast(floors[side]) == terms.Yes {
				floors[side] = a.Gives
			}
			risk = terms.Or(risk, answer)
			if a.Gives == terms.HighRisk {
				high = terms.Or(high, answer)
			}
		}
	}
	out.Lowest, out.Highest = terms.NoneLikely, terms.NoneLikely
	switch {
	case high == terms.Yes:
		out.Lowest = terms.HighRisk
	case risk == terms.Yes:
		out.Lowest = terms.Risk
	}
	switch {
	case high != terms.No:
		out.Highest = terms.HighRisk
	case risk != terms.No:
		out.Highest = terms.Risk
	}
	out.Unknown = out.open(floors)
	return out
}

// side asks the rules of one side. A proved lift settles the side; the others are kept where they are open.
func (c *weighing) side(side string, withoutCredit []string) (lifts, raises []Applied, lifted bool) {
	for _, rule := range c.rules.Rules {
		if rule.Side != side || rule.Gives != terms.NoneLikely || (rule.Credit != "" && slices.Contains(withoutCredit, rule.Credit)) {
			continue
		}
		a := c.ask(rule)
		if a.Answer == terms.Yes.String() {
			return []Applied{a}, nil, true
		}
		if a.Answer == terms.Unknown.String() {
			lifts = append(lifts, a)
		}
	}
	for _, rule := range c.rules.Rules {
		if rule.Side != side || rule.Gives == terms.NoneLikely {
			continue
		}
		if a := c.ask(rule); a.Answer != terms.No.String() || len(a.doubts) > 0 {
			raises = append(raises, a)
		}
	}
	return lifts, raises, false
}

func (c *weighing) ask(rule Rule) Applied {
	f := rule.When.Eval(c)
	return Applied{ID: rule.ID, Side: rule.Side, Gives: rule.Gives, Answer: f.Answer.String(), Says: rule.Says, Source: rule.Source,
		FactsUsed: sorted(f.Used), Needs: sorted(f.Needs), doubts: f.Doubts}
}

// open gathers the facts that could still move the level: those that a raising rule above the floor waits for, those
// that would prove a protection, and the doubts behind "not proved". A protection of one side is of no use while the other
// side alone gives the same level. Rules that do not hold are dropped after that.
func (f *Finding) open(floors map[string]terms.RiskLevel) []string {
	var out []string
	kept := f.Rules[:0]
	for _, a := range f.Rules {
		raises := a.Gives != terms.NoneLikely && a.Gives.AtLeast(f.Lowest) == terms.Yes && a.Gives != f.Lowest
		other := map[string]string{Confidentiality: Availability, Availability: Confidentiality}[a.Side]
		lifts := a.Gives == terms.NoneLikely && f.Lowest != terms.NoneLikely && floors[other] != f.Lowest
		if raises || (a.Gives == terms.NoneLikely && a.Answer == terms.Yes.String()) || lifts {
			out = append(out, a.Needs...)
			out = append(out, a.doubts...)
		}
		if a.Answer != terms.No.String() && (raises || lifts || a.Answer == terms.Yes.String()) {
			kept = append(kept, a)
		}
	}
	f.Rules = kept
	return sorted(out)
}

// AtLeast answers whether the level reaches a threshold of the law, with what the answer rests on.
func (f Finding) AtLeast(level terms.RiskLevel) regimes.Finding {
	switch {
	case f.Lowest.AtLeast(level) == terms.Yes:
		// The rules that lead highest say enough; what leads lower adds nothing to them.
		return f.because(terms.Yes, func(a Applied) bool { return a.Answer == terms.Yes.String() && a.Gives == f.Lowest })
	case f.Highest.AtLeast(level) == terms.No:
		return f.because(terms.No, func(a Applied) bool { return a.Answer == terms.Yes.String() })
	}
	out := regimes.Finding{Answer: terms.Unknown, Reasons: []string{"Whether the risk to people is " + inWords[level] + " is not settled yet."}}
	for _, a := range f.Rules {
		if a.Answer == terms.Unknown.String() && a.Gives.AtLeast(level) == terms.Yes {
			out.Used = appendNew(out.Used, a.FactsUsed...)
			out.Needs = appendNew(out.Needs, a.Needs...)
			out.Reasons = append(out.Reasons, "It may be: "+midSentence(a.Says))
		}
	}
	return out
}

var inWords = map[terms.RiskLevel]string{terms.NoneLikely: "unlikely", terms.Risk: "likely", terms.HighRisk: "high"}

func (f Finding) because(answer terms.Answer, rests func(Applied) bool) regimes.Finding {
	word := f.Lowest
	if answer == terms.No {
		word = f.Highest
	}
	out := regimes.Finding{Answer: answer, Reasons: []string{"Risk to people: " + levelInWords[word] + "."}}
	if answer == terms.No && f.Lowest != f.Highest {
		out.Reasons[0] = "Risk to people: at most " + levelInWords[word] + "."
	}
	for _, a := range f.Rules {
		if rests(a) {
			out.Used = appendNew(out.Used, a.FactsUsed...)
			out.Reasons = append(out.Reasons, fmt.Sprintf("%s (%s)", a.Says, a.Source))
		}
	}
	if answer == terms.No && len(out.Used) == 0 {
		out.Reasons = append(out.Reasons, "No rule of risk is met by what is known.")
	}
	return out
}

var levelInWords = map[terms.RiskLevel]string{
	terms.NoneLikely: "unlikely to result in a risk", terms.Risk: "a risk, but not a high one", terms.HighRisk: "high",
}
