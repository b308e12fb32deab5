package assessment

import (
	"candour/models/terms"
)

// Result is the answer to an assessment: one determination for each party, duty and jurisdiction.
type Result struct {
	// RiskLevel is the highest level of any group; null while a higher one is still possible.
	RiskLevel      *terms.RiskLevel `json:"risk_level"`
	Determinations []Determination  `json:"determinations"`
	Risk           RiskReport       `json:"risk"`
	// Ignored lists the facts that no rule looked at.
	Ignored []string `json:"ignored"`
}

// Determination is what the engine proposes about one duty of one party; a person decides.
type Determination struct {
	Party         string        `json:"party"`
	Regime        string        `json:"regime"`
	Duty          string        `json:"duty"`
	Jurisdiction  string        `json:"jurisdiction"`
	Recipient     string        `json:"recipient"`
	RecipientName string        `json:"recipient_name"`
	Outcome       terms.Outcome `json:"outcome"`
	// DueAt is the law's limit, TargetAt our own or a regulator's wish: RFC 3339 on the authority's wall clock.
	DueAt       *string  `json:"due_at"`
	TargetAt    *string  `json:"target_at"`
	Citation    string   `json:"citation"`
	Confidence  string   `json:"confidence"`
	PackVersion string   `json:"pack_version"`
	Reasons     []string `json:"reasons"`
	FactsUsed   []string `json:"facts_used"`
	// Needs names the facts that could still change the outcome or start the clock.
	Needs []string `json:"needs"`
	// Also holds the clocks beside the main one.
	Also []Also `json:"also"`
}

// The kinds of clocks beside the main one.
const (
	AlsoProvisional      = "provisional"       // the strict reading while the real start is not known
	AlsoAssessmentWindow = "assessment-window" // how long the law lets the assessment take
	AlsoFollowUp         = "follow-up"         // a later report
)

// Also is a clock beside the main one.
type Also struct {
	Kind     string  `json:"kind"`
	DueAt    *string `json:"due_at"`
	TargetAt *string `json:"target_at"`
	Citation string  `json:"citation"`
	Text     string  `json:"text"`
}
