package people

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"candour/models"
	"candour/workflows/people/sheet"
	"candour/workflows/people/spool"
)

const (
	chunkRows = 256
	lease     = time.Minute
	// A batch is one transaction. SQLite rewrites index pages with each commit, so fewer and larger ones; PostgreSQL copies well at any size.
	batchRowsSQLite   = 16_000
	batchRowsPostgres = 10_000
	// Chunks between reading and writing are what bounds memory, however long the file. While the server of PostgreSQL takes one batch the next
	// is made ready; SQLite writes in this process, and gains nothing by it.
	chunksAheadSQLite   = 16
	chunksAheadPostgres = 48
)

// run is one worker's turn at one import.
type run struct {
	u       Uploads
	db      *models.DB
	imp     models.PeopleImport
	mapping Mapping
	resolve *resolver
	cohorts map[cohort]int64
	probe   bool
	served  *served
}

// cohort is whose person a row is.
type cohort struct{ party, group models.ID }

// row is one physical row on its way: cleaned and sealed, or refused.
type row struct {
	number, line int64
	bytes        int64 // read from the file when this row was
	details      models.PersonDetails
	whose        cohort
	person       models.Person
	refused      *models.ImportRow
}

type chunk struct {
	in   []sheet.Row
	out  []row
	err  error
	done chan struct{}
}

// Run works on an import until it is done, or until the time given has passed: then it stops behind a whole batch and says false, and the
// next run goes on from there. Killed anywhere, the next run after the lease goes on behind the last batch that was kept.
func (u Uploads) Run(ctx context.Context, db *models.DB, id models.ID, budget time.Duration) (done bool, err error) {
	i, mine, err := db.LeaseImport(ctx, id, db.Now().Add(lease))
	if err != nil || !mine {
		return !mine, err
	}
	r := &run{u: u, db: db, imp: i, cohorts: map[cohort]int64{}}
	err = r.work(ctx, budget)
	switch {
	case errors.Is(err, models.ErrLeaseLost):
		return true, nil
	case errors.Is(err, errBudget):
		return false, r.release(ctx)
	case errors.Is(err, os.ErrNotExist):
		return r.lostFile(ctx)
	}
	var shown *models.Error
	if errors.As(err, &shown) && shown.Kind == models.KindInvalid {
		return true, r.finish(ctx, models.ImportFailed, shown.Detail)
	}
	if err != nil {
		return false, errors.Join(err, r.release(context.WithoutCancel(ctx)))
	}
	return true, r.finish(ctx, models.ImportDone, "")
}

var errBudget = errors.New("the turn is over")

// release lets the next worker begin at once instead of after the lease.
func (r *run) release(ctx context.Context) error {
	return r.db.ReleaseImport(ctx, &r.imp)
}

// lostFile: with several nodes the file may lie on another one; a file nobody has had for a day is gone.
func (r *run) lostFile(ctx context.Context) (bool, error) {
	if r.db.Engine() == models.Postgres && r.db.Now().Sub(r.imp.UploadedAt) < keepUnconfirmed {
		return true, r.release(ctx)
	}
	return true, r.finish(ctx, models.ImportFailed, "The waiting file is gone. The rows counted so far were kept; upload the same file again and the import goes on behind them.")
}

func (r *run) finish(ctx context.Context, state models.ImportState, reason string) error {
	err := r.db.Command(ctx, models.Act{By: models.System, Operation: "finish-people-import", Incident: r.imp.IncidentID}, func(tx models.Tx) error {
		tx.On("people-import", r.imp.ID)
		if err := tx.Details(map[string]any{"state": state, "total": r.imp.Total(), "counts": r.imp.ImportCounts}); err != nil {
			return err
		}
		return models.MovePeopleImport(tx, r.imp.ID, []models.ImportState{models.ImportRunning}, state, map[string]any{
			"finished_at": tx.Now(), "reason": reason, "spool_name": "", "spool_key_sealed": nil, "bytes_read": r.imp.BytesRead, "blank_count": r.imp.BlankCount})
	})
	if err != nil {
		return err
	}
	if err := spool.Remove(r.u.Dir, r.imp.SpoolName); err != nil {
		return err
	}
	if r.imp.Accepted > 1000 {
		return r.db.AnalysePeople(ctx)
	}
	return nil
}

func (r *run) work(ctx context.Context, budget time.Duration) (err error) {
	f, err := r.u.openSpool(r.db.Keys(), &r.imp)
	if err != nil {
		return err
	}
	defer f.Close()
	r.served = &served{ReaderAt: f}
	s := r.imp.Settings.V
	table, err := sheet.Open(r.served, f.Size(), r.u.options(s))
	if err != nil {
		return fileError(err)
	}
	defer table.Close()
	if r.mapping, err = ParseMapping(s.Mapping, len(table.Header)); err != nil {
		return err
	}
	if r.resolve, err = newResolver(r.db.View(ctx), &r.imp); err != nil {
		return err
	}
	return r.pipeline(ctx, table, budget)
}

// sealers is how many clean and seal at once. With PostgreSQL one processor is left to the server that writes: what it waits for, everybody
// waits for, and sealing is the lesser work.
func (r *run) sealers() int {
	n := min(runtime.GOMAXPROCS(0), 4)
	if r.db.Engine() == models.Postgres {
		n--
	}
	return max(n, 1)
}

// pipeline reads in one goroutine, cleans and seals in others, and writes in this one, in the order of the file.
func (r *run) pipeline(ctx context.Context, table *sheet.File, budget time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	size, ahead := batchRowsPostgres, chunksAheadPostgres
	if r.db.Engine() == models.SQLite {
		size, ahead = batchRowsSQLite, chunksAheadSQLite
	}
	work, ordered := make(chan *chunk, ahead), make(chan *chunk, ahead)
	var readErr error
	wg.Go(func() {
		defer close(ordered)
		defer close(work)
		readErr = r.read(ctx, table, work, ordered)
	})
	for range r.sealers() {
		wg.Go(func() {
			words := wordCache{}
			for c := range work {
				c.err = r.seal(c, words)
				close(c.done)
			}
		})
	}
	end := time.Now().Add(budget)
	var batch []row
	for c := range ordered {
		select {
		case <-c.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if c.err != nil {
			return c.err
		}
		if batch = append(batch, c.out...); len(batch) < size {
			continue
		}
		if err := r.write(ctx, batch); err != nil {
			return err
		}
		clear(batch)
		batch = batch[:0]
		if time.Now().After(end) {
			return errBudget
		}
	}
	if readErr != nil {
		return readErr
	}
	if len(batch) > 0 {
		if err := r.write(ctx, batch); err != nil {
			return err
		}
	}
	r.imp.BlankCount, r.imp.BytesRead = table.BlankLines(), r.imp.Size
	return nil
}

func (r *run) read(ctx context.Context, table *sheet.File, work, ordered chan<- *chunk) error {
	for more := true; more; {
		c := &chunk{done: make(chan struct{}), in: make([]sheet.Row, 0, chunkRows), out: make([]row, 0, chunkRows)}
		for len(c.in) < chunkRows {
			x, err := table.Next()
			if err == io.EOF {
				more = false
				break
			}
			if err != nil {
				return fileError(err)
			}
			if x.Number > models.MaxPersonRow {
				return models.InvalidField("file", "The file has more than 16,777,215 rows. The rows up to there were kept. Split the file and send the rest.")
			}
			if x.Number > r.imp.Position {
				c.in = append(c.in, x)
				c.out = append(c.out, row{number: x.Number, line: x.Line, bytes: r.served.n.Load()})
			}
		}
		if len(c.in) == 0 {
			continue
		}
		for _, to := range []chan<- *chunk{work, ordered} {
			select {
			case to <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// served counts what is read, for the progress bar.
type served struct {
	io.ReaderAt
	n atomic.Int64
}

func (s *served) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.ReaderAt.ReadAt(p, off)
	s.n.Add(int64(n))
	return n, err
}
