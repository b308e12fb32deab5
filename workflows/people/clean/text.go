// Package clean turns what stands in a cell into what is kept: normal form, no control characters, strict addresses.
// It refuses instead of repairing, because a repaired name is another name. Pure: no clock, no database.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Reason says why a value is refused, in a sentence that never repeats the value.
type Reason struct {
	Code   string
	Detail string
}

func (r *Reason) Error() string { return r.Detail }

func no(code, detail string) *Reason { return &Reason{code, detail} }

// MaxText is the most characters kept of one field.
const MaxText = 300

// Text is a line of text in NFC without outer white space. Refused: control characters (C0, C1, NUL), the
// directional overrides and isolates of Unicode (U+202A-E, U+2066-9: they can show a name backwards, UAX 9), line and
// paragraph separators, U+FFFD (letters were lost before the file came here). Kept: ZWJ and ZWNJ, which Persian,
// Urdu and the scripts of India need.
func Text(s string) (string, *Reason) {
	s = strings.TrimSpace(s)
	if plainASCII(s) {
		if len(s) > MaxText {
			return "", tooLong()
		}
		return s, nil
	}
	for _, r := range s {
		switch {
		case r == 0:
			return "", no("nul", "A cell holds the character NUL. Remove it and send this again.")
		case unicode.Is(unicode.Cc, r), r == 0x2028, r == 0x2029:
			return "", no("control_character", "A cell holds a control character or a line break. Remove it and send this again.")
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return "", no("bidi_control", "A cell holds an invisible character that changes the direction of the text, so it would be shown differently from what it is. Remove it and send this again.")
		case r == utf8.RuneError:
			return "", no("lost_letter", "A cell holds the replacement sign \uFFFD: a letter was lost before the file was sent. Correct it from the source.")
		}
	}
	s = norm.NFC.String(s)
	if utf8.RuneCountInString(s) > MaxText {
		return "", tooLong()
	}
	return s, nil
}

// Lines is Text for a postal address: line breaks inside become ", ".
func Lines(s string) (string, *Reason) {
	if !strings.ContainsAny(s, "\r\n") {
		return Text(s)
	}
	var parts []string
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		t, why := Text(line)
		if why != nil {
			return "", why
		}
		if t != "" {
			parts = append(parts, t)
		}
	}
	return Text(strings.Join(parts, ", "))
}

func tooLong() *Reason {
	return no("too_long", "A cell holds more than 300 characters, which no name or address needs.")
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			return false
		}
	}
	return true
}

// Folded is the form that look-ups compare: NFKC, case folded, white space single. Equal people in two spellings of
// the same letters find each other; different letters stay different.
func Folded(s string) string {
	if plainASCII(s) {
		s = strings.ToLower(s)
	} else {
		s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(s)))
	}
	if strings.Contains(s, "  ") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// Words are the different words of a name in look-up form, at most 12. Joiners stay inside a word; hyphens,
// apostrophes and commas part words as white space does, so that "de-Vries" is found by "vries".
func Words(name string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(Folded(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != 0x200C && r != 0x200D
	}) {
		seen := false
		for _, o := range out {
			seen = seen || o == w
		}
		if !seen {
			out = append(out, w)
		}
		if len(out) == 12 {
			break
		}
	}
	return out
}

// Cell makes a value safe for a table that somebody opens in a spreadsheet: what begins like a formula gets an
// apostrophe in front (OWASP, CSV injection; TRUST IM-07). Uncell takes it off again.
func Cell(s string) string {
	if dangerous(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// Uncell undoes Cell.
func Uncell(s string) string {
	if strings.HasPrefix(s, "'") && dangerous(strings.TrimLeft(s, "'")) {
		return s[1:]
	}
	return s
}

func dangerous(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '=', '+', '-', '@', '\t', '\r', '\n', 0, '＝', '＋', '－', '＠':
		return s != ""
	}
	return false
}
