package planted

import "strings"

var englishNames = map[int][]string{1: {"one"}, 2: {"two"}, 3: {"three"}, 4: {"four"}, 5: {"five"}, 6: {"six"}, 7: {"seven"}, 8: {"eight"}, 9: {"nine"}, 10: {"ten"},
	11: {"eleven"}, 12: {"twelve"}, 13: {"thirteen"}, 14: {"fourteen"}, 15: {"fifteen"}, 16: {"sixteen"}, 17: {"seventeen"}, 18: {"eighteen"}, 19: {"nineteen"},
	20: {"twenty"}, 30: {"thirty"}, 40: {"forty", "fourty"}, 50: {"fifty"}, 60: {"sixty"}, 70: {"seventy"}, 80: {"eighty"}, 90: {"ninety"}}

var englishScales = map[int][]string{100: {"hundred"}, 1000: {"thousand"}, 1_000_000: {"million"}, 1_000_000_000: {"billion"}}

func english() speller {
	return speller{slots: englishSlots, say: englishSay, words: vocabulary(englishNames, englishScales), and: "and"}
}

func englishSlots(n int) (out []slot) {
	below := func(n int, first join) (out []slot) { // 1..999
		j := first
		if h := n / 100; h > 0 {
			names := englishNames[h]
			if h == 1 {
				names = []string{"one", "a"}
			}
			out = append(out, one(j, "and", names...), one(direct, "", "hundred"))
			j = mayAnd
		}
		switch r := n % 100; {
		case r == 0:
		case r <= 20 || r%10 == 0:
			out = append(out, one(j, "and", englishNames[r]...))
		default:
			out = append(out, one(j, "and", englishNames[r-r%10]...), one(direct, "", englishNames[r%10]...))
		}
		return out
	}
	m, k, r := parts(n)
	if m > 0 {
		out = append(append(out, below(m, direct)...), one(direct, "", "million", "millions"))
	}
	if k > 0 {
		out = append(append(out, orA(below(k, mayAnd), k)...), one(direct, "", "thousand", "thousands"))
	}
	if r > 0 {
		out = append(out, below(r, mayAnd)...)
	}
	return out
}

// orA lets "a thousand" stand for one thousand.
func orA(s []slot, n int) []slot {
	if n == 1 {
		s[0].any = append(s[0].any, []string{"a"})
	}
	return s
}

func englishSay(n int, s style) string {
	below := func(n int, last bool) string {
		var out []string
		if h := n / 100; h > 0 {
			out = append(out, englishNames[h][0], "hundred")
		}
		r := n % 100
		if r > 0 && s.and && (len(out) > 0 || last) {
			out = append(out, "and")
		}
		switch {
		case r == 0:
		case r <= 20 || r%10 == 0:
			out = append(out, englishNames[r][0])
		default:
			out = append(out, englishNames[r-r%10][0]+"-"+englishNames[r%10][0])
		}
		return strings.Join(out, " ")
	}
	m, k, r := parts(n)
	var out []string
	if m > 0 {
		out = append(out, below(m, false)+" million")
	}
	if k > 0 {
		out = append(out, below(k, false)+" thousand")
	}
	if r > 0 {
		out = append(out, below(r, len(out) > 0))
	}
	return capitalised(strings.Join(out, " "), s.capital)
}
