// Package places knows the parts of a notice to people that each society may word for its own people, and nothing else. An author marks one as
//
//	[[local: how to reach us here]]
//	Ask whoever you know at your Red Cross or Red Crescent Society.
//	[[/local]]
//
// The words between the marks stand where a society has none of its own. A place of the same name in the e-mail and in the letter is the same
// place. The package is pure.
package places

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// NameLimit is how long the name of a place may be: it is a question to the society, not a text.
const NameLimit = 80

var block = regexp.MustCompile(`(?s)\[\[local:([^\[\]]*)\]\](.*?)\[\[/local\]\]`)

// Place is one marked part of a text.
type Place struct {
	Name     string
	Standard string // what is read where a society has not said anything else
}

// In gives the places of a text in the order in which they stand in it.
func In(text string) []Place {
	var out []Place
	for _, m := range block.FindAllStringSubmatch(text, -1) {
		out = append(out, Place{strings.TrimSpace(m[1]), strings.TrimSpace(m[2])})
	}
	return out
}

// Fill puts the words of a society into its places; the standard words stand where there are none.
func Fill(text string, words map[string]string) string {
	if !strings.Contains(text, "[[") {
		return text
	}
	return block.ReplaceAllStringFunc(text, func(s string) string {
		m := block.FindStringSubmatch(s)
		if own := strings.TrimSpace(words[strings.TrimSpace(m[1])]); own != "" {
			return own
		}
		return strings.TrimSpace(m[2])
	})
}

// Faults says what is wrong with the marks of a text. Without one, everything between double brackets is a place.
func Faults(text string) (out []string) {
	rest := block.ReplaceAllString(text, "")
	if strings.Contains(rest, "[[") || strings.Contains(rest, "]]") {
		out = append(out, "A marked place is not closed, or stands in another one. It looks like [[local: how to reach us here]] words [[/local]].")
	}
	var seen []string
	for _, p := range In(text) {
		switch {
		case p.Name == "":
			out = append(out, "A marked place has no name. Say in it what the society is asked to write.")
		case utf8.RuneCountInString(p.Name) > NameLimit || strings.ContainsAny(p.Name, "{}\n\r"):
			out = append(out, "The name of a marked place is one short line without braces.")
		case slices.Contains(seen, p.Name):
			out = append(out, "Two marked places of this text have the same name. Give each its own.")
		case strings.Contains(p.Standard, "[["):
			out = append(out, "A marked place stands in another one.")
		}
		seen = append(seen, p.Name)
	}
	return out
}
