package tasks

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

var manager = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}

func openIncident(t *testing.T, db *models.DB) models.ID {
	t.Helper()
	id := models.NewID()
	command(t, db, func(tx models.Tx) error {
		return models.AddIncident(tx, &models.Incident{ID: id, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: manager.Account, Exercise: true})
	})
	return id
}

func command(t *testing.T, db *models.DB, fn func(models.Tx) error) {
	t.Helper()
	if err := db.Command(context.Background(), models.Act{By: models.System, Operation: "test"}, fn); err != nil {
		t.Fatal(err)
	}
}

// taskDue opens a task with the ladder of a limit in law, due after a while.
func taskDue(t *testing.T, db *models.DB, incident models.ID, in time.Duration) models.ID {
	t.Helper()
	id := models.NewID()
	command(t, db, func(tx models.Tx) error {
		return Open(tx, []models.Task{{ID: id, IncidentID: incident, Kind: "obligation", Playbook: ByLaw, Title: "Tell the authority", DueAt: tx.Now().Add(in), ByLaw: true}})
	})
	return id
}

func fired(t *testing.T, db *models.DB, task models.ID) string {
	t.Helper()
	rs, err := models.ListReminders(db.View(context.Background()), task)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rs {
		if !r.FiredAt.IsZero() {
			out = append(out, r.Step)
		}
	}
	return strings.Join(out, " ")
}

func scan(t *testing.T, db *models.DB) int {
	t.Helper()
	n, err := FireDue(context.Background(), db, "https://candour.example")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachRungFiresOnceInItsTurn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		task, clock := taskDue(t, db, openIncident(t, db), 72*time.Hour), modelstest.ClockOf(db)
		if n := scan(t, db); n != 0 {
			t.Errorf("%d fired before anything was due: the rung of three days before is told by opening the task", n)
		}
		for _, c := range []struct {
			on   time.Duration
			want string
		}{
			{48*time.Hour - time.Second, ""},
			{time.Second, "one-day-before"},
			{18 * time.Hour, "one-day-before six-hours-before"},
			{0, "one-day-before six-hours-before"},
			{6 * time.Hour, "one-day-before six-hours-before one-hour-before at-the-limit"},
			{24 * time.Hour, "one-day-before six-hours-before one-hour-before at-the-limit one-day-late"},
		} {
			clock.Advance(c.on)
			scan(t, db)
			if got := fired(t, db, task); got != c.want {
				t.Errorf("after %s more fired %q, want %q", c.on, got, c.want)
			}
		}
		page, err := models.ListTasks(db.View(context.Background()), manager, models.TaskFilter{}, models.PageRequest{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Escalated != DPO || page.Items[0].RemindedAt == nil {
			t.Errorf("%+v, %v", page.Items, err)
		}
	})
}

// TM-05: whatever the standstill, each rung that became due meanwhile fires once, in the order in which it was due.
func TestAStandstillOfAnyLengthLosesNothingAndDoublesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, clock := openIncident(t, db), modelstest.ClockOf(db)
		for _, standstill := range []time.Duration{time.Minute, time.Hour, 7 * time.Hour, 26 * time.Hour, 5 * 24 * time.Hour, 90 * 24 * time.Hour} {
			task := taskDue(t, db, incident, 100*time.Hour)
			clock.Advance(standstill)
			now := db.Now()
			scan(t, db)
			if n := scan(t, db); n != 0 {
				t.Errorf("after %s a second scan fired %d more", standstill, n)
			}
			rs, err := models.ListReminders(db.View(context.Background()), task)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rs {
				if due := !r.FireAt.After(now); due == r.FiredAt.IsZero() {
					t.Errorf("after %s rung %s, due %v, fired %v", standstill, r.Step, due, !r.FiredAt.IsZero())
				}
			}
			command(t, db, func(tx models.Tx) error { return models.CancelTasks(tx, []models.ID{task}) })
		}
	})
}

func TestTwoScansAtOnceFireEachRungOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident := openIncident(t, db)
		for range 20 {
			taskDue(t, db, incident, time.Minute)
		}
		modelstest.ClockOf(db).Advance(2 * time.Minute)
		var wg sync.WaitGroup
		counts := make([]int, 4)
		for i := range counts {
			wg.Go(func() {
				n, err := FireDue(context.Background(), db, "https://candour.example")
				if err != nil {
					t.Error(err)
				}
				counts[i] = n
			})
		}
		wg.Wait()
		if total := counts[0] + counts[1] + counts[2] + counts[3]; total != 20 {
			t.Errorf("%v fired together, want 20", counts)
		}
		if faults, _, err := models.VerifyChains(db.View(context.Background())); err != nil || len(faults) > 0 {
			t.Errorf("%v %v", faults, err)
		}
	})
}

func TestWhatIsDoneIsNotRemindedOf(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, incident := context.Background(), openIncident(t, db)
		id, err := Write(ctx, db, manager, NewTask{Incident: incident, Title: "Call the host", DueAt: db.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if err := Complete(ctx, db, manager, id, 1, "Spoke to the duty officer."); err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(48 * time.Hour)
		if n := scan(t, db); n != 0 {
			t.Errorf("%d fired for a task that is done", n)
		}
		if err := Complete(ctx, db, manager, id, 2, ""); !models.IsKind(err, models.KindConflict) {
			t.Errorf("done twice: %v", err)
		}
		task, err := models.FindTask(db.View(ctx), manager, id)
		if note, _ := task.Note(db.Keys()); err != nil || note != "Spoke to the duty officer." {
			t.Errorf("note %q, %v", note, err)
		}
	})
}

func TestALimitThatMovesTakesItsLadderAlong(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, clock := openIncident(t, db), modelstest.ClockOf(db)
		id := taskDue(t, db, incident, 30*time.Hour)
		clock.Advance(7 * time.Hour)
		scan(t, db)
		if got := fired(t, db, id); got != "one-day-before" {
			t.Fatalf("fired %q", got)
		}
		task, err := models.FindTask(db.View(context.Background()), manager, id)
		if err != nil {
			t.Fatal(err)
		}
		obligation := obligationOf(t, db, incident)
		command(t, db, func(tx models.Tx) error {
			return Move(tx, task, obligation, tx.Now().Add(48*time.Hour), true)
		})
		clock.Advance(25 * time.Hour)
		scan(t, db)
		if got := fired(t, db, id); got != "one-day-before" {
			t.Errorf("fired %q: a rung fires once in the life of a task", got)
		}
		clock.Advance(17 * time.Hour)
		scan(t, db)
		if got := fired(t, db, id); got != "one-day-before six-hours-before" {
			t.Errorf("fired %q", got)
		}
	})
}

// obligationOf adds the rows an obligation stands on, for a task to point at.
func obligationOf(t *testing.T, db *models.DB, incident models.ID) models.ID {
	t.Helper()
	party, run, det, id := models.NewID(), models.NewID(), models.NewID(), models.NewID()
	command(t, db, func(tx models.Tx) error {
		if err := models.AddParty(tx, &models.Party{ID: party, IncidentID: incident, Name: "Society", Role: models.Controller, AddedAt: tx.Now()}); err != nil {
			return err
		}
		if err := models.AddAssessment(tx, &models.Assessment{ID: run, IncidentID: incident, Input: []byte{}, Result: []byte{}, RunAt: tx.Now()}); err != nil {
			return err
		}
		if err := models.AddDeterminations(tx, []models.Determination{{ID: det, IncidentID: incident, PartyID: party, AssessmentID: run, Regime: "r", Duty: "d", SaidAt: tx.Now()}}); err != nil {
			return err
		}
		return models.AddObligations(tx, []models.Obligation{{ID: id, IncidentID: incident, PartyID: party, DeterminationID: det, Regime: "r", Duty: "d", Clock: models.ClockDuty, OpenedAt: tx.Now()}})
	})
	return id
}

func TestATaskNeedsATitleAndAnOwnerWhoCanWork(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, incident := context.Background(), openIncident(t, db)
		if _, err := Write(ctx, db, manager, NewTask{Incident: incident, Title: "  "}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("no title: %v", err)
		}
		if _, err := Write(ctx, db, manager, NewTask{Incident: models.NewID(), Title: "Call"}); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("no incident: %v", err)
		}
		if _, err := Write(ctx, db, manager, NewTask{Incident: incident, Title: "Call", Owner: models.NewID()}); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("no owner: %v", err)
		}
		administrator := models.Account{ID: models.NewID(), Role: models.RoleAdministrator, CreatedAt: db.Now()}
		command(t, db, func(tx models.Tx) error {
			if err := administrator.SetPerson(tx.Keys(), "A", "a@example.org"); err != nil {
				return err
			}
			return models.AddAccount(tx, &administrator)
		})
		if _, err := Write(ctx, db, manager, NewTask{Incident: incident, Title: "Call", Owner: administrator.ID}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("an owner who sees no incidents: %v", err)
		}
	})
}

func TestAnAlertReachesItsOwnerAndTheRoleItWasBroughtTo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident, clock, view := openIncident(t, db), modelstest.ClockOf(db), db.View(context.Background())
		id, owner := models.NewID(), models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
		command(t, db, func(tx models.Tx) error {
			return Open(tx, []models.Task{{ID: id, IncidentID: incident, Kind: "obligation", Playbook: ByLaw, Title: "Tell the authority",
				OwnerID: &owner.Account, DueAt: tx.Now().Add(48 * time.Hour), ByLaw: true}})
		})
		alerts := func(v models.Viewer) string {
			t.Helper()
			p, err := models.ListAlerts(view, v, models.PageRequest{})
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, a := range p.Items {
				out = append(out, a.Step)
			}
			return strings.Join(out, " ")
		}
		clock.Advance(25 * time.Hour)
		scan(t, db)
		if got := alerts(owner); got != "one-day-before" {
			t.Errorf("the owner sees %q", got)
		}
		if got := alerts(manager); got != "" {
			t.Errorf("the incident manager sees %q before it was brought to that role", got)
		}
		clock.Advance(24 * time.Hour)
		scan(t, db)
		if got := alerts(manager); got != "at-the-limit" {
			t.Errorf("the incident manager sees %q, want the newest rung only", got)
		}
		stranger := models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
		if got := alerts(stranger); got != "" {
			t.Errorf("somebody else sees %q", got)
		}
	})
}

func TestPlaybooksBuiltIn(t *testing.T) {
	books, err := Playbooks()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ByLaw, ByTarget, Plain} {
		if len(books[id].Steps) == 0 {
			t.Errorf("there is no playbook %s", id)
		}
	}
}

func TestBrokenPlaybooksAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"an unknown key":      {"id: x\nstepz: []\n", "field stepz not found"},
		"no steps":            {"id: x\n", "at least one step"},
		"another id":          {"id: y\nsteps: [{id: a, at: 0h, action: remind, audience: owner}]\n", "the id of its file"},
		"an unknown action":   {"id: x\nsteps: [{id: a, at: 0h, action: shout, audience: owner}]\n", `"shout" is not remind or escalate`},
		"an unknown audience": {"id: x\nsteps: [{id: a, at: 0h, action: remind, audience: press}]\n", `"press" is not one of`},
		"an id twice":         {"id: x\nsteps: [{id: a, at: 0h, action: remind, audience: owner}, {id: a, at: 1h, action: remind, audience: owner}]\n", "id of its own"},
		"steps out of order":  {"id: x\nsteps: [{id: a, at: 1h, action: remind, audience: owner}, {id: b, at: 0h, action: remind, audience: owner}]\n", "does not come after"},
	} {
		if _, err := ParsePlaybook("x.yaml", []byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
