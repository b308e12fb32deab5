package planted

import (
	"cmp"
	"slices"
	"strings"
)

// Form a value was found in.
type Form string

const (
	InFigures Form = "figures"
	InWords   Form = "words"
	AsDate    Form = "date"
	AsClaim   Form = "claim"
	AsName    Form = "name"
)

// Use is one place where a text says a value.
type Use struct {
	From, To int    // bytes of the text
	Found    string // as it stands there
	Form     Form
	Language string // of the words; empty for figures
	Hint     bool   // near enough that a person should look; it is not a use
	Why      string // of a hint: why it is none
	restyle  func(new int) string
}

// Sentence is what the text says around a use.
func (u Use) Sentence(text string) string {
	from, to := sentence(text, u.From, u.To)
	return text[from:to]
}

// Replaced is the whole text with other words in the place of some uses, which must not overlap.
func Replaced(text string, uses []Use, with func(Use) string) string {
	out, last := strings.Builder{}, 0
	for _, u := range slices.SortedFunc(slices.Values(uses), func(a, b Use) int { return cmp.Compare(a.From, b.From) }) {
		if u.From < last {
			continue
		}
		out.WriteString(text[last:u.From])
		out.WriteString(with(u))
		last = u.To
	}
	out.WriteString(text[last:])
	return out.String()
}

// Write says a number as this use says its own: the same digits and grouping, or words of the same language. Empty for what is no number.
func (u Use) Write(n int) string {
	if u.restyle == nil || n < 0 {
		return ""
	}
	return u.restyle(n)
}

// SentenceWith is the sentence with the value in the place of this use.
func (u Use) SentenceWith(text, value string) string {
	from, to := sentence(text, u.From, u.To)
	return text[from:u.From] + value + text[u.To:to]
}

// longest drops uses that lie inside another, and the same place twice; a use goes before a hint.
func longest(all []Use) []Use {
	slices.SortFunc(all, func(a, b Use) int {
		return cmp.Or(cmp.Compare(b.To-b.From, a.To-a.From), cmpBool(a.Hint, b.Hint), cmp.Compare(a.From, b.From))
	})
	var out []Use
	for _, u := range all {
		if !slices.ContainsFunc(out, func(x Use) bool { return u.From < x.To && x.From < u.To }) {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Use) int { return cmp.Compare(a.From, b.From) })
	return out
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
