package people

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"candour/models"
	"candour/workflows/people/clean"
)

// WriteRefused writes the rows of an import that did not become people as CSV, with their reasons, in the order of the file. It streams,
// and no cell of it is a formula in a spreadsheet. Values stand under the fields they were mapped to; a line that could not be cut into
// cells stands whole in the last column.
func (u Uploads) WriteRefused(w io.Writer, r models.View, v models.Viewer, id models.ID) error {
	i, err := models.FindPeopleImport(r, v, id)
	if err != nil {
		return err
	}
	// The mark makes spreadsheets read the file as UTF-8.
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := []string{"row", "line", "outcome", "reason", "field", "column", "explanation", "duplicate_of"}
	for f := range models.PersonFieldCount {
		head = append(head, f.String())
	}
	if err := out.Write(append(head, "unread_line")); err != nil {
		return err
	}
	for after := int64(0); ; {
		rows, err := models.ListImportRows(r, i.ID, after, 500)
		if err != nil {
			return err
		}
		for k := range rows {
			line, err := refusedLine(r.Keys(), &rows[k])
			if err != nil {
				return err
			}
			if err := out.Write(line); err != nil {
				return err
			}
			after = rows[k].Number
		}
		if out.Flush(); out.Error() != nil || len(rows) == 0 {
			return out.Error()
		}
	}
}

func refusedLine(k *models.Keyring, x *models.ImportRow) ([]string, error) {
	c, err := x.Content(k)
	if err != nil {
		return nil, err
	}
	duplicate := ""
	if x.DuplicateOf != nil {
		duplicate = strconv.FormatInt(*x.DuplicateOf, 10)
		if x.Outcome == models.RowDuplicate {
			c.Detail = "Somebody equal in every field is there already."
		}
	}
	if c.Detail == "" && len(x.Sealed) == 0 {
		c.Detail = "What stood in this row has been erased; the reason remains."
	}
	column := ""
	if x.ColumnNo > 0 {
		column = strconv.Itoa(x.ColumnNo)
	}
	line := []string{strconv.FormatInt(x.Number, 10), strconv.FormatInt(x.Line, 10), string(x.Outcome), x.Code, x.Field, column, c.Detail, duplicate}
	cells := make([]string, models.PersonFieldCount+1)
	if len(c.Cells) == int(models.PersonFieldCount) {
		copy(cells, c.Cells)
	} else if len(c.Cells) > 0 {
		cells[models.PersonFieldCount] = c.Cells[0]
	}
	for i := range cells {
		cells[i] = clean.Cell(cells[i])
	}
	return append(line, cells...), nil
}

// RecordRefusedDownload writes down that somebody takes the refused rows of an import out of the house.
func RecordRefusedDownload(ctx context.Context, db *models.DB, v models.Viewer, id models.ID) (models.PeopleImport, error) {
	i, err := models.FindPeopleImport(db.View(ctx), v, id)
	if err != nil {
		return i, err
	}
	return i, db.Command(ctx, models.Act{By: v.Actor(), Operation: "download-refused-rows", Incident: i.IncidentID}, func(tx models.Tx) error {
		tx.On("people-import", id)
		return tx.Details(map[string]any{"rows": i.Duplicate + i.Rejected + i.Quarantined})
	})
}
