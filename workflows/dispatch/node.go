package dispatch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
)

// NodeSettings of a node; zero values mean what is said.
type NodeSettings struct {
	Lanes       int           // connections at the same time for each channel; 32
	Batch       int           // lines claimed at once; 500: with its disk lost a node leaves as many, and as many again, to be settled by people
	SettleEvery time.Duration // at most this long from an answer to its row; 200 ms
	LostAfter   time.Duration // a node not seen for so long has its leased lines called uncertain; 2 minutes
	FirstRetry  time.Duration // after a first "try later"; 15 s
	PerDomain   Pace          // to one receiving domain; zero: as many as the relay takes
}

func (s NodeSettings) withDefaults() NodeSettings {
	set := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	if s.Lanes == 0 {
		s.Lanes = 32
	}
	if s.Batch == 0 {
		s.Batch = 500
	}
	set(&s.SettleEvery, 200*time.Millisecond)
	set(&s.LostAfter, 2*time.Minute)
	set(&s.FirstRetry, 15*time.Second)
	return s
}

// Channel is one way of telling people by a machine.
type Channel struct {
	Name string
	Open func() Handler // one for each lane, of which so many as there are connections hand over at a time; nil: only exercises are looked after
	// Repeatable: the other side knows a message by its key, so one of which nobody knows whether it arrived may be handed over again, for as
	// long as it Remembers (zero: as long as we like).
	Repeatable bool
	Remembers  time.Duration
}

// Handler hands messages over, one at a time.
type Handler interface {
	// Ready connects, so that a server that cannot be reached costs no try.
	Ready() (delivery.Result, bool)
	// Prepare builds the whole message; nothing has left when it returns.
	Prepare(it *Item) (Ready, error)
	Close()
}

// Ready is one message about to leave.
type Ready interface {
	Hand() delivery.Result
	Size() int
	Body() []byte
	Personal() bool
}

// Node is this running program as it sends: its journal, its leases, its lanes. Two nodes on one database share the work line by line.
type Node struct {
	db       *models.DB
	journal  *journal.Journal
	settings NodeSettings
	channels []Channel

	number    int64
	seen      terms.Instant // what this node wrote last as the time it was seen
	view      atomic.Pointer[control]
	beaten    atomic.Int64 // when the last heartbeat was written, in nanoseconds since began
	began     time.Time
	lease     atomic.Int64 // rises when what was claimed before does not count any more
	open      sync.Map     // dispatch number -> *sending
	stopped   sync.Map     // dispatch number -> true: halted by this node, before the database has said so
	results   chan result
	positions positions
	holds     map[string]*hold         // by channel
	slots     map[string]chan struct{} // connections in use, by channel
	pace      *pacer
	marked    int64
	held      atomic.Int64 // lines claimed and not settled

	cancel  context.CancelFunc
	workers sync.WaitGroup
	settler sync.WaitGroup
	beats   sync.WaitGroup
	problem atomic.Pointer[string]
}

// NewNode makes a node; Start begins.
func NewNode(db *models.DB, j *journal.Journal, s NodeSettings, channels ...Channel) *Node {
	s = s.withDefaults()
	n := &Node{db: db, journal: j, settings: s, channels: channels, began: time.Now(), results: make(chan result, 4*s.Batch), pace: newPacer(s.PerDomain), holds: map[string]*hold{}, slots: map[string]chan struct{}{}}
	for _, c := range channels {
		n.holds[c.Name], n.slots[c.Name] = &hold{}, make(chan struct{}, s.Lanes)
	}
	return n
}

// Start reads the journal into the database and begins to send. It returns when the node has its place; an error means that nothing is sent.
func (n *Node) Start(ctx context.Context) error {
	if err := n.register(ctx); err != nil {
		return err
	}
	ctx, n.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if err := n.look(ctx); err != nil {
		return err
	}
	n.settler.Go(func() { n.settle(context.WithoutCancel(ctx)) })
	n.beats.Go(func() { n.beatOn(ctx) })
	n.beats.Go(func() { n.lookOn(ctx) })
	n.beats.Go(func() { n.tendGarbage(ctx) })
	for _, c := range n.channels {
		work := make(chan *Item, n.settings.Batch)
		n.workers.Go(func() { n.claimers(ctx, c, work) })
		// Half as many again: while their intents become durable, the connections are not idle.
		for range n.settings.Lanes + n.settings.Lanes/2 {
			n.workers.Go(func() { n.lane(ctx, c, work) })
		}
	}
	return nil
}

// Stop finishes what is being handed over, puts back what was only claimed, and says that this node holds nothing. What a slow server has not
// answered when ctx ends is left to the journal.
func (n *Node) Stop(ctx context.Context) error {
	if n.cancel == nil {
		return nil
	}
	n.cancel()
	n.cancel = nil
	done := make(chan struct{})
	go func() {
		n.workers.Wait()
		close(n.results)
		n.settler.Wait()
		n.beats.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		return errors.New("some messages were still being handed over; the next start lists what became of them")
	}
	if n.journal.Err() != nil {
		return nil // the next start reads it again
	}
	return n.say(ctx, "stop-node", map[string]any{"stopped_at": n.db.Now(), "journal_position": n.position()})
}

// Problem is why this node sends nothing at the moment; empty when nothing keeps it.
func (n *Node) Problem() string {
	if err := n.journal.Err(); err != nil {
		return err.Error()
	}
	if p := n.problem.Load(); p != nil {
		return *p
	}
	return ""
}

func (n *Node) note(what string, err error) {
	slog.Error(what, "error", err)
	s := fmt.Sprintf("%s: %v", what, err)
	n.problem.Store(&s)
}

// positions are the places of intents whose outcome is not in the database yet: the journal is read again from the first of them.
type positions struct {
	mu   sync.Mutex
	open map[int64]bool
}

// begin writes an intent and keeps its place. Both happen under the lock, so that no heartbeat can fall in between.
func (n *Node) begin(r journal.Record) (journal.Ticket, error) {
	p := &n.positions
	p.mu.Lock()
	defer p.mu.Unlock()
	t, err := n.journal.Append(r)
	if err == nil {
		if p.open == nil {
			p.open = map[int64]bool{}
		}
		p.open[t.Position()] = true
	}
	return t, err
}

func (p *positions) end(at ...int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, pos := range at {
		delete(p.open, pos)
	}
}

// safe is the place up to which the journal is in the database.
func (n *Node) safe() int64 {
	p := &n.positions
	p.mu.Lock()
	defer p.mu.Unlock()
	at := n.journal.End()
	for pos := range p.open {
		at = min(at, pos)
	}
	return at
}

func (n *Node) position() string { return fmt.Sprint(n.safe()) }

// idle says that nothing is claimed and every outcome is in the database.
func (n *Node) idle() bool {
	n.positions.mu.Lock()
	defer n.positions.mu.Unlock()
	return len(n.positions.open) == 0 && n.held.Load() == 0
}
