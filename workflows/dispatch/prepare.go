package dispatch

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
)

// Choices is what whoever prepares a dispatch chooses.
type Choices struct {
	FirstWavePercent int    // 0: fifty people; 1: one in a hundred
	Households       string // Separate, Combined, or empty: to be decided when it is known how many there are
}

func (s Choices) check() error {
	switch {
	case s.FirstWavePercent < 0 || s.FirstWavePercent > 1:
		return models.InvalidField("first_wave_percent", "The first wave is fifty people, or one in a hundred.")
	case s.Households != "" && s.Households != Separate && s.Households != Combined:
		return models.InvalidField("households", "Choose separate messages, or one message for the household.")
	}
	return nil
}

// Prepare lets an approved notice meet its audience: a line for everybody is made by the queue, and nothing leaves. Prepared again, after other
// words were approved or a plan has changed, it begins again; that is possible until it was allowed to go.
// Errors: not found; invalid; conflict (not approved, closed, on its way already).
func Prepare(ctx context.Context, db *models.DB, by models.Viewer, notice models.ID, s Choices) (models.Dispatch, error) {
	if err := s.check(); err != nil {
		return models.Dispatch{}, err
	}
	n, err := models.FindPeopleNotice(db.View(ctx), by, notice)
	if err != nil {
		return models.Dispatch{}, err
	}
	var d models.Dispatch
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "prepare-dispatch", Incident: n.IncidentID}, func(tx models.Tx) error {
		if n, err = approvedNotice(tx, notice); err != nil {
			return err
		}
		f, err := n.PeopleFixed(tx.Keys())
		if err != nil {
			return err
		}
		was, err := models.DispatchOfNotice(tx, notice)
		if err != nil && !models.IsKind(err, models.KindNotFound) {
			return err
		}
		if err == nil {
			if was.Phase == models.DispatchSending || was.Phase == models.DispatchDone || was.Wave > 0 {
				return models.Conflict("This notice is on its way already. To tell people who came in later, use \"send to those not yet sent\".")
			}
			if err := models.ForgetDispatch(tx, was); err != nil {
				return err
			}
		}
		signed, err := models.SignedAdaptations(tx, notice, n.ApprovedHash)
		if err != nil {
			return err
		}
		d = models.Dispatch{ID: models.NewID(), AdaptationsHash: models.HashAdaptations(signed), IncidentID: n.IncidentID, NoticeID: notice, Kind: models.DispatchFirst, Phase: models.DispatchPreparing,
			ContentHash: n.ApprovedHash, TextKey: textKey(n.ApprovedHash), CreatedAt: tx.Now(), CreatedBy: by.Account,
			Settings: models.JSONOf(models.DispatchSettings{FirstWavePercent: s.FirstWavePercent, Households: s.Households})}
		if f.Supplement {
			d.Kind = models.DispatchSupplement
		}
		if err := models.AddDispatch(tx, &d); err != nil {
			return err
		}
		tx.On("dispatch", d.ID)
		if err := tx.Details(map[string]any{"notice": notice, "hash": d.ContentHash, "societies_words": len(signed), "kind": d.Kind, "first_wave_percent": s.FirstWavePercent, "households": s.Households}); err != nil {
			return err
		}
		return wakeQueue(tx, d.Number)
	})
	return d, err
}

// approvedNotice is a notice to people whose approved words are, to the byte, the stored ones, in an incident that is open.
func approvedNotice(tx models.Tx, id models.ID) (models.Notice, error) {
	n, err := models.NoticeOfPeople(tx, id)
	if err != nil {
		return n, err
	}
	if n.State != models.NoticeApproved && n.State != models.NoticeSending {
		return n, models.Conflict("The words of this notice are not approved. Nothing was prepared; have it approved first.")
	}
	if err := n.Unchanged(tx.Keys(), n.ApprovedHash); err != nil {
		return n, err
	}
	in, err := models.LoadIncident(tx, n.IncidentID)
	if err == nil && in.State != models.IncidentOpen {
		err = models.Conflict("The incident is closed. Open it again, with a reason, before telling anybody.")
	}
	return n, err
}

// textKey is what journals know the text by.
func textKey(hash string) int64 {
	b, err := hex.DecodeString(hash)
	if err != nil || len(b) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b[:8]))
}

// QueueArgs is the job that gives everybody of a dispatch a line.
type QueueArgs struct {
	Dispatch int64 `json:"dispatch"`
}

// Kind names the job in the queue.
func (QueueArgs) Kind() string { return "queue-people" }

// QueueScanArgs is the job that finds dispatches whose preparation was interrupted, households whose message is settled, and counts that drift.
type QueueScanArgs struct{}

// Kind names the job in the queue.
func (QueueScanArgs) Kind() string { return "queue-people-scan" }

func wakeQueue(tx models.Tx, number int64) error {
	return jobs.EnqueueWith(tx, QueueArgs{number}, jobs.Once())
}

const turn = 15 * time.Second

type queueWorker struct {
	river.WorkerDefaults[QueueArgs]
	db *models.DB
}

func (w *queueWorker) Work(ctx context.Context, job *river.Job[QueueArgs]) error {
	done, err := Queue(ctx, w.db, job.Args.Dispatch, turn)
	if err != nil || done {
		return err
	}
	return river.JobSnooze(0)
}

type scanWorker struct {
	river.WorkerDefaults[QueueScanArgs]
	db *models.DB
}

func (w *scanWorker) Work(ctx context.Context, _ *river.Job[QueueScanArgs]) error {
	if err := Scan(ctx, w.db); err != nil {
		return err
	}
	return w.db.RanSchedule(w.db.View(ctx), "dispatches")
}

// QueueWork is what preparing and watching dispatches brings to the queue.
func QueueWork(db *models.DB) jobs.Work {
	return jobs.Work{
		Register: func(ws *river.Workers) {
			river.AddWorker(ws, &queueWorker{db: db})
			river.AddWorker(ws, &scanWorker{db: db})
		},
		Periodic: []jobs.Periodic{{Name: "dispatches", Default: "* * * * *", Args: func() jobs.Args { return QueueScanArgs{} },
			Says: "Goes on with dispatches whose preparation was interrupted, and checks that everybody is accounted for."}},
	}
}

// Scan goes on with what was interrupted, lets households follow the message that is theirs too, ends what is over, and recounts.
func Scan(ctx context.Context, db *models.DB) error {
	preparing, err := models.DispatchesInPhase(db.View(ctx), models.DispatchPreparing)
	if err != nil {
		return err
	}
	for _, d := range preparing {
		n, err := models.NoticeOfPeople(db.View(ctx), d.NoticeID)
		if err != nil {
			return err
		}
		if n.ApprovedHash != d.ContentHash {
			continue // other words by now; it waits to be prepared again
		}
		// The job's own uniqueness keeps a second one from beginning while one runs.
		err = db.Command(ctx, models.Act{By: models.System, Operation: "resume-queue", Incident: d.IncidentID}, func(tx models.Tx) error {
			tx.On("dispatch", d.ID)
			return wakeQueue(tx, d.Number)
		})
		if err != nil {
			return err
		}
	}
	sending, err := models.DispatchesInPhase(db.View(ctx), models.DispatchSending, models.DispatchDone)
	if err != nil {
		return err
	}
	for _, d := range sending {
		if err := followHouseholds(ctx, db, d); err != nil {
			return err
		}
		if err := endOf(ctx, db, d); err != nil {
			return err
		}
	}
	return recount(ctx, db)
}

// followHouseholds lets people who read another person's message stand where that message stands.
func followHouseholds(ctx context.Context, db *models.DB, d models.Dispatch) error {
	for {
		rows, err := models.HouseholdFollowers(db.View(ctx), d.Number, 500)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = db.Command(ctx, models.Act{By: models.System, Operation: "follow-household", Incident: d.IncidentID}, func(tx models.Tx) error {
			tx.On("dispatch", d.ID)
			for _, x := range rows {
				is := x.PersonDelivery
				is.State, is.Reason, is.ReplyCode, is.SettledAt = x.LeaderState, x.LeaderReason, x.LeaderCode, tx.Now()
				if err := models.MovePersonDelivery(tx, x.PersonDelivery, is); err != nil {
					return err
				}
			}
			return tx.Details(map[string]any{"people": len(rows)})
		})
		if err != nil {
			return err
		}
	}
}

// endOf ends a dispatch of which nothing is left to do. Receipts may still come.
func endOf(ctx context.Context, db *models.DB, d models.Dispatch) error {
	if d.Phase != models.DispatchSending || d.Wave < models.TheRest {
		return nil
	}
	counts, err := models.ListDispatchCounts(db.View(ctx), d.Number)
	if err != nil {
		return err
	}
	for _, c := range counts {
		if shareOf(c) == Pending || shareOf(c) == Uncertain {
			return nil
		}
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "dispatch-done", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", d.ID)
		return models.MoveDispatch(tx, d.Number, d.Version, []models.DispatchPhase{models.DispatchSending}, map[string]any{"phase": models.DispatchDone, "done_at": tx.Now(), "halted": models.NotHalted})
	})
	if models.IsKind(err, models.KindConflict) {
		return nil // somebody did something meanwhile; the next scan looks again
	}
	return err
}
