package wording

import (
	"cmp"
	"fmt"
	"slices"

	"candour/models"
	"candour/workflows/enquiries"
	"candour/workflows/filing"
	"candour/workflows/notices"
	"candour/workflows/statements"
	"candour/workflows/texts"
	"candour/workflows/wording/planted"
)

// Stale is something written that says a value which is another now: by a placeholder, or because somebody typed the value.
type Stale struct {
	texts.Stale
	Passages []Passage // what was typed
}

// Passage is one place in free text that says an old value, with the sentence as it would read with the new one.
type Passage struct {
	Key      string // of the fact
	Label    string
	From, To string // value then and now; empty: not known
	Language string
	Variant  string
	Version  int
	Part     string
	At       int // byte in what was typed
	Found    string
	Form     planted.Form
	Sentence string
	Proposal string // empty: a person has to find the words
	Hint     bool   // may mean it; a person looks
	Why      string // of a hint
	put      string // what stands in the place of put's bytes
	end      int
	whole    bool // the proposal takes the place of the whole sentence
}

// ID names a passage within one version of its piece.
func (p Passage) ID() string { return fmt.Sprintf("%s:%s:%s:%d", p.Language, p.Variant, p.Part, p.At) }

// Stales lists everything written of an incident that says an old value, each piece of writing once per state. Errors: not found.
func Stales(r models.Reader, v models.Viewer, incident models.ID) ([]Stale, error) {
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	pieces, err := Pieces(r, v, incident)
	if err != nil {
		return nil, err
	}
	var out []Stale
	add := func(found []texts.Stale, err error) error {
		for _, s := range found {
			out = append(out, Stale{Stale: s})
		}
		return err
	}
	for _, stage := range []func(models.Reader, models.Viewer, models.Incident) ([]texts.Stale, error){statements.Stale, notices.Stale, filing.Stale, enquiries.Stale} {
		if err := add(stage(r, v, i)); err != nil {
			return nil, err
		}
	}
	// Kinds of texts that no stage speaks for.
	all, err := models.TextsOfIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	for _, kind := range kindsOf(all) {
		if err := add(texts.StaleTexts(r, v, i, kind)); err != nil {
			return nil, err
		}
	}
	old, err := oldValues(r, i)
	if err != nil {
		return nil, err
	}
	for _, p := range pieces {
		if !speaks(p) {
			continue
		}
		found, err := passages(p, append(slices.Clone(old), societies(r, i, p)...))
		if err != nil {
			return nil, err
		}
		if p.State.Left() {
			found = slices.DeleteFunc(found, func(x Passage) bool { return toldSince(p, pieces, x, old) })
		}
		if len(found) > 0 {
			out = attach(out, p, found)
		}
	}
	return out, nil
}

func kindsOf(all []models.Text) (out []models.TextKind) {
	for _, t := range all {
		if !slices.Contains([]models.TextKind{models.TextStatement, models.TextNotice, models.TextAnswer}, t.Kind) && !slices.Contains(out, t.Kind) {
			out = append(out, t.Kind)
		}
	}
	return out
}

// speaks: readers read it, or may yet. A list of corrections says old values on purpose.
func speaks(p Piece) bool {
	return p.Kind != KindCorrection && p.State != Replaced && p.State != Withdrawn && p.State != superseded
}

// passages finds old values in what people typed. Placeholders are looked after elsewhere.
func passages(p Piece, old []oldValue) (out []Passage, err error) {
	for _, part := range p.Parts {
		for _, o := range old {
			uses, err := o.find(part.Raw)
			if err != nil {
				return nil, err
			}
			for _, u := range uses {
				said := u.Sentence(part.Raw)
				if o.now(said) {
					continue // it tells the old value beside the new one
				}
				x := Passage{Key: o.key, Label: o.label, From: o.from, To: o.to, Language: p.Language, Variant: p.Variant, Version: p.Version, Part: part.Name, At: u.From, end: u.To,
					Found: u.Found, Form: u.Form, Sentence: said, Hint: u.Hint, Why: u.Why}
				switch {
				case u.Form == planted.AsClaim:
					x.put, x.whole = sentenceFor(o.key, o.to, p.Language), true
					x.Proposal = x.put
				default:
					if x.put = o.write(u, p.Language); x.put != "" {
						x.Proposal = u.SentenceWith(part.Raw, x.put)
					}
				}
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// societies gives the number of National Societies the piece was written with, when it is another now.
func societies(r models.Reader, i models.Incident, p Piece) []oldValue {
	parties, err := models.LoadParties(r, i.ID)
	if err != nil {
		return nil
	}
	then, now := 0, 0
	for _, x := range parties {
		if x.Kind == "national-society" {
			now++
			if !x.AddedAt.After(p.WrittenAt) {
				then++
			}
		}
	}
	if then == now || then < 2 {
		return nil
	}
	find := func(n int) func(string) []planted.Use {
		return func(s string) []planted.Use {
			return planted.FindNumber(s, planted.Number{N: n, Nouns: planted.SocietyNouns})
		}
	}
	return []oldValue{{key: "society_count", label: labelOf("society_count"), from: fmt.Sprint(then), to: fmt.Sprint(now),
		find:  func(s string) ([]planted.Use, error) { return find(then)(s), nil },
		write: func(u planted.Use, _ string) string { return u.Write(now) },
		now:   func(s string) bool { return len(find(now)(s)) > 0 }}}
}

// toldSince says whether readers of a piece that has left have been told the new value by a later one of its kind, language and channel.
func toldSince(p Piece, all []Piece, x Passage, old []oldValue) bool {
	for _, o := range old {
		if o.key != x.Key || o.from != x.From {
			continue
		}
		for _, later := range all {
			if later.Kind == p.Kind && later.Language == p.Language && later.Variant == p.Variant && later.State.Left() && later.ID != p.ID && later.At.After(p.At) && later.Kind != string(models.TextStatement) && o.now(later.Said()) {
				return true
			}
		}
	}
	return false
}

// attach puts what was typed beside what placeholders say of the same piece in the same state.
func attach(out []Stale, p Piece, found []Passage) []Stale {
	asks := texts.StaleCheck
	switch {
	case p.State == Published:
		asks = texts.StaleCorrection
	case p.State.Left():
		asks = texts.StaleSupplement
	case p.State != Draft && p.State != Declined:
		asks = texts.StaleApprove
	}
	for n := range out {
		s := &out[n]
		left := s.Asks == texts.StaleCorrection || s.Asks == texts.StaleSupplement
		if s.ID == p.ID && left == p.State.Left() {
			s.Passages = append(s.Passages, found...)
			if p.Language == "en" && p.Title != "" { // who looks at the list works in English as a rule
				s.Title = p.Title
			}
			if s.Asks == texts.StaleFollows || s.Asks == texts.StaleSave {
				s.Asks = asks
			}
			return out
		}
	}
	return append(out, Stale{texts.Stale{ID: p.ID, Kind: p.Kind, Title: cmp.Or(p.Title, p.Kind), State: string(p.State), Asks: asks}, found})
}
