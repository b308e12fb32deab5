package delivery

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"candour/chaos/proxy"
	judge "candour/chaos/sink"
	"candour/models"
)

// breaks are what parsers have taken for the end of a line, of an address or of a quoted word, raw and in every disguise.
var breaks = []string{"\r\n", "\n", "\r", "\r\r\n", "\n\r", "\x00", "\v", "\f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\u200b", "\x1a", "\x7f", "\xff",
	"\xc0\x8a", "\xe5\x98\x8a\xe5\x98\x8d", "%0d%0a", "%0A", "%00", "\\r\\n", "\\n", "=0D=0A", "=?utf-8?q?=0D=0A?=", "=?utf-8?b?DQo=?=", "&#13;&#10;", "\r\n ", "\r\n\t",
	"\n.\n", "\r\n.\r\n", "\n.\r\n", "\r.\r", "\r\n.\n", "=\r\n", " ", "\t", ",", ";", "\"", "\\", "<", ">", "(", ")", ":", "|", "`", "!", "%", "@"}

// cargo is what an attacker would like to stand on a line of its own.
var cargo = []string{"Bcc: evil@evil.example", "RCPT TO:<evil@evil.example>", "To: evil@evil.example", "\r\nevil body", "MAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>\r\nDATA\r\n",
	"evil@evil.example", "Content-Type: text/html", ".\r\nQUIT\r\n"}

// odd addresses: legal in some grammar, or read differently by different programs.
var oddAddresses = []string{"", "@", "a", "a@", "@b.example", "a@b", "a@@b.example", "a@b@c.example", "a@b.example@evil.example", "<a@b.example>", "A <a@b.example>", "a@b.example, evil@evil.example",
	"a@b.example;evil@evil.example", "a@b.example evil@evil.example", "group: a@b.example, evil@evil.example;", "\"a\"@b.example", "\"a b\"@b.example", "\"a@evil.example\"@b.example", "\"a\\\"\"@b.example",
	"a(comment)@b.example", "a@(evil.example)b.example", "@evil.example:a@b.example", "<@evil.example:a@b.example>", "a%evil.example@b.example", "evil.example!a@b.example", "a@[127.0.0.1]", "a@[IPv6:::1]",
	"a@127.0.0.1", "a@1", "a@localhost", "a@b..example", "a@.b.example", "a@b.example.", "a@-b.example", "a@b-.example", "a@b_c.example", ".a@b.example", "a.@b.example", "a..b@b.example",
	"a@b\uff0eexample", "a@b\u3002example", "\uff41@b.example", "a@\u0430pple.example", "á@b.example", "a@b.example\x00", "a\x00@b.example", "-oQ/tmp@b.example", "a@b.example -X/tmp/x",
	"${IFS}@b.example", "$(id)@b.example", "`id`@b.example", "{{7*7}}@b.example", "a@b.example?cc=evil@evil.example", "mailto:a@b.example", "a@b.example#x", "a/b@b.example", "a'or'1'='1@b.example",
	"postmaster", "<>", "a@b.example> SIZE=1", "a@b.example> NOTIFY=NEVER", "a@b.example>\r\nRCPT TO:<evil@evil.example", strings.Repeat("a", 65) + "@b.example", "a@" + strings.Repeat("b.", 130) + "example",
	"a@" + strings.Repeat("b", 64) + ".example", "xn--@b.example", "a@xn--.example", "a@xn--a.example", "=?utf-8?q?evil=40evil.example=2C?=a@b.example", "a+b@b.example", "a=b@b.example", "O'Neil@b.example",
	"a@b.example\u200b", "\u202ea@b.example", "a@b.example\u202e", "a\u00ad@b.example", "a@b\u00ad.example", "a@b.example,", ",a@b.example", ";a@b.example", "a@b.example\n", " a@b.example", "a@b.example "}

func payloads() []string {
	all := slices.Clone(oddAddresses)
	for _, b := range breaks {
		for _, c := range cargo {
			all = append(all, b+c)
		}
	}
	return all
}

// attacked is a channel through a proxy that counts commands on the wire, to a sink that reads with a parser of its own.
type attacked struct {
	*badDay
	handed []Address
}

func (a *attacked) hand(m Message) {
	a.t.Helper()
	out, ok := Route(models.Incident{ID: "an incident"}, m).(RealMessage)
	if !ok {
		a.t.Fatal("not a real message")
	}
	r, err := a.post.Hand(out)
	if err == nil {
		a.took(r, m.To)
	}
}

func (a *attacked) took(r Result, to Address) {
	a.t.Helper()
	if r.Outcome != Sent {
		a.t.Fatalf("the sink did not take a message: %+v", r)
	}
	a.handed = append(a.handed, to)
}

// Every payload in every place where something from outside can land: address, subject, sender's name, text, ids, language, and a person's
// own fields. What is accepted arrives as one message with our headers at the one person it is for.
func TestNothingThatIsWrittenByOthersBecomesAHeaderACommandOrARecipient(t *testing.T) {
	d := startBadDay(t, func(proxy.Point) proxy.Fault { return proxy.Fault{} }, nil, nil)
	d.post.dialTimeout, d.post.sendTimeout = defaultDialTimeout, defaultSendTimeout
	a := &attacked{badDay: d}
	evil := payloads()
	if len(evil) < 300 {
		t.Fatalf("only %d payloads", len(evil))
	}
	people := composer(t, nil)
	refused := 0
	for i, p := range evil {
		for _, s := range []string{p, "a" + p + "@people.example", "a@people.example" + p, "a@people" + p + ".example", p + "a@people.example"} {
			to, err := ParseAddress(s)
			if err != nil {
				refused++
				if strings.Contains(err.Error(), "evil") {
					t.Errorf("the refusal of %q repeats it: %v", s, err)
				}
				continue
			}
			if list, err := mail.ParseAddressList(to.String()); err != nil || len(list) != 1 || list[0].Address != to.String() || list[0].Name != "" {
				t.Errorf("%q was accepted as %q, and another parser reads %v, %v", s, to, list, err)
				continue
			}
			m := testMessage(t)
			m.To, m.DeliveryID = to, fmt.Sprintf("a%d", len(a.handed))
			a.hand(m)
		}
		for place, set := range map[string]func(*Message){
			"subject": func(m *Message) { m.Subject = "Please read" + p }, "text": func(m *Message) { m.Text = "Dear reader," + p + "\n" + p }, "page": func(m *Message) { m.HTML = "<p>" + p + "</p>" },
			"language": func(m *Message) { m.Lang = "en" + p }, "list": func(m *Message) { m.ListID = "<notices" + p + ".example>" }, "delivery": func(m *Message) { m.DeliveryID = "x" + p },
		} {
			m := testMessage(t)
			m.DeliveryID = fmt.Sprintf("m%d%s", i, place)
			set(&m)
			a.hand(m)
		}
		sender := testSender()
		sender.Name = "Desk" + p
		a.post.sender = sender
		a.hand(testMessage(t))
		a.post.sender = testSender()
		for _, set := range []func(*PersonMessage){
			func(m *PersonMessage) { m.Person.Name = "Anna" + p }, func(m *PersonMessage) { m.Person.Society = p }, func(m *PersonMessage) { m.Person.Wanted = p },
			func(m *PersonMessage) { m.Person.Reference = p }, func(m *PersonMessage) { m.DeliveryID += p },
		} {
			m := personNumber(i)
			set(&m)
			raw, err := people.Compose(m, nil)
			if err != nil {
				refused++
				continue
			}
			r, err := a.post.HandBytes(raw, testSender().Address)
			if err != nil {
				t.Fatal(err)
			}
			a.took(r, m.To)
		}
	}
	a.post.Close()
	a.arrived(refused)
}

// arrived compares what was handed over with what the wire and the other side saw.
func (a *attacked) arrived(refused int) {
	a.t.Helper()
	entries, err := judge.Read(a.path)
	if err != nil {
		a.t.Fatal(err)
	}
	if len(entries) != len(a.handed) || len(a.handed) < 300 || refused < 300 {
		a.t.Errorf("%d messages arrived of %d that were handed over; %d payloads were refused", len(entries), len(a.handed), refused)
	}
	for _, verb := range []string{"MAIL", "RCPT", "DATA"} {
		if n := a.proxy.InClear(verb); n != len(a.handed) {
			a.t.Errorf("%s was said %d times for %d messages", verb, n, len(a.handed))
		}
	}
	ours := []string{"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To", "X-Auto-Response-Suppress"}
	for i, e := range entries {
		if i >= len(a.handed) {
			break
		}
		headers := slices.DeleteFunc(slices.Clone(e.Headers), func(h string) bool { return h == "List-Id" })
		if len(e.To) != 1 || e.To[0] != a.handed[i].String() || e.From != testSender().Address.String() || !slices.Equal(headers, ours) || len(e.Headers) > len(ours)+1 {
			a.t.Errorf("message %d: from %q to %q with %v, handed over for %s", i, e.From, e.To, e.Headers, a.handed[i])
		}
		if e.HeaderTo != a.handed[i].String() {
			a.t.Errorf("message %d names %q in To", i, e.HeaderTo)
		}
		if e.Fault != "" || len(e.Copies) > 0 {
			a.t.Errorf("message %d: %s %v", i, e.Fault, e.Copies)
		}
	}
	a.t.Logf("%d payloads were refused in some place, %d messages were accepted and arrived as they were meant", refused, len(entries))
}
