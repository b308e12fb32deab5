package translation

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
)

var csvHead = []string{"unit", "field", "source", "target", "state", "note"}

// CSV writes a language as a table. No cell begins with what a spreadsheet takes for a formula; it opens as UTF-8.
func (p Piece) CSV(l Language) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	if err := w.Write(append(slices.Clone(csvHead[:3]), append([]string{"target " + l.Code}, csvHead[4:]...)...)); err != nil {
		return nil, err
	}
	for _, u := range l.Units() {
		state := string(u.State)
		if u.Signed {
			state = IsSettled
		}
		if err := w.Write([]string{u.ID, u.Place, cell(u.Source), cell(u.Target), state, cell(u.Note)}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// risky begins a formula in one spreadsheet or another, or is our own sign for it.
func risky(s string) bool {
	return s != "" && strings.ContainsRune("=+-@\t\r\n|%'＝＋－＠", first(s))
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func cell(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// uncell takes back what cell put in front; an apostrophe that a translator wrote before a letter stays.
func uncell(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && risky(rest) {
		return rest
	}
	return s
}

// readCSV reads a table with the columns unit and target (or "target fr"), separated by commas, semicolons or tabs.
func readCSV(raw []byte) (target string, units []Unit, err error) {
	wrong := models.InvalidField("file", "This is not a table with the columns unit and target in UTF-8. Nothing was taken over; export the text again and fill in that table.")
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) || bytes.ContainsRune(raw, 0) {
		return "", nil, wrong
	}
	head, _, _ := bytes.Cut(raw, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(raw))
	r.FieldsPerRecord = -1
	for _, sep := range []rune{';', '\t'} {
		if bytes.Count(head, []byte(string(sep))) > bytes.Count(head, []byte(string(r.Comma))) {
			r.Comma = sep
		}
	}
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 1 {
		return "", nil, wrong
	}
	id, to, from := -1, -1, -1
	for i, h := range rows[0] {
		h = strings.ToLower(strings.TrimSpace(h))
		switch {
		case h == "unit":
			id = i
		case h == "source":
			from = i
		case h == "target" || strings.HasPrefix(h, "target "):
			to, target = i, strings.TrimSpace(strings.TrimPrefix(h, "target"))
		}
	}
	if id < 0 || to < 0 {
		return "", nil, wrong
	}
	at := func(row []string, i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return uncell(row[i])
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if len(units) >= unitLimit {
			return "", nil, models.InvalidField("file", "The table has more than %d rows. Nothing was taken over.", unitLimit)
		}
		u := Unit{ID: at(row, id), Source: at(row, from), Target: at(row, to)}
		if strings.TrimSpace(u.ID+u.Source+u.Target) == "" {
			continue
		}
		if seen[u.ID] {
			u.Note = "twice"
		}
		seen[u.ID] = true
		units = append(units, u)
	}
	return target, units, nil
}
