// Package modelstest gives tests a fresh, migrated and unlocked database on each engine.
//
// SQLite is always there. PostgreSQL is there when CANDOUR_TEST_POSTGRES_URL names a server that may be filled and emptied at will;
// `make test` starts a throw-away one and fails when nothing ran on it (scripts/with-postgres, scripts/test-go).
package modelstest

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Start is when every test begins: a Monday morning, 9:00 UTC, in whole seconds.
var Start = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// MasterKey unlocks every database made here.
var MasterKey = []byte("a master key for tests, 32 bytes")

// Engines that tests can run on here.
func Engines() []models.Engine {
	if os.Getenv(serverVariable) == "" {
		return []models.Engine{models.SQLite}
	}
	return []models.Engine{models.SQLite, models.Postgres}
}

// Each runs the same test on a fresh database of each engine, as sub-tests "sqlite" and "postgres".
func Each(t *testing.T, test func(t *testing.T, db *models.DB)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) { test(t, Open(t, engine)) })
	}
}

// Open gives a fresh database of one engine, closed and removed with the test. Its clock stands still at Start; ClockOf moves it.
func Open(t testing.TB, engine models.Engine) *models.DB {
	t.Helper()
	clock := &Clock{now: Start}
	db, err := open(t.Context(), URL(t, engine), clock.Now)
	if err != nil {
		t.Fatalf("open a database for the test: %v", err)
	}
	clocks.Store(db, clock)
	t.Cleanup(func() {
		clocks.Delete(db)
		if err := db.Close(); err != nil {
			t.Errorf("close the test's database: %v", err)
		}
	})
	return db
}

func open(ctx context.Context, url string, now func() time.Time) (*models.DB, error) {
	db, err := models.Open(ctx, models.Options{URL: url, Clock: now})
	if err != nil {
		return nil, err
	}
	if err := db.Unlock(ctx, MasterKey); err != nil {
		_ = db.Close()
		return nil, err
	}
	db.SetHome("https://candour.example")
	return db, nil
}

// URL is the address of a fresh, migrated database, for tests that start a process of their own. MasterKey unlocks it.
func URL(t testing.TB, engine models.Engine) string {
	t.Helper()
	note(t, engine)
	if engine == models.Postgres {
		return postgresCopy(t, true)
	}
	return sqliteCopy(t)
}

// EmptyURL is the address of a database without a single table, for tests of migrations and of a first start.
func EmptyURL(t testing.TB, engine models.Engine) string {
	t.Helper()
	note(t, engine)
	if engine == models.Postgres {
		return postgresCopy(t, false)
	}
	return "sqlite:" + t.TempDir() + "/empty.db"
}

// Clock is the time of one test database; it stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

var clocks sync.Map // *models.DB -> *Clock

// ClockOf is the clock of a database that Open or Each gave.
func ClockOf(db *models.DB) *Clock {
	c, ok := clocks.Load(db)
	if !ok {
		panic("modelstest: this database was not opened by modelstest")
	}
	return c.(*Clock)
}

// Now is the instant the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant, also backwards, as real clocks do.
func (c *Clock) Set(at terms.Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at.Time()
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// note writes down that a test uses an engine, so that a run that silently left one out can be told from a whole one.
func note(t testing.TB, engine models.Engine) {
	t.Helper()
	path := os.Getenv("CANDOUR_TEST_TALLY")
	if path == "" {
		return
	}
	pkg := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		pkg = strings.TrimSuffix(info.Path, ".test")
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatalf("note the engine: %v", err)
	}
	_, err = fmt.Fprintf(f, "%s %s %s\n", engine, pkg, strings.ReplaceAll(t.Name(), " ", "_"))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		t.Fatalf("note the engine: %v", err)
	}
}
