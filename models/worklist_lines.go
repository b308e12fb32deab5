package models

import (
	"fmt"

	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// ByHand are the channels on which a person tells a person, or the post does.
var ByHand = []string{"letter", "call", "visit", "society"}

// LinesForList gives lines of one society on one channel that may go on a list now: released and not yet on one.
func LinesForList(r Reader, d Dispatch, party ID, channel, language string, limit int) ([]PersonDelivery, error) {
	q := r.q().Where("dispatch = ? AND channel = ? AND state IN ? AND wave <= ? AND worklist IS NULL", d.Number, channel,
		[]DeliveryState{DeliveryQueued, DeliveryDeferred}, d.Wave).
		Where("cohort IN (SELECT number FROM people_cohorts WHERE incident_id = ? AND party_id = ?)", d.IncidentID, party).Order("person_id").Limit(limit)
	if language != "" {
		q = q.Where("language = ?", language)
	}
	return many[PersonDelivery](q, "lines for a list")
}

// WaitingForList is how many people of a society wait for a list, by channel and language.
type WaitingForList struct {
	Dispatch int64
	PartyID  ID
	Channel  string
	Language string
	Count    int
}

// CountForLists counts whoever waits for a list in an incident, as far as this viewer may see.
func CountForLists(r Reader, v Viewer, incident ID) ([]WaitingForList, error) {
	if !ValidID(incident) {
		return nil, NotFound("Incident")
	}
	q := r.q().Table("person_deliveries AS l").Select("l.dispatch, c.party_id, l.channel, l.language, COUNT(*) AS count").
		Joins("JOIN dispatches d ON d.number = l.dispatch").Joins("JOIN people_cohorts c ON c.number = l.cohort").
		Where("d.incident_id = ? AND d.phase IN ? AND d.halted = '' AND l.channel IN ? AND l.state IN ? AND l.worklist IS NULL AND l.wave <= d.wave", incident,
			[]DispatchPhase{DispatchSending, DispatchDone}, ByHand, []DeliveryState{DeliveryQueued, DeliveryDeferred}).
		Group("l.dispatch, c.party_id, l.channel, l.language").Order("l.dispatch, c.party_id, l.channel, l.language")
	if society, only := v.onlySociety(); only {
		q = q.Where("c.party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	} else if !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[WaitingForList](q, "people waiting for a list")
}

// MoveLines changes lines that are still as they were read, and counts all moves once. Lines come in the order of people everywhere, so that
// two batches never wait for each other in a circle. A line that is not as it was read any more breaks the batch: a conflict.
func MoveLines(tx Tx, was, is []PersonDelivery) error {
	if len(was) != len(is) {
		return fmt.Errorf("%d lines become %d", len(was), len(is))
	}
	byDispatch := map[int64]Moves{}
	for i := range was {
		a, b := was[i], is[i]
		err := guarded(tx.q().Model(&PersonDelivery{}).Where("dispatch = ? AND person_id = ? AND state = ? AND step = ? AND epoch = ?", a.Dispatch, a.PersonID, a.State, a.Step, a.Epoch),
			map[string]any{"channel": b.Channel, "state": b.State, "reason": b.Reason, "step": b.Step, "tries": b.Tries, "epoch": b.Epoch, "language": b.Language,
				"reply_code": b.ReplyCode, "worklist": b.Worklist, "next_at": b.NextAt, "settled_at": b.SettledAt},
			"The deliveries of some people changed meanwhile. Nothing was done; load the list again.")
		if err != nil {
			return err
		}
		if byDispatch[a.Dispatch] == nil {
			byDispatch[a.Dispatch] = Moves{}
		}
		byDispatch[a.Dispatch].Move(a.Place(), b.Place())
	}
	for dispatch, moves := range byDispatch {
		if err := CountMoves(tx, dispatch, moves); err != nil {
			return err
		}
	}
	return nil
}

// LoadPersonCohort finds where a person stands.
func LoadPersonCohort(r Reader, number int64) (PeopleCohort, error) {
	return one[PeopleCohort](r.q().Where("number = ?", number), "Part of the list")
}

// TriedChannels gives the channels of a person's earlier tries in a dispatch.
func TriedChannels(r Reader, dispatch, person int64) ([]string, error) {
	var out []string
	err := r.q().Model(&DeliveryAttempt{}).Distinct("channel").Where("dispatch = ? AND person_id = ?", dispatch, person).Order("channel").Pluck("channel", &out).Error
	return out, err
}

// InboundSeen is a notification that was taken.
type InboundSeen struct {
	Mark   []byte `gorm:"primaryKey"`
	SeenAt terms.Instant
}

// TableName is not the plural the library would make.
func (InboundSeen) TableName() string { return "inbound_seen" }

// TakeOnce says whether this notification comes for the first time, and remembers it.
func TakeOnce(tx Tx, mark []byte) (bool, error) {
	r := tx.q().Clauses(clause.OnConflict{DoNothing: true}).Create(&InboundSeen{Mark: mark, SeenAt: tx.Now()})
	return r.RowsAffected == 1, r.Error
}
