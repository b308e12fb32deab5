package regimes

import "fmt"

// checkChanges holds the pack against its changelog. The newest edition names the fingerprints of the rules and of the
// cases; the cases name the rules they were written for. So a rule cannot change alone: the edition must be recorded,
// the cases must be looked at, and at least one of them must be another than before.
func checkChanges(p *Pack, cases *caseFile) []Problem {
	var problems []Problem
	report := func(file string, line int, format string, args ...any) {
		problems = append(problems, Problem{File: file, Line: line, Message: fmt.Sprintf(format, args...)})
	}
	last, now := p.Edition(), ""
	if cases != nil {
		now = cases.print
	}
	switch {
	case last.Rules != p.Rules && cases != nil && now == last.Cases:
		report(p.File, last.line, "The rules changed since edition %d of the changelog, and no case changed with them. "+
			"Change or add a case that shows the new rule, set for_rules in %s to %s, then add edition %d (what changed, why, rules, cases).",
			last.Version, cases.name, p.Rules, last.Version+1)
		return problems
	case last.Rules != p.Rules:
		report(p.File, last.line, "The rules changed since edition %d of the changelog. Add edition %d with what changed and why, rules: '%s'%s.",
			last.Version, last.Version+1, p.Rules, casesHint(now))
	case last.Cases != now:
		report(p.File, last.line, "The cases changed since edition %d of the changelog. Add edition %d with what changed and why, rules: '%s'%s.",
			last.Version, last.Version+1, p.Rules, casesHint(now))
	}
	if cases != nil && cases.forRules != p.Rules {
		report(cases.name, cases.forLine, "These cases were written for other rules. Read them against the pack, then set for_rules to '%s'.", p.Rules)
	}
	for i := 1; i < len(p.Changelog) && cases != nil; i++ {
		old, entry := p.Changelog[i-1], p.Changelog[i]
		if old.Rules != entry.Rules && old.Cases == entry.Cases {
			report(p.File, entry.line, "Edition %d changed the rules and no case. Change or add a case that shows the new rule, and record its fingerprint.", entry.Version)
		}
	}
	return problems
}

func casesHint(now string) string {
	if now == "" {
		return " and cases: null"
	}
	return fmt.Sprintf(" and cases: '%s'", now)
}
