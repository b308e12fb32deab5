package planted

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// figure is a number in digits as it stands in a text.
type figure struct {
	from, to  int // runes, with a scale that belongs to it
	value     float64
	separator string // between groups, as in the original; empty: none
	decimal   string
	places    int
	scale     float64
	scaleWord string // as in the original, with the space before it
	eastern   rune   // zero of the digits it is written in
	grouped   bool
}

// scales that may follow digits. What is also a measure (m, M, mil as a word of length) stands only where it cannot be one.
var scaleWords = map[string]float64{"k": 1e3, "thousand": 1e3, "thousands": 1e3, "mille": 1e3, "mil": 1e3, "الف": 1e3, "الفا": 1e3, "الاف": 1e3, "tsd": 1e3,
	"million": 1e6, "millions": 1e6, "millon": 1e6, "millones": 1e6, "mio": 1e6, "mn": 1e6, "مليون": 1e6, "مليونا": 1e6, "ملايين": 1e6, "m": 1e6,
	"billion": 1e9, "billions": 1e9, "milliard": 1e9, "milliards": 1e9, "مليار": 1e9}

// telephones and references: figures after these words are names of something, not numbers of anything.
var (
	telephoneWords = words("tel telephone phone call calls dial fax hotline mobile whatsapp sms telefono tlf telf llame llamar appelez appeler numero ligne هاتف الهاتف اتصل اتصلوا رقم الرقم فاكس")
	referenceWords = words("ref reference referencia no nr n° nº № num numero invoice ticket article art section page p box postcode zip cp bp id case file dossier expediente iban account version مرجع المرجع المرجعي رقم الرقم")
	// measures: a number of these is another number than the one that was looked for.
	measures   = words("% percent pour per porcentaje % ٪ chf eur usd gbp euro euros dollar dollars dolar dolares franc francs franco francos peso pesos km kg mb gb tb kb m² metres meters kilometres kilometers metros kilometros bytes octets دولار دولارا يورو فرنك فرنكا كيلومترا كيلومتر متر مترا بالمئه بالمائه")
	moneySigns = "$€£¥₣%٪#@/_\\=+"
)

func words(s string) []string {
	out := strings.Fields(s)
	for i := range out {
		out[i] = fold(out[i])
	}
	return out
}

const separators = " ,.'٬،٫"

// figures reads every number in digits that could be one, and leaves out telephone numbers, references, addresses, money and measures.
func figures(t text) (out []figure) {
	for i := 0; i < len(t.runes); {
		if !unicode.IsDigit(t.runes[i]) {
			i++
			continue
		}
		var groups [][2]int
		for {
			j := i
			for j < len(t.runes) && unicode.IsDigit(t.runes[j]) {
				j++
			}
			groups = append(groups, [2]int{i, j})
			if j+1 < len(t.runes) && strings.ContainsRune(separators, t.runes[j]) && unicode.IsDigit(t.runes[j+1]) {
				i = j + 1
				continue
			}
			i = j
			break
		}
		for _, f := range t.cut(groups) {
			if t.figureStands(&f) {
				out = append(out, f)
			}
		}
	}
	return out
}

func (t text) digits(g [2]int) string    { return string(t.runes[g[0]:g[1]]) }
func (t text) sep(g [2]int) rune         { return t.runes[g[1]] }
func length(g [2]int) int                { return g[1] - g[0] }
func (t text) original(i int) rune       { return []rune(t.raw[t.at[i]:])[0] }
func (t text) originals(i, j int) string { a, b := t.span(i, j); return t.raw[a:b] }

// cut makes numbers of a run of digit groups: one number, or a year and a number beside it. What is neither (a telephone number) is none.
func (t text) cut(groups [][2]int) []figure {
	if f, ok := t.whole(groups); ok {
		return []figure{f}
	}
	if len(groups) > 1 && t.sep(groups[0]) == ' ' && length(groups[0]) == 4 {
		if y, _ := strconv.Atoi(t.digits(groups[0])); y >= 1900 && y <= 2100 {
			if f, ok := t.whole(groups[1:]); ok {
				return []figure{f}
			}
		}
	}
	if last := len(groups) - 1; last > 0 && t.sep(groups[last-1]) == ' ' && length(groups[last]) == 4 { // 515,000 2022
		if f, ok := t.whole(groups[:last]); ok && f.separator != " " {
			return []figure{f}
		}
	}
	return nil
}

func (t text) whole(groups [][2]int) (figure, bool) {
	last := len(groups) - 1
	f := figure{from: groups[0][0], to: groups[last][1], scale: 1, eastern: zeroOf(t.original(groups[0][0]))}
	digits := t.digits(groups[0])
	if len(digits) > 1 && digits[0] == '0' {
		return f, false
	}
	decimals := ""
	for n := 1; n <= last; n++ {
		s := t.sep(groups[n-1])
		switch {
		case length(groups[n]) == 3 && length(groups[0]) <= 3 && digits != "0" && (f.separator == "" || fold(f.separator) == fold(string(s))) && decimals == "" && s != '٫' && s != '،':
			f.separator, f.grouped = t.originals(groups[n-1][1], groups[n][0]), true
			digits += t.digits(groups[n])
		case s == '،' && length(groups[n]) == 3 && length(groups[0]) <= 3 && (f.separator == "" || f.separator == "،"):
			f.separator, f.grouped = "،", true
			digits += t.digits(groups[n])
		case n == last && s != ' ' && s != '\'' && s != '،' && (!f.grouped || fold(f.separator) != string(s)):
			f.decimal, f.places = t.originals(groups[n-1][1], groups[n][0]), length(groups[n])
			decimals = t.digits(groups[n])
		default:
			return f, false
		}
	}
	if len(digits) > 12 {
		return f, false
	}
	f.value, _ = strconv.ParseFloat(digits+"."+decimals, 64)
	return f, true
}

func zeroOf(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '٠'
	case r >= '۰' && r <= '۹':
		return '۰'
	}
	return '0'
}

// figureStands looks at what stands around: letters and signs that make it something else, and a scale that belongs to it.
func (t text) figureStands(f *figure) bool {
	before := t.near(f.from - 1)
	if unicode.IsLetter(before) && !(unicode.Is(unicode.Arabic, before) && t.arabicParticle(f.from)) {
		return false
	}
	if strings.ContainsRune(moneySigns, before) || (before == '-' || before == '.') && !t.rangeBefore(f.from) {
		return false
	}
	if t.inAddress(f.from) {
		return false
	}
	t.takeScale(f)
	after := t.near(f.to)
	if unicode.IsLetter(after) && !unicode.Is(unicode.Arabic, after) || strings.ContainsRune("@/_\\=°²³", after) || after == '-' && !t.rangeAfter(f) {
		return false
	}
	back, forward := t.wordsBefore(f.from, 3), t.wordAfter(f.to)
	if slices.Contains(measures, forward) || strings.ContainsRune("%٪$€£", t.near(t.skipSpaces(f.to))) || strings.ContainsRune("$€£¥", t.near(t.backSpaces(f.from))) {
		return false
	}
	if (!f.grouped || strings.TrimSpace(f.separator) == "") && f.scale == 1 && t.dialled(f.from) && !slices.Contains(PeopleNouns, forward) {
		return false
	}
	for k, w := range back {
		if k == 0 && (slices.Contains(referenceWords, w) || slices.Contains(measures, w)) {
			return false
		}
		if k == 1 && slices.Contains(referenceWords, w) && (back[0] == "of" || !f.grouped && len(w) > 2) {
			return false
		}
	}
	return true
}

// dialled says whether a telephone is spoken of earlier in the sentence, by a word or by a number that begins with +.
func (t text) dialled(i int) bool {
	for _, w := range t.wordsBefore(i, 9) {
		if slices.Contains(telephoneWords, w) {
			return true
		}
	}
	for j := i - 1; j > 0 && j > i-40 && !strings.ContainsRune(".\n!?;", t.runes[j]); j-- {
		if t.runes[j-1] == '+' && unicode.IsDigit(t.runes[j]) {
			return true
		}
	}
	return false
}

// near gives a rune, or a space outside.
func (t text) near(i int) rune {
	if i < 0 || i >= len(t.runes) {
		return ' '
	}
	return t.runes[i]
}

func (t text) skipSpaces(i int) int {
	for i < len(t.runes) && t.runes[i] == ' ' {
		i++
	}
	return i
}

func (t text) backSpaces(i int) int {
	i--
	for i >= 0 && t.runes[i] == ' ' {
		i--
	}
	return i
}

// arabicParticle says whether only و, ب, ل or ال stand stuck to the digits.
func (t text) arabicParticle(i int) bool {
	j := i
	for j > 0 && unicode.IsLetter(t.runes[j-1]) {
		j--
	}
	return slices.Contains([]string{"و", "ب", "ل", "ك", "ف", "ال", "وال", "بال", "لل", "ول", "وب"}, string(t.runes[j:i]))
}

// rangeBefore and rangeAfter: a hyphen between two numbers of at least four digits is a range; any other makes a reference or a telephone number.
func (t text) rangeBefore(i int) bool {
	j := i - 2
	for j >= 0 && (unicode.IsDigit(t.runes[j]) || strings.ContainsRune(",.'٬", t.runes[j])) {
		j--
	}
	return t.near(i-1) == '-' && i-2-j >= 5 && strings.ContainsRune(" (\n\"", t.near(j))
}

func (t text) rangeAfter(f *figure) bool {
	j := f.to + 1
	for j < len(t.runes) && (unicode.IsDigit(t.runes[j]) || strings.ContainsRune(",.'٬", t.runes[j])) {
		j++
	}
	return f.grouped && j-f.to-1 >= 5
}

// inAddress says whether the digits stand in a web or mail address or a file name.
func (t text) inAddress(i int) bool {
	from, to := i, i
	for from > 0 && !unicode.IsSpace(t.runes[from-1]) {
		from--
	}
	for to < len(t.runes) && !unicode.IsSpace(t.runes[to]) {
		to++
	}
	w := string(t.runes[from:to])
	return strings.Contains(w, "://") || strings.Contains(w, "www.") || strings.Contains(w, "@") || strings.Contains(w, "mailto:")
}

// takeScale lets "k", "million" and the like belong to the figure.
func (t text) takeScale(f *figure) {
	i := t.skipSpaces(f.to)
	j := i
	for j < len(t.runes) && unicode.IsLetter(t.runes[j]) {
		j++
	}
	w := string(t.runes[i:j])
	s, ok := scaleWords[w]
	if !ok || len(w) == 1 && i > f.to && w != "k" || w == "m" && (f.decimal == "" || unicode.IsLower(t.original(i)) && i > f.to) || j < len(t.runes) && unicode.IsDigit(t.runes[j]) {
		return
	}
	f.scale, f.scaleWord = s, t.originals(f.to, j)
	f.to = j
}

func (t text) wordsBefore(i, most int) (out []string) {
	i--
	for len(out) < most && i >= 0 {
		for i >= 0 && !wordRune(t.runes[i]) && !strings.ContainsRune("\n!?;", t.runes[i]) && !strings.ContainsRune("%°№", t.runes[i]) && !(t.runes[i] == '.' && len(out) > 0) {
			i--
		}
		j := i
		for j >= 0 && (wordRune(t.runes[j]) || strings.ContainsRune("%°№", t.runes[j])) {
			j--
		}
		if i == j {
			return out
		}
		out = append(out, string(t.runes[j+1:i+1]))
		i = j
	}
	return out
}

func (t text) wordAfter(i int) string {
	i = t.skipSpaces(i)
	j := i
	for j < len(t.runes) && (wordRune(t.runes[j]) || strings.ContainsRune("%²", t.runes[j])) {
		j++
	}
	return string(t.runes[i:j])
}

// inFigures finds a number written in digits.
func inFigures(t text, n int) (out []Use) {
	for _, f := range figures(t) {
		if math.Abs(f.value*f.scale-float64(n)) > 0.01 {
			continue
		}
		from, to := t.span(f.from, f.to)
		u := Use{From: from, To: to, Found: t.raw[from:to], Form: InFigures}
		u.restyle = f.write
		out = append(out, u)
	}
	return out
}

// write says another number in the same way; what does not fit the scale without rounding is written out.
func (f figure) write(n int) string {
	if f.scale > 1 {
		x := float64(n) / f.scale
		for places := f.places; places <= 6; places++ {
			s := strconv.FormatFloat(x, 'f', places, 64)
			if back, _ := strconv.ParseFloat(s, 64); math.Abs(back*f.scale-float64(n)) < 0.01 {
				if places > f.places && f.decimal == "" {
					break
				}
				return f.inDigits(strings.Replace(s, ".", f.decimal, 1)) + f.scaleWord
			}
		}
		return f.inDigits(group(n, ","))
	}
	separator := f.separator
	if !f.grouped && n >= 10000 && f.value < 10000 {
		separator = ","
	}
	return f.inDigits(group(n, separator))
}

func (f figure) inDigits(s string) string {
	if f.eastern == '0' {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return f.eastern + r - '0'
		}
		return r
	}, s)
}

func group(n int, separator string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return s
}
