package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// The kinds of lines in a difference.
const (
	LineAdded   = "added"   // a duty the rules did not speak of
	LineRemoved = "removed" // a duty they do not speak of any more
	LineOutcome = "outcome" // another outcome
	LineMoved   = "moved"   // the same outcome at another time
)

// Line is one change of one duty that facts have brought about.
type Line struct {
	Key           string        `json:"key"`
	PartyID       models.ID     `json:"party_id"`
	Party         string        `json:"party"`
	Regime        string        `json:"regime"`
	Law           string        `json:"law"`
	Duty          string        `json:"duty"`
	Jurisdiction  string        `json:"jurisdiction"`
	Recipient     string        `json:"recipient"`
	RecipientName string        `json:"recipient_name"`
	Citation      string        `json:"citation"`
	Change        string        `json:"change"`
	From          terms.Outcome `json:"from"` // empty: the rules did not speak of it
	To            terms.Outcome `json:"to"`   // empty: they do not any more
	FromDueAt     terms.Instant `json:"-"`
	ToDueAt       terms.Instant `json:"-"`
	FromTargetAt  terms.Instant `json:"-"`
	ToTargetAt    terms.Instant `json:"-"`
	Zone          string        `json:"zone"`
	// Stricter lines ask for more or sooner; they take effect by themselves. The others wait for a person.
	Stricter bool `json:"stricter"`
	// Facts are the changes that the duty looks at, Rule the sentence of the law or of the rules of risk that now leads.
	Facts []FactChange `json:"facts"`
	Rule  string       `json:"rule"`
	// Told says that somebody has been told under this duty already: what changes is then a supplement or a correction, never a removal.
	Told bool `json:"told"`
}

// lineOf says what changed between two answers about one duty; false when nothing that a person has to look at did.
func lineOf(was, now *models.Determination, party string) (Line, bool) {
	d := now
	if d == nil {
		d = was
	}
	l := Line{Key: lineKey(d.Key()), PartyID: d.PartyID, Party: party, Regime: d.Regime, Law: d.Law, Duty: d.Duty, Jurisdiction: d.Jurisdiction,
		Recipient: d.Recipient, RecipientName: d.RecipientName, Citation: d.Citation, Zone: d.Zone, Facts: []FactChange{}}
	if was != nil {
		l.From, l.FromDueAt, l.FromTargetAt = was.Outcome, was.DueAt, was.TargetAt
	}
	if now != nil {
		l.To, l.ToDueAt, l.ToTargetAt = now.Outcome, now.DueAt, now.TargetAt
		l.Rule = newReason(was, now)
	}
	switch {
	case was == nil && owes(now.Outcome):
		l.Change = LineAdded
	case was == nil:
		return l, false
	case now == nil && !owes(was.Outcome):
		return l, false
	case now == nil:
		l.Change = LineRemoved
	case was.Outcome != now.Outcome:
		l.Change = LineOutcome
	case owes(now.Outcome) && (!was.DueAt.Equal(now.DueAt) || !was.TargetAt.Equal(now.TargetAt)):
		l.Change = LineMoved
	default:
		return l, false
	}
	l.Stricter = stricter(l)
	return l, true
}

// print is the line as a person reads it: what changes about which duty, from what to what.
func (l Line) print() string {
	return strings.Join([]string{l.Key, l.Change, string(l.From), string(l.To), l.FromDueAt.String(), l.ToDueAt.String(), l.FromTargetAt.String(), l.ToTargetAt.String()}, "|")
}

// Mark names a difference by what it says: another line, another outcome or another time is another mark.
func (d Difference) Mark() string {
	h := sha256.New()
	for _, l := range d.Lines {
		fmt.Fprintln(h, l.print())
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func lineKey(k models.DutyKey) string {
	return strings.Join([]string{k.Party, k.Regime, k.Duty, k.Jurisdiction}, "|")
}

func owes(o terms.Outcome) bool { return o == terms.Required || o == terms.Undetermined }

// weight orders outcomes by what they ask of people.
func weight(o terms.Outcome) int {
	switch o {
	case terms.Required:
		return 2
	case terms.Undetermined:
		return 1
	}
	return 0
}

// stricter says whether a line asks for more than what stands, or for the same sooner. A time that is not known any more
// is not stricter.
func stricter(l Line) bool {
	if l.Change == LineAdded {
		return true
	}
	if a, b := weight(l.From), weight(l.To); a != b {
		return b > a
	}
	if l.Change == LineMoved {
		return !later(l.FromDueAt, l.ToDueAt) && !(l.FromDueAt.IsZero() && l.ToDueAt.IsZero() && later(l.FromTargetAt, l.ToTargetAt))
	}
	return l.Change == LineOutcome && !owes(l.From)
}

// later says whether a time went away or moved back.
func later(from, to terms.Instant) bool {
	return !from.IsZero() && (to.IsZero() || to.After(from))
}

// newReason is the first sentence that was not among the reasons before.
func newReason(was, now *models.Determination) string {
	for _, r := range now.Reasons.V {
		if was == nil || !slices.Contains(was.Reasons.V, r) {
			return r
		}
	}
	return ""
}

// Accept says which lines of a run take effect; the others stay as they are and go on being shown.
type Accept func(Line) bool

// AcceptAll takes every line.
func AcceptAll(Line) bool { return true }

// AcceptStricter takes what asks for more or sooner: that cannot harm, and time runs.
func AcceptStricter(l Line) bool { return l.Stricter }

// AcceptOnly takes the stricter lines and those that a person has named.
func AcceptOnly(keys []string) Accept {
	return func(l Line) bool { return l.Stricter || slices.Contains(keys, l.Key) }
}
