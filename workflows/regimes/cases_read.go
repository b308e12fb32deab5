package regimes

import (
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// caseFile is as much of a file of cases as the checks of this package need; the runner beside the evaluation reads it
// whole and runs it.
type caseFile struct {
	name     string
	forRules string
	forLine  int
	print    string // fingerprint of what the cases assert
	cases    []caseOutline
}

type caseOutline struct {
	name   string
	asIf   string
	input  *yaml.Node
	expect []expectation
}

// expectation is one row of a case: the fields it names, by key.
type expectation struct {
	regime, duty string
	outcome      terms.Outcome
	fields       map[string]*yaml.Node
}

// readCases reads the cases beside a pack.
func readCases(files fs.FS, p *Pack) (*caseFile, []Problem) {
	name := p.ID + casesSuffix
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, []Problem{{File: name, Line: 1, Message: "The cases cannot be read: " + err.Error()}}
	}
	r := &reader{file: name}
	doc, err := oneDocument(content)
	if err != nil {
		r.failParse(err)
		return nil, r.problems
	}
	f, ok := r.mapping(doc, "A file of cases", "for_rules", "cases")
	if !ok {
		return nil, r.problems
	}
	c := &caseFile{name: name, forRules: f.text("for_rules"), forLine: f.at("for_rules").Line}
	nodes := f.list("cases")
	for _, n := range nodes {
		c.cases = append(c.cases, r.caseOutline(n, p.ID))
	}
	c.print = fingerprintOfCases(nodes)
	return c, r.problems
}

func (r *reader) caseOutline(n *yaml.Node, regime string) caseOutline {
	f, ok := r.mapping(n, "A case", "name", "source", "as_if", "input", "expect")
	if !ok {
		return caseOutline{}
	}
	out := caseOutline{name: f.required("name", "Say in one sentence what the case shows."), asIf: string(f.date("as_if")), input: f.of["input"]}
	for _, row := range f.list("expect") {
		e := expectation{regime: regime, fields: map[string]*yaml.Node{}}
		if row.Kind != yaml.MappingNode {
			r.fail(row, "A row of expect must be a mapping of fields and values.")
			continue
		}
		for i := 0; i+1 < len(row.Content); i += 2 {
			e.fields[row.Content[i].Value] = row.Content[i+1]
		}
		if v := e.fields["regime"]; v != nil {
			e.regime = v.Value
		}
		if v := e.fields["duty"]; v != nil {
			e.duty = v.Value
		}
		if v := e.fields["outcome"]; v != nil {
			e.outcome = terms.Outcome(v.Value)
		}
		out.expect = append(out.expect, e)
	}
	return out
}

// rows gives the rows that say something of a duty, each with the case it stands in.
func (c *caseFile) rows(regime, duty string) []caseRow {
	var out []caseRow
	for i := range c.cases {
		for _, e := range c.cases[i].expect {
			if e.duty == duty && e.regime == regime {
				out = append(out, caseRow{&c.cases[i], e})
			}
		}
	}
	return out
}

type caseRow struct {
	of *caseOutline
	expectation
}

// states says whether the row names the field, and whether it names a value for it.
func (e expectation) states(field string) (named, known bool) {
	n, named := e.fields[field]
	return named, named && !isNull(n)
}

// also says whether the row names a clock beside the main one that has a time, and one that has none.
func (e expectation) also() (timed, untimed bool) {
	n := e.fields["also"]
	if n == nil || n.Kind != yaml.SequenceNode {
		return false, false
	}
	for _, item := range n.Content {
		for _, field := range []string{"due_at", "target_at"} {
			if v := child(item, field); v != nil {
				timed = timed || !isNull(v)
				untimed = untimed || isNull(v)
			}
		}
	}
	return timed, untimed
}

func child(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// awareOn is the civil date on which a case begins, as its author wrote it.
func (c *caseOutline) awareOn() string {
	if n := child(child(c.input, "incident"), "aware_at"); n != nil {
		day, _, _ := strings.Cut(n.Value, "T")
		return day
	}
	return ""
}

// says reports whether a key stands anywhere in the input with a value.
func says(n *yaml.Node, key string) bool {
	if n == nil {
		return false
	}
	if v := child(n, key); v != nil && !isNull(v) {
		return true
	}
	for _, item := range n.Content {
		if says(item, key) {
			return true
		}
	}
	return false
}

// mentions reports whether a text stands in any value of the input.
func mentions(n *yaml.Node, text string) bool {
	if n == nil {
		return false
	}
	if n.Kind == yaml.ScalarNode && strings.Contains(n.Value, text) {
		return true
	}
	for _, item := range n.Content {
		if mentions(item, text) {
			return true
		}
	}
	return false
}
