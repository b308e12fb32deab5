package regimes

import (
	"slices"
	"strings"
	"time"

	"candour/models/terms"
	"candour/workflows/deadlines"
)

// checkClock asks, for a duty with a number in its deadline, for a case with its time, one whose time lies in a month
// that no time of the case names (so that it ran over the end of a month), and, where the start is not awareness, one
// in which nobody knows the start yet. A case file always has its awareness; that a party nobody gave one for gets no
// due time is shown for all packs at once beside the evaluation.
func checkClock(p *Pack, d Duty, rows []caseRow, miss func(Duty, string)) {
	if d.Deadline.Amount > 0 {
		field := "due_at"
		if d.Deadline.Kind == Guidance {
			field = "target_at"
		}
		if startKnowable(d.ClockStarts, d) {
			if !slices.ContainsFunc(rows, func(r caseRow) bool { _, known := r.states(field); return known || r.calendarMissing(d) }) {
				miss(d, "with its "+field+" ("+d.Deadline.String()+")")
			}
			if !slices.ContainsFunc(rows, func(r caseRow) bool { return r.leavesItsMonth(field) || r.calendarMissing(d) }) {
				miss(d, "whose "+field+" lies beyond the end of the month")
			}
			if d.Deadline.Unit == Hours && slices.ContainsFunc(rows, func(r caseRow) bool { _, known := r.states(field); return known && r.keepsSummerTime() }) &&
				!slices.ContainsFunc(rows, func(r caseRow) bool { return r.changesTheClock(field) }) {
				miss(d, "whose hours run over a change of the clocks")
			}
		}
		if d.ClockStarts != FromAwareness && !slices.ContainsFunc(rows, func(r caseRow) bool {
			named, known := r.states(field)
			return named && r.open() && !r.startKnown(d.ClockStarts, d) && known == (d.Deadline.Kind == Guidance)
		}) {
			miss(d, "in which the start of its clock is not known")
		}
	}
	for _, f := range []*FollowUp{d.AssessmentWindow, d.FollowUp} {
		if f == nil || f.Amount == 0 {
			continue
		}
		if startKnowable(f.From, d) && !slices.ContainsFunc(rows, func(r caseRow) bool { timed, _ := r.also(); return timed && r.startKnown(f.From, d) }) {
			miss(d, "with the time of: "+f.What)
		}
		if f.From != FromAwareness && !slices.ContainsFunc(rows, func(r caseRow) bool { _, untimed := r.also(); return untimed && !r.startKnown(f.From, d) }) {
			miss(d, "in which the start is not known of: "+f.What)
		}
	}
}

// startKnowable: a start of its own that the pack gives no fact for can never be known.
func startKnowable(from string, d Duty) bool { return from != FromOther || d.ClockFact != "" }

func (r caseRow) open() bool { return r.outcome == terms.Required || r.outcome == terms.Undetermined }

func (r caseRow) startKnown(from string, d Duty) bool {
	key := map[string]string{
		FromAwareness: "aware_at", FromDetermination: "determined_at", FromOccurrence: "occurred_at",
		FromAssessmentComplete: "assessed_at", FromAuthorityNotice: "authority_notified_at", FromOther: d.ClockFact,
	}[from]
	return key != "" && says(r.of.input, key)
}

// calendarMissing: where the holidays of a place are not known that far, the case shows that no time is guessed.
func (r caseRow) calendarMissing(d Duty) bool {
	return d.Deadline.Unit == BusinessDays && r.startKnown(d.ClockStarts, d) && mentions(r.fields["needs"], "calendar of business days")
}

// leavesItsMonth: the time lies in a month in which nothing of the case happened.
func (r caseRow) leavesItsMonth(field string) bool {
	_, known := r.states(field)
	if !known {
		return false
	}
	at := r.fields[field].Value
	return len(at) > len("2026-10") && !mentions(r.of.input, at[:len("2026-10")])
}

// changesTheClock: the time has an offset from UTC that no time of the case has.
func (r caseRow) changesTheClock(field string) bool {
	_, known := r.states(field)
	if !known {
		return false
	}
	at := r.fields[field].Value
	return len(at) > len("2026-10-26T14:00:00") && !mentions(r.of.input, at[len("2026-10-26T14:00:00"):])
}

// keepsSummerTime says whether the clocks of the row's place change within a year.
func (r caseRow) keepsSummerTime() bool {
	place := r.fields["jurisdiction"]
	if place == nil {
		return false
	}
	zone, err := deadlines.Zone(place.Value)
	if err != nil {
		country, _, _ := strings.Cut(place.Value, "-")
		if zone, err = deadlines.Zone(country); err != nil {
			return false
		}
	}
	_, winter := time.Date(2026, time.January, 15, 12, 0, 0, 0, zone).Zone()
	_, summer := time.Date(2026, time.July, 15, 12, 0, 0, 0, zone).Zone()
	return winter != summer
}

// checkSteps asks for a case on the first day of the law (or of the duty) and one on the day before; where it ends,
// for one on the last day and one on the day after.
func checkSteps(p *Pack, d Duty, rows []caseRow, miss func(Duty, string)) {
	if p.InForce == "" {
		if !slices.ContainsFunc(rows, func(r caseRow) bool { return r.of.asIf == "" && r.outcome == terms.NotBound }) {
			miss(d, "that shows that it is not in force yet")
		}
		return
	}
	from, until := max(p.InForce, d.InForce), p.Until
	if d.Until != "" {
		until = d.Until
	}
	on := func(day string, required bool) bool {
		return slices.ContainsFunc(rows, func(r caseRow) bool {
			return r.of.awareOn() == day && r.outcome != "" && required == (r.outcome == terms.Required)
		})
	}
	if !on(string(from), true) {
		miss(d, "that is required on its first day, "+string(from))
	}
	if before := shifted(from, -1); !on(before, false) {
		miss(d, "on the day before its first, "+before)
	}
	if until == "" {
		return
	}
	if !on(string(until), true) {
		miss(d, "that is required on its last day, "+string(until))
	}
	if after := shifted(until, 1); !on(after, false) {
		miss(d, "on the day after its last, "+after)
	}
}

// shifted is a civil date some days later; the loader has checked that it is a date.
func shifted(d Date, days int) string {
	day, err := deadlines.ParseDate(string(d))
	if err != nil {
		return string(d)
	}
	return (day + deadlines.Date(days)).String()
}
