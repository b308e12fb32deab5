package filing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"candour/models"
	"candour/models/terms"
)

// plainWord is a word of the vocabulary as people read it.
func plainWord(w string) string {
	if s, ok := plainly[w]; ok {
		return s
	}
	return strings.ReplaceAll(w, "-", " ")
}

var plainly = map[string]string{
	"humanitarian-case": "humanitarian case files", "national-id": "national identity numbers", "sex-life": "sex life", "contact": "contact data",
	"identification": "identification data", "financial": "financial data", "payment-card": "payment card data", "health": "health data", "location": "location data",
	"biometric": "biometric data", "children": "data of children", "criminal": "criminal records", "employment": "employment data", "political": "political opinions",
	"religious": "religious beliefs", "ethnic": "ethnic origin", "detention": "data on detention", "other": "other data",
	"separated-families": "separated families", "missing-persons": "missing persons", "sought-persons": "people who are looked for",
	"refugees-migrants": "refugees and migrants", "survivors-of-violence": "survivors of violence", "partner-organisations": "contacts at partner organisations",
	"armed-conflict": "people in armed conflict", "separated-family": "people separated from their family", "missing-relatives": "people with missing relatives",
	"external-attacker": "somebody from outside", "thief": "a thief", "impostor": "an impostor", "insider": "an insider", "none": "nobody",
	"human-error": "human error", "lost-device": "a lost device", "mispostal": "something sent to the wrong address", "social-engineering": "deception of staff",
	"system-failure": "a failure of a system", "exfiltration": "data taken out by an intruder", "none_likely": "a risk is unlikely", "risk": "risk", "high_risk": "high risk",
}

var copied = map[string]string{
	"ruled-out": "Ruled out: the evidence shows that no data were taken.", "no-indication": "No indication so far that data were taken; it is not ruled out.",
	"possible": "Possible.", "presumed": "Presumed: it has to be assumed that data were copied and taken out.", "confirmed": "Confirmed.",
}

// special are the categories of Art. 9 and 10 GDPR.
var special = []string{"health", "biometric", "criminal", "political", "religious", "ethnic", "sex-life"}

func list(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = plainWord(w)
	}
	return strings.Join(out, "; ")
}

// sentence makes a text end like one.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

func paragraphs(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// number writes 51561 as 51,561.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// count says a range as people say it; what is open at one end says so.
func count(c models.CountRange) string {
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max && c.Exact:
		return number(*c.Min) + " (counted)"
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		return "about " + number(*c.Min)
	case c.Min != nil && c.Max != nil:
		return number(*c.Min) + " to " + number(*c.Max)
	case c.Min != nil:
		return "at least " + number(*c.Min)
	case c.Max != nil:
		return "at most " + number(*c.Max)
	}
	return ""
}

// wall is a moment on the clock of a zone, with the zone and its offset: nobody abroad has to guess.
func wall(at terms.Instant, zone string) string {
	if at.IsZero() {
		return ""
	}
	z, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		z, zone = time.UTC, "UTC"
	}
	t := at.In(z)
	return fmt.Sprintf("%s (%s, UTC%s)", t.Format("Mon 2 Jan 2006, 15:04"), zone, t.Format("-07:00"))
}

// place is the name of a country or of a part of one.
func place(code string) string {
	country, part, _ := strings.Cut(code, "-")
	region, err := language.ParseRegion(country)
	if err != nil {
		return code
	}
	name := display.English.Regions().Name(region)
	if part != "" {
		name += " (" + part + ")"
	}
	return name
}
