package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"candour/workflows/delivery"
)

// sink is a mail server on this machine that keeps every letter it has answered for, and those it was given before the line was cut.
type sink struct {
	mu      sync.Mutex
	letters []letter
	holdAt  int           // with this letter and after it no answer is given any more; 0: all are answered
	held    chan struct{} // closed when the first letter waits for its answer
	release chan struct{}
	once    sync.Once
	url     string
}

type letter struct {
	to        string
	messageID string
	raw       string
}

type sinkSession struct {
	s  *sink
	to []string
}

func (x *sinkSession) Reset()                               { x.to = nil }
func (x *sinkSession) Logout() error                        { return nil }
func (x *sinkSession) Mail(string, *smtp.MailOptions) error { x.to = nil; return nil }
func (x *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = append(x.to, to)
	return nil
}

func (x *sinkSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	parsed, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	x.s.mu.Lock()
	for _, to := range x.to {
		x.s.letters = append(x.s.letters, letter{to, parsed.Header.Get("Message-Id"), string(raw)})
	}
	wait := x.s.holdAt > 0 && len(x.s.letters) >= x.s.holdAt && x.s.letters[len(x.s.letters)-1].toSociety()
	if wait {
		x.s.once.Do(func() { close(x.s.held) })
	}
	x.s.mu.Unlock()
	if wait {
		<-x.s.release
	}
	return nil
}

// startSink listens on loopback, where a mail server may be talked to without STARTTLS when the setting says so.
func startSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{held: make(chan struct{}), release: make(chan struct{})}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &sinkSession{s: s}, nil }))
	server.Domain = "localhost"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(l) }() // ends with the test
	t.Cleanup(func() { _ = server.Close() })
	s.url = fmt.Sprintf("smtp://%s?starttls=relaxed-for-loopback", l.Addr())
	return s
}

// got is what societies have been written, by recipient; one who got two letters fails the test. Reminders to people who work here come too.
func (s *sink) got(t *testing.T) map[string]letter {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]letter{}
	for _, l := range s.letters {
		if _, twice := out[l.to]; twice && l.toSociety() {
			t.Errorf("%s was written to twice", l.to)
		}
		if l.toSociety() {
			out[l.to] = l
		}
	}
	return out
}

func (l letter) toSociety() bool { return strings.HasSuffix(l.to, "@society.example") }

// perMessage is how often each Message-ID arrived.
func (s *sink) perMessage() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int{}
	for _, l := range s.letters {
		out[l.messageID]++
	}
	return out
}

// count is how many letters societies have been written.
func (s *sink) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, l := range s.letters {
		if l.toSociety() {
			n++
		}
	}
	return n
}

// answerAgain lets the letters through that were held.
func (s *sink) answerAgain() {
	s.mu.Lock()
	s.holdAt = 0
	s.mu.Unlock()
	close(s.release)
}

// link is the personal address in a letter, as its reader would press it.
func (l letter) link(t *testing.T, base string) string {
	t.Helper()
	parsed, err := mail.ReadMessage(strings.NewReader(l.raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(parsed.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part) // quoted-printable is undone by the reader
	if err != nil {
		t.Fatal(err)
	}
	if part.Header.Get("Content-Transfer-Encoding") == "base64" {
		if text, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(text), "\r\n", "")); err != nil {
			t.Fatal(err)
		}
	}
	found := regexp.MustCompile(regexp.QuoteMeta(base+delivery.LinkPath) + `[A-Za-z0-9_-]+`).Find(text)
	if found == nil {
		t.Fatalf("the letter holds no link:\n%s", text)
	}
	return string(found)
}
