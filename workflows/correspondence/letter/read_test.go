package letter_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/correspondence/letter"
)

func mail(headers, body string) []byte {
	return []byte(strings.ReplaceAll("From: A Lawyer <lawyer@firm.example>\n"+headers+"\n"+body, "\n", "\r\n"))
}

func TestWhatAMailSays(t *testing.T) {
	const alternative = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n"
	cases := []struct {
		about, headers, body, text string
		files                      []string
		cut                        bool
	}{
		{"plain", "", "Dear colleague\n", "Dear colleague", nil, false},
		{"quoted", "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n", "caf=C3=A9 =\nnoir", "café noir", nil, false},
		{"western letters", "Content-Type: text/plain; charset=iso-8859-1\n", "caf\xe9", "café", nil, false},
		{"a wrong set", "Content-Type: text/plain; charset=martian\n", "caf\xe9", "café", nil, false},
		{"arabic", "Content-Type: text/plain; charset=windows-1256\nContent-Transfer-Encoding: base64\n", "4dEo", "لر(", nil, false},
		{"a page instead of text", "Content-Type: text/html\n", "<html><head><title>x</title><style>p{}</style></head><body><p>Dear</p><script>alert(1)</script><p>colleague &lt;3</p></body></html>", "Dear\n\ncolleague <3", nil, false},
		{"two ways of saying it", alternative, "--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<b>html</b>\n--b--", "plain", nil, false},
		{"the page first", alternative, "--b\nContent-Type: text/html\n\n<b>html</b>\n--b\nContent-Type: text/plain\n\nplain\n--b--", "plain", nil, false},
		{"only the page of two", alternative, "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<b>html</b>\n--b--", "html", nil, false},
		{"a file", "Content-Type: multipart/mixed; boundary=b\n", "--b\n\nsee\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"a/../b.exe\"\n\nMZ\n--b--", "see", []string{"b.exe application/octet-stream"}, false},
		{"a forwarded mail", "Content-Type: multipart/mixed; boundary=b\n", "--b\n\nsee\n--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\n\nin\n--b--", "see", []string{"message-1.eml message/rfc822"}, false},
		{"a picture that says it is text", "Content-Type: multipart/mixed; boundary=b\n", "--b\n\nsee\n--b\nContent-Type: text/plain; name=x.txt\n\n\xff\xd8\xff\n--b--", "see", []string{"x.txt image/jpeg"}, false},
		{"signs that turn the line", "", "a\u202eb\x07c", "abc", nil, false},
		{"torn off", "Content-Type: multipart/mixed; boundary=b\n", "--b\n\nthe beginning", "the beginning", nil, true},
		{"broken base64", "Content-Transfer-Encoding: base64\n", "RGVhciE=!!!", "Dear!", nil, true},
		{"very long", "", strings.Repeat("x", letter.MaxText+1), strings.Repeat("x", letter.MaxText), nil, true},
		{"out of a mail folder", "", "x", "x", nil, false},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			raw := mail(c.headers, c.body)
			if c.about == "out of a mail folder" {
				raw = append([]byte("From lawyer@firm.example Mon Nov 2 10:00:00 2020\r\n"), raw...)
			}
			m, err := letter.Read(raw)
			if err != nil || m.Text != c.text || m.Cut != c.cut || len(m.Files) != len(c.files) || m.FromName != "A Lawyer" || m.FromAddress != "lawyer@firm.example" {
				t.Fatalf("%+v, %v", m, err)
			}
			for i, f := range m.Files {
				if f.Name+" "+f.MediaType != c.files[i] {
					t.Errorf("%s %s", f.Name, f.MediaType)
				}
			}
		})
	}
}

func TestHeadersAreReadAndNotBelieved(t *testing.T) {
	m, err := letter.Read(mail("Message-ID: <1@firm.example>\nIn-Reply-To: <2@us.example>\nReferences: <3@us.example>\n <4@us.example> <bad@x\u00e9> <a@b@c>\nSubject: =?utf-8?q?caf=C3=A9?=\n and more\nDate: Mon, 02 Nov 2020 10:00:00 +0100\nAuto-Submitted: auto-replied\n", "x"))
	if err != nil || m.ID != "<1@firm.example>" || strings.Join(m.Answers, " ") != "<2@us.example> <4@us.example> <3@us.example>" || m.Subject != "café and more" || !m.Automatic || m.SentAt.UTC().Hour() != 9 {
		t.Errorf("%+v, %v", m, err)
	}
	for from, want := range map[string]string{"<a@b.example>": " a@b.example", "\"x@evil.example> RCPT\"@b.example": "\"x@evil.example> RCPT\"@b.example ", "Undisclosed": "Undisclosed ", "A <a@b.example>, C <c@d.example>": "A a@b.example", "=?utf-8?q?Zo=C3=AB?= <z@b.example>": "Zoë z@b.example"} {
		m, err := letter.Read([]byte("From: " + from + "\r\n\r\nx"))
		if err != nil || m.FromName+" "+m.FromAddress != want {
			t.Errorf("%s: %q %q, %v", from, m.FromName, m.FromAddress, err)
		}
	}
}

func TestWhatIsNoMailIsRefusedWithAWayOut(t *testing.T) {
	deep := "Content-Type: multipart/mixed; boundary=b0\n\n"
	for i := range 40 {
		deep += "--b" + string(rune('0'+i)) + "\nContent-Type: multipart/mixed; boundary=b" + string(rune('0'+i+1)) + "\n\n"
	}
	for about, c := range map[string]struct{ raw, says string }{
		"nothing":              {" \r\n", "empty"},
		"an Outlook file":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".eml"},
		"a PDF":                {"%PDF-1.4", "document"},
		"a text":               {"Dear colleague, we write to you because of the breach.", "not a saved mail"},
		"without a sender":     {"Subject: x\r\n\r\nx", "who it is from"},
		"zeros in the head":    {"From: a@b.example\r\nX: \x00\r\n\r\nx", "head of this mail"},
		"a head without end":   {"From: a@b.example\r\nX: " + strings.Repeat("a", 1<<17) + "\r\n\r\nx", "head of this mail"},
		"an empty body":        {"From: a@b.example\r\n\r\n", "Nothing can be read"},
		"parts without end":    {"From: a@b.example\r\n" + strings.ReplaceAll(deep, "\n", "\r\n"), "Nothing can be read"},
		"parts without a seam": {"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nx", "Nothing can be read"},
		"too large":            {"From: a@b.example\r\n\r\n" + strings.Repeat("x", letter.MaxBytes), "larger than"},
	} {
		_, err := letter.Read([]byte(c.raw))
		if !models.IsKind(err, models.KindInvalid) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "Nothing was kept") {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestMoreFilesThanAnybodySendsAreNotKeptOneByOne(t *testing.T) {
	body := strings.Repeat("--b\nContent-Disposition: attachment\n\nx\n", 200) + "--b--"
	m, err := letter.Read(mail("Content-Type: multipart/mixed; boundary=b\n", body))
	if err != nil || len(m.Files) != letter.MostFiles || !m.Cut {
		t.Errorf("%d files, %v, %v", len(m.Files), m.Cut, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(mail("", "x"))
	f.Add(mail("Content-Type: multipart/alternative; boundary=b\n", "--b\nContent-Type: text/html; charset=iso-2022-jp\n\n<p>x</p>\n--b--"))
	f.Add(mail("Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename*=utf-8''%2e%2e%2fx\n\nx\n--b--"))
	f.Add(mail("Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-16\n", "AGEAYg=="))
	f.Add([]byte("From: =?utf-8?b?gIA=?= <a@b.example>\r\nReferences: <a@b> <c@d>\r\n\r\nx"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := letter.Read(raw)
		if err != nil {
			if !models.IsKind(err, models.KindInvalid) {
				t.Errorf("an error that is not for a person: %v", err)
			}
			return
		}
		if utf8.RuneCountInString(m.Text) > letter.MaxText || len(m.Files) > letter.MostFiles {
			t.Error("past its limits")
		}
		for _, s := range append([]string{m.Text, m.Subject, m.FromName}, names(m)...) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E }) {
				t.Errorf("%q cannot be shown", s)
			}
		}
		for _, n := range names(m) {
			if n == "" || n == ".." || strings.ContainsAny(n, "/\\\n") {
				t.Errorf("%q is no name of a file", n)
			}
		}
	})
}

func names(m letter.Mail) (out []string) {
	for _, f := range m.Files {
		out = append(out, f.Name)
	}
	return out
}
