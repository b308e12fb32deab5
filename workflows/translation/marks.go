package translation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candour/templates"
)

// marks are what a translation must hand on untouched: placeholders, and the ends of a place that a society may word for its own people,
// [[local: name]] and [[/local]]; what stands between them is translated.
var marks = regexp.MustCompile(`\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]`)

// Marks lists them in the order of the text, each as often as it is there.
func Marks(text string) []string {
	var out []string
	for _, m := range marks.FindAllString(text, -1) {
		if strings.HasPrefix(m, "{{") {
			m = "{{" + strings.TrimSpace(m[2:len(m)-2]) + "}}"
		}
		out = append(out, m)
	}
	return out
}

// Faults names each mark that the target lacks or has too often, and braces that are no placeholder.
func Faults(source, target string) []string {
	var out []string
	want, got := count(Marks(source)), count(Marks(target))
	for _, m := range slices.Sorted(keys(want, got)) {
		switch {
		case got[m] < want[m]:
			out = append(out, fmt.Sprintf("%s is missing in the translation.", m))
		case got[m] > want[m]:
			out = append(out, fmt.Sprintf("%s is in the translation and not in the source.", m))
		}
	}
	if rest := marks.ReplaceAllString(target, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		out = append(out, "A placeholder is not closed: it looks like {{people_count}}.")
	}
	return out
}

func count(all []string) map[string]int {
	out := map[string]int{}
	for _, m := range all {
		out[m]++
	}
	return out
}

func keys(maps ...map[string]int) func(func(string) bool) {
	seen := map[string]bool{}
	for _, m := range maps {
		for k := range m {
			seen[k] = true
		}
	}
	return func(yield func(string) bool) {
		for k := range seen {
			if !yield(k) {
				return
			}
		}
	}
}

// wordless says that there is nothing to translate: only placeholders, numbers and signs.
func wordless(text string) bool {
	return !strings.ContainsFunc(marks.ReplaceAllString(text, ""), unicode.IsLetter)
}

// empty says that nobody has written it: nothing, or the mark of what is still to be written.
func empty(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || text == templates.ToWrite
}
