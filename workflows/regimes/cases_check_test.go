package regimes

import (
	"strings"
	"testing"
	"testing/fstest"
)

// gapsOf runs the counting over one duty and the cases written beside it.
func gapsOf(t *testing.T, d Duty, cases string) []string {
	t.Helper()
	p := &Pack{ID: "some-law", InForce: "2020-01-01", Duties: []Duty{d}}
	file, problems := readCases(fstest.MapFS{"some-law_cases.yaml": &fstest.MapFile{Data: []byte("for_rules: x\ncases:\n" + cases)}}, p)
	if len(problems) == 0 {
		problems = checkSides(p, file)
	}
	var out []string
	for _, problem := range problems {
		out = append(out, problem.Message)
	}
	return out
}

func wantGaps(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("got %q, want ...%s...", got[i], want[i])
		}
	}
}

// The steps of a law that began on 1 January 2020, so that the other tests need not repeat them.
const steps = `- name: first day
  input: {incident: {aware_at: 2020-01-01T00:00:00Z}}
  expect: [{duty: authority-notice, outcome: required}]
- name: day before
  input: {incident: {aware_at: 2019-12-31T23:59:59Z}}
  expect: [{duty: authority-notice, outcome: undetermined}]
`

func caseOf(input, row string) string {
	return "- name: x\n  input: {" + input + "}\n  expect: [{duty: authority-notice, " + row + "}]\n"
}

func TestAPackThatWasReadNeedsACaseOnEachSideOfItsTrigger(t *testing.T) {
	d := Duty{ID: "authority-notice", When: Condition{Word: WordPeopleAtLeast, Number: 500}}
	at := func(people, outcome string) string {
		return caseOf("facts: {people_count: "+people+"}", "outcome: "+outcome)
	}
	for _, tc := range []struct {
		name, cases string
		want        []string
	}{
		{"both sides of the number", at("500", "required") + at("499", "not_required"), nil},
		{"nothing on the other side", at("500", "required"), []string{"not required or exempt", "not required at 499"}},
		{"nothing required at the number", at("499", "not_required"), []string{"required at 500"}},
		{"required above, but not at the number", at("501", "required") + at("499", "not_required"), []string{"required at 500"}},
		{"not required far below, but not one below", at("500", "required") + at("12", "not_required"), []string{"not required at 499"}},
	} {
		t.Run(tc.name, func(t *testing.T) { wantGaps(t, gapsOf(t, d, tc.cases+steps), tc.want) })
	}
	wantGaps(t, gapsOf(t, d, "- ["), []string{"not readable as YAML"})
	// A yearly batch of small breaches turns the number round.
	d.When = Condition{Word: WordNot, Parts: []Condition{d.When}}
	wantGaps(t, gapsOf(t, d, at("499", "required")+at("500", "not_required")+steps), nil)
	if _, problems := readCases(fstest.MapFS{}, &Pack{ID: "some-law"}); len(problems) != 1 {
		t.Errorf("missing cases must be a problem, got %v", problems)
	}
}

func TestEveryNumericDeadlineNeedsItsTimeOnBothSidesOfItsStart(t *testing.T) {
	no := caseOf("", "outcome: not_required")
	aware := "incident: {aware_at: 2026-10-30T10:00:00Z}"
	told := "incident: {aware_at: 2026-10-30T10:00:00Z, determined_at: 2026-10-30T10:00:00Z}"
	hours := Deadline{Amount: 72, Unit: Hours, Kind: Hard}
	for _, tc := range []struct {
		name, cases string
		duty        Duty
		want        []string
	}{
		{"hours from awareness, over the end of the month", caseOf(aware, `outcome: required, due_at: "2026-11-02T10:00:00Z"`),
			Duty{Deadline: hours, ClockStarts: FromAwareness}, nil},
		{"hours from awareness, within a month only", caseOf(aware, `outcome: required, due_at: "2026-10-31T10:00:00Z"`),
			Duty{Deadline: hours, ClockStarts: FromAwareness}, []string{"beyond the end of the month"}},
		{"no time at all", "", Duty{Deadline: hours, ClockStarts: FromAwareness}, []string{"with its due_at", "beyond the end"}},
		{"hours in a place with summer time, never over its end", caseOf(aware, `outcome: required, jurisdiction: DE, due_at: "2026-11-02T10:00:00Z"`),
			Duty{Deadline: hours, ClockStarts: FromAwareness}, []string{"over a change of the clocks"}},
		{"hours in a place with summer time, over its end", caseOf("incident: {aware_at: 2026-10-24T23:30:00+02:00}", `outcome: required, jurisdiction: DE, due_at: "2026-11-01T10:00:00+01:00"`),
			Duty{Deadline: hours, ClockStarts: FromAwareness}, nil},
		{"guidance asks for a target", caseOf(aware, `outcome: required, due_at: "2026-11-02T10:00:00Z"`),
			Duty{Deadline: Deadline{72, Hours, Guidance}, ClockStarts: FromAwareness}, []string{"with its target_at", "beyond the end"}},
		{"from determination, both sides", caseOf(told, `outcome: required, due_at: "2026-11-02T10:00:00Z"`) + caseOf(aware, "outcome: required, due_at: null"),
			Duty{Deadline: hours, ClockStarts: FromDetermination}, nil},
		{"from determination, never without it", caseOf(told, `outcome: required, due_at: "2026-11-02T10:00:00Z"`),
			Duty{Deadline: hours, ClockStarts: FromDetermination}, []string{"start of its clock is not known"}},
		{"a later report without its time", caseOf(aware, `outcome: required`),
			Duty{ClockStarts: FromAwareness, FollowUp: &FollowUp{Amount: 5, Unit: CalendarDays, From: FromAuthorityNotice, What: "full report"}},
			[]string{"with the time of: full report", "start is not known of: full report"}},
		{"business days beyond the calendar", caseOf(aware, "outcome: required, due_at: null, needs: [calendar of business days of EG]"),
			Duty{Deadline: Deadline{3, BusinessDays, Hard}, ClockStarts: FromAwareness}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.duty.ID, tc.duty.When = "authority-notice", Condition{Word: WordAlways}
			wantGaps(t, gapsOf(t, tc.duty, tc.cases+no+steps), tc.want)
		})
	}
}

func TestALawNeedsACaseOnEachSideOfTheDaysOnWhichItBeginsAndEnds(t *testing.T) {
	no := caseOf("", "outcome: not_required")
	d := Duty{ID: "authority-notice", When: Condition{Word: WordAlways}}
	wantGaps(t, gapsOf(t, d, caseOf("incident: {aware_at: 2020-01-02T00:00:00Z}", "outcome: required")+no),
		[]string{"required on its first day, 2020-01-01", "day before its first, 2019-12-31"})
	d.Until = "2024-02-28"
	wantGaps(t, gapsOf(t, d, steps+no), []string{"required on its last day, 2024-02-28", "day after its last, 2024-02-29"})
}
