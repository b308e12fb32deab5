package delivery

import (
	"crypto/tls"
	"errors"
	"io"
	"time"

	"github.com/go-mail/mail/v2"
)

const (
	defaultDialTimeout = 15 * time.Second
	// The relay may scan before it answers the final dot. A short limit here makes uncertain out of sent.
	defaultSendTimeout = time.Minute
	// Relays end long sessions at a moment of their choosing; we choose it first, between two messages.
	messagesPerConnection = 500
)

// SMTP hands real messages to the relay over one connection. It belongs to one worker: it is not safe for use by two
// goroutines, because the library's dialer is not.
type SMTP struct {
	relay       Relay
	bounces     func(deliveryID string) (Address, error) // where the bounce of one message goes; nil: to the sender
	sender      Sender
	sign        *DKIM
	dialer      *mail.Dialer
	conn        mail.SendCloser
	wire        *wire // under conn
	carried     int
	lastUsed    time.Time
	dialTimeout time.Duration
	sendTimeout time.Duration
}

// NewSMTP makes the channel of one worker. tlsConfig is nil outside tests: then the relay's certificate must be valid
// for its host name.
func NewSMTP(relay Relay, sender Sender, tlsConfig *tls.Config) *SMTP {
	d := mail.NewDialer(relay.Host, relay.Port, relay.Username, relay.Password)
	d.SSL = relay.TLSFromStart
	d.StartTLSPolicy = mail.MandatoryStartTLS
	if relay.Plain {
		d.StartTLSPolicy = mail.NoStartTLS
	}
	d.RetryFailure = false // the library would dial and send again by itself, without limit
	d.LocalName = sender.Address.Domain()
	d.TLSConfig = &tls.Config{ServerName: relay.Host, MinVersion: tls.VersionTLS12}
	if tlsConfig != nil {
		d.TLSConfig = tlsConfig
	}
	return &SMTP{relay: relay, sender: sender, dialer: d, dialTimeout: defaultDialTimeout, sendTimeout: defaultSendTimeout}
}

// Hand gives one real message to the relay and says what is known afterwards. An exercise message does not fit in here:
// see Route. The error is ours (the message cannot be built); whatever the relay or the network did is in the Result.
func (s *SMTP) Hand(m RealMessage) (Result, error) {
	var err error
	if m.message.Written && s.bounces != nil { // the answer comes to the mailbox that is read
		if m.message.ReplyTo, err = s.bounces(m.message.DeliveryID); err != nil {
			return Result{}, err
		}
	}
	raw, err := m.message.Bytes(s.sender)
	if err == nil && s.sign != nil {
		raw, err = s.sign.Sign(raw)
	}
	if err != nil {
		return Result{}, err
	}
	from := s.sender.Address
	if s.bounces != nil {
		if from, err = s.bounces(m.message.DeliveryID); err != nil {
			return Result{}, err
		}
	}
	return s.hand(from, m.message.To, raw), nil
}

// HandBytes gives one composed message to the relay, as Hand does. The envelope's sender is where a bounce goes.
func (s *SMTP) HandBytes(m RealBytes, envelope Address) (Result, error) {
	if m.to.IsZero() || len(m.raw) == 0 || envelope.IsZero() {
		return Result{}, errors.New("a message needs its bytes, one recipient and an envelope sender")
	}
	return s.hand(envelope, m.to, m.raw), nil
}

// Connect makes sure that there is a connection, without handing anything over; false: what is known about why there is none.
func (s *SMTP) Connect() (Result, bool) {
	if s.conn != nil && (s.carried >= messagesPerConnection || time.Since(s.lastUsed) > 30*time.Second) {
		s.Close()
	}
	if s.conn == nil {
		return s.dial()
	}
	return Result{}, true
}

// hand takes exactly one sender and one recipient, as types: no list can be given.
func (s *SMTP) hand(from, to Address, raw []byte) Result {
	if r, ok := s.Connect(); !ok {
		return r
	}
	body := &handover{raw: raw}
	err := s.conn.Send(from.mailbox, []string{to.mailbox}, body)
	s.carried++
	s.lastUsed = time.Now()
	if err != nil {
		// After a refused recipient the library sends no RSET; after anything else the connection is in a state we do
		// not know. The next message gets a new one.
		s.abandon()
	}
	return classify(err, body.began)
}

// SignWith has every message signed (DKIM); nil: none.
func (s *SMTP) SignWith(d *DKIM) { s.sign = d }

func (s *SMTP) dial() (Result, bool) {
	s.dialer.Timeout = s.dialTimeout
	s.dialer.Auth = nil // chosen anew from what this connection offers
	wire, conn, err := converse(s.dialer, s.dialTimeout)
	if err != nil {
		return dialResult(err), false
	}
	s.dialer.Timeout = s.sendTimeout // read by the connection at each Send
	s.conn, s.wire, s.carried, s.lastUsed = conn, wire, 0, time.Now()
	return Result{}, true
}

// dialResult: whatever goes wrong before MAIL says nothing about the recipient, so nobody is refused by it.
func dialResult(err error) Result {
	if stripped := (mail.StartTLSUnsupportedError{}); errors.As(err, &stripped) {
		return Result{Deferred, 0, "the mail server offers no encryption (STARTTLS), so nothing was handed over"}
	}
	r := classify(err, false)
	if r.Outcome == Refused {
		return Result{Deferred, r.Code, "the mail server does not accept connections from us; check the SMTP settings"}
	}
	if r.Code == 0 {
		r.Why = "the mail server could not be reached, or its certificate is not valid"
	}
	return r
}

// Close ends the connection; the next Hand opens another.
func (s *SMTP) Close() {
	if s.conn != nil {
		farewell(s.conn, s.wire)
		s.conn, s.wire = nil, nil
	}
}

// farewell says QUIT, a courtesy: the last message is already settled. The library leaves a connection open that does not answer to it.
func farewell(conn mail.SendCloser, w *wire) {
	_ = conn.Close()
	_ = w.Conn.Close()
}

// abandon leaves a connection that failed. Its farewell waits for an answer of the relay, up to the limit of a message, and a mute relay gives
// none: nobody stands still for that.
func (s *SMTP) abandon() {
	conn, w := s.conn, s.wire
	s.conn, s.wire = nil, nil
	go farewell(conn, w)
}

// handover is a finished message that remembers whether the relay was ready for it: the library calls WriteTo after 354.
type handover struct {
	raw   []byte
	began bool
}

func (h *handover) WriteTo(w io.Writer) (int64, error) {
	h.began = true
	n, err := w.Write(h.raw)
	return int64(n), err
}
