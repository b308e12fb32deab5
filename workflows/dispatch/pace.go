package dispatch

import (
	"context"
	"sync"
	"time"

	"candour/workflows/delivery"
)

// pacer keeps a domain from getting more than it takes: a fixed rate when one is set, and a pause that grows while the domain answers
// "too many" (421, 450, 451, 452).
type pacer struct {
	rate float64
	mu   sync.Mutex
	by   map[string]*domainPace
}

type domainPace struct {
	tokens float64
	at     time.Time // when tokens were counted
	until  time.Time // nothing before
	pause  time.Duration
}

const (
	firstPause = 10 * time.Second
	longPause  = 10 * time.Minute
	// A list can hold any number of domains; of those that are quiet nothing needs to be kept.
	maxDomains = 20_000
)

func newPacer(rate float64) *pacer { return &pacer{rate: rate, by: map[string]*domainPace{}} }

// wait says how long the domain gets nothing; 0 means now, and counts.
func (p *pacer) wait(domain string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.by[domain]
	if d == nil {
		if p.rate <= 0 {
			return 0
		}
		d = p.add(domain, now)
	}
	if w := d.until.Sub(now); w > 0 {
		return w
	}
	if p.rate <= 0 {
		return 0
	}
	d.tokens = min(d.tokens+now.Sub(d.at).Seconds()*p.rate, max(p.rate, 1))
	d.at = now
	if d.tokens < 1 {
		return time.Duration((1 - d.tokens) / p.rate * float64(time.Second))
	}
	d.tokens--
	return 0
}

func (p *pacer) add(domain string, now time.Time) *domainPace {
	if len(p.by) >= maxDomains {
		for k, d := range p.by {
			if d.until.Before(now) {
				delete(p.by, k)
			}
		}
	}
	d := &domainPace{tokens: max(p.rate, 1), at: now}
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
		if p.rate <= 0 {
			delete(p.by, domain)
		}
	case r.Outcome == delivery.Deferred && (r.Code == 421 || r.Code >= 450 && r.Code <= 452):
		if d == nil {
			d = p.add(domain, now)
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
