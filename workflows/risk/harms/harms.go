// Package harms lists what can happen to people after a breach, beyond what privacy law names, with what can be done for
// them. It stands beside the rules: data for people to read and weigh, never a decision. Pure: no database, network, clock.
package harms

import (
	"cmp"
	"slices"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

// How surely a harm applies.
const (
	Applies  = "applies"
	MayApply = "may_apply"
)

// Likelihood in words, mildest first.
const (
	Possible = "possible"
	Likely   = "likely"
	Seen     = "seen" // the facts show that it has begun
)

var likelihoods = []string{Possible, Likely, Seen}

// Harm is one harm that the facts leave standing.
type Harm struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Sentence string `json:"sentence"`
	// Kind is bodily, material or moral.
	Kind    string `json:"kind"`
	Applies string `json:"applies"` // applies, may_apply
	// Likelihood is what the known facts show; LikelihoodHighest what the unknown ones could still make of it.
	Likelihood        string   `json:"likelihood"`
	LikelihoodHighest string   `json:"likelihood_highest"`
	Because           []string `json:"because"` // the known facts, in words
	// Needs names the facts that would settle whether it applies and how likely it is, in the order in which people are asked.
	Needs   []string       `json:"needs"`
	CanDo   []string       `json:"can_do"`
	Sources []given.Source `json:"sources"`
}

// For lists the harms that apply or may apply. What is not known yet never takes a harm away; only facts that are known
// do. Those that apply come first, the more likely before the less, else in the catalogue's order. Values that the
// vocabulary does not allow count as not known.
func For(facts map[string]any) []Harm {
	t, f := table(), given.Read(facts)
	out := []Harm{}
	for _, e := range t.Harms {
		applies := e.applies.Ask(f)
		if applies.Answer == terms.No {
			continue
		}
		h := Harm{ID: e.ID, Name: e.Name, Sentence: e.Sentence, Kind: e.Kind, Applies: Applies, Likelihood: Possible, LikelihoodHighest: Possible,
			Because: []string{}, CanDo: e.CanDo, Sources: e.Sources}
		needs := applies.Needs
		if applies.Answer == terms.Unknown {
			h.Applies = MayApply
		} else {
			h.Because = append(h.Because, applies.Reasons...)
		}
		for i, w := range []*given.When{e.likely, e.seen} {
			if w == nil {
				continue
			}
			found := w.Ask(f)
			switch found.Answer {
			case terms.Yes:
				h.Likelihood, h.LikelihoodHighest = likelihoods[i+1], likelihoods[i+1]
			case terms.Unknown:
				h.LikelihoodHighest = likelihoods[i+1]
				needs = append(needs, found.Needs...)
			}
		}
		if h.Likelihood == Seen { // what has begun is not made more likely by anything
			h.LikelihoodHighest, needs = Seen, applies.Needs
		}
		h.Needs = given.InOrder(needs)
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b Harm) int {
		return cmp.Or(cmp.Compare(a.Applies, b.Applies), // "applies" before "may_apply"
			cmp.Compare(slices.Index(likelihoods, b.Likelihood), slices.Index(likelihoods, a.Likelihood)))
	})
	return out
}
