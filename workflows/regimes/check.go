package regimes

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"candour/workflows/deadlines"
)

// checked is the shape of "check --format json".
type checked struct {
	AsOf          Date          `json:"as_of"`
	Regimes       int           `json:"regimes"`
	Duties        int           `json:"duties"`
	Overlays      int           `json:"overlays"`
	Read          int           `json:"read"`
	Drafts        []string      `json:"drafts"`
	ReviewSlots   int           `json:"review_slots"`
	OpenSlots     int           `json:"open_slots"`
	Resign        []string      `json:"signed_before_newest_edition"`
	Stale         []staleRow    `json:"stale"`
	Steps         []stepOfLaw   `json:"steps"`
	Calendars     []calendarRow `json:"calendars_ending"`
	Unconfirmed   []string      `json:"never_fire"`
	LowConfidence []string      `json:"low_confidence"`
	Problems      []Problem     `json:"problems"`
}

type staleRow struct {
	Regime string `json:"regime"`
	ReadOn Date   `json:"read_on"`
}

// stepOfLaw is a day on which a law, or one duty of it, begins or ends.
type stepOfLaw struct {
	Regime string `json:"regime"`
	Duty   string `json:"duty"` // empty: the whole law
	What   string `json:"what"` // begins, ends
	On     Date   `json:"on"`
	Days   int    `json:"days"` // from today
}

func check(lib *Library, problems []Problem, o options, out, errOut io.Writer) int {
	c := checkedOf(lib, o)
	c.Problems = append(c.Problems, problems...)
	code := 0
	if len(problems) > 0 {
		code = 1
	}
	if o.format == "json" {
		return max(code, printJSON(c, out, errOut))
	}
	w := &page{out: out}
	c.print(w, o)
	if w.err != nil {
		fmt.Fprintln(errOut, "The answer could not be written:", w.err)
		return 1
	}
	return code
}

func checkedOf(lib *Library, o options) checked {
	c := checked{AsOf: o.today, Overlays: len(lib.overlays), Drafts: []string{}, Resign: []string{}, Stale: []staleRow{}, Steps: []stepOfLaw{},
		Calendars: calendarsEnding(lib, o), Unconfirmed: []string{}, LowConfidence: []string{}, Problems: []Problem{}}
	for _, p := range lib.packs {
		c.Regimes++
		c.Duties += len(p.Duties)
		if p.Draft() {
			c.Drafts = append(c.Drafts, p.ID)
		} else {
			c.Read++
		}
		c.ReviewSlots += len(p.Reviews)
		c.OpenSlots += p.OpenSlots()
		if slices.ContainsFunc(p.Reviews, func(s ReviewSlot) bool { return !s.Open() && s.On < p.Edition().On }) {
			c.Resign = append(c.Resign, p.ID)
		}
		if read := p.Review.ReadOn; read != "" && monthsLater(read, o.months) < o.today {
			c.Stale = append(c.Stale, staleRow{p.ID, read})
		}
		if p.InForce == "" && len(p.Duties) > 0 {
			c.Unconfirmed = append(c.Unconfirmed, p.ID)
		}
		c.steps(p, o)
		c.doubts(p)
	}
	for _, v := range lib.overlays {
		c.ReviewSlots += len(v.Reviews)
		for _, s := range v.Reviews {
			if s.Open() {
				c.OpenSlots++
			}
		}
	}
	slices.SortStableFunc(c.Steps, func(a, b stepOfLaw) int { return strings.Compare(string(a.On), string(b.On)) })
	return c
}

// steps notes the days on which the law changes between today and the horizon. A law without a duty has no step worth
// a note, unless it is the one that ends before a law with duties; that one begins the next day and is noted itself.
func (c *checked) steps(p *Pack, o options) {
	note := func(duty, what string, on Date) {
		if days, ok := daysBetween(o.today, on); ok && days >= 0 && days <= o.days {
			c.Steps = append(c.Steps, stepOfLaw{p.ID, duty, what, on, days})
		}
	}
	if len(p.Duties) == 0 {
		return
	}
	note("", "begins", p.InForce)
	note("", "ends", p.Until)
	for _, d := range p.Duties {
		note(d.ID, "begins", d.InForce)
		note(d.ID, "ends", d.Until)
	}
}

func (c *checked) doubts(p *Pack) {
	if p.Confidence == "low" && len(p.Duties) == 0 {
		c.LowConfidence = append(c.LowConfidence, p.ID)
	}
	for _, d := range p.Duties {
		if d.Confidence == "low" {
			c.LowConfidence = append(c.LowConfidence, p.ID+"/"+d.ID)
		}
	}
}

func (c checked) print(w *page, o options) {
	w.line("As of %s: %d regimes with %d duties, and overlays: %d. Read from the fact tables and encoded by hand: %d; drafts: %d.",
		c.AsOf, c.Regimes, c.Duties, c.Overlays, c.Read, len(c.Drafts))
	if c.OpenSlots == c.ReviewSlots {
		w.line("No lawyer has signed: all %d review slots are open.", c.ReviewSlots)
	} else {
		w.line("%d of %d review slots are open.", c.OpenSlots, c.ReviewSlots)
	}
	section(w, "Drafts (they answer required or undetermined, never not required)", c.Drafts)
	section(w, "Signed before the newest edition (the signature is for an older text)", c.Resign)
	stale := []string{}
	for _, s := range c.Stale {
		stale = append(stale, s.Regime+" ("+string(s.ReadOn)+")")
	}
	section(w, fmt.Sprintf("Stale (read more than %d months ago)", o.months), stale)
	w.line("\nLaws that begin or end within %d days:", o.days)
	for _, s := range c.Steps {
		w.line("  %s  in %d days  %s %s", s.On, s.Days, strings.TrimSuffix(s.Regime+"/"+s.Duty, "/"), s.What)
	}
	if len(c.Steps) == 0 {
		w.line("  none")
	}
	w.line("\nCalendars of business days that end within %d days (beyond that no due time is computed):", o.days)
	for _, r := range c.Calendars {
		w.line("  %s", r)
	}
	if len(c.Calendars) == 0 {
		w.line("  none")
	}
	section(w, "Never fire (no day of commencement is confirmed)", c.Unconfirmed)
	section(w, "Low confidence (said wherever the duty appears)", c.LowConfidence)
	if len(c.Problems) == 0 {
		w.line("\nNo problems.")
		return
	}
	w.line("\nProblems:")
	for _, p := range c.Problems {
		w.line("  %s", p.String())
	}
}

func section(w *page, title string, words []string) {
	w.line("\n%s:", title)
	if len(words) == 0 {
		w.line("  none")
	}
	for chunk := range slices.Chunk(words, 3) {
		line := " "
		for _, word := range chunk {
			line += fmt.Sprintf(" %-34s", word)
		}
		w.line("%s", strings.TrimRight(line, " "))
	}
}

// monthsLater and daysBetween count civil days; a date that is none counts for nothing.
func monthsLater(d Date, months int) Date {
	day, err := deadlines.ParseDate(string(d))
	if err != nil {
		return d
	}
	return Date(day.AddMonths(months).String())
}

func daysBetween(from, to Date) (int, bool) {
	a, errA := deadlines.ParseDate(string(from))
	b, errB := deadlines.ParseDate(string(to))
	return int(b - a), errA == nil && errB == nil
}
