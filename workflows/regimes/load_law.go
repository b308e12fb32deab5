package regimes

import (
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// reviews reads the two slots. Both are always there: a slot left out would not be seen to be open.
func (r *reader) reviews(f fields) []ReviewSlot {
	out := []ReviewSlot{}
	for _, n := range f.list("reviews") {
		s, ok := r.mapping(n, "A review slot", "slot", "by", "on", "note")
		if !ok {
			return out
		}
		slot := ReviewSlot{Slot: s.word("slot", "", SlotFirst, SlotSecond), By: s.text("by"), On: s.date("on"), Note: s.text("note")}
		if (slot.By == "") != (slot.On == "") {
			r.fail(n, "A signature has a name and a day: fill both by and on, or leave both null while the slot is open.")
		}
		if len(out) == 1 && !slot.Open() && slot.By == out[0].By {
			r.fail(n, "Both slots are signed by %s. The second reader is another person.", slot.By)
		}
		out = append(out, slot)
	}
	if len(out) != 2 || out[0].Slot != SlotFirst || out[1].Slot != SlotSecond {
		r.fail(f.at("reviews"), `"reviews" must hold two slots, first and second; by and on stay null while nobody has signed.`)
	}
	return out
}

// fingerprint is the form of Pack.Rules and of the hash of the cases.
var fingerprint = regexp.MustCompile(`^[0-9a-f]{16}$`)

// changelog reads the editions, oldest first. What was recorded stays: versions count up by one and days never go back.
func (r *reader) changelog(f fields) []Change {
	out := []Change{}
	for _, n := range f.list("changelog") {
		c, ok := r.mapping(n, "A change", "version", "on", "what", "why", "rules", "cases")
		if !ok {
			return out
		}
		e := Change{Version: c.amount("version"), On: c.date("on"), Rules: c.text("rules"), Cases: c.text("cases"), line: n.Line,
			What: c.required("what", "Say what is different from the edition before."), Why: c.required("why", "Name the source or the reason.")}
		if e.Version != len(out)+1 {
			r.fail(c.at("version"), "Editions are numbered 1, 2, 3, oldest first; this one must be %s.", strconv.Itoa(len(out)+1))
		}
		if e.On == "" || (len(out) > 0 && e.On < out[len(out)-1].On) {
			r.fail(c.at("on"), "An edition has its day, not before the edition above it.")
		}
		r.checkFingerprints(c, e)
		out = append(out, e)
	}
	if len(out) == 0 {
		r.fail(f.at("changelog"), `"changelog" is missing. Begin it with {version: 1, on: the day, what: First edition, why: the source, rules: ..., cases: ...}.`)
	}
	return out
}

func (r *reader) checkFingerprints(c fields, e Change) {
	if !fingerprint.MatchString(e.Rules) {
		r.fail(c.at("rules"), "rules is %q; it must be the sixteen digits that \"candour regimes show\" prints for this pack.", e.Rules)
	}
	if e.Cases != "" && !fingerprint.MatchString(e.Cases) {
		r.fail(c.at("cases"), "cases is %q; it must be the sixteen digits that \"candour regimes check\" names, or null for a pack without duties.", e.Cases)
	}
}

func (r *reader) exemption(n *yaml.Node) Exemption {
	f, ok := r.mapping(n, "An exemption", "text", "when", "then", "kind", "evidence")
	if !ok {
		return Exemption{}
	}
	return Exemption{
		Text:     f.required("text", "Say in our own words what lifts the duty."),
		When:     r.optionalCondition(f, "when"),
		Then:     f.word("then", ThenExempt, ThenExempt, ThenPublicNotice),
		Kind:     f.word("kind", "", ExemptionKinds...),
		Evidence: f.required("evidence", "Say which document or fact proves it."),
	}
}
