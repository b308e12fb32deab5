package sheet

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const resave = "Open it in the program it came from and save it as \"CSV UTF-8\", then send it again. Nothing was kept."

// encodingOf decides by the byte order mark, then by what the first bytes look like. It never guesses an 8-bit
// encoding: a wrong guess would turn names into other names without anybody noticing.
func encodingOf(head []byte) (name string, skip int, err error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xFE, 0xFF}):
		return "", 0, refuse(WrongEncoding, "The file is written in UTF-32, which is not read here. "+resave)
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return "UTF-8 with BOM", 3, nil
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return "UTF-16 LE", 2, nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return "UTF-16 BE", 2, nil
	}
	probe := head[:min(len(head), 4096)]
	if nul := bytes.Count(probe, []byte{0}); nul > 2 && nul*5 > len(probe)*2 {
		return "", 0, refuse(WrongEncoding, "The file looks like UTF-16 without a byte order mark, so its letters cannot be read with certainty. "+resave)
	}
	if looksWindows1252(head) {
		return "", 0, refuse(WrongEncoding, "The file is not UTF-8; it looks like Windows-1252 or another older encoding, so accented letters would be read wrongly. "+resave)
	}
	return "UTF-8", 0, nil
}

// looksWindows1252 is true when the sample holds no valid non-ASCII letter at all, and every byte that is not
// UTF-8 stands where an accented letter would stand. A few damaged bytes in a good file are left to the rows.
func looksWindows1252(b []byte) bool {
	found := false
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r != utf8.RuneError || n > 1 {
			return false
		}
		if !utf8.FullRune(b[i:]) { // the sample ends in the middle of a letter
			break
		}
		if !latinLetter(b[i]) || !wordEdge(b, i-1) || !wordEdge(b, i+1) || !(asciiLetter(b, i-1) || asciiLetter(b, i+1)) {
			return false
		}
		found = true
		i++
	}
	return found
}

func latinLetter(c byte) bool {
	return c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0xFF || c == 0x8A || c == 0x8E || c == 0x9A || c == 0x9E
}

func asciiLetter(b []byte, i int) bool {
	return i >= 0 && i < len(b) && (b[i]|0x20) >= 'a' && (b[i]|0x20) <= 'z'
}

func wordEdge(b []byte, i int) bool {
	if i < 0 || i >= len(b) || asciiLetter(b, i) || b[i] >= 0x80 {
		return true
	}
	return bytes.IndexByte([]byte(" ,;|\t\"'-.\r\n"), b[i]) >= 0
}

// utf16Reader turns UTF-16 into UTF-8. What is not a character (half a surrogate pair, an odd last byte) becomes
// the byte 0xFF, which is never UTF-8: so the row it stands in is rejected, and nothing is replaced silently.
type utf16Reader struct {
	src    io.Reader
	big    bool
	in     []byte
	out    []byte
	high   uint16 // a first half that waits for its second
	odd    []byte
	buffer [16 << 10]byte
	err    error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) fill() {
	n, err := u.src.Read(u.buffer[:])
	b := append(u.odd, u.buffer[:n]...)
	out := u.in[:0]
	i := 0
	for ; i+1 < len(b); i += 2 {
		c := uint16(b[i]) | uint16(b[i+1])<<8
		if u.big {
			c = uint16(b[i])<<8 | uint16(b[i+1])
		}
		out = u.unit(out, c)
	}
	u.odd = append([]byte(nil), b[i:]...)
	if err != nil {
		u.err = err
		if err == io.EOF {
			if u.high != 0 || len(u.odd) > 0 {
				out = append(out, 0xFF)
			}
		}
	}
	u.in, u.out = out, out
}

func (u *utf16Reader) unit(out []byte, c uint16) []byte {
	if u.high != 0 {
		h := u.high
		u.high = 0
		if r := utf16.DecodeRune(rune(h), rune(c)); r != utf8.RuneError {
			return utf8.AppendRune(out, r)
		}
		out = append(out, 0xFF)
	}
	switch {
	case c >= 0xD800 && c < 0xDC00:
		u.high = c
		return out
	case c >= 0xDC00 && c < 0xE000:
		return append(out, 0xFF)
	}
	return utf8.AppendRune(out, rune(c))
}
