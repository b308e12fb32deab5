package models

import "candour/models/terms"

// OlderBreach is a line of a register that was kept before this program: a record of its own kind, not an incident. No clock runs for it and no
// rule is asked about it.
type OlderBreach struct {
	ID          ID
	ImportID    ID
	Line        int64  // of the file it came from
	RowHash     string // of what it says: the same line twice is there once
	HappenedOn  string // a civil date; empty: not known
	EntrySealed []byte
	ImportedAt  terms.Instant
	ImportedBy  ID
}

// OlderEntry is what the old register says; each in the words it had.
type OlderEntry struct {
	Reference       string `json:"reference"`
	HappenedOn      string `json:"happened_on"`
	AwareOn         string `json:"aware_on"`
	WhatHappened    string `json:"what_happened"`
	Controller      string `json:"controller"`
	People          string `json:"people"`
	Data            string `json:"data"`
	Effects         string `json:"effects"`
	Measures        string `json:"measures"`
	AuthorityToldOn string `json:"authority_told_on"`
	PeopleToldOn    string `json:"people_told_on"`
	Reason          string `json:"reason"`
}

// SetEntry seals the line; Entry opens it.
func (b *OlderBreach) SetEntry(k *Keyring, e OlderEntry) (err error) {
	b.EntrySealed, err = sealJSON(k, "older_breaches.entry:"+b.ID, e)
	return err
}

func (b *OlderBreach) Entry(k *Keyring) (e OlderEntry, err error) {
	err = openJSON(k, "older_breaches.entry:"+b.ID, b.EntrySealed, &e)
	return e, err
}

// ListOlderBreaches gives all lines of older registers, newest first. A society reads its own register, not ours.
func ListOlderBreaches(r Reader, v Viewer) ([]OlderBreach, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[OlderBreach](r.q().Order("happened_on DESC, id"), "older breaches")
}

// AnyOlderBreaches says whether this viewer would be given any.
func AnyOlderBreaches(r Reader, v Viewer) (bool, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return false, nil
	}
	rows, err := many[OlderBreach](r.q().Omit("entry_sealed").Limit(1), "older breaches")
	return len(rows) > 0, err
}

// HasOlderBreach says whether a line is there already.
func HasOlderBreach(r Reader, rowHash string) (bool, error) {
	rows, err := many[OlderBreach](r.q().Omit("entry_sealed").Where("row_hash = ?", rowHash).Limit(1), "older breaches")
	return len(rows) > 0, err
}

func AddOlderBreach(tx Tx, b *OlderBreach) error { return insert(tx, b, "This line") }
