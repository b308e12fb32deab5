package assessment

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"candour/models/terms"
)

// FactChange is one fact, count or moment that is not what it was when the rules ran before.
type FactChange struct {
	Fact  string `json:"fact"`
	Text  string `json:"text"`
	About string `json:"about"` // party or group; empty: the incident
	From  string `json:"from"`  // empty: not known
	To    string `json:"to"`
}

// GroupChange is a group of people whose risk is another than before.
type GroupChange struct {
	Group string          `json:"group"`
	Party string          `json:"party"`
	From  terms.RiskLevel `json:"from"` // empty: open, or the group is new
	To    terms.RiskLevel `json:"to"`
}

// about names one thing that an input says.
type about struct {
	who  string
	fact string
}

// FactChanges compares what the rules were given before with what they would be given now. What changed for every party
// in the same way is said once, about the incident.
func FactChanges(before, now []Input) []FactChange {
	was, is := flatten(before), flatten(now)
	var out []FactChange
	for _, key := range unionOf(was, is) {
		a, b := was[key], is[key]
		if reflect.DeepEqual(a, b) {
			continue
		}
		out = append(out, FactChange{Fact: key.fact, Text: factText(key.fact), About: key.who, From: show(a), To: show(b)})
	}
	return out
}

func unionOf(a, b map[about]any) []about {
	var keys []about
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y about) int {
		return cmp.Or(cmp.Compare(x.who, y.who), cmp.Compare(place(x.fact), place(y.fact)), cmp.Compare(x.fact, y.fact))
	})
	return keys
}

func flatten(inputs []Input) map[about]any {
	out := map[about]any{}
	for i, in := range inputs {
		for fact, at := range map[string]terms.Instant{"incident.occurred_at": in.Incident.OccurredAt, "incident.detected_at": in.Incident.DetectedAt,
			"incident.aware_at": in.Incident.AwareAt, "incident.public_at": in.Incident.PublicAt, "incident.contained_at": in.Incident.ContainedAt,
			"incident.determined_at": in.Incident.DeterminedAt, "incident.assessed_at": in.Incident.AssessedAt,
			"incident.authority_notified_at": in.Incident.AuthorityNotifiedAt} {
			say(out, in, i, fact, instantOrNil(at))
		}
		for fact, v := range in.Facts {
			say(out, in, i, fact, v)
		}
		for _, p := range in.Parties {
			for fact, v := range map[string]any{"party": "takes part", "country": p.Country, "role": p.Role, "aware_at": instantOrNil(p.AwareAt), "immunity": p.Immunity,
				"kind": p.Kind, "sectors": strings.Join(p.Sectors, ", ")} {
				if v != nil && v != "" {
					out[about{p.Name, fact}] = v
				}
			}
		}
		for _, g := range in.Groups {
			who := g.Name + " (" + g.Party + ")"
			for fact, v := range g.Facts {
				out[about{who, fact}] = v
			}
			out[about{who, "people"}] = rangeText(g.People)
			if g.RiskLevel != terms.RiskUnknown {
				out[about{who, "risk_level"}] = string(g.RiskLevel)
			}
			for place, n := range g.Residence {
				out[about{who, "residence." + place}] = rangeText(n)
			}
		}
	}
	return out
}

// say notes a fact of the incident. The first input is what all parties share; an input of one party's own names it only
// where it says something else.
func say(out map[about]any, in Input, i int, fact string, v any) {
	if v == nil {
		return
	}
	if i == 0 {
		out[about{"", fact}] = v
		return
	}
	if reflect.DeepEqual(out[about{"", fact}], v) {
		return
	}
	for _, p := range in.Parties {
		out[about{p.Name, fact}] = v
	}
}

func instantOrNil(at terms.Instant) any {
	if at.IsZero() {
		return nil
	}
	return at.Time().UTC().Format(time.RFC3339)
}

func rangeText(n CountRange) string {
	switch {
	case n.Min != nil && n.Max != nil && *n.Min == *n.Max:
		return fmt.Sprint(*n.Min)
	case n.Min != nil && n.Max != nil:
		return fmt.Sprintf("%d to %d", *n.Min, *n.Max)
	case n.Min != nil:
		return fmt.Sprintf("at least %d", *n.Min)
	case n.Max != nil:
		return fmt.Sprintf("at most %d", *n.Max)
	}
	return "not known yet"
}

func show(v any) string {
	if v == nil {
		return ""
	}
	return said(v)
}

func factText(fact string) string {
	if d, ok := terms.KnownFact(fact); ok {
		return d.Label
	}
	words := map[string]string{"people": "How many people are they?", "aware_at": "When did the party become aware?", "party": "Does the organisation take part?",
		"country": "In which country is the party?", "role": "Which role has the party?", "immunity": "Is the party immune, and on what basis?"}
	if w, ok := words[fact]; ok {
		return w
	}
	if place, ok := strings.CutPrefix(fact, "residence."); ok {
		return "How many of them live in " + place + "?"
	}
	if strings.HasPrefix(fact, "incident.") {
		return placeText(fact)
	}
	return strings.ReplaceAll(fact[strings.LastIndex(fact, ".")+1:], "-", " ")
}

// GroupChanges compares the risk of the groups.
func GroupChanges(before, now []Result) []GroupChange {
	type key struct{ group, party string }
	levels := func(results []Result) map[key]terms.RiskLevel {
		out := map[key]terms.RiskLevel{}
		for _, r := range results {
			for _, g := range r.Risk.Groups {
				out[key{g.Group, g.Party}] = g.Level
			}
		}
		return out
	}
	was, is := levels(before), levels(now)
	out := []GroupChange{}
	for k, level := range is {
		if from, there := was[k]; !there || from != level {
			out = append(out, GroupChange{k.group, k.party, from, level})
		}
	}
	slices.SortFunc(out, func(a, b GroupChange) int {
		return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.Group, b.Group))
	})
	return out
}
