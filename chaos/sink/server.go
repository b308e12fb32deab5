package sink

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// Mode is how a sink behaves from now on. Its zero value accepts everything at once.
type Mode struct {
	Latency time.Duration // before the answer to a message, after it is on disk
	Code    int           // answer to a message instead of keeping it; 0: keep it
	Until   time.Time     // end of Code; zero: until another mode is set
}

// Stats is what a sink has seen since it started, for whoever waits for it.
type Stats struct {
	Messages    int64 `json:"messages"`    // on disk, those of an earlier start included
	Connections int64 `json:"connections"` // open now
	Most        int64 `json:"most"`        // open at once
	Refused     int64 `json:"refused"`     // answered with Mode.Code
}

// Sink is a running server.
type Sink struct {
	Addr string // host:port of its listener

	file   *file
	server *smtp.Server
	mode   atomic.Pointer[Mode]
	now    func() time.Time

	mu   sync.Mutex
	stat Stats
}

// Start listens on addr (loopback) and appends to the file at path. With a certificate it offers STARTTLS and does not insist on it.
func Start(addr, path string, cert *tls.Certificate) (*Sink, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	before, err := Read(path)
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	s := &Sink{Addr: l.Addr().String(), file: f, now: time.Now, stat: Stats{Messages: int64(len(before))}}
	s.SetMode(Mode{})
	s.server = smtp.NewServer(smtp.BackendFunc(s.open))
	s.server.Domain, s.server.MaxMessageBytes, s.server.MaxRecipients = "sink.example", 4<<20, 100
	s.server.ReadTimeout, s.server.WriteTimeout = 2*time.Minute, time.Minute
	s.server.ErrorLog = log.New(io.Discard, "", 0) // a sender that was killed is what this is for
	if cert != nil {
		s.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12}
	}
	go func() { _ = s.server.Serve(l) }() // ends with Close
	return s, nil
}

// SetMode changes how messages are answered from now on.
func (s *Sink) SetMode(m Mode) { s.mode.Store(&m) }

// Stats says how far it is.
func (s *Sink) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stat
}

// Close ends all connections. What was answered with 250 is on disk.
func (s *Sink) Close() error { return errors.Join(s.server.Close(), s.file.close()) }

func (s *Sink) count(change func(*Stats)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.stat)
}

func (s *Sink) open(c *smtp.Conn) (smtp.Session, error) {
	s.count(func(st *Stats) { st.Connections++; st.Most = max(st.Most, st.Connections) })
	return &session{sink: s, conn: c}, nil
}

type session struct {
	sink *Sink
	conn *smtp.Conn
	from string
	to   []string
}

func (x *session) Reset() { x.from, x.to = "", nil }
func (x *session) Logout() error {
	x.sink.count(func(st *Stats) { st.Connections-- })
	return nil
}

func (x *session) Mail(from string, _ *smtp.MailOptions) error {
	x.from, x.to = from, nil
	return nil
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = append(x.to, to)
	return nil
}

func (x *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // cut before the final dot: no message
	}
	s, m := x.sink, *x.sink.mode.Load()
	if m.Code != 0 && (m.Until.IsZero() || s.now().Before(m.Until)) {
		s.count(func(st *Stats) { st.Refused++ })
		return &smtp.SMTPError{Code: m.Code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "as the mode says"}
	}
	e := read(x.from, x.to, raw)
	e.At = s.now().UTC()
	_, e.Encrypted = x.conn.TLSConnectionState()
	if err := s.file.append(e); err != nil {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "not kept"}
	}
	s.count(func(st *Stats) { st.Messages++ })
	time.Sleep(m.Latency)
	return nil
}
