package given

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// When is a condition in a table beside the rules, in the closed words of the rule pack.
type When struct {
	Condition regimes.Condition
	given     bool
}

// UnmarshalYAML reads the condition with the rule pack's own reader, and refuses the words that ask for a party or for
// the risk level: those are not known beside the rules, so such a condition would stay open for ever.
func (w *When) UnmarshalYAML(n *yaml.Node) error {
	c, problems := regimes.ReadCondition("", n)
	if len(problems) > 0 {
		return fmt.Errorf("line %d: %s", problems[0].Line, problems[0].Message)
	}
	if word := outside(c); word != "" {
		return fmt.Errorf("line %d: %s cannot be asked here, only facts about the incident", n.Line, word)
	}
	w.Condition, w.given = c, true
	return nil
}

func outside(c regimes.Condition) string {
	switch c.Word {
	case regimes.WordRiskAtLeast, regimes.WordHarmAtLeast, regimes.WordRole, regimes.WordSector, regimes.WordKind,
		regimes.WordMovement, regimes.WordEEAEstablishment, regimes.WordNameAny:
		return c.Word
	}
	for _, p := range c.Parts {
		if word := outside(p); word != "" {
			return word
		}
	}
	return ""
}

// Given says whether the table has a condition at this place at all.
func (w When) Given() bool { return w.given }

// Ask answers the condition; needs come in the order in which people are asked.
func (w When) Ask(f Facts) regimes.Finding {
	out := w.Condition.Eval(f)
	out.Needs = InOrder(out.Needs)
	return out
}

// And joins conditions, leaving out those that are not given.
func And(all ...When) When {
	out := When{Condition: regimes.Condition{Word: regimes.WordAllOf}, given: true}
	for _, w := range all {
		if w.given {
			out.Condition.Parts = append(out.Condition.Parts, w.Condition)
		}
	}
	if len(out.Condition.Parts) == 0 {
		return When{Condition: regimes.Condition{Word: regimes.WordAlways}, given: true}
	}
	return out
}

// InOrder sorts names of facts as the vocabulary lists them, each once; never nil, so that JSON says [].
func InOrder(keys []string) []string {
	out := []string{}
	for _, k := range keys {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return place(out[i]) < place(out[j]) })
	return out
}

var places = func() map[string]int {
	m := map[string]int{}
	for i, d := range terms.Facts() {
		m[d.Key] = i + 1
	}
	return m
}()

func place(key string) int {
	if p := places[key]; p > 0 {
		return p
	}
	return len(places) + 1
}

// Source says where a line of a table comes from, and how sure of it we are.
type Source struct {
	Text string `json:"text" yaml:"text"`
	// Confidence is seen (read in the source itself), doc2 (seen in a page that reproduces the source), recalled (known, not
	// read again), or derived (our own reading).
	Confidence string `json:"confidence" yaml:"confidence"`
}

// Check says what is wrong with a source.
func (s Source) Check() error {
	if s.Text == "" || !slices.Contains([]string{"seen", "doc2", "recalled", "derived"}, s.Confidence) {
		return fmt.Errorf("source %q needs a text and a confidence: seen, doc2, recalled or derived", s.Text)
	}
	return nil
}

// ReadTable reads a table strictly: unknown keys, double keys and second documents are errors with their line.
func ReadTable(name string, content []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(content))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s holds more than one document", name)
	}
	return nil
}
