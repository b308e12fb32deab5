package texts_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"candour/workflows/texts"
)

// What people type is text: of more than 300 strings that would run in one template engine or another, none does here. Each comes out as it
// went in, or is named as a fault; a value is put in where the name of a fact stands and nowhere else (TRUST TP-01).
func TestNothingThatWouldRunInATemplateEngineRunsHere(t *testing.T) {
	b, err := os.ReadFile("testdata/injections.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(list) < 300 {
		t.Fatalf("%d strings", len(list))
	}
	for _, s := range list {
		out, used, faults := texts.Fill(s, map[string]string{"people_count": "515,000"})
		if want := strings.ReplaceAll(s, "{{people_count}}", "515,000"); out != want && len(faults) == 0 {
			t.Errorf("%q became %q and nobody was told", s, out)
		}
		if strings.Contains(out, "49") || strings.Contains(out, "7777777") {
			t.Errorf("%q was evaluated: %q", s, out)
		}
		for name := range used {
			if name != "people_count" {
				t.Errorf("%q took the value of %q", s, name)
			}
		}
	}
}

func FuzzFill(f *testing.F) {
	for _, s := range []string{"{{people_count}}", "{{ people_count }}", "{{{{people_count}}}}", "{{people_count", "}}{{", "{{\x00}}", "{{.}}"} {
		f.Add(s, "5")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		out, used, faults := texts.Fill(text, map[string]string{"people_count": value})
		if utf8.ValidString(text) && utf8.ValidString(value) && !utf8.ValidString(out) {
			t.Errorf("%q with %q is no text any more", text, value)
		}
		if len(used) == 0 && out != text {
			t.Errorf("%q became %q without a fact", text, out)
		}
		// What is not a fact of the list is named as a fault and never goes out as if it were well.
		if strings.Contains(text, "{{") && len(used) == 0 && len(faults) == 0 {
			t.Errorf("%q has a mark that nobody was told of", text)
		}
	})
}
