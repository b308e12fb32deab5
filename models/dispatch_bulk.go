package models

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"candour/models/terms"
)

// DispatchCommand is Command on one pinned connection, so that on PostgreSQL the lines of people go in by COPY inside its transaction.
func (db *DB) DispatchCommand(ctx context.Context, act Act, fn func(b Bulk) error) error {
	var probe bool
	return db.PeopleCommand(ctx, act, &probe, fn)
}

// AddPersonDeliveries adds a batch of new lines and counts them. Somebody who has a line in this dispatch already breaks the whole batch: the
// primary key decides that nobody is queued twice, not memory.
func (b Bulk) AddPersonDeliveries(rows []PersonDelivery) error {
	if len(rows) == 0 {
		return nil
	}
	moves := Moves{}
	for i := range rows {
		moves.Move(Place{}, rows[i].Place())
	}
	add := b.addDeliveriesSQLite
	if b.pg != nil {
		add = b.copyDeliveries
	}
	if err := add(rows); err != nil {
		return err
	}
	return CountMoves(b.Tx, rows[0].Dispatch, moves)
}

const deliveryColumns = "dispatch, person_id, cohort, wave, channel, state, reason, step, language, household, queued_at, next_at, settled_at"

// copyDeliveries writes PostgreSQL's binary COPY form: numbers of eight bytes, texts, and instants in microseconds since 2000.
func (b Bulk) copyDeliveries(rows []PersonDelivery) error {
	buf := bytes.NewBuffer(make([]byte, 0, len(rows)*150))
	buf.Write(copyHeader)
	var scratch []byte
	number := func(v int64) {
		scratch = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(scratch[:0], 8), uint64(v))
		buf.Write(scratch)
	}
	text := func(s string) {
		scratch = append(binary.BigEndian.AppendUint32(scratch[:0], uint32(len(s))), s...)
		buf.Write(scratch)
	}
	null := []byte{0xFF, 0xFF, 0xFF, 0xFF}
	instant := func(i terms.Instant) {
		if i.IsZero() {
			buf.Write(null)
			return
		}
		number((i.Unix() - 946_684_800) * int64(time.Second/time.Microsecond))
	}
	for i := range rows {
		d := &rows[i]
		buf.Write([]byte{0, 13})
		for _, v := range [...]int64{d.Dispatch, d.PersonID, d.Cohort, int64(d.Wave)} {
			number(v)
		}
		text(d.Channel)
		text(string(d.State))
		text(d.Reason)
		number(int64(d.Step))
		text(d.Language)
		if d.Household == nil {
			buf.Write(null)
		} else {
			number(*d.Household)
		}
		instant(d.QueuedAt)
		instant(d.NextAt)
		instant(d.SettledAt)
	}
	buf.Write([]byte{0xFF, 0xFF})
	if _, err := b.pg.PgConn().CopyFrom(b.Context(), buf, "COPY person_deliveries ("+deliveryColumns+") FROM STDIN (FORMAT binary)"); err != nil {
		return fmt.Errorf("queue people: %w", err)
	}
	return nil
}

// rowsPerInsert is how many lines one statement writes on SQLite: the driver reads the text of a statement anew each time, and binds long
// lists slowly.
const rowsPerInsert = 8

var oneDelivery = "(" + strings.TrimSuffix(strings.Repeat("?,", 13), ",") + "),"

func insertDeliveries(n int) string {
	return "INSERT INTO person_deliveries (" + deliveryColumns + ") VALUES " + strings.TrimSuffix(strings.Repeat(oneDelivery, n), ",")
}

func (b Bulk) addDeliveriesSQLite(rows []PersonDelivery) error {
	// The driver starts a goroutine per statement for a context that can end; this one is looked at between batches.
	ctx := context.WithoutCancel(b.Context())
	add, err := b.SQL().PrepareContext(ctx, insertDeliveries(rowsPerInsert))
	if err != nil {
		return fmt.Errorf("queue people: %w", err)
	}
	defer add.Close()
	instant := func(i terms.Instant) any {
		if i.IsZero() {
			return nil
		}
		return i.String()
	}
	args := make([]any, 0, 13*rowsPerInsert)
	for at := 0; at < len(rows); at += rowsPerInsert {
		part := rows[at:min(at+rowsPerInsert, len(rows))]
		args = args[:0]
		for i := range part {
			d := &part[i]
			args = append(args, d.Dispatch, d.PersonID, d.Cohort, d.Wave, d.Channel, string(d.State), d.Reason, d.Step, d.Language, d.Household,
				instant(d.QueuedAt), instant(d.NextAt), instant(d.SettledAt))
		}
		if len(part) == rowsPerInsert {
			_, err = add.ExecContext(ctx, args...)
		} else {
			_, err = b.SQL().ExecContext(ctx, insertDeliveries(len(part)), args...)
		}
		if err != nil {
			return fmt.Errorf("queue people: %w", err)
		}
	}
	return nil
}

// AdvanceDispatch moves the position of the queue, if it is still where the caller read it: of two workers one goes on.
func AdvanceDispatch(tx Tx, d *Dispatch, from DispatchPosition, added int64) error {
	return guarded(tx.q().Model(&Dispatch{}).Where("number = ? AND phase = ? AND position = ?", d.Number, DispatchPreparing, JSONOf(from)),
		map[string]any{"position": d.Position, "people_count": gorm.Expr("people_count + ?", added)},
		"Somebody else goes on with this queue. Nothing was done.")
}

// PeopleOfCohort gives sealed people of one cohort in the order of their ids, behind the one named.
func PeopleOfCohort(r Reader, cohort, after int64, limit int) ([]Person, error) {
	return many[Person](r.q().Where("cohort = ? AND id > ?", cohort, after).Order("id").Limit(limit), "people")
}

// LinesOf says which of these people have a line in one of the dispatches, and how it stands.
func LinesOf(r Reader, dispatches []int64, people []int64) (map[int64]DeliveryState, error) {
	out := map[int64]DeliveryState{}
	if len(dispatches) == 0 {
		return out, nil
	}
	size := 500
	if r.Engine() == SQLite {
		size = 90
	}
	for part := range slices.Chunk(people, size) {
		if err := addLines(out, r.q().Model(&PersonDelivery{}).Select("person_id", "state").Where("dispatch IN ? AND person_id IN ?", dispatches, part)); err != nil {
			return nil, fmt.Errorf("look for lines: %w", err)
		}
	}
	return out, nil
}

func addLines(out map[int64]DeliveryState, q *gorm.DB) error {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	return eachRow(rows, func() error {
		var id int64
		var state DeliveryState
		if err := rows.Scan(&id, &state); err != nil {
			return err
		}
		out[id] = state
		return nil
	})
}

// eachRow walks what its caller opened and closes.
func eachRow(rows *sql.Rows, fn func() error) error {
	for rows.Next() {
		if err := fn(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// SharedKeys gives the keys of mailboxes or telephones that more than one person of these cohorts has, with the first of them.
func SharedKeys(r Reader, column string, cohorts []int64) (map[int64]int64, error) {
	if column != "email_key" && column != "telephone_key" {
		return nil, fmt.Errorf("no key %q", column)
	}
	out := map[int64]int64{}
	if len(cohorts) == 0 {
		return out, nil
	}
	rows, err := r.q().Model(&Person{}).Select(column+", MIN(id)").Where("cohort IN ? AND "+column+" IS NOT NULL", cohorts).Group(column).Having("COUNT(*) > 1").Rows()
	if err != nil {
		return nil, fmt.Errorf("look for households: %w", err)
	}
	defer func() { _ = rows.Close() }()
	return out, eachRow(rows, func() error {
		var key, first int64
		if err := rows.Scan(&key, &first); err != nil {
			return err
		}
		out[key] = first
		return nil
	})
}

// SeenByJournals gives what journals saw handed over under this text that the database did not know, by person.
func SeenByJournals(r Reader, textKey int64) (map[int64]JournalSeen, error) {
	rows, err := many[JournalSeen](r.q().Where("text_key = ?", textKey), "what journals saw")
	if err != nil {
		return nil, err
	}
	out := make(map[int64]JournalSeen, len(rows))
	for _, x := range rows {
		out[x.PersonID] = x
	}
	return out, nil
}

// StillOpenLines gives the lines of these people that a rule, a missing address or an unanswered question kept from ever going, so that they can
// be judged anew: plans and lists change.
func StillOpenLines(r Reader, dispatch int64, people []int64) ([]PersonDelivery, error) {
	var out []PersonDelivery
	for part := range slices.Chunk(people, 90) {
		rows, err := many[PersonDelivery](r.q().Where("dispatch = ? AND person_id IN ? AND state IN ? AND step = 1 AND epoch = 0 AND tries = 0 AND reason <> ?", dispatch, part,
			[]DeliveryState{DeliveryWaiting, DeliveryExcluded, DeliveryUnreached}, ReasonHouseholdMessage), "lines")
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// TakeLinesBack removes lines of which nothing ever left, in the command that makes them anew.
func TakeLinesBack(tx Tx, dispatch int64, lines []PersonDelivery) error {
	moves := Moves{}
	for part := range slices.Chunk(lines, 90) {
		ids := make([]int64, len(part))
		for i := range part {
			ids[i] = part[i].PersonID
			moves.Move(part[i].Place(), Place{})
		}
		r := tx.q().Where("dispatch = ? AND person_id IN ? AND step = 1 AND epoch = 0 AND state IN ?", dispatch, ids, []DeliveryState{DeliveryWaiting, DeliveryExcluded, DeliveryUnreached}).Delete(&PersonDelivery{})
		if r.Error != nil {
			return fmt.Errorf("take lines back: %w", r.Error)
		}
		if r.RowsAffected != int64(len(part)) {
			return Conflict("Somebody decided about one of these people meanwhile. Nothing was done.")
		}
	}
	return CountMoves(tx, dispatch, moves)
}

// Stratum is people of one cohort, language and channel who wait to be sent to.
type Stratum struct {
	Cohort            int64
	Language, Channel string
}

// EachLine walks all lines of a dispatch in the order of people, without holding them.
func EachLine(r Reader, dispatch int64, fn func(d *PersonDelivery)) error {
	rows, err := r.q().Model(&PersonDelivery{}).Select("person_id, cohort, wave, channel, state, reason, step, epoch, language, household").Where("dispatch = ?", dispatch).Order("person_id").Rows()
	if err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	defer func() { _ = rows.Close() }()
	d := PersonDelivery{Dispatch: dispatch}
	return eachRow(rows, func() error {
		d.Household = nil
		if err := rows.Scan(&d.PersonID, &d.Cohort, &d.Wave, &d.Channel, &d.State, &d.Reason, &d.Step, &d.Epoch, &d.Language, &d.Household); err != nil {
			return err
		}
		fn(&d)
		return nil
	})
}

// LineDigest is a hash over lines, one after the other.
type LineDigest struct{ b []byte }

// Add takes a line in: who, by which channel, in which language, in which wave, and what keeps it from going.
func (h *LineDigest) Add(d *PersonDelivery) {
	household := int64(0)
	if d.Household != nil {
		household = *d.Household
	}
	var line []byte
	for _, n := range [...]int64{d.PersonID, int64(d.Wave), household} {
		line = binary.BigEndian.AppendUint64(line, uint64(n))
	}
	for _, s := range [...]string{d.Channel, d.Language, string(d.State), d.Reason} {
		line = append(append(line, byte(len(s))), s...)
	}
	sum := sha256.Sum256(append(line, h.b...))
	h.b = sum[:]
}

// Sum is the hash so far, in hexadecimal.
func (h *LineDigest) Sum() string { return fmt.Sprintf("%x", h.b) }

// PutInFirstWave puts people into the first wave.
func PutInFirstWave(tx Tx, dispatch int64, people []int64) error {
	for part := range slices.Chunk(people, 90) {
		if err := tx.q().Model(&PersonDelivery{}).Where("dispatch = ? AND person_id IN ?", dispatch, part).Update("wave", FirstWave).Error; err != nil {
			return fmt.Errorf("put people into the first wave: %w", err)
		}
	}
	return nil
}

// CohortsOf gives all cohorts of an incident, in the order in which the queue goes through them.
func CohortsOf(r Reader, incident ID) ([]PeopleCohort, error) {
	return many[PeopleCohort](r.q().Where("incident_id = ?", incident).Order("number"), "cohorts")
}

// NearestLimitForPeople is the next limit of the law by which people have to be told; zero when none is known.
func NearestLimitForPeople(r Reader, incident ID) (terms.Instant, error) {
	rows, err := many[Obligation](r.q().Where("incident_id = ? AND state = ? AND recipient = ? AND due_at IS NOT NULL", incident, ObligationOpen, "subjects").
		Order("due_at").Limit(1), "limits")
	if err != nil || len(rows) == 0 {
		return terms.Instant{}, err
	}
	return rows[0].DueAt, nil
}
