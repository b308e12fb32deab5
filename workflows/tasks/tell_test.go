package tasks

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/delivery"
)

// staff adds an account of a role and gives its id.
func staff(t *testing.T, db *models.DB, role models.Role) models.ID {
	t.Helper()
	a := models.Account{ID: models.NewID(), Role: role, PasswordHash: "chosen", CreatedAt: db.Now()}
	command(t, db, func(tx models.Tx) error {
		if err := a.SetPerson(tx.Keys(), "Somebody", a.ID[:8]+"@desk.example"); err != nil {
			return err
		}
		return models.AddAccount(tx, &a)
	})
	return a.ID
}

// mail gives what was written to an account, oldest first.
func mail(t *testing.T, db *models.DB, incident, account models.ID) []models.DeliveryLetter {
	t.Helper()
	r := db.View(context.Background())
	ds, err := models.ListDeliveries(r, incident, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var out []models.DeliveryLetter
	for _, d := range ds {
		if d.AccountID != account {
			continue
		}
		whole, err := models.LoadDelivery(r, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		l, err := whole.Letter(db.Keys())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func TestEachRungIsWrittenToItsAudienceOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, clock := openIncident(t, db), modelstest.ClockOf(db)
		owner, boss, dpo, other := staff(t, db, models.RoleCommunications), staff(t, db, models.RoleIncidentManager), staff(t, db, models.RoleDPO), staff(t, db, models.RoleApprover)
		command(t, db, func(tx models.Tx) error {
			return Open(tx, []models.Task{{IncidentID: incident, Kind: "obligation", Playbook: ByLaw, Title: "Tell the authority (FR)", Detail: "GDPR, Art. 33(1)",
				OwnerID: &owner, DueAt: tx.Now().Add(100 * time.Hour), ByLaw: true}})
		})
		for _, c := range []struct {
			on                   time.Duration
			owner, manager, dpos int
		}{
			{28 * time.Hour, 1, 0, 0},   // three days before
			{time.Minute, 1, 0, 0},      // nothing new
			{48 * time.Hour, 2, 0, 0},   // one day before
			{18 * time.Hour, 2, 1, 0},   // six hours before
			{5 * time.Hour, 2, 1, 1},    // one hour before
			{time.Hour, 2, 2, 1},        // at the limit
			{72 * time.Hour, 2, 3, 2},   // one and three days late, together
			{5000 * time.Hour, 2, 3, 2}, // nothing after
		} {
			clock.Advance(c.on)
			scan(t, db)
			scan(t, db)
			got := []int{len(mail(t, db, incident, owner)), len(mail(t, db, incident, boss)), len(mail(t, db, incident, dpo)), len(mail(t, db, incident, other))}
			if want := []int{c.owner, c.manager, c.dpos, 0}; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s later owner, manager, officer and a stranger have %v messages, want %v", c.on, got, want)
			}
		}
		first := mail(t, db, incident, owner)[0]
		if first.To != owner[:8]+"@desk.example" || !strings.Contains(first.Text, "/incidents/"+incident+"/tasks") || !strings.Contains(first.Text, "EXERCISE") ||
			!strings.Contains(first.Text, "Tell the authority (FR) (GDPR, Art. 33(1)): due Friday 27 November 2026, 13:00 UTC, the limit in law") {
			t.Errorf("to %s: %s", first.To, first.Text)
		}
		if late := mail(t, db, incident, boss)[2]; !strings.Contains(late.Text, "was due") {
			t.Errorf("three days late the manager reads: %s", late.Text)
		}
	})
}

func TestLimitsThatFallTogetherAreOneMessage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident := openIncident(t, db)
		boss := staff(t, db, models.RoleIncidentManager)
		for i := range 61 {
			taskDue(t, db, incident, 5*time.Hour+time.Duration(i)*time.Second) // six hours before has passed: fires at once
		}
		modelstest.ClockOf(db).Advance(6 * time.Hour)
		scan(t, db)
		got := mail(t, db, incident, boss)
		if len(got) != 1 || !strings.Contains(got[0].Text, "61 tasks need you") || !strings.Contains(got[0].Text, "And 51 more") {
			t.Errorf("%d messages for 61 limits: %v", len(got), got)
		}
	})
}

func TestAReminderToNobodyReachesTheIncidentManager(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, boss, gone := openIncident(t, db), staff(t, db, models.RoleIncidentManager), staff(t, db, models.RoleDPO)
		command(t, db, func(tx models.Tx) error {
			a, err := models.FindAccount(tx, gone)
			if err != nil {
				return err
			}
			a.DisabledAt = tx.Now()
			if err := models.SaveAccount(tx, &a); err != nil {
				return err
			}
			return Open(tx, []models.Task{
				{IncidentID: incident, Kind: "manual", Playbook: ByLaw, Title: "Ring Jeanne Dupont", DueAt: tx.Now().Add(25 * time.Hour)},
				{IncidentID: incident, Kind: "manual", Playbook: ByLaw, Title: "Ring Jeanne Dupont", DueAt: tx.Now().Add(25 * time.Hour), OwnerID: &gone},
			})
		})
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		scan(t, db)
		got := mail(t, db, incident, boss)
		if len(got) != 1 || !strings.Contains(got[0].Text, "2 tasks need you") {
			t.Fatalf("the manager got %v", got)
		}
		if strings.Contains(got[0].Text+got[0].HTML, "Dupont") || strings.Contains(got[0].Text+got[0].HTML, "Intruder") {
			t.Errorf("words that a person typed left the house: %s", got[0].Text)
		}
		if n := len(mail(t, db, incident, gone)); n != 0 {
			t.Errorf("an account that is closed got %d messages", n)
		}
	})
}

func TestMessagesOfAnExerciseStayInTheOutbox(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, boss := openIncident(t, db), staff(t, db, models.RoleIncidentManager)
		taskDue(t, db, incident, time.Hour)
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		scan(t, db)
		from, err := delivery.ParseAddress("desk@candour.example")
		if err != nil {
			t.Fatal(err)
		}
		// Nothing listens there: a message that was handed over would be deferred, not held.
		relay := delivery.NewSMTP(delivery.Relay{Host: "127.0.0.1", Port: 1, Plain: true}, delivery.Sender{Address: from, Name: "Desk"}, nil)
		post := delivery.Post{Relay: relay, Outbox: delivery.Outbox{Dir: t.TempDir(), From: delivery.Sender{Address: from, Name: "Desk"}}}
		if n, err := delivery.SendDue(t.Context(), db, post, "worker"); err != nil || n != 1 {
			t.Fatalf("%d settled, %v", n, err)
		}
		page, err := models.ListOutbox(db.View(t.Context()), manager, models.OutboxFilter{}, models.PageRequest{})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("%v, %v", page.Items, err)
		}
		if d := page.Items[0]; d.State != models.DeliveryHeld || d.AccountID != boss || d.ContactID != "" || d.NoticeID != "" || !strings.HasPrefix(d.Subject, "EXERCISE: INC-2026-0001") {
			t.Errorf("%+v", d)
		}
	})
}

func TestTheLimitIsToldInTheZoneOfTheAuthority(t *testing.T) {
	id := models.NewID()
	task := models.Task{Kind: "obligation", Title: "Tell the authority (CH)", Detail: "FADP, Art. 24(1)", ObligationID: &id, ByLaw: true,
		DueAt: terms.InstantOf(time.Date(2026, time.November, 24, 22, 59, 59, 0, time.UTC))}
	got := line(task, map[models.ID]models.Obligation{id: {Zone: "Europe/Zurich"}}, time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC))
	if want := "Tell the authority (CH) (FADP, Art. 24(1)): due Tuesday 24 November 2026, 23:59 Zurich time (22:59 UTC), the limit in law"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := line(task, map[models.ID]models.Obligation{id: {Zone: "Europe/Zurich", Regime: "own-grant"}}, time.Now()); !strings.HasSuffix(got, ", the limit in the agreement") {
		t.Errorf("a contract is told as if it were law: %q", got)
	}
	if got := line(models.Task{Kind: "manual", Title: "x"}, nil, time.Now()); got != "A task on the page" {
		t.Errorf("without a limit: %q", got)
	}
}
