package translation

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
)

// What one language of a piece has come to.
const (
	IsSource   = "source"
	IsReady    = "ready"    // every paragraph ships with the product, in both languages, and nobody changed one
	IsSettled  = "settled"  // every paragraph is current, and somebody who did not type it signed it off
	IsExcluded = "excluded" // left out by name, with a reason
	IsOpen     = "open"
)

// Language is one language of a piece, paragraph by paragraph.
type Language struct {
	Code     string
	State    string
	Rows     []Row
	Extra    []string               // target paragraphs that translate nothing
	Kept     []models.KeptParagraph // translations that are in no text: nothing is lost
	Count    map[State]int
	Broken   int  // rows with a placeholder that is not handed on
	Arranged bool // the order and layout of the target are those of the source
	Hash     string
	TextID   models.ID
	SignedBy *models.ID
	SignedAt terms.Instant
	Void     bool // it was signed off, and something changed since
	Excluded *models.ID
	At       terms.Instant
	Why      string
	row      *models.Translation
	memory   models.TranslationMemory
}

// Languages of a piece: the source first, then the others in order; with those that are only left out or begun.
func (p Piece) Languages(r models.Reader) ([]Language, error) {
	rows, err := models.TranslationsOf(r, p.ID)
	if err != nil {
		return nil, err
	}
	codes := slices.Collect(maps.Keys(p.Words))
	for code := range rows {
		if _, written := p.Words[code]; !written {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		if (a == p.Source) != (b == p.Source) {
			if a == p.Source {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	var out []Language
	for _, code := range codes {
		l, err := p.language(r.Keys(), code, rows)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// Language gives one of them; a language nobody has begun has every paragraph missing.
func (p Piece) Language(r models.Reader, code string) (Language, error) {
	rows, err := models.TranslationsOf(r, p.ID)
	if err != nil {
		return Language{}, err
	}
	return p.language(r.Keys(), code, rows)
}

func (p Piece) language(k *models.Keyring, code string, known map[string]models.Translation) (Language, error) {
	l := Language{Code: code, State: IsOpen, Count: map[State]int{}, Arranged: true, TextID: p.Texts[code]}
	if x, there := known[code]; there {
		l.row, l.SignedBy, l.SignedAt, l.Excluded, l.At = &x, x.SignedBy, x.SignedAt, x.ExcludedBy, x.ExcludedAt
		var err error
		if l.memory, err = x.Memory(k); err != nil {
			return l, err
		}
		if l.Why, err = x.ExcludedWhy(k); err != nil {
			return l, err
		}
		l.Kept = l.memory.Kept
	}
	source, target := p.Words[p.Source], p.Words[code]
	if code == p.Source {
		l.State = IsSource
		return l, nil
	}
	ready, h := readyFor(p.Source, code), sha256.New()
	put := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	put("candour-translation-1")
	put(p.Source)
	put(code)
	all := len(target) > 0
	for _, place := range p.Places {
		rows, extra := Align(place, Split(source[place]), Split(target[place]), l.memory.Pairs, ready)
		put(place)
		for _, row := range rows {
			put(row.Source.Hash)
			l.Count[row.State]++
			if len(row.Faults) > 0 {
				l.Broken++
			}
			all = all && row.Ready
		}
		put(target[place])
		l.Arranged = l.Arranged && compose(rows, templates.ToWrite) == Join(Split(target[place]))
		l.Rows, l.Extra = append(l.Rows, rows...), append(l.Extra, extra...)
	}
	l.Hash = hex.EncodeToString(h.Sum(nil))
	switch {
	case l.row != nil && l.row.Excluded():
		l.State = IsExcluded
	case l.row != nil && l.row.SignedHash == l.Hash:
		l.State = IsSettled
	case all && len(l.Extra) == 0 && l.Arranged:
		l.State = IsReady
	}
	l.Void = l.row != nil && l.row.SignedHash != "" && l.State == IsOpen
	return l, nil
}

// Settled says that nothing keeps this language back.
func (l Language) Settled() bool { return l.State != IsOpen }

// Says what is still to be done, in words.
func (l Language) says() string {
	var parts []string
	part := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "one paragraph "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d paragraphs %s", n, many))
		}
	}
	part(l.Count[Missing], "is missing", "are missing")
	part(l.Count[Stale], "translates words that have changed", "translate words that have changed")
	part(l.Broken, "lacks a placeholder or has one too many", "lack a placeholder or have one too many")
	part(len(l.Extra), "translates nothing", "translate nothing")
	if len(parts) == 0 && !l.Arranged {
		parts = append(parts, "its paragraphs stand in another order than the source")
	}
	if len(parts) == 0 {
		return "it waits for somebody who did not type it to sign it off"
	}
	return strings.Join(parts, ", ")
}

// Blocking lists the languages that keep a piece back: chosen, and neither settled nor left out by name.
func (p Piece) Blocking(r models.Reader) ([]models.Field, error) {
	all, err := p.Languages(r)
	if err != nil {
		return nil, err
	}
	var out []models.Field
	for _, l := range all {
		if !l.Settled() {
			out = append(out, models.Field{Name: "texts." + l.Code, Detail: fmt.Sprintf("%s is not settled: %s. Finish it on the page of translations, or leave the language out there with a reason.",
				nameOf(l.Code), l.says())})
		}
	}
	return out, nil
}

// LeftOut are the languages of a piece that somebody excluded; their words do not leave.
func (p Piece) LeftOut(r models.Reader) ([]string, error) {
	rows, err := models.TranslationsOf(r, p.ID)
	var out []string
	for code, x := range rows {
		if x.Excluded() {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out, err
}
