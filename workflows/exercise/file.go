package exercise

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// known is the last word on each key as of a moment: the one learnt last, and of two learnt together the later line.
func known(facts []Fact, asOf terms.Instant) []Fact {
	at := map[string]int{}
	var out []Fact
	for _, f := range facts {
		if f.LearntAt.Instant().After(asOf) {
			continue
		}
		if i, ok := at[f.Key]; ok {
			if !f.LearntAt.Instant().Before(out[i].LearntAt.Instant()) {
				out[i] = f
			}
			continue
		}
		at[f.Key] = len(out)
		out = append(out, f)
	}
	return out
}

// KnownMoments are the moments as they were known then; KnownFacts the facts.
func (s *Story) KnownMoments(asOf terms.Instant) []Fact { return known(s.Moments, asOf) }
func (s *Story) KnownFacts(asOf terms.Instant) []Fact   { return known(s.Facts, asOf) }

// AssessFile writes the story, as it was known at a moment, in the form that "candour assess" reads.
func (s *Story) AssessFile(asOf terms.Instant) ([]byte, error) {
	var b strings.Builder
	b.WriteString("# EXERCISE. Written from the exercise incident, as it was known on " + asOf.Time().Format("2 January 2006") + "; no person is named.\n")
	b.WriteString("incident:\n  title: " + quote(s.Title) + "\n")
	for _, m := range s.KnownMoments(asOf) {
		w, ok := m.Value.(When)
		if !ok {
			return nil, fmt.Errorf("moment %s is not a time", m.Key)
		}
		fmt.Fprintf(&b, "  %s: %s\n", m.Key, w.Format(time.RFC3339))
	}
	b.WriteString("parties:\n")
	for _, p := range s.Parties {
		writeParty(&b, p)
	}
	b.WriteString("groups:\n")
	for _, g := range s.Groups {
		d, ok := s.DataSet(g.DataSet)
		if !ok {
			return nil, fmt.Errorf("groups.yaml: %s names the data set %q, which story.yaml does not know", g.Party, g.DataSet)
		}
		writeGroup(&b, g, d)
	}
	b.WriteString("facts:\n")
	for _, f := range s.KnownFacts(asOf) {
		v, err := yaml.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		if list, isList := f.Value.([]any); isList {
			words := make([]string, len(list))
			for i, w := range list {
				words[i] = fmt.Sprint(w)
			}
			v = []byte("[" + strings.Join(words, ", ") + "]")
		}
		fmt.Fprintf(&b, "  %s: %s\n", f.Key, strings.TrimSpace(string(v)))
	}
	return []byte(b.String()), nil
}

func writeParty(b *strings.Builder, p Party) {
	fmt.Fprintf(b, "- {name: %s, country: '%s', role: %s, kind: %s, aware_at: %s", quote(p.Name), p.Country, p.Role, p.Kind, p.AwareAt.Format(time.RFC3339))
	if p.Movement != nil {
		fmt.Fprintf(b, ", movement: %t", *p.Movement)
	}
	if len(p.Sectors) > 0 {
		fmt.Fprintf(b, ", sectors: [%s]", strings.Join(p.Sectors, ", "))
	}
	if p.Immunity != "" {
		fmt.Fprintf(b, ", immunity: %s", quote(p.Immunity))
	}
	b.WriteString("}\n")
}

func writeGroup(b *strings.Builder, g Group, d DataSet) {
	fmt.Fprintf(b, "- name: %s\n  party: %s\n", quote(g.Name()), quote(g.Party))
	if minimum, maximum := g.Range(); minimum != nil || maximum != nil {
		fmt.Fprintf(b, "  people: {min: %s, max: %s}\n", number(minimum), number(maximum))
	}
	if len(g.Residence) > 0 {
		places := make([]string, 0, len(g.Residence))
		for place := range g.Residence {
			places = append(places, place)
		}
		sort.Strings(places)
		for i, place := range places {
			places[i] = fmt.Sprintf("'%s': {min: %d}", place, g.Residence[place])
		}
		fmt.Fprintf(b, "  residence: {%s}\n", strings.Join(places, ", "))
	}
	fmt.Fprintf(b, "  facts: {data_categories: [%s], subjects_kinds: [%s]}\n", strings.Join(d.Categories, ", "), strings.Join(d.Kinds, ", "))
}

func number(n *int64) string {
	if n == nil {
		return "null"
	}
	return fmt.Sprint(*n)
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
