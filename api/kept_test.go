package api

import (
	"errors"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

// An answer is kept for as long as nothing has been done: every way in which it can grow old is tried.
func TestAnAnswerIsKeptUntilSomethingIsDone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident := models.NewID()
		do := func(chain models.ID, f func(models.Tx) error) {
			t.Helper()
			if err := db.Command(t.Context(), models.Act{By: models.System, Operation: "edit-incident", Incident: chain}, f); err != nil {
				t.Fatal(err)
			}
		}
		nothing := func(models.Tx) error { return nil }
		do(incident, func(tx models.Tx) error {
			return models.AddIncident(tx, &models.Incident{ID: incident, Title: "A list was taken", OpenedAt: tx.Now(), OpenedBy: models.NewID(), AwareAt: tx.Now()})
		})
		manager := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
		stranger := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}

		var k kept[int]
		asked := 0
		ask := func() (int, error) { asked++; return asked, nil }
		want := func(about string, v models.Viewer, page string, answer int) {
			t.Helper()
			got, err := k.page(db.View(t.Context()), v, incident, page, ask)
			if err != nil || got != answer {
				t.Errorf("%s: answer %d, want %d (%v)", about, got, answer, err)
			}
		}
		want("the first time", manager, "", 1)
		want("again", manager, "", 1)
		want("asked in another way", manager, "2", 2)
		other := manager
		other.Role = models.RoleDPO
		want("the same person in another role", other, "", 3)
		want("and the first one still has theirs", manager, "", 1)
		do(incident, nothing)
		want("after something was done in the incident", manager, "", 4)
		do(models.NewID(), nothing)
		want("after something was done in another incident", manager, "", 4)
		do("", nothing)
		want("after something was done for the whole organisation", manager, "", 5)
		modelstest.ClockOf(db).Advance(time.Minute)
		want("a minute later", manager, "", 6)

		if _, err := k.page(db.View(t.Context()), stranger, incident, "", ask); !models.IsKind(err, models.KindNotFound) || asked != 6 {
			t.Errorf("a society that is no party is given what was kept: %v", err)
		}
		do(incident, nothing)
		failed := errors.New("the disk is full")
		if _, err := k.answer(db.View(t.Context()), manager, incident, func() (int, error) { return 0, failed }); !errors.Is(err, failed) {
			t.Errorf("%v", err)
		}
		want("an error is not kept", manager, "", 7)
	})
}
