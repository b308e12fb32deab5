package people

import (
	"errors"
	"io"

	"candour/models"
	"candour/workflows/people/sheet"
)

// PreviewRows is how many rows a person sees before the import runs.
const PreviewRows = 20

// Preview is what the first rows of a file look like under a mapping. It holds personal data and is never kept.
type Preview struct {
	Kind      string
	Encoding  string
	Delimiter string
	Sheets    []string
	Header    []string
	Suggested Mapping
	Mapping   Mapping
	Rows      []PreviewRow
}

// PreviewRow is one row as it would be kept, or why it would not.
type PreviewRow struct {
	Number  int64
	Line    int64
	Person  models.PersonDetails
	Problem *RowProblem
}

// PreviewOf reads the first rows with the mapping given, or with the suggested one.
func PreviewOf(src io.ReaderAt, size int64, o sheet.Options, mapping map[string]int) (*Preview, error) {
	f, err := sheet.Open(src, size, o)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	p := &Preview{Kind: f.Kind, Encoding: f.Encoding, Sheets: f.Sheets, Header: f.Header, Suggested: SuggestMapping(f.Header)}
	if f.Delimiter != 0 {
		p.Delimiter = string(rune(f.Delimiter))
	}
	p.Mapping = p.Suggested
	if mapping != nil {
		if p.Mapping, err = ParseMapping(mapping, len(f.Header)); err != nil {
			return nil, err
		}
	}
	for len(p.Rows) < PreviewRows {
		row, err := f.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fileError(err)
		}
		out := PreviewRow{Number: row.Number, Line: row.Line}
		if row.Problem != nil {
			out.Problem = rowProblem(row.Problem)
		} else {
			out.Problem = ReadPerson(&p.Mapping, row.Cells, &out.Person)
		}
		p.Rows = append(p.Rows, out)
	}
	return p, nil
}

func rowProblem(p *sheet.Problem) *RowProblem {
	return &RowProblem{Code: string(p.Code), Column: p.Column, Detail: p.Detail, Quarantine: p.Quarantine}
}

// fileError turns the refusal of a file into an error for people.
func fileError(err error) error {
	var r *sheet.Refusal
	if errors.As(err, &r) {
		return models.InvalidField("file", "%s", r.Detail)
	}
	return err
}
