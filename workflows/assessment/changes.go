package assessment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// Change is a smallest set of other answers that would give a duty another outcome. Each was tried on the rules before
// it is shown.
type Change struct {
	Facts   []FactAnswer  `json:"facts"`
	Outcome terms.Outcome `json:"outcome"`
	Text    string        `json:"text"`
}

// FactAnswer is one fact with the answer it has and the answer it would have to have.
type FactAnswer struct {
	Fact string `json:"fact"`
	Text string `json:"text"`
	From any    `json:"from"` // null: not known
	To   any    `json:"to"`
}

// DutyOf names a duty of a party in a jurisdiction.
type DutyOf struct {
	Party, Regime, Duty, Jurisdiction string
}

// mostChanges and mostPairs keep the list readable and the search short.
const (
	mostChanges = 6
	mostOfParty = 4 // besides these, of what is said of the party itself
	mostPairs   = 4000
)

// Changes finds what would switch a duty on or off: single answers first, and pairs of answers only where no single one
// does it. Facts are changed for all groups of the party alike.
func Changes(in Input, lib *regimes.Library, env Environment, of DutyOf) []Change {
	t, ok := newTrial(in, lib, env, of)
	if !ok {
		return []Change{}
	}
	before := t.outcome(nil)
	out := []Change{}
	singles := t.candidates()
	// One answer for each way a fact can turn the duty: an open one may be due with yes and fall with no.
	shown := map[string]bool{}
	flips := func(answers ...FactAnswer) {
		after := t.outcome(answers)
		name := string(after)
		for _, a := range answers {
			name += " " + a.Fact
		}
		if !otherSide(before, after, answers) || shown[name] {
			return
		}
		shown[name] = true
		out = append(out, Change{Facts: answers, Outcome: after, Text: changeText(answers, after)})
	}
	for _, a := range singles {
		turned := slices.ContainsFunc(out, func(c Change) bool { return c.Facts[0].Fact == a.Fact })
		if len(out) < mostChanges && (!turned || before == terms.Undetermined) {
			flips(a)
		}
	}
	facts := len(out)
	ofParty := t.partyCandidates()
	for _, a := range ofParty {
		turned := slices.ContainsFunc(out, func(c Change) bool { return c.Facts[0].Fact == a.Fact })
		if len(out) < facts+mostOfParty && (!turned || before == terms.Undetermined) {
			flips(a)
		}
	}
	singles = append(singles, ofParty...)
	for i, tried := 0, 0; i < len(singles) && len(out) == 0; i++ {
		for _, b := range singles[i+1:] {
			if b.Fact == singles[i].Fact {
				continue
			}
			if tried++; tried > mostPairs || len(out) >= mostChanges {
				return out
			}
			flips(singles[i], b)
		}
	}
	return out
}

// otherSide says whether an answer crosses from "must be told" to "need not be", or back. From an open answer, either. Only what is said of the
// party itself takes the law away altogether, or brings it.
func otherSide(before, after terms.Outcome, answers []FactAnswer) bool {
	ofParty := slices.ContainsFunc(answers, func(a FactAnswer) bool { return strings.HasPrefix(a.Fact, partyPrefix) })
	free := func(o terms.Outcome) bool {
		return o == terms.NotRequired || o == terms.Exempt || o == terms.NotBound && ofParty
	}
	switch before {
	case terms.Required:
		return free(after)
	case terms.NotRequired, terms.Exempt, terms.NotBound:
		return after == terms.Required
	case terms.Undetermined:
		return after == terms.Required || after == terms.NotBound || free(after)
	}
	return false
}

// trial is one duty that is put to the rules again and again.
type trial struct {
	in   Input
	lib  *regimes.Library
	env  Environment
	of   DutyOf
	pack *regimes.Pack
	duty *regimes.Duty
	base *evaluation
}

// newTrial keeps of the input what the duty's party is judged by.
func newTrial(in Input, lib *regimes.Library, env Environment, of DutyOf) (*trial, bool) {
	t := &trial{lib: lib, env: env, of: of}
	pack, ok := lib.Find(of.Regime)
	if !ok {
		return nil, false
	}
	t.pack = pack
	for i := range pack.Duties {
		if pack.Duties[i].ID == of.Duty {
			t.duty = &pack.Duties[i]
		}
	}
	t.in = Input{Incident: in.Incident, Facts: in.Facts}
	for _, p := range in.Parties {
		if p.Name == of.Party {
			t.in.Parties = append(t.in.Parties, p)
		}
	}
	for _, g := range in.Groups {
		if g.Party == of.Party || g.Party == "" {
			t.in.Groups = append(t.in.Groups, g)
		}
	}
	t.base = newEvaluation(t.in, lib, env)
	return t, t.duty != nil && len(t.in.Parties) == 1
}

// outcome asks the rules with some answers changed.
func (t *trial) outcome(answers []FactAnswer) terms.Outcome {
	in := t.in
	in.Parties = []PartyInput{t.in.Parties[0].withWords(answers)}
	in.Facts = withAnswers(in.Facts, answers, true)
	in.Groups = slices.Clone(in.Groups)
	for i := range in.Groups {
		in.Groups[i].Facts = withAnswers(in.Groups[i].Facts, answers, false)
	}
	// What was worked out about risk holds for equal facts, so every try adds to one store.
	e := *t.base
	e.in, e.parties = in, nil
	s := e.subjects()[0]
	for _, row := range e.linkRows(s, t.pack) {
		if row.jurisdiction == t.of.Jurisdiction {
			return e.verdict(s, t.pack, t.duty, row).outcome
		}
	}
	return terms.NotBound
}

// withAnswers gives the facts with the answers in them; for a group only those that it says something else about.
func withAnswers(facts FactSet, answers []FactAnswer, all bool) FactSet {
	if len(answers) == 0 {
		return facts
	}
	out := maps.Clone(facts)
	if out == nil {
		out = FactSet{}
	}
	for _, a := range answers {
		if _, said := facts[a.Fact]; (said || all) && !strings.HasPrefix(a.Fact, partyPrefix) {
			out[a.Fact] = a.To
		}
	}
	return out
}

// candidates are the answers worth trying: to every fact that the duty, or the risk it asks for, looks at. Free text and
// the level of risk itself are left out: what would have to be different is a fact, not a judgement about it.
func (t *trial) candidates() []FactAnswer {
	e := t.base
	s := e.subjects()[0]
	look := e.looksAt(t.duty)
	keys := slices.Clone(look.facts)
	if look.risk {
		keys = append(keys, e.rules.Keys...)
	}
	// What is still asked before the duty can be told may be whether the law binds the party at all.
	for _, row := range e.linkRows(s, t.pack) {
		if row.jurisdiction == t.of.Jurisdiction {
			keys = append(keys, slices.DeleteFunc(slices.Clone(e.verdict(s, t.pack, t.duty, row).needs), func(key string) bool {
				_, known := terms.KnownFact(key)
				return !known && !terms.IsNamedFact(key)
			})...)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b)) })
	var out []FactAnswer
	for _, key := range slices.Compact(keys) {
		if key == "people_count" || key == "risk_level" {
			continue
		}
		from, known := s.groups[0].facts[key]
		for _, to := range tryOut(key, from, known, e) {
			out = append(out, FactAnswer{Fact: key, Text: asked(key, t.lib), From: from, To: to})
		}
	}
	return out
}

// tryOut lists other answers to a fact. Of a list, one word more or less is tried, because the rest stays as it is.
func tryOut(key string, from any, known bool, e *evaluation) []any {
	d, _ := terms.KnownFact(key)
	var out []any
	if have, isList := terms.WordList(from); known && isList && d.Kind == terms.FactWords {
		for _, w := range have {
			if less := slices.DeleteFunc(slices.Clone(have), func(x string) bool { return x == w }); len(less) > 0 {
				out = append(out, less)
			}
		}
		for _, w := range d.Words {
			if !slices.Contains(have, w) {
				out = append(out, append(slices.Clone(have), w))
			}
		}
		return out
	}
	for _, to := range answersTo(key, e.rules) {
		if !known || fmt.Sprint(to) != fmt.Sprint(from) {
			out = append(out, to)
		}
	}
	return out
}

func asked(key string, lib *regimes.Library) string {
	q, _ := question(key, lib)
	return q.Text
}

func changeText(answers []FactAnswer, after terms.Outcome) string {
	parts := make([]string, len(answers))
	for i, a := range answers {
		was := "not known yet"
		if a.From != nil {
			was = said(a.From)
		}
		to := "none"
		if a.To != nil {
			to = said(a.To)
		}
		parts[i] = fmt.Sprintf("%s %s (now: %s)", a.Text, to, was)
	}
	if after == terms.NotBound {
		return "The law would not bind the party with: " + strings.Join(parts, "; and ") + "."
	}
	return "It would be " + strings.ReplaceAll(string(after), "_", " ") + " with: " + strings.Join(parts, "; and ") + "."
}

// said gives an answer as people read it.
func said(v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case []string:
		return strings.Join(x, ", ")
	}
	return fmt.Sprint(v)
}
