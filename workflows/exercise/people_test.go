package exercise_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/directory"
	"candour/workflows/exercise"
	"candour/workflows/people"
	"candour/workflows/regimes"
)

func TestTheListOfInventedPeopleIsAlwaysTheSame(t *testing.T) {
	s, err := exercise.Load()
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	n, err := s.WritePeople(&a, 3000)
	if err != nil || n < 2500 || n > 3000 {
		t.Fatalf("%d people, %v", n, err)
	}
	if _, err := s.WritePeople(&b, 3000); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two lists differ (%v)", err)
	}
	rows, err := csv.NewReader(&a).ReadAll()
	if err != nil || len(rows) != n+1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestEveryInventedPersonIsAccepted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, err := exercise.Load()
		if err != nil {
			t.Fatal(err)
		}
		lib, _ := regimes.Default()
		by := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
		if err := directory.SeedDirectory(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		i, err := exercise.Open(t.Context(), db, lib, by, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := exercise.Contacts(t.Context(), db, by.Actor(), i.ID); err != nil {
			t.Fatal(err)
		}
		im, err := exercise.ImportPeople(t.Context(), db, people.Uploads{Dir: t.TempDir()}, by, s, i.ID, 1500)
		if err != nil {
			t.Fatal(err)
		}
		if im.State != models.ImportDone || im.Rejected+im.Quarantined != 0 || im.Accepted == 0 {
			t.Errorf("import: %+v", im)
		}
	})
}
