package regimes

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// fields are the keys of one YAML mapping, read strictly: every key is known, none stands twice.
type fields struct {
	r    *reader
	node *yaml.Node
	of   map[string]*yaml.Node
}

func (r *reader) mapping(n *yaml.Node, what string, known ...string) (fields, bool) {
	f := fields{r: r, node: n, of: map[string]*yaml.Node{}}
	if n == nil || n.Kind != yaml.MappingNode {
		r.fail(n, "%s must be a mapping of keys and values.", what)
		return f, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case value.Kind == yaml.AliasNode || value.Anchor != "":
			r.fail(value, "%s: %q uses a YAML anchor or alias. Write the value out, so that each duty can be read by itself.", what, key.Value)
		case !slices.Contains(known, key.Value):
			r.fail(key, "%s: unknown key %q. Known keys: %s.", what, key.Value, strings.Join(known, ", "))
		case f.of[key.Value] != nil:
			r.fail(key, "%s: key %q stands twice. Keep one.", what, key.Value)
		default:
			f.of[key.Value] = value
		}
	}
	return f, true
}

func isNull(n *yaml.Node) bool { return n == nil || (n.Kind == yaml.ScalarNode && n.Tag == "!!null") }

func (f fields) has(key string) bool { return !isNull(f.of[key]) }

// at gives the best place to point to: the key's value, else the mapping.
func (f fields) at(key string) *yaml.Node {
	if n := f.of[key]; n != nil {
		return n
	}
	return f.node
}

func (f fields) text(key string) string {
	n := f.of[key]
	if isNull(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		f.r.fail(n, "%q must be text.", key)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (f fields) required(key, why string) string {
	s := f.text(key)
	if s == "" {
		f.r.fail(f.at(key), "%q is missing. %s", key, why)
	}
	return s
}

// word reads one of the allowed words; absent gives fallback, and an empty fallback makes the key required.
func (f fields) word(key, fallback string, allowed ...string) string {
	s := f.text(key)
	if s == "" && fallback != "" {
		return fallback
	}
	if !slices.Contains(allowed, s) {
		f.r.fail(f.at(key), "%q is %q; it must be one of %s.", key, s, strings.Join(allowed, ", "))
	}
	return s
}

var civilDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func (f fields) date(key string) Date {
	s := f.text(key)
	if s == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil || !civilDate.MatchString(s) {
		f.r.fail(f.at(key), "%q is %q, which is not a date of the calendar. Write it as 2018-05-25, or null.", key, s)
		return ""
	}
	return Date(s)
}

func (f fields) list(key string) []*yaml.Node {
	n := f.of[key]
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		f.r.fail(n, "%q must be a list.", key)
		return nil
	}
	return n.Content
}

// texts gives an empty list, never nil, so that readers of the JSON find an array.
func (f fields) texts(key string) []string {
	out := []string{}
	for _, n := range f.list(key) {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!bool" || isNull(n) {
			f.r.fail(n, "%q holds something that is not text. Put quotes around it ('NO' is Norway).", key)
			continue
		}
		out = append(out, n.Value)
	}
	return out
}

func (f fields) words(key string, allowed []string) []string {
	out := f.texts(key)
	for i, w := range out {
		if !slices.Contains(allowed, w) {
			f.r.fail(f.list(key)[min(i, len(f.list(key))-1)], "%q: %q is not a word of the vocabulary. Known: %s.", key, w, strings.Join(allowed, ", "))
		}
	}
	return out
}

// answer reads true, false or null (the law says nothing).
func (f fields) answer(key string) *bool {
	n := f.of[key]
	if isNull(n) {
		return nil
	}
	b, err := strconv.ParseBool(n.Value)
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || err != nil {
		f.r.fail(n, "%q must be true, false or null.", key)
		return nil
	}
	return &b
}

func (f fields) flag(key string) bool {
	b := f.answer(key)
	return b != nil && *b
}

func (f fields) amount(key string) int {
	n := f.of[key]
	if isNull(n) {
		return 0
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < 1 || v > 10000 {
		f.r.fail(n, "%q must be a whole number from 1 to 10000, or null.", key)
		return 0
	}
	return v
}
