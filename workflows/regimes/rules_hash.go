package regimes

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The part of a pack that can change an answer or a time. Words that are only shown (names, notes, sources, texts) are
// left out: mending a spelling mistake is no new law.
var (
	rulesOfPack  = []string{"countries", "in_force", "until", "before", "binds", "duties"}
	rulesOfDuty  = []string{"id", "recipient", "when", "exemptions", "deadline", "clock_starts", "clock_fact", "assessment_window", "follow_up", "in_force", "until"}
	rulesOfClock = []string{"amount", "unit", "from", "kind"}
	rulesOfLift  = []string{"when", "then", "kind"}
)

// fingerprintOfRules is the same for two files that say the same rules, however they are laid out.
func fingerprintOfRules(doc *yaml.Node) string {
	return digest(canonical(pick(doc, rulesOfPack, map[string]func(*yaml.Node) *yaml.Node{
		"duties": each(func(duty *yaml.Node) *yaml.Node {
			clock := func(n *yaml.Node) *yaml.Node { return pick(n, rulesOfClock, nil) }
			return pick(duty, rulesOfDuty, map[string]func(*yaml.Node) *yaml.Node{
				"exemptions":        each(func(n *yaml.Node) *yaml.Node { return pick(n, rulesOfLift, nil) }),
				"assessment_window": clock,
				"follow_up":         clock,
			})
		}),
	})))
}

// fingerprintOfCases covers what the cases assert: their facts and what must come out of them. The order of the cases
// and their names do not count, so that sorting or renaming them does not pass for a new case.
func fingerprintOfCases(cases []*yaml.Node) string {
	var each []string
	for _, c := range cases {
		each = append(each, digest(canonical(pick(c, []string{"input", "expect"}, nil))))
	}
	slices.Sort(each)
	return digest(strings.Join(each, "\n"))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// pick keeps the named keys of a mapping, each put through its own function where it has one.
func pick(n *yaml.Node, keys []string, through map[string]func(*yaml.Node) *yaml.Node) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return n
	}
	out := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !slices.Contains(keys, key.Value) {
			continue
		}
		if f := through[key.Value]; f != nil {
			value = f(value)
		}
		out.Content = append(out.Content, key, value)
	}
	return out
}

func each(f func(*yaml.Node) *yaml.Node) func(*yaml.Node) *yaml.Node {
	return func(n *yaml.Node) *yaml.Node {
		if n == nil || n.Kind != yaml.SequenceNode {
			return n
		}
		out := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range n.Content {
			out.Content = append(out.Content, f(item))
		}
		return out
	}
}

// canonical writes a node without layout: keys sorted, null and absent the same, every scalar quoted.
func canonical(n *yaml.Node) string {
	switch {
	case isNull(n):
		return "null"
	case n.Kind == yaml.MappingNode:
		entries := map[string]string{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !isNull(n.Content[i+1]) {
				entries[n.Content[i].Value] = canonical(n.Content[i+1])
			}
		}
		var b strings.Builder
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			b.WriteString(strconv.Quote(key) + ":" + entries[key] + ",")
		}
		return "{" + b.String() + "}"
	case n.Kind == yaml.SequenceNode:
		var b strings.Builder
		for _, item := range n.Content {
			b.WriteString(canonical(item) + ",")
		}
		return "[" + b.String() + "]"
	}
	return strconv.Quote(n.Value)
}
