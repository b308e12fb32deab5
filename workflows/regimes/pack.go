// Package regimes holds the rule pack: bodies of rules as data, read once, refused with file and line when anything
// is unknown or missing, and evaluated with three-valued logic. It touches no database, no network and no clock.
package regimes

// Date is a civil date, 2006-01-02; empty means null in the file. Dates of this form order as text.
type Date string

// Pack is one regime: a body of rules, as one file says it.
type Pack struct {
	ID         string            `yaml:"id" json:"id"`
	Name       string            `yaml:"name" json:"name"`
	Citation   string            `yaml:"citation" json:"citation"`
	Countries  []string          `yaml:"countries" json:"countries"`
	InForce    Date              `yaml:"in_force" json:"in_force"`
	Until      Date              `yaml:"until" json:"until"`
	Before     *Before           `yaml:"before" json:"before"`
	Binds      []Link            `yaml:"binds" json:"binds"`
	Scope      string            `yaml:"scope" json:"scope"`
	Review     Review            `yaml:"review" json:"review"`
	Reviews    []ReviewSlot      `yaml:"reviews" json:"reviews"`
	Changelog  []Change          `yaml:"changelog" json:"changelog"`
	Confidence string            `yaml:"confidence" json:"confidence"`
	Sources    []string          `yaml:"sources" json:"sources"`
	Penalties  string            `yaml:"penalties" json:"penalties"`
	Notes      string            `yaml:"notes" json:"notes"`
	Questions  map[string]string `yaml:"questions" json:"questions"`
	Duties     []Duty            `yaml:"duties" json:"duties"`

	// Version is "sha256:" and the hex digest of the file's bytes, so that an old decision can name what it used.
	Version string `yaml:"-" json:"version"`
	// Rules is the fingerprint of the part that can change an answer or a time, as the changelog records it.
	Rules string `yaml:"-" json:"rules"`
	File  string `yaml:"-" json:"file"`
}

// Before says what answered on the days before the regime began; nil means that the pack does not know.
type Before struct {
	Regime string `yaml:"regime" json:"regime"`
	NoDuty string `yaml:"no_duty" json:"no_duty"`
}

// The ways a regime reaches a party.
const (
	ByEstablishment = "establishment"
	ByResidence     = "residence"
	ByMembership    = "membership"

	ImmuneCut  = "cut"
	ImmuneKeep = "keep"
)

// Link is one reason why a regime binds a party.
type Link struct {
	By string `yaml:"by" json:"by"`
	// Outside: only when the party is not established in the regime's countries.
	Outside bool       `yaml:"outside" json:"outside"`
	When    *Condition `yaml:"when" json:"when"`
	// Immune is ImmuneCut (immunity of the party cuts the link) or ImmuneKeep.
	Immune string `yaml:"immune" json:"immune"`
}

// The states of reading a pack.
const (
	StatusDraft = "draft" // answers required or undetermined only
	StatusRead  = "read"  // trigger and exemptions were read and encoded by hand, cases stand beside the file; a sign-off by a lawyer is another thing
)

// Review says who has read and encoded the pack. It is no signature: those are Pack.Reviews.
type Review struct {
	Status string   `yaml:"status" json:"status"`
	By     []string `yaml:"by" json:"by"`
	ReadOn Date     `yaml:"read_on" json:"read_on"`
	Note   string   `yaml:"note" json:"note"`
}

// Duty is one thing the regime demands.
type Duty struct {
	ID            string      `yaml:"id" json:"id"`
	Recipient     string      `yaml:"recipient" json:"recipient"` // authority, subjects, controller, other, self
	RecipientName string      `yaml:"recipient_name" json:"recipient_name"`
	Citation      string      `yaml:"citation" json:"citation"`
	TriggerText   string      `yaml:"trigger_text" json:"trigger_text"`
	TriggerLevel  string      `yaml:"trigger_level" json:"trigger_level"` // a label, shown, never decided on
	When          Condition   `yaml:"when" json:"when"`
	Exemptions    []Exemption `yaml:"exemptions" json:"exemptions"`
	Deadline      Deadline    `yaml:"deadline" json:"deadline"`
	ClockStarts   string      `yaml:"clock_starts" json:"clock_starts"`
	ClockText     string      `yaml:"clock_text" json:"clock_text"`
	ClockFact     string      `yaml:"clock_fact" json:"clock_fact"`

	AssessmentWindow *FollowUp `yaml:"assessment_window" json:"assessment_window"`
	FollowUp         *FollowUp `yaml:"follow_up" json:"follow_up"`

	// Phased and LateReasonRequired are nil when the law says nothing.
	Phased             *bool    `yaml:"phased" json:"phased"`
	LateReasonRequired *bool    `yaml:"late_reason_required" json:"late_reason_required"`
	Content            []string `yaml:"content" json:"content"`
	AllowedChannels    []string `yaml:"allowed_channels" json:"allowed_channels"`
	Language           string   `yaml:"language" json:"language"`
	// Note is said beside every answer of this duty: what a reader of this law would otherwise look for in vain.
	Note string `yaml:"note" json:"note"`

	// Confidence is the duty's own or the regime's; the loader fills it, so that it is never empty.
	Confidence string `yaml:"confidence" json:"confidence"`
	// InForce and Until narrow the regime's dates for this duty; empty means the regime's.
	InForce Date `yaml:"in_force" json:"in_force"`
	Until   Date `yaml:"until" json:"until"`
}

// What a proved exemption does.
const (
	ThenExempt       = "exempt"
	ThenPublicNotice = "public-notice" // the individual notice is replaced by a public one: the duty stays required
)

// Exemption lifts or changes a duty. A nil When cannot be proved by the pack: it stays listed.
type Exemption struct {
	Text string     `yaml:"text" json:"text"`
	When *Condition `yaml:"when" json:"when"`
	Then string     `yaml:"then" json:"then"`
	// Kind is one of ExemptionKinds; Evidence names the document or fact that proves the exemption.
	Kind     string `yaml:"kind" json:"kind"`
	Evidence string `yaml:"evidence" json:"evidence"`
}

// Units, kinds and anchors of clocks.
const (
	Hours        = "hours"
	CalendarDays = "calendar-days"
	BusinessDays = "business-days"
	Months       = "months"
	NoUnit       = "none"

	Hard              = "hard"                // a number in law
	WithoutUndueDelay = "without-undue-delay" // no number: a target of our own, never a due time
	Guidance          = "guidance"            // a regulator's number, not law

	FromAwareness          = "awareness"
	FromDetermination      = "determination"
	FromOccurrence         = "occurrence"
	FromAssessmentComplete = "assessment-complete"
	FromAuthorityNotice    = "authority-notice"
	FromOther              = "other"
)

// Deadline is the limit of a duty. Amount is 0 when Unit is NoUnit.
type Deadline struct {
	Amount int    `yaml:"amount" json:"amount"`
	Unit   string `yaml:"unit" json:"unit"`
	Kind   string `yaml:"kind" json:"kind"`
}

// FollowUp is a clock beside the main one: an assessment window, a second report.
type FollowUp struct {
	Amount int    `yaml:"amount" json:"amount"`
	Unit   string `yaml:"unit" json:"unit"`
	From   string `yaml:"from" json:"from"`
	Kind   string `yaml:"kind" json:"kind"`
	What   string `yaml:"what" json:"what"`
}

// Standing says whether a duty was law on a day.
type Standing string

const (
	StandingInForce Standing = "in_force"
	StandingNotYet  Standing = "not_yet" // look at Pack.Before
	StandingEnded   Standing = "ended"
	StandingNever   Standing = "never" // in_force is null: not in force, or not confirmed to be
)

// StandingOn judges the duty's own dates inside the regime's. A nil duty asks about the regime as a whole.
func (p *Pack) StandingOn(d *Duty, on Date) Standing {
	from, until := p.InForce, p.Until
	if from == "" {
		return StandingNever
	}
	if d != nil {
		from = max(from, d.InForce)
		if d.Until != "" && (until == "" || d.Until < until) {
			until = d.Until
		}
	}
	if on < from {
		return StandingNotYet
	}
	if until != "" && on > until {
		return StandingEnded
	}
	return StandingInForce
}

// Duty finds a duty of the pack.
func (p *Pack) Duty(id string) (*Duty, bool) {
	for i := range p.Duties {
		if p.Duties[i].ID == id {
			return &p.Duties[i], true
		}
	}
	return nil, false
}

// Draft says whether nobody has read the pack by hand: it may then answer required or undetermined, nothing else.
func (p *Pack) Draft() bool { return p.Review.Status != StatusRead }
