package sheet

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlScanner reads the small part of XML that spreadsheets use, with bounded memory. encoding/xml is not used for
// it: one text of 500 MB would be held whole. A DTD is refused, so no entity can be declared.
type xmlScanner struct {
	r     *bufio.Reader
	kind  xmlKind
	name  string // local name of the element
	attrs []xmlAttr
	text  []byte
	// long: the text was cut at the limit of a cell.
	long    bool
	closing bool // an empty element owes its end
	tag     []byte
}

type xmlKind byte

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
)

// xmlAttr points into the tag that was read last.
type xmlAttr struct {
	name  string
	value []byte
}

func newXMLScanner(r io.Reader) *xmlScanner {
	x := &xmlScanner{r: bufio.NewReaderSize(r, 64<<10)}
	if b, _ := x.r.Peek(3); bytes.Equal(b, []byte{0xEF, 0xBB, 0xBF}) {
		x.r.Discard(3)
	}
	return x
}

func broken() error {
	return refuse(Broken, "The workbook is damaged: its inner XML cannot be read. Save it again in the program it came from. Nothing was kept.")
}

// attr is good until the next token.
func (x *xmlScanner) attr(name string) []byte {
	for _, a := range x.attrs {
		if a.name == name {
			return a.value
		}
	}
	return nil
}

// next moves to the next start, end or text. io.EOF ends the document.
func (x *xmlScanner) next() error {
	if x.closing {
		x.closing, x.kind = false, xmlEnd
		return nil
	}
	for {
		c, err := x.r.ReadByte()
		if err != nil {
			return err
		}
		if c != '<' {
			x.r.UnreadByte()
			return x.readText()
		}
		b, err := x.r.Peek(1)
		if err != nil {
			return broken()
		}
		switch b[0] {
		case '?':
			if err := x.skipTo("?>"); err != nil {
				return err
			}
		case '!':
			done, err := x.bang()
			if done || err != nil {
				return err
			}
		default:
			return x.element()
		}
	}
}

func (x *xmlScanner) bang() (text bool, err error) {
	b, _ := x.r.Peek(8)
	switch {
	case bytes.HasPrefix(b, []byte("!--")):
		x.r.Discard(3)
		return false, x.skipTo("-->")
	case bytes.Equal(b, []byte("![CDATA[")):
		x.r.Discard(8)
		x.kind, x.text, x.long = xmlText, x.text[:0], false
		return true, x.until("]]>", func(c byte) { x.keep(c) })
	}
	return false, refuse(Unsafe, "The workbook declares a document type (DTD), which a list of people never needs. It was refused and not read. Nothing was kept.")
}

func (x *xmlScanner) keep(c byte) {
	if len(x.text) <= MaxCell {
		x.text = append(x.text, c)
	} else {
		x.long = true
	}
}

func (x *xmlScanner) skipTo(end string) error { return x.until(end, func(byte) {}) }

// until gives each byte before end to each.
func (x *xmlScanner) until(end string, each func(byte)) error {
	var tail [3]byte
	n := 0
	for {
		c, err := x.r.ReadByte()
		if err != nil {
			return broken()
		}
		tail[n] = c
		if n++; n < len(end) {
			continue
		}
		if string(tail[:n]) == end {
			return nil
		}
		each(tail[0])
		copy(tail[:], tail[1:n])
		n--
	}
}

// readText collects text up to the next tag; long text is passed over, not kept.
func (x *xmlScanner) readText() error {
	x.kind, x.text, x.long = xmlText, x.text[:0], false
	for {
		part, err := x.r.ReadSlice('<')
		if err == nil {
			part = part[:len(part)-1]
			x.r.UnreadByte()
		}
		if room := MaxCell*6 + 1 - len(x.text); len(part) > room {
			x.text, x.long = append(x.text, part[:max(room, 0)]...), true
		} else {
			x.text = append(x.text, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && err != io.EOF {
			return err
		}
		break
	}
	if x.long {
		return nil
	}
	var ok bool
	if x.text, ok = unescape(x.text); !ok {
		return broken()
	}
	return nil
}

// readTag reads up to the ">" that ends the tag; one inside an attribute's quotes does not.
func (x *xmlScanner) readTag() error {
	x.tag = x.tag[:0]
	quote := byte(0)
	for {
		part, err := x.r.ReadSlice('>')
		if err != nil || len(x.tag)+len(part) > MaxRecord {
			return broken()
		}
		for _, c := range part[:len(part)-1] {
			if quote == 0 && (c == '"' || c == '\'') {
				quote = c
			} else if c == quote {
				quote = 0
			}
		}
		x.tag = append(x.tag, part...)
		if quote == 0 {
			x.tag = x.tag[:len(x.tag)-1]
			return nil
		}
	}
}

func (x *xmlScanner) element() error {
	if err := x.readTag(); err != nil {
		return err
	}
	b := x.tag
	if len(b) > 0 && b[0] == '/' {
		x.kind, x.name = xmlEnd, local(bytes.TrimSpace(b[1:]))
		return nil
	}
	x.kind = xmlStart
	if len(b) > 0 && b[len(b)-1] == '/' {
		x.closing, b = true, b[:len(b)-1]
	}
	i := bytes.IndexAny(b, " \t\r\n")
	if i < 0 {
		i = len(b)
	}
	x.name, x.attrs = local(b[:i]), x.attrs[:0]
	if x.name == "" {
		return broken()
	}
	return x.readAttrs(b[i:])
}

func (x *xmlScanner) readAttrs(b []byte) error {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		if len(b) == 0 {
			return nil
		}
		eq := bytes.IndexByte(b, '=')
		if eq < 1 {
			return broken()
		}
		name := local(bytes.TrimSpace(b[:eq]))
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) < 2 || b[0] != '"' && b[0] != '\'' {
			return broken()
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return broken()
		}
		value, ok := unescape(b[1 : 1+end : 1+end])
		if !ok {
			return broken()
		}
		x.attrs = append(x.attrs, xmlAttr{name, value})
		b = b[end+2:]
	}
}

// local drops the namespace prefix; the common names cost no memory.
func local(b []byte) string {
	if i := bytes.IndexByte(b, ':'); i >= 0 {
		b = b[i+1:]
	}
	switch string(b) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "r":
		return "r"
	case "t":
		return "t"
	case "s":
		return "s"
	case "is":
		return "is"
	case "si":
		return "si"
	case "row":
		return "row"
	}
	return string(b)
}

// unescape replaces the five entities of XML and character numbers, in place. Others are not declared and so not XML.
func unescape(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, '&') < 0 {
		return b, true
	}
	out := b[:0]
	for i := 0; i < len(b); {
		if b[i] != '&' {
			out = append(out, b[i])
			i++
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		if end < 2 {
			return b, false
		}
		name := string(b[i+1 : i+end])
		i += end + 1
		switch name {
		case "amp":
			out = append(out, '&')
		case "lt":
			out = append(out, '<')
		case "gt":
			out = append(out, '>')
		case "quot":
			out = append(out, '"')
		case "apos":
			out = append(out, '\'')
		default:
			if name[0] != '#' || len(name) < 2 {
				return b, false
			}
			digits, base := name[1:], 10
			if digits[0] == 'x' || digits[0] == 'X' {
				digits, base = digits[1:], 16
			}
			n, err := strconv.ParseUint(digits, base, 32)
			if err != nil || !utf8.ValidRune(rune(n)) {
				return b, false
			}
			out = utf8.AppendRune(out, rune(n))
		}
	}
	return out, true
}
