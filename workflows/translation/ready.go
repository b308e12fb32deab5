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
	// A template that cannot be read is found by its own tests; here it is only not known.
	for _, variant := range templates.PeopleVariants {
		people := map[string]Words{}
		starts, _ := templates.PeopleStartsFor(variant)
		for lang, t := range starts {
			people[lang] = wordsOfPeople(t)
		}
		add(people)
	}
	circulars := map[string]Words{}
	drafts, _ := templates.CircularStarts()
	for _, d := range drafts {
		circulars[d.Lang] = Words{"title": d.Title, "happened": d.Happened, "ask": d.Ask}
	}
	add(circulars)
	named := map[string]map[string]Words{}
	text := func(name, lang, title, body string) {
		if named[name] == nil {
			named[name] = map[string]Words{}
		}
		named[name][lang] = Words{"title": title, "body": body}
	}
	for _, s := range templates.Statements() {
		text("statement "+s.Name, s.Language, s.Title, s.Body)
	}
	answers, _ := templates.Answers()
	for _, a := range answers {
		text("answer "+a.Name, a.Language, a.Question, a.Answer)
	}
	printed, _ := templates.Printed()
	for _, p := range printed {
		text(string(p.Kind), p.Language, p.Title, p.Body)
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

// Ready says whether a paragraph and its translation ship with the product side by side.
func Ready(from, to, source, target string) bool { return shipped()[pair{from, to, source, target}] }

// readyFor says of two languages which pairs of paragraphs ship with the product.
func readyFor(from, to string) func(source, target string) bool {
	return func(source, target string) bool { return Ready(from, to, source, target) }
}
