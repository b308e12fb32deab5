package regimes

import "candour/models/terms"

// The words of a condition: the closed vocabulary of triggers.
const (
	WordAlways            = "always"
	WordRiskAtLeast       = "risk_at_least"
	WordHarmAtLeast       = "harm_at_least"
	WordPeopleAtLeast     = "people_at_least"
	WordRecordsAtLeast    = "records_at_least"
	WordDataCategoriesAny = "data_categories_any"
	WordEncryption        = "encryption"
	WordAcquired          = "acquired"
	WordAccessed          = "accessed"
	WordFact              = "fact"
	WordFactAtLeast       = "fact_at_least"
	WordRole              = "role"
	WordSector            = "sector"
	WordKind              = "kind"
	WordMovement          = "movement"
	WordEEAEstablishment  = "eea_establishment"
	WordNameAny           = "name_any"
	WordAllOf             = "all_of"
	WordAnyOf             = "any_of"
	WordNot               = "not"

	// Only the rules of risk use these two; a pack that did would be refused.
	WordFactor = "factor" // another named condition of the same file
	WordProved = "proved" // counts only once it is known: unknown reads as no, and stays listed as a doubt
)

// Condition is one node of a trigger: exactly one word and what belongs to it.
type Condition struct {
	Word   string          `json:"word"`
	Level  terms.RiskLevel `json:"level,omitempty"`  // risk_at_least
	Harm   string          `json:"harm,omitempty"`   // harm_at_least: significant, serious
	Number float64         `json:"number,omitempty"` // the *_at_least words
	Key    string          `json:"key,omitempty"`    // fact, fact_at_least, factor
	Values []any           `json:"values,omitempty"` // fact: bool, number or word; any of them
	Words  []string        `json:"words,omitempty"`  // role, sector, kind, name_any, data_categories_any
	Bool   bool            `json:"bool,omitempty"`   // movement, eea_establishment: the value asked for
	Parts  []Condition     `json:"parts,omitempty"`  // all_of, any_of, not, proved

	// Question is what a person is asked about a named fact; the loader copies it from the pack.
	Question string `json:"-"`
}

// Context is what a condition may look at: one party and one group of its people.
type Context interface {
	// Fact gives the value of a vocabulary key or of a named fact; known is false while nobody has said.
	// Values are bool, a number, string, or a list of words.
	Fact(key string) (value any, known bool)
	// Risk is the group's level, terms.RiskUnknown while not known.
	Risk() terms.RiskLevel
	// People is the range for the row: all people of the party, or, for a link by residence, those who live in the
	// row's jurisdiction. nil is an open end. path names it, for example "groups[0].people".
	People() (minimum, maximum *int, path string)
	// Party gives the party's words for role, sector, kind, movement, eea_establishment or name (movement and
	// eea_establishment as "true" or "false"); none means not given. path names it, for example "parties[0].role".
	Party(word string) (words []string, path string)
}

// Finding is what a condition says, and why.
type Finding struct {
	Answer terms.Answer
	// Used names the known facts that the answer rests on.
	Used []string
	// Needs names the facts that could still change the answer; empty unless Answer is unknown.
	Needs []string
	// Reasons are whole sentences for people.
	Reasons []string
	// Doubts names the facts that are not known and were read as "not proved" (the word proved): they could still
	// change a settled answer.
	Doubts []string
}

// RiskContext is a context that knows between which levels the risk lies, and what would settle it.
type RiskContext interface {
	RiskAtLeast(level terms.RiskLevel) Finding
}

// FactorContext is a context with named conditions of its own, which the rules of risk refer to.
type FactorContext interface {
	Factor(name string) Finding
}
