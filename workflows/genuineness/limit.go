package genuineness

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// Limits of guessing. Only references that are well formed and not ours count: whoever holds a message of ours, and whoever mistypes, is never
// kept waiting on their own account. A network is 256 addresses (2^80 of IPv6): behind one stand whole districts with telephones, so it may
// miss often.
const (
	window          = 10 * time.Minute
	missesOfNetwork = 60
	missesOfAll     = 6000
	asksOfAll       = 60_000 // of any kind: what one small machine answers without its other work noticing
)

// Limiter counts in memory. What it keeps of an address is a number made with a key that is drawn anew for each window and forgotten with it.
type Limiter struct {
	now    func() time.Time
	mu     sync.Mutex
	key    [32]byte
	until  time.Time
	misses map[[8]byte]int
	all    int
	asked  int
}

// NewLimiter begins counting.
func NewLimiter(now func() time.Time) *Limiter {
	return &Limiter{now: now}
}

// Allow says whether somebody at this address may ask now. Without an address only what all do together counts.
func (l *Limiter) Allow(from netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	if l.asked++; l.asked > asksOfAll || l.all >= missesOfAll {
		return false
	}
	return !from.IsValid() || l.misses[l.network(from)] < missesOfNetwork
}

// Missed counts a well-formed reference that is not ours.
func (l *Limiter) Missed(from netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	l.all++
	l.misses[l.network(from)]++
}

func (l *Limiter) turn() {
	if now := l.now(); l.misses == nil || !now.Before(l.until) || now.Before(l.until.Add(-window)) {
		rand.Read(l.key[:])
		l.until, l.misses, l.all, l.asked = now.Add(window), map[[8]byte]int{}, 0, 0
	}
}

func (l *Limiter) network(a netip.Addr) (out [8]byte) {
	a = a.Unmap()
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return out
	}
	m := hmac.New(sha256.New, l.key[:])
	b, _ := p.MarshalBinary()
	m.Write(b)
	copy(out[:], m.Sum(nil))
	return out
}
