package models_test

import (
	"errors"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

func record(t *testing.T, db *models.DB, op string) {
	t.Helper()
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: op, Why: "because it was asked for"}, func(tx models.Tx) error {
		tx.On("organisation", models.NewID())
		return tx.Details(map[string]int{"count": 3})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryCommandLeavesOneEventAndTheChainFollows(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for range 3 {
			record(t, db, "test-operation")
		}
		v := db.View(t.Context())
		page, err := models.ListEvents(v, models.OrganisationChain, models.PageRequest{})
		if err != nil || len(page.Items) != 3 {
			t.Fatalf("want 3 events, got %d (%v)", len(page.Items), err)
		}
		if why, err := page.Items[0].Why(db.Keys()); err != nil || why != "because it was asked for" {
			t.Errorf("reason does not open: %q, %v", why, err)
		}
		faults, n, err := models.VerifyChains(v)
		if err != nil || len(faults) > 0 || n != 3 {
			t.Errorf("a whole chain is called broken: %v, %d entries, %v", faults, n, err)
		}
	})
}

func TestACommandThatFailsLeavesNoEvent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		boom := errors.New("boom")
		err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "fails"}, func(models.Tx) error { return boom })
		if !errors.Is(err, boom) {
			t.Fatalf("want boom, got %v", err)
		}
		page, err := models.ListEvents(db.View(t.Context()), models.OrganisationChain, models.PageRequest{})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("a failed command left %d events (%v)", len(page.Items), err)
		}
	})
}

// The database itself refuses to rewrite the record; whoever switches that off is found by verify, with the first bad entry named.
func TestATamperedRecordIsFoundAndTheFirstBadEntryNamed(t *testing.T) {
	unlock := map[models.Engine][]string{
		models.SQLite:   {"DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"},
		models.Postgres: {"DROP TRIGGER events_append_only ON events"},
	}
	for _, c := range []struct {
		name, tamper string
		want         int64
	}{
		{"an operation renamed", "UPDATE events SET operation = 'other' WHERE seq = 2", 2},
		{"a reason cut", "UPDATE events SET why_sealed = NULL WHERE seq = 3", 3},
		{"an entry removed", "DELETE FROM events WHERE seq = 2", 2},
		{"the last entry removed", "DELETE FROM events WHERE seq = 4", 4},
		{"the hash rewritten", "UPDATE events SET hash = prev_hash WHERE seq = 1", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				for range 4 {
					record(t, db, "test-operation")
				}
				if _, err := db.SQL().Exec(c.tamper); err == nil {
					t.Error("the database let the record be rewritten")
				}
				for _, q := range append(unlock[db.Engine()], c.tamper) {
					if _, err := db.SQL().Exec(q); err != nil {
						t.Fatal(err)
					}
				}
				faults, _, err := models.VerifyChains(db.View(t.Context()))
				if err != nil || len(faults) != 1 || faults[0].Seq != c.want {
					t.Errorf("want the fault at entry %d, got %v (%v)", c.want, faults, err)
				}
			})
		})
	}
}
