package modelstest_test

import (
	"context"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

func tables(t *testing.T, db *models.DB) int {
	t.Helper()
	from := map[models.Engine]string{
		models.SQLite:   "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
		models.Postgres: "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'",
	}
	var n int
	if err := db.SQL().QueryRow(from[db.Engine()]).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachGivesAMigratedDatabaseOfItsOwn(t *testing.T) {
	for _, round := range []string{"first", "second"} {
		modelstest.Each(t, func(t *testing.T, db *models.DB) {
			if n := tables(t, db); n < 5 {
				t.Errorf("%s: %d tables, want the whole schema", round, n)
			}
			// Would collide with itself if the second round saw what the first one wrote.
			if _, err := db.SQL().Exec("CREATE TABLE left_behind (id int)"); err != nil {
				t.Errorf("%s: %v", round, err)
			}
			if db.Keys() == nil {
				t.Errorf("%s: the database is not unlocked", round)
			}
		})
	}
}

func TestEmptyURLHasNoTables(t *testing.T) {
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			db, err := models.Open(context.Background(), models.Options{URL: modelstest.EmptyURL(t, engine)})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			if n := tables(t, db); n != 0 {
				t.Errorf("%d tables, want none", n)
			}
		})
	}
}

func TestTheClockStandsStillUntilMoved(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	if got := db.Now().Time(); !got.Equal(modelstest.Start) {
		t.Errorf("starts at %s, want %s", got, modelstest.Start)
	}
	modelstest.ClockOf(db).Advance(72 * time.Hour)
	if got := db.Now().Time(); !got.Equal(modelstest.Start.Add(72 * time.Hour)) {
		t.Errorf("72 hours later it is %s", got)
	}
}
