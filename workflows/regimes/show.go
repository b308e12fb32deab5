package regimes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

func (d Date) orNull() *Date {
	if d == "" {
		return nil
	}
	return &d
}

// MarshalJSON writes null for no date, as the packs do.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(d))
}

// String says the limit as a person would, for example "72 hours".
func (d Deadline) String() string {
	if d.Unit == NoUnit {
		return "without undue delay (no number in law)"
	}
	return span(d.Amount, d.Unit, d.Kind)
}

func span(amount int, unit, kind string) string {
	s := fmt.Sprintf("%d %s", amount, strings.ReplaceAll(unit, "-", " "))
	if amount == 1 {
		s = strings.TrimSuffix(s, "s")
	}
	if kind == Guidance {
		s += " (guidance)"
	}
	return s
}

// String says the follow-up as a person would.
func (f FollowUp) String() string {
	if f.Unit == NoUnit {
		return "without undue delay from " + f.From + ": " + f.What
	}
	return fmt.Sprintf("%s from %s: %s", span(f.Amount, f.Unit, f.Kind), f.From, f.What)
}

func validity(from, until Date) string {
	switch {
	case from == "":
		return "not in force"
	case until == "":
		return "since " + string(from)
	}
	return string(from) + " to " + string(until)
}

func show(lib *Library, p *Pack, format string, out, errOut io.Writer) int {
	if format == "json" {
		return printJSON(shown{p, overlaysOf(lib, p)}, out, errOut)
	}
	w := &page{out: out}
	w.line("%s (%s)", p.Name, p.ID)
	w.entry("Law", p.Citation)
	w.entry("Validity", validity(p.InForce, p.Until))
	if p.Before != nil {
		w.entry("Before that", strings.TrimSpace(p.Before.Regime+" "+p.Before.NoDuty))
	}
	w.entry("Countries", strings.Join(p.Countries, ", "))
	for _, l := range p.Binds {
		w.entry("Binds", l.String())
	}
	w.entry("Scope", p.Scope)
	if p.Draft() {
		w.entry("Reading", "draft: nobody has read the triggers by hand yet; answers required or undetermined only")
	} else {
		w.entry("Reading", fmt.Sprintf("read by %s on %s. %s", strings.Join(p.Review.By, ", "), p.Review.ReadOn, p.Review.Note))
	}
	showReviews(w, p)
	w.entry("Confidence", p.Confidence)
	for _, o := range overlaysOf(lib, p) {
		w.entry("Overlay", fmt.Sprintf("%s, since %s: gives no credit for %s. %s (%s)", o.Authority, o.InForce, strings.Join(o.NoCredit, ", "), o.Why, o.Citation))
	}
	w.entry("Penalties", p.Penalties)
	w.entry("Notes", p.Notes)
	w.entry("Sources", strings.Join(p.Sources, " "))
	w.entry("Version", p.Version)
	w.entry("Rules", p.Rules)
	if len(p.Duties) == 0 {
		w.line("\nNo duty is known.")
	}
	for _, d := range p.Duties {
		showDuty(w, p, d)
	}
	if len(p.Questions) > 0 {
		w.line("\nQuestions it asks beyond the vocabulary")
	}
	for _, key := range slices.Sorted(mapKeys(p.Questions)) {
		w.entry(key, p.Questions[key])
	}
	if w.err != nil {
		fmt.Fprintln(errOut, "The answer could not be written:", w.err)
		return 1
	}
	return 0
}

func showDuty(w *page, p *Pack, d Duty) {
	w.line("\n%s, to %s", d.ID, d.RecipientName)
	w.entry("Article", d.Citation)
	w.entry("Falls due", d.TriggerText)
	w.entry("Encoded as", d.When.String())
	for _, e := range d.Exemptions {
		proof := "cannot be proved by the pack, stays listed"
		if e.When != nil {
			proof = "proved when " + e.When.String()
		}
		if e.Then == ThenPublicNotice {
			proof += "; a public notice replaces the individual one"
		}
		w.entry("Unless", e.Text+" ("+proof+")")
		w.entry("", "Kind: "+e.Kind+". Evidence: "+e.Evidence+".")
	}
	w.entry("Note", d.Note)
	start := d.ClockStarts
	if d.ClockText != "" {
		start = d.ClockText
	}
	w.entry("Limit", d.Deadline.String()+", from: "+start)
	if d.AssessmentWindow != nil {
		w.entry("Assessment", d.AssessmentWindow.String())
	}
	if d.FollowUp != nil {
		w.entry("Then", d.FollowUp.String())
	}
	if d.Phased != nil && *d.Phased {
		w.entry("In parts", "allowed")
	}
	if d.LateReasonRequired != nil && *d.LateReasonRequired {
		w.entry("If late", "the reason for the delay must be given")
	}
	w.entry("Must say", strings.Join(d.Content, ", "))
	w.entry("Channels", strings.Join(d.AllowedChannels, ", "))
	w.entry("Language", d.Language)
	if d.InForce != "" || d.Until != "" {
		w.entry("Validity", validity(max(p.InForce, d.InForce), d.Until))
	}
	if d.Confidence != p.Confidence {
		w.entry("Confidence", d.Confidence)
	}
}

// String says the link as a person would.
func (l Link) String() string {
	s := map[string]string{
		ByEstablishment: "by establishment in one of the countries",
		ByResidence:     "by residence of the people in one of the countries",
		ByMembership:    "by who the party is",
	}[l.By]
	if l.Outside {
		s += ", for parties not established there"
	}
	if l.When != nil {
		s += ", when " + l.When.String()
	}
	if l.Immune == ImmuneKeep {
		return s + " (immunity from national law does not matter)"
	}
	return s
}

// page writes labelled, wrapped text and remembers the first error.
type page struct {
	out io.Writer
	err error
}

func (w *page) line(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, format+"\n", args...)
	}
}

func (w *page) entry(label, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	const width, indent = 110, 15
	lines, current := []string{}, ""
	for _, word := range strings.Fields(text) {
		if current != "" && len(current)+1+len(word) > width-indent {
			lines = append(lines, current)
			current = ""
		}
		current = strings.TrimSpace(current + " " + word)
	}
	lines = append(lines, current)
	w.line("  %-12s %s", label, strings.Join(lines, "\n"+strings.Repeat(" ", indent)))
}
