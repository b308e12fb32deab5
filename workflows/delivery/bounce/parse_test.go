package bounce_test

import (
	"slices"
	"strings"
	"testing"

	"candour/workflows/delivery/bounce"
)

// report is a delivery status notification as RFC 3464 section 6 shows one.
func report(recipient string) string {
	return strings.ReplaceAll(`Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.society.test>
To: <b+token234@notices.society.test>
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1

The original message was received and somebody@elsewhere.test could not be told.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.society.test

`+recipient+`
--b1
Content-Type: text/rfc822-headers

Subject: Information about your data
--b1--
`, "\n", "\r\n")
}

func letter(from, subject, extra, body string) string {
	return strings.ReplaceAll("From: "+from+"\nTo: b+token234@notices.society.test\nSubject: "+subject+"\n"+extra+"\n"+body+"\n", "\n", "\r\n")
}

func TestWhatCameBackIsSaidInPlainWords(t *testing.T) {
	failed := func(status, diagnostic string) string {
		return report("Final-Recipient: rfc822; somebody@elsewhere.test\nAction: failed\nStatus: " + status + "\nDiagnostic-Code: smtp; " + diagnostic + "\n")
	}
	daemon := "Mail Delivery System <mailer-daemon@elsewhere.test>"
	cases := []struct {
		about, raw string
		kind       bounce.Kind
		reason     string
	}{
		{"no such mailbox", failed("5.1.1", "550 5.1.1 <somebody@elsewhere.test>: user unknown"), bounce.Hard, bounce.ReasonNoMailbox},
		{"the status is general, the diagnostic is not", failed("5.0.0", "550 5.1.1 somebody@elsewhere.test"), bounce.Hard, bounce.ReasonNoMailbox},
		{"only a reply code", failed("5.0.0", "550 go away"), bounce.Hard, bounce.ReasonNoMailbox},
		{"no such domain", failed("5.4.4", "x"), bounce.Hard, bounce.ReasonNoDomain},
		{"full for good", failed("5.2.2", "552 full"), bounce.Hard, bounce.ReasonFull},
		{"closed", failed("5.2.1", "550"), bounce.Hard, bounce.ReasonClosed},
		{"policy", failed("5.7.1", "554 blocked"), bounce.Hard, bounce.ReasonPolicy},
		{"given up after days", failed("4.4.7", "timeout"), bounce.Hard, bounce.ReasonTooLate},
		{"moved", failed("5.1.6", ""), bounce.Hard, bounce.ReasonMoved},
		{"a code of nobody's list", failed("5.9.9", "x"), bounce.Hard, bounce.ReasonRefused},
		{"delayed is not refused", report("Action: delayed\nStatus: 4.4.1\n"), bounce.Delayed, bounce.ReasonDelayed},
		{"delivered", report("Action: delivered\nStatus: 2.0.0\n"), bounce.Delivered, ""},
		{"relayed into a system that says nothing", report("Action: relayed\nStatus: 2.0.0\n"), bounce.Other, ""},
		{"no action, but a status", report("Final-Recipient: rfc822; a@b.test\nStatus: 5.1.1\n"), bounce.Hard, bounce.ReasonNoMailbox},
		{"a comment behind the action", report("Action: failed (gone)\nStatus: 5.1.1\n"), bounce.Hard, bounce.ReasonNoMailbox},
		{"of two recipients the worst", report("Action: delivered\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.2.2\n"), bounce.Hard, bounce.ReasonFull},

		{"written for people: unknown", letter(daemon, "Undelivered Mail Returned to Sender", "", "Sorry, no mailbox here by that name."), bounce.Hard, bounce.ReasonNoMailbox},
		{"written for people: full", letter("postmaster@elsewhere.test", "failure notice", "", "The mailbox is full."), bounce.Hard, bounce.ReasonFull},
		{"written for people, in German", letter(daemon, "Unzustellbar", "", "Das Postfach ist voll."), bounce.Hard, bounce.ReasonFull},
		{"from nobody, without a word we know", letter("x@elsewhere.test", "Undeliverable", "Return-Path: <>\n", "?"), bounce.Hard, bounce.ReasonRefused},
		{"still trying", letter(daemon, "Warning: could not send message for past 4 hours", "", "The user unknown to nobody."), bounce.Delayed, bounce.ReasonDelayed},
		{"an answer of a person about a full mailbox", letter("somebody@elsewhere.test", "Re: Information", "", "My mailbox is full, user unknown."), bounce.Other, ""},
		{"an absence note", letter("somebody@elsewhere.test", "Out of office: failure", "Auto-Submitted: auto-replied\n", "I no longer exist here. 5.1.1"), bounce.Other, ""},
		{"an absence note from nobody", letter("somebody@elsewhere.test", "Returned in June", "Auto-Submitted: auto-replied (vacation)\nReturn-Path: <>\n", "user unknown"), bounce.Other, ""},
		{"a complaint arrived, so the message did", strings.Replace(failed("5.1.1", ""), "report-type=delivery-status", "report-type=feedback-report", 1), bounce.Other, ""},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			b, err := bounce.Parse(strings.NewReader(c.raw))
			if err != nil || b.Kind != c.kind || b.Reason != c.reason {
				t.Errorf("%+v, %v; want %s: %s", b, err, c.kind, c.reason)
			}
			if b.Token != "token234" {
				t.Errorf("token %q", b.Token)
			}
			if strings.Contains(b.Reason, "elsewhere") {
				t.Error("the reason repeats what the server wrote")
			}
		})
	}
}

func TestTheMarkIsFoundWhereverServersWriteIt(t *testing.T) {
	for _, header := range []string{"Delivered-To: b+abc@n.test", "X-Original-To: <B+ABC@n.test>", "Envelope-To: b+abc@n.test", "To: \"x, y\" <z@n.test>, Notices <b+abc@n.test>"} {
		b, err := bounce.Parse(strings.NewReader("From: a@b.test\r\n" + header + "\r\n\r\nx"))
		if err != nil || b.Token != "abc" {
			t.Errorf("%s: %q, %v", header, b.Token, err)
		}
	}
	b, err := bounce.Parse(strings.NewReader("From: a@b.test\r\nTo: b+header@n.test\r\n\r\nx"), "b+envelope@n.test")
	if err != nil || b.Token != "envelope" {
		t.Errorf("the envelope does not come first: %q, %v", b.Token, err)
	}
	if b, err := bounce.Parse(strings.NewReader("From: a@b.test\r\nTo: someone@n.test\r\n\r\nx")); err != nil || b.Token != "" {
		t.Errorf("a mark out of nowhere: %+v, %v", b, err)
	}
}

func TestEveryReasonHasAWordForTheCounts(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range bounce.Reasons {
		if w := bounce.Word(r); w == "" || seen[w] {
			t.Errorf("%q has the word %q", r, w)
		} else {
			seen[w] = true
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(report("Action: failed\nStatus: 5.1.1\n")))
	f.Add([]byte(letter("mailer-daemon@x.test", "failed", "", "user unknown")))
	f.Add([]byte("Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"))
	f.Add([]byte("Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\nQWN0aW9uOiBmYWlsZWQK"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := bounce.Parse(strings.NewReader(string(raw)))
		if err != nil {
			return
		}
		known := b.Reason == "" || b.Reason == bounce.ReasonDelayed || slices.Contains(bounce.Reasons, b.Reason)
		if !known || (b.Kind == bounce.Hard) != slices.Contains(bounce.Reasons, b.Reason) || len(b.Status) > 9 || b.Code > 599 {
			t.Errorf("%+v", b)
		}
	})
}
