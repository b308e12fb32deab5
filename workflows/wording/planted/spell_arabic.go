package planted

import "strings"

// Names are in the form used before a counted noun that is a man's word (ألف, شخص) first, then before a woman's (جمعية).
var arabicUnits = [...]struct{ many, few []string }{
	1: {[]string{"واحد"}, []string{"واحدة", "إحدى", "أحد"}}, 2: {[]string{"اثنان", "اثنين"}, []string{"اثنتان", "اثنتين"}}, 3: {[]string{"ثلاثة"}, []string{"ثلاث"}},
	4: {[]string{"أربعة"}, []string{"أربع"}}, 5: {[]string{"خمسة"}, []string{"خمس"}}, 6: {[]string{"ستة"}, []string{"ست"}}, 7: {[]string{"سبعة"}, []string{"سبع"}},
	8: {[]string{"ثمانية"}, []string{"ثماني", "ثمان"}}, 9: {[]string{"تسعة"}, []string{"تسع"}},
}

var arabicTens = map[int][]string{20: {"عشرون", "عشرين"}, 30: {"ثلاثون", "ثلاثين"}, 40: {"أربعون", "أربعين"}, 50: {"خمسون", "خمسين"},
	60: {"ستون", "ستين"}, 70: {"سبعون", "سبعين"}, 80: {"ثمانون", "ثمانين"}, 90: {"تسعون", "تسعين"}}

var arabicTeens = map[int][]string{10: {"عشرة", "عشر"}, 11: {"أحد عشر", "إحدى عشرة"}, 12: {"اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة"}}

// One hundred, and two: before a noun the n falls away. With and without the old alef.
var (
	arabicHundred     = []string{"مئة", "مائة", "مية", "ميه"}
	arabicTwoHundred  = []string{"مئتان", "مئتين", "مئتا", "مئتي", "مائتان", "مائتين", "مائتا", "مائتي"}
	arabicThousand    = []string{"ألف", "ألفا", "آلاف"}
	arabicTwoThousand = []string{"ألفان", "ألفين", "ألفا", "ألفي"}
	arabicMillion     = []string{"مليون", "مليونا", "ملايين"}
	arabicTwoMillion  = []string{"مليونان", "مليونين", "مليونا", "مليوني"}
)

func arabic() speller {
	names := map[int][]string{100: append(append([]string{}, arabicHundred...), arabicTwoHundred...), 1000: append(append([]string{}, arabicThousand...), arabicTwoThousand...),
		1_000_000: append(append([]string{}, arabicMillion...), arabicTwoMillion...), 10: {"عشرة", "عشر"}, 1_000_000_000: {"مليار", "مليارات"}}
	for n := 1; n < 10; n++ {
		names[n] = append(append([]string{}, arabicUnits[n].many...), arabicUnits[n].few...)
		if n > 2 {
			names[n*100] = joined(arabicUnits[n].few, "", arabicHundred)
		}
	}
	names[2] = append(names[2], "اثنا", "اثني", "اثنتا", "اثنتي")
	return speller{slots: arabicSlots, say: arabicSay, words: vocabulary(names, arabicTens), and: "و"}
}

// joined puts each of one row before each of another.
func joined(a []string, between string, b []string) (out []string) {
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+between+y)
		}
	}
	return out
}

func arabicSlots(n int) (out []slot) {
	j := direct // the first step; each later one is joined by و
	add := func(s ...string) {
		out = append(out, one(j, "و", s...))
		j = mustAnd
	}
	below := func(n int) {
		switch h := n / 100; h {
		case 0:
		case 1:
			add(arabicHundred...)
		case 2:
			add(arabicTwoHundred...)
		default:
			add(append(joined(arabicUnits[h].few, "", arabicHundred), joined(arabicUnits[h].few, " ", arabicHundred)...)...)
		}
		switch r := n % 100; {
		case r == 0:
		case r < 10:
			add(append(append([]string{}, arabicUnits[r].many...), arabicUnits[r].few...)...)
		case r <= 12:
			add(arabicTeens[r]...)
		case r < 20:
			add(append(joined(arabicUnits[r-10].many, " ", []string{"عشر"}), joined(arabicUnits[r-10].few, " ", []string{"عشرة"})...)...)
		default:
			if r%10 > 0 {
				add(append(append([]string{}, arabicUnits[r%10].many...), arabicUnits[r%10].few...)...)
			}
			add(arabicTens[r-r%10]...)
		}
	}
	scale := func(n int, two, any []string) {
		switch n {
		case 0:
		case 1:
			add(any...)
		case 2:
			add(two...)
		default:
			below(n)
			out = append(out, one(direct, "", any...))
		}
	}
	m, k, r := parts(n)
	scale(m, arabicTwoMillion, arabicMillion)
	scale(k, arabicTwoThousand, arabicThousand)
	below(r)
	return out
}

func arabicSay(n int, s style) string {
	hundred, two := "مئة", "مئتا"
	if s.maat {
		hundred, two = "مائة", "مائتا"
	}
	below := func(n int) (out []string) {
		switch h := n / 100; h {
		case 0:
		case 1:
			out = append(out, hundred)
		case 2:
			if n == 200 {
				out = append(out, two)
			} else {
				out = append(out, two+"ن")
			}
		default:
			out = append(out, arabicUnits[h].few[0]+hundred)
		}
		unit := func(n int) string {
			if s.feminine {
				return arabicUnits[n].few[0]
			}
			return arabicUnits[n].many[0]
		}
		switch r := n % 100; {
		case r == 0:
		case r < 10:
			out = append(out, unit(r))
		case r <= 12:
			out = append(out, arabicTeens[r][map[bool]int{true: len(arabicTeens[r]) / 2}[s.feminine]])
		case r < 20 && s.feminine:
			out = append(out, unit(r-10)+" عشرة")
		case r < 20:
			out = append(out, unit(r-10)+" عشر")
		default:
			if r%10 > 0 {
				out = append(out, unit(r%10))
			}
			out = append(out, arabicTens[r-r%10][0])
		}
		return out
	}
	var steps []string
	scale := func(n int, single, dual, plural, accusative string) {
		was := s.feminine
		s.feminine = false // ألف and مليون are men's words, whatever is counted
		switch last := n % 100; {
		case n == 0:
		case n == 1:
			steps = append(steps, single)
		case n == 2:
			steps = append(steps, dual)
		default:
			name := single
			if last >= 3 && last <= 10 {
				name = plural
			} else if last > 10 && s.tanween {
				name = accusative
			}
			words := below(n)
			words[len(words)-1] += " " + name
			steps = append(steps, words...)
		}
		s.feminine = was
	}
	m, k, r := parts(n)
	scale(m, "مليون", "مليونا", "ملايين", "مليونًا")
	scale(k, "ألف", "ألفا", "آلاف", "ألفًا")
	steps = append(steps, below(r)...)
	return strings.Join(steps, " و")
}
