package templates

import (
	"embed"
	"strings"
)

//go:embed statements/*.md
var statementFiles embed.FS

// StatementTemplate is a text to start from. {{names}} in it are placeholders for facts, filled in later; it is data, never executed.
type StatementTemplate struct {
	Name     string `json:"name"` // holding, public, correction, closing
	Language string `json:"language"`
	Title    string `json:"title"`
	Body     string `json:"body"`
}

// Statements are the templates that ship, in the order in which an incident needs them.
func Statements() []StatementTemplate {
	entries, err := statementFiles.ReadDir("statements")
	if err != nil {
		panic(err) // embedded: checked by the compiler
	}
	out := []StatementTemplate{}
	for _, e := range entries {
		b, err := statementFiles.ReadFile("statements/" + e.Name())
		if err != nil {
			panic(err)
		}
		parts := strings.Split(e.Name(), ".") // 1-holding.en.md
		_, name, _ := strings.Cut(parts[0], "-")
		head, body, _ := strings.Cut(string(b), "\n")
		out = append(out, StatementTemplate{name, parts[1], strings.TrimPrefix(head, "# "), strings.TrimSpace(body)})
	}
	return out
}
