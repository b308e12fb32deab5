package assessment

import (
	"candour/models/terms"
)

// Input is everything an assessment knows. The zero value of each field means "not known yet", never "no".
type Input struct {
	Incident IncidentTimes
	Parties  []PartyInput
	Groups   []GroupInput
	Facts    FactSet // said for the whole incident; a group's own facts stand above these
	// Ignored lists facts that no rule can use; they are handed back so that nobody thinks they were weighed.
	Ignored []string
}

// IncidentTimes are the moments of the incident itself; a party's own awareness stands with the party.
type IncidentTimes struct {
	Title               string
	OccurredAt          terms.Instant
	DetectedAt          terms.Instant
	AwareAt             terms.Instant
	PublicAt            terms.Instant
	ContainedAt         terms.Instant
	DeterminedAt        terms.Instant
	AssessedAt          terms.Instant
	AuthorityNotifiedAt terms.Instant
}

// PartyInput is one organisation in its role in this incident.
type PartyInput struct {
	Name             string
	Country          string // ISO 3166-1 alpha-2, or US-CA style
	Role             string
	AwareAt          terms.Instant // zero: the incident's
	AwareInherited   bool          // true: AwareAt was taken from the incident
	Immunity         string        // the basis, empty: none claimed
	Kind             string
	Sectors          []string
	SectorsKnown     bool
	Movement         terms.Answer
	EEAEstablishment terms.Answer
	StaffCount       *float64
}

// GroupInput is a group of people of one party, alike for the purposes of the law.
type GroupInput struct {
	Name      string
	Party     string // name of the party whose people they are; empty: every party's
	Facts     FactSet
	People    CountRange
	Residence map[string]CountRange // where they live; nil: not known
	RiskLevel terms.RiskLevel
}

// CountRange is a number of people that may not be known exactly.
type CountRange struct {
	Min *int64 // nil: not known, at least 0
	Max *int64 // nil: not known, no upper bound
}

// FactSet holds facts by key: bool, float64, string, []string or terms.Instant. A missing key is not known yet.
type FactSet map[string]any

// Exactly is a range of one number.
func Exactly(n int64) CountRange { return CountRange{Min: &n, Max: &n} }

// AtLeast is a range with no known end.
func AtLeast(n int64) CountRange { return CountRange{Min: &n} }

// Plus adds two ranges: what is unknown in one is unknown in the sum.
func (c CountRange) Plus(d CountRange) CountRange {
	var out CountRange
	if c.Min != nil || d.Min != nil {
		n := orZero(c.Min) + orZero(d.Min)
		out.Min = &n
	}
	if c.Max != nil && d.Max != nil {
		n := *c.Max + *d.Max
		out.Max = &n
	}
	return out
}

// Known says whether anything at all is known of the number.
func (c CountRange) Known() bool { return c.Min != nil || c.Max != nil }

func orZero(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}
