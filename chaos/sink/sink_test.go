package sink

import (
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

func start(t *testing.T, path string) *Sink {
	t.Helper()
	s, err := Start("127.0.0.1:0", path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func letter(to, id, text string) string {
	return "From: <a@movement.example>\r\nTo: " + to + "\r\nMessage-ID: <" + id + "@movement.example>\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=xyz\r\n\r\n" +
		"--xyz\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + text + "\r\n" +
		"--xyz\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(text)) + "\r\n--xyz--\r\n"
}

func send(t *testing.T, s *Sink, raw string, to ...string) error {
	t.Helper()
	c, err := smtp.Dial(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return c.SendMail("a@movement.example", to, strings.NewReader(raw))
}

func entries(t *testing.T, path string) []Entry {
	t.Helper()
	all, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatWasAnsweredIsInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sink")
	s := start(t, path)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			to := fmt.Sprintf("p%07d@people.example", i)
			if err := send(t, s, letter(to, to[:8], fmt.Sprintf("Dear K=\r\nNR%07d", i)), to); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := entries(t, path)
	b := Open(got)
	if b.Messages != 40 || len(b.PerTo) != 40 || len(b.PerID) != 40 || len(b.Twice()) != 0 || b.FaultCount() != 0 {
		t.Errorf("the book says %d messages, %d recipients, %v", b.Messages, len(b.PerTo), b.Faults)
	}
	// The soft line break of quoted-printable stands in the middle of the mark.
	foreign, without := Foreign(got, func(to string) string { return "KNR" + to[1:8] })
	if foreign != 0 || without != 0 {
		t.Errorf("%d foreign canaries, %d messages without one", foreign, without)
	}
}

// Each line is something the sink exists to catch. A sink that has never caught anything proves nothing.
func TestTheBookFindsWhatMustNeverBe(t *testing.T) {
	one, two := "one@people.example", "two@people.example"
	for _, c := range []struct {
		about, raw string
		to         []string
		want       string
	}{
		{"two people on one envelope", letter(one, "a", "x"), []string{one, two}, "2 recipients"},
		{"another person in To", letter(two, "a", "x"), []string{one}, "another recipient in To"},
		{"two people in To", letter(one+", "+two, "a", "x"), []string{one}, "another recipient in To"},
		{"a copy", "Cc: " + two + "\r\n" + letter(one, "a", "x"), []string{one}, "has Cc"},
		{"a blind copy that can be seen", "Bcc: " + two + "\r\n" + letter(one, "a", "x"), []string{one}, "has Bcc"},
		{"no Message-ID", "To: " + one + "\r\n\r\nx\r\n", []string{one}, "no Message-ID"},
		{"a header that ends in the middle", "To " + one + "\r\n\r\nx\r\n", []string{one}, "cannot be read"},
	} {
		t.Run(c.about, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sink")
			if err := send(t, start(t, path), c.raw, c.to...); err != nil {
				t.Fatal(err)
			}
			if b := Open(entries(t, path)); b.FaultCount() != 1 || !strings.Contains(b.Faults[0], c.want) {
				t.Errorf("found %q, want %q", b.Faults, c.want)
			}
		})
	}
	path := filepath.Join(t.TempDir(), "sink")
	s := start(t, path)
	for range 2 {
		if err := send(t, s, letter(one, "a", "Dear KNR0000002"), one); err != nil {
			t.Fatal(err)
		}
	}
	got := entries(t, path)
	b := Open(got)
	if len(b.Twice()) != 1 {
		t.Error("somebody was told twice and the book does not say so")
	}
	if foreign, _ := Foreign(got, func(string) string { return "KNR0000001" }); foreign != 2 {
		t.Errorf("%d foreign canaries, want 2", foreign)
	}
}

func TestAMessageThatIsCutIsNoMessage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sink")
	s := start(t, path)
	c, err := net.Dial("tcp", s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n" + letter("c@d.example", "a", "x"))); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	c.Close()
	time.Sleep(50 * time.Millisecond)
	if got := entries(t, path); len(got) != 0 {
		t.Errorf("%d messages without a final dot", len(got))
	}
}

func TestModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sink")
	s := start(t, path)
	s.SetMode(Mode{Code: 451, Until: time.Now().Add(time.Hour)})
	if err := send(t, s, letter("c@d.example", "a", "x"), "c@d.example"); err == nil || len(entries(t, path)) != 0 || s.Stats().Refused != 1 {
		t.Error("a refused message was kept")
	}
	s.SetMode(Mode{Code: 451, Until: time.Now().Add(-time.Second), Latency: 30 * time.Millisecond})
	began := time.Now()
	if err := send(t, s, letter("c@d.example", "a", "x"), "c@d.example"); err != nil || time.Since(began) < 30*time.Millisecond {
		t.Errorf("after the outage: %v in %s", err, time.Since(began))
	}
}

func TestHalfALineAtTheEndWasNeverAnswered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sink")
	s := start(t, path)
	if err := send(t, s, letter("c@d.example", "a", "x"), "c@d.example"); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"to":["half`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if got := entries(t, path); len(got) != 1 {
		t.Fatalf("%d entries with half a line", len(got))
	}
	again := start(t, path)
	if again.Stats().Messages != 1 {
		t.Errorf("the sink goes on from %d", again.Stats().Messages)
	}
	if err := send(t, again, letter("e@d.example", "b", "x"), "e@d.example"); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, path); len(got) != 2 || got[1].To[0] != "e@d.example" {
		t.Errorf("after the restart: %+v", got)
	}
	if err := os.WriteFile(path, []byte("{\"to\":[\"half\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil {
		t.Error("a broken line in the middle is read over")
	}
}
