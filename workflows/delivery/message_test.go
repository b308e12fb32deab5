package delivery

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"candour/models/terms"
)

func testSender() Sender {
	a, err := ParseAddress("notices@movement.example")
	if err != nil {
		panic(err)
	}
	return Sender{a, "Data protection desk"}
}

func testMessage(t *testing.T) Message {
	t.Helper()
	to, err := ParseAddress("duty@society.example")
	if err != nil {
		t.Fatal(err)
	}
	return Message{DeliveryID: "0f3b1c9ae7d24a51", To: to, Lang: "en", Subject: "Please read: a data breach concerns your society",
		Text: "Please open the page.\n", HTML: "<p>Please open the page.</p>",
		QueuedAt: terms.InstantOf(time.Date(2022, 1, 19, 18, 0, 0, 0, time.UTC))}
}

func TestTheSameMessageAlwaysGivesTheSameBytes(t *testing.T) {
	m := testMessage(t)
	first, err := m.Bytes(testSender())
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		again, err := m.Bytes(testSender())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatalf("a retry would carry other bytes:\n%s\n---\n%s", first, again)
		}
	}
}

func TestAMessageHasOneRecipientAndSaysThatAProgramWroteIt(t *testing.T) {
	m := testMessage(t)
	raw, err := m.Bytes(testSender())
	if err != nil {
		t.Fatal(err)
	}
	p, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"To": "duty@society.example", "From": `"Data protection desk" <notices@movement.example>`, "Auto-Submitted": "auto-generated",
		"Content-Language": "en", "Date": "Wed, 19 Jan 2022 18:00:00 +0000", "Message-Id": MessageID(m.DeliveryID, testSender().Address),
	} {
		if got := p.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Cc", "Bcc", "Reply-To", "List-Unsubscribe", "Disposition-Notification-To", "Return-Receipt-To"} {
		if _, there := p.Header[name]; there {
			t.Errorf("nobody asked for %s", name)
		}
	}
	kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q, %v", kind, err)
	}
	var kinds []string
	for r := multipart.NewReader(p.Body, params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() != "" || part.Header.Get("Content-Disposition") != "" {
			t.Error("a letter has no attachment")
		}
		kinds = append(kinds, strings.Split(part.Header.Get("Content-Type"), ";")[0])
	}
	if strings.Join(kinds, " ") != "text/plain text/html" {
		t.Errorf("parts are %v", kinds)
	}
}

func TestAnArabicLetterArrivesAsItWasWritten(t *testing.T) {
	m := testMessage(t)
	m.Lang, m.Subject = "ar", "الرجاء القراءة: حادث يمس بيانات جمعيتكم الوطنية"
	m.Text = strings.Repeat("نكتب إليكم لأن حادثًا يمس البيانات التي تتقاسمونها معنا. ", 40)
	m.HTML = "<p dir=rtl>" + m.Text + "</p>"
	raw, err := m.Bytes(testSender())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(raw), "\r\n") {
		if len(line) > 200 {
			t.Fatalf("a line of %d bytes", len(line))
		}
	}
	p, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(p.Header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("subject arrives as %q, %v", subject, err)
	}
}

func TestAHeaderCannotBeSmuggledIn(t *testing.T) {
	for _, evil := range []string{"x\r\nBcc: a@b.org", "x\nBcc: a@b.org", "x\rBcc: a@b.org", "x\x00", "x\u2028Bcc: a@b.org", "x\u202eTXET", "\u0085x", "", "  ",
		"x\xff", strings.Repeat("x", 151), "\x1b[2J", "x\x7f"} {
		m := testMessage(t)
		m.Subject = evil
		if _, err := m.Bytes(testSender()); err == nil {
			t.Errorf("subject %q was accepted", evil)
		}
		s := testSender()
		s.Name = evil
		if _, err := testMessage(t).Bytes(s); err == nil {
			t.Errorf("sender name %q was accepted", evil)
		}
		m = testMessage(t)
		m.DeliveryID = evil
		if _, err := m.Bytes(testSender()); err == nil {
			t.Errorf("delivery id %q was accepted", evil)
		}
		m = testMessage(t)
		m.Lang = evil
		if _, err := m.Bytes(testSender()); err == nil {
			t.Errorf("language %q was accepted", evil)
		}
	}
	for _, tricky := range []string{`a" <evil@x.org>, "b`, "a <evil@x.org>", "=?utf-8?q?=0D=0ABcc:_a=40b.org?=", `x@y.org\`, "a,b;c:d"} {
		s := testSender()
		s.Name = tricky
		raw, err := testMessage(t).Bytes(s)
		if err != nil {
			continue
		}
		p, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("name %q: %v", tricky, err)
		}
		list, err := p.Header.AddressList("From")
		if err != nil || len(list) != 1 || list[0].Address != "notices@movement.example" {
			t.Errorf("sender name %q gives From %v, %v", tricky, list, err)
		}
		if len(p.Header) != len(headerOrder) {
			t.Errorf("sender name %q gives headers %v", tricky, p.Header)
		}
	}
}

func TestABodyCannotBecomeAHeaderOrAPart(t *testing.T) {
	m := testMessage(t)
	boundary := boundary(m.DeliveryID)
	m.Text = "a\r\n.\r\nMAIL FROM:<x@y.org>\r\n--" + boundary + "--\r\nBcc: a@b.org\r\n"
	if _, err := m.Bytes(testSender()); err == nil {
		t.Error("a text that holds the boundary was accepted")
	}
	m.Text = "a\r\n.\r\nMAIL FROM:<x@y.org>\r\n--candour-\r\n\r\nBcc: a@b.org\r\n"
	raw, err := m.Bytes(testSender())
	if err != nil {
		t.Fatal(err)
	}
	p, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || p.Header.Get("Bcc") != "" {
		t.Errorf("headers %v, %v", p.Header, err)
	}
	if n := strings.Count(string(raw), "\r\n--"+boundary); n != 3 {
		t.Errorf("the boundary occurs %d times, want 3", n)
	}
}
