package templates

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

//go:embed notices/*.md
var noticeFiles embed.FS

// CircularStart is a first draft of a circular in one language, with placeholders. Its headings are marks for us, not for the reader.
type CircularStart struct{ Lang, Title, Happened, Ask string }

// CircularStarts gives the drafts we bring along, one per language.
func CircularStarts() ([]CircularStart, error) {
	var out []CircularStart
	for _, lang := range Languages() {
		name := path.Join("notices", "society-circular."+lang+".md")
		b, err := noticeFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		head, rest, ok1 := strings.Cut(string(b), "\n## What happened\n")
		happened, ask, ok2 := strings.Cut(rest, "\n## What we ask\n")
		title, ok3 := strings.CutPrefix(strings.TrimSpace(head), "# ")
		if !ok1 || !ok2 || !ok3 {
			return nil, fmt.Errorf("%s: wants a title and the two headings", name)
		}
		out = append(out, CircularStart{lang, title, strings.TrimSpace(happened), strings.TrimSpace(ask)})
	}
	return out, nil
}
