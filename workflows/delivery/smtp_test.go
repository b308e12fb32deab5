package delivery

import (
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"time"

	"candour/models"

	"github.com/emersion/go-smtp"
)

func realMessage(t *testing.T) RealMessage {
	t.Helper()
	m, ok := Route(models.Incident{ID: "an incident"}, testMessage(t)).(RealMessage)
	if !ok {
		t.Fatal("a message of a real incident is not a real message")
	}
	return m
}

func hand(t *testing.T, c *SMTP) Result {
	t.Helper()
	r, err := c.Hand(realMessage(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAMessageIsHandedOverEncryptedToOneRecipient(t *testing.T) {
	for name, mode := range map[string]sinkMode{"STARTTLS": withStartTLS, "TLS from the start": tlsFromStart} {
		t.Run(name, func(t *testing.T) {
			s := startSink(t, mode)
			c := s.channel()
			defer c.Close()
			for range 3 {
				if r := hand(t, c); r.Outcome != Sent || r.Code != 250 {
					t.Fatalf("result %+v", r)
				}
			}
			got := s.received()
			if len(got) != 3 {
				t.Fatalf("%d letters arrived", len(got))
			}
			for _, l := range got {
				if len(l.to) != 1 || l.to[0] != "duty@society.example" || l.from != "notices@movement.example" {
					t.Errorf("envelope %v from %q", l.to, l.from)
				}
				if l.raw != got[0].raw {
					t.Error("the second attempt has other bytes than the first")
				}
			}
		})
	}
}

func TestNothingIsSentWhenEncryptionIsTakenAway(t *testing.T) {
	s := startSink(t, tlsStripped)
	if r := hand(t, s.channel()); r.Outcome != Deferred || !strings.Contains(r.Why, "STARTTLS") {
		t.Errorf("result %+v", r)
	}
	if len(s.received()) != 0 {
		t.Error("a letter went out in the clear")
	}
	s.relay.Plain = true // only ParseRelay sets this, for this machine
	if r := hand(t, s.channel()); r.Outcome != Sent {
		t.Errorf("relaxed for loopback: %+v", r)
	}
}

func TestNothingIsSentToAServerWithAnotherCertificate(t *testing.T) {
	s := startSink(t, withStartTLS)
	s.tls = &tls.Config{ServerName: "localhost"} // does not trust the test's own issuer
	if r := hand(t, s.channel()); r.Outcome != Deferred {
		t.Errorf("result %+v", r)
	}
	if len(s.received()) != 0 {
		t.Error("a letter went to a server that could not prove its name")
	}
}

func TestEachAnswerOfTheServerHasItsWord(t *testing.T) {
	reply := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "duty@society.example is not here"}
	}
	for _, c := range []struct {
		name  string
		set   func(*sink)
		want  Outcome
		codes int
	}{
		{"try later at MAIL", func(s *sink) { s.mailErr = reply(451) }, Deferred, 451},
		{"never at MAIL", func(s *sink) { s.mailErr = reply(550) }, Refused, 550},
		{"sign in first at MAIL", func(s *sink) { s.mailErr = reply(530) }, Deferred, 530},
		{"try later at RCPT", func(s *sink) { s.rcptErr = reply(450) }, Deferred, 450},
		{"closing at RCPT", func(s *sink) { s.rcptErr = reply(421) }, Deferred, 421},
		{"never at RCPT", func(s *sink) { s.rcptErr = reply(550) }, Refused, 550},
		{"try later after DATA", func(s *sink) { s.dataErr = reply(451) }, Deferred, 451},
		{"never after DATA", func(s *sink) { s.dataErr = reply(554) }, Refused, 554},
		{"connection cut after DATA", func(s *sink) { s.dropData = true }, Uncertain, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startSink(t, withStartTLS)
			c.set(s)
			ch := s.channel()
			defer ch.Close()
			r := hand(t, ch)
			if r.Outcome != c.want || r.Code != c.codes {
				t.Errorf("result %+v, want %s %d", r, c.want, c.codes)
			}
			if strings.Contains(r.Why, "society.example") {
				t.Errorf("the reason repeats the recipient: %q", r.Why)
			}
			if len(s.received()) != 0 {
				t.Error("the sink kept a letter it refused")
			}
			// The same worker goes on with a fresh connection.
			s.mu.Lock()
			s.rcptErr, s.dataErr, s.mailErr, s.dropData = nil, nil, nil, false
			s.mu.Unlock()
			if r := hand(t, ch); r.Outcome != Sent {
				t.Errorf("the next message: %+v", r)
			}
		})
	}
}

func TestAMuteServerHoldsNobody(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	for _, fromStart := range []bool{false, true} {
		c := NewSMTP(Relay{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, TLSFromStart: fromStart}, testSender(), nil)
		c.dialTimeout = 300 * time.Millisecond
		start := time.Now()
		if r := hand(t, c); r.Outcome != Deferred {
			t.Errorf("result %+v", r)
		}
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("waited %s", d)
		}
	}
}

func TestAServerThatFallsSilentDuringTheHandOverLeavesItUncertain(t *testing.T) {
	// Answers everything up to 354 in the clear and then nothing.
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		buf := make([]byte, 64<<10)
		conn.Write([]byte("220 hello\r\n"))
		for _, answer := range []string{"250 hello", "250 ok", "250 ok", "354 go"} {
			if _, err := conn.Read(buf); err != nil {
				return
			}
			conn.Write([]byte(answer + "\r\n"))
		}
	}()
	c := NewSMTP(Relay{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, Plain: true}, testSender(), nil)
	c.dialTimeout, c.sendTimeout = time.Second, 500*time.Millisecond
	start := time.Now()
	if r := hand(t, c); r.Outcome != Uncertain {
		t.Errorf("result %+v", r)
	}
	if d := time.Since(start); d > 3*time.Second {
		t.Errorf("waited %s", d)
	}
}

func TestAServerThatDoesNotSayGoodbyeHoldsNobody(t *testing.T) {
	// Refuses the recipient and then answers nothing any more, not even QUIT.
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		buf := make([]byte, 64<<10)
		conn.Write([]byte("220 hello\r\n"))
		for _, answer := range []string{"250 hello", "250 ok", "550 nobody here"} {
			if _, err := conn.Read(buf); err != nil {
				return
			}
			conn.Write([]byte(answer + "\r\n"))
		}
	}()
	c := NewSMTP(Relay{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, Plain: true}, testSender(), nil)
	c.dialTimeout, c.sendTimeout = time.Second, 5*time.Second
	start := time.Now()
	if r := hand(t, c); r.Outcome != Refused {
		t.Errorf("result %+v", r)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("stood still for %s waiting for a farewell", d)
	}
}

func TestAnExerciseMessageDoesNotFitIntoTheRelay(t *testing.T) {
	if _, ok := Route(models.Incident{ID: "an incident", Exercise: true}, testMessage(t)).(ExerciseMessage); !ok {
		t.Error("a message of an exercise is not an exercise message")
	}
	if _, ok := Route(models.Incident{}, testMessage(t)).(ExerciseMessage); !ok {
		t.Error("a message of no incident must not be real")
	}
	// That SMTP.Hand takes nothing but a RealMessage is checked by the compiler; a made-up one is empty and cannot be built.
	s := startSink(t, withStartTLS)
	if _, err := s.channel().Hand(RealMessage{}); err == nil {
		t.Error("an empty message was handed over")
	}
	if len(s.received()) != 0 {
		t.Error("something arrived")
	}
}
