package dispatch

import (
	"hash/maphash"
	"sync"

	"candour/models"
)

// guard watches what one node sends for a dispatch, and stops it before many people have got the same fault. What it keeps does not grow.
type guard struct {
	mu      sync.Mutex
	seed    maphash.Seed
	bodies  [1 << 14]uint64 // hashes of bodies that name their reader, and whose they were
	owners  [1 << 14]int64
	sizes   map[string]*usual // by language: writing differs in length
	last    [200]bool         // refused or not, the last ones
	at      int
	seen    int
	refused int
}

type usual struct{ count, bytes int64 }

const (
	// Before so many nothing is known about what is usual.
	usualAfter = 50
	// A message this many times as large, or small, as the mean is not the same message to another person.
	outlier = 3
	// More refused than this share, and the addresses or the words are wrong.
	refusedPercent = 10
	refusedAfter   = 50
)

// look says why nothing may be sent any more; empty when all is well.
func (g *guard) look(person int64, language string, m Ready) string {
	size := int64(m.Size())
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.sizes == nil {
		g.seed, g.sizes = maphash.MakeSeed(), map[string]*usual{}
	}
	u := g.sizes[language]
	if u == nil {
		u = &usual{}
		g.sizes[language] = u
	}
	if u.count >= usualAfter && (size*u.count > outlier*u.bytes || size*u.count*outlier < u.bytes) {
		return HaltSize
	}
	u.count, u.bytes = u.count+1, u.bytes+size
	if !m.Personal() {
		return ""
	}
	sum := maphash.Bytes(g.seed, m.Body())
	at := sum % uint64(len(g.bodies))
	if g.bodies[at] == sum && g.owners[at] != person {
		return HaltIdentical
	}
	g.bodies[at], g.owners[at] = sum, person
	return ""
}

// learn counts refusals; true means that there are too many.
func (g *guard) learn(state models.DeliveryState) bool {
	if state != models.DeliverySent && state != models.DeliveryRefused {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen < len(g.last) {
		g.seen++
	} else if g.last[g.at] {
		g.refused--
	}
	g.last[g.at] = state == models.DeliveryRefused
	if g.last[g.at] {
		g.refused++
	}
	g.at = (g.at + 1) % len(g.last)
	return g.seen >= refusedAfter && g.refused*100 > refusedPercent*g.seen
}

// again begins to count anew when a person has looked and goes on.
func (g *guard) again() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at, g.seen, g.refused = 0, 0, 0
	clear(g.last[:])
}
