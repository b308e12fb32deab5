package agreements

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"candour/models"
	"candour/workflows/regimes"
)

// Problem is one reason why a text is refused: where it stands in the text, and which field of the form it is.
type Problem struct {
	Line    int
	Field   string // duties[0].deadline.amount; empty: the text as a whole
	Message string
}

// Checked is a text as the rules would read it.
type Checked struct {
	Text     string        // laid out, when it came from the form
	Pack     *regimes.Pack // nil when the text cannot be read at all
	Form     any           // the text as plain values, for the form; nil when it cannot be read
	Problems []Problem
}

// Check reads a text and says everything that is wrong with it. The form sends JSON, which is YAML too: it is laid out as
// a person would write it, one key a line. What a person typed stays as it was typed.
func Check(text string) Checked {
	c := Checked{Text: layOut(text)}
	pack, problems := regimes.ParseOwn("agreement", []byte(c.Text))
	c.Pack = pack
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(c.Text), &doc); err == nil && len(doc.Content) == 1 {
		c.Form = plain(doc.Content[0])
	}
	places := placesOf(&doc)
	for _, p := range problems {
		c.Problems = append(c.Problems, Problem{p.Line, places.field(p), p.Message})
	}
	return c
}

// refusal turns problems into an error with a sentence for each field.
func (c Checked) refusal() error {
	if len(c.Problems) == 0 {
		return nil
	}
	e := models.Invalid("The agreement cannot be saved yet: %s Nothing was saved; what you typed is kept on this page.", c.Problems[0].Message)
	for _, p := range c.Problems {
		e.Fields = append(e.Fields, models.Field{Name: p.Field, Detail: p.Message})
	}
	return e
}

func layOut(text string) string {
	var doc yaml.Node
	if !strings.HasPrefix(strings.TrimSpace(text), "{") || yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) != 1 {
		return text
	}
	block(doc.Content[0])
	out, err := yaml.Marshal(doc.Content[0])
	if err != nil {
		return text
	}
	return string(out)
}

// block takes the style of JSON off a tree; the writer quotes again what would otherwise be read as something else.
func block(n *yaml.Node) {
	n.Style = 0
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && strings.Contains(n.Value, "\n") {
		n.Style = yaml.LiteralStyle
	}
	for _, c := range n.Content {
		block(c)
	}
}

// plain gives a tree as JSON has it: dates stay text, aliases (which are refused anyway) stay out.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, plain(c))
		}
		return out
	case yaml.ScalarNode:
		switch n.Tag {
		case "!!null":
			return nil
		case "!!bool":
			return n.Value == "true"
		case "!!int", "!!float":
			if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
				return f
			}
		}
		return n.Value
	}
	return nil
}

// places says which field stands on which line.
type places struct {
	keys     map[int][]string    // the keys that stand on it, the outer ones first
	mappings map[int][]mappingAt // mappings that begin on it, the outer one first
}

type mappingAt struct {
	path string
	keys map[string]bool
}

func placesOf(doc *yaml.Node) places {
	p := places{map[int][]string{}, map[int][]mappingAt{}}
	if len(doc.Content) == 1 {
		p.walk(doc.Content[0], "")
	}
	return p
}

func (p places) walk(n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.MappingNode:
		m := mappingAt{path, map[string]bool{}}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m.keys[n.Content[i].Value] = true
		}
		p.mappings[n.Line] = append(p.mappings[n.Line], m)
		for i := 0; i+1 < len(n.Content); i += 2 {
			at := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			p.keys[n.Content[i].Line] = append(p.keys[n.Content[i].Line], at)
			p.walk(n.Content[i+1], at)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			at := fmt.Sprintf("%s[%d]", path, i)
			if c.Kind == yaml.ScalarNode {
				p.keys[c.Line] = append(p.keys[c.Line], at)
			}
			p.walk(c, at)
		}
	}
}

// missing is how the reader says that a key is not there; it then points at the mapping that should have it.
var missing = regexp.MustCompile(`"([a-z_]+)" is missing|has no "([a-z_]+)"`)

// named is how the reader names the key it speaks of.
var named = regexp.MustCompile(`^"?([a-z_]+)"?:? `)

func (p places) field(problem regimes.Problem) string {
	if m := missing.FindStringSubmatch(problem.Message); m != nil {
		key := m[1] + m[2]
		at := p.mappings[problem.Line]
		for i := len(at) - 1; i >= 0; i-- {
			if !at[i].keys[key] {
				return strings.TrimPrefix(at[i].path+"."+key, ".")
			}
		}
	}
	on := p.keys[problem.Line]
	// A line may hold several keys; the reader names the one it means.
	if m := named.FindStringSubmatch(problem.Message); m != nil {
		for _, at := range on {
			if at == m[1] || strings.HasSuffix(at, "."+m[1]) {
				return at
			}
		}
	}
	if len(on) == 0 {
		return ""
	}
	return on[len(on)-1]
}
