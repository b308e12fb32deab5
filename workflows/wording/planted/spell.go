package planted

import "strings"

// slot is one step of a number in words: alternatives of which any may stand there, and how it is joined to the step before.
type slot struct {
	any  [][]string // alternatives, each a row of levelled words
	join join
	and  string // the word of the language that joins, levelled
}

type join int

const (
	direct join = iota // follows without a word between
	mayAnd             // "and" may stand between
	mustAnd
)

// Languages numbers are known in words.
var Languages = []string{"en", "fr", "es", "ar"}

// speller knows a language's number words.
type speller struct {
	slots func(n int) []slot          // every way to say it
	say   func(n int, s style) string // one good way to write it
	words map[string]int              // every number word, levelled, with its value
	and   string
}

// style is what is kept of how a number was written.
type style struct {
	and      bool // English: five hundred and fifteen
	feminine bool // Spanish: quinientas
	capital  bool
	maat     bool // Arabic: مائة with its old alef
	tanween  bool // Arabic: ألفًا with its ending
	swiss    bool // French: septante, huitante, nonante
}

var spellers = map[string]speller{"en": english(), "fr": french(), "es": spanish(), "ar": arabic()}

// Say writes a number in words; empty when the language is not known or the number too large.
func Say(lang string, n int) string {
	sp, ok := spellers[lang]
	if !ok || n < 1 || n > mostInWords {
		return ""
	}
	return sp.say(n, style{and: true})
}

const mostInWords = 999_999_999

// one gives a slot of simple alternatives, each levelled and split at spaces.
func one(j join, and string, alternatives ...string) slot {
	s := slot{join: j, and: and}
	for _, a := range alternatives {
		s.any = append(s.any, strings.Fields(strings.ReplaceAll(fold(a), "-", " ")))
	}
	return s
}

// vocabulary collects number words with their values.
func vocabulary(lists ...map[int][]string) map[string]int {
	out := map[string]int{}
	for _, l := range lists {
		for n, names := range l {
			for _, name := range names {
				for _, w := range strings.Fields(strings.ReplaceAll(fold(name), "-", " ")) {
					if had, ok := out[w]; !ok || n < had {
						out[w] = n
					}
				}
			}
		}
	}
	return out
}

func capitalised(s string, yes bool) string {
	if !yes || s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// parts splits a number into millions, thousands and the rest.
func parts(n int) (millions, thousands, rest int) { return n / 1_000_000, n / 1000 % 1000, n % 1000 }
