package assessment

import (
	"cmp"
	"slices"
	"strings"

	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk"
)

// Evaluate turns facts into determinations. It is pure: the same input, library and environment give the same bytes,
// and neither the order of parties nor that of facts changes an outcome.
//
// Unknown is never no: a duty is called not required only when every group of people settles it.
func Evaluate(in Input, lib *regimes.Library, env Environment) Result {
	e := newEvaluation(in, lib, env)
	out := Result{Determinations: []Determination{}, Ignored: sorted(in.Ignored)}
	for i := range in.Parties {
		out.Determinations = append(out.Determinations, e.party(i)...)
	}
	out.Risk = e.riskReport()
	out.RiskLevel = out.Risk.Level
	out.Ignored = sorted(append(out.Ignored, e.unusedNamedFacts()...))
	return out
}

func newEvaluation(in Input, lib *regimes.Library, env Environment) *evaluation {
	if env.Policy == nil {
		env.Policy = DefaultPolicy()
	}
	if env.stored == nil {
		env = env.shared(lib)
	}
	return &evaluation{in: in, env: env, lib: lib, rules: risk.Default(), store: env.stored}
}

type evaluation struct {
	*store
	in      Input
	env     Environment
	lib     *regimes.Library
	rules   *risk.Rules
	parties []*subject
}

// subjects are the parties with their groups, made once.
func (e *evaluation) subjects() []*subject {
	if e.parties == nil {
		e.parties = make([]*subject, 0, len(e.in.Parties))
		for i := range e.in.Parties {
			e.parties = append(e.parties, e.subjectOf(i))
		}
	}
	return e.parties
}

// party answers every duty of every regime that is linked to one party.
func (e *evaluation) party(i int) []Determination {
	s := e.subjects()[i]
	var out []Determination
	for _, pack := range e.index.candidates(s) {
		for _, row := range e.linkRows(s, pack) {
			for d := range pack.Duties {
				out = append(out, e.determine(s, pack, &pack.Duties[d], row))
			}
		}
	}
	// Packs come sorted by id and duties in the order of the law, so this keeps jurisdictions together and no more.
	slices.SortStableFunc(out, func(a, b Determination) int {
		return cmp.Or(cmp.Compare(a.Regime, b.Regime), cmp.Compare(a.Jurisdiction, b.Jurisdiction))
	})
	return out
}

// determine answers one duty in one jurisdiction. The order matters: what does not bind is not asked, and what was not
// law on the day of awareness is not applied.
func (e *evaluation) determine(s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow) Determination {
	det := Determination{
		Party: s.party.Name, Regime: pack.ID, Duty: duty.ID, Jurisdiction: row.jurisdiction,
		Recipient: duty.Recipient, RecipientName: duty.RecipientName,
		Citation: citation(pack, duty), Confidence: duty.Confidence, PackVersion: pack.Version,
	}
	v := e.verdict(s, pack, duty, row)
	det.Outcome = v.outcome
	// A law that was not in force has no clock to lend, even while the one before it is not known.
	if !v.notLaw && (v.outcome == terms.Required || v.outcome == terms.Undetermined) {
		e.clocks(&det, &v, s, pack, duty, row)
	}
	det.Reasons = appendNew([]string{}, v.reasons...)
	det.FactsUsed = sortedPaths(v.used)
	det.Needs = sortedPaths(v.needs)
	if det.Also == nil {
		det.Also = []Also{}
	}
	return det
}

// verdict is an outcome on its way, with what it rests on.
type verdict struct {
	outcome terms.Outcome
	reasons []string
	used    []string
	needs   []string
	notLaw  bool // decided by the dates of the law, before its trigger was read
}

func (v *verdict) because(reasons ...string) { v.reasons = append(v.reasons, reasons...) }

func (e *evaluation) verdict(s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow) verdict {
	if row.bound == terms.No {
		return verdict{outcome: terms.NotBound, reasons: row.reasons, used: row.used}
	}
	if v, settled := e.standing(s, pack, duty, row); settled {
		v.notLaw = true
		return v
	}
	v := e.overGroups(s, pack, duty, row)
	if row.bound == terms.Unknown && v.outcome == terms.NotRequired {
		// The open link cannot change the answer: bound or not, nothing is owed.
		v.because("Whether " + pack.Name + " binds " + s.party.Name + " is not known yet, but the duty would not fall due either way.")
	} else if row.bound == terms.Unknown {
		v.outcome = terms.Undetermined
		v.needs = append(v.needs, row.needs...)
		v.because("Whether " + pack.Name + " binds " + s.party.Name + " is not known yet.")
	}
	v.reasons = append(slices.Clone(row.reasons), v.reasons...)
	v.used = append(v.used, row.used...)
	if duty.Note != "" && (v.outcome == terms.Required || v.outcome == terms.Undetermined) {
		v.because(ended(duty.Note))
	}
	if duty.Confidence == "low" && (v.outcome == terms.Required || v.outcome == terms.Undetermined) {
		v.because("Confidence in this entry is low: check the text of the rule before relying on it.")
	}
	return v
}

// overGroups asks the trigger for each group of people and joins the answers: one group that must be told makes the
// duty required, however the others stand; one open group keeps it open.
func (e *evaluation) overGroups(s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow) verdict {
	byOutcome := map[terms.Outcome]*verdict{}
	names := map[terms.Outcome][]string{}
	seen := map[string]terms.Outcome{}
	look := e.looksAt(duty)
	for _, g := range s.groupsIn(row) {
		// People with the same facts get the same answer, however many groups they were entered as.
		key := e.class(s, pack, g, look, row)
		if o, done := seen[key]; done {
			names[o] = appendNew(names[o], g.name)
			continue
		}
		one := e.ask(s, pack, duty, row, g)
		seen[key] = one.outcome
		names[one.outcome] = appendNew(names[one.outcome], g.name)
		all, ok := byOutcome[one.outcome]
		if !ok {
			byOutcome[one.outcome] = &one
			continue
		}
		all.reasons = appendNew(all.reasons, one.reasons...)
		all.used = appendNew(all.used, one.used...)
		all.needs = appendNew(all.needs, one.needs...)
	}
	for _, o := range []terms.Outcome{terms.Required, terms.Undetermined, terms.Exempt, terms.NotRequired} {
		if v, ok := byOutcome[o]; ok {
			if sentence := decidedBy(names[o], len(seen) > 1); sentence != "" {
				v.because(sentence)
			}
			return *v
		}
	}
	// No group lives in the row's jurisdiction as far as is known: then nobody can say that the duty is not there.
	return verdict{outcome: terms.Undetermined, needs: []string{"groups"}, reasons: []string{"Nobody has said yet whose data are concerned."}}
}

// ask puts one duty to one group.
func (e *evaluation) ask(s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow, g *group) verdict {
	c := caseContext{e: e, pack: pack, s: s, g: g, row: row}
	f := duty.When.Eval(c)
	v := verdict{used: f.Used, needs: f.Needs}
	if f.Answer == terms.Yes && g.residenceUnknown(row) {
		f.Answer = terms.Unknown
		v.needs = append(slices.Clone(v.needs), g.path+".residence")
		f.Reasons = append(slices.Clone(f.Reasons), "Where the people of the group "+g.name+" live is not known yet.")
	}
	if f.Answer == terms.Yes && g.perhapsNobody() {
		f.Answer = terms.Unknown
		v.needs = append(slices.Clone(v.needs), g.path+".people")
		f.Reasons = append(slices.Clone(f.Reasons), "Whether any people of the group "+g.name+" are concerned is not known yet.")
	}
	switch f.Answer {
	case terms.Unknown:
		v.outcome = terms.Undetermined
		v.because(f.Reasons...)
	case terms.No:
		v.outcome = terms.NotRequired
		v.because(f.Reasons...)
	case terms.Yes:
		v.outcome = terms.Required
		if sentence, key := breachSentence(c); sentence != "" {
			v.because(sentence)
			v.used = append(slices.Clone(v.used), key)
		}
		v.because(f.Reasons...)
		s.exempt(&v, pack, duty, c)
	}
	if v.outcome == terms.NotRequired && pack.Draft() {
		return unread(v, pack)
	}
	return v
}

// exempt weighs the exemptions of a duty whose trigger is met. Only a proved one lifts the duty; an open one is listed,
// so that nobody overlooks it.
func (s *subject) exempt(v *verdict, pack *regimes.Pack, duty *regimes.Duty, c caseContext) {
	for _, x := range duty.Exemptions {
		if x.When == nil {
			v.because("Exemption not shown by any fact so far: " + ended(x.Text))
			continue
		}
		f := x.When.Eval(c)
		switch {
		case f.Answer == terms.No:
		case f.Answer == terms.Unknown:
			v.because("Exemption not proved: " + strings.TrimSuffix(x.Text, ".") + ". It would take: " + strings.Join(sortedPaths(f.Needs), ", ") + ". Evidence: " + ended(x.Evidence))
		case x.Then == regimes.ThenPublicNotice:
			v.because("A public communication may replace the individual notice: "+ended(x.Text), "The duty to tell people stays.")
			v.used = append(v.used, f.Used...)
		case pack.Draft():
			v.because("An exemption seems to apply (" + strings.TrimSuffix(x.Text, ".") + "), but this pack has not been read by hand, so the duty is kept.")
		default:
			v.outcome = terms.Exempt
			v.reasons = append([]string{"Exempt: " + ended(x.Text)}, f.Reasons...)
			v.used = append(v.used, f.Used...)
			return
		}
	}
}

// unread keeps a pack that nobody has read from saying "no": its trigger may be wrong.
func unread(v verdict, pack *regimes.Pack) verdict {
	v.outcome = terms.Undetermined
	v.needs = append(v.needs, "review of "+pack.ID)
	v.because("The trigger does not seem to be met, but this pack has not been read by hand, so nothing is called not required.")
	return v
}
