package tasks

import (
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/jobs"
)

func digests(t *testing.T, db *models.DB) int {
	t.Helper()
	n, err := SendDigests(t.Context(), db, "https://candour.example/")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func scheduled(t *testing.T, db *models.DB) {
	t.Helper()
	if err := jobs.EnsureSchedules(t.Context(), db, Work(db, "").Periodic); err != nil {
		t.Fatal(err)
	}
}

func TestTheDigestComesOncePerDayAndPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		scheduled(t, db)
		clock, boss, dpo, other := modelstest.ClockOf(db), staff(t, db, models.RoleIncidentManager), staff(t, db, models.RoleDPO), staff(t, db, models.RoleCommunications)
		if n := digests(t, db); n != 0 {
			t.Errorf("%d digests about nothing", n)
		}
		incident := models.NewID()
		command(t, db, func(tx models.Tx) error {
			return models.AddIncident(tx, &models.Incident{ID: incident, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: manager.Account})
		})
		clock.Set(terms.InstantOf(time.Date(2026, time.November, 24, 5, 59, 0, 0, time.UTC)))
		if n := digests(t, db); n != 2 {
			t.Errorf("%d digests for the run of yesterday at six that found nothing then, want 2", n)
		}
		if n := digests(t, db); n != 0 {
			t.Errorf("%d more before six o'clock", n)
		}
		clock.Advance(time.Minute)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := SendDigests(t.Context(), db, "https://candour.example"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		clock.Advance(10 * time.Hour)
		digests(t, db)
		for who, want := range map[models.ID]int{boss: 2, dpo: 2, other: 0} {
			if got := len(mail(t, db, incident, who)); got != want {
				t.Errorf("%d digests, want %d", got, want)
			}
		}
		// Three days without the program are one digest, not three.
		clock.Advance(72 * time.Hour)
		if n := digests(t, db); n != 2 {
			t.Errorf("%d after a standstill, want one for each of two people", n)
		}
	})
}

func TestTheDigestSaysWhatIsOpenAndNamesNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		scheduled(t, db)
		boss, exercise := staff(t, db, models.RoleIncidentManager), openIncident(t, db)
		incident := models.NewID()
		command(t, db, func(tx models.Tx) error {
			return models.AddIncident(tx, &models.Incident{ID: incident, Title: "Intruder in Geneva", OpenedAt: tx.Now(), OpenedBy: manager.Account})
		})
		obligation := obligationOf(t, db, incident)
		command(t, db, func(tx models.Tx) error {
			o, err := models.FindObligation(tx, manager, obligation)
			if err != nil {
				return err
			}
			due := tx.Now().Add(-time.Hour)
			return models.UpdateObligation(tx, &o, map[string]any{"due_at": due, "sort_at": due, "what": "Tell the authority (CH)", "law": "FADP", "citation": "Art. 24(1)", "zone": "Europe/Zurich"})
		})
		if n := digests(t, db); n != 2 {
			t.Fatalf("%d digests, want one of the real incident and one of the exercise", n)
		}
		real, practice := mail(t, db, incident, boss), mail(t, db, exercise, boss)
		if len(real) != 1 || len(practice) != 1 {
			t.Fatalf("%v and %v", real, practice)
		}
		for _, want := range []string{"Open today: 1 incident, 1 late by law", "INC-2026-0002: Tell the authority (CH) (FADP, Art. 24(1)): was due Monday 23 November 2026, 09:00 Zurich time (08:00 UTC)",
			"1 duty is late by law", "https://candour.example/\n"} {
			if !strings.Contains(real[0].Text, want) {
				t.Errorf("%q is missing in: %s", want, real[0].Text)
			}
		}
		for _, never := range []string{"Geneva", "Society", "INC-2026-0001", "EXERCISE"} {
			if strings.Contains(real[0].Text+real[0].HTML, never) {
				t.Errorf("the digest of real incidents says %q", never)
			}
		}
		if !strings.Contains(practice[0].Text, "EXERCISE") || strings.Contains(practice[0].Text, "INC-2026-0002") {
			t.Errorf("the digest of exercises: %s", practice[0].Text)
		}
		from, err := delivery.ParseAddress("desk@candour.example")
		if err != nil {
			t.Fatal(err)
		}
		relay := delivery.NewSMTP(delivery.Relay{Host: "127.0.0.1", Port: 1, Plain: true}, delivery.Sender{Address: from, Name: "Desk"}, nil)
		for range 2 {
			if _, err := delivery.SendDue(t.Context(), db, delivery.Post{Relay: relay, Outbox: delivery.Outbox{From: delivery.Sender{Address: from, Name: "Desk"}}}, "worker"); err != nil {
				t.Fatal(err)
			}
		}
		page, err := models.ListOutbox(db.View(t.Context()), manager, models.OutboxFilter{}, models.PageRequest{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Items {
			want := models.DeliveryDeferred // nobody listens: the real one was on its way
			if d.IncidentID == exercise {
				want = models.DeliveryHeld
			}
			if d.State != want {
				t.Errorf("a digest is %s, want %s", d.State, want)
			}
		}
	})
}
