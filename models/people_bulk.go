package models

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// Bulk is the inside of a command that may add many people at once.
type Bulk struct {
	Tx
	pg *pgx.Conn
	// probed: look for people who are there already before writing, because the last batch had some.
	probed *bool
}

// PeopleConflict is a person who could not be added, because the one named is there already.
type PeopleConflict struct {
	Index    int // in the batch
	Existing int64
}

// PeopleCommand is Command on one pinned connection, so that on PostgreSQL people go in by COPY inside its transaction.
// probe is the memory of one run, false at first.
func (db *DB) PeopleCommand(ctx context.Context, act Act, probe *bool, fn func(b Bulk) error) error {
	if act.Operation == "" || act.By.Kind == "" {
		return errors.New("a command needs an operation and an actor")
	}
	return db.g.WithContext(ctx).Connection(func(g *gorm.DB) error {
		var conn *pgx.Conn
		if db.engine == Postgres {
			c, ok := g.Statement.ConnPool.(*sql.Conn)
			if !ok {
				return errors.New("no pinned connection for a bulk write")
			}
			if err := c.Raw(func(dc any) error { conn = dc.(*stdlib.Conn).Conn(); return nil }); err != nil {
				return err
			}
		}
		if db.engine == SQLite {
			// The pages of the indexes of half a million people must not go to disk and back within a batch.
			if err := g.Exec("PRAGMA cache_size = -40960").Error; err != nil {
				return fmt.Errorf("prepare a bulk write: %w", err)
			}
			defer g.Exec("PRAGMA cache_size = -2000")
		}
		return g.Transaction(func(g *gorm.DB) error {
			if db.engine == Postgres {
				// Not waited for: rows and position are of one transaction and are lost or kept together when the machine fails; then the
				// import goes on behind the last batch that was kept. Its end is a command like any other and waits for all before it.
				if err := g.Exec("SET LOCAL synchronous_commit = off").Error; err != nil {
					return fmt.Errorf("prepare a bulk write: %w", err)
				}
			}
			e := &Event{Chain: act.Incident, ActorKind: act.By.Kind, ActorID: act.By.ID, Operation: act.Operation, Details: "{}"}
			tx := Tx{session{g, db}, e}
			if err := fn(Bulk{tx, conn, probe}); err != nil {
				return err
			}
			return appendEvent(tx, act.Why)
		})
	})
}

// AddPeople adds a batch and says who was there already: the same row of the same file, or a person with the same SameKey, in the
// database or earlier in the batch. The unique rules of the database decide, not memory.
func (b Bulk) AddPeople(people []Person) ([]PeopleConflict, error) {
	if len(people) == 0 {
		return nil, nil
	}
	conflicts, err := b.addPeople(people)
	if err != nil {
		return nil, err
	}
	added := map[int64]int64{}
	for i := range people {
		added[people[i].Cohort]++
	}
	for _, c := range conflicts {
		added[people[c.Index].Cohort]--
	}
	return conflicts, countCohorts(b.Tx, added)
}

func (b Bulk) addPeople(people []Person) ([]PeopleConflict, error) {
	if b.pg == nil {
		return b.addSQLite(people)
	}
	if !*b.probed {
		if err := b.exec("SAVEPOINT people"); err != nil {
			return nil, err
		}
		err := b.copyPeople(people)
		if err == nil {
			return nil, nil
		}
		var pe *pgconn.PgError
		if !errors.As(err, &pe) || pe.Code != "23505" {
			return nil, err
		}
		if err := b.exec("ROLLBACK TO SAVEPOINT people"); err != nil {
			return nil, err
		}
	}
	fresh, conflicts, err := b.probe(people)
	if err != nil {
		return nil, err
	}
	// The next batch tries without looking first when this one was clean.
	*b.probed = len(conflicts) > 0
	return conflicts, b.copyPeople(fresh)
}

func (b Bulk) exec(q string) error { return b.q().Exec(q).Error }

// probe parts a batch into who is new and who is there.
func (b Bulk) probe(people []Person) (fresh []Person, conflicts []PeopleConflict, err error) {
	ids, keys := make([]int64, len(people)), make([]int64, len(people))
	for i := range people {
		ids[i], keys[i] = people[i].ID, people[i].SameKey
	}
	rows, err := b.pg.Query(b.Context(), "SELECT id, same_key FROM people WHERE id = ANY($1) UNION SELECT id, same_key FROM people WHERE same_key = ANY($2)", ids, keys)
	if err != nil {
		return nil, nil, fmt.Errorf("look for people who are there: %w", err)
	}
	haveID, haveKey := map[int64]bool{}, map[int64]int64{}
	for rows.Next() {
		var id, key int64
		if err := rows.Scan(&id, &key); err != nil {
			rows.Close()
			return nil, nil, err
		}
		haveID[id], haveKey[key] = true, id
	}
	if err := rows.Err(); err != nil {
		return nil, nil, fmt.Errorf("look for people who are there: %w", err)
	}
	fresh = make([]Person, 0, len(people))
	for i := range people {
		p := &people[i]
		if haveID[p.ID] {
			conflicts = append(conflicts, PeopleConflict{i, p.ID})
		} else if other, ok := haveKey[p.SameKey]; ok {
			conflicts = append(conflicts, PeopleConflict{i, other})
		} else {
			haveID[p.ID], haveKey[p.SameKey] = true, p.ID
			fresh = append(fresh, *p)
		}
	}
	return fresh, conflicts, nil
}

var copyHeader = append([]byte("PGCOPY\n\xff\r\n\x00"), make([]byte, 8)...)

// copyPeople writes people and the words of their names in PostgreSQL's binary COPY form. It is encoded while the server takes the rows
// before, and the words are sorted while it takes the people: what it waits for is added to every row of the list.
func (b Bulk) copyPeople(people []Person) error {
	if len(people) == 0 {
		return nil
	}
	words := make(chan [][2]int64, 1)
	go func() { words <- sortedWords(people) }()
	i := 0
	err := b.copyIn(&copyRows{next: func(to []byte) []byte {
		if i == len(people) {
			return nil
		}
		p := &people[i]
		i++
		to = copyNumber(copyNumber(copyNumber(append(to, 0, 6), &p.ID), &p.Cohort), &p.SameKey)
		to = copyNumber(copyNumber(to, p.EmailKey), p.TelephoneKey)
		return append(binary.BigEndian.AppendUint32(to, uint32(len(p.Sealed))), p.Sealed...)
	}}, "COPY people (id, cohort, same_key, email_key, telephone_key, sealed) FROM STDIN (FORMAT binary)")
	sorted := <-words // waited for in any case: the caller may change the people next
	if err != nil {
		return err
	}
	return b.copyIn(&copyRows{next: func(to []byte) []byte {
		if len(sorted) == 0 {
			return nil
		}
		w := &sorted[0]
		sorted = sorted[1:]
		return copyNumber(copyNumber(append(to, 0, 2), &w[0]), &w[1])
	}}, "COPY people_words (word_key, person_id) FROM STDIN (FORMAT binary)")
}

// copyNumber adds a bigint, or NULL.
func copyNumber(to []byte, v *int64) []byte {
	if v == nil {
		return append(to, 0xFF, 0xFF, 0xFF, 0xFF)
	}
	return binary.BigEndian.AppendUint64(append(to, 0, 0, 0, 8), uint64(*v))
}

// copyRows reads as what next adds row by row; nil ends it.
type copyRows struct {
	next    func(to []byte) []byte
	begun   bool
	ended   bool
	pending []byte
	buf     []byte
}

func (c *copyRows) Read(p []byte) (n int, err error) {
	for {
		k := copy(p[n:], c.pending)
		c.pending, n = c.pending[k:], n+k
		if n == len(p) {
			return n, nil
		}
		switch row := []byte(nil); {
		case c.ended:
			return n, io.EOF
		case !c.begun:
			c.begun, c.pending = true, copyHeader
		default:
			if row = c.next(c.buf[:0]); row == nil {
				c.ended, c.pending = true, []byte{0xFF, 0xFF}
			} else {
				c.buf, c.pending = row, row
			}
		}
	}
}

func (b Bulk) copyIn(r io.Reader, q string) error {
	_, err := b.pg.PgConn().CopyFrom(b.Context(), r, q)
	if err != nil {
		return fmt.Errorf("add people: %w", err)
	}
	return nil
}

// sortedWords puts the words of a batch in the order of their index, so that each page of it is touched once.
func sortedWords(people []Person) [][2]int64 {
	n := 0
	for i := range people {
		n += len(people[i].Words)
	}
	out := make([][2]int64, 0, n)
	for i := range people {
		for _, w := range people[i].Words {
			out = append(out, [2]int64{w, people[i].ID})
		}
	}
	slices.SortFunc(out, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}

const wordsPerInsert = 24

var wordsInsert = "INSERT INTO people_words (word_key, person_id) VALUES " + strings.TrimSuffix(strings.Repeat("(?,?),", wordsPerInsert), ",")

func (b Bulk) addSQLite(people []Person) (conflicts []PeopleConflict, err error) {
	// The driver starts a goroutine per statement for a context that can end; this one is looked at between batches.
	ctx, tx := context.WithoutCancel(b.Context()), b.SQL()
	add, err := tx.PrepareContext(ctx, "INSERT INTO people (id, cohort, same_key, email_key, telephone_key, sealed) VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING")
	if err != nil {
		return nil, fmt.Errorf("add people: %w", err)
	}
	defer add.Close()
	fresh := make([]Person, 0, len(people))
	for i := range people {
		p := &people[i]
		r, err := add.ExecContext(ctx, p.ID, p.Cohort, p.SameKey, p.EmailKey, p.TelephoneKey, p.Sealed)
		if err != nil {
			return nil, fmt.Errorf("add people: %w", err)
		}
		if n, _ := r.RowsAffected(); n == 1 {
			fresh = append(fresh, *p)
			continue
		}
		var existing int64
		// The same row of the same file comes first: then it is only being read again.
		if err := tx.QueryRowContext(ctx, "SELECT id FROM people WHERE id = ? OR same_key = ? ORDER BY id = ? DESC LIMIT 1", p.ID, p.SameKey, p.ID).Scan(&existing); err != nil {
			return nil, fmt.Errorf("find who is there already: %w", err)
		}
		conflicts = append(conflicts, PeopleConflict{i, existing})
	}
	return conflicts, b.addWordsSQLite(sortedWords(fresh))
}

func (b Bulk) addWordsSQLite(words [][2]int64) error {
	ctx, tx := context.WithoutCancel(b.Context()), b.SQL()
	many, err := tx.PrepareContext(ctx, wordsInsert)
	if err != nil {
		return fmt.Errorf("index names: %w", err)
	}
	defer many.Close()
	args := make([]any, 0, 2*wordsPerInsert)
	for ; len(words) >= wordsPerInsert; words = words[wordsPerInsert:] {
		args = args[:0]
		for _, w := range words[:wordsPerInsert] {
			args = append(args, w[0], w[1])
		}
		if _, err := many.ExecContext(ctx, args...); err != nil {
			return fmt.Errorf("index names: %w", err)
		}
	}
	for _, w := range words {
		if _, err := tx.ExecContext(ctx, "INSERT INTO people_words (word_key, person_id) VALUES (?,?)", w[0], w[1]); err != nil {
			return fmt.Errorf("index names: %w", err)
		}
	}
	return nil
}

// LoadPeople opens nothing; it gives the sealed rows of these ids.
func LoadPeople(r Reader, ids []int64) (map[int64]Person, error) {
	out := make(map[int64]Person, len(ids))
	for part := range slices.Chunk(ids, 90) {
		rows, err := many[Person](r.q().Where("id IN ?", part), "people")
		if err != nil {
			return nil, err
		}
		for _, p := range rows {
			out[p.ID] = p
		}
	}
	return out, nil
}

// AnalysePeople refreshes the planner's figures after a large import, so that the first page after it is as fast as the next.
func (db *DB) AnalysePeople(ctx context.Context) error {
	people := "ANALYZE people"
	if db.engine == Postgres {
		people += " (id, cohort, same_key, email_key, telephone_key)" // nobody asks for a sealed record by what is in it
	}
	for _, t := range []string{people, "ANALYZE people_words"} {
		if err := db.g.WithContext(ctx).Exec(t).Error; err != nil {
			return fmt.Errorf("analyse people: %w", err)
		}
	}
	return nil
}
