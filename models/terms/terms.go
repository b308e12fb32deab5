// Package terms holds the words every other package speaks: answers, instants, risk levels, outcomes and
// the vocabulary of facts. It imports nothing of the project, so that pure packages can use it.
package terms

import "fmt"

// Answer is the three-valued truth of a fact. The zero value is Unknown: what nobody has said is never no.
type Answer int8

const (
	Unknown Answer = iota
	Yes
	No
)

// String gives the word shown to people and stored in files.
func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}

// AnswerOf turns a known bool into an answer.
func AnswerOf(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// Not negates; unknown stays unknown.
func (a Answer) Not() Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// And is Kleene's conjunction: one no settles it, however much is unknown.
func And(as ...Answer) Answer {
	out := Yes
	for _, a := range as {
		if a == No {
			return No
		}
		if a == Unknown {
			out = Unknown
		}
	}
	return out
}

// Or is Kleene's disjunction: one yes settles it, however much is unknown.
func Or(as ...Answer) Answer {
	out := No
	for _, a := range as {
		if a == Yes {
			return Yes
		}
		if a == Unknown {
			out = Unknown
		}
	}
	return out
}

// RiskLevel is the risk to people's rights and freedoms, in the words of the law. The zero value means not known yet.
type RiskLevel string

const (
	RiskUnknown RiskLevel = ""
	NoneLikely  RiskLevel = "none_likely"
	Risk        RiskLevel = "risk"
	HighRisk    RiskLevel = "high_risk"
)

// ParseRiskLevel accepts the words of the vocabulary and the short forms a person writes by hand.
func ParseRiskLevel(s string) (RiskLevel, error) {
	switch s {
	case "":
		return RiskUnknown, nil
	case "none_likely", "none", "none-likely":
		return NoneLikely, nil
	case "risk":
		return Risk, nil
	case "high_risk", "high", "high-risk":
		return HighRisk, nil
	}
	return RiskUnknown, fmt.Errorf("risk level %q is not one of none_likely, risk, high_risk", s)
}

func (r RiskLevel) rank() int {
	switch r {
	case NoneLikely:
		return 1
	case Risk:
		return 2
	case HighRisk:
		return 3
	}
	return 0
}

// AtLeast says whether this level reaches min; an unknown level reaches nothing and misses nothing.
func (r RiskLevel) AtLeast(min RiskLevel) Answer {
	if r == RiskUnknown || min == RiskUnknown {
		return Unknown
	}
	return AnswerOf(r.rank() >= min.rank())
}

// Outcome is what a determination says about one duty of one party.
type Outcome string

const (
	Required     Outcome = "required"
	NotRequired  Outcome = "not_required"
	Exempt       Outcome = "exempt"
	Undetermined Outcome = "undetermined"
	NotBound     Outcome = "not_bound"
)
