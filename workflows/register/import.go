package register

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/people/clean"
	"candour/workflows/people/sheet"
)

// MaxImport is the largest register, in bytes; every line is accounted for.
const (
	MaxImport    = 8 << 20
	maxRows      = 20_000
	maxErrors    = 200
	longestField = 10_000
)

// Fields an older register can fill, in the order they are offered.
var Fields = []string{"reference", "happened_on", "aware_on", "what_happened", "controller", "people", "data", "effects", "measures", "authority_told_on", "people_told_on", "reason"}

// guesses are names columns have in registers that were seen; a person may map otherwise.
var guesses = map[string][]string{
	"reference": {"reference", "ref", "id", "number", "no", "nr", "référence", "numéro", "referencia", "número"}, "happened_on": {"happened on", "date", "date of breach", "occurred on", "date de la violation", "fecha"},
	"aware_on": {"aware on", "date of awareness", "discovered on", "date de prise de connaissance", "fecha de conocimiento"}, "what_happened": {"what happened", "description", "facts", "nature", "breach", "faits", "descripción", "hechos"},
	"controller": {"controller", "controllers", "organisation", "responsable"}, "people": {"people", "data subjects", "number of people", "personnes", "personas"}, "data": {"data", "categories", "categories of data", "données", "datos"},
	"effects": {"effects", "consequences", "conséquences", "effets", "efectos", "consecuencias"}, "measures": {"measures", "remedial action", "action taken", "mesures", "medidas"},
	"authority_told_on": {"authority told", "authority told on", "notified authority", "notified dpa", "notification à l'autorité", "notificación a la autoridad"},
	"people_told_on":    {"people told", "people told on", "notified people", "communication aux personnes", "comunicación a las personas"}, "reason": {"reason", "reasons not to tell", "reason not to tell", "motif", "motivo", "justification"},
}

// RowFault says what is wrong in one row; it never repeats what the cell holds.
type RowFault struct {
	Line   int64  `json:"line" doc:"Where the row stands in the file; the header is line 1."`
	Column string `json:"column"`
	Detail string `json:"detail"`
}

// ImportReport accounts for every row: rows = added + already there + those with an error.
type ImportReport struct {
	Applied  bool              `json:"applied" doc:"False for a trial, or when a row has an error: then nothing was added."`
	Rows     int               `json:"rows"`
	Added    int               `json:"added"`
	Already  int               `json:"already" doc:"Lines that are in the register word for word."`
	Bad      int               `json:"bad"`
	Header   []string          `json:"header" nullable:"false"`
	Mapping  map[string]string `json:"mapping" doc:"Column of the file and the field it was read as; columns that are not here were not read."`
	Errors   []RowFault        `json:"errors" nullable:"false" doc:"At most 200."`
	Unmapped []string          `json:"unmapped" nullable:"false"`
}

var errTrial = errors.New("trial")

// Import brings in the lines of a register that was kept before. All or nothing: with one bad row nothing is added and every bad row is named.
// The same line again adds nothing. mapping names the field of each column; empty: by the names columns usually have.
func Import(ctx context.Context, db *models.DB, by models.Viewer, content []byte, mapping map[string]string, trial bool) (ImportReport, error) {
	report := ImportReport{Header: []string{}, Mapping: map[string]string{}, Errors: []RowFault{}, Unmapped: []string{}}
	if len(content) > MaxImport {
		return report, models.Invalid("The file is larger than 8 MB. A register is smaller; check that this is the right file. Nothing was changed.")
	}
	f, err := sheet.Open(bytes.NewReader(content), int64(len(content)), sheet.Options{})
	if err != nil {
		return report, refused(err)
	}
	defer func() { _ = f.Close() }()
	fields, err := report.mapColumns(f.Header, mapping)
	if err != nil {
		return report, err
	}
	var entries []line
	for {
		in, err := f.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return report, refused(err)
		}
		if report.Rows++; report.Rows > maxRows {
			return report, models.Invalid("The table has more than 20,000 rows. Check that this is the right file. Nothing was changed.")
		}
		if e, ok := report.read(in, fields); ok {
			entries = append(entries, e)
		}
	}
	batch := models.NewID()
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "import-register"}, func(tx models.Tx) error {
		seen := map[string]bool{}
		for _, e := range entries {
			there, err := models.HasOlderBreach(tx, e.hash)
			if err != nil {
				return err
			}
			if there || seen[e.hash] {
				report.Already++
				continue
			}
			seen[e.hash] = true
			report.Added++
			b := models.OlderBreach{ID: models.NewID(), ImportID: batch, Line: e.line, RowHash: e.hash, HappenedOn: e.entry.HappenedOn, ImportedAt: tx.Now(), ImportedBy: by.Account}
			if err := b.SetEntry(tx.Keys(), e.entry); err != nil {
				return err
			}
			if err := models.AddOlderBreach(tx, &b); err != nil {
				return err
			}
		}
		if trial || report.Bad > 0 {
			return errTrial // rolled back, event included: nothing was changed
		}
		return tx.Details(map[string]any{"import": batch, "rows": report.Rows, "added": report.Added, "already": report.Already})
	})
	if errors.Is(err, errTrial) {
		return report, nil
	}
	report.Applied = err == nil
	return report, err
}

func refused(err error) error {
	var r *sheet.Refusal
	if errors.As(err, &r) {
		return models.Invalid("%s", r.Detail)
	}
	return err
}

type line struct {
	line  int64
	hash  string
	entry models.OlderEntry
}

func name(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(clean.Uncell(s), "_", " ")), " "))
}

// mapColumns says which field each column fills; nothing is read twice.
func (r *ImportReport) mapColumns(header []string, mapping map[string]string) ([]string, error) {
	fields := make([]string, len(header))
	for n, h := range header {
		column := strings.TrimSpace(clean.Uncell(h))
		r.Header = append(r.Header, column)
		field := mapping[column]
		if len(mapping) == 0 {
			for _, f := range Fields {
				if name(h) == strings.ReplaceAll(f, "_", " ") || slices.Contains(guesses[f], name(h)) {
					field = f
					break
				}
			}
		}
		switch {
		case field == "":
			r.Unmapped = append(r.Unmapped, column)
			continue
		case !slices.Contains(Fields, field):
			return nil, models.InvalidField("mapping", "There is no field %q in the register.", field)
		case slices.Contains(fields, field):
			return nil, models.InvalidField("mapping", "Two columns are read as %s. Choose one of them. Nothing was changed.", strings.ReplaceAll(field, "_", " "))
		}
		fields[n], r.Mapping[column] = field, field
	}
	if !slices.Contains(fields, "what_happened") {
		return nil, models.InvalidField("mapping", "Say which column tells what happened. Nothing was changed.")
	}
	return fields, nil
}

func (r *ImportReport) fail(line int64, column, detail string) {
	if len(r.Errors) < maxErrors {
		r.Errors = append(r.Errors, RowFault{line, column, detail})
	}
}

// read makes an entry of a row; what is wrong with it is named, all of it at once.
func (r *ImportReport) read(in sheet.Row, fields []string) (line, bool) {
	out := line{line: in.Line}
	bad := false
	wrong := func(column, detail string) { bad = true; r.fail(in.Line, column, detail) }
	if in.Problem != nil {
		column := ""
		if n := in.Problem.Column - 1; n >= 0 && n < len(r.Header) {
			column = r.Header[n]
		}
		wrong(column, in.Problem.Detail)
		r.Bad++
		return out, false
	}
	e := &out.entry
	to := map[string]*string{"reference": &e.Reference, "happened_on": &e.HappenedOn, "aware_on": &e.AwareOn, "what_happened": &e.WhatHappened, "controller": &e.Controller, "people": &e.People, "data": &e.Data,
		"effects": &e.Effects, "measures": &e.Measures, "authority_told_on": &e.AuthorityToldOn, "people_told_on": &e.PeopleToldOn, "reason": &e.Reason}
	for n, c := range in.Cells {
		if n >= len(fields) || fields[n] == "" {
			continue
		}
		c = strings.TrimSpace(clean.Uncell(c))
		if utf8.RuneCountInString(c) > longestField {
			wrong(r.Header[n], "This cell holds more than 10,000 characters.")
			continue
		}
		if (fields[n] == "happened_on" || fields[n] == "aware_on") && c != "" {
			d, ok := dayOf(c)
			if !ok {
				wrong(r.Header[n], "Write the date as 2026-11-23 or 23.11.2026.")
				continue
			}
			c = d
		}
		*to[fields[n]] = c
	}
	if !bad && e.WhatHappened == "" {
		wrong("", "The row does not say what happened.")
	}
	if bad {
		r.Bad++
		return out, false
	}
	b, err := json.Marshal(e)
	if err != nil {
		wrong("", "The row cannot be read.")
		r.Bad++
		return out, false
	}
	sum := sha256.Sum256(b)
	out.hash = hex.EncodeToString(sum[:])
	return out, true
}

// dayOf reads a date that has one meaning. 3/4/2026 has two and is asked for again.
func dayOf(s string) (string, bool) {
	for _, layout := range []string{"2006-01-02", "02.01.2006", "2.1.2006", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1950 {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}
