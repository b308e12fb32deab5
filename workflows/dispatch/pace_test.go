package dispatch

import (
	"maps"
	"slices"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

func TestPaceIsReadAsPeopleWriteIt(t *testing.T) {
	for in, want := range map[string]Pace{
		"":                                    {},
		"300":                                 {Each: 5},
		"gmail.com=60":                        {Domains: map[string]float64{"gmail.com": 1}},
		" Outlook.COM = 120 , 600,":           {Each: 10, Domains: map[string]float64{"outlook.com": 2}},
		"b\u00fccher.example=60, a.example=6": {Domains: map[string]float64{"xn--bcher-kva.example": 1, "a.example": 0.1}},
	} {
		got, err := ParsePace(in)
		if err != nil || got.Each != want.Each || !maps.Equal(got.Domains, want.Domains) {
			t.Errorf("%q is %+v, %v; want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"many", "0", "-1", "1.5", "gmail.com=", "=60", "gmail=60", "gmail.com=0", "60,70", "a.example=1,A.example=2", "@a.example=1", "a.example=1=2", "10000000"} {
		if p, err := ParsePace(in); err == nil || p.Each != 0 || p.Domains != nil {
			t.Errorf("%q was read as %+v", in, p)
		}
	}
}

func TestADomainWithAPaceOfItsOwn(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	p := newPacer(Pace{Each: 10, Domains: map[string]float64{"slow.example": 1}})
	sent := map[string]int{}
	for range 100 { // ten seconds
		for _, d := range []string{"slow.example", "a.example", "b.example"} {
			for p.wait(d, now) == 0 {
				sent[d]++
			}
		}
		now = now.Add(100 * time.Millisecond)
	}
	if n := sent["slow.example"]; n < 10 || n > 11 {
		t.Errorf("%d in ten seconds at one a second", n)
	}
	for _, d := range []string{"a.example", "b.example"} {
		if n := sent[d]; n < 100 || n > 110 {
			t.Errorf("%d to %s in ten seconds at ten a second", n, d)
		}
	}
}

// A list with many thousands at one provider: each is told when its turn is, and nobody is sent away for longer than ten minutes.
func TestThoseWhoWaitForOneDomainComeBackOneAfterTheOther(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	p := newPacer(Pace{Each: 1})
	if p.wait("a.example", now) != 0 {
		t.Fatal("the first waits")
	}
	last := time.Duration(0)
	for i := range 2000 {
		w := p.wait("a.example", now)
		if w > longPause || w < last || i < 500 && w != time.Duration(i+1)*time.Second {
			t.Fatalf("number %d comes back after %s, the one before after %s", i, w, last)
		}
		last = w
	}
}

func TestNoDomainIsSentMoreThanItsPace(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 300 // three at each of a hundred domains
		f := newFleet(t, db, people)
		pace, err := ParsePace("m07.example=60, m08.example=60")
		if err != nil {
			t.Fatal(err)
		}
		f.start(NodeSettings{Lanes: 4, PerDomain: pace})
		until(t, "everybody else is told, and one of each that has a pace", func() bool { return f.sink.count() >= people-4 })
		until(t, "the others wait for their moment", func() bool { return f.states()[models.DeliveryDeferred] == 4 })
		for range 10 {
			modelstest.ClockOf(db).Advance(time.Second) // rows are due by this clock, turns come by the wall's
			time.Sleep(300 * time.Millisecond)
		}
		f.untilSent(people)
		f.sink.mu.Lock()
		order, times := slices.Clone(f.sink.order), slices.Clone(f.sink.times)
		f.sink.mu.Unlock()
		var at []time.Time
		for i, to := range order {
			if to == addressNumber(7) || to == addressNumber(107) || to == addressNumber(207) {
				at = append(at, times[i])
			}
		}
		if len(at) != 3 || at[2].Sub(at[0]) < 1500*time.Millisecond {
			t.Errorf("three for a domain with one a second came at %v", at)
		}
		f.check()
	})
}
