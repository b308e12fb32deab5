package assessment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a file: far above any real incident, far below what hurts the machine.
const (
	maxFileBytes = 16 << 20
	maxDepth     = 24
	maxTextBytes = 20_000
	maxProblems  = 20
)

// Problem is one thing wrong with a file, with what to do about it.
type Problem struct {
	Line int
	Text string
}

// FileError says what is wrong with a file, every problem with its line. Nothing was assessed.
type FileError struct {
	Name     string
	Problems []Problem
}

func (e *FileError) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i == maxProblems {
			fmt.Fprintf(&b, "\n%s: and %d more of the kind.", e.Name, len(e.Problems)-maxProblems)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:%d: %s", e.Name, p.Line, p.Text)
	}
	return b.String()
}

// reader collects problems instead of stopping at the first, so that a person can mend a file in one go.
type reader struct {
	problems    []Problem
	awareUnread bool // the incident's aware_at stands there and was refused: who lacks a moment of its own is not told so as well
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	line := 1
	if n != nil && n.Line > 0 {
		line = n.Line
	}
	r.problems = append(r.problems, Problem{line, fmt.Sprintf(format, args...)})
}

func (r *reader) err(name string) error {
	if len(r.problems) == 0 {
		return nil
	}
	sort.SliceStable(r.problems, func(i, j int) bool { return r.problems[i].Line < r.problems[j].Line })
	return &FileError{Name: name, Problems: r.problems}
}

// foreignByte gives the first line that is not UTF-8, or 0. UTF-16 begins with its mark and is read by the parser.
func foreignByte(data []byte) int {
	if utf8.Valid(data) || bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return 0
	}
	line := 1
	for _, l := range bytes.SplitAfter(data, []byte("\n")) {
		if !utf8.Valid(l) {
			break
		}
		line++
	}
	return line
}

// document parses one YAML (or JSON) document. It is checked before anything walks it: no references, which could blow
// a small file up into a large one, and no depth that a person would not write.
func (r *reader) document(data []byte) (root *yaml.Node) {
	if len(data) > maxFileBytes {
		r.fail(nil, "The file is larger than %d MB. Describe people as groups with counts, not one by one.", maxFileBytes>>20)
		return nil
	}
	if at := foreignByte(data); at > 0 {
		r.problems = append(r.problems, Problem{at, "The file is not UTF-8: this line holds a letter in another encoding, such as Windows-1252. Save the file as UTF-8."})
		return nil
	}
	defer func() {
		// The parser is not ours; a file that breaks it is a bad file, not a reason to stop the program.
		if p := recover(); p != nil {
			r.fail(nil, "The file cannot be read as YAML or JSON. Check quotes, brackets and indentation.")
			root = nil
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(jsonEscapes(data)))
	var doc yaml.Node
	err := dec.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF):
		r.fail(nil, "The file is empty. It needs incident and parties.")
		return nil
	case err != nil:
		line, text := yamlErrorLine(err)
		r.problems = append(r.problems, Problem{line, "The file cannot be read as YAML or JSON: " + text + ". Check quotes, brackets and indentation here."})
		return nil
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		r.fail(&more, "The file holds a second document. Keep one incident per file.")
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		r.fail(&doc, "The file is empty. It needs incident and parties.")
		return nil
	}
	if !r.sound(doc.Content[0], 0) {
		return nil
	}
	return doc.Content[0]
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

func yamlErrorLine(err error) (int, string) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], "", 1)
	}
	return line, strings.TrimSuffix(text, ".")
}

// jsonEscapes writes out the two escapes of a JSON file that YAML does not know: surrogate pairs and the slash. Lines
// stay where they are.
func jsonEscapes(data []byte) []byte {
	if !bytes.Contains(data, []byte(`\`)) || !json.Valid(data) {
		return data
	}
	return jsonEscape.ReplaceAllFunc(data, func(m []byte) []byte {
		switch {
		case string(m) == `\/`:
			return []byte("/")
		case len(m) == 12:
			hi, _ := strconv.ParseUint(string(m[2:6]), 16, 32)
			lo, _ := strconv.ParseUint(string(m[8:12]), 16, 32)
			return []byte(string(utf16.DecodeRune(rune(hi), rune(lo))))
		}
		return m
	})
}

// jsonEscape takes every escape, so that the second half of an escaped backslash is never read as the start of one.
var jsonEscape = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\.`)

func (r *reader) sound(n *yaml.Node, depth int) bool {
	if depth > maxDepth {
		r.fail(n, "The file is nested deeper than %d levels. Take the extra levels out.", maxDepth)
		return false
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.fail(n, "References (&name, *name) are not read here. Write the value out where it is meant.")
		return false
	}
	if n.Style&yaml.TaggedStyle != 0 && !strings.HasPrefix(n.Tag, "!!") {
		r.fail(n, "The tag %s is not known here. Leave it out.", shown(n.Tag))
		return false
	}
	for _, c := range n.Content {
		if !r.sound(c, depth+1) {
			return false
		}
	}
	return true
}

func isNull(n *yaml.Node) bool {
	return n == nil || n.Kind == 0 || (n.Kind == yaml.ScalarNode && n.Tag == "!!null")
}

// fields walks a mapping: each known key once, in the order of the file; an unknown key is a problem.
func (r *reader) fields(n *yaml.Node, what string, known map[string]func(*yaml.Node), other func(key, value *yaml.Node)) bool {
	if isNull(n) {
		return false
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s must be a mapping (key: value lines).", what)
		return false
	}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			r.fail(k, "A key of %s must be a word.", what)
			continue
		}
		if line, twice := seen[k.Value]; twice {
			r.fail(k, "%s stands twice in %s (first on line %d). Keep one of the two.", shown(k.Value), what, line)
			continue
		}
		seen[k.Value] = k.Line
		if read, ok := known[k.Value]; ok {
			if !isNull(v) {
				read(v)
			}
			continue
		}
		if other != nil {
			other(k, v)
			continue
		}
		names := make([]string, 0, len(known))
		for name := range known {
			names = append(names, name)
		}
		r.fail(k, "%s does not know the key %s. %s", what, shown(k.Value), didYouMean(k.Value, names))
	}
	return true
}

func (r *reader) items(n *yaml.Node, what string) []*yaml.Node {
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "%s must be a list (lines that begin with a dash).", what)
		return nil
	}
	return n.Content
}

func (r *reader) text(n *yaml.Node, what string) string {
	if isNull(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.fail(n, "%s must be one value, not a list or a mapping.", what)
		return ""
	}
	if len(n.Value) > maxTextBytes {
		r.fail(n, "%s is longer than %d characters. Shorten it.", what, maxTextBytes)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// shown quotes a word of the file for an error, cut short so that a bad file cannot flood a terminal.
func shown(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	return strconv.Quote(s)
}

// didYouMean names the nearest allowed word, or all of them when none is near.
func didYouMean(word string, allowed []string) string {
	sort.Strings(allowed)
	best, bestAt := "", 3
	for _, a := range allowed {
		if d := editDistance(strings.ToLower(strings.ReplaceAll(word, "-", "_")), a, bestAt); d < bestAt {
			best, bestAt = a, d
		}
	}
	if best != "" {
		return "Did you mean " + best + "?"
	}
	return "Known are: " + strings.Join(allowed, ", ") + "."
}

// editDistance counts changes from a to b and gives up at limit.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit || len(a) > 80 {
		return limit
	}
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur := make([]int, len(b)+1)
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
		}
		prev = cur
	}
	return min(prev[len(b)], limit)
}
