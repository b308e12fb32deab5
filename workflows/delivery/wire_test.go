package delivery

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/idna"
	"pgregory.net/rapid"
)

// A scripted server answers each line by its first word and counts the connections that are open.
type scripted struct {
	port int
	open atomic.Int32
	seen atomic.Int32
}

func startScripted(t *testing.T, greeting string, answers map[string]string) *scripted {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	s := &scripted{port: ln.Addr().(*net.TCPAddr).Port}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			s.open.Add(1)
			s.seen.Add(1)
			go func() {
				defer s.open.Add(-1)
				defer conn.Close()
				io.WriteString(conn, greeting)
				in := bufio.NewReader(conn)
				for {
					line, err := in.ReadString('\n')
					if err != nil {
						return
					}
					word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
					io.WriteString(conn, answers[word]) // none: it waits for the other side to go
				}
			}()
		}
	}()
	return s
}

func TestAConversationThatFailsLeavesNoConnectionOpen(t *testing.T) {
	const hello = "250-relay.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"
	for name, c := range map[string]struct {
		greeting string
		answers  map[string]string
		relay    Relay
		want     Outcome
	}{
		"it turns us away":                {"554 not you\r\n", nil, Relay{}, Deferred},
		"it does not speak SMTP":          {"hello there\r\n", nil, Relay{}, Deferred},
		"it refuses EHLO and HELO":        {"220 hi\r\n", map[string]string{"EHLO": "502 no\r\n", "HELO": "502 no\r\n"}, Relay{}, Deferred},
		"it is silent after EHLO":         {"220 hi\r\n", nil, Relay{}, Deferred},
		"it offers no encryption":         {"220 hi\r\n", map[string]string{"EHLO": "250 relay.example\r\n"}, Relay{}, Deferred},
		"it does not begin to encrypt":    {"220 hi\r\n", map[string]string{"EHLO": hello, "STARTTLS": "454 not now\r\n"}, Relay{}, Deferred},
		"it cannot encrypt":               {"220 hi\r\n", map[string]string{"EHLO": hello, "STARTTLS": "220 go\r\n250 this is no handshake\r\n"}, Relay{}, Deferred},
		"smtps without encryption":        {"220 hi\r\n220 hi\r\n", nil, Relay{TLSFromStart: true}, Deferred},
		"it does not take our password":   {"220 hi\r\n", map[string]string{"EHLO": hello, "AUTH": "535 wrong\r\n"}, Relay{Plain: true, Username: "us", Password: "secret"}, Deferred},
		"it does not answer to QUIT":      {"220 hi\r\n", map[string]string{"EHLO": hello, "MAIL": "250 ok\r\n", "RCPT": "550 nobody\r\n"}, Relay{Plain: true}, Refused},
		"it answers to QUIT out of order": {"220 hi\r\n", map[string]string{"EHLO": hello, "MAIL": "451 later\r\n", "QUIT": "250 not yet\r\n"}, Relay{Plain: true}, Deferred},
	} {
		t.Run(name, func(t *testing.T) {
			s := startScripted(t, c.greeting, c.answers)
			c.relay.Host, c.relay.Port = "127.0.0.1", s.port
			ch := NewSMTP(c.relay, testSender(), nil)
			ch.dialTimeout, ch.sendTimeout = 300*time.Millisecond, 300*time.Millisecond
			for range 3 {
				if r := hand(t, ch); r.Outcome != c.want {
					t.Errorf("result %+v, want %s", r, c.want)
				}
			}
			for end := time.Now().Add(5 * time.Second); s.open.Load() != 0; time.Sleep(10 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("%d of %d connections are still open", s.open.Load(), s.seen.Load())
				}
			}
			if s.seen.Load() != 3 {
				t.Errorf("%d connections, want one for each message", s.seen.Load())
			}
		})
	}
}

// Many workers dial at once: each has the connection to its own server.
func TestConnectionsAreNotMixedUp(t *testing.T) {
	type one struct {
		s *scripted
		c *SMTP
	}
	var all []one
	for range 20 {
		s := startScripted(t, "220 hi\r\n", map[string]string{"EHLO": "250 relay.example\r\n", "QUIT": "221 bye\r\n"})
		all = append(all, one{s, NewSMTP(Relay{Host: "127.0.0.1", Port: s.port, Plain: true}, testSender(), nil)})
	}
	done := make(chan error, len(all))
	for _, x := range all {
		go func() {
			_, ok := x.c.Connect()
			switch {
			case !ok:
				done <- errors.New("no connection")
			case x.c.wire.RemoteAddr().(*net.TCPAddr).Port != x.s.port:
				done <- errors.New("another server's connection")
			default:
				done <- nil
			}
			x.c.Close()
		}()
	}
	for range all {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

type countedConn struct {
	net.Conn
	writes int
}

func (c *countedConn) Write(b []byte) (int, error) { c.writes++; return c.Conn.Write(b) }

func TestWhatIsSaidIsOneWriteAndComesWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near, far := net.Pipe()
		defer far.Close()
		said := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 9000), 1, 6).Draw(t, "said")
		var want []byte
		for _, s := range said {
			want = append(want, s...)
		}
		heard := make(chan []byte, 1)
		go func() {
			got := make([]byte, len(want))
			_, _ = io.ReadFull(far, got)
			heard <- got
			_, _ = far.Write([]byte("answer"))
		}()
		c := &countedConn{Conn: near}
		w := &wire{Conn: c}
		for _, s := range said {
			if n, err := w.Write(s); n != len(s) || err != nil {
				t.Fatal(n, err)
			}
		}
		answer := make([]byte, 6)
		if _, err := io.ReadFull(w, answer); err != nil || string(answer) != "answer" {
			t.Fatal(string(answer), err)
		}
		if got := <-heard; string(got) != string(want) {
			t.Fatal("the other side heard something else")
		}
		if c.writes > 1 {
			t.Fatalf("%d writes for %d bytes", c.writes, len(want))
		}
		_ = w.Close()
	})
}

func TestAPlainDomainIsWhatIDNAMakesOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		domain := rapid.StringMatching(`[a-z0-9]{1,9}(\.[a-z0-9]{1,9}){0,4}\.?`).Draw(t, "domain")
		ascii, err := idna.Lookup.ToASCII(domain)
		if !plainDomain(domain) || err != nil || ascii != domain {
			t.Fatalf("%q is %q to IDNA: %v", domain, ascii, err)
		}
	})
}
