package modelstest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"candour/migrations"
	"candour/models"
	"candour/workflows/jobs"
)

// migratedSQLite is the bytes of a migrated database file, made once for all tests of a package.
var migratedSQLite = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "candour-test-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := prepare(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	// Closing the last connection has folded the write-ahead log into the file.
	return os.ReadFile(path)
})

func sqliteCopy(t testing.TB) string {
	t.Helper()
	template, err := migratedSQLite()
	if err != nil {
		t.Fatalf("prepare SQLite: %v", err)
	}
	path := filepath.Join(t.TempDir(), "candour.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatalf("prepare SQLite: %v", err)
	}
	return "sqlite:" + path
}

// prepare brings an empty database to what every test starts from: the schema, the job queue's tables and the key sets.
func prepare(ctx context.Context, url string) error {
	db, err := models.Open(ctx, models.Options{URL: url})
	if err != nil {
		return err
	}
	err = db.Migrate(ctx, migrations.Files)
	if err == nil {
		err = jobs.Migrate(ctx, db)
	}
	if err == nil {
		err = db.Unlock(ctx, MasterKey)
	}
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	return err
}
