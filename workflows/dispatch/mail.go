package dispatch

import (
	"errors"

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
	c.Open = func() Handler {
		return &mailLane{smtp: delivery.NewSMTP(*s.Relay, s.From, s.TLS), setup: s, envelope: envelope}
	}
	return c
}

type mailLane struct {
	smtp     *delivery.SMTP
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

func (l *mailLane) Ready() (delivery.Result, bool) { return l.smtp.Connect() }
func (l *mailLane) Close()                         { l.smtp.Close() }

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
	r, err := m.lane.smtp.HandBytes(m.RealBytes, m.from)
	if err != nil {
		return delivery.Result{Outcome: delivery.Refused, Why: "the message could not be built; nothing was handed over"}
	}
	return r
}
