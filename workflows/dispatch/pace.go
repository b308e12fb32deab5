package dispatch

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"candour/workflows/delivery"
)

// Pace is how many messages a second one receiving domain gets from a node at most. Zero is: as many as the relay takes.
type Pace struct {
	Each    float64            // every domain that is not named
	Domains map[string]float64 // named ones, in ASCII
}

// ParsePace reads messages a minute for every domain ("300"), for some ("gmail.com=60, outlook.com=120"), or both.
func ParsePace(s string) (p Pace, err error) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		domain, number, named := strings.Cut(part, "=")
		if !named {
			domain, number = "", part
		}
		a, bad := delivery.ParseAddress("somebody@" + strings.TrimSpace(domain))
		n, wrong := strconv.Atoi(strings.TrimSpace(number))
		switch {
		case named && bad != nil:
			return Pace{}, errors.New("before each = stands a domain, for example gmail.com=60")
		case wrong != nil || n < 1 || n > 1_000_000:
			return Pace{}, errors.New("how many messages a minute must be a number from 1 to 1000000")
		case !named && p.Each > 0 || named && p.Domains[a.Domain()] > 0:
			return Pace{}, errors.New("the same domain stands there twice")
		case !named:
			p.Each = float64(n) / 60
		default:
			if p.Domains == nil {
				p.Domains = map[string]float64{}
			}
			p.Domains[a.Domain()] = float64(n) / 60
		}
	}
	return p, nil
}

// of is the rate of one domain.
func (p Pace) of(domain string) float64 {
	if r, named := p.Domains[domain]; named {
		return r
	}
	return p.Each
}

// pacer keeps a domain from getting more than it takes: a fixed rate when one is set, and a pause that grows while the domain answers
// "too many" (421, 450, 451, 452).
type pacer struct {
	pace Pace
	mu   sync.Mutex
	by   map[string]*domainPace
}

type domainPace struct {
	tokens float64
	at     time.Time // when tokens were counted
	until  time.Time // nothing before
	pause  time.Duration
	booked time.Time // the last moment that somebody was told to come back at
}

const (
	firstPause = 10 * time.Second
	longPause  = 10 * time.Minute
	// A list can hold any number of domains; of those that are quiet nothing needs to be kept.
	maxDomains = 20_000
)

func newPacer(p Pace) *pacer { return &pacer{pace: p, by: map[string]*domainPace{}} }

// wait says how long this message to the domain waits; 0 means now, and counts. Each is told a moment of its own, so that of many thousands
// for one domain not all are taken up and put down again every second.
func (p *pacer) wait(domain string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, rate := p.by[domain], p.pace.of(domain)
	if d == nil {
		if rate <= 0 {
			return 0
		}
		d = p.add(domain, rate, now)
	}
	if w := d.until.Sub(now); w > 0 {
		return w
	}
	if rate <= 0 {
		return 0
	}
	d.tokens = min(d.tokens+now.Sub(d.at).Seconds()*rate, max(rate, 1))
	d.at = now
	if d.tokens >= 1 {
		d.tokens--
		return 0
	}
	each := time.Duration(float64(time.Second) / rate)
	if next := now.Add(time.Duration((1 - d.tokens) / rate * float64(time.Second))); d.booked.Before(now) {
		d.booked = next
	} else {
		d.booked = d.booked.Add(each)
	}
	if furthest := now.Add(longPause); d.booked.After(furthest) {
		d.booked = furthest
	}
	return d.booked.Sub(now)
}

func (p *pacer) add(domain string, rate float64, now time.Time) *domainPace {
	if len(p.by) >= maxDomains {
		for k, d := range p.by {
			if d.until.Before(now) {
				delete(p.by, k)
			}
		}
	}
	d := &domainPace{tokens: max(rate, 1), at: now}
	p.by[domain] = d
	return d
}

// answer learns from what the domain said.
func (p *pacer) answer(domain string, r delivery.Result, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.by[domain]
	switch {
	case r.Outcome == delivery.Sent && d != nil:
		d.pause = 0
		if p.pace.of(domain) <= 0 {
			delete(p.by, domain)
		}
	case r.Outcome == delivery.Deferred && (r.Code == 421 || r.Code >= 450 && r.Code <= 452):
		if d == nil {
			d = p.add(domain, p.pace.of(domain), now)
		}
		if d.until.After(now) {
			return // others of the same moment
		}
		d.pause = min(max(2*d.pause, firstPause), longPause)
		d.until = now.Add(d.pause)
	}
}

// hold is the mail server as a whole: while it cannot be reached or answers everybody "later", one lane asks now and then and the others wait.
type hold struct {
	mu    sync.Mutex
	until time.Time
	pause time.Duration
	bad   int // "later" in a row, whoever it was for
}

const (
	firstHold = 250 * time.Millisecond
	longHold  = 15 * time.Second
	badInARow = 20
)

func (h *hold) remaining(now time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until.Sub(now)
}

// pass waits a little for the server to come back; false: put the item back.
func (h *hold) pass(ctx context.Context) bool {
	w := h.remaining(time.Now())
	return w <= 0 || w <= time.Second && sleep(ctx, w)
}

func (h *hold) down() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.longer(time.Now())
}

func (h *hold) longer(now time.Time) {
	if h.until.After(now) {
		return
	}
	h.pause = min(max(2*h.pause, firstHold), longHold)
	h.until = now.Add(h.pause)
}

// answer learns from what the server said to anybody.
func (h *hold) answer(r delivery.Result) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.Outcome == delivery.Sent || r.Outcome == delivery.Refused {
		h.bad, h.pause = 0, 0
		return
	}
	if h.bad++; h.bad >= badInARow {
		h.longer(time.Now())
	}
}
