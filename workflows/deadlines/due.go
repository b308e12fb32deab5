package deadlines

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"candour/models/terms"
)

// Unit is how the law counts.
type Unit string

// The units the rule packs may use.
const (
	Hours        Unit = "hours"
	CalendarDays Unit = "calendar-days"
	BusinessDays Unit = "business-days"
	Months       Unit = "months"
	None         Unit = "none" // the law has no number ("without undue delay")
)

// ParseUnit refuses a word that is not a unit.
func ParseUnit(s string) (Unit, error) {
	switch u := Unit(s); u {
	case Hours, CalendarDays, BusinessDays, Months, None:
		return u, nil
	}
	return "", fmt.Errorf("unit %q is not one of hours, calendar-days, business-days, months, none", s)
}

// Rule is the number in the law: 72 hours, 5 calendar days.
type Rule struct {
	Amount int
	Unit   Unit
}

// String is the rule as a person says it.
func (r Rule) String() string {
	if r.Unit == None || r.Unit == "" {
		return "no number"
	}
	word := strings.ReplaceAll(string(r.Unit), "-", " ")
	if r.Amount == 1 {
		word = strings.TrimSuffix(word, "s")
	}
	return strconv.Itoa(r.Amount) + " " + word
}

// Result is a due time. At is zero when the law has no number. Local is the same instant on the authority's wall clock.
// Steps explain it line by line, in English, to a person who wants to check it by hand.
type Result struct {
	At    terms.Instant
	Local time.Time
	Steps []string
}

// ErrCannotCompute is under every answer that would have been a guess: a calendar that ends, or none at all.
var ErrCannotCompute = errors.New("cannot compute")

const (
	maxAmount = 100_000
	minYear   = 1970 // no breach law is older
	maxYear   = 2200 // far beyond any rule; keeps the arithmetic small
)

// Due is the last second in which the duty can still be done in time. cal is read for business days only and may be
// nil otherwise. It fails with ErrCannotCompute where the calendar does not reach, and plainly on a rule or a start that
// makes no sense.
func Due(rule Rule, start terms.Instant, zone *time.Location, cal *Calendar) (Result, error) {
	if zone == nil {
		return Result{}, errors.New("a due time needs the authority's time zone")
	}
	if start.IsZero() {
		return Result{}, errors.New("a due time needs a start; the clock of this duty has not started")
	}
	if y := start.In(zone).Year(); y < minYear || y > maxYear {
		return Result{}, fmt.Errorf("start %s is outside the years %d to %d", start, minYear, maxYear)
	}
	if rule.Unit == None {
		return Result{Steps: []string{"The law sets no number of hours or days, so it sets no due time."}}, nil
	}
	if rule.Amount < 0 || rule.Amount > maxAmount {
		return Result{}, fmt.Errorf("a rule of %d %s makes no sense", rule.Amount, rule.Unit)
	}
	switch rule.Unit {
	case Hours:
		return dueHours(rule, start, zone), nil
	case CalendarDays:
		return dueDate(rule, start, zone, func(d Date) (Date, []string, error) { return d + Date(rule.Amount), nil, nil })
	case Months:
		return dueDate(rule, start, zone, func(d Date) (Date, []string, error) { return addMonths(d, rule.Amount) })
	case BusinessDays:
		if cal == nil {
			return Result{}, fmt.Errorf("%w: there is no calendar of business days for this place", ErrCannotCompute)
		}
		return dueDate(rule, start, zone, func(d Date) (Date, []string, error) { return cal.add(d, rule.Amount) })
	}
	return Result{}, fmt.Errorf("unit %q is not one of hours, calendar-days, business-days, months, none", rule.Unit)
}

func dueHours(rule Rule, start terms.Instant, zone *time.Location) Result {
	at := start.Add(time.Duration(rule.Amount) * time.Hour)
	steps := []string{
		"The clock starts on " + longInstant(start, zone) + ".",
		"Add " + rule.String() + " of elapsed time.",
	}
	if was, is := offsetAt(start.Unix(), zone), offsetAt(at.Unix(), zone); was != is {
		_, change := bounds(start.Unix(), zone)
		way := "forward"
		if is < was {
			way = "back"
		}
		steps = append(steps, fmt.Sprintf("Clocks in %s go %s on %s; hours are elapsed time, so the wall clock reads differently.",
			place(zone), way, DateOf(change-1, zone).Long()))
	}
	return Result{At: at, Local: at.In(zone), Steps: append(steps, "Due "+longInstant(at, zone)+".")}
}

func dueDate(rule Rule, start terms.Instant, zone *time.Location, count func(Date) (Date, []string, error)) (Result, error) {
	day0 := DateOf(start.Unix(), zone)
	last, counted, err := count(day0)
	if err != nil {
		return Result{}, err
	}
	u, how := last.end(zone)
	at := terms.InstantOf(time.Unix(u, 0))
	steps := append([]string{
		"The clock starts on " + longInstant(start, zone) + "; day 0 is " + day0.Long() + ".",
		"Add " + rule.String() + ".",
	}, counted...)
	steps = append(steps, "The last day is "+last.Long()+"; it ends at its last second in "+place(zone)+".")
	switch how {
	case overlap:
		steps = append(steps, "That night the clocks go back and 23:59:59 comes twice; the first one counts, which is the earlier.")
	case gap:
		steps = append(steps, "That night the clocks go forward over 23:59:59; the last second before the change counts.")
	case noSuchDay:
		steps = append(steps, "That date is skipped by the calendar of the place; the last second before it counts.")
	}
	return Result{At: at, Local: at.In(zone), Steps: append(steps, "Due "+longInstant(at, zone)+".")}, nil
}

func addMonths(d Date, n int) (Date, []string, error) {
	out := d.AddMonths(n)
	_, _, was := d.Civil()
	if _, _, is := out.Civil(); is != was {
		return out, []string{fmt.Sprintf("That month has no day %d; its last day counts.", was)}, nil
	}
	return out, nil, nil
}

// longInstant is "Mon 26 Oct 2026, 14:00 in Berlin (+01:00)"; seconds appear where they are not zero.
func longInstant(i terms.Instant, zone *time.Location) string {
	t := i.In(zone)
	clock := t.Format("15:04")
	if t.Second() != 0 {
		clock = t.Format("15:04:05")
	}
	return t.Format("Mon 2 Jan 2006, ") + clock + " in " + place(zone) + " (" + t.Format("-07:00") + ")"
}

// place is the city of an IANA zone as people write it.
func place(zone *time.Location) string {
	name := zone.String()
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ReplaceAll(name, "_", " ")
}
