package assessment

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// linkRow is one jurisdiction in which a regime may bind a party: yes, no (and why) or not known yet.
type linkRow struct {
	jurisdiction string
	by           string
	bound        terms.Answer
	reasons      []string
	used         []string
	needs        []string
}

// packIndex finds the regimes that could reach a party without asking each of them.
type packIndex struct {
	byPlace map[string][]*regimes.Pack // country or part
	roaming []*regimes.Pack            // follow the actor
}

func indexPacks(lib *regimes.Library) packIndex {
	x := packIndex{byPlace: map[string][]*regimes.Pack{}}
	for _, p := range lib.All() {
		for _, c := range p.Countries {
			x.byPlace[c] = append(x.byPlace[c], p)
		}
		if slices.ContainsFunc(p.Binds, func(l regimes.Link) bool { return l.By == regimes.ByMembership }) {
			x.roaming = append(x.roaming, p)
		}
	}
	return x
}

// candidates are the packs of every place the party or its people are in, sorted by id.
func (x packIndex) candidates(s *subject) []*regimes.Pack {
	places := map[string]bool{s.party.Country: true}
	for _, g := range s.groups {
		for place := range g.residence {
			places[place] = true
		}
	}
	found := map[string]*regimes.Pack{}
	add := func(packs []*regimes.Pack) {
		for _, p := range packs {
			found[p.ID] = p
		}
	}
	add(x.roaming)
	for place := range places {
		add(x.byPlace[place])
		if country, _, part := strings.Cut(place, "-"); part {
			add(x.byPlace[country])
			continue
		}
		// People who live in US, no state given, may live in any of its states.
		for code, packs := range x.byPlace {
			if strings.HasPrefix(code, place+"-") {
				add(packs)
			}
		}
	}
	out := make([]*regimes.Pack, 0, len(found))
	for _, p := range found {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// linkRows gives one row for each jurisdiction in which the regime would have to be told separately. Where several
// links reach the same jurisdiction, one that holds is enough.
func (e *evaluation) linkRows(s *subject, pack *regimes.Pack) []linkRow {
	var rows []linkRow
	for _, link := range pack.Binds {
		for _, row := range reach(s, pack, link) {
			row = e.judge(s, pack, row, link)
			// Who is simply not a member of the circle a regime is made for is not told so, regime by regime.
			if link.By == regimes.ByMembership && row.bound == terms.No && (s.party.Immunity == "" || link.Immune == regimes.ImmuneKeep) {
				continue
			}
			i := slices.IndexFunc(rows, func(r linkRow) bool { return r.jurisdiction == row.jurisdiction })
			switch {
			case i < 0:
				rows = append(rows, row)
			case stronger(row.bound, rows[i].bound):
				rows[i] = row
			}
		}
	}
	return rows
}

func stronger(a, b terms.Answer) bool {
	rank := map[terms.Answer]int{terms.No: 0, terms.Unknown: 1, terms.Yes: 2}
	return rank[a] > rank[b]
}

// reach lists the jurisdictions a link touches, before its own condition and immunity are weighed.
func reach(s *subject, pack *regimes.Pack, link regimes.Link) []linkRow {
	home := homeIn(s.party.Country, pack.Countries)
	switch link.By {
	case regimes.ByEstablishment:
		if home == "" {
			return nil
		}
		return []linkRow{{jurisdiction: home, by: link.By, bound: terms.Yes}}
	case regimes.ByMembership:
		return []linkRow{{jurisdiction: s.party.Country, by: link.By, bound: terms.Yes}}
	case regimes.ByResidence:
		if link.Outside && home != "" {
			return nil
		}
		return residenceRows(s, pack, link)
	}
	return nil
}

func homeIn(country string, countries []string) string {
	for _, c := range countries {
		if within(country, c) {
			return c
		}
	}
	return ""
}

func residenceRows(s *subject, pack *regimes.Pack, link regimes.Link) []linkRow {
	var rows []linkRow
	for _, code := range pack.Countries {
		row := linkRow{jurisdiction: code, by: link.By}
		for _, g := range s.groups {
			switch {
			case g.livesIn(code):
				row.bound = terms.Yes
			case g.mayLiveIn(code):
				country, _, _ := strings.Cut(code, "-")
				row.needs = appendNew(row.needs, g.path+".residence."+country)
			}
		}
		if row.bound == terms.Yes {
			n, path := s.residents(code)
			row.needs = nil
			row.used = []string{path}
			row.reasons = []string{"People of " + s.party.Name + " live in " + code + residents(n) + "."}
			if link.Outside {
				row.reasons = append(row.reasons, s.party.Name+" is not established where this law is at home.")
			}
		} else if len(row.needs) > 0 {
			row.reasons = []string{"People live in the country, but in which part is not known yet."}
		}
		if row.bound == terms.Yes || len(row.needs) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func residents(n CountRange) string {
	switch {
	case n.Min != nil && n.Max != nil && *n.Min == *n.Max:
		return fmt.Sprintf(" (%d)", *n.Min)
	case n.Min != nil && *n.Min > 0:
		return fmt.Sprintf(" (at least %d)", *n.Min)
	}
	return ""
}

// judge weighs immunity first, because it needs no other fact, then the link's own condition.
func (e *evaluation) judge(s *subject, pack *regimes.Pack, row linkRow, link regimes.Link) linkRow {
	if s.party.Immunity != "" && link.Immune != regimes.ImmuneKeep {
		row.bound = terms.No
		row.reasons = []string{"Immunity: " + ended(s.party.Immunity)}
		row.used, row.needs = []string{s.path("immunity")}, nil
		return row
	}
	if link.When == nil {
		if link.By == regimes.ByMembership {
			row.bound = terms.Unknown
			row.needs = []string{"review of the regime: whom it binds is not encoded"}
		}
		return row
	}
	answers := make([]terms.Answer, 0, len(s.groups))
	var found []regimes.Finding
	look, seen := lookAt{}.with(link.When), map[string]bool{}
	for _, g := range s.groupsIn(row) {
		class := e.class(s, pack, g, look, row)
		if seen[class] {
			continue
		}
		seen[class] = true
		f := link.When.Eval(caseContext{e: e, pack: pack, s: s, g: g, row: row})
		answers = append(answers, f.Answer)
		found = append(found, f)
	}
	when := terms.Or(answers...)
	before := row.bound
	row.bound = terms.And(before, when)
	for _, f := range found {
		if f.Answer != when {
			continue
		}
		row.used = appendNew(row.used, f.Used...)
		row.needs = appendNew(row.needs, f.Needs...)
		if when != terms.Yes {
			row.reasons = appendNew(row.reasons, f.Reasons...)
		}
	}
	if row.bound == terms.No {
		row.reasons = append(row.reasons, "So this regime does not bind "+s.party.Name+".")
	}
	return row
}

// standing judges whether the duty was law on the day the party became aware, in the authority's zone. settled is
// false when it was, and the duty has to be weighed.
func (e *evaluation) standing(s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow) (verdict, bool) {
	if pack.StandingOn(duty, "2000-01-01") == regimes.StandingNever {
		return verdict{outcome: terms.NotBound, reasons: []string{
			pack.Name + " is not in force, or not confirmed to be in force. It is kept so that the day it begins is not missed."}}, true
	}
	if s.party.AwareAt.IsZero() {
		return verdict{outcome: terms.Undetermined, needs: []string{s.awarePath()}, reasons: []string{
			"When " + s.party.Name + " became aware is not known yet, so nobody can say which law applied."}}, true
	}
	day := localDay(s.party.AwareAt, row.jurisdiction)
	on := regimes.Date(day.String())
	used := []string{s.awarePath()}
	switch pack.StandingOn(duty, on) {
	case regimes.StandingEnded:
		return verdict{outcome: terms.NotBound, used: used, reasons: []string{fmt.Sprintf(
			"This law ended on %s, before awareness on %s.", longDate(until(pack, duty)), day.Long())}}, true
	case regimes.StandingNotYet:
		v := e.predecessor(pack, duty, on)
		v.used = used
		v.reasons = append([]string{fmt.Sprintf("This law began on %s, after awareness on %s.", longDate(begin(pack, duty)), day.Long())}, v.reasons...)
		return v, true
	}
	return verdict{}, false
}

// predecessor says who answers for a day before the law began. What the pack does not hold is open, never "no".
func (e *evaluation) predecessor(pack *regimes.Pack, duty *regimes.Duty, on regimes.Date) verdict {
	if pack.StandingOn(nil, on) == regimes.StandingInForce {
		// The regime is older than this duty of it: an older form of the duty in the same pack answers, if there is one.
		for i := range pack.Duties {
			d := &pack.Duties[i]
			if d != duty && d.Recipient == duty.Recipient && d.Until != "" && pack.StandingOn(d, on) == regimes.StandingInForce {
				return verdict{outcome: terms.NotBound, reasons: []string{"The earlier form of the duty answers: " + d.ID + "."}}
			}
		}
		return notInPack(on)
	}
	for p := pack; p.Before != nil; {
		if p.Before.NoDuty != "" {
			return verdict{outcome: terms.NotBound, reasons: []string{"Before that there was no duty: " + ended(p.Before.NoDuty)}}
		}
		old, ok := e.lib.Find(p.Before.Regime)
		if !ok || old == pack {
			break
		}
		if old.StandingOn(nil, on) == regimes.StandingInForce {
			return verdict{outcome: terms.NotBound, reasons: []string{"The law before it answers: " + old.Name + " (" + old.ID + ")."}}
		}
		p = old
	}
	return notInPack(on)
}

func notInPack(on regimes.Date) verdict {
	need := "law in force on " + string(on) + " is not in the pack"
	return verdict{outcome: terms.Undetermined, needs: []string{need}, reasons: []string{
		"Which law was in force before is not in the pack, so it may or may not have demanded this."}}
}

func begin(pack *regimes.Pack, duty *regimes.Duty) regimes.Date {
	return max(pack.InForce, duty.InForce)
}

func until(pack *regimes.Pack, duty *regimes.Duty) regimes.Date {
	if duty.Until != "" && (pack.Until == "" || duty.Until < pack.Until) {
		return duty.Until
	}
	return pack.Until
}

func longDate(d regimes.Date) string {
	day, err := deadlines.ParseDate(string(d))
	if err != nil {
		return string(d)
	}
	return day.Long()
}
