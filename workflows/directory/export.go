package directory

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"candour/models"
	"candour/workflows/people/clean"
)

// Formats the directory can be taken out in.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// Export gives the whole directory with its contacts as one table: a row per contact, or one row for an entry without any. Cells that a
// spreadsheet would run as formulas are neutralised; importing the table again restores them. It is a command, because it takes names
// and addresses out: the record says who did and how many.
func Export(ctx context.Context, db *models.DB, by models.Actor, format string) ([]byte, error) {
	if format != CSV && format != XLSX {
		return nil, models.InvalidField("format", "The format is csv or xlsx.")
	}
	var rows [][]string
	err := db.Command(ctx, models.Act{By: by, Operation: "export-directory"}, func(tx models.Tx) (err error) {
		if rows, err = table(tx); err != nil {
			return err
		}
		return tx.Details(map[string]any{"format": format, "rows": len(rows)})
	})
	if err != nil {
		return nil, err
	}
	if format == XLSX {
		return writeXLSX(rows)
	}
	return writeCSV(rows)
}

// table is every entry in use with its contacts.
func table(r models.Reader) ([][]string, error) {
	entries, err := models.LoadDirectory(r)
	if err != nil {
		return nil, err
	}
	contacts, err := models.LoadContacts(r)
	if err != nil {
		return nil, err
	}
	of := map[models.ID][]models.Contact{}
	for _, c := range contacts {
		of[c.OrganisationID] = append(of[c.OrganisationID], c)
	}
	rows := [][]string{}
	for i := range entries {
		o := &entries[i]
		if o.Archived {
			continue
		}
		start := []string{}
		for _, f := range fields {
			start = append(start, f.get(o))
		}
		if len(of[o.ID]) == 0 {
			rows = append(rows, append(start, make([]string, len(contactFields))...))
		}
		for j := range of[o.ID] {
			e, err := EntryOf(r.Keys(), &of[o.ID][j])
			if err != nil {
				return nil, err
			}
			rows = append(rows, append(start[:len(start):len(start)], strconv.Itoa(e.Position), e.Role, e.Name, e.Email, e.Telephone, e.Language))
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = clean.Cell(row[i])
		}
	}
	return rows, nil
}

func writeCSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // spreadsheets read UTF-8 only when it says so
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(Columns()); err != nil {
		return nil, err
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func writeXLSX(rows [][]string) (out []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	const sheet = "Directory"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	for i, row := range append([][]string{Columns()}, rows...) {
		cells := make([]any, len(row))
		for j, s := range row {
			cells[j] = s // always text: a telephone number is no number, and nothing is a formula
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
