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
	Party string `json:"-"`     // whose it is; empty: the incident's
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

// about names one thing that is said of the incident, a party or a group.
type about struct {
	who  string
	fact string
}

// saying is one thing that an input says; party and group are empty where it is said of the incident.
type saying struct{ party, group, fact string }

func (s saying) who() string {
	if s.group == "" {
		return s.party
	}
	return s.group + " (" + s.party + ")"
}

// That a party or a group is there at all.
const factParty, factGroup = "party", "group"

// FactChanges compares what the rules were given before with what they would be given now. What changed for every party
// in the same way is said once, about the incident. A party or a group that came or went is one line, not one for each of its facts.
func FactChanges(before, now []Input) []FactChange {
	was, is := flatten(before), flatten(now)
	var keys []saying
	for k, v := range is {
		if !reflect.DeepEqual(was[k], v) {
			keys = append(keys, k)
		}
	}
	for k := range was {
		if _, both := is[k]; !both {
			keys = append(keys, k)
		}
	}
	keys = slices.DeleteFunc(keys, func(k saying) bool {
		moved := func(s saying) bool { return s != k && (was[s] == nil) != (is[s] == nil) }
		return moved(saying{k.party, k.group, factGroup}) || moved(saying{k.party, "", factParty})
	})
	places := map[string]int{}
	for _, k := range keys {
		places[k.fact] = place(k.fact)
	}
	slices.SortFunc(keys, func(x, y saying) int {
		return cmp.Or(cmp.Compare(x.party, y.party), cmp.Compare(x.group, y.group), cmp.Compare(places[x.fact], places[y.fact]), cmp.Compare(x.fact, y.fact))
	})
	out := make([]FactChange, 0, len(keys))
	for _, k := range keys {
		out = append(out, FactChange{Fact: k.fact, Text: factText(k.fact), About: k.who(), Party: k.party, From: show(was[k]), To: show(is[k])})
	}
	return out
}

func flatten(inputs []Input) map[saying]any {
	out := map[saying]any{}
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
			out[saying{p.Name, "", factParty}] = "takes part"
			if !p.AwareAt.IsZero() {
				out[saying{p.Name, "", "aware_at"}] = instantOrNil(p.AwareAt)
			}
			for fact, v := range p.words() {
				if fact != "name" {
					out[saying{p.Name, "", fact}] = v
				}
			}
		}
		for _, g := range in.Groups {
			for fact, v := range g.Facts {
				out[saying{g.Party, g.Name, fact}] = v
			}
			out[saying{g.Party, g.Name, factGroup}] = "concerned"
			out[saying{g.Party, g.Name, "people"}] = rangeText(g.People)
			if g.RiskLevel != terms.RiskUnknown {
				out[saying{g.Party, g.Name, "risk_level"}] = string(g.RiskLevel)
			}
			for place, n := range g.Residence {
				out[saying{g.Party, g.Name, "residence." + place}] = rangeText(n)
			}
		}
	}
	return out
}

// say notes a fact of the incident. The first input is what all parties share; an input of one party's own names it only
// where it says something else.
func say(out map[saying]any, in Input, i int, fact string, v any) {
	if v == nil {
		return
	}
	if i == 0 {
		out[saying{"", "", fact}] = v
		return
	}
	if reflect.DeepEqual(out[saying{"", "", fact}], v) {
		return
	}
	for _, p := range in.Parties {
		out[saying{p.Name, "", fact}] = v
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
	// A number of people is kept as a range.
	if m, ok := v.(map[string]any); ok {
		bound := func(key string) *int64 {
			if f, ok := m[key].(float64); ok {
				n := int64(f)
				return &n
			}
			return nil
		}
		return rangeText(CountRange{Min: bound("min"), Max: bound("max")})
	}
	return said(v)
}

func factText(fact string) string {
	if d, ok := terms.KnownFact(fact); ok {
		return d.Label
	}
	words := map[string]string{"people": "How many people are they?", "aware_at": "When did the party become aware?", factParty: "Does the organisation take part?", factGroup: "Are these people concerned?", "kind": "What kind of organisation is it?", "sectors": "In which sectors does it work?",
		"country": "In which country is the party?", "role": "Which role has the party?", "immunity": "Is the party immune, and on what basis?",
		"movement": "Is the party a component of the Red Cross and Red Crescent Movement?", "eea_establishment": "Is the party established in the European Economic Area?",
		"staff_count": "How many staff has the party?"}
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
