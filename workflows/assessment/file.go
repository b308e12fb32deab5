package assessment

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/deadlines"
)

// ReadFile reads an assess file, YAML or JSON. Every problem of the file comes back in one *FileError, each with its
// line and what to do; null or absent always means "not known yet".
func ReadFile(name string, data []byte) (Input, error) {
	r := &reader{}
	root := r.document(data)
	if err := r.err(name); err != nil {
		return Input{}, err
	}
	in := r.input(root)
	return in, r.err(name)
}

// input reads the mapping of an assess file; the case files hold the same shape.
func (r *reader) input(root *yaml.Node) Input {
	in := Input{Facts: FactSet{}}
	var incident, parties, groups, facts *yaml.Node
	if isNull(root) {
		r.fail(root, "The file is empty. It needs incident and parties.")
		return in
	}
	r.fields(root, "The file", map[string]func(*yaml.Node){
		"incident": func(n *yaml.Node) { incident = n },
		"parties":  func(n *yaml.Node) { parties = n },
		"groups":   func(n *yaml.Node) { groups = n },
		"facts":    func(n *yaml.Node) { facts = n },
	}, nil)
	if root.Kind != yaml.MappingNode {
		return in
	}
	in.Incident = r.incident(incident)
	in.Facts, in.Ignored = r.facts(facts, "facts", in.Ignored)
	for _, n := range r.items(parties, "parties") {
		in.Parties = append(in.Parties, r.party(n, in))
	}
	if len(in.Parties) == 0 && len(r.problems) == 0 {
		r.fail(root, "No party is named. Add parties, each with name, country and role.")
	}
	for _, n := range r.items(groups, "groups") {
		in.Groups = append(in.Groups, r.group(n, &in))
	}
	return in
}

func (r *reader) incident(n *yaml.Node) IncidentTimes {
	var t IncidentTimes
	at := func(key string, to *terms.Instant) func(*yaml.Node) {
		return func(n *yaml.Node) { *to = r.instant(n, "incident."+key) }
	}
	r.fields(n, "incident", map[string]func(*yaml.Node){
		"title":       func(n *yaml.Node) { t.Title = r.name(n, "incident.title") },
		"summary":     func(n *yaml.Node) { r.text(n, "incident.summary") },
		"occurred_at": at("occurred_at", &t.OccurredAt),
		"detected_at": at("detected_at", &t.DetectedAt),
		"aware_at": func(n *yaml.Node) {
			bad := len(r.problems)
			at("aware_at", &t.AwareAt)(n)
			r.awareUnread = len(r.problems) > bad
		},
		"public_at":             at("public_at", &t.PublicAt),
		"contained_at":          at("contained_at", &t.ContainedAt),
		"determined_at":         at("determined_at", &t.DeterminedAt),
		"assessed_at":           at("assessed_at", &t.AssessedAt),
		"authority_notified_at": at("authority_notified_at", &t.AuthorityNotifiedAt),
	}, nil)
	return t
}

func (r *reader) party(n *yaml.Node, in Input) PartyInput {
	var p PartyInput
	bad := len(r.problems)
	r.fields(n, "A party", map[string]func(*yaml.Node){
		"name":     func(n *yaml.Node) { p.Name = r.name(n, "name") },
		"country":  func(n *yaml.Node) { p.Country = r.place(n, "country") },
		"role":     func(n *yaml.Node) { p.Role = r.word(n, "role", terms.PartyRoles) },
		"aware_at": func(n *yaml.Node) { p.AwareAt = r.instant(n, "aware_at") },
		"immunity": func(n *yaml.Node) { p.Immunity = r.immunity(n) },
		"kind":     func(n *yaml.Node) { p.Kind = r.word(n, "kind", terms.PartyKinds) },
		"sectors": func(n *yaml.Node) {
			for _, s := range r.items(n, "sectors") {
				if w := r.word(s, "sectors", terms.PartySectors); w != "" {
					p.Sectors = append(p.Sectors, w)
				}
			}
		},
		"movement":          func(n *yaml.Node) { p.Movement = r.answer(n, "movement") },
		"eea_establishment": func(n *yaml.Node) { p.EEAEstablishment = r.answer(n, "eea_establishment") },
		"staff_count":       func(n *yaml.Node) { p.StaffCount = r.number(n, "staff_count") },
	}, nil)
	if len(r.problems) > bad {
		return p.prefilled()
	}
	if p.Name == "" {
		r.fail(n, "A party has no name. Add name.")
	}
	for _, other := range in.Parties {
		if other.Name == p.Name && p.Name != "" {
			r.fail(n, "Two parties have the name %s. Give each its own, so that groups know whose people they are.", shown(p.Name))
		}
	}
	if p.Country == "" {
		r.fail(n, "The party %s has no country. Add country (like DE or US-CA): it says which laws bind.", shown(p.Name))
	}
	if p.AwareAt.IsZero() {
		p.AwareAt, p.AwareInherited = in.Incident.AwareAt, true
		if p.AwareAt.IsZero() && !r.awareUnread {
			r.fail(n, "Nobody knows when the party %s became aware. Add aware_at to incident or to the party.", shown(p.Name))
		}
	}
	return p.prefilled()
}

// prefilled fills in what follows from being a National Society, so that rules for other sectors answer "not bound"
// instead of asking.
func (p PartyInput) prefilled() PartyInput {
	if p.Kind != "national-society" {
		return p
	}
	if len(p.Sectors) == 0 {
		p.Sectors = []string{"humanitarian"}
	}
	if p.Movement == terms.Unknown {
		p.Movement = terms.Yes
	}
	return p
}

func (r *reader) group(n *yaml.Node, in *Input) GroupInput {
	var g GroupInput
	r.fields(n, "A group", map[string]func(*yaml.Node){
		"name":       func(n *yaml.Node) { g.Name = r.name(n, "name") },
		"party":      func(n *yaml.Node) { g.Party = r.groupParty(n, in.Parties) },
		"facts":      func(n *yaml.Node) { g.Facts, in.Ignored = r.facts(n, "facts", in.Ignored) },
		"people":     func(n *yaml.Node) { g.People = r.count(n, "people") },
		"risk_level": func(n *yaml.Node) { g.RiskLevel = r.risk(n) },
		"residence": func(n *yaml.Node) {
			g.Residence = map[string]CountRange{}
			r.fields(n, "residence", nil, func(k, v *yaml.Node) {
				code := r.place(k, "residence")
				if _, twice := g.Residence[code]; twice {
					r.fail(k, "residence names %s twice. Keep one of the two.", code)
				}
				if code != "" {
					g.Residence[code] = r.count(v, "residence."+code)
				}
			})
			if len(g.Residence) == 0 {
				g.Residence = nil // an empty mapping says nothing
			}
		},
	}, nil)
	if g.Party == "" && len(in.Parties) == 1 {
		g.Party = in.Parties[0].Name
	}
	return g
}

// name reads what stands in sentences of the answer. Control characters and those that change the direction of text (UAX 9: overrides,
// embeddings, isolates) would show it differently from what it is; the joiners of Persian and Indic scripts are letters like others.
func (r *reader) name(n *yaml.Node, what string) string {
	s := r.text(n, what)
	if strings.ContainsFunc(s, func(c rune) bool {
		return unicode.IsControl(c) || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x2028 || c == 0x2029
	}) {
		r.fail(n, "%s holds an invisible character that breaks the line or changes the direction of the text. Remove it.", what)
		return ""
	}
	return s
}

func (r *reader) groupParty(n *yaml.Node, parties []PartyInput) string {
	name := r.text(n, "party")
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		if p.Name == name {
			return name
		}
		names = append(names, p.Name)
	}
	r.fail(n, "No party is called %s. %s", shown(name), didYouMean(name, names))
	return ""
}

// count reads {min, max, exact}. exact: true makes one number of the two ends; what is not said stays open.
func (r *reader) count(n *yaml.Node, what string) CountRange {
	var c CountRange
	exact := terms.Unknown
	r.fields(n, what, map[string]func(*yaml.Node){
		"min":   func(n *yaml.Node) { c.Min = r.whole(n, what+".min") },
		"max":   func(n *yaml.Node) { c.Max = r.whole(n, what+".max") },
		"exact": func(n *yaml.Node) { exact = r.answer(n, what+".exact") },
	}, nil)
	if exact == terms.Yes {
		switch {
		case c.Min != nil && c.Max != nil && *c.Min != *c.Max:
			r.fail(n, "%s says exact, but min and max differ. Make them equal or leave exact out.", what)
		case c.Max == nil:
			c.Max = c.Min
		case c.Min == nil:
			c.Min = c.Max
		}
	}
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max {
		r.fail(n, "%s: min %d is above max %d. Swap them or correct one.", what, *c.Min, *c.Max)
	}
	return c
}

func (r *reader) instant(n *yaml.Node, what string) terms.Instant {
	s := r.text(n, what)
	// RFC 3339 section 5.6 lets a space stand for the T, and YAML writers make use of it.
	if len(s) > 10 && s[10] == ' ' {
		s = s[:10] + "T" + s[11:]
	}
	at, err := terms.ParseInstant(s)
	switch {
	case s == "":
		r.fail(n, "%s is empty. Write a time like 2022-01-19T18:00:00+01:00, or null when it is not known yet.", what)
	case err != nil && noSuchDay(s):
		r.fail(n, "%s: there is no day %s. Correct the date.", what, s[:10])
	case err != nil:
		r.fail(n, "%s: %s is not a time with an offset. Write it like 2022-01-19T18:00:00+01:00.", what, shown(s))
	case at.Time().Year() < 1970 || at.Time().Year() > 2199:
		r.fail(n, "%s: the year %d cannot be right. Correct the time.", what, at.Time().Year())
		return terms.Instant{}
	}
	return at
}

// noSuchDay says whether a text begins like a date that no calendar has, such as 30 February.
func noSuchDay(s string) bool {
	if len(s) < 10 || strings.Trim(s[:4]+s[5:7]+s[8:10], "0123456789") != "" || s[4] != '-' || s[7] != '-' {
		return false
	}
	_, err := time.Parse(time.DateOnly, s[:10])
	return err != nil
}

func (r *reader) word(n *yaml.Node, what string, allowed []string) string {
	w := r.text(n, what)
	if w == "" || w == "unknown" {
		return ""
	}
	for _, a := range allowed {
		if a == w {
			return w
		}
	}
	r.fail(n, "%s: %s is not a word known here. %s", what, shown(w), didYouMean(w, append([]string(nil), allowed...)))
	return ""
}

// answer reads true or false (yes and no are taken too); unknown is what null says.
func (r *reader) answer(n *yaml.Node, what string) terms.Answer {
	switch s := strings.ToLower(r.text(n, what)); s {
	case "true", "yes":
		return terms.Yes
	case "false", "no":
		return terms.No
	case "unknown", "":
		return terms.Unknown
	default:
		r.fail(n, "%s takes true, false or null (not known yet), not %s.", what, shown(s))
		return terms.Unknown
	}
}

// immunity takes the basis as text. A bare true gives no basis, and without one nobody can check the claim.
func (r *reader) immunity(n *yaml.Node) string {
	if n.Tag == "!!bool" {
		if strings.EqualFold(n.Value, "true") {
			r.fail(n, "immunity needs its basis as text, for example: headquarters agreement.")
		}
		return ""
	}
	return r.text(n, "immunity")
}

func (r *reader) risk(n *yaml.Node) terms.RiskLevel {
	s := r.text(n, "risk_level")
	if s == "unknown" {
		return terms.RiskUnknown
	}
	level, err := terms.ParseRiskLevel(s)
	if err != nil {
		r.fail(n, "risk_level: %s is not one of none_likely, risk, high_risk (or none, high, high-risk).", shown(s))
	}
	return level
}

func (r *reader) number(n *yaml.Node, what string) *float64 {
	s := r.text(n, what)
	if s == "unknown" {
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > 1e15 {
		r.fail(n, "%s takes a number of zero or more, or null when it is not known yet, not %s.", what, shown(s))
		return nil
	}
	return &f
}

func (r *reader) whole(n *yaml.Node, what string) *int64 {
	f := r.number(n, what)
	if f == nil {
		return nil
	}
	if *f != math.Trunc(*f) {
		r.fail(n, "%s counts people, so it takes a whole number, not %s.", what, shown(n.Value))
		return nil
	}
	i := int64(*f)
	return &i
}

var placeCode = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)

// place reads an ISO 3166 code. A code without a known authority zone is refused, because a mistyped country would
// otherwise bind nobody to anything, silently.
func (r *reader) place(n *yaml.Node, what string) string {
	s := strings.ToUpper(r.text(n, what))
	hint := ""
	switch s {
	case "":
		return ""
	case "UK":
		hint = " Use GB."
	case "EL":
		hint = " Use GR."
	case "TRUE", "FALSE":
		hint = " Norway is 'NO', in quotes."
	}
	if !placeCode.MatchString(s) {
		r.fail(n, "%s: %s is not an ISO 3166 code like DE or US-CA.%s", what, shown(n.Value), hint)
		return ""
	}
	if !knownPlace(s) {
		r.fail(n, "%s: no authority is known for %s. Check the ISO 3166 code (like DE or US-CA).%s", what, shown(s), hint)
		return ""
	}
	return s
}

// knownPlace: a country with an authority, or a part of one. The states of the United States are all listed, because
// each has its law; of other countries the parts are, as a rule, not.
func knownPlace(code string) bool {
	if _, err := deadlines.Zone(code); err == nil {
		return true
	}
	country, _, part := strings.Cut(code, "-")
	_, err := deadlines.Zone(country)
	return part && country != "US" && err == nil
}
