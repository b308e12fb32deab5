package models_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

func TestAWordFindsIncidentsByTheirTitleOfToday(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		v := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
		open := func(title string) (i models.Incident) {
			t.Helper()
			i = models.Incident{ID: models.NewID(), Title: title, OpenedBy: v.Account}
			err := db.Command(t.Context(), models.Act{By: models.System, Operation: "open-incident", Incident: i.ID}, func(tx models.Tx) error {
				i.OpenedAt, i.AwareAt = tx.Now(), tx.Now()
				return models.AddIncident(tx, &i)
			})
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		found := func(f models.IncidentFilter) (titles []string) {
			t.Helper()
			p := models.PageRequest{Limit: 1}
			for {
				page, err := models.ListIncidents(db.View(t.Context()), v, f, p)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range page.Items {
					titles = append(titles, i.Title)
				}
				if page.Next == "" {
					return titles
				}
				p.Cursor = page.Next
			}
		}
		same := func(f models.IncidentFilter, want ...string) {
			t.Helper()
			got := found(f)
			if len(got) != len(want) {
				t.Fatalf("%+v: %q, want %q", f, got, want)
			}
			for n := range want {
				if got[n] != want[n] {
					t.Errorf("%+v: %q, want %q", f, got, want)
				}
			}
		}
		first := open("A Laptop was lost")
		same(models.IncidentFilter{Text: "laptop"}, "A Laptop was lost")
		open("A list was copied")
		open("Another LAPTOP was stolen")
		same(models.IncidentFilter{Text: "laptop"}, "Another LAPTOP was stolen", "A Laptop was lost")
		same(models.IncidentFilter{Text: "0002"}, "A list was copied")
		same(models.IncidentFilter{Text: "laptop", State: models.IncidentClosed})
		err := db.Command(t.Context(), models.Act{By: models.System, Operation: "edit-incident", Incident: first.ID}, func(tx models.Tx) error {
			return models.UpdateIncident(tx, first.ID, first.Version, map[string]any{"title": "A telephone was lost"})
		})
		if err != nil {
			t.Fatal(err)
		}
		same(models.IncidentFilter{Text: "laptop"}, "Another LAPTOP was stolen")
		same(models.IncidentFilter{Text: "lost"}, "A telephone was lost")
		v.Role, v.SocietyID = models.RoleFocalPoint, models.NewID()
		same(models.IncidentFilter{Text: "laptop"}) // a society that is no party of it
	})
}
