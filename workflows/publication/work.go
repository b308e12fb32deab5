package publication

import (
	"context"
	"errors"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/jobs"
	"candour/workflows/statements"
)

const schedule = "public-pages"

// Setup is how this installation publishes.
type Setup struct {
	Copies  Copies
	Outlook Outlook
}

// NewSetup reads the settings.
func NewSetup(publicURL, staticDir string) Setup {
	return Setup{Copies{staticDir, publicURL}, NewOutlook(publicURL)}
}

// Follow does what follows from a change of one page. Each part is tried, also when another failed; the error brings all of it again.
func Follow(ctx context.Context, db *models.DB, s Setup, incident models.ID) error {
	page, err := models.PublicPageOf(db.View(ctx), incident)
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.Copies.Write(ctx, db, page)
	return errors.Join(err, Announce(ctx, db, s.Copies.PublicURL), s.Outlook.Look(ctx, db, page))
}

// Compare looks at every page: what a job missed, a moment that came while nothing ran, a copy that somebody changed by hand.
func Compare(ctx context.Context, db *models.DB, s Setup) error {
	pages, err := models.ListPublicPages(db.View(ctx))
	if err != nil {
		return err
	}
	var problems []error
	for _, p := range pages {
		_, err := s.Copies.Write(ctx, db, p)
		problems = append(problems, err, s.Outlook.Look(ctx, db, p))
	}
	for n := batchOfAsked; n == batchOfAsked; {
		if n, err = Invite(ctx, db, s.Copies.PublicURL); err != nil {
			problems = append(problems, err)
		}
	}
	_, err = Forget(ctx, db)
	return errors.Join(append(problems, err, Announce(ctx, db, s.Copies.PublicURL))...)
}

// CompareArgs asks for a comparison.
type CompareArgs struct{}

// Kind names the job in the queue.
func (CompareArgs) Kind() string { return "compare-public-pages" }

type follower struct {
	river.WorkerDefaults[statements.ChangedArgs]
	db *models.DB
	s  Setup
}

func (w *follower) Work(ctx context.Context, job *river.Job[statements.ChangedArgs]) error {
	return Follow(ctx, w.db, w.s, job.Args.Incident)
}

type comparer struct {
	river.WorkerDefaults[CompareArgs]
	db *models.DB
	s  Setup
}

func (w *comparer) Work(ctx context.Context, _ *river.Job[CompareArgs]) error {
	return errors.Join(Compare(ctx, w.db, w.s), w.db.RanSchedule(w.db.View(ctx), schedule))
}

// Work is what this stage does by itself.
func Work(db *models.DB, s Setup) jobs.Work {
	return jobs.Work{
		Register: func(ws *river.Workers) {
			river.AddWorker(ws, &follower{db: db, s: s})
			river.AddWorker(ws, &comparer{db: db, s: s})
		},
		Periodic: []jobs.Periodic{{Name: schedule, Default: "* * * * *", Args: func() jobs.Args { return CompareArgs{} },
			Says: "Writes the static copies of public pages, looks at them from outside, tells those who subscribed, and forgets addresses that nobody confirmed."}},
	}
}
