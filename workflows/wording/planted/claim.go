package planted

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed claims.yaml
var claimsFile []byte

// Claims are the phrases in which people state what a fact says, by key of the fact, word, and language. Words of a phrase stand in this
// order in one sentence; * lets a few others stand between.
var Claims = sync.OnceValues(func() (map[string]map[string]map[string][]string, error) {
	out := map[string]map[string]map[string][]string{}
	return out, yaml.Unmarshal(claimsFile, &out)
})

const gap = 9 // words that * lets stand between

// Stated is a sentence that states one word of a fact.
type Stated struct {
	Use
	Word string
}

// FindClaims finds the sentences that state what a fact says. "We have no indication that data were copied" has the words of "data were copied"
// in it: the guarded reading of a sentence goes before the plain one.
func FindClaims(s, key string) ([]Stated, error) {
	all, err := Claims()
	if err != nil {
		return nil, err
	}
	t := read(s)
	ws := t.words()
	type at struct{ from, to int }
	best := map[at]Stated{}
	for _, word := range States(key) {
		for _, lang := range Languages {
			for _, phrase := range all[key][word][lang] {
				want := strings.Fields(fold(phrase))
				for i := range ws {
					end, ok := t.phrase(ws, i, want)
					if !ok {
						continue
					}
					from, to := t.span(ws[i].from, ws[end-1].to)
					var where at
					where.from, where.to = sentence(s, from, to)
					if had, there := best[where]; !there || guarded(key, word) < guarded(key, had.Word) {
						best[where] = Stated{Use{From: from, To: to, Found: s[from:to], Form: AsClaim, Language: lang}, word}
					}
				}
			}
		}
	}
	out := slices.Collect(maps.Values(best))
	slices.SortFunc(out, func(a, b Stated) int { return cmp.Compare(a.From, b.From) })
	return out, nil
}

// guarded orders the words of a fact, the one that is hidden in the others last.
func guarded(key, word string) int {
	order := map[string][]string{"exfiltrated": {"ruled-out", "no-indication", "possible", "presumed", "confirmed"}, "leaked_publicly": {"false", "true"}, "encrypted_at_rest": {"false", "true"}}
	return slices.Index(order[key], word)
}

// States gives the words of a fact that have phrases.
func States(key string) []string {
	all, err := Claims()
	if err != nil {
		return nil
	}
	var out []string
	for word := range all[key] {
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}

func (t text) phrase(ws []word, i int, want []string) (int, bool) {
	next, reach := i, 0
	for _, w := range want {
		if w == "*" {
			reach = gap
			continue
		}
		found := -1
		for k := next; k < len(ws) && k <= next+reach && (k == i || !strings.ContainsAny(t.between(ws[k-1], ws[k]), ".!?؟\n")); k++ {
			if fits(ws[k].s, w) {
				found = k
				break
			}
		}
		if found < 0 {
			return 0, false
		}
		next, reach = found+1, 0
	}
	return next, true
}

// fits compares a word with one of a phrase, which may end in ~ for any ending. An Arabic word may carry what is written onto it.
func fits(s, want string) bool {
	for _, w := range strings.Split(want, "|") {
		stem, open := strings.CutSuffix(w, "~")
		rest, had := arabicPrefix(s)
		for _, x := range []string{s, rest} {
			if x == w || open && strings.HasPrefix(x, stem) {
				return true
			}
			if !had {
				break
			}
		}
	}
	return false
}

// FindName finds a name, whole words, in any case and with or without accents.
func FindName(s, name string) []Use {
	t := read(s)
	ws, want := t.words(), read(name).words()
	if len(want) == 0 {
		return nil
	}
	var out []Use
	for i := range ws {
		k := 0
		for k < len(want) && i+k < len(ws) && (ws[i+k].s == want[k].s || k == 0 && trimmedIs(ws[i].s, want[0].s)) && (k == 0 || !strings.ContainsAny(t.between(ws[i+k-1], ws[i+k]), ".!?\n;")) {
			k++
		}
		if k < len(want) {
			continue
		}
		from, to := t.span(ws[i].to-len([]rune(want[0].s)), ws[i+k-1].to)
		out = append(out, Use{From: from, To: to, Found: t.raw[from:to], Form: AsName})
	}
	return longest(out)
}

func trimmedIs(s, want string) bool {
	rest, had := arabicPrefix(s)
	return had && rest == want
}
