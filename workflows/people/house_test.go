package people

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candour/models"
)

// house is an incident with two parties, and a viewer for each role that matters here.
type house struct {
	db        *models.DB
	u         Uploads
	incident  models.ID
	parties   [2]models.ID
	societies [2]models.ID
	manager   models.Viewer
}

func newHouse(t *testing.T, db *models.DB) *house {
	t.Helper()
	h := &house{db: db, u: Uploads{Dir: t.TempDir()}, incident: models.NewID(), manager: models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}}
	err := db.Command(t.Context(), models.Act{By: models.System, Operation: "open-incident", Incident: h.incident}, func(tx models.Tx) error {
		i := models.Incident{ID: h.incident, Title: "A list was taken", OpenedAt: tx.Now(), OpenedBy: h.manager.Account, AwareAt: tx.Now()}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		for n, country := range []string{"CH", "FR"} {
			o := models.Organisation{ID: models.NewID(), Kind: models.KindSociety, Name: "Society of " + country, Country: country, Version: 1}
			if err := models.AddOrganisation(tx, &o); err != nil {
				return err
			}
			p := models.Party{ID: models.NewID(), IncidentID: h.incident, OrganisationID: &o.ID, Name: o.Name, Country: country, Role: models.Controller, AddedAt: tx.Now()}
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
			h.parties[n], h.societies[n] = p.ID, o.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) receive(t *testing.T, file string, to Target) models.PeopleImport {
	t.Helper()
	i, err := h.u.Receive(t.Context(), h.db, h.manager, h.incident, to, "list.csv", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (h *house) run(t *testing.T, id models.ID) models.PeopleImport {
	t.Helper()
	for range 100 {
		done, err := h.u.Run(t.Context(), h.db, id, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if done {
			return h.load(t, id)
		}
	}
	t.Fatal("the import never ends")
	return models.PeopleImport{}
}

func (h *house) load(t *testing.T, id models.ID) models.PeopleImport {
	t.Helper()
	i, err := models.LoadPeopleImport(h.db.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (h *house) imported(t *testing.T, file string, to Target) models.PeopleImport {
	t.Helper()
	i := h.receive(t, file, to)
	if err := h.u.Start(t.Context(), h.db, h.manager, i.ID, models.ImportSettings{}); err != nil {
		t.Fatal(err)
	}
	return h.run(t, i.ID)
}

func (h *house) names(t *testing.T, v models.Viewer) []string {
	t.Helper()
	var out []string
	p := models.PageRequest{Limit: 200}
	for {
		page, err := List(h.db.View(t.Context()), v, h.incident, models.PeopleFilter{}, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page.Items {
			if x.Canary { // in the list, and nobody
				continue
			}
			out = append(out, x.Details.Get(models.PersonName))
		}
		if page.Next == "" {
			return out
		}
		p.Cursor = page.Next
	}
}

func counts(i models.PeopleImport) string {
	return fmt.Sprintf("%s %d accepted %d duplicate %d rejected %d quarantined", i.State, i.Accepted, i.Duplicate, i.Rejected, i.Quarantined)
}
