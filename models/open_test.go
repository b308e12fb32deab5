package models_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"candour/migrations"
	"candour/models"
)

// A database made in a folder that others may look into is still its owner's alone: it holds password hashes.
func TestANewDatabaseFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	db, err := models.Open(t.Context(), models.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		f, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Mode().Perm()&^fs.FileMode(0o600) != 0 {
			t.Errorf("%s has the rights %v", filepath.Base(name), f.Mode().Perm())
		}
	}
}
