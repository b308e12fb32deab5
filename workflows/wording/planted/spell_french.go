package planted

import "strings"

var frenchNames = map[int][]string{1: {"un", "une"}, 2: {"deux"}, 3: {"trois"}, 4: {"quatre"}, 5: {"cinq"}, 6: {"six"}, 7: {"sept"}, 8: {"huit"}, 9: {"neuf"}, 10: {"dix"},
	11: {"onze"}, 12: {"douze"}, 13: {"treize"}, 14: {"quatorze"}, 15: {"quinze"}, 16: {"seize"}, 20: {"vingt", "vingts"}, 30: {"trente"}, 40: {"quarante"}, 50: {"cinquante"},
	60: {"soixante"}, 70: {"septante"}, 80: {"huitante", "octante"}, 90: {"nonante"}}

var frenchScales = map[int][]string{100: {"cent", "cents"}, 1000: {"mille", "milles"}, 1_000_000: {"million", "millions"}, 1_000_000_000: {"milliard", "milliards"}}

func french() speller {
	return speller{slots: frenchSlots, say: frenchSay, words: vocabulary(frenchNames, frenchScales), and: "et"}
}

// frenchTens are the ways to say 1..99.
func frenchTens(n int) []string {
	unit := func(n int) string {
		if n <= 16 {
			return frenchNames[n][0]
		}
		return "dix " + frenchNames[n-10][0]
	}
	var out []string
	with := func(ten string, u int, one string) {
		switch {
		case u == 0:
			out = append(out, ten)
		case u == 1:
			out = append(out, ten+one+" un", ten+one+" une", ten+" un")
		default:
			out = append(out, ten+" "+unit(u))
		}
	}
	switch ten := n - n%10; {
	case n <= 16:
		return frenchNames[n]
	case n < 20:
		return []string{unit(n)}
	case n < 70:
		with(frenchNames[ten][0], n%10, " et")
	case n < 80:
		if n == 71 {
			out = append(out, "soixante et onze")
		}
		out = append(out, "soixante "+unit(n-60))
		with("septante", n%10, " et")
	default:
		for _, twenties := range []string{"quatre vingt", "quatre vingts"} {
			if n == 80 {
				out = append(out, twenties)
			} else {
				out = append(out, twenties+" "+unit(n-80))
			}
		}
		for _, name := range frenchNames[ten] {
			with(name, n%10, " et")
		}
	}
	return out
}

func frenchSlots(n int) (out []slot) {
	below := func(n int) (out []slot) {
		if h := n / 100; h > 0 {
			if h > 1 {
				out = append(out, one(direct, "", frenchNames[h]...))
			}
			out = append(out, one(direct, "", "cent", "cents"))
		}
		if r := n % 100; r > 0 {
			out = append(out, one(direct, "", frenchTens(r)...))
		}
		return out
	}
	m, k, r := parts(n)
	if m > 0 {
		out = append(append(out, below(m)...), one(direct, "", "million", "millions"))
	}
	if k > 0 {
		if k > 1 {
			out = append(out, below(k)...)
		}
		out = append(out, one(direct, "", "mille", "milles"))
	}
	if r > 0 {
		out = append(out, below(r)...)
	}
	return out
}

func frenchSay(n int, s style) string {
	tens := func(n int) string {
		unit := func(n int) string {
			if n <= 16 {
				return frenchNames[n][0]
			}
			return "dix-" + frenchNames[n-10][0]
		}
		join := func(ten string, u int) string {
			switch u {
			case 0:
				return ten
			case 1:
				return ten + " et un"
			}
			return ten + "-" + unit(u)
		}
		ten := n - n%10
		switch {
		case n < 20:
			return unit(n)
		case n < 70 || s.swiss && n < 80 || s.swiss && n >= 80:
			return join(frenchNames[ten][0], n%10)
		case n == 71:
			return "soixante et onze"
		case n < 80:
			return "soixante-" + unit(n-60)
		case n == 80:
			return "quatre-vingts"
		}
		return "quatre-vingt-" + unit(n-80)
	}
	below := func(n int, end bool) string { // cents and quatre-vingts lose their s before another number word
		h, r := n/100, n%100
		var out []string
		if h > 1 {
			out = append(out, frenchNames[h][0])
		}
		switch {
		case h > 1 && r == 0 && end:
			out = append(out, "cents")
		case h > 0:
			out = append(out, "cent")
		}
		if r > 0 {
			t := tens(r)
			if r == 80 && !end {
				t = strings.TrimSuffix(t, "s")
			}
			out = append(out, t)
		}
		return strings.Join(out, " ")
	}
	m, k, r := parts(n)
	var out []string
	switch {
	case m == 1:
		out = append(out, "un million")
	case m > 1:
		out = append(out, below(m, true)+" millions")
	}
	switch {
	case k == 1:
		out = append(out, "mille")
	case k > 1:
		out = append(out, below(k, false)+" mille")
	}
	if r > 0 {
		out = append(out, below(r, true))
	}
	return capitalised(strings.Join(out, " "), s.capital)
}
