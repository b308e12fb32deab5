package models

import (
	"encoding/json"

	"candour/models/terms"
)

// Certainty of a fact, in the order from least to most.
type Certainty string

const (
	Assumed   Certainty = "assumed"   // nobody has said so; the cautious reading
	Reported  Certainty = "reported"  // somebody said so
	Likely    Certainty = "likely"    // evidence points to it
	Confirmed Certainty = "confirmed" // evidence shows it
)

var Certainties = []Certainty{Assumed, Reported, Likely, Confirmed}

// Fact is one appended statement about the incident, one of its parties, or one of its groups. It is never changed; a later one of
// the same key and subject takes its place, and both stay readable. Value is JSON; null means "not known yet", said on purpose.
type Fact struct {
	ID           ID
	Seq          int64 `gorm:"->"` // order of recording, given by the database
	IncidentID   ID
	PartyID      *ID
	GroupID      *ID
	Key          string // a word of terms.Facts, a named fact of a pack, or a moment: occurred_at, detected_at, aware_at, ...
	Value        string
	Certainty    Certainty
	SourceSealed []byte // who or what says so; sealed, because sources have names
	LearntAt     terms.Instant
	Zone         string // IANA zone the moment was given in, so that local time can be shown
	RecordedAt   terms.Instant
	RecordedBy   *ID
}

// Source opens who or what says so.
func (f *Fact) Source(k *Keyring) (string, error) {
	return k.OpenText("facts.source:"+f.ID, f.SourceSealed)
}

// SetSource seals who or what says so.
func (f *Fact) SetSource(k *Keyring, s string) (err error) {
	f.SourceSealed, err = k.SealText("facts.source:"+f.ID, s)
	return err
}

// Moment reads a fact whose value is a time; zero when it is not known.
func (f *Fact) Moment() terms.Instant {
	var s string
	if json.Unmarshal([]byte(f.Value), &s) != nil {
		return terms.Instant{}
	}
	i, _ := terms.ParseInstant(s)
	return i
}

// ListFacts gives every fact of an incident in the order it was recorded: the history.
func ListFacts(r Reader, incident ID) ([]Fact, error) {
	return many[Fact](r.q().Where("incident_id = ?", incident).Order("seq"), "facts")
}

// WhenFacts gives when which fact was learnt, each once, and nothing else of it.
func WhenFacts(r Reader, incident ID) ([]Fact, error) {
	return many[Fact](r.q().Distinct("key", "learnt_at").Where("incident_id = ?", incident).Order("learnt_at, key"), "facts")
}

// CurrentFacts gives the fact in force for each key and subject: the one learnt last; of two learnt at the same moment, the one recorded last.
func CurrentFacts(r Reader, incident ID) ([]Fact, error) {
	all, err := many[Fact](r.q().Where("incident_id = ?", incident).Order("learnt_at, seq"), "facts")
	if err != nil {
		return nil, err
	}
	return inForce(all), nil
}

// FactsAt gives the facts that were in force for those who had recorded nothing later than a moment.
func FactsAt(r Reader, incident ID, at terms.Instant) ([]Fact, error) {
	all, err := many[Fact](r.q().Where("incident_id = ? AND recorded_at <= ?", incident, at).Order("learnt_at, seq"), "facts")
	if err != nil {
		return nil, err
	}
	return inForce(all), nil
}

// FactsLearntBy gives the facts that somebody had learnt by a moment, whenever they were recorded.
func FactsLearntBy(r Reader, incident ID, at terms.Instant) ([]Fact, error) {
	all, err := many[Fact](r.q().Where("incident_id = ? AND learnt_at <= ?", incident, at).Order("learnt_at, seq"), "facts")
	if err != nil {
		return nil, err
	}
	return inForce(all), nil
}

// IncidentFacts gives the facts in force of the incident as a whole, without those of its parties and groups.
func IncidentFacts(r Reader, incident ID) ([]Fact, error) {
	all, err := many[Fact](r.q().Where("incident_id = ? AND party_id IS NULL AND group_id IS NULL", incident).Order("learnt_at, seq"), "facts")
	return inForce(all), err
}

// inForce keeps the last of each key and subject, of rows in the order learnt.
func inForce(all []Fact) []Fact {
	at, out := map[[3]string]int{}, []Fact{}
	for _, f := range all {
		k := [3]string{deref(f.PartyID), deref(f.GroupID), f.Key}
		if i, ok := at[k]; ok {
			out[i] = f
			continue
		}
		at[k] = len(out)
		out = append(out, f)
	}
	return out
}

func deref(id *ID) string {
	if id == nil {
		return ""
	}
	return *id
}

func AddFact(tx Tx, f *Fact) error { return insert(tx, f, "This fact") }
