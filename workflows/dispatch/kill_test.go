package dispatch

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery/journal"
)

const killLanes = 6

// TestKilledProcess is the node that is killed; it ends by itself when nothing is queued any more.
func TestKilledProcess(t *testing.T) {
	url := os.Getenv("CANDOUR_KILL_URL")
	if url == "" {
		return // run by the test below only
	}
	base, err := strconv.ParseInt(os.Getenv("CANDOUR_KILL_BASE"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	// All processes of a test have the same clock, an hour after everything was queued.
	db, err := models.Open(t.Context(), models.Options{URL: url, Clock: func() time.Time { return modelstest.Start.Add(time.Hour + time.Since(time.Unix(base, 0))) }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	j, err := journal.OpenNode(os.Getenv("CANDOUR_KILL_DIR"), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	f := &fleet{t: t, db: db, sink: &mailSink{address: os.Getenv("CANDOUR_KILL_RELAY")}}
	f.dispatch.Number = 1
	n := NewNode(db, j, NodeSettings{Lanes: killLanes, Batch: 100, LostAfter: 3 * time.Second}, Mail(f.setup(), nil))
	if err := n.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	for s := f.states(); s[models.DeliveryQueued]+s[models.DeliveryLeased]+s[models.DeliveryDeferred] > 0; s = f.states() {
		time.Sleep(20 * time.Millisecond)
	}
	if err := n.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

// kill -9 at any moment: nobody is told twice, nobody is forgotten, and no more is uncertain than connections were in use. `make chaos` does
// the same to the whole program, many times.
func TestKilledAgainAndAgainANodeTellsEverybodyOnce(t *testing.T) {
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			const people, kills = 2500, 6
			url := modelstest.URL(t, engine)
			db, err := models.Open(t.Context(), models.Options{URL: url, Clock: func() time.Time { return modelstest.Start }})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
				t.Fatal(err)
			}
			f := newFleet(t, db, people)
			ended := 0
			for range kills {
				cmd := killable(f, url)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				before := f.sink.count()
				until(t, "it sends", func() bool { return f.sink.count() > before+20 || f.sink.count() >= people-killLanes*kills })
				time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
				_ = cmd.Process.Kill()
				if err := cmd.Wait(); err != nil {
					ended++
				}
			}
			if out, err := killable(f, url).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if ended == 0 {
				t.Error("every run was over before it was killed: the test killed nothing")
			}
			f.check()
			s := f.states()
			if s[models.DeliverySent]+s[models.DeliveryUncertain] != people || s[models.DeliveryUncertain] > ended*killLanes {
				t.Errorf("after %d kills: %v", ended, s)
			}
			for i, id := range f.people {
				l, err := models.LoadPersonDelivery(db.View(t.Context()), f.dispatch.Number, id)
				if err != nil {
					t.Fatal(err)
				}
				if got := f.sink.seen[addressNumber(i)]; l.State == models.DeliverySent && got != 1 {
					t.Errorf("person %d is called sent and got %d messages", i, got)
				}
			}
			t.Logf("%d kills, %d uncertain of %d", ended, s[models.DeliveryUncertain], people)
		})
	}
}

func killable(f *fleet, url string) *exec.Cmd {
	cmd := exec.CommandContext(f.t.Context(), os.Args[0], "-test.run=^TestKilledProcess$")
	cmd.Env = append(os.Environ(), "CANDOUR_KILL_URL="+url, "CANDOUR_KILL_DIR="+f.journals, "CANDOUR_KILL_RELAY="+f.sink.address,
		"CANDOUR_KILL_BASE="+strconv.FormatInt(f.base.Unix(), 10))
	return cmd
}

// A node that stands still (a machine that swaps, a paused container) keeps its leases until the others call them lost. When it goes on it
// believes nothing it knew, and nobody is told twice.
func TestANodeThatStoodStillTellsNobodyTwice(t *testing.T) {
	if !slices.Contains(modelstest.Engines(), models.Postgres) {
		return // one file, one process
	}
	const people = 2500
	url := modelstest.URL(t, models.Postgres)
	db, err := models.Open(t.Context(), models.Options{URL: url, Clock: func() time.Time { return modelstest.Start }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	f := newFleet(t, db, people)
	f.sink.set(func() { f.sink.answer = func(string, int) error { time.Sleep(time.Millisecond); return nil } })
	still, other := killable(f, url), killable(f, url)
	if err := still.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "it sends", func() bool { return f.sink.count() > 50 })
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "both send", func() bool { return f.sink.count() > 500 })
	if err := still.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	until(t, "the other has told everybody it may", func() bool {
		s := f.states()
		return s[models.DeliveryQueued]+s[models.DeliveryLeased] == 0
	})
	lost := f.states()[models.DeliveryUncertain]
	if lost == 0 || lost > 3*100+killLanes*2 {
		t.Errorf("%d lines are called uncertain while their node stands still", lost)
	}
	if err := still.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for _, cmd := range []*exec.Cmd{other, still} {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	// What it had only claimed it put back, maybe as the last thing it did.
	if out, err := killable(f, url).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f.check()
	if s := f.states(); s[models.DeliverySent] != people {
		t.Errorf("in the end: %v", s)
	}
}
