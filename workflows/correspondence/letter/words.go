package letter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/unicode/norm"

	"candour/workflows/delivery"
)

// decoded takes the transfer encoding off; false: only as far as it could be read.
func decoded(h textproto.MIMEHeader, body io.Reader) ([]byte, bool) {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	b, err := io.ReadAll(io.LimitReader(body, MaxBytes))
	return b, err == nil
}

// inCharset reads text in the set it names; text in none, or in a wrong one, is read as UTF-8 or, failing that, as western letters.
func inCharset(b []byte, charset string) string {
	if e, err := htmlindex.Get(strings.TrimSpace(charset)); err == nil && !strings.EqualFold(charset, "us-ascii") {
		if s, err := e.NewDecoder().Bytes(b); err == nil && utf8.Valid(s) {
			return string(s)
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(s)
}

var words = mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxHeader))
	return strings.NewReader(inCharset(b, charset)), err
}}

func decodeHeader(s string) string {
	if d, err := words.DecodeHeader(s); err == nil {
		s = d
	}
	return inCharset([]byte(s), "")
}

// line is one line that can be shown.
func line(s string, most int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return s
}

// clean takes out what changes how a text is shown and is no part of it: controls, and signs that turn the direction of a line.
func clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r == 0x2028, r == 0x2029:
			return -1
		case unicode.Is(unicode.Co, r):
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

func shown(s string, cut *bool) string {
	lines := strings.Split(clean(s), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	s = strings.Trim(strings.Join(lines, "\n"), "\n")
	for strings.Contains(s, "\n\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n\n", "\n\n\n")
	}
	if utf8.RuneCountInString(s) > MaxText {
		s, *cut = string([]rune(s)[:MaxText]), true
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return s
}

// textOfHTML gives the words of a page. Nothing of it is ever shown as a page.
func textOfHTML(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	skip := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == "" {
				b.WriteString(strings.Join(strings.FieldsFunc(string(z.Text()), func(r rune) bool { return r == '\n' || r == '\r' }), " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch tag := string(name); tag {
			case "script", "style", "head", "title", "noscript", "template", "iframe", "object":
				if skip == "" && tag != "head" {
					skip = tag
				}
			case "br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "hr":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if string(name) == skip {
				skip = ""
			}
			if slices.Contains([]string{"p", "div", "h1", "h2", "h3", "h4", "table"}, string(name)) {
				b.WriteByte('\n')
			}
		}
	}
}

// sender reads From. An address that is not one we could write to is no address; the words stay.
func sender(from string) (name, address string) {
	p := mail.AddressParser{WordDecoder: &words}
	all, err := p.ParseList(from)
	if err != nil || len(all) == 0 {
		return line(decodeHeader(from), 200), ""
	}
	a, err := delivery.ParseAddress(all[0].Address)
	if err != nil {
		return line(decodeHeader(from), 200), ""
	}
	return line(all[0].Name, 200), a.String()
}

// ids are the message ids in a header, those that could stand in one of ours.
func ids(header string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(header, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		if delivery.WellFormedMessageID(w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
		if len(out) >= mostNamed {
			break
		}
	}
	return out
}

func firstOf(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

func reversed(s []string) []string {
	slices.Reverse(s)
	return s
}

// fileName is the last part of a name, without anything that could lead elsewhere or look like something else.
func fileName(given, kind string, n int) string {
	given = path.Base("/" + strings.ReplaceAll(decodeHeader(given), `\`, "/"))
	name := line(strings.Trim(given, "/. "), 150)
	if name != "" {
		return name
	}
	if kind == "message/rfc822" {
		return fmt.Sprintf("message-%d.eml", n)
	}
	return fmt.Sprintf("attachment-%d", n)
}

// mediaType is told from the bytes; what they do not say is only bytes, whatever the mail calls it, so that no program opens it by itself.
func mediaType(kind string, b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case kind == "message/rfc822":
		return kind
	case kind == "text/plain" && utf8.Valid(b) && bytes.IndexByte(b, 0) < 0:
		return kind
	}
	return "application/octet-stream"
}
