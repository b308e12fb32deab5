package regimes

import "go.yaml.in/yaml/v3"

// ReadCondition reads a condition that stands in a table beside the pack (factors of risk, harms): the same words, read
// as strictly. With problems the condition is not fit for use.
func ReadCondition(file string, n *yaml.Node) (Condition, []Problem) {
	r := &reader{file: file}
	c := r.condition(n, 1)
	return c, r.problems
}

// ReadConditionWith reads a condition of another file that names conditions of its own. factors are the named conditions it may
// refer to; nil refuses the words factor and proved, as in a pack.
func ReadConditionWith(file string, n *yaml.Node, factors []string) (Condition, []Problem) {
	r := &reader{file: file, factors: factors}
	c := r.condition(n, 0)
	return c, r.problems
}
