package wordcheck

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a piece of a text, in bytes of it.
type span struct{ from, to int }

// text is one field as read, with what the checks need of it.
type text struct {
	field, raw string
	folded     string // lower case; in Arabic without vowel signs and with one alef
	origin     []int  // for each byte of folded, where in raw its letter begins; one more for the end
	paragraphs []span
	sentences  []span
}

func baseLanguage(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base
}

func newText(field, raw, lang string) *text {
	t := &text{field: field, raw: raw}
	var b strings.Builder
	for i, r := range raw {
		for _, f := range fold(r, lang) {
			n := b.Len()
			b.WriteRune(f)
			for range b.Len() - n {
				t.origin = append(t.origin, i)
			}
		}
	}
	t.folded = b.String()
	t.origin = append(t.origin, len(raw))
	t.paragraphs = paragraphsOf(raw)
	for _, p := range t.paragraphs {
		t.sentences = append(t.sentences, sentencesOf(raw, p)...)
	}
	return t
}

// fold makes letters equal that a reader takes for the same: case, curly quotes, hard spaces; in Arabic the vowel signs, the stretching stroke
// and the forms of alef.
func fold(r rune, lang string) []rune {
	switch r {
	case '’', 'ʼ', '‘':
		return []rune{'\''}
	case '\u00a0', '\u202f':
		return []rune{' '}
	}
	if lang == "ar" {
		switch {
		case r == 'ـ', r >= 0x064B && r <= 0x0652, r == 0x0670:
			return nil
		case r == 'أ', r == 'إ', r == 'آ', r == 'ٱ':
			return []rune{'ا'}
		}
	}
	return []rune{unicode.ToLower(r)}
}

// back turns a span of folded into one of raw.
func (t *text) back(s span) span { return span{t.origin[s.from], t.origin[s.to]} }

func (t *text) chars(at int) int { return utf8.RuneCountInString(t.raw[:at]) }

// find gives each place where a pattern stands, in raw. The first group of the pattern is the place.
func (t *text) find(p *regexp.Regexp) []span {
	var out []span
	for from := 0; from <= len(t.folded); {
		m := p.FindStringSubmatchIndex(t.folded[from:])
		if m == nil || m[3] <= m[2] {
			break
		}
		out = append(out, t.back(span{from + m[2], from + m[3]}))
		from += m[3]
	}
	return out
}

func (t *text) has(p *regexp.Regexp) bool { return len(t.find(p)) > 0 }

// sentence is the one that a place stands in.
func (t *text) sentence(at span) span {
	for _, s := range t.sentences {
		if at.from >= s.from && at.from < s.to {
			return s
		}
	}
	return at
}

// part is a piece of the text as a text of its own.
func (t *text) part(s span, lang string) *text { return newText(t.field, t.raw[s.from:s.to], lang) }

func paragraphsOf(s string) []span {
	var out []span
	start, end := -1, 0
	for at := 0; at <= len(s); {
		next := strings.IndexByte(s[at:], '\n')
		if next < 0 {
			next = len(s)
		} else {
			next += at
		}
		blank := strings.TrimSpace(s[at:next]) == ""
		switch {
		case !blank && start < 0:
			start, end = at, next
		case !blank:
			end = next
		case start >= 0:
			out, start = append(out, span{start, end}), -1
		}
		at = next + 1
	}
	if start >= 0 {
		out = append(out, span{start, end})
	}
	return out
}

// sentencesOf cuts at full stops, question and exclamation marks that end a word, and at the ends of lines of a list. A full stop after one letter
// or between digits ends nothing.
func sentencesOf(s string, p span) []span {
	var out []span
	start := p.from
	cut := func(end int) {
		if strings.TrimSpace(s[start:end]) != "" {
			out = append(out, span{start, end})
		}
		start = end
	}
	for i := p.from; i < p.to; {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		switch r {
		case '\n':
			cut(i)
		case '.', '!', '?', '؟', '…':
			next, _ := utf8.DecodeRuneInString(s[end:])
			if end >= p.to || unicode.IsSpace(next) || next == '»' || next == '"' || next == '”' {
				if r != '.' || !afterOneLetter(s[start:i]) {
					cut(end)
				}
			}
		}
		i = end
	}
	cut(p.to)
	return out
}

func afterOneLetter(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return unicode.IsLetter(r) && (len(s) == n || !unicode.IsLetter(before) && !unicode.IsDigit(before)) && unicode.IsUpper(r)
}

// wordsOf are the words of a sentence; a placeholder that stays counts as one.
func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '_' && r != '\'' && r != '’' && r != '-' && r != '\u00a0' && r != '@' && r != '.' && r != ','
	})
}

// Paragraphs are those that ties count.
func Paragraphs(s string) []string {
	var out []string
	for _, p := range paragraphsOf(s) {
		out = append(out, s[p.from:p.to])
	}
	return out
}
