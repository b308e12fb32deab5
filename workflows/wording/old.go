package wording

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/texts"
	"candour/workflows/wording/planted"
)

// oldValue is a value that a fact of the incident had and has no more, with how to look for it.
type oldValue struct {
	key, label string
	from, to   string // as people read them in English; to is empty when it is not known any more
	find       func(string) ([]planted.Use, error)
	write      func(planted.Use, string) string // what stands in its place, in the language of the piece; empty: a person has to say it
	now        func(string) bool                // whether a sentence says the value of now as well
}

// oldValues of the facts of the incident as a whole, from its history.
func oldValues(r models.Reader, i models.Incident) ([]oldValue, error) {
	all, err := models.ListFacts(r, i.ID)
	if err != nil {
		return nil, err
	}
	current, err := models.IncidentFacts(r, i.ID)
	if err != nil {
		return nil, err
	}
	var out []oldValue
	for _, now := range current {
		seen := []string{now.Value}
		for _, was := range all {
			if was.Key != now.Key || was.PartyID != nil || was.GroupID != nil || slices.Contains(seen, was.Value) || !was.Known() {
				continue
			}
			seen = append(seen, was.Value)
			out = append(out, compare(was, now, current)...)
		}
	}
	slices.SortStableFunc(out, func(a, b oldValue) int { return strings.Compare(a.key, b.key) })
	return dedupe(out), nil
}

func dedupe(in []oldValue) (out []oldValue) {
	for _, o := range in {
		if !slices.ContainsFunc(out, func(x oldValue) bool { return x.key == o.key && x.from == o.from }) {
			out = append(out, o)
		}
	}
	return out
}

func compare(was, now models.Fact, current []models.Fact) []oldValue {
	if models.IsMoment(was.Key) {
		return compareDay(was, now, current)
	}
	if before, ok := was.Range(); ok {
		after, _ := now.Range()
		return compareNumber(now.Key, before, after)
	}
	switch from := was.Plain().(type) {
	case string:
		to, _ := now.Plain().(string)
		if slices.Contains(planted.States(was.Key), from) {
			return []oldValue{claim(was.Key, from, to)}
		}
		if strings.ContainsAny(from, " ") { // a wording, not a word of a list
			return []oldValue{named(was.Key, from, to)}
		}
	case bool:
		return []oldValue{claim(was.Key, fmt.Sprint(from), wordOf(now))}
	}
	return nil
}

func wordOf(f models.Fact) string {
	if !f.Known() {
		return ""
	}
	return fmt.Sprint(f.Plain())
}

// compareNumber looks for each end of the range that was which is no end of the range that is.
func compareNumber(key string, before, after models.CountRange) (out []oldValue) {
	nouns, known := map[string][]string{"people_count": planted.PeopleNouns}[key]
	for _, end := range [][2]*int{{before.Min, after.Min}, {before.Max, after.Max}} {
		n := end[0]
		if n == nil || after.Min != nil && *after.Min == *n || after.Max != nil && *after.Max == *n || *n == 0 || !known && *n < 10_000 {
			continue // a small number of something that has no name of its own would be found everywhere
		}
		want := planted.Number{N: *n, Nouns: nouns}
		o := oldValue{key: key, label: labelOf(key), from: grouped(*n), find: func(s string) ([]planted.Use, error) { return planted.FindNumber(s, want), nil }}
		to := end[1]
		if to == nil && (before.Min == nil) != (before.Max == nil) || to == nil && sameEnds(before) {
			to = firstOf(after.Min, after.Max)
		}
		o.write = func(u planted.Use, lang string) string {
			if sameEnds(before) && after.Min != nil && after.Max != nil && !sameEnds(after) {
				return texts.Between(lang, u.Write(*after.Min), u.Write(*after.Max))
			}
			if to == nil {
				return ""
			}
			return u.Write(*to)
		}
		o.to = rangeWords(after)
		o.now = func(s string) bool {
			return slices.ContainsFunc([]*int{after.Min, after.Max}, func(n *int) bool {
				return n != nil && slices.ContainsFunc(planted.FindNumber(s, planted.Number{N: *n, Nouns: nouns}), func(u planted.Use) bool { return !u.Hint })
			})
		}
		out = append(out, o)
	}
	return out
}

func firstOf(a, b *int) *int {
	if a != nil {
		return a
	}
	return b
}

func sameEnds(c models.CountRange) bool { return c.Min != nil && c.Max != nil && *c.Min == *c.Max }

func rangeWords(c models.CountRange) string {
	switch {
	case sameEnds(c):
		return grouped(*c.Min)
	case c.Min != nil && c.Max != nil:
		return grouped(*c.Min) + " to " + grouped(*c.Max)
	case c.Min != nil:
		return "at least " + grouped(*c.Min)
	case c.Max != nil:
		return "at most " + grouped(*c.Max)
	}
	return ""
}

func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func compareDay(was, now models.Fact, current []models.Fact) []oldValue {
	before, after := dayOf(was), dayOf(now)
	if before == after || before == (planted.Day{}) {
		return nil
	}
	// Two things may have happened on one day, and a sentence does not always say which of them it means.
	also := ""
	for _, f := range current {
		if models.IsMoment(f.Key) && f.Key != now.Key && dayOf(f) == before {
			also = "it is also: " + strings.ToLower(labelOf(f.Key))
			break
		}
	}
	find := func(d planted.Day) func(string) ([]planted.Use, error) {
		return func(s string) ([]planted.Use, error) {
			uses := planted.FindDay(s, d)
			for n := range uses {
				if also != "" {
					uses[n].Hint, uses[n].Why = true, also
				}
			}
			return uses, nil
		}
	}
	o := oldValue{key: was.Key, label: labelOf(was.Key), from: dayWords(before), to: dayWords(after), find: find(before),
		now: func(s string) bool { return after != (planted.Day{}) && len(planted.FindDay(s, after)) > 0 }}
	o.write = func(u planted.Use, _ string) string {
		if after == (planted.Day{}) {
			return ""
		}
		return u.WriteDay(after)
	}
	return []oldValue{o}
}

func dayOf(f models.Fact) planted.Day {
	m := f.Moment()
	if m.IsZero() {
		return planted.Day{}
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		zone = time.UTC
	}
	return planted.DayOf(m.In(zone))
}

func dayWords(d planted.Day) string {
	if d == (planted.Day{}) {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

func claim(key, from, to string) oldValue {
	o := oldValue{key: key, label: labelOf(key), from: from, to: to, now: func(string) bool { return false }}
	o.find = func(s string) (out []planted.Use, err error) {
		said, err := planted.FindClaims(s, key)
		for _, x := range said {
			if x.Word == from {
				out = append(out, x.Use)
			}
		}
		return out, err
	}
	o.write = func(planted.Use, string) string { return "" } // the whole sentence says it: see sentenceFor
	return o
}

func named(key, from, to string) oldValue {
	return oldValue{key: key, label: labelOf(key), from: from, to: to, find: func(s string) ([]planted.Use, error) { return planted.FindName(s, from), nil },
		write: func(_ planted.Use, lang string) string {
			if lang != "en" {
				return ""
			}
			return to
		},
		now: func(s string) bool { return to != "" && strings.Contains(to, from) && len(planted.FindName(s, to)) > 0 }}
}

// labelOf a fact, in the words of its question where it has one.
func labelOf(key string) string {
	for _, p := range texts.Placeholders {
		if p.Name == key || p.Name == strings.TrimSuffix(key, "_at")+"_on" {
			return p.Label
		}
	}
	for _, f := range terms.Facts() {
		if f.Key == key {
			return f.Label
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// sentenceFor gives the sentence that states a word of a fact in a language; empty where we have none.
func sentenceFor(key, word, lang string) string {
	if key != "exfiltrated" {
		return ""
	}
	return texts.Copied(lang, word)
}
