package dispatch

import (
	"context"
	"errors"
	"sync"
	"time"

	"candour/models"
	"candour/workflows/delivery"
)

// Item is one person's line on its way through a lane.
type Item struct {
	Line    models.PersonDelivery
	Person  models.Person
	Details models.PersonDetails
	Told    delivery.ToldPerson
	s       *sending
	lease   int64
}

// Dispatch is whose line it is; Audience writes its words for other channels.
func (it *Item) Dispatch() models.Dispatch { return it.s.dispatch }
func (it *Item) Audience() *Audience       { return it.s.current() }

// DeliveryID names this step of this person's delivery for ever.
func (it *Item) DeliveryID() string {
	return delivery.PersonDeliveryID(it.s.dispatch.ID, it.Line.PersonID, it.Line.Step)
}

// sending is what a node keeps of a dispatch while it sends.
type sending struct {
	dispatch models.Dispatch
	node     *Node
	guard    guard

	mu       sync.Mutex
	audience *Audience
	version  int  // of the dispatch when the audience was loaded
	unsure   bool // the plans could not be read the last time: nobody is told by the ones before
	mail     *delivery.RealComposer
}

// of gives what is kept of a dispatch, with the plans as they are now.
func (n *Node) of(ctx context.Context, d models.Dispatch) (*sending, error) {
	x, _ := n.open.LoadOrStore(d.Number, &sending{node: n, dispatch: d})
	s := x.(*sending)
	return s, s.freshen(ctx, d)
}

// freshen reads the plans again when they have changed. Lanes that ask for them meanwhile wait for the new ones.
func (s *sending) freshen(ctx context.Context, d models.Dispatch) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.unsure = err != nil }()
	r := s.node.db.View(ctx)
	if s.audience != nil && s.version == d.Version {
		if fresh, err := s.audience.plans.Fresh(r); fresh || err != nil {
			return err
		}
	}
	a, err := Load(r, d.NoticeID)
	if err != nil {
		return err
	}
	if s.audience != nil {
		a.Telling = s.audience.Telling // the approved words do not change
	}
	s.audience, s.version = a, d.Version
	return nil
}

// freshenAll keeps the plans of everything that is open as young as what is halted: a line may wait longer for a slow mail server than for
// its claim, and a plan that forbids it must find it there.
func (n *Node) freshenAll(ctx context.Context) error {
	if n.held.Load() == 0 {
		return nil // nobody waits here
	}
	var all []error
	for _, d := range n.view.Load().list {
		if x, ok := n.open.Load(d.Number); ok {
			all = append(all, x.(*sending).freshen(ctx, d))
		}
	}
	return errors.Join(all...)
}

func (s *sending) current() *Audience {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.audience
}

// plans are what a decision to tell somebody rests on; nil when they are not known as they are now.
func (s *sending) plans() *Audience {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x, ok := s.node.open.Load(s.dispatch.Number); !ok || x != s || s.unsure {
		return nil
	}
	return s.audience
}

func (s *sending) composer(setup delivery.Setup) (*delivery.RealComposer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mail == nil {
		c, err := delivery.NewRealComposer(s.audience.Telling, setup.From, setup.DKIM)
		if err != nil {
			return nil, err
		}
		s.mail = c
	}
	return s.mail, nil
}

// claimers take lines for a channel: where the way to the database is long, one fetches while the other hands out.
func (n *Node) claimers(ctx context.Context, c Channel, work chan *Item) {
	defer close(work)
	var all sync.WaitGroup
	for range map[models.Engine]int{models.SQLite: 1, models.Postgres: 2}[n.db.Engine()] {
		all.Go(func() { n.claimOn(ctx, c, work) })
	}
	all.Wait()
}

// claimOn keeps the lanes of a channel in work: it claims while they hand over.
func (n *Node) claimOn(ctx context.Context, c Channel, work chan *Item) {
	wait := lookEvery
	for round := 0; ; round++ {
		if n.holds[c.Name].remaining(time.Now()) > 0 || n.journal.Err() != nil {
			if !sleep(ctx, lookEvery) {
				return
			}
			continue
		}
		took, err := n.claim(ctx, c, work, round%16 == 0)
		if err != nil && ctx.Err() == nil {
			n.note("claim what is due", err)
		}
		if took > 0 {
			wait = 10 * time.Millisecond
			if ctx.Err() != nil {
				return
			}
			continue
		}
		if !sleep(ctx, wait) {
			return
		}
		wait = min(2*wait, lookEvery)
	}
}

// claim takes a batch of the dispatch with the nearest limit that has something due. Those that are done are looked at now and then: an
// address was corrected, or a late bounce sends somebody on.
func (n *Node) claim(ctx context.Context, c Channel, work chan *Item, all bool) (int, error) {
	v := n.view.Load()
	for _, d := range v.list {
		lease := n.lease.Load()
		if !n.may(d.Number, lease) || d.Phase == models.DispatchDone && !all {
			continue
		}
		s, err := n.of(ctx, d)
		if err != nil {
			return 0, err
		}
		if c.Open == nil && !s.current().Incident.Exercise {
			continue // nothing is set up to send with: the lines wait
		}
		lines, err := n.db.ClaimPeople(ctx, d.Number, c.Name, n.number, n.settings.Batch)
		if err != nil {
			return 0, err
		}
		if len(lines) == 0 {
			continue
		}
		n.held.Add(int64(len(lines)))
		// The plans once more: one that was set after they were looked at, and before these lines became due, counts for them.
		if err := s.freshen(ctx, d); err != nil {
			n.giveBack(s, lines)
			return 0, err
		}
		items, err := n.items(ctx, s, lines, lease)
		if err != nil {
			n.giveBack(s, lines)
			return 0, err
		}
		for i, it := range items {
			select {
			case work <- it:
			case <-ctx.Done():
				for _, it := range items[i:] {
					n.results <- released(it)
				}
				return len(items), nil
			}
		}
		return len(items), nil
	}
	return 0, nil
}

// items opens nothing: people stay sealed until a lane has them.
func (n *Node) items(ctx context.Context, s *sending, lines []models.PersonDelivery, lease int64) ([]*Item, error) {
	people, err := models.PeopleOfLines(n.db.View(ctx), lines)
	if err != nil {
		return nil, err
	}
	all, out := make([]Item, len(lines)), make([]*Item, len(lines))
	for i := range lines {
		all[i] = Item{Line: lines[i], Person: people[lines[i].PersonID], s: s, lease: lease}
		out[i] = &all[i]
	}
	return out, nil
}

func (n *Node) giveBack(s *sending, lines []models.PersonDelivery) {
	for _, l := range lines {
		n.results <- released(&Item{Line: l, s: s})
	}
}
