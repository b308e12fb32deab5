package texts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candour/templates"
)

// Placeholder is one fact a text may quote, as {{name}}. The list is closed: text is never code.
type Placeholder struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

// Placeholders that a writer may use, in the order they are offered.
var Placeholders = []Placeholder{
	{"reference", "Reference of the incident"},
	{"what_happened", "What happened, in one sentence"},
	{"people_count", "Number of people, as a range (at least 515,000)"},
	{"society_count", "Number of National Societies concerned"},
	{"occurred_on", "Day the intruder first came in"},
	{"detected_on", "Day it was noticed"},
	{"public_on", "Day it was made public"},
	{"contained_on", "Day it was stopped"},
	{"data_kinds", "Kinds of data, as a list"},
	{"copied", "What is known about copying"},
	{"organisation", "Organisation that writes"},
	{"today", "Today's date"},
	{"check_address", "Page on which everybody can check that a message is ours"},
}

var mark = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// Fault is one thing in a text that has to be corrected before it can be submitted.
type Fault struct {
	Placeholder string
	Detail      string
}

// Fill puts the values in. What is unknown, missing or half-open is a fault, never a blank: a text with a hole in it must not leave.
// Values are put in as they are and never read again, so a value that looks like a placeholder stays text.
func Fill(text string, values map[string]string) (string, map[string]string, []Fault) {
	var faults []Fault
	used := map[string]string{}
	rest := mark.ReplaceAllString(text, "")
	if strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		faults = append(faults, Fault{"", "A placeholder is not closed: it looks like {{people_count}}."})
	}
	out := mark.ReplaceAllStringFunc(text, func(m string) string {
		name := strings.TrimSpace(m[2 : len(m)-2])
		if m == templates.ToWrite {
			faults = append(faults, Fault{name, "A part of this text is still to be written: look for {{to_write}}."})
			return m
		}
		if !slices.ContainsFunc(Placeholders, func(p Placeholder) bool { return p.Name == name }) {
			faults = append(faults, Fault{name, fmt.Sprintf("There is no placeholder {{%s}}.", name)})
			return m
		}
		v, ok := values[name]
		if !ok || strings.TrimSpace(v) == "" {
			faults = append(faults, Fault{name, fmt.Sprintf("{{%s}} is not known yet. Write the sentence without it, or add the fact to the incident.", name)})
			return m
		}
		used[name] = v
		return v
	})
	return out, used, faults
}
