package sheet

import (
	"bytes"
	"cmp"
	"io"
	"strings"
	"unicode/utf8"
)

// csvRows is a strict RFC 4180 scanner over a bounded window. Go's encoding/csv is not used: it has no limits, and
// after a stray quote it either swallows the rows that follow or loses its place. Here a row that cannot be read
// costs exactly its own line: reading goes on with the next line of the file.
type csvRows struct {
	src       io.Reader
	buf       []byte
	pos       int
	eof       bool
	err       error
	delim     byte
	cellLines int // line breaks a quoted cell may hold
	columns   int // cells of the header, 0 while the header is read
	line      int64
	number    int64
	blanks    int64
	starts    []int // start and end of the cells of the record in scan order
}

const windowSize = 4 * MaxRecord

// newCSVRows reads src, which has about size bytes; the window is never larger than windowSize.
func newCSVRows(src io.Reader, delim byte, size int64, cellLines int) *csvRows {
	return &csvRows{src: src, delim: delim, cellLines: cellLines, buf: make([]byte, 0, min(windowSize, 2*size+16))}
}

func openCSV(src io.ReaderAt, size int64, head []byte, o Options) (*File, error) {
	name, skip, err := encodingOf(head)
	if err != nil {
		return nil, err
	}
	text := func() io.Reader {
		s := io.Reader(io.NewSectionReader(src, int64(skip), size-int64(skip)))
		if strings.HasPrefix(name, "UTF-16") {
			s = &utf16Reader{src: s, big: name == "UTF-16 BE"}
		}
		return s
	}
	cellLines := cmp.Or(o.CellLines, maxCellLines)
	sample := make([]byte, min(64<<10, 2*size+16))
	n, err := io.ReadFull(text(), sample)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	delim, sepLine := sniffDelimiter(sample[:n], n < len(sample), cellLines)
	if o.Delimiter != 0 {
		if !isDelimiter(o.Delimiter) {
			return nil, refuse(WrongFileType, "The cells of a CSV file are separated by a comma, a semicolon, a tab or a bar. Choose one of these.")
		}
		delim = o.Delimiter
	}
	rows := newCSVRows(text(), delim, size, cellLines)
	if sepLine {
		rows.ensure()
		rows.skipLine()
	}
	head1, err := rows.next()
	switch {
	case err == io.EOF:
		return nil, refuse(NoHeader, "The file has no header line. Put the names of the columns in the first line and send it again.")
	case err != nil:
		return nil, err
	case head1.Problem != nil && head1.Problem.Code == NotUTF8:
		return nil, refuse(WrongEncoding, "The header line is not UTF-8. "+resave)
	case head1.Problem != nil:
		return nil, refuse(NoHeader, "The header line cannot be read: %s", head1.Problem.Detail)
	}
	rows.columns, rows.number = len(head1.Cells), 0
	return &File{Kind: "csv", Encoding: name, Delimiter: delim, Header: head1.Cells, rows: rows}, nil
}

func (c *csvRows) blank() int64 { return c.blanks }
func (c *csvRows) close() error { return nil }

// ensure keeps at least one whole row of the largest size in the window, or everything up to the end.
func (c *csvRows) ensure() {
	if c.eof || len(c.buf)-c.pos > MaxRecord+2*MaxCell {
		return
	}
	c.buf = c.buf[:copy(c.buf, c.buf[c.pos:])]
	c.pos = 0
	for empty := 0; len(c.buf) < cap(c.buf) && !c.eof; {
		n, err := c.src.Read(c.buf[len(c.buf):cap(c.buf)])
		c.buf = c.buf[:len(c.buf)+n]
		if n == 0 && err == nil {
			if empty++; empty > 100 {
				err = io.ErrNoProgress
			}
		}
		if err != nil {
			c.eof = true
			if err != io.EOF {
				c.err = err
			}
		}
	}
}

func (c *csvRows) next() (Row, error) {
	for {
		c.ensure()
		if c.err != nil {
			return Row{}, c.err
		}
		if c.pos == len(c.buf) {
			return Row{}, io.EOF
		}
		if ch := c.buf[c.pos]; ch == '\n' || ch == '\r' {
			c.blanks++
			c.skipLine()
			continue
		}
		break
	}
	c.number++
	row := Row{Number: c.number, Line: c.line + 1}
	used, lines, problem := c.scan(c.buf[c.pos:])
	if problem == nil && c.columns > 0 {
		if problem = c.count(lines); problem == nil && lines > 1 {
			problem = c.twoRows(c.buf[c.pos : c.pos+used])
		}
	}
	if problem != nil {
		row.Problem = problem
		row.Cells = c.salvage()
		c.skipLine()
		return row, c.err
	}
	record := c.buf[c.pos : c.pos+used]
	if !utf8.Valid(record) {
		row.Problem = &Problem{Code: NotUTF8, Detail: "The row holds bytes that are not letters in this encoding. Save the file as \"CSV UTF-8\" in the program it came from."}
		record = bytes.ToValidUTF8(record, nil)
		row.Cells = []string{strings.TrimRight(string(record), "\r\n")}
		c.pos += used
		c.line += int64(lines)
		return row, nil
	}
	row.Cells = c.cells(record)
	c.pos += used
	c.line += int64(lines)
	if c.columns > 0 && allEmpty(row.Cells) {
		row.Problem = &Problem{Code: EmptyRow, Detail: "The row has separators but no content."}
	}
	return row, nil
}

// count compares the row with the header. Empty cells past the last column are what some programs write.
func (c *csvRows) count(lines int) *Problem {
	have := len(c.starts) / 2
	if have > c.columns {
		for i := c.columns; i < have; i++ {
			if c.starts[2*i] != c.starts[2*i+1] {
				return &Problem{Code: CellCount, Detail: "The row has more cells than the header has columns. A separator inside a cell needs quotes around the cell."}
			}
		}
		c.starts = c.starts[:2*c.columns]
		return nil
	}
	if have < c.columns {
		if lines > 1 {
			return &Problem{Code: StrayQuote, Detail: "A quote opens here and closes on a later line, and the row does not fit the header. Only this line was set aside."}
		}
		return &Problem{Code: CellCount, Detail: "The row has fewer cells than the header has columns."}
	}
	return nil
}

// scan finds the cells of the record at the start of b and says how many bytes and lines it takes.
// Escaped quotes stay in; cells() takes them out.
func (c *csvRows) scan(b []byte) (used, lines int, p *Problem) {
	c.starts = c.starts[:0]
	i := 0
	lines = 1
	for {
		column := len(c.starts)/2 + 1
		if column > MaxColumns {
			return 0, 0, &Problem{Code: TooManyCells, Detail: "The row has more than 200 cells."}
		}
		var end, breaks int
		if i < len(b) && b[i] == '"' {
			end, breaks, p = c.quoted(b, i, column)
		} else {
			end, p = c.unquoted(b, i, column)
		}
		if p != nil {
			return 0, 0, p
		}
		lines += breaks
		c.starts = append(c.starts, i, end)
		if end > MaxRecord {
			return 0, 0, &Problem{Code: RowTooLong, Detail: "The row is longer than 64 KiB."}
		}
		if end == len(b) {
			return end, lines, nil
		}
		switch b[end] {
		case '\n':
			return end + 1, lines, nil
		case '\r':
			if end+1 < len(b) && b[end+1] == '\n' {
				end++
			}
			return end + 1, lines, nil
		}
		i = end + 1
	}
}

func (c *csvRows) unquoted(b []byte, i, column int) (int, *Problem) {
	for j := i; ; j++ {
		if j-i > MaxCell {
			return 0, tooLong(column)
		}
		if j == len(b) {
			return j, nil
		}
		switch ch := b[j]; {
		case ch == c.delim, ch == '\n', ch == '\r':
			return j, nil
		case ch == '"':
			return 0, &Problem{Code: StrayQuote, Column: column, Detail: "A quote stands inside a cell that does not begin with one. Put quotes around the whole cell and write an inner quote twice."}
		}
	}
}

func (c *csvRows) quoted(b []byte, i, column int) (end, breaks int, p *Problem) {
	lineStart, suspect := i, false
	for j := i + 1; ; j++ {
		if j-i > MaxCell+2 || j >= len(b) {
			if breaks == 0 && j < len(b) && !bytes.ContainsAny(b[i:min(len(b), i+MaxCell+2)], "\r\n") {
				return 0, 0, tooLong(column)
			}
			return 0, 0, &Problem{Code: StrayQuote, Column: column, Detail: "A quote opens here and is never closed. Only this line was set aside; reading went on with the next."}
		}
		switch b[j] {
		case '\n', '\r':
			if b[j] == '\r' && j+1 < len(b) && b[j+1] == '\n' {
				j++
			}
			suspect = suspect || breaks > 0 && c.looksLikeRow(b[lineStart:j])
			if breaks++; breaks > c.cellLines {
				return 0, 0, &Problem{Code: StrayQuote, Column: column, Detail: "A quote opens here and does not close within the lines a cell may have. Only this line was set aside; reading went on with the next."}
			}
			lineStart = j + 1
		case '"':
			if j+1 < len(b) && b[j+1] == '"' {
				j++
				continue
			}
			if j+1 < len(b) && b[j+1] != c.delim && b[j+1] != '\n' && b[j+1] != '\r' {
				return 0, 0, &Problem{Code: StrayQuote, Column: column, Detail: "Text follows a closing quote. Write a quote inside a quoted cell twice."}
			}
			if suspect || breaks > 0 && c.looksLikeRow(b[lineStart:j]) {
				return 0, 0, &Problem{Code: SpansLines, Column: column, Quarantine: true, Detail: spansDetail}
			}
			return j + 1, breaks, nil
		}
	}
}

// looksLikeRow is true for a line inside a quoted cell that has as many separators as a row: then two stray quotes
// may have swallowed rows, and a person must look.
func (c *csvRows) looksLikeRow(line []byte) bool {
	return c.columns > 0 && bytes.Count(line, []byte{c.delim}) >= c.columns-1
}

// twoRows is the other way two stray quotes join rows: the record's first line and its last line have each as many
// separators as a row. A cell with line breaks in a real row leaves one of the two short.
func (c *csvRows) twoRows(record []byte) *Problem {
	trimmed := bytes.TrimRight(record, "\r\n")
	first := trimmed[:max(lineEnd(trimmed), 0)]
	last := trimmed[bytes.LastIndexAny(trimmed, "\r\n")+1:]
	if c.looksLikeRow(first) && c.looksLikeRow(last) {
		return &Problem{Code: SpansLines, Quarantine: true, Detail: spansDetail}
	}
	return nil
}

const spansDetail = "A quoted cell runs over lines that look like rows of their own. This line waits for a person; the lines after it were read as rows."

func tooLong(column int) *Problem {
	return &Problem{Code: CellTooLong, Column: column, Detail: "A cell is longer than 4 KiB."}
}

// cells copies the record once and cuts it; quoted cells lose their quotes.
func (c *csvRows) cells(b []byte) []string {
	whole := string(b)
	out := make([]string, 0, len(c.starts)/2)
	for i := 0; i < len(c.starts); i += 2 {
		cell := whole[c.starts[i]:c.starts[i+1]]
		if len(cell) >= 2 && cell[0] == '"' {
			cell = cell[1 : len(cell)-1]
			if strings.IndexByte(cell, '"') >= 0 {
				cell = strings.ReplaceAll(cell, `""`, `"`)
			}
		}
		out = append(out, cell)
	}
	return out
}

// salvage gives the first line of an unreadable row as one cell, cut to the size of a cell, for the list of
// rejected rows.
func (c *csvRows) salvage() []string {
	b := c.buf[c.pos:min(len(c.buf), c.pos+MaxCell)]
	if i := lineEnd(b); i >= 0 {
		b = b[:i]
	}
	return []string{strings.ToValidUTF8(string(b), "\uFFFD")}
}

// skipLine goes to the start of the next line without keeping what it passes, however long the line is.
func (c *csvRows) skipLine() {
	for {
		if i := lineEnd(c.buf[c.pos:]); i >= 0 {
			at := c.pos + i
			c.pos = at + 1
			c.line++
			if c.buf[at] == '\r' {
				c.ensure()
				if c.pos < len(c.buf) && c.buf[c.pos] == '\n' {
					c.pos++
				}
			}
			return
		}
		c.pos = len(c.buf)
		if c.eof {
			c.line++
			return
		}
		c.ensure()
	}
}

// lineEnd finds the first line break.
func lineEnd(b []byte) int {
	n := bytes.IndexByte(b, '\n')
	if n >= 0 {
		b = b[:n]
	}
	if r := bytes.IndexByte(b, '\r'); r >= 0 {
		return r
	}
	return n
}

func allEmpty(cells []string) bool {
	for _, s := range cells {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}
