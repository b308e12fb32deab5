package regimes

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Case is one example beside a pack, as a lawyer reads it: what is given, and what must come out.
type Case struct {
	Name   string       `json:"name"`
	Source string       `json:"source"`
	AsIf   Date         `json:"as_if"` // the law is taken to be in force since that day, though it is not
	Given  []CaseGiven  `json:"given"`
	Expect []CaseAnswer `json:"expect"`
}

// CaseGiven is what a case says of one thing: the incident, a party, a group of people, or the facts.
type CaseGiven struct {
	About string     `json:"about"` // incident, party, group, facts
	Name  string     `json:"name"`  // of the party or group
	Facts []CaseFact `json:"facts"`
}

// CaseFact is one key and what is said of it, both in the words of the file.
type CaseFact struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
}

// CaseAnswer is one row that must come out. Due is empty where the case says nothing of a time, or says that there is none.
type CaseAnswer struct {
	Party        string   `json:"party"`
	Regime       string   `json:"regime"`
	Duty         string   `json:"duty"`
	Jurisdiction string   `json:"jurisdiction"`
	Outcome      string   `json:"outcome"`
	Due          string   `json:"due_at"`
	Target       string   `json:"target_at"`
	NoDue        bool     `json:"no_due"` // the case asserts that there is no time in law
	Needs        []string `json:"needs"`
}

// CasesOf reads the cases beside a pack of the program; none for a pack without duties.
func CasesOf(p *Pack) ([]Case, error) {
	content, err := embedded.ReadFile("packs/" + p.ID + casesSuffix)
	if err != nil {
		// A pack whose law demands nothing has nothing to try; the check refuses one that has duties.
		return []Case{}, nil
	}
	var file struct {
		Cases []struct {
			Name   string      `yaml:"name"`
			Source string      `yaml:"source"`
			AsIf   Date        `yaml:"as_if"`
			Input  yaml.Node   `yaml:"input"`
			Expect []yaml.Node `yaml:"expect"`
		} `yaml:"cases"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		return nil, err
	}
	out := []Case{}
	for _, c := range file.Cases {
		shown := Case{Name: c.Name, Source: c.Source, AsIf: c.AsIf, Given: given(&c.Input), Expect: []CaseAnswer{}}
		for _, row := range c.Expect {
			shown.Expect = append(shown.Expect, answerShown(&row, p.ID))
		}
		out = append(out, shown)
	}
	return out, nil
}

func given(input *yaml.Node) []CaseGiven {
	out := []CaseGiven{}
	one := func(about, nameKey string, n *yaml.Node) {
		g := CaseGiven{About: about, Facts: []CaseFact{}}
		for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			switch key {
			case nameKey:
				g.Name = value.Value
			default:
				g.Facts = append(g.Facts, CaseFact{key, wordsOf(value)})
			}
		}
		if len(g.Facts) > 0 {
			out = append(out, g)
		}
	}
	one("incident", "title", child(input, "incident"))
	for about, key := range map[string]string{"party": "parties", "group": "groups"} {
		if list := child(input, key); list != nil {
			for _, n := range list.Content {
				one(about, "name", n)
			}
		}
	}
	one("facts", "", child(input, "facts"))
	order := []string{"incident", "party", "group", "facts"}
	slices.SortStableFunc(out, func(a, b CaseGiven) int { return slices.Index(order, a.About) - slices.Index(order, b.About) })
	return out
}

// wordsOf flattens a value; a range of numbers becomes "1 to 9", an open end stays open.
func wordsOf(n *yaml.Node) []string {
	switch n.Kind {
	case yaml.ScalarNode:
		if isNull(n) {
			return []string{}
		}
		return []string{n.Value}
	case yaml.SequenceNode:
		out := []string{}
		for _, item := range n.Content {
			out = append(out, wordsOf(item)...)
		}
		return out
	}
	least, most := child(n, "min"), child(n, "max")
	switch {
	case least == nil && most == nil:
		out := []string{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out = append(out, n.Content[i].Value+": "+strings.Join(wordsOf(n.Content[i+1]), ", "))
		}
		return out
	case isNull(most):
		return []string{"at least " + least.Value}
	case isNull(least):
		return []string{"at most " + most.Value}
	case least.Value == most.Value:
		return []string{least.Value}
	}
	return []string{least.Value + " to " + most.Value}
}

func answerShown(row *yaml.Node, regime string) CaseAnswer {
	text := func(key string) string {
		if v := child(row, key); !isNull(v) {
			return v.Value
		}
		return ""
	}
	a := CaseAnswer{Party: text("party"), Regime: text("regime"), Duty: text("duty"), Jurisdiction: text("jurisdiction"), Outcome: text("outcome"),
		Due: text("due_at"), Target: text("target_at"), Needs: []string{}}
	if a.Regime == "" {
		a.Regime = regime
	}
	due := child(row, "due_at")
	a.NoDue = due != nil && isNull(due)
	if needs := child(row, "needs"); needs != nil {
		a.Needs = wordsOf(needs)
	}
	return a
}
