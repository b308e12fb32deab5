package models

import (
	"cmp"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// DispatchCount is how many lines of a dispatch stand in one place.
type DispatchCount struct {
	Dispatch int64
	Cohort   int64
	Channel  string
	State    DeliveryState
	Reason   string
	Count    int64
}

// Place is a row of dispatch_counts without its number.
type Place struct {
	Cohort  int64
	Channel string
	State   DeliveryState
	Reason  string
}

// Moves sums what a batch of changes does to the counts.
type Moves map[Place]int64

// Move takes one person from a place to another; an empty State is nowhere.
func (m Moves) Move(from, to Place) {
	if from.State != "" {
		m[from]--
	}
	if to.State != "" {
		m[to]++
	}
}

// CountMoves adds what moved, in the transaction that moved it. Rows are taken in one order everywhere, so that two batches never wait for
// each other in a circle.
func CountMoves(tx Tx, dispatch int64, moves Moves) error {
	rows := make([]DispatchCount, 0, len(moves))
	for p, n := range moves {
		if n != 0 {
			rows = append(rows, DispatchCount{Dispatch: dispatch, Cohort: p.Cohort, Channel: p.Channel, State: p.State, Reason: p.Reason, Count: n})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b DispatchCount) int {
		return cmp.Or(cmp.Compare(a.Cohort, b.Cohort), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.State, b.State), cmp.Compare(a.Reason, b.Reason))
	})
	err := tx.q().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "dispatch"}, {Name: "cohort"}, {Name: "channel"}, {Name: "state"}, {Name: "reason"}},
		DoUpdates: clause.Assignments(map[string]any{"count": gorm.Expr("dispatch_counts.count + excluded.count")}),
	}).CreateInBatches(&rows, 50).Error
	if err != nil {
		return fmt.Errorf("count what moved: %w", err)
	}
	return nil
}

// ListDispatchCounts gives the counts of some dispatches; places nobody stands in any more are left out.
func ListDispatchCounts(r Reader, dispatches ...int64) ([]DispatchCount, error) {
	return many[DispatchCount](r.q().Where("dispatch IN ? AND count <> 0", dispatches).Order("dispatch, cohort, channel, state, reason"), "counts")
}

// RecountDispatch counts the lines themselves, to check the kept counts against.
func RecountDispatch(r Reader, dispatch int64) ([]DispatchCount, error) {
	return many[DispatchCount](r.q().Model(&PersonDelivery{}).Select("dispatch, cohort, channel, state, reason, COUNT(*) AS count").
		Where("dispatch = ?", dispatch).Group("dispatch, cohort, channel, state, reason").Order("cohort, channel, state, reason"), "counts")
}
