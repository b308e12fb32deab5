package templates

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"candour/models"
)

//go:embed people/*.md
var peopleFiles embed.FS

// peopleHeadings are marks for us, not for the reader, in the order of the file.
var peopleHeadings = []string{"E-mail", "Text message", "Letter", "Said aloud", "For families of missing people"}

// PeopleVariants are the audiences for which a notice to people is ready, in the order in which they are offered; the empty one is everybody.
var PeopleVariants = []string{"", "families", "detainees", "minors", "survivors", "staff", "easy"}

// PeopleStarts gives the first drafts of a notice to people that we bring along, by language.
func PeopleStarts() (map[string]models.PeopleText, error) { return PeopleStartsFor("") }

// PeopleStartsFor gives the first drafts for one audience, by language.
func PeopleStartsFor(variant string) (map[string]models.PeopleText, error) {
	if !slices.Contains(PeopleVariants, variant) {
		return nil, models.NotFound("Template")
	}
	out := map[string]models.PeopleText{}
	for _, lang := range Languages() {
		name := path.Join("people", cmp.Or(variant, "notice")+"."+lang+".md")
		b, err := peopleFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		head, rest, _ := strings.Cut(string(b), "\n\n")
		subject, ok := strings.CutPrefix(strings.TrimSpace(head), "# ")
		parts := make([]string, 0, len(peopleHeadings))
		for _, part := range strings.Split("\n"+rest, "\n## ")[1:] {
			heading, text, _ := strings.Cut(part, "\n")
			if len(parts) == len(peopleHeadings) || heading != peopleHeadings[len(parts)] {
				return nil, fmt.Errorf("%s: heading %q is not where it belongs", name, heading)
			}
			parts = append(parts, strings.TrimSpace(text))
		}
		if !ok || len(parts) != len(peopleHeadings) {
			return nil, fmt.Errorf("%s: wants a subject and the headings %s", name, strings.Join(peopleHeadings, ", "))
		}
		out[lang] = models.PeopleText{Subject: subject, Body: parts[0], SMS: parts[1], Letter: parts[2], Script: parts[3], Families: parts[4]}
	}
	return out, nil
}
