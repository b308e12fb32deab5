package delivery

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// sink is a real SMTP server that keeps what it is given and answers each verb as the test asks.
type sink struct {
	mu       sync.Mutex
	letters  []letter
	mailErr  error
	rcptErr  error
	dataErr  error
	dropData bool // cut the connection after the message, before the answer
	relay    Relay
	tls      *tls.Config
}

type letter struct {
	from string
	to   []string
	raw  string
}

type sinkSession struct {
	s *sink
	c *smtp.Conn
	l letter
}

func (s *sinkSession) Reset()        { s.l = letter{} }
func (s *sinkSession) Logout() error { return nil }
func (s *sinkSession) Mail(from string, _ *smtp.MailOptions) error {
	s.l = letter{from: from}
	return s.s.mailErr
}
func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	if s.s.rcptErr != nil {
		return s.s.rcptErr
	}
	s.l.to = append(s.l.to, to)
	return nil
}
func (s *sinkSession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	if s.s.dropData {
		s.c.Conn().Close()
		return nil
	}
	if s.s.dataErr != nil {
		return s.s.dataErr
	}
	s.l.raw = string(b)
	s.s.letters = append(s.s.letters, s.l)
	return nil
}

func (s *sink) received() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter(nil), s.letters...)
}

type sinkMode int

const (
	withStartTLS sinkMode = iota
	tlsStripped
	tlsFromStart
)

func startSink(t *testing.T, mode sinkMode) *sink {
	t.Helper()
	s := &sink{}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &sinkSession{s: s, c: c}, nil
	}))
	server.Domain = "localhost"
	cert, pool := selfSigned(t)
	if mode == withStartTLS {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := ln.Addr().(*net.TCPAddr).Port
	if mode == tlsFromStart {
		ln = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{cert}})
	}
	go server.Serve(ln)
	t.Cleanup(func() { server.Close() })
	s.tls = &tls.Config{RootCAs: pool, ServerName: "localhost"}
	s.relay = Relay{Host: "127.0.0.1", Port: port, TLSFromStart: mode == tlsFromStart}
	return s
}

func (s *sink) channel() *SMTP {
	c := NewSMTP(s.relay, testSender(), s.tls)
	c.dialTimeout, c.sendTimeout = 2*time.Second, 2*time.Second
	return c
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, tpl, tpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
