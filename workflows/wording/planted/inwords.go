package planted

import (
	"slices"
	"strings"
	"unicode"
)

// inWords finds a number said in words of a language.
func inWords(t text, words []word, lang string, n int) (out []Use) {
	sp, ok := spellers[lang]
	if !ok || n < 1 || n > mostInWords {
		return nil
	}
	slots := sp.slots(n)
	for i := range words {
		first, prefixed := words[i], false
		end, ok := follow(t, words, i, slots, false)
		if !ok && lang == "ar" {
			// و, ب, ل and ك are written onto the word that follows them.
			if rest, had := arabicPrefix(first.s); had {
				cut := slices.Clone(words)
				cut[i] = word{rest, first.to - len([]rune(rest)), first.to}
				if end, ok = follow(t, cut, i, slots, false); ok {
					first, prefixed = cut[i], true
				}
			}
		}
		if !ok || joinedBefore(t, words, i, sp, n, prefixed && strings.HasPrefix(words[i].s, "و")) || joinedAfter(t, words, i, end, sp, n) {
			continue
		}
		from, to := t.span(first.from, words[end-1].to)
		u := Use{From: from, To: to, Found: t.raw[from:to], Form: InWords, Language: lang}
		st := styleOf(u.Found, lang)
		u.restyle = func(m int) string {
			if m < 1 || m > mostInWords {
				return ""
			}
			return sp.say(m, st)
		}
		out = append(out, u)
	}
	return out
}

func arabicPrefix(s string) (string, bool) {
	for _, p := range []string{"وب", "ول", "و", "ب", "لل", "ل", "ك", "ف"} {
		if rest, ok := strings.CutPrefix(s, p); ok && len([]rune(rest)) > 1 {
			return rest, true
		}
	}
	return s, false
}

// follow matches the slots from word i on and gives the word after the last.
func follow(t text, words []word, i int, slots []slot, inside bool) (int, bool) {
	if len(slots) == 0 {
		return i, true
	}
	s := slots[0]
	for _, alternative := range s.any {
		at, rest := i, alternative
		if inside {
			var ok bool
			if at, rest, ok = joins(t, words, i, s, alternative); !ok {
				continue
			}
		}
		if end, ok := row(t, words, at, rest, inside || at > i); ok {
			if end, ok = follow(t, words, end, slots[1:], true); ok {
				return end, true
			}
		}
	}
	return 0, false
}

// joins steps over the word that joins a slot to the one before, or takes the Arabic و off the first word.
func joins(t text, words []word, i int, s slot, alternative []string) (int, []string, bool) {
	if i >= len(words) {
		return 0, nil, false
	}
	and := s.and != "" && words[i].s == s.and && close(t, words, i)
	switch {
	case s.and == "و":
		if and {
			return i + 1, alternative, s.join != direct
		}
		if s.join == mustAnd {
			return i, append([]string{"و" + alternative[0]}, alternative[1:]...), true
		}
		return i, alternative, true
	case and:
		return i + 1, alternative, s.join != direct
	}
	return i, alternative, s.join != mustAnd
}

// row matches words one after the other; each stands close to the one before.
func row(t text, words []word, i int, want []string, inside bool) (int, bool) {
	for k, w := range want {
		if i+k >= len(words) || words[i+k].s != w || (k > 0 || inside) && !close(t, words, i+k) {
			return 0, false
		}
	}
	return i + len(want), true
}

// close says whether only spaces, a hyphen or a line break stand between a word and the one before.
func close(t text, words []word, i int) bool {
	return i > 0 && strings.Trim(t.between(words[i-1], words[i]), " -\n\r*_") == ""
}

// number gives the value of a number word; an Arabic one may carry its و.
func (sp speller) number(s string) (n int, and, ok bool) {
	if n, ok = sp.words[s]; ok {
		return n, false, true
	}
	if sp.and == "و" {
		if rest, had := strings.CutPrefix(s, "و"); had {
			n, ok = sp.words[rest]
			return n, true, ok
		}
	}
	return 0, false, false
}

// joinedBefore says whether the number goes on to the left: "one million | five hundred and fifteen thousand".
func joinedBefore(t text, words []word, i int, sp speller, n int, andOnIt bool) bool {
	if i == 0 || !close(t, words, i) {
		return false
	}
	before, and := i-1, andOnIt
	if words[before].s == sp.and && before > 0 && close(t, words, before) {
		before, and = before-1, true
	}
	x, _, ok := sp.number(words[before].s)
	if !ok || words[before].s == "a" || article(words[before].s) {
		return false
	}
	if !and {
		return true
	}
	return x >= 100 && x > n || sp.and == "و" && x < 10 && n >= 20 && n < 100
}

// article: words that are "one" and "a" both, before something counted.
func article(s string) bool { return s == "un" || s == "une" || s == "una" }

// joinedAfter says whether the number goes on to the right: "five hundred and fifteen thousand | two hundred".
func joinedAfter(t text, words []word, from, end int, sp speller, n int) bool {
	if end >= len(words) || !close(t, words, end) {
		return false
	}
	next, and := end, false
	if words[next].s == sp.and && next+1 < len(words) && close(t, words, next+1) {
		next, and = next+1, true
	}
	x, prefixed, ok := sp.number(words[next].s)
	if !ok {
		return false
	}
	if and = and || prefixed; !and {
		return true
	}
	if from > 0 && slices.Contains(betweens, words[from-1].s) {
		return false // between five hundred and fifteen thousand and six hundred thousand
	}
	// The number that follows is a part of this one only when it is smaller than this one's last step.
	unit := 1
	for n%(unit*10) == 0 {
		unit *= 10
	}
	biggest := x
	for k := next + 1; k < len(words) && close(t, words, k); k++ {
		y, _, ok := sp.number(words[k].s)
		if !ok {
			break
		}
		biggest = max(biggest, y)
	}
	switch {
	case sp.and == "و" && n < 10:
		return x >= 20 && x < 100 || biggest < unit
	case sp.and == "et" && (n%100 == 60 || n%100 == 80):
		return biggest < 20
	case unit >= 1000:
		return biggest < 1000
	}
	return biggest < unit
}

var betweens = []string{"between", "from", "entre", "de", "بين", "من"}

func styleOf(found, lang string) style {
	f := fold(found)
	s := style{and: strings.Contains(f, " and "), swiss: strings.Contains(f, "septante") || strings.Contains(f, "nonante") || strings.Contains(f, "huitante"),
		maat: strings.Contains(found, "مائ"), tanween: strings.Contains(found, "ألفًا") || strings.Contains(found, "ألفاً") || strings.Contains(found, "ألفا")}
	if lang == "en" && !strings.Contains(f, "hundred") {
		s.and = true
	}
	if lang == "es" {
		s.feminine = strings.Contains(f, "cientas") || strings.Contains(f, "quinientas") || strings.HasSuffix(f, "una")
	}
	for _, r := range found {
		s.capital = unicode.IsUpper(r)
		break
	}
	return s
}
