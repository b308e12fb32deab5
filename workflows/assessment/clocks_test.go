package assessment

import (
	"strings"
	"testing"
)

// Clocks: what the law times gets due_at, what it does not gets a target, and what cannot be computed is asked for.
func TestClocks(t *testing.T) {
	const none = "{amount: null, unit: none, kind: without-undue-delay}"
	for _, c := range []struct {
		name, country string
		duty          dutyText
		incident      string
		due, target   string
		says          string
		need          string
		also          Also
	}{
		{name: "72 hours over the end of summer time are elapsed hours", country: "DE", incident: "aware_at: 2026-10-23T15:00:00+02:00",
			due: "2026-10-26T14:00:00+01:00", target: "none",
			says: "72 hours from awareness on Fri 23 Oct 2026, 15:00 Berlin; summer time ends on 25 Oct, hours are elapsed time."},
		{name: "72 hours over the beginning of summer time", country: "DE", incident: "aware_at: 2026-03-27T15:00:00+01:00",
			due: "2026-03-30T16:00:00+02:00", target: "none", says: "summer time begins on 29 Mar"},
		{name: "the authority's clock, not the sender's", country: "NZ", incident: "aware_at: 2026-10-23T15:00:00+02:00",
			due: "2026-10-27T02:00:00+13:00", target: "none", says: "Sat 24 Oct 2026, 02:00 Auckland."},
		{name: "calendar days end at the last second of the day", country: "DE", duty: dutyText{deadline: "{amount: 30, unit: calendar-days, kind: hard}"},
			incident: "aware_at: 2026-10-23T15:00:00+02:00", due: "2026-11-22T23:59:59+01:00", target: "none", says: "Sun 22 Nov 2026, counts until its last second."},
		{name: "a regulator's number is a target", country: "DE", duty: dutyText{deadline: "{amount: 72, unit: hours, kind: guidance}"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-11-23T15:00:00+01:00", says: "guidance of the authority, not law"},
		{name: "without undue delay to an authority gets our own 72 hours", country: "DE", duty: dutyText{deadline: none},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-11-23T15:00:00+01:00", says: "this is our own target, not the law's limit"},
		{name: "to people 7 days", country: "DE", duty: dutyText{id: "subject-notice", recipient: "subjects", deadline: none},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-11-27T23:59:59+01:00"},
		{name: "to the controller 24 hours", country: "DE", duty: dutyText{id: "controller-notice", recipient: "controller", deadline: none},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-11-21T15:00:00+01:00"},
		{name: "to others 72 hours", country: "DE", duty: dutyText{id: "other-notice", recipient: "other", deadline: none},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-11-23T15:00:00+01:00"},
		{name: "the register 30 days", country: "DE", duty: dutyText{id: "register", recipient: "self", deadline: none},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "2026-12-20T23:59:59+01:00"},
		{name: "a clock from determination waits for it, with a strict one beside", country: "DE", duty: dutyText{clock: "determination"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "none", need: "incident.determined_at",
			also: Also{Kind: AlsoProvisional, DueAt: printed("2026-11-23T15:00:00+01:00")}},
		{name: "and runs from it once it is known", country: "DE", duty: dutyText{clock: "determination"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00, determined_at: 2026-11-21T15:00:00+01:00", due: "2026-11-24T15:00:00+01:00", target: "none"},
		{name: "a clock from the occurrence", country: "CR", duty: dutyText{clock: "occurrence"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00, occurred_at: 2026-11-19T12:00:00-06:00", due: "2026-11-22T12:00:00-06:00", target: "none"},
		{name: "a clock of its own start that a fact names", country: "DE", duty: dutyText{clock: "other", extra: "  clock_text: The letters go out.\n  clock_fact: other.law.letters-at\n"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "none", need: "other.law.letters-at", says: "from the letters go out, which is not known yet"},
		{name: "an assessment window is a clock of its own", country: "AU",
			duty:     dutyText{deadline: none, extra: "@assessment_window: {amount: 30, unit: calendar-days, from: awareness, kind: hard, what: assess whether harm is likely}"},
			incident: "aware_at: 2026-11-02T09:00:00+11:00", due: "none", target: "2026-11-05T09:00:00+11:00",
			also: Also{Kind: AlsoAssessmentWindow, DueAt: printed("2026-12-02T23:59:59+11:00")}},
		{name: "a follow-up report counts from the notice, which is still to come", country: "DE",
			duty:     dutyText{extra: "@follow_up: {amount: 30, unit: calendar-days, from: authority-notice, kind: hard, what: full report}"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "2026-11-23T15:00:00+01:00", target: "none",
			also: Also{Kind: AlsoFollowUp}},
		{name: "business days beyond the calendar are not guessed", country: "BR", duty: dutyText{deadline: "{amount: 3, unit: business-days, kind: hard}"},
			incident: "aware_at: 2190-11-20T15:00:00-03:00", due: "none", target: "none", need: "calendar of business days of BR", says: "cannot compute"},
		{name: "business days in a place without a calendar are not guessed", country: "DE", duty: dutyText{deadline: "{amount: 3, unit: business-days, kind: hard}"},
			incident: "aware_at: 2026-11-20T15:00:00+01:00", due: "none", target: "none", need: "calendar of business days of DE", says: "no calendar of business days"},
		{name: "business days skip the weekend", country: "BR", duty: dutyText{deadline: "{amount: 3, unit: business-days, kind: hard}"},
			incident: "aware_at: 2026-11-26T15:00:00-03:00", due: "2026-12-01T23:59:59-03:00", target: "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.duty.when == "" {
				c.duty.when = "{always: true}"
			}
			// A field that the text of a duty already has is replaced, not written twice.
			extra, replace := c.duty.extra, ""
			if strings.HasPrefix(extra, "@") {
				replace, c.duty.extra = extra[1:], ""
			}
			duties := c.duty.yaml()
			if replace != "" {
				key, _, _ := strings.Cut(replace, ":")
				duties = strings.Replace(duties, key+": null", replace, 1)
			}
			lib := libraryOf(t, lawText{id: "law", countries: "[" + c.country + "]", duties: duties})
			res := assess(t, lib, "incident: {"+c.incident+"}\nparties: [{name: S, country: "+c.country+", role: controller}]\n")
			if len(res.Determinations) != 1 {
				t.Fatalf("rows: %+v", res.Determinations)
			}
			d := res.Determinations[0]
			if text(d.DueAt) != c.due || text(d.TargetAt) != c.target {
				t.Errorf("due %s, target %s; expected due %s, target %s; %q", text(d.DueAt), text(d.TargetAt), c.due, c.target, d.Reasons)
			}
			if !strings.Contains(strings.Join(d.Reasons, " "), c.says) {
				t.Errorf("reasons %q do not say %q", d.Reasons, c.says)
			}
			if !strings.Contains(strings.Join(d.Needs, " "), c.need) {
				t.Errorf("needs %q do not name %q", d.Needs, c.need)
			}
			if c.also.Kind != "" && (len(d.Also) != 1 || d.Also[0].Kind != c.also.Kind || text(d.Also[0].DueAt) != text(c.also.DueAt)) {
				t.Errorf("also %+v, expected %+v", d.Also, c.also)
			}
		})
	}
}

func TestAPartyWithoutItsOwnAwarenessTakesTheIncidents(t *testing.T) {
	res := assess(t, testLibrary(t), `
incident: {aware_at: 2026-11-20T15:00:00+01:00}
parties:
- {name: Early, country: DE, role: controller, aware_at: 2026-11-19T10:00:00+01:00}
- {name: Other, country: DE, role: controller}
facts: {risk_level: risk}
`)
	early, other := row(t, res, "Early", "", "authority-notice", ""), row(t, res, "Other", "", "authority-notice", "")
	if text(early.DueAt) != "2026-11-22T10:00:00+01:00" || text(other.DueAt) != "2026-11-23T15:00:00+01:00" {
		t.Errorf("due %s and %s", text(early.DueAt), text(other.DueAt))
	}
	if !strings.Contains(strings.Join(early.FactsUsed, " "), "parties[0].aware_at") || !strings.Contains(strings.Join(other.FactsUsed, " "), "incident.aware_at") {
		t.Errorf("facts used %q and %q", early.FactsUsed, other.FactsUsed)
	}
}

func printed(s string) *string { return &s }
