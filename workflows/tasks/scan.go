package tasks

import (
	"context"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

// scanBatch is how many rungs of one incident are fired in one transaction, and told of in one message: what piled up while nothing ran is one
// letter to each person, not one for each rung.
const scanBatch = 5000

// Work is what the queue does for this stage.
func Work(db *models.DB, publicURL string) jobs.Work {
	return jobs.Work{
		Register: func(w *river.Workers) {
			river.AddWorker(w, &scanner{db: db, publicURL: publicURL})
			river.AddWorker(w, &digester{db: db, publicURL: publicURL})
		},
		Periodic: []jobs.Periodic{{
			Name: "reminders", Default: "* * * * *", Args: func() jobs.Args { return ScanArgs{} },
			Says: "Fires the reminders and escalations whose time has come, however long ago, and writes to those whom they are for; also to those who may confirm a change of an account.",
		}, {
			Name: Digest, Default: "0 6 * * *", Args: func() jobs.Args { return DigestArgs{} },
			Says: "Writes to incident managers and data protection officers what is open; to nobody when nothing is.",
		}},
	}
}

// ScanArgs asks for a scan for due reminders.
type ScanArgs struct{}

func (ScanArgs) Kind() string { return "scan-reminders" }

type scanner struct {
	river.WorkerDefaults[ScanArgs]
	db        *models.DB
	publicURL string
}

func (s *scanner) Work(ctx context.Context, _ *river.Job[ScanArgs]) error {
	if _, err := FireDue(ctx, s.db, s.publicURL); err != nil {
		return err
	}
	if _, err := TellSecondPersons(ctx, s.db, s.publicURL); err != nil {
		return err
	}
	return s.db.RanSchedule(s.db.View(ctx), "reminders")
}

// FireDue fires every rung whose time has come and that has not fired, in the order in which they were due, and says how many. Two scans
// at once do each rung once: the row decides. The link in the messages leads to publicURL.
func FireDue(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	total := 0
	for {
		due, err := models.DueReminders(db.View(ctx), scanBatch)
		if err != nil || len(due) == 0 {
			return total, err
		}
		n, err := fire(ctx, db, due, publicURL)
		total += n
		if err != nil {
			return total, err
		}
	}
}

// nothingFired undoes a transaction in which another node had fired everything already: no event for no act.
var nothingFired = models.Conflict("Nothing was due any more.")

// fire is one command: one transaction, one event for the batch.
func fire(ctx context.Context, db *models.DB, batch []models.Reminder, publicURL string) (int, error) {
	fired, rungs := []map[string]string{}, []models.Reminder{}
	err := db.Command(ctx, models.Act{By: models.System, Operation: "fire-reminders", Incident: batch[0].IncidentID}, func(tx models.Tx) error {
		fired, rungs = fired[:0], rungs[:0]
		for i := range batch {
			r := &batch[i]
			ours, err := models.FireReminder(tx, r)
			if err != nil {
				return err
			}
			if !ours {
				continue
			}
			if r.Action == Escalate {
				if err := models.EscalateTask(tx, r.TaskID, r.Audience); err != nil {
					return err
				}
			}
			fired = append(fired, map[string]string{"task": r.TaskID, "step": r.Step, "audience": r.Audience})
			rungs = append(rungs, *r)
		}
		if len(fired) == 0 {
			return nothingFired
		}
		told, err := tell(tx, batch[0].IncidentID, rungs, publicURL)
		if err != nil {
			return err
		}
		tx.On("reminders", "")
		return tx.Details(map[string]any{"fired": fired, "told": told})
	})
	if models.IsKind(err, models.KindConflict) && len(fired) == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return len(fired), nil
}
