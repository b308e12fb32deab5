package models

import (
	"candour/models/terms"
)

// States that only people's lines have, beside those of every message.
const (
	DeliveryExcluded  DeliveryState = "excluded"  // a rule or a decision: not to be told this way, with the reason
	DeliveryUnreached DeliveryState = "unreached" // no channel is left, with the reason
	DeliveryWaiting   DeliveryState = "waiting"   // for a person's decision: a household, whether telling can hurt
	DeliveryListed    DeliveryState = "listed"    // on a worklist: letters, calls, visits, the society
	DeliveryTold      DeliveryState = "told"      // a person says so: called, visited, told by the society
)

// PersonDelivery is one person's line in one dispatch: the channel that is responsible now and how far it is.
//
//	queued, deferred -> leased -> sent | refused | deferred | uncertain | held      (who sends writes "sending" into its journal first)
//	leased -> queued (the program was gone and its journal says it had not begun)   uncertain -> sent | refused | queued (journal, receipt, two people)
//	sent -> delivered | refused (a receipt)    refused -> queued (step + 1, the next channel) | unreached
//	queued -> listed -> told | queued (step + 1) | unreached | waiting
type PersonDelivery struct {
	Dispatch  int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Cohort    int64
	Wave      int
	Channel   string
	State     DeliveryState
	Reason    string // a word of a fixed list
	Step      int    // the channel tried, from 1
	Tries     int    // hand-overs in this step
	Epoch     int64  // rises with each lease
	Node      int64  // who holds the lease, or held the last
	Language  string
	ReplyCode int
	Household *int64 // the person whose message is theirs too
	Worklist  *int64
	QueuedAt  terms.Instant
	NextAt    terms.Instant
	SettledAt terms.Instant
}

// TableName keeps the plural in one word.
func (PersonDelivery) TableName() string { return "person_deliveries" }

// Place is where the line stands in the counts.
func (d *PersonDelivery) Place() Place {
	return Place{Cohort: d.Cohort, Channel: d.Channel, State: d.State, Reason: d.Reason}
}

// DeliveryAttempt is a try that is over and was not the last word.
type DeliveryAttempt struct {
	Dispatch  int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Step      int   `gorm:"primaryKey;autoIncrement:false"`
	Try       int   `gorm:"primaryKey;autoIncrement:false"`
	Channel   string
	State     DeliveryState
	ReplyCode int
	Reason    string
	Node      int64
	SettledAt terms.Instant
	SettledBy *ID
}

// MovePersonDelivery changes one line that is still as it was read, and counts the move; anything else is a conflict. Batches of the
// sender have their own statement.
func MovePersonDelivery(tx Tx, was, is PersonDelivery) error {
	err := guarded(tx.q().Model(&PersonDelivery{}).Where("dispatch = ? AND person_id = ? AND state = ? AND step = ? AND epoch = ?",
		was.Dispatch, was.PersonID, was.State, was.Step, was.Epoch), map[string]any{
		"wave": is.Wave, "channel": is.Channel, "state": is.State, "reason": is.Reason, "step": is.Step, "tries": is.Tries, "epoch": is.Epoch,
		"node": is.Node, "language": is.Language, "reply_code": is.ReplyCode, "household": is.Household, "worklist": is.Worklist,
		"next_at": is.NextAt, "settled_at": is.SettledAt,
	}, "This person's delivery changed meanwhile. Nothing was done; load it again.")
	if err != nil {
		return err
	}
	moves := Moves{}
	moves.Move(was.Place(), is.Place())
	return CountMoves(tx, was.Dispatch, moves)
}

// AddAttempt keeps a try that is over.
func AddAttempt(tx Tx, d PersonDelivery, by *ID) error {
	return insert(tx, &DeliveryAttempt{Dispatch: d.Dispatch, PersonID: d.PersonID, Step: d.Step, Try: d.Tries, Channel: d.Channel, State: d.State,
		ReplyCode: d.ReplyCode, Reason: d.Reason, Node: d.Node, SettledAt: tx.Now(), SettledBy: by}, "This attempt")
}

// LoadPersonDelivery finds a line for a worker or a receipt.
func LoadPersonDelivery(r Reader, dispatch, person int64) (PersonDelivery, error) {
	return one[PersonDelivery](r.q().Where("dispatch = ? AND person_id = ?", dispatch, person), "Delivery")
}

// ListPersonDeliveries gives every line of one person this viewer may see, oldest dispatch first.
func ListPersonDeliveries(r Reader, v Viewer, incident ID, person int64) ([]PersonDelivery, error) {
	if _, err := FindPerson(r, v, incident, person); err != nil {
		return nil, err
	}
	return many[PersonDelivery](r.q().Where("person_id = ?", person).Order("dispatch"), "deliveries")
}

// ListAttempts gives what one person's earlier tries became, oldest first; ask ListPersonDeliveries first, which guards.
func ListAttempts(r Reader, person int64) ([]DeliveryAttempt, error) {
	return many[DeliveryAttempt](r.q().Where("person_id = ?", person).Order("dispatch, step, try"), "attempts")
}
