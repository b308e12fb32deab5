package assessment

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"candour/models/terms"
)

// The page that people read about facts files names every key and every word there is, and no other key.
func TestTheReadmeNamesTheWholeVocabulary(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	known := map[string]bool{}
	for _, f := range terms.Facts() {
		known[f.Key] = true
		if row := fmt.Sprintf("| `%s` | %s |", f.Key, f.Kind); !strings.Contains(page, row) {
			t.Errorf("README.md has no row %s", row)
		}
		for _, w := range f.Words {
			if !strings.Contains(page, w) {
				t.Errorf("README.md does not name the word %s of %s", w, f.Key)
			}
		}
	}
	for line := range strings.Lines(page) {
		if key, _, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "` |"); ok && strings.HasPrefix(line, "| `") && !known[key] {
			t.Errorf("README.md names %s, which is no fact", key)
		}
	}
}
