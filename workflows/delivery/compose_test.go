package delivery

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/terms"
)

func peopleNotice() models.PeopleFixed {
	body := func(dear string) string {
		return dear + " {{name}},\n\n{{society}}: details about you were on computers that somebody broke into. Équipe = 100 %.\n\n- Be careful.\n- Call 0800-1234.\n\n" +
			strings.Repeat("A long line that goes on without any break at all, further than a mail line may be, ", 3) + "\n\nSay this reference: {{your_reference}}.\n.\n-- \n"
	}
	return models.PeopleFixed{Reference: "INC-7", Organisation: "International Committee", Fallback: "en",
		Contact: models.CircularContact{Name: "Rosa Meyer", Role: "Data protection", Telephone: "+41 22 700 00 00", Email: "rosa@example.org"},
		Texts: map[string]models.PeopleText{
			"en": {Subject: "Important information about your personal details", Body: body("Dear"), Families: "This is not news of your relative."},
			"fr": {Subject: "Informations importantes", Body: body("Madame, Monsieur")},
			"ar": {Subject: "معلومات مهمة", Body: "السيد {{name}}،\n\n" + strings.Repeat("كانت معلومات عنكم على حواسيب دخلها أحد. ", 10) + "{{society}}\n\n{{your_reference}}"},
		}}
}

func composer(t testing.TB, sign *DKIM) *RealComposer {
	t.Helper()
	telling, err := NewTelling(models.Incident{ID: models.NewID()}, peopleNotice(), false)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewRealComposer(telling, testSender(), sign)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const someDispatch = "0192f0c1-2345-7abc-8def-0123456789ab"

func personNumber(i int) PersonMessage {
	to, err := ParseAddress(fmt.Sprintf("person%07d@m%02d.example.org", i, i%100))
	if err != nil {
		panic(err)
	}
	lang := []string{"en", "fr", "ar", "es", ""}[i%5]
	return PersonMessage{DeliveryID: PersonDeliveryID(someDispatch, int64(i), 1), To: to, QueuedAt: terms.InstantOf(time.Unix(1_790_000_000, 0)),
		Person: ToldPerson{Name: fmt.Sprintf("Zoë Müller-%d", i), Society: "Croix-Rouge " + lang, Reference: referenceNumber(i), Wanted: lang, Families: i%7 == 0}}
}

func referenceNumber(i int) string {
	s := fmt.Sprintf("%018d", i*7919)
	return s[:3] + "-" + s[3:6] + "-" + s[6:9] + "-" + s[9:12] + "-" + s[12:15] + "-" + s[15:]
}

// The whole of one message is read with a real parser and compared with what the library would have written.
func TestAComposedMessageReadsAsTheLibraryWouldHaveWrittenIt(t *testing.T) {
	c := composer(t, nil)
	for i := range 70 {
		m := personNumber(i)
		got, err := c.Compose(m, nil)
		if err != nil {
			t.Fatal(err)
		}
		letter, lang, err := c.telling.Mail(m.Person)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Message{DeliveryID: m.DeliveryID, To: m.To, Lang: lang, Subject: letter.Subject, Text: letter.Text, HTML: letter.HTML,
			QueuedAt: m.QueuedAt, ListID: ListID(testSender().Address)}.Bytes(testSender())
		if err != nil {
			t.Fatal(err)
		}
		a, b := mustRead(t, got.raw), mustRead(t, want)
		for name := range b.Header {
			if name != "Content-Type" && (len(a.Header[name]) != 1 || a.Header[name][0] != b.Header[name][0]) {
				t.Errorf("person %d: %s is %q, want %q", i, name, a.Header[name], b.Header[name])
			}
		}
		if len(a.Header) != len(b.Header) {
			t.Errorf("person %d: %d headers, want %d", i, len(a.Header), len(b.Header))
		}
		pa, err := readParts(got.raw)
		if err != nil {
			t.Fatal(err)
		}
		pb, err := readParts(want)
		if err != nil {
			t.Fatal(err)
		}
		if pa != pb {
			t.Errorf("person %d (%s) reads\n%s\nwant\n%s", i, lang, pa, pb)
		}
		for line := range strings.SplitSeq(string(got.raw), "\r\n") {
			if len(line) > 78 && !strings.Contains(line, ": ") {
				t.Errorf("person %d: a line of %d characters: %s", i, len(line), line)
			}
		}
		if again, err := c.Compose(m, nil); err != nil || !bytes.Equal(again.raw, got.raw) {
			t.Errorf("person %d: another try gives other bytes", i)
		}
		if got.Size() != len(got.raw) || !bytes.HasSuffix(got.raw, got.Body()) || bytes.Contains(got.Body(), []byte("Message-ID")) {
			t.Error("the body does not begin after the header")
		}
	}
}

func mustRead(t *testing.T, raw []byte) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Every message is looked at from outside: it holds its own address, id and reference and none of anybody else's, though lanes use their
// buffers again and again (TRUST TP-04).
func TestNoMessageHoldsAnythingOfAnotherPerson(t *testing.T) {
	c := composer(t, nil)
	const people, lanes = 200_000, 4
	var wg sync.WaitGroup
	for lane := range lanes {
		wg.Go(func() {
			var buf []byte
			for i := lane; i < people; i += lanes {
				m := personNumber(i)
				got, err := c.Compose(m, buf)
				if err != nil {
					t.Errorf("person %d: %v", i, err)
					return
				}
				buf = got.raw
				head, _, _ := strings.Cut(string(got.raw), "\r\n\r\n")
				if strings.Count(head, "person0") != 1 || !strings.Contains(head, "\r\nTo: "+m.To.String()+"\r\n") ||
					!strings.Contains(head, "\r\nMessage-ID: "+MessageID(m.DeliveryID, testSender().Address)+"\r\n") {
					t.Errorf("person %d: %s", i, head)
					return
				}
				if i%5 == 2 {
					continue // base64, read in the test above
				}
				body := string(got.Body())
				if strings.Count(body, "Müller-") != 0 || strings.Count(body, fmt.Sprintf("ller-%d=", i))+strings.Count(body, fmt.Sprintf("ller-%d<", i)) != 2 ||
					strings.Count(body, "ller-") != 2 || strings.Count(body, m.Person.Reference) != 4 {
					t.Errorf("person %d: %s", i, body)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestWhatDoesNotBelongInAMessageIsRefused(t *testing.T) {
	c := composer(t, nil)
	good := personNumber(1)
	for about, spoil := range map[string]func(m *PersonMessage){
		"no address":                     func(m *PersonMessage) { m.To = Address{} },
		"no delivery":                    func(m *PersonMessage) { m.DeliveryID = "" },
		"an id with a line break":        func(m *PersonMessage) { m.DeliveryID = "a\r\nBcc: x" },
		"no time":                        func(m *PersonMessage) { m.QueuedAt = terms.Instant{} },
		"a line break in the name":       func(m *PersonMessage) { m.Person.Name = "A\r\nBcc: b@c.example" },
		"another's mark in the name":     func(m *PersonMessage) { m.Person.Name = "A\ue003" },
		"a reference in the name":        func(m *PersonMessage) { m.Person.Name = "482-109-375-516-280-379" },
		"one as Arabic text shows it":    func(m *PersonMessage) { m.Person.Name = "482.109.375.516.280.379" },
		"letters that turn the line":     func(m *PersonMessage) { m.Person.Society = "A\u202eB" },
		"a name that is no text":         func(m *PersonMessage) { m.Person.Name = "\xff" },
		"a name longer than any is":      func(m *PersonMessage) { m.Person.Name = strings.Repeat("a", 500) },
		"no reference where the text is": func(m *PersonMessage) { m.Person.Reference = "" },
	} {
		m := good
		spoil(&m)
		if _, err := c.Compose(m, nil); err == nil {
			t.Errorf("%s: composed", about)
		}
	}
	// A name that looks like the end of a message or of a part is only a name.
	for _, name := range []string{".", "--" + boundary(sample.id), "-", "=", "= =41", strings.Repeat("-", 300), strings.Repeat("é", 150), " a ", "<b>&amp;"} {
		m := good
		m.Person.Name = name
		got, err := c.Compose(m, nil)
		if err != nil {
			t.Errorf("%.20q: %v", name, err)
			continue
		}
		parts, err := readParts(got.raw)
		if err != nil || !strings.Contains(parts[0], name) {
			t.Errorf("%.20q does not come out as it went in: %v", name, err)
		}
	}
}

func TestABleedIsSeen(t *testing.T) {
	c := composer(t, nil)
	m := personNumber(1)
	got, err := c.Compose(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	sk, err := c.skeleton(m.Person)
	if err != nil {
		t.Fatal(err)
	}
	count := func(raw []byte) (own, all int) { return countReferences(raw[got.body:], m.Person.Reference) }
	for about, spoil := range map[string]func(raw string) string{
		"another To":        func(s string) string { return strings.Replace(s, "To: person0000001", "To: person0000002", 1) },
		"a second To":       func(s string) string { return strings.Replace(s, "\r\nTo: ", "\r\nTo: a@b.example\r\nTo: ", 1) },
		"a Bcc":             func(s string) string { return strings.Replace(s, "\r\nTo: ", "\r\nBcc: a@b.example\r\nTo: ", 1) },
		"another reference": func(s string) string { return strings.ReplaceAll(s, m.Person.Reference, referenceNumber(77)) },
		"a second one":      func(s string) string { return s + " " + referenceNumber(77) },
		"one too few":       func(s string) string { return strings.Replace(s, m.Person.Reference, "", 1) },
	} {
		raw := []byte(spoil(string(got.raw)))
		bad := got
		bad.raw, bad.body = raw, bytes.Index(raw, []byte("\r\n\r\n"))+4
		own, all := count(raw)
		if err := sk.check(bad, m.To, own, all); !errors.Is(err, ErrBleed) {
			t.Errorf("%s: %v", about, err)
		}
	}
	own, all := count(got.raw)
	if err := sk.check(got, m.To, own, all); err != nil {
		t.Errorf("the message itself: %v", err)
	}
}

func TestAnExerciseHasNoComposer(t *testing.T) {
	telling, err := NewTelling(models.Incident{ID: models.NewID(), Exercise: true}, peopleNotice(), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewRealComposer(telling, testSender(), nil); !errors.Is(err, ErrExercise) {
		t.Errorf("a composer for an exercise: %v", err)
	}
}

func TestComposedMessagesArriveAtTheOneTheyAreFor(t *testing.T) {
	s := startSink(t, withStartTLS)
	ch := s.channel()
	defer ch.Close()
	c := composer(t, nil)
	bounces, err := ParseAddress("bounce+abc@example.org")
	if err != nil {
		t.Fatal(err)
	}
	var buf []byte
	for i := range 20 {
		m, err := c.Compose(personNumber(i), buf)
		if err != nil {
			t.Fatal(err)
		}
		buf = m.raw
		if r, err := ch.HandBytes(m, bounces); err != nil || r.Outcome != Sent {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	for i, l := range s.received() {
		want := personNumber(i).To.String()
		if l.from != bounces.String() || len(l.to) != 1 || l.to[0] != want || !strings.Contains(l.raw, "To: "+want) {
			t.Errorf("message %d: from %s to %v", i, l.from, l.to)
		}
	}
	if _, err := ch.HandBytes(RealBytes{}, bounces); err == nil {
		t.Error("nothing was handed over as a message")
	}
}

func BenchmarkCompose(b *testing.B) {
	c := composer(b, nil)
	for _, lang := range []string{"en", "ar"} {
		m := personNumber(1)
		m.Person.Wanted = lang
		b.Run(lang, func(b *testing.B) {
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				got, err := c.Compose(m, buf)
				if err != nil {
					b.Fatal(err)
				}
				buf = got.raw
			}
			b.SetBytes(int64(len(buf)))
		})
	}
}
