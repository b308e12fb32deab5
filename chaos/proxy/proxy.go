package proxy

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// Proxy is a running one.
type Proxy struct {
	Addr string // host:port of its listener

	upstream string
	choose   Chooser
	listener net.Listener
	wait     sync.WaitGroup

	mu    sync.Mutex
	open  map[net.Conn]bool
	clear map[string]int // verbs that came in the clear
	hits  map[Action]int
}

// limit ends a conversation that neither side ends.
const limit = 2 * time.Minute

// Start listens on a loopback port of its own and hands conversations on to upstream.
func Start(upstream string, choose Chooser) (*Proxy, error) {
	return StartAt("127.0.0.1:0", upstream, choose)
}

// StartAt is Start at a given address.
func StartAt(listen, upstream string, choose Chooser) (*Proxy, error) {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	p := &Proxy{Addr: l.Addr().String(), upstream: upstream, choose: choose, listener: l, open: map[net.Conn]bool{}, clear: map[string]int{}, hits: map[Action]int{}}
	p.wait.Go(p.accept)
	return p, nil
}

// Close cuts everything.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for c := range p.open {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.wait.Wait()
}

// InClear is how often a verb came without encryption, as the wire saw it.
func (p *Proxy) InClear(verb string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clear[verb]
}

// Hits is how often an action happened.
func (p *Proxy) Hits(a Action) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hits[a]
}

// AllHits is how often anything happened.
func (p *Proxy) AllHits() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range p.hits {
		n += h
	}
	return n
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.wait.Go(func() { p.serve(c) })
	}
}

func (p *Proxy) keep(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = true
}

func (p *Proxy) drop(c net.Conn) {
	_ = c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

func (p *Proxy) serve(c net.Conn) {
	p.keep(c)
	defer p.drop(c)
	u, err := net.DialTimeout("tcp", p.upstream, 5*time.Second)
	if err != nil {
		return
	}
	p.keep(u)
	defer p.drop(u)
	for _, conn := range []net.Conn{c, u} {
		if conn.SetDeadline(time.Now().Add(limit)) != nil {
			return
		}
	}
	t := &talk{p: p, client: c, server: u, fromClient: bufio.NewReader(c), fromServer: bufio.NewReader(u)}
	if t.exchange(Greeting, nil) != nil {
		return
	}
	for {
		if t.verb() != nil {
			return
		}
	}
}

// talk is one conversation.
type talk struct {
	p                      *Proxy
	client, server         net.Conn
	fromClient, fromServer *bufio.Reader
}

// verb passes one command on, and what follows it.
func (t *talk) verb() error {
	line, err := t.fromClient.ReadBytes('\n')
	if err != nil {
		return err
	}
	word := strings.ToUpper(string(line[:min(4, len(line))]))
	t.p.mu.Lock()
	t.p.clear[word]++
	t.p.mu.Unlock()
	switch word {
	case "EHLO", "HELO":
		return t.exchange(EHLO, line)
	case "STAR":
		return t.exchange(STARTTLS, line)
	case "MAIL":
		return t.exchange(MAIL, line)
	case "RCPT":
		return t.exchange(RCPT, line)
	case "DATA":
		return t.exchange(DATA, line)
	}
	return t.exchange("", line)
}

// exchange sends what was said to the server and its answer back, as the fault of the point wants it.
func (t *talk) exchange(at Point, said []byte) error {
	f := t.p.choose(at)
	if f.Do != Pass {
		t.p.mu.Lock()
		t.p.hits[f.Do]++
		t.p.mu.Unlock()
	}
	if done, err := t.before(f, said); done || err != nil {
		return err
	}
	if _, err := t.server.Write(said); err != nil {
		return err
	}
	answer, err := readAnswer(t.fromServer)
	if err != nil {
		return err
	}
	if f.Do == Strip {
		answer = withoutSTARTTLS(answer)
	}
	if err := t.after(f, answer); err != nil {
		return err
	}
	switch {
	case at == DATA && bytes.HasPrefix(answer, []byte("354")):
		body, err := readBody(t.fromClient)
		if err != nil {
			return err
		}
		return t.exchange(Dot, body)
	case at == STARTTLS && bytes.HasPrefix(answer, []byte("220")):
		return t.pass()
	}
	return nil
}

// before does what happens instead of telling the server.
func (t *talk) before(f Fault, said []byte) (done bool, err error) {
	switch f.Do {
	case Reply:
		_, err := fmt.Fprintf(t.client, "%d as the fault says\r\n", f.Code)
		return true, err
	case CutBefore:
		return true, io.ErrClosedPipe
	case CutMiddle:
		_, _ = t.server.Write(said[:len(said)/2])
		return true, io.ErrClosedPipe
	case Mute:
		t.silence(f.Wait)
		return true, io.ErrClosedPipe
	}
	return false, nil
}

// after gives the sender the answer of the server, or what becomes of it.
func (t *talk) after(f Fault, answer []byte) error {
	var err error
	switch f.Do {
	case Delay:
		time.Sleep(f.Wait)
	case CutAfter:
		return io.ErrClosedPipe
	case CutHalf:
		_, _ = t.client.Write(answer[:2])
		return io.ErrClosedPipe
	case Double:
		answer = slices.Concat(answer, answer)
	case Garbage:
		answer = []byte("\x00\xff\x1b]0;what\x07 \xfe\xffnot a reply\r\n")
	case LongLine:
		answer = append(bytes.Repeat([]byte("2"), 1<<20), "\r\n"...)
	case WrongCode:
		answer = []byte("999 no such thing\r\n")
	case Slow:
		for i := range answer {
			if _, err = t.client.Write(answer[i : i+1]); err != nil {
				return err
			}
			time.Sleep(f.Wait)
		}
		return nil
	case HalfClose:
		if half, ok := t.client.(*net.TCPConn); ok {
			_ = half.CloseWrite()
		}
		t.silence(limit)
		return io.ErrClosedPipe
	case MuteAfter:
		t.silence(f.Wait)
		return io.ErrClosedPipe
	}
	_, err = t.client.Write(answer)
	return err
}

// silence swallows what the sender says until it gives up or the time is over.
func (t *talk) silence(wait time.Duration) {
	if t.client.SetReadDeadline(time.Now().Add(wait)) == nil {
		_, _ = io.Copy(io.Discard, t.fromClient)
	}
}

// pass hands both directions on as they are.
func (t *talk) pass() error {
	back := make(chan struct{})
	go func() {
		_, _ = io.Copy(t.client, t.fromServer)
		_ = t.client.Close()
		close(back)
	}()
	_, err := io.Copy(t.server, t.fromClient)
	_ = t.server.Close()
	<-back
	if err == nil {
		err = io.EOF
	}
	return err
}

// readAnswer reads one answer, of one line or many (RFC 5321 section 4.2.1).
func readAnswer(r *bufio.Reader) ([]byte, error) {
	var all []byte
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		all = append(all, line...)
		if len(line) < 4 || line[3] != '-' {
			return all, nil
		}
	}
}

// readBody reads a message with the line of its final dot.
func readBody(r *bufio.Reader) ([]byte, error) {
	var all []byte
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		all = append(all, line...)
		if string(line) == ".\r\n" {
			return all, nil
		}
	}
}

func withoutSTARTTLS(answer []byte) []byte {
	var lines []string
	for _, l := range strings.SplitAfter(string(answer), "\r\n") {
		if l != "" && !strings.HasSuffix(strings.ToUpper(strings.TrimSpace(l)), "STARTTLS") {
			lines = append(lines, l)
		}
	}
	for i, l := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		lines[i] = l[:3] + sep + l[4:]
	}
	return []byte(strings.Join(lines, ""))
}
