package regimes

import (
	"maps"
	"slices"
	"strings"
)

// An agreement (a contract, a donor's or a partner's terms, an own policy) is a regime that an organisation writes for
// itself. It has the shape of a pack and is read by the same reader, so that the same mistakes are refused. It is not law:
// nobody reads it by hand for us, and it may never stand in the place of a law.

// OwnPrefix begins the id of every agreement; no pack of law has it.
const OwnPrefix = "own-"

// IsOwn says whether a regime is an agreement of the organisation and no law.
func IsOwn(id string) bool { return strings.HasPrefix(id, OwnPrefix) }

// Own says whether the regime is an agreement of the organisation and no law.
func (p *Pack) Own() bool { return IsOwn(p.ID) }

// With gives a library that also holds the organisation's own regimes. The library it was made from stays as it is. A
// regime of law is never replaced: an own one that is called the same, or has no own id, is left out.
func (l *Library) With(extra []*Pack) *Library {
	if len(extra) == 0 {
		return l
	}
	out := &Library{packs: slices.Clone(l.packs), byID: maps.Clone(l.byID), overlays: l.overlays}
	for _, p := range extra {
		if _, taken := out.byID[p.ID]; taken || !p.Own() {
			continue
		}
		out.packs, out.byID[p.ID] = append(out.packs, p), p
	}
	slices.SortFunc(out.packs, func(a, b *Pack) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// ownKeys is what an agreement says. It has no review and no changelog of its own: its versions have them.
var ownKeys = []string{"id", "name", "citation", "countries", "in_force", "until", "binds", "scope", "sources", "penalties", "notes", "questions", "duties"}

// ParseOwn reads an agreement. name is shown with each problem. With problems the agreement is not fit for use.
func ParseOwn(name string, content []byte) (*Pack, []Problem) {
	r := &reader{file: name}
	doc, err := oneDocument(content)
	if err != nil {
		r.failParse(err)
		return nil, r.problems
	}
	p := &Pack{Binds: []Link{}, Duties: []Duty{}, Reviews: []ReviewSlot{}, Changelog: []Change{}, File: name,
		Version: versionOf(content), Rules: fingerprintOfRules(doc), Confidence: "high", Review: Review{Status: StatusRead, By: []string{}}}
	f, ok := r.mapping(doc, "An agreement", ownKeys...)
	if !ok {
		return p, r.problems
	}
	p.ID = f.required("id", "Use own-, then lower case letters, digits and hyphens.")
	if p.ID != "" && (!idForm.MatchString(p.ID) || !p.Own()) {
		r.fail(f.at("id"), "id %q must begin with own- and go on in lower case letters, digits and single hyphens.", p.ID)
	}
	p.Name = f.required("name", "Give the agreement the name people know it by.")
	p.Citation = f.required("citation", "Say which document this is, with its date or number.")
	p.Countries = f.texts("countries")
	for i, c := range p.Countries {
		if !countryForm.MatchString(c) {
			r.fail(f.list("countries")[i], "country %q must be an ISO 3166 code such as DE, or US-CA for a part.", c)
		}
	}
	p.InForce, p.Until = f.date("in_force"), f.date("until")
	if p.InForce == "" {
		r.fail(f.at("in_force"), `"in_force" is missing. Say from which day the agreement counts; it may lie in the past.`)
	}
	if p.Until != "" && p.Until < p.InForce {
		r.fail(f.at("until"), "until %s lies before in_force %s.", p.Until, p.InForce)
	}
	// Before it began nobody had signed anything: that is known, and no gap in the pack.
	p.Before = &Before{NoDuty: "the agreement had not begun"}
	p.Scope, p.Penalties, p.Notes, p.Sources = f.text("scope"), f.text("penalties"), f.text("notes"), f.texts("sources")
	p.Questions = r.questions(f)
	r.ownLinks(f, p)
	if f.of["duties"] == nil {
		r.fail(doc, `"duties" is missing. Write [] when the agreement demands nothing any more.`)
	}
	for _, d := range f.list("duties") {
		p.Duties = append(p.Duties, r.duty(d, p))
	}
	r.namedFacts(f, p)
	return p, r.problems
}

// ownLinks reads whom the agreement binds. Immunity from national law frees nobody from what they have signed, so it cuts
// a link only where the agreement says so. An agreement that named nobody would bind nobody, or everybody, by accident.
func (r *reader) ownLinks(f fields, p *Pack) {
	for _, n := range f.list("binds") {
		l := r.link(n)
		said := false
		for i := 0; i+1 < len(n.Content); i += 2 {
			said = said || n.Content[i].Value == "immune"
		}
		if !said {
			l.Immune = ImmuneKeep
		}
		if l.By == ByMembership && l.When == nil {
			r.fail(n, "A link by membership says whom it binds: add when, for example {name_any: [Name of the organisation]}.")
		}
		if (l.By == ByEstablishment || l.By == ByResidence) && len(p.Countries) == 0 {
			r.fail(n, "A link by %s needs countries: list them, or bind by membership.", l.By)
		}
		p.Binds = append(p.Binds, l)
	}
	if len(p.Binds) == 0 {
		r.fail(f.at("binds"), `"binds" is missing. Say whom the agreement binds: by name, by country, or by role.`)
	}
}
