package risk

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/regimes"
)

//go:embed rules.yaml
var rulesYAML []byte

// The two sides from which harm can come; the higher one counts.
const (
	Confidentiality = "confidentiality"
	Availability    = "availability"
)

// Rule leads from facts to a level, or, when it gives none_likely, lifts its side altogether.
type Rule struct {
	ID     string
	Side   string
	Gives  terms.RiskLevel
	Says   string
	Source string
	// Credit names a kind of protection that some authorities do not accept (national overlays).
	Credit string
	When   regimes.Condition
}

// Factor is the sentence of a named condition.
type Factor struct{ Name, Says string }

// Rules is the table as loaded.
type Rules struct {
	Edition string
	Version string // hash of the table, kept with every run
	Factors map[string]regimes.Condition
	Said    []Factor // the factors' sentences, in the order of the table
	Rules   []Rule
	// Keys are the facts that the rules look at, sorted: groups that agree on them are at the same risk.
	Keys []string
	// Thresholds are the numbers of people that the rules ask about, sorted.
	Thresholds []int64
}

type ruleFile struct {
	Edition string    `yaml:"edition"`
	Factors yaml.Node `yaml:"factors"`
	Rules   []struct {
		ID     string    `yaml:"id"`
		Side   string    `yaml:"side"`
		Gives  string    `yaml:"gives"`
		Credit string    `yaml:"credit"`
		Says   string    `yaml:"says"`
		Source string    `yaml:"source"`
		When   yaml.Node `yaml:"when"`
	} `yaml:"rules"`
}

// Default is the table built into the program. It is part of the program, so a fault in it is a fault of the build,
// which the tests find: it stops the program rather than letting it decide on half a table.
var Default = sync.OnceValue(func() *Rules {
	rules, err := Read("rules.yaml", rulesYAML)
	if err != nil {
		panic(err)
	}
	return rules
})

// Read reads a table strictly. A factor may only refer to factors above it, so that none can go in a circle.
func Read(name string, content []byte) (*Rules, error) {
	var f ruleFile
	dec := yaml.NewDecoder(strings.NewReader(string(content)))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	sum := sha256.Sum256(content)
	out := &Rules{Edition: f.Edition, Version: "sha256:" + hex.EncodeToString(sum[:]), Factors: map[string]regimes.Condition{}}
	above := []string{}
	for i := 0; i+1 < len(f.Factors.Content); i += 2 {
		key := f.Factors.Content[i]
		var factor struct {
			Says string    `yaml:"says"`
			When yaml.Node `yaml:"when"`
		}
		if err := f.Factors.Content[i+1].Decode(&factor); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, key.Line, err)
		}
		c, err := condition(name, &factor.When, above)
		if err != nil {
			return nil, err
		}
		if factor.Says == "" || slices.Contains(above, key.Value) {
			return nil, fmt.Errorf("%s:%d: factor %s needs a sentence, and may stand only once", name, key.Line, key.Value)
		}
		out.Factors[key.Value] = c
		out.Said = append(out.Said, Factor{key.Value, strings.TrimSpace(factor.Says)})
		above = append(above, key.Value)
	}
	seen := map[string]bool{}
	for _, r := range f.Rules {
		c, err := condition(name, &r.When, above)
		if err != nil {
			return nil, err
		}
		level, err := terms.ParseRiskLevel(r.Gives)
		switch {
		case err != nil || level == terms.RiskUnknown:
			return nil, fmt.Errorf("%s:%d: rule %s must give none_likely, risk or high_risk", name, r.When.Line, r.ID)
		case r.Side != Confidentiality && r.Side != Availability:
			return nil, fmt.Errorf("%s:%d: rule %s: side must be confidentiality or availability", name, r.When.Line, r.ID)
		case r.ID == "" || r.Says == "" || r.Source == "" || seen[r.ID]:
			return nil, fmt.Errorf("%s:%d: a rule needs an id of its own, a sentence and a source", name, r.When.Line)
		}
		seen[r.ID] = true
		out.Rules = append(out.Rules, Rule{ID: r.ID, Side: r.Side, Gives: level, Says: strings.TrimSpace(r.Says),
			Source: r.Source, Credit: r.Credit, When: c})
	}
	for _, c := range out.conditions() {
		facts, _ := c.Keys()
		out.Keys = append(out.Keys, facts...)
		out.Thresholds = append(out.Thresholds, thresholds(c)...)
	}
	slices.Sort(out.Keys)
	out.Keys = slices.Compact(out.Keys)
	slices.Sort(out.Thresholds)
	out.Thresholds = slices.Compact(out.Thresholds)
	return out, nil
}

func condition(name string, n *yaml.Node, factors []string) (regimes.Condition, error) {
	if n.Kind == 0 {
		return regimes.Condition{}, fmt.Errorf("%s: a condition is missing", name)
	}
	c, problems := regimes.ReadConditionWith(name, n, factors)
	if len(problems) > 0 {
		return c, problems[0]
	}
	return c, nil
}

func (r *Rules) conditions() []regimes.Condition {
	out := slices.Collect(maps.Values(r.Factors))
	for _, rule := range r.Rules {
		out = append(out, rule.When)
	}
	return out
}

func thresholds(c regimes.Condition) []int64 {
	var out []int64
	if c.Word == regimes.WordPeopleAtLeast {
		out = append(out, int64(math.Ceil(c.Number)))
	}
	for _, p := range c.Parts {
		out = append(out, thresholds(p)...)
	}
	return out
}

// NumbersAround gives, for a fact that is a number, one answer below and one at each threshold that the rules ask about.
func (r *Rules) NumbersAround(key string) []any {
	var at []float64
	var walk func(c regimes.Condition)
	walk = func(c regimes.Condition) {
		if c.Word == regimes.WordFactAtLeast && c.Key == key {
			at = append(at, c.Number)
		}
		for _, p := range c.Parts {
			walk(p)
		}
	}
	for _, c := range r.conditions() {
		walk(c)
	}
	slices.Sort(at)
	out := []any{}
	for _, n := range slices.Compact(at) {
		out = append(out, n-1, n)
	}
	return out
}
