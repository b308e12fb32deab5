package delivery

import (
	"crypto/tls"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"candour/chaos/proxy"
	judge "candour/chaos/sink"
	"candour/models"
)

// badDay is a worker with its channel, a proxy that misbehaves and a sink that judges.
type badDay struct {
	t     *testing.T
	path  string
	proxy *proxy.Proxy
	post  *SMTP
}

const (
	shortDial = 800 * time.Millisecond
	shortSend = 800 * time.Millisecond
)

// startBadDay puts the proxy between the channel and the sink; with a certificate the channel insists on STARTTLS, else it may speak plainly.
func startBadDay(t *testing.T, choose proxy.Chooser, cert *tls.Certificate, trust *tls.Config) *badDay {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sink")
	s, err := judge.Start("127.0.0.1:0", path, cert)
	if err != nil {
		t.Fatal(err)
	}
	p, err := proxy.Start(s.Addr, choose)
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(p.Addr)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	post := NewSMTP(Relay{Host: "127.0.0.1", Port: n, Plain: cert == nil}, testSender(), trust)
	post.dialTimeout, post.sendTimeout = shortDial, shortSend
	t.Cleanup(func() { p.Close(); _ = s.Close() })
	return &badDay{t, path, p, post}
}

func (d *badDay) letter(i int) RealMessage {
	d.t.Helper()
	to, err := ParseAddress(fmt.Sprintf("p%07d@people.example", i))
	if err != nil {
		d.t.Fatal(err)
	}
	m := testMessage(d.t)
	m.To, m.DeliveryID, m.Text = to, fmt.Sprintf("delivery%d", i), fmt.Sprintf("Dear KNR%07d,\nplease read this.\n", i)
	out, ok := Route(models.Incident{ID: "an incident"}, m).(RealMessage)
	if !ok {
		d.t.Fatal("not a real message")
	}
	return out
}

// work does what the sender does with each word: deferred is tried again, everything else is final. Nothing uncertain is ever sent again.
func (d *badDay) work(messages, tries int) []Outcome {
	d.t.Helper()
	final := make([]Outcome, messages)
	for try, open := 0, messages; try < tries && open > 0; try++ {
		for i := range final {
			if final[i] != "" && final[i] != Deferred {
				continue
			}
			r, err := d.post.Hand(d.letter(i))
			if err != nil {
				d.t.Fatal(err)
			}
			if final[i] = r.Outcome; r.Outcome != Deferred {
				open--
			}
		}
	}
	d.post.Close()
	return final
}

// judge compares what the channel said with what the sink has.
func (d *badDay) judge(final []Outcome) (uncertain, refused int) {
	d.t.Helper()
	entries, err := judge.Read(d.path)
	if err != nil {
		d.t.Fatal(err)
	}
	book := judge.Open(entries)
	for _, f := range book.Faults {
		d.t.Error(f)
	}
	if foreign, without := judge.Foreign(entries, func(to string) string { return "KNR" + to[1:8] }); foreign+without > 0 {
		d.t.Errorf("%d messages hold somebody else's mark, %d none", foreign, without)
	}
	for i, o := range final {
		got := book.PerTo[fmt.Sprintf("p%07d@people.example", i)]
		switch {
		case got > 1:
			d.t.Errorf("person %d was told %d times", i, got)
		case o == Sent && got == 0:
			d.t.Errorf("person %d is called sent and was never told", i)
		case got == 1 && o != Sent && o != Uncertain:
			d.t.Errorf("person %d was told and is called %s", i, o)
		}
		switch o {
		case Uncertain:
			uncertain++
		case Refused:
			refused++
		}
	}
	return uncertain, refused
}

// C6: whatever happens to one answer of one conversation, nobody is told twice and nobody is called told who was not. Only what happens
// after the relay was ready for the message may leave doubt, and only about that one message.
func TestWhateverTheServerDoesNobodyIsToldTwiceOrForgotten(t *testing.T) {
	waits := map[proxy.Action][]time.Duration{proxy.Delay: {50 * time.Millisecond, shortSend + 200*time.Millisecond},
		proxy.Slow: {time.Millisecond, 40 * time.Millisecond}, proxy.Mute: {shortSend + time.Second}, proxy.MuteAfter: {shortSend + time.Second}}
	codes := []int{421, 450, 451, 452, 500, 503, 535, 550, 552, 554, 354, 220, 100, 600}
	// Most of them only wait, so many at once cost nothing.
	var all sync.WaitGroup
	slots := make(chan struct{}, 16)
	aside := func(name string, test func(*testing.T)) {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			t.Run(name, test)
		})
	}
	for _, at := range proxy.Points {
		for _, do := range proxy.Actions {
			faults := []proxy.Fault{{Do: do}}
			if do == proxy.Reply {
				faults = nil
				for _, code := range codes {
					faults = append(faults, proxy.Fault{Do: do, Code: code})
				}
			}
			for _, w := range waits[do] {
				if w == waits[do][0] {
					faults = nil
				}
				faults = append(faults, proxy.Fault{Do: do, Wait: w})
			}
			for _, f := range faults {
				aside(fmt.Sprintf("%s %s %d %s", at, f.Do, f.Code, f.Wait), func(t *testing.T) {
					skip := 1 // the first message goes well, the second meets the fault
					if at == proxy.Greeting || at == proxy.EHLO {
						skip = 0
					}
					d := startBadDay(t, proxy.At(at, f, skip, 1), nil, nil)
					final := d.work(4, 4)
					uncertain, refused := d.judge(final)
					if d.proxy.Hits(f.Do) != 1 {
						t.Fatalf("the fault happened %d times", d.proxy.Hits(f.Do))
					}
					// A 354 that is doubled, invented or late is a 354 to the sender: it has begun the message and does not know.
					readyTooEarly := at == proxy.DATA && (f.Do == proxy.Double || f.Do == proxy.Slow || f.Code == 354)
					before := at != proxy.Dot && !readyTooEarly
					if uncertain > 1 || before && uncertain > 0 {
						t.Errorf("%d messages are uncertain: %v", uncertain, final)
					}
					if refused > 1 || refused == 1 && (f.Do != proxy.Reply || f.Code < 500) && !readyTooEarly {
						t.Errorf("%d people are called refused: %v", refused, final)
					}
					for i, o := range final {
						if o == Deferred {
							t.Errorf("person %d is still deferred after four tries", i)
						}
					}
				})
			}
		}
	}
	all.Wait()
}

// The same, all at once: every third answer of a long day is wrong in some way. What is permanent is not forgotten either: it is deferred.
func TestADayOnWhichEverythingGoesWrong(t *testing.T) {
	n := 0
	wrong := []proxy.Fault{{Do: proxy.CutAfter}, {Do: proxy.Reply, Code: 451}, {Do: proxy.CutBefore}, {Do: proxy.Double}, {Do: proxy.Garbage}, {Do: proxy.Reply, Code: 421},
		{Do: proxy.CutHalf}, {Do: proxy.CutMiddle}, {Do: proxy.WrongCode}}
	mu := make(chan struct{}, 1)
	d := startBadDay(t, func(proxy.Point) proxy.Fault {
		mu <- struct{}{}
		defer func() { <-mu }()
		if n++; n%13 == 0 {
			return wrong[n/13%len(wrong)]
		}
		return proxy.Fault{}
	}, nil, nil)
	final := d.work(120, 12)
	if uncertain, _ := d.judge(final); uncertain == 0 {
		t.Error("a day like this leaves doubt about somebody, and nobody is uncertain: was there a fault at all?")
	}
}

// Nothing of a message is ever seen in the clear when encryption was asked for, whatever is done to the offer.
func TestEncryptionThatIsTakenAwayStopsTheMessage(t *testing.T) {
	for name, f := range map[string]struct {
		at    proxy.Point
		fault proxy.Fault
	}{
		"the offer is taken out":            {proxy.EHLO, proxy.Fault{Do: proxy.Strip}},
		"the offer is refused for now":      {proxy.STARTTLS, proxy.Fault{Do: proxy.Reply, Code: 454}},
		"the offer is refused for ever":     {proxy.STARTTLS, proxy.Fault{Do: proxy.Reply, Code: 502}},
		"another yes than the protocol's":   {proxy.STARTTLS, proxy.Fault{Do: proxy.Reply, Code: 250}},
		"a yes that the server never heard": {proxy.STARTTLS, proxy.Fault{Do: proxy.Reply, Code: 220}},
		"garbage instead of a yes":          {proxy.STARTTLS, proxy.Fault{Do: proxy.Garbage}},
		"two answers before the handshake":  {proxy.STARTTLS, proxy.Fault{Do: proxy.Double}},
		"EHLO is refused":                   {proxy.EHLO, proxy.Fault{Do: proxy.Reply, Code: 502}},
		"cut at the handshake":              {proxy.STARTTLS, proxy.Fault{Do: proxy.CutAfter}},
		"half closed at the handshake":      {proxy.STARTTLS, proxy.Fault{Do: proxy.HalfClose}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cert, pool := selfSigned(t)
			d := startBadDay(t, proxy.At(f.at, f.fault, 0, 2), &cert, &tls.Config{RootCAs: pool, ServerName: "localhost"})
			for i := range 2 {
				r, err := d.post.Hand(d.letter(100 + i))
				if err != nil || r.Outcome != Deferred && r.Outcome != Sent {
					t.Errorf("handed over without encryption? %+v, %v", r, err)
				}
			}
			final := d.work(2, 4) // the offer is honest again
			d.judge(final)
			if final[0] != Sent || final[1] != Sent {
				t.Errorf("after the attack: %v", final)
			}
			for _, verb := range []string{"MAIL", "RCPT", "DATA", "AUTH"} {
				if n := d.proxy.InClear(verb); n != 0 {
					t.Errorf("%s was said %d times in the clear", verb, n)
				}
			}
			entries, err := judge.Read(d.path)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if !e.Encrypted {
					t.Error("a message came in the clear")
				}
			}
		})
	}
}
