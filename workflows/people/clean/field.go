package clean

import (
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
)

// Field checks one line that a person typed into the named field: normal form, no control characters, no invisible change of direction, at
// most so many characters. The error is for the person who typed it.
func Field(field, s string, most int) (string, error) {
	s, why := Text(s)
	if why != nil {
		return "", typed(field, why)
	}
	if utf8.RuneCountInString(s) > most {
		return "", longer(field, most)
	}
	return s, nil
}

// Paragraphs is Field for several lines.
func Paragraphs(field, s string, most int) (string, error) {
	if utf8.RuneCountInString(s) > most {
		return "", longer(field, most)
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		for part := range slices.Chunk([]rune(strings.ReplaceAll(l, "\t", " ")), MaxText) {
			if _, why := Text(string(part)); why != nil {
				return "", typed(field, why)
			}
		}
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

// typed says of a field what the rules of lists say of a cell.
func typed(field string, why *Reason) error {
	return models.InvalidField(field, "%s", strings.Replace(why.Detail, "A cell", "This field", 1))
}

func longer(field string, most int) error {
	return models.InvalidField(field, "This is longer than %d characters. Shorten it.", most)
}
