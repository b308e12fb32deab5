package planted

import (
	"strings"
	"unicode"
)

// text is free text made comparable: case, accents, vowel marks, invisible characters and the digits of other scripts are levelled, and each
// rune knows where it stands in the original.
type text struct {
	raw   string
	runes []rune
	at    []int // byte offset in raw of each rune; one more for the end
}

func read(s string) text {
	t := text{raw: s}
	for i, r := range s {
		for _, x := range level(r) {
			t.runes = append(t.runes, x)
			t.at = append(t.at, i)
		}
	}
	t.at = append(t.at, len(s))
	return t
}

// span is the bytes of the original from one rune to before another, without what is invisible at its end.
func (t text) span(from, to int) (int, int) {
	start, end := t.at[from], len(t.raw)
	if to < len(t.runes) {
		last := t.at[to-1]
		for i := range t.raw[last:] {
			if i > 0 {
				end = last + i
				break
			}
		}
		for i, r := range t.raw[end:t.at[to]] { // marks that sit on the last letter belong to it
			if !unicode.Is(unicode.Mn, r) {
				end += i
				return start, end
			}
		}
		end = t.at[to]
	}
	return start, end
}

// folded letters of the languages we write in; what is not here is lower-cased only.
var folded = map[rune]string{'à': "a", 'á': "a", 'â': "a", 'ä': "a", 'ç': "c", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e", 'í': "i", 'î': "i", 'ï': "i", 'ñ': "n",
	'ó': "o", 'ô': "o", 'ö': "o", 'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'œ': "oe", 'æ': "ae",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ؤ': "و",
	'\u2019': "'", '\u2018': "'", '\u02BC': "'", '\u2032': "'", '\u2010': "-", '\u2011': "-", '\u2012': "-", '\u2212': "-",
	'\u00A0': " ", '\u202F': " ", '\u2009': " ", '\u2007': " ", '\u2008': " ", '\u2002': " ", '\u2003': " ", '\u200A': " ", '\t': " "}

func level(r rune) string {
	switch {
	case r >= '٠' && r <= '٩':
		return string('0' + r - '٠')
	case r >= '۰' && r <= '۹':
		return string('0' + r - '۰')
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ':
		return "" // accents on their own, vowel marks, direction marks, soft hyphens, the Arabic stretch
	}
	r = unicode.ToLower(r)
	if s, ok := folded[r]; ok {
		return s
	}
	return string(r)
}

func fold(s string) string { return string(read(s).runes) }

// word is a run of letters (and digits stuck to them), with the runes it stands on.
type word struct {
	s        string
	from, to int
}

// words of a text. Apostrophes and hyphens part words; digits are words of their own unless letters are stuck to them.
func (t text) words() (out []word) {
	for i := 0; i < len(t.runes); {
		if !wordRune(t.runes[i]) {
			i++
			continue
		}
		j := i
		for j < len(t.runes) && wordRune(t.runes[j]) {
			j++
		}
		out = append(out, word{string(t.runes[i:j]), i, j})
		i = j
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// between are the runes from one word to the next.
func (t text) between(a, b word) string { return string(t.runes[a.to:b.from]) }

// sentence gives the bytes of the sentence around a span: what a person is shown, and what is put in its place.
func sentence(s string, from, to int) (int, int) {
	start, end := 0, len(s)
	for i, r := range s[:from] {
		if r == '\n' || strings.ContainsRune(".!?؟…", r) && i+len(string(r)) < len(s) && strings.ContainsRune(" \n\u00A0\u202F", rune(s[i+len(string(r))])) && !abbreviation(s[:i]) {
			start = i + len(string(r))
		}
	}
	for i, r := range s[to:] {
		at := to + i
		if r == '\n' {
			end = at
			break
		}
		if next := at + len(string(r)); strings.ContainsRune(".!?؟…", r) && (next >= len(s) || s[next] == ' ' || s[next] == '\n') && !abbreviation(s[:at]) {
			end = next
			break
		}
	}
	for start < from && strings.ContainsRune(" \t", rune(s[start])) {
		start++
	}
	return start, end
}

// abbreviation says whether a full stop here ends no sentence: "approx.", "no.", "p. ex."
func abbreviation(before string) bool {
	w := before[strings.LastIndexAny(before, " \n(")+1:]
	switch fold(w) {
	case "approx", "no", "nr", "ca", "env", "aprox", "e.g", "i.e", "ex", "art", "mr", "mrs", "dr", "jan", "feb", "sept", "oct", "nov", "dec", "janv", "fevr", "juil":
		return true
	}
	return false
}
