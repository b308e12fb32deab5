package planted

import "strings"

var spanishNames = map[int][]string{1: {"uno", "un", "una"}, 2: {"dos"}, 3: {"tres"}, 4: {"cuatro"}, 5: {"cinco"}, 6: {"seis"}, 7: {"siete"}, 8: {"ocho"}, 9: {"nueve"},
	10: {"diez"}, 11: {"once"}, 12: {"doce"}, 13: {"trece"}, 14: {"catorce"}, 15: {"quince"}, 16: {"dieciséis"}, 17: {"diecisiete"}, 18: {"dieciocho"}, 19: {"diecinueve"},
	20: {"veinte"}, 21: {"veintiuno", "veintiún", "veintiuna"}, 22: {"veintidós"}, 23: {"veintitrés"}, 24: {"veinticuatro"}, 25: {"veinticinco"}, 26: {"veintiséis"},
	27: {"veintisiete"}, 28: {"veintiocho"}, 29: {"veintinueve"}, 30: {"treinta"}, 40: {"cuarenta"}, 50: {"cincuenta"}, 60: {"sesenta"}, 70: {"setenta"}, 80: {"ochenta"}, 90: {"noventa"}}

var spanishHundreds = map[int][]string{100: {"cien", "ciento"}, 200: {"doscientos", "doscientas"}, 300: {"trescientos", "trescientas"}, 400: {"cuatrocientos", "cuatrocientas"},
	500: {"quinientos", "quinientas"}, 600: {"seiscientos", "seiscientas"}, 700: {"setecientos", "setecientas"}, 800: {"ochocientos", "ochocientas"}, 900: {"novecientos", "novecientas"}}

var spanishScales = map[int][]string{1000: {"mil", "miles"}, 1_000_000: {"millón", "millones"}}

func spanish() speller {
	return speller{slots: spanishSlots, say: spanishSay, words: vocabulary(spanishNames, spanishHundreds, spanishScales), and: "y"}
}

func spanishSlots(n int) (out []slot) {
	below := func(n int) (out []slot) {
		if h := n - n%100; h > 0 {
			out = append(out, one(direct, "", spanishHundreds[h]...))
		}
		switch r := n % 100; {
		case r == 0:
		case r < 30 || r%10 == 0:
			names := spanishNames[r]
			if r > 15 && r < 20 {
				names = append([]string{"diez y " + spanishNames[r-10][0]}, names...)
			}
			out = append(out, one(direct, "", names...))
		default:
			out = append(out, one(direct, "", spanishNames[r-r%10]...), one(mustAnd, "y", spanishNames[r%10]...))
		}
		return out
	}
	m, k, r := parts(n)
	if m > 0 {
		out = append(append(out, below(m)...), one(direct, "", "millon", "millones"))
	}
	if k > 0 {
		if k > 1 {
			out = append(out, below(k)...)
		}
		out = append(out, one(direct, "", "mil"))
	}
	if r > 0 {
		out = append(out, below(r)...)
	}
	return out
}

func spanishSay(n int, s style) string {
	below := func(n int, noun bool) string { // before mil and millones one is "un"
		feminine := 0
		if s.feminine {
			feminine = 1
		}
		var out []string
		h, r := n-n%100, n%100
		switch {
		case h == 100 && r == 0:
			out = append(out, "cien")
		case h == 100:
			out = append(out, "ciento")
		case h > 0:
			out = append(out, spanishHundreds[h][feminine])
		}
		name := func(n int) string {
			names := spanishNames[n]
			if len(names) < 3 {
				return names[0]
			}
			switch {
			case s.feminine && !noun:
				return names[2]
			case noun:
				return names[1]
			}
			return names[0]
		}
		switch {
		case r == 0:
		case r == 1 && noun:
			out = append(out, "un")
		case r < 30 || r%10 == 0:
			out = append(out, name(r))
		default:
			u := name(r % 10)
			if r%10 == 1 && noun {
				u = "un"
			}
			out = append(out, spanishNames[r-r%10][0]+" y "+u)
		}
		return strings.Join(out, " ")
	}
	m, k, r := parts(n)
	var out []string
	switch {
	case m == 1:
		out = append(out, "un millón")
	case m > 1:
		was := s.feminine
		s.feminine = false // millón is masculine, whatever is counted
		out = append(out, below(m, true)+" millones")
		s.feminine = was
	}
	switch {
	case k == 1:
		out = append(out, "mil")
	case k > 1:
		out = append(out, below(k, true)+" mil")
	}
	if r > 0 {
		out = append(out, below(r, false))
	}
	return capitalised(strings.Join(out, " "), s.capital)
}
