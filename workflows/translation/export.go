package translation

import (
	"context"
	"slices"

	"candour/models"
)

// Formats of a file for outside translators.
const (
	XLIFF = "xliff"
	CSV   = "csv"
)

// Export gives a language as a file. That the words were taken out of the house stands in the record.
func Export(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code, format string) (out []byte, err error) {
	err = command(ctx, db, by, id, "export-translation", "", func(tx models.Tx, p Piece) error {
		l, err := p.writable(tx, code)
		if err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"language": code, "format": format, "paragraphs": len(l.Rows)}); err != nil {
			return err
		}
		if format == CSV {
			out, err = p.CSV(l)
			return err
		}
		out = p.XLIFF(l)
		return nil
	})
	return out, err
}

// TypedBy says whether an account may have typed a word of this language as it stands.
func (p Piece) TypedBy(l Language, account models.ID) bool {
	return slices.Contains(p.typists(l), account)
}
