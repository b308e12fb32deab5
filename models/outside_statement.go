package models

import "candour/models/terms"

// OutsideStatement is what somebody else has said about an incident: a society, the press, a person on the internet. It is entered by hand and
// never edited; one entered wrongly is withdrawn and entered again.
type OutsideStatement struct {
	ID          ID
	IncidentID  ID
	Kind        string
	Language    string
	WordsSealed []byte
	SaidAt      terms.Instant
	EnteredAt   terms.Instant
	EnteredBy   ID
	WithdrawnAt terms.Instant
	WithdrawnBy *ID
}

// OutsideKinds in the order people are shown them.
var OutsideKinds = []string{"society", "authority", "press", "social", "intruder", "other"}

// OutsideWords is who said it, where it can be read, and the words.
type OutsideWords struct {
	Who    string `json:"who"`
	Source string `json:"source"` // an address, a page of a newspaper, a programme
	Words  string `json:"words"`
}

// SetWords seals who said what; Words opens it.
func (s *OutsideStatement) SetWords(k *Keyring, w OutsideWords) (err error) {
	s.WordsSealed, err = sealJSON(k, "outside_statements.words:"+s.ID, w)
	return err
}

func (s *OutsideStatement) Words(k *Keyring) (w OutsideWords, err error) {
	err = openJSON(k, "outside_statements.words:"+s.ID, s.WordsSealed, &w)
	return w, err
}

// ListOutsideStatements gives those of an incident this viewer may see, oldest first; withdrawn ones are left out.
func ListOutsideStatements(r Reader, v Viewer, incident ID) ([]OutsideStatement, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[OutsideStatement](r.q().Where("incident_id = ? AND withdrawn_at IS NULL", incident).Order("said_at, id"), "statements of others")
}

// FindOutsideStatement finds one this viewer may see.
func FindOutsideStatement(r Reader, v Viewer, id ID) (OutsideStatement, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return OutsideStatement{}, NotFound("Statement")
	}
	return one[OutsideStatement](r.q().Where("id = ?", id), "Statement")
}

func AddOutsideStatement(tx Tx, s *OutsideStatement) error { return insert(tx, s, "This statement") }

// WithdrawOutsideStatement takes one back that was entered wrongly, once.
func WithdrawOutsideStatement(tx Tx, id, by ID) error {
	return guarded(tx.q().Model(&OutsideStatement{}).Where("id = ? AND withdrawn_at IS NULL", id), map[string]any{"withdrawn_at": tx.Now(), "withdrawn_by": by},
		"This statement was taken out already.")
}
