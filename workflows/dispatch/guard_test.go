package dispatch

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/workflows/delivery"
)

type looked struct {
	body     string
	personal bool
}

func (l looked) Hand() delivery.Result { return delivery.Result{} }
func (l looked) Size() int             { return len(l.body) }
func (l looked) Body() []byte          { return []byte(l.body) }
func (l looked) Personal() bool        { return l.personal }

func TestFaultsThatManyWouldGetStopTheDispatch(t *testing.T) {
	usualBody := func(i int) looked { return looked{fmt.Sprintf("%s %06d", strings.Repeat("x", 500), i), true} }
	for _, c := range []struct {
		about    string
		language string
		m        looked
		want     string
	}{
		{"another usual one", "en", usualBody(1000), ""},
		{"a body somebody else has", "en", usualBody(7), HaltIdentical},
		{"the same words for all, because the text names nobody", "en", looked{usualBody(7).body, false}, ""},
		{"four times as large", "en", looked{strings.Repeat("y", 2000), true}, HaltSize},
		{"nearly empty", "en", looked{"z", true}, HaltSize},
		{"four times as large in another language", "ta", looked{strings.Repeat("y", 2000), true}, ""},
	} {
		g := &guard{}
		for i := range 60 {
			if why := g.look(int64(i), "en", usualBody(i)); why != "" {
				t.Fatalf("a usual message: %s", why)
			}
		}
		if why := g.look(5000, c.language, c.m); why != c.want {
			t.Errorf("%s: %q, want %q", c.about, why, c.want)
		}
	}
	g := &guard{}
	for i := range 60 {
		g.look(int64(i), "en", usualBody(i))
	}
	if why := g.look(7, "en", usualBody(7)); why != "" {
		t.Errorf("another try for the same person: %s", why)
	}
}

func TestMoreThanATenthRefusedIsTooMany(t *testing.T) {
	g := &guard{}
	refusedEvery := func(n, every int) (stopped int) {
		for i := 1; i <= n; i++ {
			state := models.DeliverySent
			if i%every == 0 {
				state = models.DeliveryRefused
			}
			if g.learn(state) {
				return i
			}
			if g.learn(models.DeliveryDeferred) {
				t.Fatal("deferred ones are counted")
			}
		}
		return 0
	}
	if at := refusedEvery(2000, 10); at != 0 {
		t.Errorf("a tenth stopped it after %d", at)
	}
	if at := refusedEvery(200, 5); at == 0 || at > 60 {
		t.Errorf("a fifth stopped it after %d", at)
	}
	g.again()
	if at := refusedEvery(100, 2); at != refusedAfter {
		t.Errorf("half stopped it after %d, want as soon as %d are known", at, refusedAfter)
	}
}

func TestADomainGetsNoMoreThanItTakes(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	p := newPacer(Pace{Each: 2})
	sent := 0
	for range 100 { // ten seconds
		if p.wait("a.example", now) == 0 {
			sent++
		}
		now = now.Add(100 * time.Millisecond)
	}
	if sent < 20 || sent > 23 {
		t.Errorf("%d in ten seconds at two a second", sent)
	}
	p = newPacer(Pace{})
	if p.wait("a.example", now) != 0 {
		t.Error("without a rate a domain waits")
	}
	for i, want := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
		p.answer("a.example", delivery.Result{Outcome: delivery.Deferred, Code: 451}, now)
		p.answer("a.example", delivery.Result{Outcome: delivery.Deferred, Code: 451}, now) // of the same moment
		if w := p.wait("a.example", now); w != want {
			t.Errorf("pause %d is %s, want %s", i, w, want)
		}
		if p.wait("b.example", now) != 0 {
			t.Error("another domain waits too")
		}
		now = now.Add(want)
	}
	p.answer("a.example", delivery.Result{Outcome: delivery.Sent, Code: 250}, now)
	if len(p.by) != 0 {
		t.Error("a domain that takes mail again is remembered")
	}
}

func TestRetriesGrowAndAreSpread(t *testing.T) {
	n := &Node{settings: NodeSettings{}.withDefaults()}
	last, spread := time.Duration(0), map[time.Duration]bool{}
	for tries := range 12 {
		w := n.backoff(models.PersonDelivery{PersonID: 1, Tries: tries})
		if w < last/2 || w < 15*time.Second || w > 90*time.Minute {
			t.Errorf("after %d tries %s, before %s", tries, w, last)
		}
		last = w
	}
	for person := range int64(100) {
		spread[n.backoff(models.PersonDelivery{PersonID: person})] = true
	}
	if len(spread) < 50 {
		t.Errorf("a hundred people knock at %d moments", len(spread))
	}
}
