//go:build figures

package dispatch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/go-mail/mail/v2"
)

// Mail servers to measure against, each in a process of its own: a full one, and one that does the least an SMTP client accepts, so that it is
// the sender that is measured.

const sinkVariable = "CANDOUR_FIGURE_SINK"

// TestFigureSinkProcess is the server; it answers "count" on its control connection until that closes.
func TestFigureSinkProcess(t *testing.T) {
	kind, wait, _ := strings.Cut(os.Getenv(sinkVariable), "+")
	if kind == "" {
		return // run by the figures only
	}
	latency, _ := time.ParseDuration(wait)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := &tally{seen: map[string]int{}, latency: latency}
	if kind == "full" {
		s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &tallySession{k: k}, nil }))
		s.Domain, s.ErrorLog = "sink.example", quiet{}
		go func() { _ = s.Serve(l) }()
	} else {
		go k.lean(l)
	}
	fmt.Printf("SINK %s\n", l.Addr())
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		k.mu.Lock()
		n, twice := 0, 0
		for _, c := range k.seen {
			n++
			twice += c - 1
		}
		k.seen = map[string]int{}
		k.mu.Unlock()
		fmt.Printf("COUNT %d %d\n", n, twice)
	}
}

type tally struct {
	mu      sync.Mutex
	seen    map[string]int
	latency time.Duration
}

func (k *tally) took(to string) {
	if k.latency > 0 {
		time.Sleep(k.latency)
	}
	k.mu.Lock()
	k.seen[to]++
	k.mu.Unlock()
}

type tallySession struct {
	k  *tally
	to string
}

func (x *tallySession) Reset()                                    { x.to = "" }
func (x *tallySession) Logout() error                             { return nil }
func (x *tallySession) Mail(string, *smtp.MailOptions) error      { return nil }
func (x *tallySession) Rcpt(to string, _ *smtp.RcptOptions) error { x.to = to; return nil }
func (x *tallySession) Data(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	x.k.took(x.to)
	return nil
}

// lean answers by the first letters of a line and looks at nothing but the recipient.
func (k *tally) lean(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			in, to := bufio.NewReaderSize(c, 32<<10), ""
			answer := func(s string) bool { _, err := io.WriteString(c, s); return err == nil }
			for ok := answer("220 sink.example\r\n"); ok; {
				line, err := in.ReadSlice('\n')
				if err != nil {
					return
				}
				switch {
				case bytes.HasPrefix(line, []byte("DATA")):
					if ok = answer("354 go on\r\n"); !ok || !pastDot(in) {
						return
					}
					k.took(to)
					ok = answer("250 taken\r\n")
				case bytes.HasPrefix(line, []byte("RCPT TO:<")):
					to = string(line[9:bytes.IndexByte(line, '>')])
					ok = answer("250 ok\r\n")
				case bytes.HasPrefix(line, []byte("EHLO")):
					ok = answer("250-sink.example\r\n250 8BITMIME\r\n")
				case bytes.HasPrefix(line, []byte("QUIT")):
					answer("221 bye\r\n")
					return
				default:
					ok = answer("250 ok\r\n")
				}
			}
		}()
	}
}

func pastDot(in *bufio.Reader) bool {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return false
		}
		if string(line) == ".\r\n" {
			return true
		}
	}
}

// process is a server in a process of its own.
type process struct {
	t       *testing.T
	address string
	in      io.Writer
	out     *bufio.Scanner
}

func startProcess(t *testing.T, kind string) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFigureSinkProcess$", "-test.v")
	cmd.Env = append(os.Environ(), sinkVariable+"="+kind)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, in: in, out: bufio.NewScanner(out)}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	p.address = p.say("SINK ")
	return p
}

func (p *process) say(prefix string) string {
	p.t.Helper()
	for p.out.Scan() {
		if s, ok := strings.CutPrefix(p.out.Text(), prefix); ok {
			return s
		}
	}
	p.t.Fatal("the mail server ended")
	return ""
}

// took says how many people it has had mail for since it was asked last, and how many messages were one too many.
func (p *process) took() (people, twice int) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, "count\n"); err != nil {
		p.t.Fatal(err)
	}
	if _, err := fmt.Sscan(p.say("COUNT "), &people, &twice); err != nil {
		p.t.Fatal(err)
	}
	return people, twice
}

// TestFigureBareProcess is what the sender is compared with: the library alone, a message built for each person, on reused connections.
func TestFigureBareProcess(t *testing.T) {
	address := os.Getenv("CANDOUR_FIGURE_BARE")
	if address == "" {
		return // run by the figures only
	}
	var people, connections int
	if _, err := fmt.Sscan(os.Getenv("CANDOUR_FIGURE_SIZE"), &people, &connections); err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(address)
	var number int
	if _, err := fmt.Sscan(port, &number); err != nil {
		t.Fatal(err)
	}
	text, html, subject := bareWords(t)
	start := time.Now()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range connections {
		wg.Go(func() {
			d := mail.NewDialer(host, number, "", "")
			d.StartTLSPolicy = mail.NoStartTLS
			s, err := d.Dial()
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for i := int(next.Add(1)) - 1; i < people; i = int(next.Add(1)) - 1 {
				m := mail.NewMessage()
				m.SetAddressHeader("From", "notices@movement.example", "Data protection desk")
				m.SetHeader("To", addressNumber(i))
				m.SetHeader("Subject", subject)
				m.SetHeader("Message-ID", fmt.Sprintf("<%d@movement.example>", i))
				m.SetBody("text/plain", text)
				m.AddAlternative("text/html", html)
				if err := mail.Send(s, m); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	fmt.Printf("FIGURE %.3f\n", time.Since(start).Seconds())
}
