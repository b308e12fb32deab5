package translation

import (
	"bytes"
	"context"
	"strings"

	"candour/models"
)

// What became of a line of a file. Every line is one of these; what was not taken over is kept with its words (KeptParagraph).
const (
	LineAccepted  = "accepted"
	LineUnchanged = "unchanged"
	LineEmpty     = "empty"     // nothing was translated
	LineStale     = "stale"     // made from a source that has changed since the file went out
	LineBroken    = "broken"    // a placeholder is missing or one too many
	LineUnknown   = "unknown"   // no paragraph of this text
	LineConflict  = "conflict"  // somebody translated it here, otherwise, after the file went out
	LineTwice     = "duplicate" // the file has this paragraph twice, with other words
)

// Line is one line of a file and what became of it.
type Line struct {
	Unit   string
	Place  string
	Source string
	Target string
	Result string
	Detail string
}

// Imported is the account of a file: the lines in its order, and how many of each.
type Imported struct {
	Lines []Line
	Count map[string]int
}

// Import takes over a file that came back from outside: XLIFF 2, or a table. Lines that fit are taken over, each bound to the source it was
// made from; the others are named and kept. over says that what was translated here since may be written over.
func Import(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code string, raw []byte, over bool, write Write) (Imported, error) {
	out := Imported{}
	source, target, units, err := readFile(raw)
	if err != nil {
		return out, err
	}
	err = command(ctx, db, by, id, "import-translation", "", func(tx models.Tx, p Piece) error {
		out = Imported{Count: map[string]int{}}
		if target != "" && !strings.EqualFold(target, code) || source != "" && !strings.EqualFold(source, p.Source) {
			return models.InvalidField("file", "The file translates from %s to %s, not from %s to %s. Nothing was taken over.", nameOr(source, p.Source), nameOr(target, code), nameOf(p.Source), nameOf(code))
		}
		l, err := p.writable(tx, code)
		if err != nil {
			return err
		}
		taken := map[int]bool{}
		for _, u := range units {
			line := l.take(tx, by, u, taken, over)
			out.Lines = append(out.Lines, line)
			out.Count[line.Result]++
			switch line.Result {
			case LineStale, LineBroken, LineUnknown, LineConflict, LineTwice:
				l.memory.Kept = kept(l.memory.Kept, models.KeptParagraph{Place: line.Place, Source: line.Source, Target: line.Target, Why: line.Result, At: tx.Now()})
			}
		}
		if err := tx.Details(map[string]any{"language": code, "lines": len(units), "results": out.Count}); err != nil {
			return err
		}
		words, err := p.keep(tx, l)
		if err != nil {
			return err
		}
		if out.Count[LineAccepted] == 0 {
			return nil // nothing new: what was approved stays approved
		}
		return p.finish(tx, by, code, words, write)
	})
	if err != nil {
		return Imported{}, err
	}
	return out, nil
}

func nameOr(code, otherwise string) string {
	if code == "" {
		code = otherwise
	}
	if known(code) {
		return nameOf(code)
	}
	return "another language"
}

func readFile(raw []byte) (source, target string, units []Unit, err error) {
	if len(raw) > FileLimit {
		return "", "", nil, models.InvalidField("file", "The file is larger than 2 MB; a translation of one text never is. Nothing was taken over.")
	}
	if bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff"))), []byte("<")) {
		return readXLIFF(raw)
	}
	target, units, err = readCSV(raw)
	return "", target, units, err
}

// take puts one line into the language when it fits.
func (l *Language) take(tx models.Tx, by models.Viewer, u Unit, taken map[int]bool, over bool) Line {
	place, index, hash, ok := parseUnit(u.ID)
	line := Line{Unit: clipped(u.ID), Place: place, Source: u.Source, Target: u.Target, Result: LineUnknown}
	if !ok || !l.has(place) {
		line.Place = ""
		line.Detail = "No paragraph of this text has this unit id."
		return line
	}
	at := -1
	for i, r := range l.Rows {
		if r.Place == place && strings.HasPrefix(r.Source.Hash, hash) && (at < 0 || r.Index == index) {
			at = i
		}
	}
	if empty(u.Target) {
		line.Result = LineEmpty
		return line
	}
	if at < 0 {
		line.Result, line.Detail = LineStale, "The source of this paragraph has changed or is gone."
		return line
	}
	r := &l.Rows[at]
	line.Source = r.Source.Text
	target := one(u.Target, r.Source)
	switch faults := Faults(r.Source.Text, target); {
	case taken[at] && target == r.Target || !taken[at] && r.State == Current && target == r.Target:
		line.Result = LineUnchanged
		return line
	case taken[at] || u.Note == "twice":
		line.Result, line.Detail = LineTwice, "The file has this paragraph twice."
		return line
	case len(faults) > 0:
		line.Result, line.Detail = LineBroken, strings.Join(faults, " ")
		return line
	case r.State == Current && !over && !r.Ready:
		line.Result, line.Detail = LineConflict, "It is translated here already, in other words."
		return line
	}
	if err := r.put(target, by, tx); err != nil {
		line.Result, line.Detail = LineBroken, err.Error()
		return line
	}
	taken[at] = true
	line.Result = LineAccepted
	return line
}

func (l *Language) has(place string) bool {
	for _, r := range l.Rows {
		if r.Place == place {
			return true
		}
	}
	return false
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60])
	}
	return s
}
