package regimes

import "go.yaml.in/yaml/v3"

// ReadCondition reads a condition that stands in a table beside the pack (factors of risk, harms): the same words, read
// as strictly. With problems the condition is not fit for use.
func ReadCondition(file string, n *yaml.Node) (Condition, []Problem) {
	r := &reader{file: file}
	c := r.condition(n, 1)
	return c, r.problems
}
