package models_test

import (
	"fmt"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

// An earlier schema kept titles in clear. The migration marks them, and the first start seals them.
func TestWhatLayInClearIsSealedWhenTheProgramStarts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		i := models.Incident{ID: models.NewID(), Title: "x", OpenedBy: models.NewID()}
		g := models.PeopleGroup{ID: models.NewID(), IncidentID: i.ID, Name: "x"}
		err := db.Command(ctx, models.Act{By: models.System, Operation: "test"}, func(tx models.Tx) error {
			i.OpenedAt = tx.Now()
			if err := models.AddIncident(tx, &i); err != nil {
				return err
			}
			p := models.Party{ID: models.NewID(), IncidentID: i.ID, Name: "Alpha", Role: models.Controller, AddedAt: tx.Now()}
			g.PartyID = p.ID
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
			return models.AddGroup(tx, &g)
		})
		if err != nil {
			t.Fatal(err)
		}
		blob := "CAST('clear:" + "%s' AS BLOB)"
		if db.Engine() == models.Postgres {
			blob = "convert_to('clear:" + "%s', 'UTF8')"
		}
		for table, column := range map[string]string{"incidents": "title_sealed", "people_groups": "name_sealed"} {
			if _, err := db.SQL().ExecContext(ctx, "UPDATE "+table+" SET "+column+" = "+fmt.Sprintf(blob, "Old words")); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Unlock(ctx, modelstest.MasterKey); err != nil {
			t.Fatal(err)
		}
		back, err := models.LoadIncident(db.View(ctx), i.ID)
		if err != nil || back.Title != "Old words" {
			t.Errorf("%q, %v", back.Title, err)
		}
		groups, err := models.LoadGroups(db.View(ctx), i.ID)
		if err != nil || len(groups) != 1 || groups[0].Name != "Old words" {
			t.Fatalf("%+v, %v", groups, err)
		}
		// A second group of the old name is refused as before.
		again := models.PeopleGroup{ID: models.NewID(), IncidentID: i.ID, PartyID: g.PartyID, Name: "Old words"}
		err = db.Command(ctx, models.Act{By: models.System, Operation: "test"}, func(tx models.Tx) error { return models.AddGroup(tx, &again) })
		if !models.IsKind(err, models.KindConflict) {
			t.Errorf("two groups of one name: %v", err)
		}
	})
}
