package models

import (
	"fmt"

	"candour/models/terms"
)

// ReferenceKind is what a reference was given to. A notice to people is none of them: its dispatch has a number already.
type ReferenceKind string

const (
	ReferenceCircular    ReferenceKind = "circular"
	ReferencePublication ReferenceKind = "publication"
	ReferenceBroadcast   ReferenceKind = "broadcast"
)

// GivenReference numbers something that people outside read, so that a reference can be computed from the number.
type GivenReference struct {
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind       ReferenceKind
	ThingID    ID
	IncidentID ID
	GivenAt    terms.Instant
}

// EnsureReference numbers a thing, once: asked again it gives the same number.
func EnsureReference(tx Tx, kind ReferenceKind, thing, incident ID) (int64, error) {
	g, err := ReferenceOfThing(tx, kind, thing)
	if err == nil || !IsKind(err, KindNotFound) {
		return g.Number, err
	}
	var last int64
	if err := tx.q().Model(&GivenReference{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return 0, fmt.Errorf("number a reference: %w", err)
	}
	g = GivenReference{Number: last + 1, Kind: kind, ThingID: thing, IncidentID: incident, GivenAt: tx.Now()}
	return g.Number, insert(tx, &g, "A reference with this number")
}

// ReferenceOfThing finds what was given to a thing.
func ReferenceOfThing(r Reader, kind ReferenceKind, thing ID) (GivenReference, error) {
	return one[GivenReference](r.q().Where("kind = ? AND thing_id = ?", kind, thing), "Reference")
}

// ReferencesOf gives those of an incident, by thing.
func ReferencesOf(r Reader, incident ID, kind ReferenceKind) (map[ID]int64, error) {
	rows, err := many[GivenReference](r.q().Where("incident_id = ? AND kind = ?", incident, kind), "references")
	if err != nil {
		return nil, err
	}
	out := make(map[ID]int64, len(rows))
	for _, g := range rows {
		out[g.ThingID] = g.Number
	}
	return out, nil
}

// LoadGivenReference finds one by its number, for whoever checks a reference.
func LoadGivenReference(r Reader, number int64) (GivenReference, error) {
	return one[GivenReference](r.q().Where("number = ?", number), "Reference")
}

// NewerDispatchTo says whether a later dispatch of the incident has reached out to this person too, and is not stopped.
func NewerDispatchTo(r Reader, d Dispatch, person int64) (bool, error) {
	var later []int64
	err := r.q().Model(&Dispatch{}).Where("incident_id = ? AND number > ? AND wave > 0 AND halted <> ?", d.IncidentID, d.Number, Stopped).Pluck("number", &later).Error
	if err != nil || len(later) == 0 {
		return false, err
	}
	var n int64
	err = r.q().Model(&PersonDelivery{}).Where("dispatch IN ? AND person_id = ? AND state IN ?", later, person,
		[]DeliveryState{DeliverySent, DeliveryDelivered, DeliveryTold, DeliveryHeld, DeliveryUncertain, DeliveryListed}).Limit(1).Count(&n).Error
	return n > 0, err
}

// LoadBroadcast finds a broadcast for whoever checks its reference.
func LoadBroadcast(r Reader, id ID) (Broadcast, error) {
	return one[Broadcast](r.q().Where("id = ?", id), "Broadcast")
}

// CircularsSentAfter gives the later circulars of the same incident that are on their way or there.
func CircularsSentAfter(r Reader, n Notice) ([]Notice, error) {
	return many[Notice](r.q().Where("incident_id = ? AND kind = ? AND state = ? AND number > ?", n.IncidentID, NoticeCircular, NoticeSending, n.Number), "circulars")
}
