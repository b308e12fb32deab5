package assessment

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// subject is one party with the groups of its people, as the rules see them.
type subject struct {
	index  int
	party  PartyInput
	groups []*group
	// explicit is false when the file names no groups for this party, so that its facts stand for one.
	explicit bool
	sums     map[string]counted // by jurisdiction of residence, "" for everybody; filled when first asked
}

type group struct {
	name      string
	path      string // groups[2], or empty for the facts of the file
	facts     FactSet
	risk      terms.RiskLevel
	people    CountRange
	residence map[string]CountRange
	risks     *derivedRisk // where no credit is refused; filled when first asked
	riskKey   string       // what the rules of risk can tell it by; filled when first asked
}

func (e *evaluation) subjectOf(i int) *subject {
	s := &subject{index: i, party: e.in.Parties[i], sums: map[string]counted{}}
	s.party = s.party.prefilled()
	for gi, g := range e.in.Groups {
		if g.Party != s.party.Name && g.Party != "" {
			continue
		}
		s.explicit = true
		s.groups = append(s.groups, newGroup(fmt.Sprintf("groups[%d]", gi), g, e.in.Facts))
	}
	if !s.explicit {
		g := newGroup("", GroupInput{Name: "everybody"}, e.in.Facts)
		if len(e.in.Groups) > 0 {
			// The number given for the whole incident counts the people of others too.
			g.people = CountRange{}
		}
		s.groups = []*group{g}
	}
	return s
}

// newGroup lays the facts of a group over those of the incident and settles what depends on several of them.
func newGroup(path string, in GroupInput, base FactSet) *group {
	facts := make(FactSet, len(base)+len(in.Facts))
	for k, v := range base {
		facts[k] = v
	}
	for k, v := range in.Facts {
		facts[k] = v
	}
	settleExfiltrated(facts)
	g := &group{name: in.Name, path: path, facts: facts, risk: in.RiskLevel, people: in.People, residence: in.Residence}
	if g.name == "" {
		g.name = path
	}
	if g.risk == terms.RiskUnknown {
		word, _ := facts["risk_level"].(string)
		g.risk, _ = terms.ParseRiskLevel(word)
	}
	delete(facts, "risk_level")
	if !g.people.Known() {
		count := facts
		if path != "" {
			count = in.Facts // a number for the whole incident says nothing about one group of it
		}
		g.people = peopleCount(count)
	}
	return g
}

// peopleCount reads people_count, one number or a range of {min, max}. A number that is said not to be exact is a lower end: "about 490" may well be 510.
func peopleCount(facts FactSet) CountRange {
	if said, isRange := facts["people_count"].(map[string]any); isRange {
		var c CountRange
		if n, ok := terms.Number(said["min"]); ok {
			c.Min = AtLeast(int64(n)).Min
		}
		if n, ok := terms.Number(said["max"]); ok {
			c.Max = Exactly(int64(n)).Max
		}
		return c
	}
	n, ok := terms.Number(facts["people_count"])
	if !ok {
		return CountRange{}
	}
	if exact, said := facts["people_count_exact"].(bool); said && !exact {
		return AtLeast(int64(n))
	}
	return Exactly(int64(n))
}

func settleExfiltrated(facts FactSet) {
	written, _ := facts["exfiltrated"].(string)
	evidence, _ := facts["exfiltration_evidence"].(string)
	nature, _ := terms.WordList(facts["nature"])
	word, known, err := terms.ExfiltratedWord(written, evidence, nature)
	if !known || err != nil {
		delete(facts, "exfiltrated")
		return
	}
	facts["exfiltrated"] = word
}

// livesIn says whether people of the group live in a jurisdiction of this code; a code of a part lies in its country.
func (g *group) livesIn(code string) bool {
	for place := range g.residence {
		if within(place, code) {
			return true
		}
	}
	return false
}

// perhapsNobody: "at least 0" was said on purpose. A count that nobody has given yet is not that: then there are people, and only their number is open.
func (g *group) perhapsNobody() bool {
	return g.path != "" && g.people.Min != nil && *g.people.Min == 0 && (g.people.Max == nil || *g.people.Max > 0)
}

func (g *group) residenceUnknown(row linkRow) bool {
	return row.by == regimes.ByResidence && !g.livesIn(row.jurisdiction)
}

// groupsIn are the groups a row is about: all of the party, or, for a link by residence, those with people there and
// those of whom nobody knows where they live.
func (s *subject) groupsIn(row linkRow) []*group {
	if row.by != regimes.ByResidence {
		return s.groups
	}
	var out []*group
	for _, g := range s.groups {
		if g.residence == nil || g.livesIn(row.jurisdiction) || g.mayLiveIn(row.jurisdiction) {
			out = append(out, g)
		}
	}
	return out
}

// mayLiveIn: people who live in US, no state given, may live in US-CA.
func (g *group) mayLiveIn(code string) bool {
	country, _, part := strings.Cut(code, "-")
	_, vague := g.residence[country]
	return part && vague
}

func within(place, code string) bool {
	return place == code || strings.HasPrefix(place, code+"-")
}

// counted is a number of people and where it was said.
type counted struct {
	people CountRange
	path   string
}

// people is the number a threshold looks at, and where it was said: those who live in the row's jurisdiction where the
// law binds by residence, else all people of the party.
func (s *subject) people(row linkRow) (CountRange, string) {
	if row.by == regimes.ByResidence {
		return s.residents(row.jurisdiction)
	}
	return s.everybody()
}

// everybody is the number of people of the party, wherever they live.
func (s *subject) everybody() (CountRange, string) {
	return s.counted("", func() (CountRange, string) {
		if !s.explicit {
			return s.groups[0].people, "people_count"
		}
		sum, path := CountRange{}, s.groups[0].path+".people"
		for i, g := range s.groups {
			if i == 0 {
				sum = g.people
				continue
			}
			sum, path = sum.Plus(g.people), s.path("people")
		}
		return sum, path
	})
}

func (s *subject) counted(key string, count func() (CountRange, string)) (CountRange, string) {
	if c, done := s.sums[key]; done {
		return c.people, c.path
	}
	n, path := count()
	s.sums[key] = counted{n, path}
	return n, path
}

func (s *subject) residents(code string) (CountRange, string) {
	return s.counted(code, func() (CountRange, string) { return s.countResidents(code) })
}

func (s *subject) countResidents(code string) (CountRange, string) {
	none := int64(0)
	sum, paths := CountRange{Max: &none}, []string{}
	for _, g := range s.groups {
		if g.residence == nil {
			sum = sum.Plus(CountRange{})
			continue
		}
		if g.mayLiveIn(code) {
			sum = sum.Plus(CountRange{})
		}
		places := make([]string, 0, len(g.residence))
		for place := range g.residence {
			places = append(places, place)
		}
		sort.Strings(places)
		for _, place := range places {
			if within(place, code) {
				sum = sum.Plus(g.residence[place])
				paths = append(paths, g.path+".residence."+place)
			}
		}
	}
	if len(paths) == 1 {
		return sum, paths[0]
	}
	return sum, s.path("residence." + code)
}

func (s *subject) path(word string) string { return fmt.Sprintf("parties[%d].%s", s.index, word) }

func (s *subject) awarePath() string {
	if s.party.AwareInherited {
		return "incident.aware_at"
	}
	return s.path("aware_at")
}

// caseContext is what a condition sees: one party, one group, one row.
type caseContext struct {
	e    *evaluation
	pack *regimes.Pack
	s    *subject
	g    *group
	row  linkRow
}

func (c caseContext) Fact(key string) (any, bool) {
	if key == "risk_level" {
		return string(c.g.risk), c.g.risk != terms.RiskUnknown
	}
	v, ok := c.g.facts[key]
	return v, ok
}

func (c caseContext) Risk() terms.RiskLevel { return c.g.risk }

// RiskAtLeast holds a stated level to what the person stated, and derives every other from the facts.
func (c caseContext) RiskAtLeast(threshold terms.RiskLevel) regimes.Finding {
	if c.g.risk != terms.RiskUnknown {
		return regimes.StatedRisk(c.g.risk, threshold)
	}
	f := c.e.derived(c.s, c.g, c.e.refusedCredit(c.pack, c.row.jurisdiction, c.s)).AtLeast(threshold)
	if f.Answer == terms.Unknown {
		f.Needs = append(f.Needs, "risk_level") // a person may also set the level, with a reason
	}
	return f
}

func (c caseContext) People() (minimum, maximum *int, path string) {
	n, path := c.s.people(c.row)
	return asInt(n.Min), asInt(n.Max), path
}

func (c caseContext) Party(word string) ([]string, string) {
	p := c.s.party
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	answer := func(a terms.Answer) []string {
		if a == terms.Unknown {
			return nil
		}
		return []string{strconv.FormatBool(a == terms.Yes)}
	}
	switch word {
	case "role":
		return one(p.Role), c.s.path(word)
	case "kind":
		return one(p.Kind), c.s.path(word)
	case "name":
		return one(p.Name), c.s.path(word)
	case "sector":
		return slices.Clone(p.Sectors), c.s.path("sectors")
	case "movement":
		return answer(p.Movement), c.s.path(word)
	case "eea_establishment":
		return answer(p.EEAEstablishment), c.s.path(word)
	}
	return nil, c.s.path(word)
}

func asInt(n *int64) *int {
	if n == nil {
		return nil
	}
	i := int(*n)
	return &i
}
