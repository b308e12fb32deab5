package briefing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/texts"
)

// Report is a situation report as it is first written: three short parts.
type Report struct {
	Title string
	Parts []Part
}

// Part is one of the three.
type Part struct {
	Heading string
	Lines   []string
}

// Body is the report as a text: headings, and lines that begin with a dash.
func (r Report) Body() string {
	var parts []string
	for _, p := range r.Parts {
		parts = append(parts, p.Heading+"\n\n- "+strings.Join(p.Lines, "\n- "))
	}
	return strings.Join(parts, "\n\n")
}

// listed is how many clocks a part names one by one; the rest are counted. Leadership reads this standing.
const listed = 5

var number = message.NewPrinter(language.MustParse("en"))

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number.Sprintf("%d", n) + " " + many
}

func moment(at terms.Instant) string { return at.Time().Format("Mon 2 Jan 2006, 15:04") + " UTC" }

// Write says for one audience what changed between two moments (before nil: since the beginning), how it stands, and what is next. It depends on
// its arguments alone.
func Write(a Audience, n int, before *Snapshot, now Snapshot) Report {
	r := Report{Title: fmt.Sprintf("Situation report %d, %s", n, now.Reference)}
	heading := "What has happened so far"
	if before != nil {
		heading = "What has happened since " + moment(before.At)
	}
	r.Parts = []Part{{heading, happened(a, before, now)}, {"Where we stand on " + moment(now.At), stands(a, now)}, {"What is next, and who decides", next(a, now)}}
	for i, silent := range []string{"Nothing has changed that belongs in this report.", "Nothing can be said yet.", "Nothing is due that belongs in this report."} {
		if len(r.Parts[i].Lines) == 0 {
			r.Parts[i].Lines = []string{silent}
		}
	}
	return r
}

// notFacts are placeholders that say nothing about what happened.
var notFacts = []string{"reference", "today", "organisation", "check_address"}

func happened(a Audience, before *Snapshot, now Snapshot) (lines []string) {
	old := Snapshot{}
	if before != nil {
		old = *before
	}
	if a.May(Facts) {
		for _, p := range texts.Placeholders {
			was, is := old.Values[p.Name], now.Values[p.Name]
			label, _, _ := strings.Cut(p.Label, ", as ")
			label, _, _ = strings.Cut(label, ", in ")
			switch {
			case was == is || slices.Contains(notFacts, p.Name):
			case is == "":
				lines = append(lines, fmt.Sprintf("%s: no longer known; we had said %s.", label, quiet(was)))
			case was == "":
				lines = append(lines, label+": "+linked(p.Name, is))
			default:
				lines = append(lines, fmt.Sprintf("%s: before %s; now %s", label, quiet(was), linked(p.Name, is)))
			}
		}
	}
	lines = append(lines, movedClocks(a, before, now)...)
	if told := now.People[models.ShareTold] - old.People[models.ShareTold]; a.May(People) && told > 0 {
		lines = append(lines, "Told: "+count(told, "more person", "more people")+".")
	}
	if n := now.Answered - old.Answered; a.May(Societies) && n > 0 {
		lines = append(lines, "Answers of societies: "+count(int64(n), "more", "more")+".")
	}
	if n := now.Enquiries - old.Enquiries; a.May(Enquiries) && n > 0 {
		lines = append(lines, "Asked us: "+count(int64(n), "new enquiry", "new enquiries")+".")
	}
	return lines
}

// linked is a value of now as a placeholder, so that the report is tied to its facts like every text, and its full stop.
func linked(name, value string) string {
	if strings.HasSuffix(value, ".") {
		return "{{" + name + "}}"
	}
	return "{{" + name + "}}."
}

// quiet takes the full stop off a value that is a sentence of its own.
func quiet(s string) string { return strings.TrimSuffix(s, ".") }

// movedClocks says which duties came, which went, which were met and which became late.
func movedClocks(a Audience, before *Snapshot, now Snapshot) (lines []string) {
	was := map[models.ID]Clock{}
	since := terms.Instant{}
	if before != nil {
		since = before.At
		for _, c := range before.Clocks {
			was[c.ID] = c
		}
	}
	var came, gone, met, metLate, late []string
	for _, c := range now.Clocks {
		o, known := was[c.ID]
		changed := !known || o.State != c.State
		switch {
		case c.State == models.ObligationOpen && !known:
			came = append(came, "New duty: "+c.named()+".")
		case c.State == models.ObligationWaived && known && changed:
			gone = append(gone, "Waived with a reason: "+c.named()+".")
		case c.State == models.ObligationSuperseded && known && o.State == models.ObligationOpen:
			gone = append(gone, "No longer owed as it was: "+c.named()+".")
		case c.State == models.ObligationDischarged && changed && c.late(c.ClosedAt):
			metLate = append(metLate, fmt.Sprintf("Met %s late: %s.", elapsed(c.ClosedAt.Sub(c.DueAt)), c.named()))
		case c.State == models.ObligationDischarged && changed:
			met = append(met, "Met: "+c.named()+".")
		}
		if c.State == models.ObligationOpen && c.late(now.At) && (before == nil || !known || !o.late(since)) {
			late = append(late, fmt.Sprintf("Became late: %s, since %s.", c.what(), moment(c.DueAt)))
		}
	}
	if a.May(Clocks) {
		for _, x := range [][]string{late, metLate, met} {
			lines = append(lines, some(x)...)
		}
	}
	if a.May(Duties) && before == nil && len(came) > 0 {
		lines = append(lines, "Duties that have come up: "+number.Sprintf("%d", len(came))+".")
	} else if a.May(Duties) {
		lines = append(lines, some(came)...)
		lines = append(lines, some(gone)...)
	}
	return lines
}

// some names the first few and counts the rest.
func some(lines []string) []string {
	if len(lines) <= listed {
		return lines
	}
	kind, _, _ := strings.Cut(lines[0], ":")
	if strings.HasPrefix(kind, "Met ") {
		kind = "Met late"
	}
	return append(slices.Clone(lines[:listed]), fmt.Sprintf("%s: and %s.", kind, count(int64(len(lines)-listed), "other", "others")))
}

func (c Clock) what() string {
	s := c.What
	if c.Law != "" {
		s += " (" + c.Law + ")"
	}
	if c.Party != "" {
		s += ", owed by " + c.Party
	}
	return s
}

func (c Clock) named() string {
	if c.DueAt.IsZero() {
		return c.what() + ", without a time limit"
	}
	limit := "our own target"
	if c.ByLaw {
		limit = "limit"
	}
	return c.what() + ", " + limit + " " + moment(c.DueAt)
}

// elapsed says hours up to two days, then whole days of 24 hours.
func elapsed(d time.Duration) string {
	switch {
	case d < time.Hour:
		return count(int64(d/time.Minute)+1, "minute", "minutes")
	case d < 48*time.Hour:
		return count(int64(d/time.Hour), "hour", "hours")
	}
	return count(int64(d/(24*time.Hour)), "day", "days")
}

func stands(a Audience, s Snapshot) (lines []string) {
	if a.May(Facts) {
		if x := s.Values["people_count"]; x != "" {
			lines = append(lines, "People concerned: "+linked("people_count", x))
		}
		if x := s.Values["copied"]; x != "" {
			lines = append(lines, linked("copied", x))
		}
	}
	if a.May(People) && s.Affected > 0 {
		p := func(share models.Share) string { return number.Sprintf("%d", s.People[share]) }
		lines = append(lines, fmt.Sprintf("Of %s we count one by one or by group: told %s, still to tell %s, not reached %s, left out by a decision %s, uncertain %s.",
			count(s.Affected, "person", "people"), p(models.ShareTold), p(models.SharePending), p(models.ShareUnreached), p(models.ShareExcluded), p(models.ShareUncertain)))
	}
	if a.May(Clocks) && len(s.Clocks) > 0 {
		var open, late, aim, met, metLate int64
		for _, c := range s.Clocks {
			switch {
			case c.State == models.ObligationOpen:
				open++
				switch {
				case c.late(s.At):
					late++
				case c.past(s.At):
					aim++
				}
			case c.State == models.ObligationDischarged && c.late(c.ClosedAt):
				metLate++
			case c.State == models.ObligationDischarged:
				met++
			}
		}
		lines = append(lines, fmt.Sprintf("Clocks: %d open, %d of them late by law and %d past our own target; %d met in time, %d met late.", open, late, aim, met, metLate))
	}
	if a.May(Societies) && s.Asked > 0 {
		lines = append(lines, fmt.Sprintf("Societies: %d of %d have answered.", s.Answered, s.Asked))
	}
	if a.May(Silent) && len(s.Silent) > 0 {
		lines = append(lines, fmt.Sprintf("Silent past the agreed time: %s.", strings.Join(s.Silent, ", ")))
	}
	if a.May(Enquiries) && s.Enquiries > 0 {
		lines = append(lines, fmt.Sprintf("Enquiries: %s, %d wait, %d of them for a call back.", count(int64(s.Enquiries), "in all", "in all"), s.Waiting, s.CallBacks))
	}
	if a.May(Unknown) && s.Uncertain > 0 {
		lines = append(lines, "Nobody knows whether "+count(s.Uncertain, "message", "messages")+" arrived.")
	}
	return lines
}

func next(a Audience, s Snapshot) (lines []string) {
	if a.May(Clocks) {
		var due []string
		for _, c := range s.Clocks {
			if c.State != models.ObligationOpen {
				continue
			}
			when := "Without a time limit"
			if !c.DueAt.IsZero() {
				when = "By " + moment(c.DueAt)
			}
			switch {
			case c.late(s.At):
				when = "Late, since " + moment(c.DueAt)
			case c.past(s.At):
				when = "Past our own target of " + moment(c.DueAt)
			}
			line := when + ": " + c.what() + "."
			if a.May(Questions) {
				line += " The data protection officer decides."
			}
			due = append(due, line)
		}
		if len(due) > listed {
			due = append(due[:listed], fmt.Sprintf("Later: %s.", count(int64(len(due)-listed), "clock more", "clocks more")))
		}
		lines = due
	}
	if n := s.Texts + s.Notices; a.May(Approvals) && n > 0 {
		lines = append(lines, "Wait for approval: "+count(n, "text", "texts")+". An approver decides.")
	}
	if a.May(Questions) && s.Questions > 0 {
		lines = append(lines, "Cannot be told yet whether they are owed: "+count(int64(s.Questions), "duty", "duties")+". The data protection officer decides when the open facts are known.")
	}
	if a.May(Silent) && len(s.Silent) > 0 {
		lines = append(lines, "Call "+count(int64(len(s.Silent)), "silent society", "silent societies")+". The incident manager decides who calls.")
	}
	if a.May(Unknown) && s.Uncertain > 0 {
		lines = append(lines, "Find out about "+count(s.Uncertain, "uncertain message", "uncertain messages")+". Two people settle each.")
	}
	return lines
}
