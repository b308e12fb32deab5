package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// Beat notes that a node runs, and how far its journal is in this database. It gives the node as it was before. When that is earlier than what
// the node wrote last (known), the database was restored and nothing is written; while the journal has yet to be read into an older database,
// its place stays where it is.
func (db *DB) Beat(ctx context.Context, number int64, known, at terms.Instant, position string) (was Node, restored bool, err error) {
	err = db.quietly(ctx, func(tx Tx) error {
		q := tx.q().Where("number = ?", number)
		if tx.Engine() == Postgres {
			q = q.Clauses(clause.Locking{Strength: "UPDATE"})
		}
		if was, err = one[Node](q, "Node"); err != nil {
			return err
		}
		if restored = was.SeenAt.Before(known); restored {
			return nil
		}
		values := map[string]any{"seen_at": at, "journal_position": position}
		if was.ReplayedAt.IsZero() {
			delete(values, "journal_position")
		}
		return tx.q().Model(&Node{}).Where("number = ?", number).Updates(values).Error
	})
	if err != nil && !IsKind(err, KindNotFound) {
		err = fmt.Errorf("note that this node runs: %w", err)
	}
	return was, restored, err
}

// MoveNode changes what is known of a node.
func MoveNode(tx Tx, number int64, values map[string]any) error {
	return guarded(tx.q().Model(&Node{}).Where("number = ?", number), values, "There is no such node.")
}

// LostNodes gives nodes that have not been seen since an instant, did not end by themselves and are not called lost yet.
func LostNodes(r Reader, since terms.Instant) ([]Node, error) {
	return many[Node](r.q().Where("seen_at < ? AND stopped_at IS NULL AND lost_at IS NULL", since).Order("number"), "nodes")
}

// UnreplayedNodes gives nodes whose journal has not been read since the database was restored. That one was not seen for long does not count
// here: its journal may hold what was sent after the copy was made.
func UnreplayedNodes(r Reader) ([]Node, error) {
	return many[Node](r.q().Where("replayed_at IS NULL").Order("number"), "nodes")
}

// DispatchesHaltedFor gives those that were halted for a reason.
func DispatchesHaltedFor(r Reader, why string) ([]Dispatch, error) {
	return many[Dispatch](r.q().Where("halted <> '' AND halted_why = ?", why).Order("number"), "dispatches")
}

// LetGoOn takes back a halt, if it still stands for this reason.
func LetGoOn(tx Tx, number int64, why string) error {
	return tx.q().Model(&Dispatch{}).Where("number = ? AND halted_why = ?", number, why).
		Updates(map[string]any{"halted": NotHalted, "halted_why": "", "halted_at": nil, "version": gorm.Expr("version + 1")}).Error
}

// ForgetReplays has every node read its journal again, because the database is an older one.
func ForgetReplays(tx Tx) error {
	return tx.q().Model(&Node{}).Where("replayed_at IS NOT NULL").Updates(map[string]any{"replayed_at": nil}).Error
}

// HaltAll pauses everything that is sending.
func HaltAll(tx Tx, halt Halt, why string) error {
	return tx.q().Model(&Dispatch{}).Where("phase IN ? AND halted = ?", []DispatchPhase{DispatchSending, DispatchDone}, NotHalted).
		Updates(map[string]any{"halted": halt, "halted_why": why, "halted_at": tx.Now(), "version": gorm.Expr("version + 1")}).Error
}

// LeasedBy gives lines that a node holds, some at a time.
func LeasedBy(r Reader, node int64, after [2]int64, n int) ([]PersonDelivery, error) {
	return many[PersonDelivery](r.q().Where("node = ? AND state = 'leased' AND (dispatch, person_id) > (?, ?)", node, after[0], after[1]).
		Order("dispatch, person_id").Limit(n), "leased deliveries")
}

// CalledLost gives lines that were called uncertain because a node was gone, some at a time.
func CalledLost(r Reader, node int64, reason string, after [2]int64, n int) ([]PersonDelivery, error) {
	return many[PersonDelivery](r.q().Where("node = ? AND state = 'uncertain' AND reason = ? AND (dispatch, person_id) > (?, ?)", node, reason, after[0], after[1]).
		Order("dispatch, person_id").Limit(n), "uncertain deliveries")
}

// CallUncertain takes leased lines of one dispatch from a node that is gone: whether they were handed over only its journal can say.
func CallUncertain(tx Tx, lines []PersonDelivery, reason string) (n int, err error) {
	moves := Moves{}
	for _, was := range lines {
		is := was
		is.State, is.Reason, is.SettledAt = DeliveryUncertain, reason, tx.Now()
		if err := moveLine(tx, was, is, moves); err != nil {
			return 0, fmt.Errorf("call deliveries uncertain: %w", err)
		}
	}
	for _, k := range moves {
		if k > 0 {
			n += int(k)
		}
	}
	if len(lines) == 0 {
		return 0, nil
	}
	return n, CountMoves(tx, lines[0].Dispatch, moves)
}

// JournalLine is what a journal knows of one message: the last it wrote about it.
type JournalLine struct {
	Person  int64
	TextKey int64
	Step    int
	Try     int
	Epoch   int64
	State   DeliveryState
	Reason  string
	Code    int
	At      terms.Instant
}

// ApplyJournal brings the lines of a dispatch to where a journal saw them. A line that has gone on since keeps what it says; one that this
// database does not have, or only by the number of another text, is kept aside for the queue.
func ApplyJournal(tx Tx, dispatch, node int64, lines []JournalLine) (applied, aside int, err error) {
	d, err := LoadDispatch(tx, dispatch)
	if err != nil && !IsKind(err, KindNotFound) {
		return 0, 0, err
	}
	known := err == nil
	moves := Moves{}
	for _, l := range lines {
		var was PersonDelivery
		if known && d.TextKey == l.TextKey {
			if was, err = LoadPersonDelivery(tx, dispatch, l.Person); err != nil && !IsKind(err, KindNotFound) {
				return applied, aside, err
			}
		}
		if was.PersonID == 0 {
			if l.State != DeliverySent && l.State != DeliveryUncertain {
				continue // it certainly did not leave
			}
			seen := JournalSeen{TextKey: l.TextKey, PersonID: l.Person, State: l.State, Reason: l.Reason, SeenAt: l.At}
			r := tx.q().Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "text_key"}, {Name: "person_id"}},
				DoUpdates: clause.AssignmentColumns([]string{"state", "reason", "seen_at"})}).Create(&seen)
			if r.Error != nil {
				return applied, aside, fmt.Errorf("keep what a journal saw: %w", r.Error)
			}
			aside++
			continue
		}
		is, moved := was.after(l, node, tx.Now())
		if !moved {
			continue
		}
		if err := moveLine(tx, was, is, moves); err != nil {
			return applied, aside, fmt.Errorf("apply a journal: %w", err)
		}
		if l.State == DeliveryQueued {
			applied++
			continue
		}
		if err := keepAttempts(tx, []Settled{{Line: PersonDelivery{Dispatch: dispatch, PersonID: l.Person, Step: l.Step, Tries: l.Try - 1, Channel: was.Channel, Node: node},
			State: l.State, Reason: l.Reason, Code: l.Code, Begun: true}}); err != nil {
			return applied, aside, err
		}
		applied++
	}
	return applied, aside, CountMoves(tx, dispatch, moves)
}

// after is the line once a journal has spoken. A higher epoch in the journal means that the database is older than the hand-over.
func (d PersonDelivery) after(l JournalLine, node int64, now terms.Instant) (PersonDelivery, bool) {
	is := d
	is.State, is.Reason, is.ReplyCode, is.Epoch, is.Node, is.Tries, is.SettledAt, is.NextAt = l.State, l.Reason, l.Code, l.Epoch, node, l.Try, now, terms.Instant{}
	if l.State == DeliveryDeferred || l.State == DeliveryQueued {
		is.SettledAt, is.NextAt = terms.Instant{}, now
	}
	if l.State == DeliveryQueued {
		is.Reason = ""
	}
	switch {
	case l.Epoch > d.Epoch:
		return is, d.Step <= l.Step
	case l.Epoch < d.Epoch:
		return d, false
	case d.State == DeliveryLeased:
		// Leased to another after an older database came back: that it may have gone out counts, that it did not is the other's to find out.
		return is, d.Node == node || l.State == DeliverySent || l.State == DeliveryUncertain
	case d.State == DeliveryUncertain:
		return is, l.State != DeliveryUncertain || d.Reason != l.Reason
	}
	return d, false
}
