package planted

import (
	"slices"
	"strings"
)

// Number is a number to look for. What it counts matters for small ones: sixty is said of many things.
type Number struct {
	N     int
	Nouns []string // words of what is counted, in every language; needed near a number below a thousand, or one that looks like a year
}

// Of people and of National Societies.
var (
	PeopleNouns  = []string{"people", "person", "persons", "individuals", "men", "women", "families", "personnes", "personne", "gens", "personas", "persona", "individuos", "شخص", "شخصا", "اشخاص", "الاشخاص", "انسان", "فرد", "فردا", "افراد"}
	SocietyNouns = []string{"societies", "society", "societes", "societe", "sociedades", "sociedad", "جمعيه", "جمعيات", "الجمعيات"}
)

// FindNumber finds every use of a number in figures and in words, and gives "more than half a million" and the like as a hint.
func FindNumber(s string, want Number) []Use {
	t := read(s)
	all := t.words()
	uses := inFigures(t, want.N)
	for _, lang := range Languages {
		uses = append(uses, inWords(t, all, lang, want.N)...)
		uses = append(uses, idioms(t, all, lang, want.N)...)
	}
	uses = slices.DeleteFunc(uses, func(u Use) bool { return u.Form == InWords && measured(t, u) || !t.counts(u, want) })
	for _, r := range roundings(want.N) {
		if r == want.N {
			continue
		}
		near := inFigures(t, r)
		for _, lang := range Languages {
			near = append(near, inWords(t, all, lang, r)...)
			near = append(near, idioms(t, all, lang, r)...)
		}
		for _, u := range near {
			if t.roughly(u) && t.counts(u, Number{N: r, Nouns: want.Nouns}) {
				u.Hint, u.Why, u.restyle = true, "a rough number near it", nil
				uses = append(uses, u)
			}
		}
	}
	return longest(uses)
}

// times are counted too, and are nobody.
var times = words("minutes minute hours hour days day weeks months years heures heure jours jour semaines mois ans horas hora dias dia semanas meses anos دقيقه ساعه يوما ايام شهرا سنه")

// roundings are the rough numbers somebody may have meant it by.
func roundings(n int) (out []int) {
	if n < 1000 {
		return nil
	}
	unit := 1
	for n/unit >= 10 {
		unit *= 10
	}
	for _, u := range []int{unit, unit / 10} {
		for _, r := range []int{n / u * u, (n + u - 1) / u * u} {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

var rough = words("than over about around some nearly almost roughly approximately environ pres plus presque de casi unos unas cerca mas aproximadamente alrededor نحو حوالي قرابه من زهاء قارب يقارب")

// roughly says whether a word of estimation stands before a use.
func (t text) roughly(u Use) bool {
	at := slices.IndexFunc(t.at, func(b int) bool { return b >= u.From })
	for _, w := range t.wordsBefore(at, 2) {
		if slices.Contains(rough, w) {
			return true
		}
	}
	return false
}

// measured says whether money, a percentage or a length follows the words.
func measured(t text, u Use) bool {
	at := slices.IndexFunc(t.at, func(b int) bool { return b >= u.To })
	if at < 0 {
		return false
	}
	w := t.wordAfter(at)
	if w == "de" { // un million de francs
		w = t.wordAfter(t.skipSpaces(at) + 2)
	}
	return slices.Contains(measures, w) && w != "per" && w != "pour" && w != "por"
}

// counts says whether a small number, or one that looks like a year, stands near what it counts.
func (t text) counts(u Use, want Number) bool {
	year := u.Form == InFigures && want.N >= 1900 && want.N <= 2100 && !strings.ContainsAny(u.Found, ",.'  ٬")
	if want.N >= 1000 && !year || len(want.Nouns) == 0 {
		return true
	}
	from := slices.IndexFunc(t.at, func(b int) bool { return b >= u.To })
	end := from
	for n := 0; n < 7 && end < len(t.runes); n++ {
		w := t.wordAfter(end)
		if w == "" || strings.ContainsRune(".,;!?\n", t.near(end)) {
			break
		}
		end = t.skipSpaces(end) + len([]rune(w))
		if slices.Contains(want.Nouns, w) {
			return true
		}
		if w[0] >= '0' && w[0] <= '9' || slices.Contains(PeopleNouns, w) || slices.Contains(SocietyNouns, w) || slices.Contains(times, w) {
			break // it counts that
		}
	}
	for _, w := range t.wordsBefore(slices.IndexFunc(t.at, func(b int) bool { return b >= u.From }), 4) {
		if slices.Contains(want.Nouns, w) {
			return true
		}
	}
	return false
}

// halves are the ways to say 500,000 that are no number words.
var halves = map[string][]string{"en": {"half a million"}, "fr": {"un demi million", "demi million"}, "es": {"medio millón"}, "ar": {"نصف مليون"}}

func idioms(t text, all []word, lang string, n int) (out []Use) {
	if n != 500_000 {
		return nil
	}
	for _, h := range halves[lang] {
		want := words(strings.ReplaceAll(h, "-", " "))
		for i := range all {
			if end, ok := row(t, all, i, want, false); ok {
				from, to := t.span(all[i].from, all[end-1].to)
				u := Use{From: from, To: to, Found: t.raw[from:to], Form: InWords, Language: lang}
				u.restyle = func(m int) string { return Say(lang, m) }
				out = append(out, u)
			}
		}
	}
	return out
}
