package enisa

import (
	"fmt"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

// Result is the severity of a breach as far as the facts tell, with its working.
type Result struct {
	// Formula says it in one line: "3 × 1 + 0.5 = 3.5, high", or both ends of what is still possible.
	Formula string `json:"formula"`
	// Settled is true when no unknown fact and no second reading leaves the score open.
	Settled bool `json:"settled"`
	// Lowest is what the known facts already show; Highest what the unknown ones could still make of it.
	Lowest  Severity `json:"lowest"`
	Highest Severity `json:"highest"`
	DPC     Context  `json:"dpc"`
	EI      Part     `json:"ei"`
	CB      []Part   `json:"cb"` // confidentiality, integrity, availability, malicious_intent
	Flags   []Flag   `json:"flags"`
	// Needs names the facts that could still change the score, in the order in which people are asked.
	Needs    []string `json:"needs"`
	Note     string   `json:"note"`
	Document string   `json:"document"`
	Version  string   `json:"version"`
}

// Part is one number of the formula, or the two ends between which it lies.
type Part struct {
	Key     string   `json:"key"`
	Lowest  Quarters `json:"lowest"`
	Highest Quarters `json:"highest"`
	Reason  string   `json:"reason"`
	Because []string `json:"because"` // the known facts, in words
	Needs   []string `json:"needs"`
	// TwoReadings is true when the known facts allow two values and no further fact of the vocabulary decides between them.
	TwoReadings bool         `json:"two_readings"`
	Source      given.Source `json:"source"`
}

// Context is the data processing context: the highest of the categories that apply.
type Context struct {
	Part
	Categories []Category `json:"categories"`
}

// Category is one of ENISA's four kinds of data, with the steps from its basic score.
type Category struct {
	Key     string       `json:"key"`
	Name    string       `json:"name"`
	Applies string       `json:"applies"` // yes or unknown; what does not apply is left out
	Base    int          `json:"base"`
	Lowest  int          `json:"lowest"`
	Highest int          `json:"highest"`
	Because []string     `json:"because"`
	Needs   []string     `json:"needs"`
	Steps   []Step       `json:"steps"`
	Source  given.Source `json:"source"`
}

// Step is a change of the basic score by context. State is taken (the facts say so), open (facts could still say so),
// chosen (a person took it, with a reason), or offered (a person may take it: no fact says it).
type Step struct {
	Key     string       `json:"key"`
	Delta   int          `json:"delta"`
	To      int          `json:"to"`
	Text    string       `json:"text"`
	State   string       `json:"state"`
	Because []string     `json:"because"`
	Needs   []string     `json:"needs"`
	Source  given.Source `json:"source"`
}

// Flag stands beside the score and never enters it.
type Flag struct {
	Key    string       `json:"key"`
	Text   string       `json:"text"`
	Answer string       `json:"answer"` // yes, no or unknown
	Reason []string     `json:"because"`
	Needs  []string     `json:"needs"`
	Source given.Source `json:"source"`
}

// Choice is a context step that a person takes instead of the proposal. An empty Step takes the basic score.
type Choice struct {
	Category string `json:"category"`
	Step     string `json:"step"`
	Reason   string `json:"reason"`
}

// FromFacts scores what is known. Whatever is not known yet widens the score to a range, never narrows it; values the
// vocabulary does not allow count as not known.
func FromFacts(facts map[string]any) Result {
	return fromFacts(given.Read(facts), nil)
}

// WithChoices scores as FromFacts does, with context steps that people chose. ENISA wants the reason of each step kept,
// so a choice without one is refused, as is one for a category or step that does not exist.
func WithChoices(facts map[string]any, choices []Choice) (Result, error) {
	byCategory := map[string]Choice{}
	for _, c := range choices {
		if _, err := StepValue(c.Category, c.Step); err != nil {
			return Result{}, err
		}
		if c.Reason == "" {
			return Result{}, fmt.Errorf("a chosen step of %s data needs its reason", c.Category)
		}
		byCategory[c.Category] = c
	}
	return fromFacts(given.Read(facts), byCategory), nil
}

// StepValue is what a category scores with one of its steps; an empty step is the basic score.
func StepValue(category, step string) (int, error) {
	for _, c := range table().Categories {
		if c.ID != category {
			continue
		}
		if step == "" {
			return c.Base, nil
		}
		for _, s := range c.Steps {
			if s.ID == step {
				return c.Base + s.Delta, nil
			}
		}
		return 0, fmt.Errorf("%s data have no step %q", category, step)
	}
	return 0, fmt.Errorf("%q is not one of ENISA's kinds of data: simple, behavioural, financial, sensitive", category)
}

func fromFacts(f given.Facts, choices map[string]Choice) Result {
	t := table()
	r := Result{DPC: context(f, choices), EI: identification(f), CB: []Part{}, Flags: []Flag{}, Note: t.Note, Document: t.Document, Version: t.Version}
	needs := append(append([]string{}, r.DPC.Needs...), r.EI.Needs...)
	var low, high Quarters
	for _, c := range t.Circumstances {
		p := c.part(f)
		low, high = low+p.Lowest, high+p.Highest
		needs = append(needs, p.Needs...)
		r.CB = append(r.CB, p)
	}
	for _, fl := range t.Flags {
		found := fl.When.Ask(f)
		r.Flags = append(r.Flags, Flag{Key: fl.ID, Text: fl.Text, Answer: found.Answer.String(), Reason: said(found.Reasons, found.Answer),
			Needs: found.Needs, Source: fl.Source})
	}
	r.Needs = given.InOrder(needs)
	r.Lowest = severity(int(r.DPC.Lowest)/4, r.EI.Lowest, low)
	r.Highest = severity(int(r.DPC.Highest)/4, r.EI.Highest, high)
	r.Settled = r.Lowest.Formula == r.Highest.Formula
	r.Formula = r.Lowest.Formula
	if !r.Settled {
		r.Formula = "between " + r.Lowest.Formula + ", and " + r.Highest.Formula
	}
	return r
}

// said keeps the sentences of an answer that is known; never nil, so that JSON says [].
func said(reasons []string, answer terms.Answer) []string {
	if answer == terms.Unknown || len(reasons) == 0 {
		return []string{}
	}
	return reasons
}
