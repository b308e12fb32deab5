package assessment

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// anchor is what a clock counts from.
type anchor struct {
	at   terms.Instant
	path string // the fact that says when, or has to
	word string // "awareness"
}

// clocks fills in due_at, target_at and the clocks beside them. The law's number gives due_at; what the law does not
// time gets a target and is never called due.
func (e *evaluation) clocks(det *Determination, v *verdict, s *subject, pack *regimes.Pack, duty *regimes.Duty, row linkRow) {
	if v.outcome == terms.Undetermined {
		v.because("If it turns out to be required, this is its clock:")
	}
	start := e.anchor(s, duty.ClockStarts, duty)
	aware := e.anchor(s, regimes.FromAwareness, duty)
	rule, numbered := ruleOf(duty.Deadline.Amount, duty.Deadline.Unit)
	switch {
	case numbered && duty.Deadline.Kind == regimes.Hard && start.at.IsZero():
		v.needs = append(v.needs, start.path)
		v.because(fmt.Sprintf("%s gives %s from %s, which is not known yet, so the due time cannot be computed.", theText(pack), rule, start.word))
		if !aware.at.IsZero() {
			det.Also = append(det.Also, e.also(v, AlsoProvisional, regimes.Hard, rule, aware, duty, row,
				"Strict reading until "+start.word+" is known"))
		}
	case numbered && duty.Deadline.Kind == regimes.Hard:
		det.DueAt = e.count(v, rule, start, row, "")
		if det.DueAt == nil && rule.Unit == deadlines.BusinessDays {
			det.Also = append(det.Also, e.also(v, AlsoProvisional, regimes.Hard, rule, start, duty, row, "Strict reading until the business days are known"))
		}
	case numbered && duty.Deadline.Kind == regimes.Guidance:
		det.TargetAt = e.count(v, rule, e.orAware(v, start, aware), row, guidanceOf(pack))
	default:
		e.target(det, v, e.orAware(v, start, aware), pack, duty, row)
	}
	e.ownTarget(det, v, start, aware, pack, duty, row)
	if w := duty.AssessmentWindow; w != nil {
		e.beside(det, v, AlsoAssessmentWindow, w, s, duty, row)
	}
	if f := duty.FollowUp; f != nil {
		e.beside(det, v, AlsoFollowUp, f, s, duty, row)
	}
}

// target is the organisation's own aim where the law sets no number.
func (e *evaluation) target(det *Determination, v *verdict, from anchor, pack *regimes.Pack, duty *regimes.Duty, row linkRow) {
	rule, ok := e.env.Policy[duty.Recipient]
	if !ok || rule.Unit == deadlines.None {
		v.because(theText(pack) + " sets no number of hours or days, and the organisation has set no target.")
		return
	}
	det.TargetAt = e.count(v, rule, from, row, noNumber(pack))
}

// orAware lets a target run from awareness while its real start is not known.
func (e *evaluation) orAware(v *verdict, start, aware anchor) anchor {
	if start.at.IsZero() && !aware.at.IsZero() && start.path != aware.path {
		v.because("It counts from " + start.word + ", which is not known yet; until then the target counts from awareness.")
		return aware
	}
	return start
}

// count computes one time and explains it. A time that cannot be computed is a need, never a guess.
func (e *evaluation) count(v *verdict, rule deadlines.Rule, from anchor, row linkRow, remark string) *string {
	at, sentence := e.compute(v, rule, from, row)
	v.because(sentence)
	if remark != "" {
		v.because(remark)
	}
	return at
}

func (e *evaluation) compute(v *verdict, rule deadlines.Rule, from anchor, row linkRow) (*string, string) {
	if from.at.IsZero() {
		v.needs = append(v.needs, from.path)
		return nil, fmt.Sprintf("%s from %s, which is not known yet.", rule, from.word)
	}
	v.used = append(v.used, from.path)
	res, err := deadlines.DueIn(rule, from.at, zoneCode(row.jurisdiction))
	if err != nil {
		if errors.Is(err, deadlines.ErrCannotCompute) {
			v.needs = append(v.needs, "calendar of business days of "+row.jurisdiction)
		}
		return nil, fmt.Sprintf("%s from %s: %s.", rule, from.word, strings.TrimSuffix(err.Error(), "."))
	}
	zone := res.Local.Location()
	at := res.Local.Format(time.RFC3339)
	return &at, explain(rule, from, res.Local, zone)
}

// beside adds a clock of its own: an assessment window or a later report.
func (e *evaluation) beside(det *Determination, v *verdict, kind string, f *regimes.FollowUp, s *subject, duty *regimes.Duty, row linkRow) {
	rule, numbered := ruleOf(f.Amount, f.Unit)
	if !numbered {
		det.Also = append(det.Also, Also{Kind: kind, Citation: det.Citation, Text: ended(f.What)})
		return
	}
	det.Also = append(det.Also, e.also(v, kind, f.Kind, rule, e.anchor(s, f.From, duty), duty, row, f.What))
}

func (e *evaluation) also(v *verdict, kind, hardness string, rule deadlines.Rule, from anchor, duty *regimes.Duty, row linkRow, what string) Also {
	// A clock beside the main one explains itself; what it still needs does not open the duty again.
	own := verdict{}
	at, sentence := e.compute(&own, rule, from, row)
	if at == nil && kind == AlsoProvisional && rule.Unit == deadlines.BusinessDays && !from.at.IsZero() {
		// Without a calendar every day has to count: that is never later than the law.
		strict, counted := e.compute(&verdict{}, deadlines.Rule{Amount: rule.Amount, Unit: deadlines.CalendarDays}, from, row)
		at, sentence = strict, sentence+" Until then every day counts: "+counted
	}
	v.used = append(v.used, own.used...)
	a := Also{Kind: kind, Citation: duty.Citation, Text: strings.TrimSpace(ended(what) + " " + sentence)}
	switch hardness {
	case regimes.Hard:
		a.DueAt = at
	case regimes.Guidance:
		a.TargetAt = at
		a.Text += " This is guidance, not law."
	default:
		a.TargetAt = at
	}
	return a
}

func ruleOf(amount int, unit string) (deadlines.Rule, bool) {
	u, err := deadlines.ParseUnit(unit)
	if err != nil || u == deadlines.None || amount == 0 {
		return deadlines.Rule{}, false
	}
	return deadlines.Rule{Amount: amount, Unit: u}, true
}

func (e *evaluation) anchor(s *subject, starts string, duty *regimes.Duty) anchor {
	t := e.in.Incident
	switch starts {
	case regimes.FromDetermination:
		return anchor{t.DeterminedAt, "incident.determined_at", "determination"}
	case regimes.FromOccurrence:
		return anchor{t.OccurredAt, "incident.occurred_at", "the occurrence"}
	case regimes.FromAssessmentComplete:
		return anchor{t.AssessedAt, "incident.assessed_at", "the end of the assessment"}
	case regimes.FromAuthorityNotice:
		return anchor{t.AuthorityNotifiedAt, "incident.authority_notified_at", "the notice to the authority"}
	case regimes.FromOther:
		return e.otherAnchor(s, duty)
	}
	return anchor{s.party.AwareAt, s.awarePath(), "awareness"}
}

// otherAnchor reads a start that one regime has of its own. With several groups the earliest counts, which is strict.
func (e *evaluation) otherAnchor(s *subject, duty *regimes.Duty) anchor {
	a := anchor{path: duty.ClockFact, word: midSentence(duty.ClockText)}
	if a.path == "" {
		a.path = "start of the clock of " + duty.ID
	}
	if a.word == "" {
		a.word = "a start that the law names"
	}
	if duty.ClockFact == "" {
		return a
	}
	for _, g := range s.groups {
		at := instantFact(g.facts[duty.ClockFact])
		if !at.IsZero() && (a.at.IsZero() || at.Before(a.at)) {
			a.at = at
		}
	}
	return a
}

func instantFact(v any) terms.Instant {
	switch x := v.(type) {
	case terms.Instant:
		return x
	case string:
		at, err := terms.ParseInstant(x)
		if err == nil {
			return at
		}
	}
	return terms.Instant{}
}

// zoneCode is the code whose clock counts: that of the part where it has one, else of its country.
func zoneCode(jurisdiction string) string {
	if _, err := deadlines.Zone(jurisdiction); err != nil {
		country, _, _ := strings.Cut(jurisdiction, "-")
		return country
	}
	return jurisdiction
}

func localDay(at terms.Instant, jurisdiction string) deadlines.Date {
	zone, err := deadlines.Zone(zoneCode(jurisdiction))
	if err != nil {
		zone = time.UTC
	}
	return deadlines.DateOf(at.Unix(), zone)
}

// unusedNamedFacts are facts other.<regime>.<word> that no regime asks for: mistyped, most likely.
func (e *evaluation) unusedNamedFacts() []string {
	asked := func(key string) bool {
		return slices.ContainsFunc(e.lib.All(), func(p *regimes.Pack) bool {
			_, ok := p.Questions[key]
			return ok || slices.ContainsFunc(p.Duties, func(d regimes.Duty) bool { return d.ClockFact == key })
		})
	}
	var out []string
	note := func(facts FactSet) {
		for key := range facts {
			if terms.IsNamedFact(key) && !asked(key) {
				out = append(out, key)
			}
		}
	}
	note(e.in.Facts)
	for _, g := range e.in.Groups {
		note(g.Facts)
	}
	return out
}

// theText names what demands something: an agreement of our own is never called law.
func theText(pack *regimes.Pack) string {
	if pack.Own() {
		return "The agreement"
	}
	return "The law"
}

func guidanceOf(pack *regimes.Pack) string {
	if pack.Own() {
		return "This is a target in the agreement, not a limit."
	}
	return "This is guidance of the authority, not law."
}

func noNumber(pack *regimes.Pack) string {
	if pack.Own() {
		return "The agreement sets no number: this is our own target, not a limit."
	}
	return "The law says without undue delay and sets no number: this is our own target, not the law's limit."
}
