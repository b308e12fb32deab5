package regimes

import (
	"fmt"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Problem is one reason why a file is refused, with what to do about it.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func (p Problem) Error() string { return p.String() }

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// reader walks one file's YAML and collects every problem, so that a person mends a file in one go.
type reader struct {
	file     string
	problems []Problem
	factors  []string // named conditions that a condition may refer to; nil in packs
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	line := 1
	if n != nil && n.Line > 0 {
		line = n.Line
	}
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Message: fmt.Sprintf(format, args...)})
}

var yamlLine = regexp.MustCompile(`line (\d+): *`)

// failParse turns the YAML reader's own error into a problem with its line.
func (r *reader) failParse(err error) {
	line, message := 1, err.Error()
	if m := yamlLine.FindStringSubmatchIndex(message); m != nil {
		if n, convErr := strconv.Atoi(message[m[2]:m[3]]); convErr == nil && n > 0 {
			line = n
		}
		message = message[m[1]:]
	}
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Message: "This is not readable as YAML (" + message + "). Check indentation and quotes."})
}
