package register

import (
	"bytes"
	"context"
	"encoding/csv"

	"github.com/xuri/excelize/v2"

	"candour/models"
	"candour/workflows/people/clean"
)

// Formats the register can be taken out in.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// Export gives the register as a table. Cells that a spreadsheet would run as formulas are neutralised. It is a command: the record says who
// took it and how many lines it had. Errors: invalid format, forbidden for a society.
func Export(ctx context.Context, db *models.DB, by models.Viewer, format string, exercises bool) ([]byte, error) {
	if format != CSV && format != XLSX {
		return nil, models.InvalidField("format", "The format is csv or xlsx.")
	}
	rows, err := Rows(db.View(ctx), by, exercises)
	if err != nil {
		return nil, err
	}
	table := [][]string{Columns}
	for _, r := range rows {
		cells := r.cells()
		for n := range cells {
			cells[n] = clean.Cell(cells[n])
		}
		table = append(table, cells)
	}
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "export-register"}, func(tx models.Tx) error {
		return tx.Details(map[string]any{"format": format, "rows": len(rows)})
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if format == CSV {
		out.WriteString("\uFEFF") // spreadsheets read it as UTF-8 by this mark
		w := csv.NewWriter(&out)
		if err := w.WriteAll(table); err != nil {
			return nil, err
		}
		return out.Bytes(), w.Error()
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for n, cells := range table {
		for k, c := range cells {
			at, err := excelize.CoordinatesToCellName(k+1, n+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr("Sheet1", at, c); err != nil {
				return nil, err
			}
		}
	}
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
