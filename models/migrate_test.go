package models_test

import (
	"strings"
	"testing"

	"candour/migrations"
	"candour/models"
	"candour/models/modelstest"
)

func TestAProgramOlderThanTheDatabaseDoesNotStart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := db.Migrate(t.Context(), migrations.Files); err != nil {
			t.Fatalf("the second start: %v", err)
		}
		if _, err := db.SQL().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)"); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), migrations.Files); err == nil || !strings.Contains(err.Error(), "newer Candour") {
			t.Errorf("got %v", err)
		}
	})
}
