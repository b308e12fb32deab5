package assessment

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk"
	"candour/workflows/risk/enisa"
	"candour/workflows/risk/harms"
	"candour/workflows/risk/precedents"
)

// closestCases is how many published cases are shown beside the rules.
const closestCases = 3

// RiskReport says how high the risk to people is, by which rules, and what stands beside them.
type RiskReport struct {
	// Level is that of the group that stands worst; null while a higher one is still possible.
	Level *terms.RiskLevel `json:"level"`
	// Rules are those that hold or may still hold for the group that stands worst.
	Rules []risk.Applied `json:"rules"`
	// ENISA, Precedents and Harms stand beside the rules and never instead of them.
	ENISA      enisa.Result       `json:"enisa"`
	Precedents []precedents.Match `json:"precedents"`
	Harms      []harms.Harm       `json:"harms"`
	// Unknown are the facts nobody knows that could still change the level of any group, up or down.
	Unknown []string `json:"unknown"`
	// Difference says where a stated level and the rules, or the score and the rules, do not agree.
	Difference []string    `json:"difference"`
	Groups     []GroupRisk `json:"groups"`
}

// GroupRisk is the level of one group of people.
type GroupRisk struct {
	Group  string          `json:"group"`
	Party  string          `json:"party"`
	Level  terms.RiskLevel `json:"level"`  // what counts: the stated one, else the derived one; empty while open
	Stated terms.RiskLevel `json:"stated"` // set by a person; empty: derived
	// Lowest and Highest are the bounds that the rules of risk give.
	Lowest  terms.RiskLevel `json:"lowest"`
	Highest terms.RiskLevel `json:"highest"`
}

// derivedRisk is what the rules of risk say, and a name for it: findings that rest on the same rules and facts share it.
type derivedRisk struct {
	risk.Finding
	name string
}

// derived is the risk of a group by the rules. Groups that agree on every fact the rules look at share one answer.
func (e *evaluation) derived(s *subject, g *group, withoutCredit []string) derivedRisk {
	if g.risks != nil && len(withoutCredit) == 0 {
		return *g.risks
	}
	d := e.deriveOnce(s, g, withoutCredit)
	if len(withoutCredit) == 0 {
		g.risks = &d
	}
	return d
}

func (e *evaluation) deriveOnce(s *subject, g *group, withoutCredit []string) derivedRisk {
	key := strings.Join(withoutCredit, ",") + "\x01" + e.riskClass(s, g)
	if d, done := e.risks[key]; done {
		return d
	}
	d := derivedRisk{Finding: e.rules.Derive(riskFacts{s, g}, withoutCredit...)}
	var b strings.Builder
	for _, a := range d.Rules {
		fmt.Fprint(&b, a.ID, a.Answer, a.FactsUsed, a.Needs, ";")
	}
	content := string(d.Lowest) + string(d.Highest) + b.String()
	if e.names[content] == "" {
		e.names[content] = strconv.Itoa(len(e.names) + 1)
	}
	d.name = e.names[content]
	e.risks[key] = d
	return d
}

// riskFacts are the facts of one group as the rules of risk look at them. The number of people is that of the whole
// party: a breach is no smaller for having been entered as many groups.
type riskFacts struct {
	s *subject
	g *group
}

func (r riskFacts) Fact(key string) (any, bool) {
	v, known := r.g.facts[key]
	return v, known
}

func (r riskFacts) People() (minimum, maximum *int, path string) {
	n, _ := r.s.everybody()
	return asInt(n.Min), asInt(n.Max), "people_count"
}

// refusedCredit lists the protections that the authority of a jurisdiction gives no credit for under a regime.
func (e *evaluation) refusedCredit(pack *regimes.Pack, jurisdiction string, s *subject) []string {
	var out []string
	for _, o := range e.lib.Overlays(jurisdiction) {
		if pack == nil || !slices.Contains(o.Regimes, pack.ID) || s.party.AwareAt.IsZero() {
			continue
		}
		on := regimes.Date(localDay(s.party.AwareAt, jurisdiction).String())
		for _, kind := range o.NoCredit {
			if o.RefusesCredit(kind, on) {
				out = appendNew(out, kind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// riskReport gathers the groups of all parties; the one that stands worst speaks for the incident.
func (e *evaluation) riskReport() RiskReport {
	out := RiskReport{Rules: []risk.Applied{}, Unknown: []string{}, Difference: []string{}, Groups: []GroupRisk{}}
	var worst *group
	var worstOf *subject
	var worstFound risk.Finding
	open, seen := false, map[*group]bool{}
	for _, s := range e.subjects() {
		for _, g := range s.groups {
			if seen[g] {
				continue
			}
			seen[g] = true
			f := e.derived(s, g, nil).Finding
			row := GroupRisk{Group: g.name, Party: s.party.Name, Level: f.Level(), Stated: g.risk, Lowest: f.Lowest, Highest: f.Highest}
			if g.risk != terms.RiskUnknown {
				row.Level = g.risk
				if said := disagrees(g, f); said != "" {
					out.Difference = appendNew(out.Difference, said)
				}
			}
			out.Groups = append(out.Groups, row)
			out.Unknown = appendNew(out.Unknown, f.Unknown...)
			open = open || row.Level == terms.RiskUnknown
			if worst == nil || rank(g, f) > rank(worst, worstFound) {
				worst, worstOf, worstFound = g, s, f
			}
		}
	}
	out.Unknown = sortedPaths(out.Unknown)
	if worst == nil {
		return out
	}
	out.Rules = worstFound.Rules
	facts := map[string]any(maps.Clone(worst.facts))
	if n, _ := worstOf.everybody(); n.Known() {
		facts["people_count"] = rangeFact(n)
	}
	out.ENISA = enisa.FromFacts(facts)
	out.Precedents = precedents.Closest(facts, closestCases)
	out.Harms = harms.For(facts)
	out.Difference = append(out.Difference, scoreDiffers(worst, worstFound, out.ENISA)...)
	highest := floor(worst, worstFound)
	if highest == terms.HighRisk || !open {
		out.Level = &highest
	}
	return out
}

// rangeFact writes a number of people as the fact people_count takes it.
func rangeFact(n CountRange) map[string]any {
	out := map[string]any{}
	if n.Min != nil {
		out["min"] = *n.Min
	}
	if n.Max != nil {
		out["max"] = *n.Max
	}
	return out
}

// floor is the level that is settled so far.
func floor(g *group, f risk.Finding) terms.RiskLevel {
	if g.risk != terms.RiskUnknown {
		return g.risk
	}
	return f.Lowest
}

// rank orders groups by what is settled, and then by what is still possible.
func rank(g *group, f risk.Finding) int {
	order := []terms.RiskLevel{terms.NoneLikely, terms.Risk, terms.HighRisk}
	highest := f.Highest
	if g.risk != terms.RiskUnknown {
		highest = g.risk
	}
	return 4*slices.Index(order, floor(g, f)) + slices.Index(order, highest)
}

func disagrees(g *group, f risk.Finding) string {
	if f.Lowest.AtLeast(g.risk) == terms.Yes && f.Highest.AtLeast(g.risk) == terms.Yes && f.Lowest == g.risk {
		return ""
	}
	by := "between " + levelName(f.Lowest) + " and " + levelName(f.Highest)
	if f.Level() != terms.RiskUnknown {
		by = levelName(f.Lowest)
	}
	name := g.name
	if name == "" {
		name = "everybody"
	}
	return fmt.Sprintf("The risk of the group %s was set by hand: %s. The rules say %s. The stated level counts.", name, levelName(g.risk), by)
}

func levelName(l terms.RiskLevel) string { return strings.ReplaceAll(string(l), "_", " ") }

// levelOfScore is the level that the lowest band of a score points to.
func levelOfScore(score enisa.Result) terms.RiskLevel {
	bands := enisa.Bands()
	switch at := slices.Index(bands, score.Lowest.Band); {
	case at >= slices.Index(bands, enisa.High):
		return terms.HighRisk
	case at >= slices.Index(bands, enisa.Medium):
		return terms.Risk
	}
	return terms.NoneLikely
}

// scoreDiffers says where ENISA's score and the rules part. The rules rest on decided cases and the score does not know protection, numbers or
// who the recipient is, so it is shown for a person to weigh.
func scoreDiffers(g *group, f risk.Finding, score enisa.Result) []string {
	level := floor(g, f)
	if score.Lowest.Band == "" {
		return nil
	}
	want := levelOfScore(score)
	if level.AtLeast(want) == terms.Yes {
		return nil
	}
	return []string{fmt.Sprintf("ENISA's score (%s) would point to %s where the rules say %s. The rules follow decided cases, and weigh protection and recipients, which the score does not; a person should look at the difference.",
		score.Formula, levelName(want), levelName(level))}
}
