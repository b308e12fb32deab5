package briefing

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/jobs"
)

const schedule = "situation-reports"

// purpose of the message that a report is due; the report itself is written when somebody opens it, so that it is right at that moment.
const purpose = "report-due"

// Remind tells the incident managers once for each time the schedule came round that the next report is due, of every open incident in which
// something has changed since the last report to the leadership. It says how many messages it wrote.
func Remind(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	r := db.View(ctx)
	s, err := models.FindSchedule(r, schedule)
	if err != nil || !s.Enabled {
		return 0, err
	}
	run, err := jobs.LastRun(s.Spec, s.Zone, r.Now())
	if err != nil || run.IsZero() {
		return 0, err
	}
	people, err := models.AccountsOfRoles(r, models.RoleIncidentManager)
	if err != nil || len(people) == 0 {
		return 0, err
	}
	a, err := audienceOf("leadership")
	if err != nil {
		return 0, err
	}
	open, err := models.ListIncidents(r, people[0].Viewer(""), models.IncidentFilter{State: models.IncidentOpen}, models.PageRequest{Limit: 200})
	if err != nil {
		return 0, err
	}
	wrote := 0
	for _, i := range open.Items {
		if i.OpenedAt.After(run) {
			continue
		}
		n, err := remind(ctx, db, a, i, people, run.Time().Format(time.RFC3339), publicURL)
		if err != nil {
			return wrote, err
		}
		wrote += n
	}
	return wrote, nil
}

func remind(ctx context.Context, db *models.DB, a Audience, i models.Incident, people []models.Account, day, publicURL string) (int, error) {
	r := db.View(ctx)
	occasion := i.ID + " " + day
	had, err := models.WroteTo(r, people[0].ID, purpose, occasion)
	if err != nil || had {
		return 0, err
	}
	now, err := gather(r, people[0].Viewer(""), i)
	if err != nil {
		return 0, err
	}
	before, err := lastSent(r, i.ID, a.ID)
	if err != nil || before != nil && len(happened(a, before, now)) == 0 {
		return 0, err
	}
	l := templates.StaffLetter{Title: "The situation report of " + i.Reference + " is due", Link: publicURL + "/incidents/" + i.ID + "/briefings",
		Sections: []templates.StaffSection{{Items: []string{"It is written with one press from what has changed since the last one; then somebody else approves it."}}},
		Why:      "You get this because you manage incidents. An administrator can change when it comes."}
	n := 0
	err = db.Command(ctx, models.Act{By: models.System, Operation: "remind-of-briefing", Incident: i.ID}, func(tx models.Tx) error {
		n = 0
		for _, p := range people {
			wrote, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: i, Account: p, Purpose: purpose, Occasion: occasion, Letter: l})
			if err != nil {
				return err
			}
			if wrote {
				n++
			}
		}
		if n == 0 {
			return models.Conflict("Nobody could be written to.")
		}
		if err := tx.Details(map[string]any{"messages": n}); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
	if models.IsKind(err, models.KindConflict) {
		return 0, nil
	}
	return n, err
}

// Args asks for a look.
type Args struct{}

// Kind names the job in the queue.
func (Args) Kind() string { return "remind-of-briefings" }

type worker struct {
	river.WorkerDefaults[Args]
	db        *models.DB
	publicURL string
}

func (w *worker) Work(ctx context.Context, _ *river.Job[Args]) error {
	if _, err := Remind(ctx, w.db, w.publicURL); err != nil {
		return err
	}
	return w.db.RanSchedule(w.db.View(ctx), schedule)
}

// Work is what this stage does by itself.
func Work(db *models.DB, publicURL string) jobs.Work {
	return jobs.Work{
		Register: func(ws *river.Workers) { river.AddWorker(ws, &worker{db: db, publicURL: publicURL}) },
		Periodic: []jobs.Periodic{{Name: schedule, Default: "0 6,18 * * *", Args: func() jobs.Args { return Args{} },
			Says: "Reminds incident managers that a situation report is due, when something has changed since the last one."}},
	}
}
