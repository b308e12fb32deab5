package safecontact

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
	"sync"

	"candour/models/terms"
)

//go:embed rules.yaml
var rulesYAML []byte

// Rules is a table as loaded.
type Rules struct {
	Edition string
	Version string // hash of the table, kept with what was decided by it
	// Order of the channels where a plan names none and telling cannot hurt.
	Order []Channel
	List  []Rule
}

// Rule forbids, demands or keeps from being said; it never opens a channel.
type Rule struct {
	ID, Says      string
	When          When
	Forbids       []Channel
	Unless        []Excuse
	Speaker       Speaker
	NeedsHours    bool
	On            []Channel // channels on which MustNotSay holds; empty: all
	MustNotSay    []string
	FirstSentence string
	Cites         []string
	Doubt         string
	citation      string
}

// Citation is for example "SC13 [R]": the rules of section 11 it comes from, and how sure we are of them.
func (r *Rule) Citation() string { return r.citation }

// Excuse lifts what a rule forbids for one channel.
type Excuse string

const (
	ExcusePlanNamed   Excuse = "plan_named"
	ExcusePersonNamed Excuse = "person_named"
	ExcuseCleared     Excuse = "cleared"
)

// When says for whom a rule is. Every key that is said must hold, by one of its words. There is no "not" on purpose: one more reason to be
// careful can only make more rules apply.
type When struct {
	Everybody       bool
	People          []string
	Minor           bool
	Guardian        []Guardian
	Speaker         []Speaker
	Harm            []terms.Answer
	SharedTelephone Shared
	SharedMailbox   Shared
}

// Shared is what a rule asks of a telephone or a mailbox.
type Shared string

const (
	SharedYes      Shared = "yes"
	SharedUnlessNo Shared = "unless_no"
)

func (s Shared) holds(a terms.Answer) bool {
	return s == "" || a == terms.Yes || s == SharedUnlessNo && a == terms.Unknown
}

func (w *When) holds(v *view) bool {
	return (len(w.People) == 0 || slices.ContainsFunc(w.People, v.is)) &&
		(!w.Minor || v.minor) &&
		(len(w.Guardian) == 0 || slices.Contains(w.Guardian, v.guardian)) &&
		(len(w.Speaker) == 0 || slices.Contains(w.Speaker, v.speaker)) &&
		(len(w.Harm) == 0 || slices.Contains(w.Harm, v.harm)) &&
		w.SharedTelephone.holds(v.sharedTelephone) && w.SharedMailbox.holds(v.sharedMailbox)
}

// Default is the table built into the program. A fault in it is a fault of the build, which the tests find: it stops the program rather than
// letting it tell people by half a table.
var Default = sync.OnceValue(func() Rules {
	rules, err := ReadRules("rules.yaml", rulesYAML)
	if err != nil {
		panic(err)
	}
	return rules
})

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}
