package assessment

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"candour/models/terms"
)

var outcomeHeads = []struct {
	outcome terms.Outcome
	head    string
}{
	{terms.Required, "MUST BE TOLD"},
	{terms.Undetermined, "STILL OPEN (not known yet is not no)"},
	{terms.Exempt, "EXEMPT"},
	{terms.NotRequired, "NOT REQUIRED"},
	{terms.NotBound, "NOT BOUND"},
}

// WriteText writes the answer for a person: by party, what is due first at the top.
func WriteText(w io.Writer, in Input, res Result) error {
	var b strings.Builder
	if in.Incident.Title != "" {
		fmt.Fprintf(&b, "%s\n", in.Incident.Title)
	}
	level := "not known yet"
	if res.RiskLevel != nil {
		level = strings.ReplaceAll(string(*res.RiskLevel), "_", " ")
	}
	fmt.Fprintf(&b, "Risk to people: %s\n", level)
	writeRisk(&b, res.Risk)
	for _, p := range in.Parties {
		var own []Determination
		for _, d := range res.Determinations {
			if d.Party == p.Name {
				own = append(own, d)
			}
		}
		writeParty(&b, p, own)
	}
	if len(res.Ignored) > 0 {
		fmt.Fprintf(&b, "\nFacts that no rule looks at: %s\n", strings.Join(res.Ignored, ", "))
	}
	b.WriteString("\nThis is a proposal from facts and law as stored; a person decides. It is not legal advice.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func writeParty(b *strings.Builder, p PartyInput, own []Determination) {
	head := p.Name
	if p.Country != "" {
		head += " (" + p.Country
		if p.Role != "" {
			head += ", " + p.Role
		}
		head += ")"
	}
	fmt.Fprintf(b, "\n%s\n%s\n", head, strings.Repeat("=", min(len([]rune(head)), 100)))
	if !p.AwareAt.IsZero() {
		fmt.Fprintf(b, "Aware: %s\n", clockText(p.AwareAt.Time().In(partyZone(p)).Format(time.RFC3339)))
	}
	if len(own) == 0 {
		b.WriteString("No duty in the pack is linked to this party.\n")
		return
	}
	for _, h := range outcomeHeads {
		rows := []Determination{}
		for _, d := range own {
			if d.Outcome == h.outcome {
				rows = append(rows, d)
			}
		}
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, byUrgency)
		fmt.Fprintf(b, "\n  %s\n", h.head)
		for _, d := range rows {
			writeRow(b, d)
		}
	}
}

// byUrgency: the law's limits first, in time, then our targets, then what has no time.
func byUrgency(a, b Determination) int {
	return cmp.Or(cmp.Compare(timeRank(a), timeRank(b)), cmp.Compare(timeKey(a), timeKey(b)), cmp.Compare(a.Regime, b.Regime))
}

func timeRank(d Determination) int {
	switch {
	case d.DueAt != nil:
		return 0
	case d.TargetAt != nil:
		return 1
	}
	return 2
}

func timeKey(d Determination) string {
	at := d.DueAt
	if at == nil {
		at = d.TargetAt
	}
	if at == nil {
		return ""
	}
	t, err := time.Parse(time.RFC3339, *at)
	if err != nil {
		return *at
	}
	return t.UTC().Format(time.RFC3339)
}

func writeRow(b *strings.Builder, d Determination) {
	when := ""
	switch {
	case d.DueAt != nil:
		when = "due " + clockText(*d.DueAt)
	case d.TargetAt != nil:
		when = "target " + clockText(*d.TargetAt) + " (not a legal limit)"
	case d.Outcome == terms.Required:
		when = "no time can be given yet"
	}
	if d.Outcome == terms.Undetermined && when != "" {
		when = "if required: " + when
	}
	if when != "" {
		fmt.Fprintf(b, "  - %s\n    %s: %s, %s\n", when, d.Duty, d.RecipientName, d.Jurisdiction)
	} else {
		fmt.Fprintf(b, "  - %s: %s, %s\n", d.Duty, d.RecipientName, d.Jurisdiction)
	}
	fmt.Fprintf(b, "    %s [%s, confidence %s]\n", d.Citation, d.Regime, d.Confidence)
	for _, r := range d.Reasons {
		fmt.Fprintf(b, "      %s\n", r)
	}
	if len(d.Needs) > 0 {
		fmt.Fprintf(b, "      Find out: %s\n", strings.Join(d.Needs, "; "))
	}
	for _, a := range d.Also {
		fmt.Fprintf(b, "      Also (%s): %s\n", strings.ReplaceAll(a.Kind, "-", " "), a.Text)
	}
}

// clockText shows the authority's wall clock and UTC, because people in several zones read the same page.
func clockText(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	s := t.Format("Mon 2 Jan 2006, 15:04:05 -07:00")
	return strings.Replace(s, ":00 ", " ", 1) + t.UTC().Format(" (15:04 UTC Mon 2 Jan)")
}

// mostUnknown keeps the line short enough to be read; the JSON has them all.
const mostUnknown = 6

// writeRisk says by which rules the level came about, what stands beside it, and what could still change it.
func writeRisk(b *strings.Builder, r RiskReport) {
	for _, a := range r.Rules {
		word := map[string]string{"yes": "Because", "unknown": "Perhaps"}[a.Answer]
		fmt.Fprintf(b, "  %s: %s (%s)\n", word, a.Says, a.Source)
	}
	if r.ENISA.Formula != "" {
		fmt.Fprintf(b, "  Beside it, ENISA 2013: %s\n", r.ENISA.Formula)
	}
	for _, p := range r.Precedents {
		fmt.Fprintf(b, "  Beside it, %s: %s (%s)\n", p.Name, p.Title, strings.ReplaceAll(p.Likeness, "-", " "))
	}
	for _, d := range r.Difference {
		fmt.Fprintf(b, "  Note: %s\n", d)
	}
	if len(r.Unknown) > 0 {
		shown, more := r.Unknown[:min(len(r.Unknown), mostUnknown)], ""
		if n := len(r.Unknown) - len(shown); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(b, "  Could still change it: %s%s\n", strings.Join(shown, ", "), more)
	}
}
