package translation

import (
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// State of one paragraph in one language.
type State string

const (
	Current   State = "current"   // made from exactly this source
	Stale     State = "stale"     // made from a source that has changed since
	Unchecked State = "unchecked" // typed elsewhere: nobody has said which source it was made from
	Missing   State = "missing"
)

// Row is one paragraph of the source with its translation.
type Row struct {
	Place  string
	Index  int
	Source Paragraph
	Target string
	State  State
	Ready  bool     // both are words that ship with the product, unchanged
	Was    string   // of a stale one: the source it was made from
	Faults []string // placeholders that are not handed on
	By     models.ID
	At     terms.Instant
	at     int // place among the target's paragraphs, -1 when missing
}

// Align pairs the paragraphs of one field: by what is remembered first, then by what ships with the product, then by the place. Every
// paragraph of the source is in one row, every one of the target in one row or among extra.
func Align(place string, source, target []Paragraph, memory []models.TranslatedParagraph, ready func(source, target string) bool) (rows []Row, extra []string) {
	used := make([]bool, len(target))
	for j, t := range target {
		used[j] = empty(t.Text)
	}
	for i, s := range source {
		rows = append(rows, Row{Place: place, Index: i, Source: s, State: Missing, at: -1})
	}
	take := func(i, j int, state State, m models.TranslatedParagraph) {
		used[j] = true
		r := &rows[i]
		r.Target, r.State, r.at, r.By, r.At = target[j].Text, state, j, m.By, m.At
		if state == Stale {
			r.Was = m.Source
		}
	}
	// nearest tries the same place first, then the others in order.
	nearest := func(i int, fits func(j int) bool) int {
		if i < len(target) && !used[i] && fits(i) {
			return i
		}
		for j := range target {
			if !used[j] && fits(j) {
				return j
			}
		}
		return -1
	}
	// 1 Known: somebody wrote this target for this source.
	for i, s := range source {
		for _, m := range memory {
			if m.Source != s.Text {
				continue
			}
			if j := nearest(i, func(j int) bool { return target[j].Text == m.Target }); j >= 0 {
				take(i, j, Current, m)
				break
			}
		}
	}
	// 2 Shipped with the product as a pair, or nothing in it to translate.
	for i, s := range source {
		if rows[i].at >= 0 {
			continue
		}
		if j := nearest(i, func(j int) bool { return ready(s.Text, target[j].Text) || wordless(s.Text) && s.Text == target[j].Text }); j >= 0 {
			take(i, j, Current, models.TranslatedParagraph{})
			rows[i].Ready = true
		}
	}
	// 3 Known for a source that has changed: the paragraph that became of that source.
	mine := slices.DeleteFunc(slices.Clone(memory), func(m models.TranslatedParagraph) bool { return m.Place != place })
	was, said := make([]Paragraph, len(mine)), make([]Paragraph, len(mine))
	for k, m := range mine {
		was[k], said[k] = Paragraph{Text: m.Source, Hash: HashOf(m.Source)}, Paragraph{Text: m.Target, Hash: HashOf(m.Target)}
	}
	became := map[int]int{} // place in memory -> row
	steps, _ := Compare(was, source)
	for i, step := range steps {
		if step.From >= 0 {
			became[step.From] = i
		}
	}
	for k, m := range mine {
		i, there := became[k]
		if !there || rows[i].at >= 0 {
			continue
		}
		if j := nearest(i, func(j int) bool { return target[j].Text == m.Target }); j >= 0 {
			take(i, j, Stale, m)
		}
	}
	// 4 Rewritten by hand: what became of a target we know.
	steps, _ = Compare(said, target)
	for j, step := range steps {
		i, there := became[step.From]
		if step.From >= 0 && there && !used[j] && rows[i].at < 0 {
			take(i, j, Unchecked, models.TranslatedParagraph{})
		}
	}
	// What was made from a source that is gone is nobody's translation now.
	for j, t := range target {
		if !used[j] && slices.ContainsFunc(mine, func(m models.TranslatedParagraph) bool { return m.Target == t.Text }) {
			used[j] = true
			extra = append(extra, t.Text)
		}
	}
	// 5 The rest by its place, else in order.
	for i := range rows {
		if i < len(target) && rows[i].at < 0 && !used[i] {
			take(i, i, Unchecked, models.TranslatedParagraph{})
		}
	}
	for i := range rows {
		if j := slices.Index(used, false); j >= 0 && rows[i].at < 0 {
			take(i, j, Unchecked, models.TranslatedParagraph{})
		}
	}
	for j, u := range used {
		if !u {
			extra = append(extra, target[j].Text)
		}
	}
	for i, r := range rows {
		if r.State != Missing {
			rows[i].Faults = Faults(r.Source.Text, r.Target)
		}
	}
	return rows, extra
}

// compose is the field of the target language in the order and layout of the source; what is missing says that it is still to be written.
func compose(rows []Row, toWrite string) string {
	out := make([]Paragraph, len(rows))
	for i, r := range rows {
		out[i] = Paragraph{Before: r.Source.Before, Marker: r.Source.Marker, Text: r.Target}
		if heading(r.Source) { // a second line would be a paragraph below it
			out[i].Text = strings.ReplaceAll(r.Target, "\n", " ")
		}
		if r.State == Missing {
			out[i].Text = toWrite
		}
	}
	return Join(out)
}
