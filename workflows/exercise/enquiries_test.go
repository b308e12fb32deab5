package exercise_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
	"candour/workflows/enquiries"
	"candour/workflows/exercise"
	"candour/workflows/regimes"
)

func TestTheExerciseHasEnquiriesInEveryStateAndAddsNothingTwice(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	lib, _ := regimes.Default()
	for _, role := range []models.Role{models.RoleCommunications, models.RoleApprover, models.RoleDPO} {
		if _, err := access.AddDemo(t.Context(), db, access.Person{Name: string(role), Email: string(role) + "@example.org", Role: role}, "a password for tests"); err != nil {
			t.Fatal(err)
		}
	}
	by := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	story, err := exercise.Load()
	if err != nil {
		t.Fatal(err)
	}
	story = story.Today(db.Now())
	i, err := exercise.Open(t.Context(), db, lib, by, story)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := exercise.Enquiries(t.Context(), db, by, story, i.ID); err != nil {
			t.Fatal(err)
		}
	}
	c, err := enquiries.Count(db.View(t.Context()), by, i.ID, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	states := map[models.EnquiryState]int{}
	for _, row := range c.Rows {
		states[row.State] += row.Count
	}
	for _, s := range models.EnquiryStates {
		if states[s] == 0 {
			t.Errorf("no enquiry is %s", s)
		}
	}
	if c.Total < 30 || c.Total > 60 {
		t.Errorf("%d enquiries", c.Total)
	}
	all, err := enquiries.Answers(db.View(t.Context()), by, i.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "fr", "ar"} {
		n := 0
		for _, a := range all {
			if w, ok := a.For(lang); ok && w.Version.Language == lang {
				n++
			}
		}
		if n == 0 {
			t.Errorf("no approved answer in %s", lang)
		}
	}
}
