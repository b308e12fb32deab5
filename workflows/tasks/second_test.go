package tasks

import (
	"context"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

func TestWhoMayConfirmAnAccountIsToldOnceAndNoNameIsSaid(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		administrator, officer, manager := staff(t, db, models.RoleAdministrator), staff(t, db, models.RoleDPO), staff(t, db, models.RoleIncidentManager)
		confirmed := func(id models.ID) {
			command(t, db, func(tx models.Tx) error {
				a, err := models.LoadAccountForChange(tx, id)
				if err != nil {
					return err
				}
				a.TOTPConfirmed = true
				return models.SaveAccount(tx, &a)
			})
		}
		confirmed(administrator)
		confirmed(officer)
		wanted := staff(t, db, models.RoleApprover)
		command(t, db, func(tx models.Tx) error {
			return models.AddAccountChange(tx, &models.AccountChange{ID: models.NewID(), AccountID: wanted, Kind: models.ChangeRoleTo, Role: models.RoleApprover,
				AskedBy: administrator, AskedAt: tx.Now()})
		})
		tell := func() int {
			n, err := TellSecondPersons(ctx, db, "https://candour.example")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := tell(); n != 0 {
			t.Errorf("%d letters without an incident they could travel with", n)
		}
		incident := openIncident(t, db)
		if n := tell(); n != 1 {
			t.Errorf("%d letters, want the one to the data protection officer", n)
		}
		if n := tell(); n != 0 {
			t.Errorf("%d letters, and they had been written", n)
		}
		if len(mail(t, db, incident, administrator)) != 0 || len(mail(t, db, incident, manager)) != 0 {
			t.Error("whoever asked, or may not confirm, was written to")
		}
		letters := mail(t, db, incident, officer)
		if len(letters) != 1 {
			t.Fatalf("%d letters", len(letters))
		}
		if !strings.Contains(letters[0].Text, "as approver") || strings.Contains(letters[0].Text, "Somebody") {
			t.Errorf("the letter says: %s", letters[0].Text)
		}
	})
}

// After a standstill an incident's rungs are one message to each person, however many they are and however they mix with another incident's.
func TestWhatPiledUpIsOneMessageToEachPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		one, two := openIncident(t, db), openIncident(t, db)
		owner := staff(t, db, models.RoleCommunications)
		command(t, db, func(tx models.Tx) error {
			var ts []models.Task
			for i := range 120 {
				incident := []models.ID{one, two}[i%2]
				ts = append(ts, models.Task{IncidentID: incident, Kind: "obligation", Playbook: ByLaw, Title: "Tell the authority (FR)", Detail: "GDPR, Art. 33(1)", OwnerID: &owner,
					DueAt: tx.Now().Add(time.Duration(100+i) * time.Hour), ByLaw: true})
			}
			return Open(tx, ts)
		})
		modelstest.ClockOf(db).Advance(2000 * time.Hour)
		if n := scan(t, db); n != 120*7 {
			t.Errorf("%d rungs fired", n)
		}
		for _, incident := range []models.ID{one, two} {
			letters := mail(t, db, incident, owner)
			if len(letters) != 1 || !strings.Contains(letters[0].Text, "60 tasks need you") {
				t.Errorf("%d letters to one person about one incident", len(letters))
			}
		}
	})
}
