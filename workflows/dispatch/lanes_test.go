package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/delivery/journal"
	"candour/workflows/safecontact"
)

func (f *fleet) halted() models.Dispatch {
	f.t.Helper()
	d, err := models.LoadDispatch(f.db.View(context.Background()), f.dispatch.Number)
	if err != nil {
		f.t.Fatal(err)
	}
	return d
}

func later(code int) error { return &smtp.SMTPError{Code: code, Message: "not now"} }

func TestTwoNodesShareTheWork(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 1200
		f := newFleet(t, db, people)
		a, b := f.start(NodeSettings{Lanes: 4, Batch: 50}), f.start(NodeSettings{Lanes: 4, Batch: 50})
		f.untilSent(people)
		f.check()
		by := map[int64]int{}
		for _, id := range f.people {
			l, err := models.LoadPersonDelivery(db.View(t.Context()), f.dispatch.Number, id)
			if err != nil {
				t.Fatal(err)
			}
			by[l.Node]++
		}
		if len(by) != 2 || by[a.number] == 0 || by[b.number] == 0 {
			t.Errorf("lines by node: %v", by)
		}
	})
}

// The promise: no send starts more than two seconds after a stop was confirmed, on any node.
func TestAStopIsAStopOnEveryNode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 4000
		f := newFleet(t, db, people)
		f.sink.set(func() { f.sink.answer = func(string, int) error { time.Sleep(2 * time.Millisecond); return nil } })
		f.start(NodeSettings{Lanes: 4, Batch: 100})
		f.start(NodeSettings{Lanes: 4, Batch: 100})
		until(t, "some are sent", func() bool { return f.sink.count() > 100 })
		f.command(func(tx models.Tx) error {
			return models.HaltDispatch(tx, f.dispatch.Number, models.Stopped, HaltedByPerson)
		})
		confirmed := time.Now()
		time.Sleep(2500 * time.Millisecond)
		f.sink.set(func() {
			last := f.sink.times[len(f.sink.times)-1]
			if late := last.Sub(confirmed); late > 2*time.Second {
				t.Errorf("a message was taken %s after the stop", late)
			}
			if len(f.sink.order) == people {
				t.Error("the test stopped nothing")
			}
		})
		until(t, "nothing is held back", func() bool { return f.states()[models.DeliveryLeased] == 0 })
		f.command(func(tx models.Tx) error { return models.LetGoOn(tx, f.dispatch.Number, HaltedByPerson) })
		f.sink.set(func() { f.sink.answer = nil })
		f.untilSent(people)
		f.check()
	})
}

func TestADispatchStopsByItselfWhenTooManyAreRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 1000
		f := newFleet(t, db, people)
		f.sink.set(func() {
			f.sink.answer = func(to string, _ int) error {
				if strings.Contains(to, "5@m") { // one in ten, and a few more
					return later(550)
				}
				if strings.Contains(to, "7@m") {
					return later(550)
				}
				return nil
			}
		})
		f.start(NodeSettings{Lanes: 2, Batch: 60, SettleEvery: 20 * time.Millisecond})
		until(t, "it stops", func() bool { return f.halted().Halted == models.Paused })
		if d := f.halted(); d.HaltedWhy != HaltRefused {
			t.Errorf("it says why: %q", d.HaltedWhy)
		}
		until(t, "nothing is held back", func() bool { return f.states()[models.DeliveryLeased] == 0 })
		if s := f.states(); s[models.DeliveryQueued] < people/2 || s[models.DeliveryRefused] == 0 {
			t.Errorf("states %v", s)
		}
		f.check()
	})
}

func TestADomainThatTakesNoMoreWaitsAndTheOthersGoOn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 400
		f := newFleet(t, db, people)
		full := true
		f.sink.set(func() {
			f.sink.answer = func(to string, _ int) error {
				if full && strings.HasSuffix(to, "@m07.example") {
					return later(451)
				}
				return nil
			}
		})
		n := f.start(NodeSettings{Lanes: 4})
		until(t, "the others are told", func() bool {
			s := f.states()
			return s[models.DeliverySent] == people-4 && s[models.DeliveryDeferred] == 4
		})
		f.sink.set(func() { full = false })
		n.pace.mu.Lock()
		n.pace.by = map[string]*domainPace{} // its pause is over
		n.pace.mu.Unlock()
		modelstest.ClockOf(db).Advance(time.Minute)
		f.untilSent(people)
		f.check()
		attempts, err := models.ListAttempts(db.View(t.Context()), f.people[7])
		if err != nil || len(attempts) > 1 || len(attempts) == 1 && (attempts[0].Reason != ReasonLater || attempts[0].ReplyCode != 451) {
			t.Errorf("the earlier try: %+v, %v", attempts, err)
		}
	})
}

func TestAnOutageOfTheMailServerMissesNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 600
		f := newFleet(t, db, people)
		var since time.Time
		f.sink.set(func() {
			f.sink.answer = func(_ string, n int) error {
				if n < 100 {
					return nil
				}
				if since.IsZero() {
					since = time.Now()
				}
				if time.Since(since) < time.Second {
					return later(451)
				}
				return nil
			}
		})
		n := f.start(NodeSettings{Lanes: 4, Batch: 100, FirstRetry: time.Second})
		until(t, "all are told or will be tried again", func() bool {
			n.pace.mu.Lock()
			n.pace.by = map[string]*domainPace{}
			n.pace.mu.Unlock()
			modelstest.ClockOf(db).Advance(time.Second)
			return f.states()[models.DeliverySent] == people
		})
		f.check()
	})
}

func TestAMailServerThatCannotBeReachedCostsNobodyATry(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 50)
		address := f.sink.address
		f.sink.address = "127.0.0.1:1" // nobody listens there
		n := f.start(NodeSettings{Lanes: 4})
		time.Sleep(600 * time.Millisecond)
		f.stop(n)
		if s := f.states(); s[models.DeliveryQueued] != 50 {
			t.Errorf("states %v", s)
		}
		for _, id := range f.people {
			l, err := models.LoadPersonDelivery(db.View(t.Context()), f.dispatch.Number, id)
			if err != nil || l.Tries != 0 {
				t.Errorf("%d tries, %v", l.Tries, err)
			}
		}
		f.sink.address = address
		f.start(NodeSettings{Lanes: 4})
		f.untilSent(50)
	})
}

func TestNobodyIsToldAgainstAPlanThatChangedAfterTheQueue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 30)
		plan := func(read int, p safecontact.Plan) {
			f.command(func(tx models.Tx) error {
				row := models.ContactPlan{ID: models.NewID(), IncidentID: f.dispatch.IncidentID, GroupID: &f.group, SetBy: f.manager.Account, SetAt: tx.Now()}
				b, err := json.Marshal(p)
				if err != nil {
					return err
				}
				return errors.Join(row.Seal(tx.Keys(), b, "Asked again."), models.AddContactPlan(tx, &row, read))
			})
		}
		// 9:00 UTC on a Monday: an hour later they may be written to.
		plan(1, safecontact.Plan{Harm: terms.No, HarmWhy: "x", Channels: []safecontact.Channel{safecontact.ChannelEmail}, Zone: "UTC", Hours: []safecontact.Hours{{From: 600, To: 1200}}})
		f.start(NodeSettings{Lanes: 4})
		until(t, "all wait for the hour", func() bool { return f.states()[models.DeliveryDeferred] == 30 })
		plan(2, safecontact.Plan{Harm: terms.Yes, HarmWhy: "They are watched.", Channels: []safecontact.Channel{safecontact.ChannelVisit}})
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		until(t, "all wait for a person", func() bool { return f.states()[models.DeliveryWaiting] == 30 })
		if f.sink.count() != 0 {
			t.Errorf("%d were told against the plan", f.sink.count())
		}
		f.check()
	})
}

// A plan counts for whoever waits for a connection when it is set: only what had been handed over before may have left.
func TestAPlanThatChangesWhilePeopleWaitForAConnectionCountsForThem(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 30)
		gate := make(chan struct{})
		f.sink.set(func() { f.sink.gate = gate })
		n := f.start(NodeSettings{Lanes: 2}) // two connections, three lanes: one waits with a message that was allowed
		until(t, "two are being handed over", func() bool { return f.sink.count() == 2 })
		until(t, "a third waits", func() bool {
			n.positions.mu.Lock()
			defer n.positions.mu.Unlock()
			return len(n.positions.open) == 3
		})
		f.command(func(tx models.Tx) error {
			row := models.ContactPlan{ID: models.NewID(), IncidentID: f.dispatch.IncidentID, GroupID: &f.group, SetBy: f.manager.Account, SetAt: tx.Now()}
			b, err := json.Marshal(safecontact.Plan{Harm: terms.Yes, HarmWhy: "They are watched.", Channels: []safecontact.Channel{safecontact.ChannelVisit}})
			if err != nil {
				return err
			}
			return errors.Join(row.Seal(tx.Keys(), b, "Asked again."), models.AddContactPlan(tx, &row, 1))
		})
		time.Sleep(blind) // as long as a stop may take
		f.sink.set(func() { f.sink.gate = nil })
		close(gate)
		until(t, "the others wait for a person", func() bool {
			s := f.states()
			return s[models.DeliverySent] == 2 && s[models.DeliveryWaiting] == 28
		})
		if got := f.sink.count(); got != 2 {
			t.Errorf("%d were told, want the 2 that were being handed over", got)
		}
		f.check()
	})
}

func TestAnExerciseTellsNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 30)
		if _, err := db.SQL().Exec("UPDATE incidents SET exercise = $1", true); err != nil {
			t.Fatal(err)
		}
		f.start(NodeSettings{Lanes: 4})
		until(t, "all are held", func() bool { return f.states()[models.DeliveryHeld] == 30 })
		if f.sink.count() != 0 {
			t.Errorf("an exercise told %d people", f.sink.count())
		}
		f.check()
	})
}

func TestWithoutItsJournalANodeSendsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 200)
		full := false
		j, err := journal.Open(f.journals+"/full", journal.Options{OpenFile: func(path string, flag int) (journal.File, error) {
			file, err := journal.OpenFile(path, flag)
			return &fullDisk{File: file, full: &full}, err
		}})
		if err != nil {
			t.Fatal(err)
		}
		n := NewNode(db, j, NodeSettings{Lanes: 4}, Mail(f.setup(), nil))
		if err := n.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		full = true
		time.Sleep(500 * time.Millisecond)
		sent := f.sink.count()
		until(t, "it says so", func() bool { return strings.Contains(n.Problem(), "no space") })
		time.Sleep(500 * time.Millisecond)
		if now := f.sink.count(); now != sent || sent == 200 {
			t.Errorf("%d sent when the disk was full, %d later", sent, now)
		}
		f.stop(n)
		f.start(NodeSettings{Lanes: 4}) // another node goes on; what the first had waits for its journal
		until(t, "everybody is told or known to be with the first node", func() bool {
			s := f.states()
			return s[models.DeliverySent]+s[models.DeliveryLeased]+s[models.DeliveryUncertain] == 200
		})
		f.check()
	})
}

type fullDisk struct {
	journal.File
	full *bool
}

func (d *fullDisk) WriteAt(b []byte, at int64) (int, error) {
	if *d.full {
		return 0, errors.New("no space left on device")
	}
	return d.File.WriteAt(b, at)
}

func TestAStopOfTheProgramLeavesNothingHalfDone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 3000
		f := newFleet(t, db, people)
		n := f.start(NodeSettings{Lanes: 8})
		until(t, "some are sent", func() bool { return f.sink.count() > 50 })
		f.stop(n)
		s := f.states()
		if s[models.DeliverySent] != f.sink.count() || s[models.DeliveryLeased]+s[models.DeliveryUncertain] != 0 || s[models.DeliverySent]+s[models.DeliveryQueued] != people {
			t.Errorf("%v, and the mail server has %d", s, f.sink.count())
		}
		f.start(NodeSettings{Lanes: 8})
		f.untilSent(people)
		f.check()
	})
}

// A line that is not leased by this node at this epoch is nobody's to settle.
func TestForbiddenTransitionsAreRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFleet(t, db, 1)
		for _, state := range append([]models.DeliveryState{models.DeliveryExcluded, models.DeliveryUnreached, models.DeliveryWaiting, models.DeliveryListed, models.DeliveryTold}, models.DeliveryStates...) {
			if state == models.DeliveryLeased || state == models.DeliveryUncertain {
				continue
			}
			if _, err := db.SQL().Exec("UPDATE person_deliveries SET state = $1, epoch = 5, node = 1", state); err != nil {
				t.Fatal(err)
			}
			for _, to := range []models.DeliveryState{models.DeliverySent, models.DeliveryRefused, models.DeliveryDeferred, models.DeliveryQueued, models.DeliveryUncertain} {
				f.settles(t, string(state), 5, 1, to, false)
			}
		}
		for _, c := range []struct {
			about       string
			state       models.DeliveryState
			epoch, node int64
			to          models.DeliveryState
			want        bool
		}{
			{"an older epoch", models.DeliveryLeased, 4, 1, models.DeliverySent, false},
			{"another node", models.DeliveryLeased, 5, 2, models.DeliverySent, false},
			{"its own", models.DeliveryLeased, 5, 1, models.DeliverySent, true},
			{"the truth about an uncertain one", models.DeliveryUncertain, 5, 1, models.DeliverySent, true},
			{"nothing new about an uncertain one", models.DeliveryUncertain, 5, 1, models.DeliveryUncertain, false},
			{"another's uncertain one", models.DeliveryUncertain, 5, 2, models.DeliverySent, false},
		} {
			if _, err := db.SQL().Exec("UPDATE person_deliveries SET state = $1, epoch = 5, node = 1", c.state); err != nil {
				t.Fatal(err)
			}
			f.settles(t, c.about, c.epoch, c.node, c.to, c.want)
		}
	})
}

func (f *fleet) settles(t *testing.T, about string, epoch, node int64, to models.DeliveryState, want bool) {
	t.Helper()
	before, err := models.LoadPersonDelivery(f.db.View(t.Context()), f.dispatch.Number, f.people[0])
	if err != nil {
		t.Fatal(err)
	}
	line := before
	line.Epoch, line.Node = epoch, node
	var counted []models.Settled
	f.command(func(tx models.Tx) (err error) {
		counted, err = models.SettlePeople(tx, f.dispatch.Number, []models.Settled{{Line: line, State: to, Begun: true}})
		return err
	})
	after, err := models.LoadPersonDelivery(f.db.View(t.Context()), f.dispatch.Number, f.people[0])
	if err != nil {
		t.Fatal(err)
	}
	if (len(counted) == 1) != want || (after.State == to) != (want || before.State == to) {
		t.Errorf("%s to %s: %d settled, the line is %s", about, to, len(counted), after.State)
	}
}
