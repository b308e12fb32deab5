package texts

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"candour/models"
	"candour/models/terms"
)

// Values are the current facts of an incident as a reader is told them, in one language. What is not known has no value.
// Dates and numbers follow the language; sentences exist in English, French, Spanish and Arabic.
func Values(r models.Reader, i models.Incident, lang string) (map[string]string, error) {
	facts, err := models.IncidentFacts(r, i.ID)
	if err != nil {
		return nil, err
	}
	parties, err := models.LoadParties(r, i.ID)
	if err != nil {
		return nil, err
	}
	return withHouse(r, valuesOf(i, facts, parties, lang, r.Now())), nil
}

// withHouse adds what does not come from the incident: where this installation answers.
func withHouse(r models.Reader, values map[string]string) map[string]string {
	if page := models.CheckPage(r); page != "" {
		values["check_address"] = page
	}
	return values
}

func valuesOf(i models.Incident, facts []models.Fact, parties []models.Party, lang string, now terms.Instant) map[string]string {
	// Western digits in every language, as dates and the screens have them: numbers are read aloud between many countries.
	p := message.NewPrinter(language.Make(lang + "-u-nu-latn"))
	w := wordsOf(lang)
	v := map[string]string{"reference": i.Reference, "what_happened": i.Title, "today": w.date(now.Time())}
	societies := 0
	for _, party := range parties {
		if party.Kind == "national-society" {
			societies++
		}
	}
	if societies > 0 {
		v["society_count"] = p.Sprintf("%d", societies)
	}
	for _, f := range facts {
		switch f.Key {
		case "occurred_at", "detected_at", "public_at", "contained_at":
			if m := f.Moment(); !m.IsZero() {
				v[strings.TrimSuffix(f.Key, "_at")+"_on"] = w.date(local(m, f.Zone))
			}
		case "people_count":
			if s := count(p, w, f.Value); s != "" {
				v["people_count"] = s
			}
		case "exfiltrated":
			var word string
			if json.Unmarshal([]byte(f.Value), &word) == nil && w.copied[word] != "" {
				v["copied"] = w.copied[word]
			}
		case "data_categories":
			var words []string
			if json.Unmarshal([]byte(f.Value), &words) == nil && len(words) > 0 {
				if list := kindsOf(lang, words); list != "" {
					v["data_kinds"] = list
				}
			}
		}
	}
	return v
}

// local is the moment in the zone it was given in; an unknown zone shows UTC.
func local(m terms.Instant, zone string) time.Time {
	z, err := time.LoadLocation(zone)
	if err != nil {
		z = time.UTC
	}
	return m.In(z)
}

// count says a range as people say it: exactly when it was counted, about, at least, at most, between.
func count(p *message.Printer, w words, value string) string {
	var n int
	if json.Unmarshal([]byte(value), &n) == nil && value != "null" {
		return fmt.Sprintf(w.about, p.Sprintf("%d", n))
	}
	var c models.CountRange
	if json.Unmarshal([]byte(value), &c) != nil {
		return ""
	}
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max && c.Exact:
		return p.Sprintf("%d", *c.Min)
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		return fmt.Sprintf(w.about, p.Sprintf("%d", *c.Min))
	case c.Min != nil && c.Max != nil:
		return fmt.Sprintf(w.between, p.Sprintf("%d", *c.Min), p.Sprintf("%d", *c.Max))
	case c.Min != nil:
		return fmt.Sprintf(w.atLeast, p.Sprintf("%d", *c.Min))
	case c.Max != nil:
		return fmt.Sprintf(w.atMost, p.Sprintf("%d", *c.Max))
	}
	return ""
}
