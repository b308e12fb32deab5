package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
)

// The kinds of lines of a closing list. Each says where it is put right and whether it may be let go with a reason.
const (
	ClosingRules        = "rules"         // the rules were not run over the facts as they are
	ClosingChanges      = "changes"       // a change takes a duty away and waits for a person
	ClosingSecond       = "second-person" // somebody has proposed, nobody has answered
	ClosingObligation   = "obligation"
	ClosingUndetermined = "undetermined" // whether the law asks for it cannot be told yet
	ClosingLookAgain    = "look-again"   // the rules moved under a decision
	ClosingScore        = "score"        // a published score is stricter than the rules about a group
	ClosingDifference   = "people-difference"
	ClosingUncertain    = "people-uncertain"
	ClosingPending      = "people-pending"
	ClosingMessages     = "messages-uncertain"
	ClosingSilent       = "silent"
	ClosingProposals    = "proposals"
	ClosingEnquiries    = "enquiries"
	ClosingFilings      = "filings"
	ClosingImports      = "imports"
	ClosingQuarantine   = "quarantine"
	ClosingRetention    = "retention"
	ClosingTasks        = "tasks"
	ClosingReviews      = "reviews" // what two people approved at once, and nobody has looked at yet
)

// ClosingLine is one thing that is open. Text is a sentence; Page the place below the incident where it is put right.
type ClosingLine struct {
	Kind     string
	Subject  string // what of this kind; empty: there is one line of it
	Text     string
	Count    int64
	Page     string
	Waivable bool
	Noted    bool   // it is said, and does not hold the incident
	Covers   string // hash of what the line is about: another thing behind it, another hash
	Waived   *models.ClosingDecision
}

// Holds says whether the line keeps the incident from being closed.
func (l ClosingLine) Holds() bool { return !l.Noted && l.Waived == nil }

// ClosingList computes everything that is open in an incident, what holds it first. Nothing is written.
func ClosingList(r models.Reader, v models.Viewer, incident models.ID) ([]ClosingLine, error) {
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	return closingLines(r, i)
}

// closing collects lines; the first error stops it.
type closing struct {
	r     models.Reader
	i     models.Incident
	lines []ClosingLine
	names map[models.ID]string // parties
}

func closingLines(r models.Reader, i models.Incident) ([]ClosingLine, error) {
	c := &closing{r: r, i: i}
	var err error
	if c.names, err = models.NamesOfAllParties(r, i.ID); err != nil {
		return nil, err
	}
	for _, part := range []func() error{c.rules, c.scores, c.obligations, c.determinations, c.people, c.societies, c.loose, c.retention} {
		if err := part(); err != nil {
			return nil, fmt.Errorf("closing list: %w", err)
		}
	}
	decided, err := models.ClosingDecisions(r, i.ID)
	if err != nil {
		return nil, err
	}
	for n := range c.lines {
		l := &c.lines[n]
		for d := range decided {
			if x := &decided[d]; l.Waivable && x.Kind == l.Kind && x.Subject == l.Subject && x.Covers == l.Covers {
				l.Waived = x
			}
		}
	}
	slices.SortStableFunc(c.lines, func(a, b ClosingLine) int { return rankOf(a) - rankOf(b) })
	return c.lines, nil
}

func rankOf(l ClosingLine) int {
	switch {
	case l.Holds():
		return 0
	case l.Noted:
		return 2
	}
	return 1
}

// add notes a line about things named by ids; without any there is no line.
func (c *closing) add(l ClosingLine, ids []models.ID) {
	if len(ids) == 0 && l.Count == 0 {
		return
	}
	if l.Count == 0 {
		l.Count = int64(len(ids))
	}
	l.Covers = coversOf(ids, l.Count)
	c.lines = append(c.lines, l)
}

func coversOf(ids []models.ID, count int64) string {
	ids = slices.Sorted(slices.Values(ids))
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s", count, strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:16])
}

// rules: what the rules were not asked, or what their answer waits for.
func (c *closing) rules() error {
	last, err := models.LatestAssessment(c.r, c.i.ID)
	never := models.IsKind(err, models.KindNotFound)
	if err != nil && !never {
		return err
	}
	switch {
	case never && len(c.names) > 0:
		c.add(ClosingLine{Kind: ClosingRules, Text: "The rules were never run: nobody knows which duties there are. Run them.", Count: 1, Page: "decisions", Waivable: true}, nil)
	case !never && last.FactsVersion != c.i.FactsVersion:
		c.add(ClosingLine{Kind: ClosingRules, Text: "The facts have changed since the rules were run. Run them again.", Count: 1, Page: "changes"}, nil)
	case last.Held > 0:
		c.add(ClosingLine{Kind: ClosingChanges, Text: many(last.Held, "change takes", "changes take") + " a duty away or move it later, and no person has accepted that. Look at the difference.",
			Count: int64(last.Held), Page: "changes"}, nil)
	}
	proposed, err := models.ProposalsWaiting(c.r, c.i.ID)
	if err != nil {
		return err
	}
	c.add(ClosingLine{Kind: ClosingSecond, Text: many(len(proposed), "proposal waits", "proposals wait") + " for a second person: agree or decline.", Page: "decisions"}, proposed)
	return nil
}

// scores: where a published score is stricter than the rules and no data protection officer has looked. Letting the line go confirms the level.
func (c *closing) scores() error {
	gaps, err := assessment.ScoreGaps(c.r, c.i)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		who := g.Groups
		rest := ""
		if len(who) > 3 {
			who, rest = who[:2], fmt.Sprintf("; and %d more", len(g.Groups)-2)
		}
		c.lines = append(c.lines, ClosingLine{Kind: ClosingScore, Subject: g.Subject, Covers: g.Covers, Count: int64(len(g.Groups)), Page: "risk", Waivable: true,
			Text: fmt.Sprintf("%s, for %s%s. A data protection officer confirms the level here with a reason, or states the stricter one.", g.Text, strings.Join(who, "; "), rest)})
	}
	return nil
}

// duty gathers what is open about one duty of one law, over its parties.
type duty struct {
	law, citation, whom string
	ids                 []models.ID
	parties             []models.ID
	needs               []string
}

type duties struct {
	order []string
	by    map[string]*duty
}

func (d *duties) of(regime, name, law, citation, whom string) *duty {
	if d.by == nil {
		d.by = map[string]*duty{}
	}
	key := regime + "/" + name
	if d.by[key] == nil {
		d.by[key] = &duty{law: law, citation: citation, whom: whom}
		d.order = append(d.order, key)
	}
	return d.by[key]
}

func (c *closing) obligations() error {
	open, err := models.OpenObligations(c.r, c.i.ID)
	if err != nil {
		return err
	}
	var all duties
	for _, o := range open {
		d := all.of(o.Regime, o.Duty, o.Law, o.Citation, whom(o.Recipient, o.RecipientName))
		d.ids, d.parties = append(d.ids, o.ID), append(d.parties, o.PartyID)
	}
	for _, key := range all.order {
		d := all.by[key]
		c.add(ClosingLine{Kind: ClosingObligation, Subject: key, Page: "decisions?effective=required",
			Text: fmt.Sprintf("%s (%s) is owed to %s and not done%s. Discharge it with its proof, or waive it with a reason.", d.law, d.citation, d.whom, c.of(d.parties))}, d.ids)
	}
	return nil
}

func (c *closing) determinations() error {
	open, err := models.OpenDeterminations(c.r, c.i.ID)
	if err != nil {
		return err
	}
	var unknown, again duties
	for _, d := range open {
		into := &unknown
		if d.Effective != terms.Undetermined {
			into = &again
		}
		x := into.of(d.Regime, d.Duty, d.Law, d.Citation, whom(d.Recipient, d.RecipientName))
		x.ids, x.parties, x.needs = append(x.ids, d.ID), append(x.parties, d.PartyID), append(x.needs, d.Needs.V...)
	}
	for _, key := range unknown.order {
		d := unknown.by[key]
		// Answers are asked for on the questions page; a duty that no answer settles can be overruled by two people or let go here.
		c.add(ClosingLine{Kind: ClosingUndetermined, Subject: key, Page: "questions", Waivable: true,
			Text: fmt.Sprintf("Whether %s (%s) wants %s told cannot be said yet%s. Answer the questions, or let it go with a reason.", d.law, d.citation, d.whom, c.of(d.parties))}, d.ids)
	}
	for _, key := range again.order {
		d := again.by[key]
		c.add(ClosingLine{Kind: ClosingLookAgain, Subject: key, Page: "decisions?undecided=true",
			Text: fmt.Sprintf("The rules have changed their answer about %s (%s) after a person decided%s. Look at it again.", d.law, d.citation, c.of(d.parties))}, d.ids)
	}
	return nil
}

// whom names a recipient in a sentence.
func whom(recipient, name string) string {
	if name != "" {
		return name
	}
	switch recipient {
	case "authority":
		return "the authority"
	case "subjects":
		return "the people"
	case "controller":
		return "the controller"
	case "self":
		return "the own record"
	}
	return "others"
}

// of names the parties of a line, the first few of many.
func (c *closing) of(parties []models.ID) string {
	names := []string{}
	for _, p := range parties {
		if n := c.names[p]; n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 3:
		return fmt.Sprintf(", for %s and %d more", strings.Join(names[:2], ", "), len(names)-2)
	}
	return ", for " + strings.Join(names, ", ")
}

// many is a number with its noun.
func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
