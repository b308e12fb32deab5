package regimes

import (
	"iter"
	"maps"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

func (r *reader) duty(n *yaml.Node, p *Pack) Duty {
	f, ok := r.mapping(n, "A duty", "id", "recipient", "recipient_name", "citation", "trigger_text", "trigger_level", "when",
		"exemptions", "deadline", "clock_starts", "clock_text", "clock_fact", "assessment_window", "follow_up", "phased",
		"late_reason_required", "content", "allowed_channels", "language", "note", "confidence", "in_force", "until")
	if !ok {
		return Duty{}
	}
	d := Duty{
		ID:                 f.required("id", "Use authority-notice, subject-notice, controller-notice, other-notice or register."),
		Recipient:          f.word("recipient", "", recipients...),
		RecipientName:      f.required("recipient_name", "Say who is told, as people call it."),
		Citation:           f.required("citation", "Every duty names its article."),
		TriggerText:        f.required("trigger_text", "Say in our own words when the duty falls due."),
		TriggerLevel:       f.word("trigger_level", "", triggerLevels...),
		ClockStarts:        f.word("clock_starts", "", anchors...),
		ClockText:          f.text("clock_text"),
		ClockFact:          f.text("clock_fact"),
		Deadline:           r.deadline(f),
		AssessmentWindow:   r.followUp(f, "assessment_window"),
		FollowUp:           r.followUp(f, "follow_up"),
		Phased:             f.answer("phased"),
		LateReasonRequired: f.answer("late_reason_required"),
		Content:            f.words("content", ContentWords),
		AllowedChannels:    f.texts("allowed_channels"),
		Language:           f.text("language"),
		Note:               f.text("note"),
		Confidence:         f.word("confidence", confidenceOr(p), confidences...),
		InForce:            f.date("in_force"),
		Until:              f.date("until"),
		Exemptions:         []Exemption{},
	}
	if d.ID != "" && !dutyForm.MatchString(d.ID) {
		r.fail(f.at("id"), "duty id %q must be authority-notice, subject-notice, controller-notice, other-notice or register; \"-word\" may follow.", d.ID)
	}
	if _, twice := p.Duty(d.ID); twice {
		r.fail(f.at("id"), "duty %q stands twice in this regime. Give the second one a word of its own.", d.ID)
	}
	if f.has("when") {
		d.When = r.condition(f.of["when"], 1)
	} else {
		r.fail(n, `duty %q has no "when". Encode its trigger; for every breach write always: true.`, d.ID)
	}
	for _, e := range f.list("exemptions") {
		d.Exemptions = append(d.Exemptions, r.exemption(e))
	}
	if d.ClockStarts == FromOther && d.ClockText == "" {
		r.fail(f.at("clock_starts"), "clock_starts is other: say in clock_text what starts the clock.")
	}
	if d.ClockFact != "" && !terms.IsNamedFact(d.ClockFact) {
		r.fail(f.at("clock_fact"), "clock_fact %q must be a named fact other.<regime>.<word>-at.", d.ClockFact)
	}
	r.dutyDates(f, &d, p)
	return d
}

func confidenceOr(p *Pack) string {
	if p.Confidence == "" {
		return "low"
	}
	return p.Confidence
}

// dutyDates: a duty may narrow the regime's validity, never widen it or leave it.
func (r *reader) dutyDates(f fields, d *Duty, p *Pack) {
	if d.InForce != "" && (p.InForce == "" || d.InForce < p.InForce || (p.Until != "" && d.InForce > p.Until)) {
		r.fail(f.at("in_force"), "duty %q begins outside the validity of its regime.", d.ID)
	}
	if d.Until != "" && (p.InForce == "" || d.Until < max(p.InForce, d.InForce) || (p.Until != "" && d.Until > p.Until)) {
		r.fail(f.at("until"), "duty %q ends outside the validity of its regime, or before it begins.", d.ID)
	}
}

func (r *reader) deadline(f fields) Deadline {
	if !f.has("deadline") {
		r.fail(f.node, `"deadline" is missing. Write {amount: 72, unit: hours, kind: hard}, or {amount: null, unit: none, kind: without-undue-delay}.`)
		return Deadline{}
	}
	d, ok := r.mapping(f.of["deadline"], "deadline", "amount", "unit", "kind")
	if !ok {
		return Deadline{}
	}
	out := Deadline{Amount: d.amount("amount"), Unit: d.word("unit", "", units...), Kind: d.word("kind", "", deadlineKinds...)}
	r.checkAmount(d, out.Amount, out.Unit, out.Kind)
	return out
}

func (r *reader) followUp(f fields, key string) *FollowUp {
	if !f.has(key) {
		return nil
	}
	d, ok := r.mapping(f.of[key], key, "amount", "unit", "from", "kind", "what")
	if !ok {
		return nil
	}
	out := &FollowUp{
		Amount: d.amount("amount"), Unit: d.word("unit", "", units...), Kind: d.word("kind", "", deadlineKinds...),
		From: d.word("from", "", anchors...), What: d.required("what", "Say what must be done by then."),
	}
	r.checkAmount(d, out.Amount, out.Unit, out.Kind)
	return out
}

func (r *reader) checkAmount(d fields, amount int, unit, kind string) {
	switch {
	case (amount == 0) != (unit == NoUnit):
		r.fail(d.node, "amount and unit belong together: a number with its unit, or null with none.")
	case kind == Hard && amount == 0:
		r.fail(d.node, "a hard deadline has a number. Without a number the kind is without-undue-delay.")
	case kind == WithoutUndueDelay && amount != 0:
		r.fail(d.node, "without-undue-delay has no number: the law sets none, and nothing may be called overdue by it.")
	}
}
