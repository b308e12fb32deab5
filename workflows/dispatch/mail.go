package dispatch

import (
	"errors"
	"sync"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/safecontact"
)

// Mail is the channel of e-mail over one relay. envelope gives the address a bounce of this step goes to; nil: the sender's.
func Mail(s delivery.Setup, envelope func(dispatch, person int64, step int) (delivery.Address, error)) Channel {
	c := Channel{Name: string(safecontact.ChannelEmail)}
	if s.Relay == nil {
		return c
	}
	free := &connections{setup: s}
	c.Open = func() Handler { return &mailLane{free: free, setup: s, envelope: envelope} }
	return c
}

// connections that no lane uses at the moment, the warmest on top.
type connections struct {
	setup delivery.Setup
	mu    sync.Mutex
	idle  []*delivery.SMTP
}

func (c *connections) take() *delivery.SMTP {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.idle); n > 0 {
		s := c.idle[n-1]
		c.idle = c.idle[:n-1]
		return s
	}
	return delivery.NewSMTP(*c.setup.Relay, c.setup.From, c.setup.TLS)
}

func (c *connections) give(s *delivery.SMTP) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = append(c.idle, s)
}

type mailLane struct {
	free     *connections
	smtp     *delivery.SMTP // between Ready and Hand
	setup    delivery.Setup
	envelope func(dispatch, person int64, step int) (delivery.Address, error)
	buf      []byte
	ready    mailReady
}

type mailReady struct {
	delivery.RealBytes
	lane *mailLane
	from delivery.Address
}

func (l *mailLane) Ready() (delivery.Result, bool) {
	if l.smtp == nil {
		l.smtp = l.free.take()
	}
	r, ok := l.smtp.Connect()
	if !ok {
		l.rest()
	}
	return r, ok
}

func (l *mailLane) rest() {
	if l.smtp != nil {
		l.free.give(l.smtp)
		l.smtp = nil
	}
}

// Close ends what is idle; the last lane ends everything.
func (l *mailLane) Close() {
	l.rest()
	l.free.mu.Lock()
	defer l.free.mu.Unlock()
	for _, s := range l.free.idle {
		s.Close()
	}
	l.free.idle = nil
}

// Prepare composes into the lane's buffer: a message is over before the next one begins.
func (l *mailLane) Prepare(it *Item) (Ready, error) {
	to, err := delivery.ParseAddress(it.Details.Get(models.PersonEmail))
	if err != nil {
		return nil, err
	}
	c, err := it.s.composer(l.setup)
	if err != nil {
		return nil, err
	}
	m, err := c.Compose(delivery.PersonMessage{DeliveryID: it.DeliveryID(), To: to, Person: it.Told, QueuedAt: it.Line.QueuedAt}, l.buf)
	if err != nil {
		return nil, err
	}
	l.buf = m.Buffer()
	l.ready = mailReady{RealBytes: m, lane: l, from: l.setup.From.Address}
	if l.envelope != nil {
		if l.ready.from, err = l.envelope(it.Line.Dispatch, it.Line.PersonID, it.Line.Step); err != nil {
			return nil, err
		}
	}
	if l.ready.from.IsZero() {
		return nil, errors.New("a message needs an envelope sender")
	}
	return &l.ready, nil
}

func (m *mailReady) Hand() delivery.Result {
	defer m.lane.rest()
	if r, ok := m.lane.Ready(); !ok {
		return r
	}
	r, err := m.lane.smtp.HandBytes(m.RealBytes, m.from)
	if err != nil {
		return delivery.Result{Outcome: delivery.Refused, Why: "the message could not be built; nothing was handed over"}
	}
	return r
}
