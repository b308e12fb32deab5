package models

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// quietly runs fn in a transaction without an event: who holds a lease, and that a node runs, is nobody's question later.
func (db *DB) quietly(ctx context.Context, fn func(tx Tx) error) error {
	g := db.g.WithContext(ctx).Begin()
	if g.Error != nil {
		return g.Error
	}
	if err := fn(Tx{session{g, db}, &Event{}}); err != nil {
		g.Rollback()
		return err
	}
	return g.Commit().Error
}

// ClaimPeople leases up to n due lines of a released wave to a node, the longest due first. Lines that another node is just taking are passed
// over. What it gives are the lines as they were, with the new epoch.
func (db *DB) ClaimPeople(ctx context.Context, dispatch int64, channel string, node int64, n int) (mine []PersonDelivery, err error) {
	err = db.quietly(ctx, func(tx Tx) error {
		d, err := LoadDispatch(tx, dispatch)
		if err != nil || d.Halted != NotHalted || (d.Phase != DispatchSending && d.Phase != DispatchDone) {
			return err
		}
		for wave := FirstWave; wave <= d.Wave && len(mine) < n; wave++ {
			rows, err := takeDue(tx, dispatch, wave, channel, node, n-len(mine))
			if err != nil {
				return err
			}
			mine = append(mine, rows...)
		}
		return countLeased(tx, dispatch, mine)
	})
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return mine, nil
}

// takeDue leases the lines of one wave that are due longest. What it gives holds what a hand-over needs, with state and reason as before.
func takeDue(tx Tx, dispatch int64, wave int, channel string, node int64, n int) (rows []PersonDelivery, err error) {
	if tx.Engine() == Postgres {
		// Found by their place in the table, whatever is known of how many are due: right after a queue was filled nothing is, and then a search
		// by number would read everything that is due for each batch. A line that moved since it was found is taken the next time.
		rows, err = many[PersonDelivery](tx.q().Raw("WITH due AS MATERIALIZED (SELECT ctid AS place, person_id, state, reason FROM person_deliveries"+
			" WHERE dispatch = ? AND wave = ? AND state IN ('queued', 'deferred') AND channel = ? AND next_at <= ? ORDER BY next_at, person_id LIMIT ? FOR UPDATE SKIP LOCKED),"+
			" taken AS (UPDATE person_deliveries SET state = 'leased', epoch = epoch + 1, node = ? WHERE ctid = ANY (ARRAY(SELECT place FROM due)) RETURNING *)"+
			" SELECT t.person_id, t.cohort, due.state, due.reason, t.step, t.tries, t.epoch, t.language, t.household, t.queued_at"+
			" FROM taken t JOIN due ON due.person_id = t.person_id ORDER BY t.next_at, t.person_id",
			dispatch, wave, channel, tx.Now(), n, node), "due deliveries")
	} else {
		// The states stand in the text: only then is the index of due lines used.
		rows, err = many[PersonDelivery](tx.q().Select("person_id, cohort, state, reason, step, tries, epoch + 1 AS epoch, language, household, queued_at").
			Where("dispatch = ? AND wave = ? AND state IN ('queued', 'deferred') AND channel = ? AND next_at <= ?", dispatch, wave, channel, tx.Now()).
			Order("next_at, person_id").Limit(n), "due deliveries")
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		l := &rows[i]
		l.Dispatch, l.Wave, l.Channel, l.Node, ids[i] = dispatch, wave, channel, node, l.PersonID
	}
	if err != nil || len(rows) == 0 || tx.Engine() == Postgres {
		return rows, err
	}
	// Whoever reads in a transaction of SQLite writes alone: every one of them is still due.
	done, err := ofPeople(tx, dispatch, ids, "UPDATE person_deliveries SET state = 'leased', epoch = epoch + 1, node = $1 WHERE state IN ('queued', 'deferred') AND ", node)
	if err == nil && len(done) != len(ids) {
		err = fmt.Errorf("%d of %d lines were still due", len(done), len(ids))
	}
	return rows, err
}

func countLeased(tx Tx, dispatch int64, rows []PersonDelivery) error {
	moves := Moves{}
	for i := range rows {
		was := rows[i].Place()
		rows[i].State = DeliveryLeased
		moves.Move(was, rows[i].Place())
	}
	return CountMoves(tx, dispatch, moves)
}

// PeopleOfLines gives the people of claimed lines, sealed.
func PeopleOfLines(r Reader, lines []PersonDelivery) (map[int64]Person, error) {
	ids := make([]int64, len(lines))
	for i := range lines {
		ids[i] = lines[i].PersonID
	}
	if r.Engine() == SQLite {
		return LoadPeople(r, ids)
	}
	rows, err := many[Person](r.q().Where("id = ANY(?)", idArray(ids)), "people")
	if err != nil {
		return nil, err
	}
	out := make(map[int64]Person, len(rows))
	for _, p := range rows {
		out[p.ID] = p
	}
	return out, nil
}

// idArray is one parameter of PostgreSQL, where a list would be as many as it is long.
type idArray []int64

// Value writes the array.
func (a idArray) Value() (driver.Value, error) {
	out := append(make([]byte, 0, 12*len(a)+2), '{')
	for i, id := range a {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, id, 10)
	}
	return string(append(out, '}')), nil
}

// ofPeople runs a statement whose last condition, which it adds, is that the line is one of these people's, and gives those it changed.
// On SQLite the numbers stand in the text: its driver binds long lists slowly. PostgreSQL is led by the primary key: whatever else the
// statement asks for, it may not go through all lines that ever were in that state.
func ofPeople(tx Tx, dispatch int64, ids []int64, statement string, args ...any) (map[int64]bool, error) {
	if tx.Engine() == Postgres {
		statement += fmt.Sprintf("ctid = ANY (ARRAY(SELECT ctid FROM person_deliveries WHERE dispatch = $%d AND person_id = ANY ($%d)))", len(args)+1, len(args)+2)
		args = append(args, dispatch, ids)
	} else {
		list := make([]byte, 0, 12*len(ids))
		for _, id := range ids {
			list = append(strconv.AppendInt(list, id, 10), ',')
		}
		statement += fmt.Sprintf("dispatch = $%d AND person_id IN (", len(args)+1) + string(list[:len(list)-1]) + ")"
		args = append(args, dispatch)
		if all, err := allOf(tx, len(ids), statement, args...); err != nil || all {
			done := make(map[int64]bool, len(ids))
			for _, id := range ids {
				done[id] = true
			}
			return done, err
		}
	}
	rows, err := tx.SQL().QueryContext(context.WithoutCancel(tx.Context()), statement+" RETURNING person_id", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	done := make(map[int64]bool, len(ids))
	return done, eachRow(rows, func() error {
		var id int64
		err := rows.Scan(&id)
		done[id] = true
		return err
	})
}

// allOf runs a statement if it changes exactly n lines, which is so unless somebody else had a hand in it. Asking SQLite which lines they
// were costs a third as much again.
func allOf(tx Tx, n int, statement string, args ...any) (bool, error) {
	ctx := context.WithoutCancel(tx.Context())
	if _, err := tx.SQL().ExecContext(ctx, "SAVEPOINT all_of"); err != nil {
		return false, err
	}
	r, err := tx.SQL().ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	changed, err := r.RowsAffected()
	if err != nil {
		return false, err
	}
	if changed != int64(n) {
		_, err = tx.SQL().ExecContext(ctx, "ROLLBACK TO all_of")
	}
	if err == nil {
		_, err = tx.SQL().ExecContext(ctx, "RELEASE all_of")
	}
	return changed == int64(n), err
}

// Settled is what became of one leased line.
type Settled struct {
	Line    PersonDelivery // as it was claimed
	State   DeliveryState
	Reason  string
	Code    int
	Begun   bool          // a hand-over began: it counts as a try
	NextAt  terms.Instant // of a deferred one
	Release bool          // nothing was begun: back to the queue as it was
}

// SettlePeople records a batch of one dispatch, in its caller's command. Epoch and node fence off a node that lost its lease; one whose line was
// meanwhile called uncertain may still say what it knows. It gives those that counted.
func SettlePeople(tx Tx, dispatch int64, batch []Settled) (counted []Settled, err error) {
	type group struct {
		state   DeliveryState
		reason  string
		code    int
		begun   bool
		nextAt  terms.Instant
		release bool
		epoch   int64
		node    int64
	}
	groups, moves := map[group][]Settled{}, Moves{}
	for _, s := range batch {
		g := group{s.State, s.Reason, s.Code, s.Begun, s.NextAt, s.Release, s.Line.Epoch, s.Line.Node}
		groups[g] = append(groups[g], s)
	}
	// One order everywhere, so that two batches never wait for each other in a circle.
	keys := make([]group, 0, len(groups))
	for g := range groups {
		keys = append(keys, g)
	}
	slices.SortFunc(keys, func(a, b group) int {
		return strings.Compare(fmt.Sprint(a.epoch, a.state, a.reason, a.code, a.nextAt), fmt.Sprint(b.epoch, b.state, b.reason, b.code, b.nextAt))
	})
	var late []Settled
	for _, g := range keys {
		done, err := settleGroup(tx, dispatch, groups[g])
		if err != nil {
			return nil, fmt.Errorf("settle deliveries: %w", err)
		}
		for _, s := range groups[g] {
			if !done[s.Line.PersonID] {
				late = append(late, s)
				continue
			}
			moves.Move(s.Line.Place(), s.place())
			counted = append(counted, s)
		}
	}
	for _, s := range late {
		ok, err := settleLate(tx, dispatch, s, moves)
		if err != nil {
			return nil, fmt.Errorf("settle deliveries: %w", err)
		}
		if ok {
			counted = append(counted, s)
		}
	}
	if err := CountMoves(tx, dispatch, moves); err != nil {
		return nil, err
	}
	return counted, keepAttempts(tx, counted)
}

func (s Settled) place() Place {
	return Place{Cohort: s.Line.Cohort, Channel: s.Line.Channel, State: s.State, Reason: s.Reason}
}

// settleGroup moves the leased lines of a batch that all become the same.
func settleGroup(tx Tx, dispatch int64, batch []Settled) (map[int64]bool, error) {
	s := batch[0]
	tries, keep := 0, 0
	if s.Begun {
		tries = 1
	}
	if s.Release {
		keep = 1
	}
	var settledAt terms.Instant
	if s.State != DeliveryQueued && s.State != DeliveryDeferred {
		settledAt = tx.Now()
	}
	ids := make([]int64, len(batch))
	for i, x := range batch {
		ids[i] = x.Line.PersonID
	}
	return ofPeople(tx, dispatch, ids, settleStatement, s.State, s.Reason, s.Code, tries, keep, s.NextAt, settledAt, s.Line.Epoch, s.Line.Node)
}

const settleStatement = "UPDATE person_deliveries SET state = $1, reason = $2, reply_code = $3, tries = tries + CAST($4 AS bigint), " +
	"next_at = CASE WHEN CAST($5 AS bigint) = 1 THEN next_at ELSE $6 END, settled_at = $7 WHERE state = 'leased' AND epoch = $8 AND +node = $9 AND " // +: SQLite finds them by their key

// settleLate looks at a line that is not leased any more: the truth about an uncertain one is welcome, everything else was settled by others.
func settleLate(tx Tx, dispatch int64, s Settled, moves Moves) (bool, error) {
	row, err := LoadPersonDelivery(tx, dispatch, s.Line.PersonID)
	if IsKind(err, KindNotFound) {
		return false, nil
	}
	if err != nil || row.Epoch != s.Line.Epoch || row.Node != s.Line.Node || row.State != DeliveryUncertain || s.State == DeliveryUncertain {
		return false, err
	}
	is := row
	is.State, is.Reason, is.ReplyCode, is.NextAt, is.SettledAt = s.State, s.Reason, s.Code, s.NextAt, tx.Now()
	if s.Release || s.State == DeliveryDeferred || s.State == DeliveryQueued {
		is.SettledAt = terms.Instant{}
		if is.NextAt.IsZero() {
			is.NextAt = tx.Now()
		}
	}
	return true, moveLine(tx, row, is, moves)
}

// moveLine writes one line that is still as it was read, and notes the move.
func moveLine(tx Tx, was, is PersonDelivery, moves Moves) error {
	r := tx.q().Model(&PersonDelivery{}).Where("dispatch = ? AND person_id = ? AND epoch = ? AND state = ?", was.Dispatch, was.PersonID, was.Epoch, was.State).
		Updates(map[string]any{"state": is.State, "reason": is.Reason, "reply_code": is.ReplyCode, "tries": is.Tries, "epoch": is.Epoch, "node": is.Node,
			"next_at": is.NextAt, "settled_at": is.SettledAt})
	if r.Error == nil && r.RowsAffected == 1 {
		moves.Move(was.Place(), is.Place())
	}
	return r.Error
}

// keepAttempts writes down the tries that were not the last word.
func keepAttempts(tx Tx, batch []Settled) error {
	var out []DeliveryAttempt
	for _, s := range batch {
		if !s.Begun || s.State == DeliverySent {
			continue
		}
		out = append(out, DeliveryAttempt{Dispatch: s.Line.Dispatch, PersonID: s.Line.PersonID, Step: s.Line.Step, Try: s.Line.Tries + 1, Channel: s.Line.Channel,
			State: s.State, ReplyCode: s.Code, Reason: s.Reason, Node: s.Line.Node, SettledAt: tx.Now()})
	}
	if len(out) == 0 {
		return nil
	}
	err := tx.q().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&out, 50).Error
	if err != nil {
		return fmt.Errorf("keep attempts: %w", err)
	}
	return nil
}
