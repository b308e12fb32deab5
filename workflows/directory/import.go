package directory

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"candour/models"
	"candour/workflows/people/clean"
	"candour/workflows/people/sheet"
)

// MaxImport is the largest table of a directory, in bytes and rows: the whole Movement with ten contacts each fits many times.
const (
	MaxImport     = 8 << 20
	maxImportRows = 20_000
	maxRowErrors  = 200
)

// RowError says what is wrong in one row. It never repeats what the cell holds.
type RowError struct {
	Line   int64  `json:"line" doc:"Where the row stands in the file; the header is line 1."`
	Column string `json:"column"`
	Detail string `json:"detail"`
}

// Report says what an import did, or would do.
type Report struct {
	Applied           bool       `json:"applied" doc:"False for a trial, or when a row has an error: then nothing was changed."`
	Rows              int        `json:"rows"`
	Added             int        `json:"added"`
	Changed           int        `json:"changed"`
	Unchanged         int        `json:"unchanged"`
	ContactsAdded     int        `json:"contacts_added"`
	ContactsChanged   int        `json:"contacts_changed"`
	ContactsUnchanged int        `json:"contacts_unchanged"`
	UnknownColumns    []string   `json:"unknown_columns" nullable:"false" doc:"Columns of the file that were not read."`
	Errors            []RowError `json:"errors" nullable:"false" doc:"At most 200."`
}

var errTrial = errors.New("trial")

// Import reads a table in the form Export writes (CSV or XLSX; columns in any order, kind and name needed) and adds or changes entries and
// contacts. All or nothing: with one bad row nothing is changed and every bad row is named. An empty cell leaves what is there, because
// nobody said anything; a contact is found again by its e-mail address, or by role and order when it has none. Nothing is removed.
// The same file again changes nothing.
func Import(ctx context.Context, db *models.DB, by models.Actor, content []byte, trial bool) (Report, error) {
	if len(content) > MaxImport {
		return Report{}, models.Invalid("The file is larger than 8 MB. A directory is smaller; check that this is the right file. Nothing was changed.")
	}
	f, err := sheet.Open(bytes.NewReader(content), int64(len(content)), sheet.Options{})
	var refused *sheet.Refusal
	if errors.As(err, &refused) {
		return Report{}, models.Invalid("%s", refused.Detail)
	}
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = f.Close() }()
	rows, report, err := readRows(f)
	if err != nil || len(report.Errors) > 0 {
		return report, err
	}
	err = db.Command(ctx, models.Act{By: by, Operation: "import-directory"}, func(tx models.Tx) error {
		m, err := newMerge(tx, &report)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := m.row(row); err != nil {
				return err
			}
		}
		if len(report.Errors) > 0 || trial {
			return errTrial // rolled back, event included: nothing was changed
		}
		return tx.Details(map[string]int{"rows": report.Rows, "added": report.Added, "changed": report.Changed,
			"contacts_added": report.ContactsAdded, "contacts_changed": report.ContactsChanged})
	})
	if errors.Is(err, errTrial) {
		return report, nil
	}
	report.Applied = err == nil
	return report, err
}

// tableRow is one row by column name; empty cells are left out.
type tableRow struct {
	line  int64
	cells map[string]string
}

func (r *Report) fail(line int64, column, detail string) {
	if len(r.Errors) < maxRowErrors {
		r.Errors = append(r.Errors, RowError{line, column, detail})
	}
}

func readRows(f *sheet.File) ([]tableRow, Report, error) {
	report := Report{UnknownColumns: []string{}, Errors: []RowError{}}
	known, columns := Columns(), make([]string, len(f.Header))
	for i, h := range f.Header {
		name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(clean.Uncell(h))), " ", "_")
		switch {
		case slices.Contains(columns[:i], name):
			return nil, report, models.Invalid("The column %s stands twice in the first row. Keep one of them. Nothing was changed.", name)
		case slices.Contains(known, name):
			columns[i] = name
		default:
			report.UnknownColumns = append(report.UnknownColumns, name)
		}
	}
	for _, needed := range []string{"kind", "name"} {
		if !slices.Contains(columns, needed) {
			return nil, report, models.Invalid("The first row names no column %q. Export the directory to see the form of the table. Nothing was changed.", needed)
		}
	}
	rows := []tableRow{}
	for {
		in, err := f.Next()
		if errors.Is(err, io.EOF) {
			return rows, report, nil
		}
		var refused *sheet.Refusal
		if errors.As(err, &refused) {
			return nil, report, models.Invalid("%s", refused.Detail)
		}
		if err != nil {
			return nil, report, err
		}
		if report.Rows++; report.Rows > maxImportRows {
			return nil, report, models.Invalid("The table has more than 20,000 rows. Check that this is the right file. Nothing was changed.")
		}
		if in.Problem != nil {
			column := ""
			if i := in.Problem.Column - 1; i >= 0 && i < len(columns) {
				column = columns[i]
			}
			report.fail(in.Line, column, in.Problem.Detail)
			continue
		}
		row := tableRow{in.Line, map[string]string{}}
		for i, c := range in.Cells {
			if c = strings.TrimSpace(clean.Uncell(c)); i < len(columns) && columns[i] != "" && c != "" {
				row.cells[columns[i]] = c
			}
		}
		rows = append(rows, row)
	}
}

func positionOf(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, models.InvalidField("position", "The order is a number from 1 (asked first) to 99.")
	}
	return n, nil
}
