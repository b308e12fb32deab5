package intake

import (
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/people/clean"
)

// reason is a text that has to be there.
func reason(field, s string) (string, error) {
	s, err := clean.Paragraphs(field, s, 1000)
	if err == nil && s == "" {
		return "", models.InvalidField(field, "Give the reason, in a sentence that a stranger understands in a year.")
	}
	return s, err
}

// zone checks the name of a time zone; empty is UTC. "Local" is the machine's own and means nothing to anybody else.
func zone(field, name string) (string, error) {
	if name == "" {
		return "UTC", nil
	}
	if name != "Local" {
		if _, err := time.LoadLocation(name); err == nil {
			return name, nil
		}
	}
	return "", models.InvalidField(field, "This is not a time zone. Use a name such as Europe/Zurich.")
}

// Clocks differ; a time a few minutes ahead of ours is a clock, one further ahead is a mistake.
const clockSlack = 5 * time.Minute

// past refuses moments that have not come yet: nobody can have learnt or seen anything then.
func past(field string, i, now terms.Instant) error {
	if i.After(now.Add(clockSlack)) {
		return models.InvalidField(field, "This time has not come yet. Check the day and the zone.")
	}
	if !i.IsZero() && i.Time().Year() < 1950 {
		return models.InvalidField(field, "This time lies before 1950. Check the year.")
	}
	return nil
}

// words checks a list of words of the vocabulary, and drops repetitions.
func words(field string, in, known []string, open bool) ([]string, error) {
	out := []string{}
	if len(in) > 50 {
		return nil, models.InvalidField(field, "More than 50 words. Keep those that matter.")
	}
	for _, w := range in {
		w, err := clean.Field(field, w, 60)
		if err != nil {
			return nil, err
		}
		switch {
		case w == "" || slices.Contains(out, w):
			continue
		case !open && !slices.Contains(known, w):
			return nil, models.InvalidField(field, "One of the words is not known. Choose from %s.", strings.Join(known, ", "))
		}
		out = append(out, w)
	}
	return out, nil
}

func factWords(key string) []string {
	d, _ := terms.KnownFact(key)
	return d.Words
}

func languages(in []string) ([]string, error) {
	out := []string{}
	if len(in) > 30 {
		return nil, models.InvalidField("languages", "More than 30 languages. Keep those that are needed to tell people.")
	}
	for _, l := range in {
		if l = strings.TrimSpace(l); l == "" || slices.Contains(out, l) {
			continue
		}
		if _, why := clean.Language(l); why != nil {
			return nil, models.InvalidField("languages", "%s", why.Detail)
		}
		out = append(out, l)
	}
	return out, nil
}

func country(field, s string) (string, error) {
	c, why := clean.Country(s)
	if why != nil {
		return "", models.InvalidField(field, "%s", why.Detail)
	}
	return c, nil
}

// residence checks the table of countries and people.
func residence(in map[string]models.CountRange) (map[string]models.CountRange, error) {
	out := map[string]models.CountRange{}
	for name, c := range in {
		code, err := country("residence", name)
		if err != nil {
			return nil, err
		}
		if code == "" {
			return nil, models.InvalidField("residence", "A row of the residence table has no country.")
		}
		if _, twice := out[code]; twice {
			return nil, models.InvalidField("residence", "The country %s stands twice.", code)
		}
		if c.Valid() != nil {
			return nil, models.InvalidField("residence", "%s: at least cannot be more than at most, and neither can be below zero.", code)
		}
		out[code] = c
	}
	return out, nil
}

// shorten cuts a text of ours, never one that a person typed.
func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
