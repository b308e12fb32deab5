package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// The loop itself is tried on a small sender of its own: one that writes down what it is about to do, and one with the oldest bug of all.
// TestMain is all three programs: the tests, the sink and the sender.
func TestMain(m *testing.M) {
	switch os.Getenv("CANDOUR_CHAOS_PART") {
	case "sink":
		os.Exit(sinkCommand(os.Args[2:]))
	case "sender":
		os.Exit(smallSender(os.Getenv("SENDER_DIR"), os.Getenv("SENDER_POST"), os.Getenv("SENDER_PLANTED") != ""))
	}
	os.Exit(m.Run())
}

const smallPeople, smallLanes = 1500, 4

func smallAddress(i int) string { return fmt.Sprintf("p%07d@people.example", i) }

// smallBook reads the sender's own record: "i N" for an intent, "s N" for sent.
func smallBook(dir string) (intent, sent map[int]bool, err error) {
	intent, sent = map[int]bool{}, map[int]bool{}
	raw, err := os.ReadFile(filepath.Join(dir, "journal"))
	if os.IsNotExist(err) {
		return intent, sent, nil
	}
	for _, line := range strings.SplitAfter(string(raw), "\n") {
		var kind string
		var n int
		if !strings.HasSuffix(line, "\n") {
			break // torn
		}
		if _, err := fmt.Sscan(line, &kind, &n); err != nil {
			continue
		}
		if kind == "i" {
			intent[n] = true
		} else {
			sent[n] = true
		}
	}
	return intent, sent, err
}

func smallSender(dir, addr string, planted bool) int {
	intent, sent, err := smallBook(dir)
	if err != nil {
		return 1
	}
	f, err := os.OpenFile(filepath.Join(dir, "journal"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 1
	}
	if _, err := f.WriteString("\n"); err != nil { // ends a torn line
		return 1
	}
	queue := make(chan int)
	var all sync.WaitGroup
	for range smallLanes {
		all.Go(func() {
			c, err := smtp.Dial(addr)
			if err != nil {
				return
			}
			for i := range queue {
				if !planted {
					fmt.Fprintf(f, "i %d\n", i)
				}
				to := smallAddress(i)
				letter := fmt.Sprintf("To: %s\r\nMessage-ID: <%d@movement.example>\r\n\r\nDear KNR%07d\r\n", to, i, i)
				if c.SendMail("a@movement.example", []string{to}, strings.NewReader(letter)) == nil {
					fmt.Fprintf(f, "s %d\n", i)
				}
			}
		})
	}
	fmt.Println("ready")
	for i := range smallPeople {
		if !sent[i] && !intent[i] {
			queue <- i
		}
	}
	close(queue)
	all.Wait()
	for {
		time.Sleep(time.Hour) // as a server would; a select without cases is called a deadlock once no goroutine is left
	}
}

type smallAccused struct {
	dir, post string
	planted   bool
}

func (a smallAccused) start() (*process, error) {
	env := []string{"CANDOUR_CHAOS_PART=sender", "SENDER_DIR=" + a.dir, "SENDER_POST=" + a.post}
	if a.planted {
		env = append(env, "SENDER_PLANTED=yes")
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return startProcess(env, "ready", self)
}

func (smallAccused) tend() error { return nil }

func (a smallAccused) lines() ([]Line, error) {
	intent, sent, err := smallBook(a.dir)
	var out []Line
	for i := range smallPeople {
		l := Line{int64(i), smallAddress(i), "queued"}
		if intent[i] {
			l.State = "uncertain"
		}
		if sent[i] {
			l.State = "sent"
		}
		out = append(out, l)
	}
	return out, err
}

func (a smallAccused) left() (n int, err error) {
	lines, err := a.lines()
	for _, l := range lines {
		if l.State == "queued" {
			n++
		}
	}
	return n, err
}

func tryLoop(t *testing.T, planted bool) (tally, Verdict) {
	t.Helper()
	dir := t.TempDir()
	s, err := startPost(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer s.p.kill()
	if err := s.mode(5*time.Millisecond, 0, 0); err != nil {
		t.Fatal(err)
	}
	who := smallAccused{dir, s.smtp, planted}
	k := killing{rng: rand.New(rand.NewPCG(1, 2)), who: who, messages: s.messages, kills: 12, patience: 30 * time.Second}
	did, err := k.run()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := who.lines()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := s.entries()
	if err != nil {
		t.Fatal(err)
	}
	v := judge(lines, entries, smallLanes*(did.Kills+1))
	t.Logf("planted %v: %d kills, %d while sending: %s", planted, did.Kills, did.Sending, v.String())
	if did.Sending < 3 {
		t.Fatalf("only %d of %d kills hit a sender that was sending", did.Sending, did.Kills)
	}
	return did, v
}

func TestTheLoopAcquitsASenderThatWritesDownWhatItIsAboutToDo(t *testing.T) {
	if _, v := tryLoop(t, false); v.Bad() {
		t.Errorf("an honest sender is found guilty: %s", v.String())
	}
}

// Send, then mark: after a kill between the two the person is told again.
func TestTheLoopFindsTheBugThatWasPlanted(t *testing.T) {
	if _, v := tryLoop(t, true); v.Duplicates == 0 {
		t.Error("a sender that marks after it sends is acquitted: the loop proves nothing")
	}
}

func TestASinkThatIsKilledGoesOnWhereItAnswered(t *testing.T) {
	dir := t.TempDir()
	s, err := startPost(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	send := func() error {
		c, err := smtp.Dial(s.smtp)
		if err != nil {
			return err
		}
		defer c.Close()
		return c.SendMail("a@movement.example", []string{"p0000001@people.example"}, strings.NewReader("To: p0000001@people.example\r\n\r\nx\r\n"))
	}
	if err := send(); err != nil {
		t.Fatal(err)
	}
	s.p.kill()
	if send() == nil {
		t.Fatal("a dead sink answers")
	}
	s, err = startPost(dir, s.smtp)
	if err != nil {
		t.Fatal(err)
	}
	defer s.p.kill()
	if err := s.mode(0, 451, time.Hour); err != nil {
		t.Fatal(err)
	}
	if send() == nil {
		t.Error("the outage was not had")
	}
	if n, err := s.messages(); err != nil || n != 1 {
		t.Errorf("%d messages, %v", n, err)
	}
	f, err := os.Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if in := bufio.NewScanner(f); !in.Scan() || in.Scan() {
		t.Error("the file does not hold one line")
	}
}
