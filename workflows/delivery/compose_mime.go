package delivery

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"time"

	"candour/models/terms"
)

// mimeSkeleton is one message as the library wrote it, cut where the person goes. Text between the cuts is encoded once.
type mimeSkeleton struct {
	lang       string
	head       []headPiece
	lines      int // of the header, its empty last one included
	parts      [2]partSkeleton
	end        []byte
	references int // how often the reader's reference stands in text and HTML together
	lookalikes int // of fixed words that have the form of a reference
}

type headPiece struct {
	text []byte
	then headField
}

type headField int

const (
	thenNothing headField = iota
	thenDate
	thenTo
	thenMessageID
)

// partSkeleton is the text or the HTML. In quoted-printable the pieces are encoded already; base64 has no seams, so there the whole is
// encoded for each person.
type partSkeleton struct {
	head    []byte // boundary and part header
	pieces  []string
	encoded [][]byte // of the even pieces; nil: base64
}

// sample stands in the skeleton while it is made. Every mark of it is cut out again.
var sample = struct {
	id, reference string
	to            Address
	at            terms.Instant
	plain, html   [3]string
}{
	id: "skeleton", to: Address{"cut-here@cut-here.invalid"}, at: terms.InstantOf(time.Unix(1, 0)),
	plain: [3]string{"CUTNAME", "CUTSOCIETY", "CUTREFERENCE"}, html: [3]string{"CUTNAME", "CUTSOCIETY", "CUTREFERENCE"},
}

// newMimeSkeleton lets the library build the message once, with all guards, cuts it, and proves that what is filled reads as the library's.
func newMimeSkeleton(words *skeleton, lang string, from Sender) (*mimeSkeleton, error) {
	m := Message{DeliveryID: sample.id, To: sample.to, Lang: lang, Subject: words.subject[0], ListID: ListID(from.Address),
		Text: fillPieces(words.text, sample.plain), HTML: fillPieces(words.html, sample.html), QueuedAt: sample.at}
	raw, err := m.Bytes(from)
	if err != nil {
		return nil, err
	}
	s := &mimeSkeleton{lang: lang}
	head, body, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		return nil, errors.New("build message: no end of headers")
	}
	head = append(head, "\r\n\r\n"...)
	s.lines = bytes.Count(head, newline)
	for _, f := range []struct {
		name, value string
		then        headField
	}{
		{"Date", m.QueuedAt.Time().Format("Mon, 02 Jan 2006 15:04:05 -0700"), thenDate},
		{"To", sample.to.mailbox, thenTo},
		{"Message-ID", MessageID(sample.id, from.Address), thenMessageID},
	} {
		line := []byte(f.name + ": " + f.value + "\r\n")
		before, after, ok := bytes.Cut(head, line)
		if !ok {
			return nil, fmt.Errorf("build message: no %s header to cut at", f.name)
		}
		s.head = append(s.head, headPiece{append(before, f.name+": "...), f.then})
		head = append([]byte("\r\n"), after...)
	}
	s.head = append(s.head, headPiece{head, thenNothing})
	if err := s.cutBody(body, words); err != nil {
		return nil, err
	}
	for _, pieces := range [][]string{words.text, words.html} {
		for i, p := range pieces {
			if i%2 == 1 {
				if p[2] == 0x83 {
					s.references++
				}
				continue
			}
			_, all := countReferences([]byte(p), "")
			s.lookalikes += all
		}
	}
	return s, s.prove(m, words)
}

// cutBody keeps what stands around the two parts and encodes their fixed pieces.
func (s *mimeSkeleton) cutBody(body []byte, words *skeleton) error {
	mark := []byte("--" + boundary(sample.id))
	var at []int
	for from := 0; ; {
		i := bytes.Index(body[from:], mark)
		if i < 0 {
			break
		}
		at = append(at, from+i)
		from += i + len(mark)
	}
	if len(at) != 3 {
		return errors.New("build message: it does not have two parts")
	}
	for i, pieces := range [][]string{words.text, words.html} {
		part := body[at[i]:at[i+1]]
		end := bytes.Index(part, []byte("\r\n\r\n"))
		if end < 0 {
			return errors.New("build message: a part has no header")
		}
		head := append([]byte(nil), part[:end+4]...)
		if i == 0 {
			head = append(append([]byte(nil), body[:at[0]]...), head...)
		} else {
			head = append([]byte("\r\n"), head...)
		}
		s.parts[i] = partSkeleton{head: head, pieces: pieces}
		if bytes.Contains(bytes.ToLower(head), []byte("content-transfer-encoding: base64")) {
			continue
		}
		for j := 0; j < len(pieces); j += 2 {
			var b bytes.Buffer
			w := quotedprintable.NewWriter(&b)
			if _, err := io.WriteString(w, pieces[j]); err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return err
			}
			s.parts[i].encoded = append(s.parts[i].encoded, b.Bytes())
		}
	}
	s.end = append([]byte("\r\n"), body[at[2]:]...)
	return nil
}

// fill appends the part of one person and says how many references it holds: the reader's own, and all.
func (p *partSkeleton) fill(buf []byte, v values, html bool) (out []byte, own, all int) {
	vs := &v.plain
	if html {
		vs = &v.html
	}
	buf = append(buf, p.head...)
	from := len(buf)
	if p.encoded == nil {
		text := fillPieces(p.pieces, *vs)
		own, all = countReferences([]byte(text), v.reference)
		return appendBase64(buf, text), own, all
	}
	for i := range p.pieces {
		if i%2 == 0 {
			buf = append(buf, p.encoded[i/2]...)
			continue
		}
		// A soft break on both sides: what stands around a value is encoded as if a line began there, so no line grows too long.
		buf = append(buf, "=\r\n"...)
		buf = appendQuoted(buf, vs[p.pieces[i][2]-0x81])
		buf = append(buf, "=\r\n"...)
	}
	own, all = countReferences(buf[from:], v.reference)
	return buf, own, all
}

const hexDigits = "0123456789ABCDEF"

// appendQuoted writes a value in quoted-printable, from the beginning of a line. A dash or a dot at the beginning is encoded, so that no
// value can look like a boundary or end the message.
func appendQuoted(buf []byte, s string) []byte {
	column := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if column > 70 {
			buf = append(buf, "=\r\n"...)
			column = 0
		}
		if c == '=' || c < ' ' || c > '~' || column == 0 && (c == '-' || c == '.') {
			buf = append(buf, '=', hexDigits[c>>4], hexDigits[c&15])
			column += 3
			continue
		}
		buf = append(buf, c)
		column++
	}
	return buf
}

func appendBase64(buf []byte, s string) []byte {
	const in, out = 57, 76 // bytes of a line before and after
	for ; len(s) > in; s = s[in:] {
		buf = base64.StdEncoding.AppendEncode(buf, []byte(s[:in]))
		buf = append(buf, "\r\n"...)
	}
	return base64.StdEncoding.AppendEncode(buf, []byte(s))
}

// referenceLength is that of 482-109-375-516-280-379.
const referenceLength = 23

// countReferences counts words of the form of a reference: those that are the given one, and all. Most of a text can hold none, and is passed
// over in strides.
func countReferences(b []byte, own string) (mine, all int) {
	for i := referenceLength - 1; i < len(b); i += referenceLength {
		if !referenceByte(b[i]) {
			continue
		}
		from, to := i, i+1
		for from > 0 && referenceByte(b[from-1]) {
			from--
		}
		for to < len(b) && referenceByte(b[to]) {
			to++
		}
		for at := from; at+referenceLength <= to; at++ {
			if !referenceWord(b[at:at+referenceLength]) || at > 0 && alphanumeric(b[at-1]) || at+referenceLength < len(b) && alphanumeric(b[at+referenceLength]) {
				continue
			}
			all++
			if sameReference(b[at:at+referenceLength], own) {
				mine++
			}
		}
		i = to - 1
	}
	return mine, all
}

// referenceByte: in right-to-left text dots stand for the dashes.
func referenceByte(c byte) bool { return '0' <= c && c <= '9' || c == '-' || c == '.' }

func referenceWord(b []byte) bool {
	for i, c := range b {
		if i%4 == 3 && c != b[3] || (i%4 == 3) == ('0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

func sameReference(b []byte, own string) bool {
	if len(b) != len(own) {
		return false
	}
	for i := range b {
		if b[i] != own[i] && i%4 != 3 {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '-'
}

// prove fills the skeleton and reads both messages with a real parser: headers and parts must be the same.
func (s *mimeSkeleton) prove(m Message, words *skeleton) error {
	v := values{plain: [3]string{"A. B-C =é", "--x", "234-567-890-123-456-789"}, html: [3]string{"<b>=é</b>", ".", "234-567-890-123-456-789"}, reference: "234-567-890-123-456-789"}
	m.Text, m.HTML = fillPieces(words.text, v.plain), fillPieces(words.html, v.html)
	want, err := m.Bytes(Sender{Address{"cut@cut.invalid"}, "x"})
	if err != nil {
		return err
	}
	got := s.header(nil, PersonMessage{DeliveryID: m.DeliveryID, To: m.To, QueuedAt: m.QueuedAt}, "<x@y>")
	own := 0
	for i := range s.parts {
		var n int
		got, n, _ = s.parts[i].fill(got, v, i == 1)
		own += n
	}
	got = append(got, s.end...)
	a, err := readParts(got)
	if err != nil {
		return fmt.Errorf("build message: %w", err)
	}
	b, err := readParts(want)
	if err != nil {
		return fmt.Errorf("build message: %w", err)
	}
	if a != b || own != s.references {
		return errors.New("build message: filled in, it does not read as the library would have written it")
	}
	return nil
}

// readParts gives type and decoded content of the two parts.
func readParts(raw []byte) (out [2]string, err error) {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return out, err
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return out, err
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	for i := range out {
		p, err := r.NextRawPart()
		if err != nil {
			return out, err
		}
		var in io.Reader = quotedprintable.NewReader(p)
		if strings.EqualFold(p.Header.Get("Content-Transfer-Encoding"), "base64") {
			in = base64.NewDecoder(base64.StdEncoding, p)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			return out, err
		}
		out[i] = p.Header.Get("Content-Type") + "\n" + strings.ReplaceAll(string(b), "\r\n", "\n")
	}
	if _, err := r.NextRawPart(); err != io.EOF {
		return out, errors.New("more than two parts")
	}
	return out, nil
}
