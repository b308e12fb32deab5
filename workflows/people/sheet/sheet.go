// Package sheet reads tables that strangers made (CSV and XLSX) with bounded memory, and accounts for every
// physical data row: a row either has cells or says why it could not be read. It knows nothing of people.
package sheet

import (
	"bytes"
	"fmt"
	"io"
)

// The limits of one table. They are constants, not settings: a file that needs more is not a list of people.
const (
	MaxCell        = 4 << 10  // bytes of one cell
	MaxRecord      = 64 << 10 // bytes of one row
	MaxColumns     = 200
	maxCellLines   = 10   // line breaks a quoted cell may hold (a postal address)
	maxParts       = 2000 // parts of an XLSX package
	maxRatio       = 100  // unpacked to packed, of a part and of the whole
	maxUnpacked    = 512 << 20
	smallPart      = 128 << 10 // below this a high ratio is harmless
	maxSharedInRAM = 16 << 20
)

// Code names a reason in a form that programs compare and translations key on.
type Code string

const (
	NotUTF8       Code = "not_utf8"
	StrayQuote    Code = "stray_quote"
	SpansLines    Code = "quote_spans_rows"
	CellTooLong   Code = "cell_too_long"
	RowTooLong    Code = "row_too_long"
	TooManyCells  Code = "too_many_cells"
	CellCount     Code = "cell_count"
	EmptyRow      Code = "empty_row"
	Formula       Code = "formula"
	CellError     Code = "cell_error"
	BrokenCell    Code = "broken_cell"
	WrongFileType Code = "wrong_file_type"
	WrongEncoding Code = "wrong_encoding"
	NoHeader      Code = "no_header"
	Unsafe        Code = "unsafe_package"
	TooLarge      Code = "too_large"
	Broken        Code = "broken_file"
)

// Problem says why one row could not be read. Detail never repeats what the cell holds.
type Problem struct {
	Code   Code
	Detail string
	Column int // 1-based, 0 when it is the whole row
	// Quarantine: a person has to look, because the row may be right or may be several rows.
	Quarantine bool
}

// Row is one physical data row. Number counts from 1 without the header and never depends on what the rows hold,
// so (hash of the file, Number) names a row for ever. Line is where a person finds it in the file or sheet.
type Row struct {
	Number  int64
	Line    int64
	Cells   []string
	Problem *Problem
}

// Refusal is why a whole file is not read. Its text may be shown to people.
type Refusal struct {
	Code   Code
	Detail string
}

func (r *Refusal) Error() string { return r.Detail }

func refuse(c Code, format string, a ...any) error {
	return &Refusal{Code: c, Detail: fmt.Sprintf(format, a...)}
}

// Scratch keeps the shared strings of a large XLSX outside memory. The caller gives one that encrypts, because
// these strings are names and addresses.
type Scratch interface {
	io.Writer
	Finish() (io.ReaderAt, error) // no more writing after it
	Close() error                 // deletes it
}

// Options of reading. The zero value detects everything.
type Options struct {
	Delimiter byte   // 0: found from the first rows
	Sheet     string // XLSX: name of the sheet, empty for the first
	CellLines int    // line breaks a quoted cell of CSV may hold; 0: ten, as many as a postal address has
	Scratch   func() (Scratch, error)
}

// File is an opened table, positioned before its first data row.
type File struct {
	Kind      string   // "csv" or "xlsx"
	Encoding  string   // "UTF-8", "UTF-8 with BOM", "UTF-16 LE", "UTF-16 BE"; empty for XLSX
	Delimiter byte     // CSV only
	Sheets    []string // XLSX only: the sheets there are to choose from
	Header    []string
	rows      rowSource
}

type rowSource interface {
	next() (Row, error)
	blank() int64
	close() error
}

// Open looks at the content, never at a file name, and reads the header. Errors of type *Refusal are for people;
// others are faults of reading.
func Open(src io.ReaderAt, size int64, o Options) (*File, error) {
	if size == 0 {
		return nil, refuse(NoHeader, "The file is empty. Nothing was kept.")
	}
	head := make([]byte, min(64<<10, size))
	n, err := src.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openXLSX(src, size, o)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return nil, refuse(WrongFileType, "This is an old Excel file (.xls) or one protected with a password. Save it as .xlsx without a password, or as CSV UTF-8, and send it again.")
	}
	if is := otherKind(head); is != "" {
		return nil, refuse(WrongFileType, "This is %s, not a table that can be read here. Open the list in your spreadsheet program, save it as XLSX or CSV, and send that file. Nothing was kept.", is)
	}
	return openCSV(src, size, head, o)
}

// otherKind names what people send by mistake, by its first bytes; empty when it may be a table.
func otherKind(head []byte) string {
	for _, k := range []struct{ begins, is string }{
		{"%PDF", "a PDF document"}, {"\x89PNG\r\n\x1A\n", "a picture"}, {"\xFF\xD8\xFF", "a picture"}, {"GIF8", "a picture"}, {"II*\x00", "a picture"}, {"MM\x00*", "a picture"},
		{"{\\rtf", "a text document"}, {"SQLite format 3\x00", "a database"},
		{"\x1F\x8B", "a packed file"}, {"Rar!", "a packed file"}, {"7z\xBC\xAF", "a packed file"},
	} {
		if bytes.HasPrefix(head, []byte(k.begins)) {
			return k.is
		}
	}
	// Some programs write a web page and call it .xls.
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"))
	for _, tag := range []string{"<html", "<!doctype", "<table", "<?xml"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return "a web page or XML, whatever its name says"
		}
	}
	return ""
}

// Next gives the next data row, or io.EOF after the last. A bad row is not an error: it has a Problem.
func (f *File) Next() (Row, error) { return f.rows.next() }

// BlankLines counts lines without any cell; they are not data rows.
func (f *File) BlankLines() int64 { return f.rows.blank() }

// Close frees what reading needed, scratch files included.
func (f *File) Close() error { return f.rows.close() }
