package planted

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Months in the languages we write in; in Arabic by both names that are in use.
var months = map[string][12][]string{
	"en": {{"January", "Jan"}, {"February", "Feb"}, {"March", "Mar"}, {"April", "Apr"}, {"May"}, {"June", "Jun"}, {"July", "Jul"}, {"August", "Aug"}, {"September", "Sept", "Sep"}, {"October", "Oct"}, {"November", "Nov"}, {"December", "Dec"}},
	"fr": {{"janvier", "janv"}, {"février", "févr"}, {"mars"}, {"avril", "avr"}, {"mai"}, {"juin"}, {"juillet", "juil"}, {"août"}, {"septembre"}, {"octobre"}, {"novembre"}, {"décembre", "déc"}},
	"es": {{"enero", "ene"}, {"febrero"}, {"marzo"}, {"abril", "abr"}, {"mayo"}, {"junio"}, {"julio"}, {"agosto", "ago"}, {"septiembre", "setiembre"}, {"octubre"}, {"noviembre"}, {"diciembre", "dic"}},
	"ar": {{"يناير", "كانون الثاني", "جانفي"}, {"فبراير", "شباط", "فيفري"}, {"مارس", "آذار"}, {"أبريل", "إبريل", "نيسان", "أفريل"}, {"مايو", "أيار", "ماي"}, {"يونيو", "حزيران", "جوان"},
		{"يوليو", "تموز", "جويلية"}, {"أغسطس", "آب", "أوت"}, {"سبتمبر", "أيلول"}, {"أكتوبر", "تشرين الأول"}, {"نوفمبر", "تشرين الثاني"}, {"ديسمبر", "كانون الأول"}},
}

// Day is a civil date.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the civil date of a moment in its own zone.
func DayOf(t time.Time) Day { return Day{t.Year(), t.Month(), t.Day()} }

// FindDay finds a date in words and in figures. A day and month without a year are a use; figures that could be read as another date are a hint.
func FindDay(s string, d Day) []Use {
	t := read(s)
	all := t.words()
	uses := t.numericDates(d)
	for _, lang := range Languages {
		for _, name := range months[lang][d.Month-1] {
			want := words(name)
			for i := range all {
				cut := all
				if rest, had := arabicPrefix(all[i].s); lang == "ar" && had && rest == want[0] {
					cut = slices.Clone(all)
					cut[i].s = rest
				}
				end, ok := row(t, cut, i, want, false)
				if !ok {
					continue
				}
				if u, ok := t.namedDate(all, i, end, lang, d); ok {
					uses = append(uses, u)
				}
			}
		}
	}
	return longest(uses)
}

// namedDate reads the day before or after the name of a month, and a year if there is one.
func (t text) namedDate(all []word, from, end int, lang string, d Day) (Use, bool) {
	day := func(i int) bool {
		if i < 0 || i >= len(all) {
			return false
		}
		s := all[i].s
		for _, suffix := range []string{"st", "nd", "rd", "th", "er", "º", "°"} {
			s = strings.TrimSuffix(s, suffix)
		}
		n, err := strconv.Atoi(strings.TrimPrefix(s, "0"))
		return err == nil && n == d.Day || lang == "es" && d.Day == 1 && s == "primero" || lang == "fr" && d.Day == 1 && s == "premier"
	}
	tight := func(a, b int) bool {
		return strings.Trim(t.between(all[a], all[b]), " ,.\n-/°") == ""
	}
	first, last, american := -1, end-1, false
	switch {
	case day(from-1) && tight(from-1, from):
		first = from - 1
	case from > 1 && slices.Contains([]string{"of", "de", "من"}, all[from-1].s) && day(from-2) && tight(from-2, from-1):
		first = from - 2
	case lang == "en" && day(end) && tight(end-1, end):
		first, last, american = from, end, true
	case lang == "ar" && from > 0 && strings.Contains(t.between(all[from-1], all[from]), "/"): // كانون الثاني/يناير: the day stands before the first name
		for k := from - 1; k >= 0 && k >= from-3; k-- {
			if day(k) {
				first = k
				break
			}
		}
	}
	if first < 0 {
		return Use{}, false
	}
	next := last + 1
	if next < len(all) && slices.Contains([]string{"de", "del", "of"}, all[next].s) && close(t, all, next) {
		next++
	}
	if next < len(all) && len(all[next].s) == 4 && tight(last, last+1) {
		if y, err := strconv.Atoi(all[next].s); err == nil && y > 1000 {
			if y != d.Year {
				return Use{}, false
			}
			last = next
		}
	}
	start, to := t.span(all[first].from, all[last].to)
	u := Use{From: start, To: to, Found: t.raw[start:to], Form: AsDate, Language: lang}
	u.restyle = dateStyle(u.Found, lang, american, last >= end && len(all[last].s) == 4 && unicode.IsDigit(rune(all[last].s[0])))
	return u, true
}

// dateStyle writes another date as this one was; the date comes as yyyymmdd so that a use has one way to be rewritten.
func dateStyle(found, lang string, american, year bool) func(int) string {
	eastern := strings.ContainsAny(found, "٠١٢٣٤٥٦٧٨٩")
	return func(n int) string {
		d := Day{n / 10000, time.Month(n / 100 % 100), n % 100}
		if d.Month < 1 || d.Month > 12 {
			return ""
		}
		name, s := months[lang][d.Month-1][0], ""
		switch {
		case american:
			s = fmt.Sprintf("%s %d", name, d.Day)
			if year {
				s += fmt.Sprintf(", %d", d.Year)
			}
		case lang == "es":
			s = fmt.Sprintf("%d de %s", d.Day, name)
			if year {
				s += fmt.Sprintf(" de %d", d.Year)
			}
		default:
			s = fmt.Sprintf("%d %s", d.Day, name)
			if lang == "fr" && d.Day == 1 {
				s = "1er " + name
			}
			if year {
				s += fmt.Sprintf(" %d", d.Year)
			}
		}
		if eastern {
			s = figure{eastern: '٠'}.inDigits(s)
		}
		return s
	}
}

// WriteDay says another date as this use says its own.
func (u Use) WriteDay(d Day) string {
	if u.restyle == nil {
		return ""
	}
	return u.restyle(d.Year*10000 + int(d.Month)*100 + d.Day)
}

// numericDates finds 18.01.2022, 18/1/2022 and 2022-01-18.
func (t text) numericDates(d Day) (out []Use) {
	type form struct {
		s    string
		hint bool
		say  func(Day) string
	}
	forms := []form{{fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day), false, func(d Day) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }}}
	for _, sep := range []string{".", "/", "-"} {
		for _, layout := range []string{"%02d%s%02d%s%04d", "%d%s%d%s%04d"} {
			forms = append(forms, form{fmt.Sprintf(layout, d.Day, sep, d.Month, sep, d.Year), false,
				func(d Day) string { return fmt.Sprintf(layout, d.Day, sep, d.Month, sep, d.Year) }})
			if sep == "/" { // the American order; a day that could be a month can be either
				forms = append(forms, form{fmt.Sprintf(layout, d.Month, sep, d.Day, sep, d.Year), d.Day <= 12 && d.Day != int(d.Month),
					func(d Day) string { return fmt.Sprintf(layout, d.Month, sep, d.Day, sep, d.Year) }})
			}
		}
	}
	whole := string(t.runes)
	for _, f := range forms {
		for at := 0; ; {
			i := strings.Index(whole[at:], f.s)
			if i < 0 {
				break
			}
			from := len([]rune(whole[:at+i]))
			to := from + len([]rune(f.s))
			at += i + len(f.s)
			if unicode.IsDigit(t.near(from-1)) || unicode.IsDigit(t.near(to)) || strings.ContainsRune("-/._", t.near(from-1)) || t.inAddress(from) {
				continue
			}
			start, end := t.span(from, to)
			u := Use{From: start, To: end, Found: t.raw[start:end], Form: AsDate, Hint: f.hint}
			if f.hint {
				u.Why = "day and month may be the other way round"
			}
			u.restyle = func(n int) string { return f.say(Day{n / 10000, time.Month(n / 100 % 100), n % 100}) }
			out = append(out, u)
		}
	}
	return out
}
