package tasks_test

import (
	"testing"

	"candour/models"
	"candour/workflows/tasks"
)

// PostgreSQL cannot hold the character NUL: without the check it looked like an outage.
func TestATaskWithControlCharactersIsRefusedInWords(t *testing.T) {
	for name, in := range map[string]tasks.NewTask{
		"NUL in the title":         {Title: "call\x00them"},
		"line break in the title":  {Title: "call\nthem"},
		"NUL in the text":          {Title: "call them", Detail: "a\x00b"},
		"escape character in text": {Title: "call them", Detail: "a\x1bb"},
		"no title":                 {Title: "  "},
	} {
		if _, err := tasks.Write(t.Context(), nil, models.Viewer{}, in); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
