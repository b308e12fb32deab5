package assessment

import (
	"reflect"
	"slices"

	"candour/models/terms"
)

// value reads a place; nil: not known.
func (v partyView) value(p spot) any {
	switch {
	case !v.there:
		return nil
	case p.of == "incident":
		return v.in.moment(p.word)
	case p.of == "parties":
		return v.partyWord(p)
	case p.of == "groups":
		for _, g := range v.groups() {
			if g.Name == p.group {
				return g.word(p)
			}
		}
		return nil
	}
	return v.fact(p.word)
}

func (v partyView) groups() []GroupInput {
	return slices.DeleteFunc(slices.Clone(v.in.Groups), func(g GroupInput) bool { return g.Party != v.party.Name && g.Party != "" })
}

func (g GroupInput) word(p spot) any {
	if p.word == "residence" {
		return rangeValue(g.Residence[p.where])
	}
	if p.word == "people" {
		return rangeValue(g.People)
	}
	return g.Facts[p.word]
}

func (v partyView) partyWord(p spot) any {
	switch p.word {
	case "people", "residence":
		var sum *CountRange
		for _, g := range v.groups() {
			n, counted := g.People, true
			if p.word == "residence" {
				n, counted = g.Residence[p.where]
			}
			if !counted {
				continue
			}
			if sum != nil {
				n = sum.Plus(n)
			}
			sum = &n
		}
		if sum == nil {
			return nil
		}
		return rangeValue(*sum)
	case "aware_at":
		return instantOrNil(v.party.AwareAt)
	}
	return v.party.words()[p.word]
}

// words are what can be said of a party beside its moment; what is not known is missing.
func (p PartyInput) words() map[string]any {
	out := map[string]any{}
	for word, s := range map[string]string{"name": p.Name, "country": p.Country, "role": p.Role, "kind": p.Kind, "immunity": p.Immunity} {
		if s != "" {
			out[word] = s
		}
	}
	if len(p.Sectors) > 0 {
		out["sectors"] = p.Sectors
	}
	for word, a := range map[string]terms.Answer{"movement": p.Movement, "eea_establishment": p.EEAEstablishment} {
		if a != terms.Unknown {
			out[word] = a == terms.Yes
		}
	}
	if p.StaffCount != nil {
		out["staff_count"] = *p.StaffCount
	}
	return out
}

// fact is what was said of the party's people: where its groups differ, each answer once.
func (v partyView) fact(key string) any {
	base := v.in.Facts[key]
	groups := v.groups()
	var all []any
	for _, g := range groups {
		x := base
		if own, said := g.Facts[key]; said {
			x = own
		}
		if key == "risk_level" && g.RiskLevel != terms.RiskUnknown {
			x = string(g.RiskLevel)
		}
		if x != nil && !slices.ContainsFunc(all, func(y any) bool { return reflect.DeepEqual(x, y) }) {
			all = append(all, x)
		}
	}
	switch {
	case len(groups) == 0:
		return base
	case len(all) == 0:
		return nil
	case len(all) == 1:
		return all[0]
	}
	var words []string
	for _, x := range all {
		list, isList := x.([]string)
		if !isList {
			list = []string{show(x)}
		}
		words = append(words, list...)
	}
	return sorted(words)
}

func (in Input) moment(word string) any {
	t := in.Incident
	return map[string]any{"occurred_at": instantOrNil(t.OccurredAt), "detected_at": instantOrNil(t.DetectedAt), "aware_at": instantOrNil(t.AwareAt),
		"public_at": instantOrNil(t.PublicAt), "contained_at": instantOrNil(t.ContainedAt), "determined_at": instantOrNil(t.DeterminedAt),
		"assessed_at": instantOrNil(t.AssessedAt), "authority_notified_at": instantOrNil(t.AuthorityNotifiedAt)}[word]
}

// rangeValue is a count as a fact has it; nil when neither end is known.
func rangeValue(n CountRange) any {
	if !n.Known() {
		return nil
	}
	out := map[string]any{}
	for end, v := range map[string]*int64{"min": n.Min, "max": n.Max} {
		if out[end] = nil; v != nil {
			out[end] = float64(*v)
		}
	}
	return out
}
