package regimes

// What makes a pack reviewed law: who signs it, what changed when, and what would prove each exemption.

// The two signatures that a pack waits for.
const (
	SlotFirst  = "first"
	SlotSecond = "second"
)

// ReviewSlot is the place for one signature. An empty By is an open slot, and is shown as one: a name is never invented.
type ReviewSlot struct {
	Slot string `yaml:"slot" json:"slot"`
	By   string `yaml:"by" json:"by"`
	On   Date   `yaml:"on" json:"on"`
	Note string `yaml:"note" json:"note"`
}

// Open says whether nobody has signed.
func (s ReviewSlot) Open() bool { return s.By == "" }

// Change is one edition of a pack. Rules and Cases are the fingerprints as they were when the edition was recorded: a
// rule that changed without a case that changed shows as two editions with different rules and the same cases.
type Change struct {
	Version int    `yaml:"version" json:"version"`
	On      Date   `yaml:"on" json:"on"`
	What    string `yaml:"what" json:"what"`
	Why     string `yaml:"why" json:"why"`
	Rules   string `yaml:"rules" json:"rules"`
	Cases   string `yaml:"cases" json:"cases"` // empty: the pack has no duty, hence no cases

	line int
}

// Edition is the newest entry of the changelog; the loader refuses a pack without one.
func (p *Pack) Edition() Change {
	if len(p.Changelog) == 0 {
		return Change{}
	}
	return p.Changelog[len(p.Changelog)-1]
}

// OpenSlots counts the signatures that are missing. One given before the newest edition signed another text: it is
// missing as well.
func (p *Pack) OpenSlots() int {
	open := 0
	for _, s := range p.Reviews {
		if s.Open() || s.On < p.Edition().On {
			open++
		}
	}
	return open
}

// The kinds of exemption. The list is closed, so that an organisation or an authority can say of a kind as a whole
// whether it accepts it (see Overlay).
const (
	ExemptEncryption       = "encryption"              // unintelligible to whoever got it
	ExemptLaterMeasures    = "later-measures"          // what was done afterwards removed the risk
	ExemptDisproportionate = "disproportionate-effort" // telling one by one costs too much or cannot be done
	ExemptLawEnforcement   = "law-enforcement-delay"   // an investigation would suffer
	ExemptDangerToPerson   = "danger-to-person"        // the message itself would harm the person told
	ExemptTrustedRecipient = "trusted-recipient"       // who got it is bound, known and gave it back
	ExemptPublicSource     = "public-source"           // the data were public before
	ExemptOther            = "other"
)

// ExemptionKinds are all of them, in the order they are explained.
var ExemptionKinds = []string{ExemptEncryption, ExemptLaterMeasures, ExemptDisproportionate, ExemptLawEnforcement,
	ExemptDangerToPerson, ExemptTrustedRecipient, ExemptPublicSource, ExemptOther}
