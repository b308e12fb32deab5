package regimes

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

var (
	idForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	countryForm = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
	dutyForm    = regexp.MustCompile(`^(authority-notice|subject-notice|controller-notice|other-notice|register)(-[a-z0-9]+)*$`)

	confidences   = []string{"high", "medium", "low"}
	recipients    = []string{"authority", "subjects", "controller", "other", "self"}
	units         = []string{Hours, CalendarDays, BusinessDays, Months, NoUnit}
	deadlineKinds = []string{Hard, WithoutUndueDelay, Guidance}
	anchors       = []string{FromAwareness, FromDetermination, FromOccurrence, FromAssessmentComplete, FromAuthorityNotice, FromOther}
	triggerLevels = []string{"any", "risk", "high-risk", "significant-harm", "serious-harm", "sensitive-data", "number-threshold", "other"}
)

// ContentWords is what a law may want to read in a notice.
var ContentWords = strings.Fields(`advice-to-people assistance categories-of-data categories-of-people cause communications-with-extorter complaint-route
contact-point controller-identity copy-of-notice credit-bureau-contacts cross-border-impact date-of-breach
date-of-discovery decision-and-reasons documents dpo-contact duration identity-of-people-affected
identity-protection-offer indicators-of-compromise law-enforcement-status likely-consequences location-of-breach
malicious-suspected measures-planned measures-taken nature notified-authority-status number-of-people
number-of-records plan-for-telling-people processor-identity public-announcement ransom-demand ransom-payment
reasons-for-delay regulator-contacts remedies risk-assessment root-cause security-measures severity-assessment
subjects-notified support-requested suspected-perpetrator systems-affected`)

func (r *reader) pack(n *yaml.Node) *Pack {
	p := &Pack{Binds: []Link{}, Duties: []Duty{}}
	f, ok := r.mapping(n, "A pack", "id", "name", "citation", "countries", "in_force", "until", "before", "binds", "scope",
		"review", "reviews", "changelog", "confidence", "sources", "penalties", "notes", "questions", "duties")
	if !ok {
		return p
	}
	p.ID = f.required("id", "Use lower case letters, digits and hyphens, the same as the file name.")
	if p.ID != "" && !idForm.MatchString(p.ID) {
		r.fail(f.at("id"), "id %q must be lower case letters, digits and single hyphens.", p.ID)
	}
	p.Name = f.required("name", "Give the regime the name people know it by.")
	p.Citation = f.required("citation", "Every regime names its legal source.")
	p.Countries = f.texts("countries")
	if f.of["countries"] == nil {
		r.fail(n, `"countries" is missing. List ISO codes, or [] when the regime follows the actor.`)
	}
	for i, c := range p.Countries {
		if !countryForm.MatchString(c) {
			r.fail(f.list("countries")[i], "country %q must be an ISO 3166 code such as DE, or US-CA for a part.", c)
		}
	}
	p.InForce, p.Until = f.date("in_force"), f.date("until")
	if p.Until != "" && p.Until < p.InForce {
		r.fail(f.at("until"), "until %s lies before in_force %s.", p.Until, p.InForce)
	}
	p.Before = r.before(f)
	p.Scope, p.Penalties, p.Notes = f.text("scope"), f.text("penalties"), f.text("notes")
	p.Sources = f.texts("sources")
	p.Confidence = f.word("confidence", "", confidences...)
	p.Review, p.Reviews, p.Changelog = r.review(f), r.reviews(f), r.changelog(f)
	p.Questions = r.questions(f)
	for _, l := range f.list("binds") {
		p.Binds = append(p.Binds, r.link(l))
	}
	if len(p.Binds) == 0 {
		r.fail(f.at("binds"), `"binds" is missing. Say what links a party to the regime: establishment, residence or membership.`)
	}
	if f.of["duties"] == nil {
		r.fail(n, `"duties" is missing. Write [] when the regime demands nothing.`)
	}
	for _, d := range f.list("duties") {
		p.Duties = append(p.Duties, r.duty(d, p))
	}
	r.namedFacts(f, p)
	return p
}

func (r *reader) before(f fields) *Before {
	if !f.has("before") {
		return nil
	}
	b, ok := r.mapping(f.of["before"], "before", "regime", "no_duty")
	if !ok {
		return nil
	}
	out := &Before{Regime: b.text("regime"), NoDuty: b.text("no_duty")}
	if (out.Regime == "") == (out.NoDuty == "") {
		r.fail(b.node, "before takes either regime or no_duty: name the earlier pack, or say why there was no duty.")
	}
	return out
}

func (r *reader) review(f fields) Review {
	v, ok := r.mapping(f.at("review"), "review", "status", "by", "read_on", "note")
	if !f.has("review") || !ok {
		return Review{Status: StatusDraft}
	}
	out := Review{Status: v.word("status", "", StatusDraft, StatusRead), By: v.texts("by"), ReadOn: v.date("read_on"), Note: v.text("note")}
	if out.Status == StatusRead && (len(out.By) == 0 || out.ReadOn == "") {
		r.fail(v.node, "A pack that was read says by whom and when: add by and read_on.")
	}
	return out
}

func (r *reader) questions(f fields) map[string]string {
	if !f.has("questions") {
		return nil
	}
	n := f.of["questions"]
	if n.Kind != yaml.MappingNode {
		r.fail(n, `"questions" must be a mapping from named fact to question.`)
		return nil
	}
	out := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, text := n.Content[i], n.Content[i+1]
		_, twice := out[key.Value]
		if !terms.IsNamedFact(key.Value) || text.Kind != yaml.ScalarNode || strings.TrimSpace(text.Value) == "" || twice {
			r.fail(key, "questions: %q must be a named fact other.<regime>.<word>, once, with its question.", key.Value)
			continue
		}
		out[key.Value] = text.Value
	}
	return out
}

func (r *reader) link(n *yaml.Node) Link {
	f, ok := r.mapping(n, "A link", "by", "outside", "when", "immune")
	if !ok {
		return Link{}
	}
	out := Link{
		By:      f.word("by", "", ByEstablishment, ByResidence, ByMembership),
		Outside: f.flag("outside"),
		Immune:  f.word("immune", ImmuneCut, ImmuneCut, ImmuneKeep),
		When:    r.optionalCondition(f, "when"),
	}
	if out.Outside && out.By != ByResidence {
		r.fail(n, "outside belongs to a link by residence only.")
	}
	return out
}

func (r *reader) optionalCondition(f fields, key string) *Condition {
	if !f.has(key) {
		return nil
	}
	c := r.condition(f.of[key], 1)
	return &c
}

// namedFacts checks that each named fact is this regime's own and has a question, and that each question is used.
func (r *reader) namedFacts(f fields, p *Pack) {
	used := map[string]bool{}
	var walk func(c *Condition)
	walk = func(c *Condition) {
		if c == nil {
			return
		}
		if terms.IsNamedFact(c.Key) {
			used[c.Key] = true
			c.Question = p.Questions[c.Key]
		}
		for i := range c.Parts {
			walk(&c.Parts[i])
		}
	}
	for i := range p.Binds {
		walk(p.Binds[i].When)
	}
	for i := range p.Duties {
		d := &p.Duties[i]
		walk(&d.When)
		for j := range d.Exemptions {
			walk(d.Exemptions[j].When)
		}
		if d.ClockFact != "" {
			used[d.ClockFact] = true
		}
	}
	for _, key := range slices.Sorted(mapKeys(used)) {
		if !strings.HasPrefix(key, "other."+p.ID+".") {
			r.fail(f.node, "named fact %s must begin with other.%s.", key, p.ID)
		}
		if p.Questions[key] == "" {
			r.fail(f.at("questions"), "named fact %s has no question. Add it under questions, as a person would be asked.", key)
		}
	}
	for _, key := range slices.Sorted(mapKeys(p.Questions)) {
		if !used[key] {
			r.fail(f.at("questions"), "question %s is asked for nothing: no condition uses it. Remove it, or use it.", key)
		}
	}
}
