package access

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What attackers try first: leaked-passwords.md says where the list comes from.
//
//go:embed leaked-passwords.txt.gz
var leakedList []byte

//go:embed common-passwords.txt
var commonList string

// common are both lists. It takes some 30 ms and a few megabytes, so only a server in which somebody chooses a password reads it.
var common = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 50_000)
	var leaked bytes.Buffer
	if r, err := gzip.NewReader(bytes.NewReader(leakedList)); err != nil {
		panic(err) // embedded: it is broken in the build, not in a place
	} else if _, err := leaked.ReadFrom(r); err != nil {
		panic(err)
	}
	for w := range strings.Lines(leaked.String()) {
		m[strings.TrimSuffix(w, "\n")] = true
	}
	for _, w := range strings.Fields(commonList) {
		m[w] = true
	}
	return m
})

// house is what everybody here would think of. "exercise only" is the password of the demo, which everybody can read.
var house = []string{"candour", "redcross", "redcrescent", "exerciseonly"}

// guessable says whether a password is one that is tried first: on a list, a listed one dressed up (capitals, digits for letters, numbers and
// signs around it, written backwards, twice, or two of them in a row), or made of what is known of its owner.
func guessable(p string, known []string) bool {
	low := strings.ToLower(p)
	if common()[low] || distinct(low) < 5 {
		return true
	}
	for _, form := range []string{bare(low), bare(undress.Replace(low))} {
		if listed(form) || listed(strings.TrimFunc(form, unicode.IsDigit)) || listed(reversed(form)) || slices.ContainsFunc(house, func(w string) bool { return strings.Contains(form, w) }) {
			return true
		}
		if ofItsOwner(form, known) {
			return true
		}
	}
	return false
}

// undress undoes the usual signs for letters.
var undress = strings.NewReplacer("4", "a", "@", "a", "3", "e", "1", "i", "!", "i", "0", "o", "5", "s", "$", "s", "7", "t")

// bare leaves letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
}

// listed says whether this is a listed word, or two of them in a row. Three unrelated words are a good password.
func listed(s string) bool {
	if common()[s] {
		return true
	}
	for i := range s {
		if i >= 3 && len(s)-i >= 3 && common()[s[:i]] && common()[s[i:]] {
			return true
		}
	}
	return false
}

// ofItsOwner says whether too little is left when name, address and organisation are taken out.
func ofItsOwner(form string, known []string) bool {
	rest := form
	for _, k := range known {
		for _, w := range strings.FieldsFunc(strings.ToLower(k), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 3 {
				rest = strings.ReplaceAll(rest, w, "")
			}
		}
	}
	return rest != form && utf8.RuneCountInString(strings.TrimFunc(rest, unicode.IsDigit)) < 8
}

func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
