package dispatch

import (
	"context"
	"slices"
	"sync"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Households as a person decides them.
const (
	Separate = models.HouseholdsSeparate
	Combined = models.HouseholdsCombined
)

const (
	queueBatch   = 8000 // people of one transaction
	queueWorkers = 2
)

// Queue goes on with a dispatch that is being prepared until everybody of the audience has a line, or the time given has passed: then it stops
// behind a whole batch and says false, and the next run goes on from there. Killed anywhere, the next run goes on behind the last batch that
// was kept; the primary key of the lines lets nobody in twice.
func Queue(ctx context.Context, db *models.DB, number int64, budget time.Duration) (done bool, err error) {
	d, err := models.LoadDispatch(db.View(ctx), number)
	if err != nil || d.Phase != models.DispatchPreparing {
		return true, err
	}
	a, err := Load(db.View(ctx), d.NoticeID)
	if err != nil {
		return false, err
	}
	if a.Notice.ApprovedHash != d.ContentHash {
		return true, nil // other words by now; whoever prepares again begins again
	}
	q := &queue{db: db, a: a, d: d, at: db.Now(), end: time.Now().Add(budget)}
	if err := q.begin(ctx); err != nil {
		return false, err
	}
	if done, err = q.run(ctx); err == nil && done {
		err = q.finish(ctx)
	}
	if models.IsKind(err, models.KindConflict) {
		return true, nil // another worker goes on
	}
	return done && err == nil, err
}

// queue is one worker's turn at one dispatch.
type queue struct {
	db     *models.DB
	a      *Audience
	d      models.Dispatch
	at     terms.Instant
	end    time.Time
	seen   map[int64]models.JournalSeen
	firsts []int64 // other first dispatches of the incident: nobody is in two of them, and a supplement is for who was told by them
}

func (q *queue) begin(ctx context.Context) (err error) {
	v := q.db.View(ctx)
	if err := q.a.findHouseholds(v); err != nil {
		return err
	}
	if q.seen, err = models.SeenByJournals(v, q.d.TextKey); err != nil {
		return err
	}
	all, err := models.DispatchesOf(v, q.d.IncidentID)
	for _, o := range all {
		if o.Kind == models.DispatchFirst && o.Number != q.d.Number {
			q.firsts = append(q.firsts, o.Number)
		}
	}
	return err
}

// run goes through the cohorts in the order of their numbers, each in the order of its people.
func (q *queue) run(ctx context.Context) (bool, error) {
	for _, number := range q.a.order {
		if number < q.d.Position.V.Cohort {
			continue
		}
		after := int64(0)
		if number == q.d.Position.V.Cohort {
			after = q.d.Position.V.Person
		}
		for more := true; more; {
			people, err := models.PeopleOfCohort(q.db.View(ctx), number, after, queueBatch)
			if err != nil {
				return false, err
			}
			if more = len(people) == queueBatch; len(people) == 0 {
				break
			}
			if err := q.batch(ctx, number, people); err != nil {
				return false, err
			}
			// Only behind a batch: a turn that is too short for anything would never come to an end.
			if after = people[len(people)-1].ID; time.Now().After(q.end) {
				return false, nil
			}
		}
	}
	return true, nil
}

// batch is one command: the lines of some people, the counts, and how far the queue has come.
func (q *queue) batch(ctx context.Context, cohort int64, people []models.Person) error {
	concerned, again, err := q.concerned(ctx, people)
	if err != nil {
		return err
	}
	judged, err := q.judgeAll(people)
	if err != nil {
		return err
	}
	next, position := q.d, copyOf(q.d.Position.V)
	position.Cohort, position.Person = cohort, people[len(people)-1].ID
	counted := map[int64]bool{} // whose own language has been counted in an earlier round
	for _, l := range again {
		position.Languages[l.Language]--
		counted[l.PersonID] = true
	}
	lines := make([]models.PersonDelivery, 0, len(judged))
	for i := range judged {
		j := &judged[i]
		if !concerned(j.line.PersonID) {
			continue
		}
		j.line.Dispatch = q.d.Number
		if x, ok := q.seen[j.line.PersonID]; ok {
			// A journal saw this text handed over to them: the database was restored from an older copy.
			j.line.State, j.line.Reason, j.line.Household, j.line.NextAt, j.line.SettledAt = x.State, x.Reason, nil, terms.Instant{}, x.SeenAt
		}
		lines = append(lines, j.line)
		position.Languages[j.line.Language]++
		if j.fallback && j.wanted != "" && !counted[j.line.PersonID] {
			position.Fallbacks[j.wanted]++
		}
		if j.shared {
			position.Households++
		}
	}
	added := int64(len(lines) - len(again))
	next.Position, next.PeopleCount = models.JSONOf(position), q.d.PeopleCount+added
	err = q.db.DispatchCommand(ctx, models.Act{By: models.System, Operation: "queue-people", Incident: q.d.IncidentID}, func(b models.Bulk) error {
		b.On("dispatch", q.d.ID)
		if err := models.AdvanceDispatch(b.Tx, &next, q.d.Position.V, added); err != nil {
			return err
		}
		if err := models.TakeLinesBack(b.Tx, q.d.Number, again); err != nil {
			return err
		}
		if err := b.AddPersonDeliveries(lines); err != nil {
			return err
		}
		return b.Details(map[string]any{"cohort": cohort, "people": len(people), "queued": len(lines)})
	})
	if err == nil {
		q.d = next
	}
	return err
}

// concerned says for each of these people whether they get a line now, and gives the lines that are made anew.
func (q *queue) concerned(ctx context.Context, people []models.Person) (yes func(person int64) bool, again []models.PersonDelivery, err error) {
	elsewhere, err := models.LinesOf(q.db.View(ctx), q.firsts, ids(people))
	if err != nil {
		return nil, nil, err
	}
	own := map[int64]models.DeliveryState{}
	// The queue goes round again when people have come into the audience; who has a line keeps it, unless it never could go.
	if q.d.PeopleCount > 0 {
		if own, err = models.LinesOf(q.db.View(ctx), []int64{q.d.Number}, ids(people)); err != nil {
			return nil, nil, err
		}
		if len(own) > 0 {
			if again, err = models.StillOpenLines(q.db.View(ctx), q.d.Number, ids(people)); err != nil {
				return nil, nil, err
			}
		}
		for _, l := range again {
			delete(own, l.PersonID)
		}
	}
	return func(person int64) bool {
		if _, has := own[person]; has {
			return false
		}
		state, has := elsewhere[person]
		if q.d.Kind == models.DispatchSupplement {
			return has && wasTold(state)
		}
		return !has
	}, again, nil
}

// wasTold says whether somebody was told by the first notice, so that a supplement concerns them.
func wasTold(s models.DeliveryState) bool {
	return slices.Contains([]models.DeliveryState{models.DeliverySent, models.DeliveryDelivered, models.DeliveryTold, models.DeliveryHeld, models.DeliveryUncertain}, s)
}

func copyOf(p models.DispatchPosition) models.DispatchPosition {
	out := p
	out.Languages, out.Fallbacks = map[string]int64{}, map[string]int64{}
	for k, v := range p.Languages {
		out.Languages[k] = v
	}
	for k, v := range p.Fallbacks {
		out.Fallbacks[k] = v
	}
	return out
}

func ids(people []models.Person) []int64 {
	out := make([]int64, len(people))
	for i := range people {
		out[i] = people[i].ID
	}
	return out
}

// judgeAll opens and judges a batch with a few workers, in the order it was read.
func (q *queue) judgeAll(people []models.Person) ([]judged, error) {
	out, errs := make([]judged, len(people)), make([]error, queueWorkers)
	households := q.d.Settings.V.Households
	if len(q.d.Settings.V.OwnHouseholds) > 0 {
		households = "" // some are told in another way: who shares waits until all of them are known
	}
	var wg sync.WaitGroup
	for w := range queueWorkers {
		wg.Go(func() {
			from, to := len(people)*w/queueWorkers, len(people)*(w+1)/queueWorkers
			for i := from; i < to; i++ {
				if out[i], errs[w] = q.a.judge(&people[i], q.at, households); errs[w] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// finish decides the households that can be decided, chooses the first wave, and fixes what an approver will approve.
func (q *queue) finish(ctx context.Context) error {
	position := q.d.Position.V
	err := q.db.Command(ctx, models.Act{By: models.System, Operation: "settle-households", Incident: q.d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", q.d.ID)
		if err := models.AdvanceDispatch(tx, &q.d, position, 0); err != nil {
			return err
		}
		n, err := models.SettleHouseholds(tx, q.d.Number, q.d.Settings.V.Households, q.d.Settings.V.OwnHouseholds, q.at)
		if err != nil {
			return err
		}
		return tx.Details(map[string]any{"decided": n})
	})
	if err != nil {
		return err
	}
	first, size, err := q.chooseFirst(ctx)
	if err != nil {
		return err
	}
	if err := q.putInFirst(ctx, first); err != nil {
		return err
	}
	hash, err := digest(q.db.View(ctx), q.d.Number)
	if err != nil {
		return err
	}
	due, err := models.NearestLimitForPeople(q.db.View(ctx), q.d.IncidentID)
	if err != nil {
		return err
	}
	return q.db.Command(ctx, models.Act{By: models.System, Operation: "dispatch-ready", Incident: q.d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", q.d.ID)
		if err := models.AdvanceDispatch(tx, &q.d, position, 0); err != nil {
			return err
		}
		d, err := models.LoadDispatch(tx, q.d.Number)
		if err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"people": d.PeopleCount, "first_wave": size, "audience_hash": hash}); err != nil {
			return err
		}
		return models.MoveDispatch(tx, d.Number, d.Version, []models.DispatchPhase{models.DispatchPreparing}, map[string]any{
			"phase": models.DispatchReady, "ready_at": tx.Now(), "audience_hash": hash, "rules_version": q.a.RulesVersion(), "first_wave_count": size, "due_at": orNull(due)})
	})
}

func orNull(i terms.Instant) any {
	if i.IsZero() {
		return nil
	}
	return i
}

// digest is the hash over all lines of a dispatch that nobody has touched yet, in the order of people. Receipts and retries of those that went
// before come when they come, and are no part of what is approved.
func digest(r models.Reader, number int64) (string, error) {
	var h models.LineDigest
	err := models.EachLine(r, number, func(l *models.PersonDelivery) {
		if l.Epoch == 0 && l.Step == 1 && untouched(l.State) {
			h.Add(l)
		}
	})
	return h.Sum(), err
}

func untouched(s models.DeliveryState) bool {
	return slices.Contains([]models.DeliveryState{models.DeliveryQueued, models.DeliveryWaiting, models.DeliveryExcluded, models.DeliveryUnreached}, s)
}
