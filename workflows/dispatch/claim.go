package dispatch

import (
	"context"
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
	version  int // of the dispatch when the audience was loaded
	mail     *delivery.RealComposer
}

// of gives what is kept of a dispatch, with the plans as they are now.
func (n *Node) of(ctx context.Context, d models.Dispatch) (*sending, error) {
	x, _ := n.open.LoadOrStore(d.Number, &sending{node: n, dispatch: d})
	s := x.(*sending)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.audience != nil && s.version == d.Version {
		if fresh, err := s.audience.plans.Fresh(n.db.View(ctx)); fresh || err != nil {
			return s, err
		}
	}
	a, err := Load(n.db.View(ctx), d.NoticeID)
	if err != nil {
		return nil, err
	}
	if s.audience != nil {
		a.Telling = s.audience.Telling // the approved words do not change
	}
	s.audience, s.version = a, d.Version
	return s, nil
}

func (s *sending) current() *Audience {
	s.mu.Lock()
	defer s.mu.Unlock()
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
