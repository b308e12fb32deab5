package wording

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/wording/planted"
)

// What a sentence is about.
const (
	AboutNumber = "number"
	AboutDate   = "date"
	AboutCause  = "cause"
	AboutData   = "data"
	AboutMisuse = "misuse"
)

// What a sentence rests on.
const (
	RestsOnNow     = "now"     // what the fact says
	RestsOnBefore  = "before"  // what the fact said once
	RestsOnNothing = "nothing" // no fact of the incident says it, or ever said it
	RestsDenied    = "denied"  // the fact says something else, and never said this
)

// Said is one sentence that has left the house, or that somebody else has said, about something the incident has a fact of.
type Said struct {
	Piece    *Piece // nil: said by others
	Outside  *models.OutsideStatement
	Who      string // of others
	Source   string
	Kind     string
	Language string
	At       terms.Instant
	Live     bool // readers are told so now: not replaced, not withdrawn
	Sentence string
	About    string
	Key      string // of the fact; empty: none
	Label    string
	Value    string // as the sentence says it
	Norm     string // the value made comparable between languages and forms
	Rests    string
	Now      string // what the fact says now; empty: not known
}

// about a fact.
func about(key string) string {
	switch {
	case models.IsMoment(key):
		return AboutDate
	case key == "cause" || key == "actor":
		return AboutCause
	case key == "leaked_publicly":
		return AboutMisuse
	case key == "exfiltrated" || key == "encrypted_at_rest" || key == "data_detail":
		return AboutData
	}
	return AboutNumber
}

// claimKeys are the facts whose words have phrases.
var claimKeys = []string{"exfiltrated", "leaked_publicly", "encrypted_at_rest", "cause"}

// factBook is what an incident says, and said before, of each thing that sentences are about.
type factBook struct {
	now  map[string]models.Fact
	was  map[string][]models.Fact // known values before, each once
	keys []string
}

func bookOf(r models.Reader, incident models.ID) (factBook, error) {
	b := factBook{map[string]models.Fact{}, map[string][]models.Fact{}, nil}
	current, err := models.IncidentFacts(r, incident)
	if err != nil {
		return b, err
	}
	for _, f := range current {
		b.now[f.Key] = f
		b.keys = append(b.keys, f.Key)
	}
	all, err := models.ListFacts(r, incident)
	for _, f := range all {
		if f.PartyID == nil && f.GroupID == nil && f.Known() && f.Value != b.now[f.Key].Value && !slices.ContainsFunc(b.was[f.Key], func(x models.Fact) bool { return x.Value == f.Value }) {
			b.was[f.Key] = append(b.was[f.Key], f)
		}
	}
	return b, err
}

// SaidSoFar lists every sentence about numbers, dates, cause, data and misuse that has left the house or that others have said, newest first.
func SaidSoFar(r models.Reader, v models.Viewer, incident models.ID) ([]Said, error) {
	pieces, err := Pieces(r, v, incident)
	if err != nil {
		return nil, err
	}
	book, err := bookOf(r, incident)
	if err != nil {
		return nil, err
	}
	out := []Said{}
	for n := range pieces {
		p := &pieces[n]
		if !p.State.Left() && !(p.State == Withdrawn && !p.At.IsZero() && !p.At.After(r.Now())) {
			continue
		}
		base := Said{Piece: p, Kind: p.Kind, Language: p.Language, At: p.At, Live: p.State != Replaced && p.State != Withdrawn && p.Kind != KindCorrection}
		found, err := book.read(base, p.Said())
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	others, err := models.ListOutsideStatements(r, v, incident)
	if err != nil {
		return nil, err
	}
	for n := range others {
		o := &others[n]
		w, err := o.Words(r.Keys())
		if err != nil {
			return nil, err
		}
		base := Said{Outside: o, Who: w.Who, Source: w.Source, Kind: o.Kind, Language: o.Language, At: o.SaidAt, Live: true}
		found, err := book.read(base, w.Words)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 { // what others say is shown even when we have no fact to hold it against
			base.Sentence, base.Rests = w.Words, RestsOnNothing
			found = []Said{base}
		}
		out = append(out, found...)
	}
	slices.SortStableFunc(out, func(a, b Said) int { return b.At.Time().Compare(a.At.Time()) })
	return out, nil
}

// read takes a text apart into what it says.
func (b factBook) read(base Said, words string) (out []Said, err error) {
	add := func(s planted.Sentence, u planted.Use, key, norm, rests string) {
		x := base
		x.Sentence, x.About, x.Key, x.Value, x.Norm, x.Rests, x.Label = s.Text, about(key), key, u.Found, norm, rests, labelOf(key)
		x.Now = shown(b.now[key])
		if !slices.ContainsFunc(out, func(y Said) bool { return y.Sentence == x.Sentence && y.Key == x.Key && y.Norm == x.Norm }) {
			out = append(out, x)
		}
	}
	for _, s := range planted.Sentences(words) {
		known := []planted.Use{}
		for _, key := range b.keys {
			for n, f := range append([]models.Fact{b.now[key]}, b.was[key]...) {
				rests := RestsOnNow
				if n > 0 {
					rests = RestsOnBefore
				}
				uses, norm := usesOf(f, s.Text)
				for k, u := range uses {
					if !u.Hint && !slices.ContainsFunc(known, func(y planted.Use) bool { return y.From == u.From }) {
						known = append(known, u)
						add(s, u, key, norm[k], rests)
					}
				}
			}
		}
		for _, c := range planted.People(s.Text) {
			if !slices.ContainsFunc(known, func(y planted.Use) bool { return y.From < c.To && c.From < y.To }) {
				add(s, c.Use, "people_count", fmt.Sprint(c.N), RestsOnNothing)
			}
		}
		for _, key := range claimKeys {
			said, err := planted.FindClaims(s.Text, key)
			if err != nil {
				return nil, err
			}
			for _, c := range said {
				add(s, c.Use, key, c.Word, b.restsOn(key, c.Word))
			}
		}
	}
	return out, nil
}

func (b factBook) restsOn(key, word string) string {
	now, there := b.now[key]
	if there && wordOf(now) == word {
		return RestsOnNow
	}
	if slices.ContainsFunc(b.was[key], func(f models.Fact) bool { return wordOf(f) == word }) {
		return RestsOnBefore
	}
	if !there || !now.Known() {
		return RestsOnNothing
	}
	return RestsDenied
}

// usesOf finds a number or a day of a fact; what is said in words of a list is looked for by its phrases.
func usesOf(f models.Fact, s string) (uses []planted.Use, norm []string) {
	if models.IsMoment(f.Key) {
		if d := dayOf(f); d != (planted.Day{}) {
			for _, u := range planted.FindDay(s, d) {
				uses, norm = append(uses, u), append(norm, dayWords(d))
			}
		}
		return uses, norm
	}
	c, ok := f.Range()
	if !ok {
		return nil, nil
	}
	nouns, known := map[string][]string{"people_count": planted.PeopleNouns}[f.Key]
	for _, n := range []*int{c.Min, c.Max} {
		if n == nil || *n == 0 || !known && *n < 10_000 {
			continue
		}
		for _, u := range planted.FindNumber(s, planted.Number{N: *n, Nouns: nouns}) {
			uses, norm = append(uses, u), append(norm, grouped(*n))
		}
	}
	return uses, norm
}

// shown is the value of a fact as an English reader has it.
func shown(f models.Fact) string {
	if !f.Known() {
		return ""
	}
	if models.IsMoment(f.Key) {
		return dayWords(dayOf(f))
	}
	if c, ok := f.Range(); ok {
		return rangeWords(c)
	}
	return strings.ReplaceAll(wordOf(f), "-", " ")
}

// Contradiction is what readers are told in two ways at once, or what they are told and the facts deny.
type Contradiction struct {
	Key, Label string
	Now        string // what the fact says
	Denied     bool   // at least one side says what the fact does not
	Sides      []Side
}

// Side is one of the things said, with everybody who says it.
type Side struct {
	Value string
	Agree bool // it is what the fact says now
	Said  []Said
}

// Contradictions lays side by side what is said now of the same thing in different ways. A number of people that no fact gives is not held
// against the total: it may be the number of a part of them.
func Contradictions(all []Said) []Contradiction {
	by := map[string]*Contradiction{}
	for _, s := range all {
		if !s.Live || s.Key == "" || s.Rests == RestsOnNothing {
			continue
		}
		c := by[s.Key]
		if c == nil {
			c = &Contradiction{Key: s.Key, Label: s.Label, Now: s.Now}
			by[s.Key] = c
		}
		c.Denied = c.Denied || s.Rests != RestsOnNow
		at := slices.IndexFunc(c.Sides, func(x Side) bool { return x.Value == s.Norm || x.Agree && s.Rests == RestsOnNow })
		if at < 0 {
			c.Sides = append(c.Sides, Side{Value: s.Norm, Agree: s.Rests == RestsOnNow})
			at = len(c.Sides) - 1
		}
		c.Sides[at].Said = append(c.Sides[at].Said, s)
	}
	out := []Contradiction{}
	for _, c := range by {
		if len(c.Sides) > 1 || c.Denied {
			slices.SortFunc(c.Sides, func(a, b Side) int {
				if a.Agree != b.Agree {
					return map[bool]int{true: -1, false: 1}[a.Agree]
				}
				return cmp.Compare(a.Value, b.Value)
			})
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Contradiction) int { return cmp.Compare(a.Key, b.Key) })
	return out
}
