package templates

import (
	"embed"
	"path"
	"strings"

	"candour/models"
)

//go:embed printed/*.md
var printedFiles embed.FS

// PrintedTemplate is a text to start from that leaves by hand only.
type PrintedTemplate struct {
	Kind     models.TextKind `json:"kind" enum:"staff-note,hotline-script,poster,radio"`
	Language string          `json:"language"`
	Title    string          `json:"title"`
	Body     string          `json:"body"`
}

// Printed are the templates that ship, by kind and language.
func Printed() ([]PrintedTemplate, error) {
	out := []PrintedTemplate{}
	for _, kind := range models.PrintedTexts {
		for _, lang := range Languages() {
			b, err := printedFiles.ReadFile(path.Join("printed", string(kind)+"."+lang+".md"))
			if err != nil {
				return nil, err
			}
			title, body, _ := strings.Cut(string(b), "\n")
			out = append(out, PrintedTemplate{kind, lang, strings.TrimPrefix(title, "# "), strings.TrimSpace(body)})
		}
	}
	return out, nil
}
