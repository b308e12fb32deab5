package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"candour/models/terms"
)

// Engine is the database underneath. Both hold the same guarantees; SQLite is for one process.
type Engine string

const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is the open database with its keys and its clock.
type DB struct {
	g      *gorm.DB
	sql    *sql.DB
	engine Engine
	now    func() time.Time
	keys   *Keyring
	home   string // SetHome
	titles heldTitles
}

// Options say which database, and which clock (nil: the machine's).
type Options struct {
	URL   string // sqlite:PATH or postgres://...
	Clock func() time.Time
}

// ParseURL says which engine a database address means, and what its driver wants to hear.
func ParseURL(u string) (Engine, string, error) {
	switch {
	case strings.HasPrefix(u, "sqlite:"):
		path := strings.TrimPrefix(u, "sqlite:")
		if path == "" {
			return "", "", errors.New("sqlite: needs a file path, for example sqlite:./data/candour.db")
		}
		// Immediate transactions, because a read that turns into a write would fail with "database is locked".
		// FULL: an answer given is on the disk. trusted_schema off: nothing in a file may run code.
		return SQLite, "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)" +
			"&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=trusted_schema(0)&_txlock=immediate", nil
	case strings.HasPrefix(u, "postgres://"), strings.HasPrefix(u, "postgresql://"):
		return Postgres, u, nil
	}
	return "", "", errors.New("database address must start with sqlite: or postgres://")
}

// Open connects. It does not migrate (Migrate) and holds no keys yet (Unlock).
func Open(ctx context.Context, o Options) (*DB, error) {
	engine, dsn, err := ParseURL(o.URL)
	if err != nil {
		return nil, err
	}
	var d gorm.Dialector
	if engine == SQLite {
		if err := ownersOnly(strings.TrimPrefix(o.URL, "sqlite:")); err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
		d = sqlite.Open(dsn)
	} else {
		d = postgres.Open(dsn)
	}
	db := &DB{engine: engine, now: o.Clock}
	if db.now == nil {
		db.now = time.Now
	}
	g, err := gorm.Open(d, &gorm.Config{
		SkipDefaultTransaction: true, TranslateError: true, PrepareStmt: false,
		// gorm's own logger prints values, which are people; errors are logged once, where they are handled.
		Logger:  logger.Discard,
		NowFunc: func() time.Time { return db.Now().Time() },
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if db.sql, err = g.DB(); err != nil {
		return nil, err
	}
	db.sql.SetMaxOpenConns(16)
	db.sql.SetMaxIdleConns(16)
	if err := db.sql.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("reach database: %w", err)
	}
	if err := g.Use(keysPlugin{db}); err != nil {
		return nil, err
	}
	db.g = g
	return db, nil
}

// ownersOnly makes a new database file readable by its owner alone, whatever the umask: it holds password hashes. SQLite gives the files
// beside it (-wal, -shm) the same rights. A file that is there is not opened: closing it would drop the locks that this process has on it.
func ownersOnly(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func (db *DB) Engine() Engine     { return db.engine }
func (db *DB) SQL() *sql.DB       { return db.sql }
func (db *DB) Now() terms.Instant { return terms.InstantOf(db.now()) }
func (db *DB) Keys() *Keyring     { return db.keys }
func (db *DB) Close() error       { return db.sql.Close() }

// Reader is anything that can be read from: a View outside, a Tx inside a command.
type Reader interface {
	q() *gorm.DB
	Now() terms.Instant
	Keys() *Keyring
	Engine() Engine
	Home() string
	titles() *heldTitles
}

type session struct {
	g  *gorm.DB
	db *DB
}

func (s session) q() *gorm.DB         { return s.g }
func (s session) Now() terms.Instant  { return s.db.Now() }
func (s session) titles() *heldTitles { return &s.db.titles }
func (s session) Keys() *Keyring      { return s.db.keys }
func (s session) Engine() Engine      { return s.db.engine }

// View reads outside any transaction.
type View struct{ session }

// View reads with ctx; it cannot write, and handlers of GET have nothing else.
func (db *DB) View(ctx context.Context) View { return View{session{db.g.WithContext(ctx), db}} }

// Tx is the inside of a command. The zero Tx is useless on purpose.
type Tx struct {
	session
	event *Event
}

// SQL is the transaction underneath, for the job queue.
func (tx Tx) SQL() *sql.Tx { return tx.g.Statement.ConnPool.(*sql.Tx) }

// Context is the context the command runs in.
func (tx Tx) Context() context.Context { return tx.g.Statement.Context }

// one finds exactly one row or says what was not found.
func one[T any](q *gorm.DB, what string) (T, error) {
	var none T
	rows, err := rowsOf[T](q.Limit(1))
	if err != nil {
		return none, fmt.Errorf("read %s: %w", what, err)
	}
	if len(rows) == 0 {
		return none, NotFound(what)
	}
	return rows[0], nil
}

// many finds all rows of a query.
func many[T any](q *gorm.DB, what string) ([]T, error) {
	rows, err := rowsOf[T](q)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", what, err)
	}
	return rows, nil
}

// insert adds rows; a broken unique rule is a conflict, said by the caller in its own words.
func insert[T any](tx Tx, rows *T, what string) error {
	err := tx.g.Create(rows).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return Conflict("%s is there already.", what)
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", what, err)
	}
	return nil
}

// guarded is an update that must meet exactly one row in the expected state; zero rows is a conflict.
func guarded(q *gorm.DB, values map[string]any, conflict string) error {
	r := q.Updates(values)
	if errors.Is(r.Error, gorm.ErrDuplicatedKey) {
		return Conflict("There is another one with this name. Nothing was changed; choose another name.")
	}
	if r.Error != nil {
		return fmt.Errorf("update: %w", r.Error)
	}
	if r.RowsAffected == 0 {
		return Conflict("%s", conflict)
	}
	return nil
}

// Ping says whether the database answers.
func Ping(r Reader) error { return r.q().Exec("SELECT 1").Error }
