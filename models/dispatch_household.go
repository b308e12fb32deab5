package models

import (
	"fmt"
	"slices"

	"candour/models/terms"
)

// Households of a dispatch as a person decides them: everybody a message of their own, or one for all of the same society.
const (
	HouseholdsSeparate = "separate"
	HouseholdsCombined = "combined"

	ReasonHousehold        = "household"         // shares a mailbox or a telephone, and nobody has decided
	ReasonHouseholdMessage = "household_message" // reads the message of the person named as household
)

type sharedLine struct {
	PersonID  int64
	Cohort    int64
	Channel   string
	Household int64
}

// SettleHouseholds lets lines go that wait for a decision about their household. Those of whom one line alone turned out to use the shared
// mailbox or telephone go in any case: they share it with nobody. Without a decision the rest keeps waiting. Nobody is dropped.
//
// own are households for which another decision was made than the rule, by their first person.
func SettleHouseholds(tx Tx, dispatch int64, rule string, own map[int64]string, at terms.Instant) (decided int64, err error) {
	lines, err := many[sharedLine](tx.q().Model(&PersonDelivery{}).Select("person_id", "cohort", "channel", "household").
		Where("dispatch = ? AND household IS NOT NULL AND state = ? AND reason = ?", dispatch, DeliveryWaiting, ReasonHousehold).Order("person_id"), "households")
	if err != nil {
		return 0, err
	}
	type place struct {
		household int64
		channel   string
		cohort    int64 // 0: of any
	}
	sharing, leader, members := map[place]int{}, map[place]int64{}, map[place]int{}
	for _, l := range lines {
		sharing[place{l.Household, l.Channel, 0}]++
		p := place{l.Household, l.Channel, l.Cohort}
		if members[p]++; members[p] == 1 {
			leader[p] = l.PersonID // lines come in the order of people, so it is the first
		}
	}
	moves := Moves{}
	var alone, leads []int64
	follows := map[int64][]int64{} // leader -> who reads their message
	for _, l := range lines {
		from := Place{l.Cohort, l.Channel, DeliveryWaiting, ReasonHousehold}
		p := place{l.Household, l.Channel, l.Cohort}
		decision := rule
		if d, ok := own[leader[p]]; ok {
			decision = d
		}
		switch {
		case sharing[place{l.Household, l.Channel, 0}] == 1, decision == HouseholdsSeparate, decision == HouseholdsCombined && members[p] == 1:
			alone = append(alone, l.PersonID)
			moves.Move(from, Place{l.Cohort, l.Channel, DeliveryQueued, ""})
		case decision != HouseholdsCombined:
			continue
		case leader[p] == l.PersonID:
			leads = append(leads, l.PersonID)
			moves.Move(from, Place{l.Cohort, l.Channel, DeliveryQueued, ""})
		default:
			follows[leader[p]] = append(follows[leader[p]], l.PersonID)
			moves.Move(from, Place{l.Cohort, l.Channel, DeliveryWaiting, ReasonHouseholdMessage})
		}
		decided++
	}
	update := func(people []int64, values map[string]any) error {
		for part := range slices.Chunk(people, 90) {
			if err := tx.q().Model(&PersonDelivery{}).Where("dispatch = ? AND person_id IN ?", dispatch, part).Updates(values).Error; err != nil {
				return fmt.Errorf("decide households: %w", err)
			}
		}
		return nil
	}
	if err := update(alone, map[string]any{"state": DeliveryQueued, "reason": "", "household": nil, "next_at": at}); err != nil {
		return 0, err
	}
	for _, id := range leads {
		if err := update([]int64{id}, map[string]any{"state": DeliveryQueued, "reason": "", "household": id, "next_at": at}); err != nil {
			return 0, err
		}
		if err := update(follows[id], map[string]any{"reason": ReasonHouseholdMessage, "household": id}); err != nil {
			return 0, err
		}
	}
	return decided, CountMoves(tx, dispatch, moves)
}

// HouseholdMembers are the people who read the message of this one, themselves first.
func HouseholdMembers(r Reader, dispatch, leader int64) ([]int64, error) {
	var ids []int64
	err := r.q().Model(&PersonDelivery{}).Where("dispatch = ? AND household = ? AND (person_id = ? OR reason = ? OR state <> ?)", dispatch, leader, leader, ReasonHouseholdMessage, DeliveryWaiting).
		Order("person_id").Pluck("person_id", &ids).Error
	slices.SortFunc(ids, func(a, b int64) int {
		switch {
		case a == b:
			return 0
		case a == leader:
			return -1
		case b == leader:
			return 1
		}
		return int(a - b)
	})
	return ids, err
}

// HouseholdFollower is somebody whose message was another person's, and how that one stands now.
type HouseholdFollower struct {
	PersonDelivery
	LeaderState  DeliveryState
	LeaderReason string
	LeaderCode   int
}

// HouseholdFollowers gives people who do not stand where the message stands that is theirs too.
func HouseholdFollowers(r Reader, dispatch int64, limit int) ([]HouseholdFollower, error) {
	return many[HouseholdFollower](r.q().Table("person_deliveries AS m").
		Select("m.*, l.state AS leader_state, l.reason AS leader_reason, l.reply_code AS leader_code").
		Joins("JOIN person_deliveries l ON l.dispatch = m.dispatch AND l.person_id = m.household").
		Where("m.dispatch = ? AND m.household IS NOT NULL AND m.household <> m.person_id AND (m.reason = ? OR m.state <> ?) AND m.state <> l.state AND l.state IN ?",
			dispatch, ReasonHouseholdMessage, DeliveryWaiting,
			[]DeliveryState{DeliverySent, DeliveryDelivered, DeliveryTold, DeliveryHeld, DeliveryUncertain, DeliveryUnreached, DeliveryExcluded}).
		Limit(limit), "households")
}

// HouseholdLines is one household: the people who share a mailbox or telephone in one group of a society. First stands for it in decisions.
type HouseholdLines struct {
	First   int64
	Channel string
	Cohort  int64
	People  []int64
}

// ListHouseholds gives households of a dispatch whose first person comes behind the one given: those that wait for a decision, and those that read
// one message. Those told separately share nothing any more.
func ListHouseholds(r Reader, dispatch, after int64, limit int) ([]HouseholdLines, error) {
	type head struct {
		Household int64
		Channel   string
		Cohort    int64
		First     int64
	}
	heads, err := many[head](r.q().Model(&PersonDelivery{}).Select("household, channel, cohort, MIN(person_id) AS first").
		Where("dispatch = ? AND household IS NOT NULL", dispatch).Group("household, channel, cohort").
		Having("MIN(person_id) > ? AND COUNT(*) > 1", after).Order("MIN(person_id)").Limit(limit), "households")
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	keys := make([]int64, len(heads))
	for i, h := range heads {
		keys[i] = h.Household
	}
	lines, err := many[sharedLine](r.q().Model(&PersonDelivery{}).Select("person_id", "cohort", "channel", "household").
		Where("dispatch = ? AND household IN ?", dispatch, keys).Order("person_id"), "households")
	if err != nil {
		return nil, err
	}
	out := make([]HouseholdLines, len(heads))
	for i, h := range heads {
		out[i] = HouseholdLines{First: h.First, Channel: h.Channel, Cohort: h.Cohort}
		for _, l := range lines {
			if l.Household == h.Household && l.Channel == h.Channel && l.Cohort == h.Cohort {
				out[i].People = append(out[i].People, l.PersonID)
			}
		}
	}
	return out, nil
}
