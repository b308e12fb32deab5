package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// Broadcast is telling that is addressed to nobody: it is the substitute for people who cannot be reached (GDPR Art. 34(3)(c)) and never counts
// as told.
type Broadcast struct {
	ID          ID
	IncidentID  ID
	PartyID     *ID
	Kind        string // radio, television, poster, community_leader, web, newspaper
	Language    string
	Area        string // where it is heard or hangs; no names of people
	BeginsOn    string // civil dates
	EndsOn      string
	Reach       JSON[CountRange]
	ReachHow    string // how the estimate was made
	GroupIDs    JSON[[]ID]
	ProofName   string        // of the document that proves it
	ProofHash   string        // SHA-256 of it, hexadecimal
	DocumentID  *ID           // the document itself, where it was handed in
	CreatedAt   terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy   ID
	WithdrawnAt terms.Instant
	WithdrawnBy *ID
	Version     int
}

// BroadcastKinds in the order people are shown them.
var BroadcastKinds = []string{"radio", "television", "newspaper", "poster", "community_leader", "web"}

func scopeBroadcasts(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// ListBroadcasts gives those of an incident this viewer may see, newest first; withdrawn ones too.
func ListBroadcasts(r Reader, v Viewer, incident ID) ([]Broadcast, error) {
	return many[Broadcast](scopeBroadcasts(r.q(), v).Where("incident_id = ?", incident).Order("begins_on DESC, created_at DESC, id"), "broadcasts")
}

// FindBroadcast finds one this viewer may see.
func FindBroadcast(r Reader, v Viewer, id ID) (Broadcast, error) {
	if !ValidID(id) {
		return Broadcast{}, NotFound("Broadcast")
	}
	return one[Broadcast](scopeBroadcasts(r.q(), v).Where("id = ?", id), "Broadcast")
}

// AddBroadcast adds one.
func AddBroadcast(tx Tx, b *Broadcast) error {
	b.Version = 1
	return insert(tx, b, "This broadcast")
}

// UpdateBroadcast changes one at a known version that was not withdrawn.
func UpdateBroadcast(tx Tx, b Broadcast, values map[string]any) error {
	values["version"] = b.Version + 1
	return guarded(tx.q().Model(&Broadcast{}).Where("id = ? AND version = ? AND withdrawn_at IS NULL", b.ID, b.Version), values,
		"Somebody else changed this meanwhile, or it was withdrawn. Nothing was changed; load it again.")
}

// SubstituteFor counts, by group, the people who were not reached and the broadcasts that stand for them.
func SubstituteFor(r Reader, incident ID) (map[ID]int, error) {
	rows, err := many[Broadcast](r.q().Where("incident_id = ? AND withdrawn_at IS NULL", incident), "broadcasts")
	if err != nil {
		return nil, err
	}
	out := map[ID]int{}
	for _, b := range rows {
		for _, g := range b.GroupIDs.V {
			out[g]++
		}
	}
	return out, nil
}
