package assessment

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// citation names the law as well when the duty only names the article.
func citation(pack *regimes.Pack, duty *regimes.Duty) string {
	c := duty.Citation
	for _, bare := range []string{"Art", "s ", "s.", "ss ", "§", "Sec", "sec", "Rule", "para", "breach article"} {
		if strings.HasPrefix(c, bare) {
			return pack.Name + ", " + c
		}
	}
	return c
}

// breachSentence says how sure it is that there is a breach at all, when the facts say so.
func breachSentence(c caseContext) (sentence, key string) {
	switch word, _ := c.g.facts["exfiltrated"].(string); word {
	case "presumed", "confirmed":
		return fmt.Sprintf("A personal data breach is %s (exfiltrated: %s).", word, word), "exfiltrated"
	}
	return "", ""
}

func decidedBy(names []string, several bool) string {
	if !several {
		return ""
	}
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "" })
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "Decided by the group: " + ended(names[0])
	case 2:
		return "Decided by the groups: " + names[0] + " and " + ended(names[1])
	}
	return fmt.Sprintf("Decided by the groups: %s and %d more.", names[0], len(names)-1)
}

// explain says how a time was counted, so that a tired person can check it: weekday, place, and a change of the clocks
// that falls inside a clock of hours.
func explain(rule deadlines.Rule, from anchor, due time.Time, zone *time.Location) string {
	start := from.at.In(zone)
	s := fmt.Sprintf("%s from %s on %s", rule, from.word, wall(start))
	if rule.Unit == deadlines.Hours {
		return s + change(start, due) + "."
	}
	days := "; the last day, " + due.Format("Mon 2 Jan 2006") + ", counts until its last second"
	if rule.Unit == deadlines.BusinessDays {
		days = "; weekends and holidays of the place do not count" + days
	}
	return s + days + "."
}

func wall(t time.Time) string {
	clock := t.Format("15:04")
	if t.Second() != 0 {
		clock = t.Format("15:04:05")
	}
	return t.Format("Mon 2 Jan 2006, ") + clock + " " + city(t.Location())
}

func city(zone *time.Location) string {
	name := zone.String()
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ReplaceAll(name, "_", " ")
}

// change tells of a change of the clocks between start and due; hours are elapsed time, so it moves the wall clock.
func change(start, due time.Time) string {
	_, was := start.Zone()
	_, is := due.Zone()
	if was == is {
		return ""
	}
	_, end := start.ZoneBounds()
	on := due
	if !end.IsZero() {
		on = end.In(start.Location())
	}
	way := "begins"
	if is < was {
		way = "ends"
	}
	return "; summer time " + way + " on " + on.Format("2 Jan") + ", hours are elapsed time"
}

// midSentence takes the capital and the full stop off a sentence, so that it reads inside another; acronyms stay.
func midSentence(s string) string {
	r := []rune(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

func ended(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

func sorted(in []string) []string {
	out := append([]string{}, in...)
	slices.Sort(out)
	return slices.Compact(out)
}

// sortedPaths puts facts first and places of the file after them, each in order.
func sortedPaths(in []string) []string {
	out := sorted(in)
	slices.SortStableFunc(out, func(a, b string) int { return placeRank(a) - placeRank(b) })
	return out
}

func placeRank(s string) int {
	for i, prefix := range []string{"incident.", "parties[", "groups["} {
		if strings.HasPrefix(s, prefix) {
			return i + 1
		}
	}
	if _, known := terms.KnownFact(s); known || terms.IsNamedFact(s) {
		return 0
	}
	return 4
}
