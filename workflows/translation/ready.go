package translation

import (
	"maps"
	"slices"
	"sync"

	"candour/templates"
)

// The words that ship with the product were written, translated and checked before it was released. A paragraph that nobody has changed, in
// either language, needs no second translation; what anybody types does.

type pair struct{ from, to, source, target string }

var shipped = sync.OnceValue(func() map[pair]bool {
	known := map[pair]bool{}
	add := func(all map[string]Words) {
		for _, from := range slices.Sorted(maps.Keys(all)) {
			for to, target := range all {
				if from != to {
					addShipped(known, from, to, all[from], target)
				}
			}
		}
	}
	people := map[string]Words{}
	starts, _ := templates.PeopleStarts() // a template that cannot be read is found by its own tests; here it is only not known
	for lang, t := range starts {
		people[lang] = wordsOfPeople(t)
	}
	add(people)
	circulars := map[string]Words{}
	drafts, _ := templates.CircularStarts()
	for _, d := range drafts {
		circulars[d.Lang] = Words{"title": d.Title, "happened": d.Happened, "ask": d.Ask}
	}
	add(circulars)
	named := map[string]map[string]Words{}
	for _, s := range templates.Statements() {
		if named[s.Name] == nil {
			named[s.Name] = map[string]Words{}
		}
		named[s.Name][s.Language] = Words{"title": s.Title, "body": s.Body}
	}
	for _, all := range named {
		add(all)
	}
	return known
})

func addShipped(known map[pair]bool, from, to string, source, target Words) {
	for place, text := range source {
		a, b := Split(text), Split(target[place])
		if len(a) != len(b) {
			continue
		}
		for i := range a {
			if a[i].Marker == b[i].Marker && len(Faults(a[i].Text, b[i].Text)) == 0 {
				known[pair{from, to, a[i].Text, b[i].Text}] = true
			}
		}
	}
}

// readyFor says of two languages which pairs of paragraphs ship with the product.
func readyFor(from, to string) func(source, target string) bool {
	return func(source, target string) bool { return shipped()[pair{from, to, source, target}] }
}
