package sheet

import (
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// xlsxRows streams the rows of one sheet. Formulas are refused cell by cell: the value stored beside a formula is
// only what some program last thought it was.
type xlsxRows struct {
	part    io.ReadCloser
	x       *xmlScanner
	strings *sharedStrings
	columns int
	number  int64
	line    int64
	blanks  int64
	done    bool
	value   []byte
}

func openXLSX(src io.ReaderAt, size int64, o Options) (*File, error) {
	p, err := openPackage(src, size)
	if err != nil {
		return nil, err
	}
	book, err := readWorkbook(p)
	if err != nil {
		return nil, err
	}
	at := 0
	if o.Sheet != "" {
		for at = 0; at < len(book.names) && book.names[at] != o.Sheet; at++ {
		}
		if at == len(book.names) {
			return nil, refuse(NoHeader, "The workbook has no sheet of that name. Choose one of its sheets.")
		}
	}
	shared, err := readSharedStrings(p, book.shared, o.Scratch)
	if err != nil {
		return nil, err
	}
	part, err := p.open(book.paths[at])
	if err != nil {
		shared.close()
		return nil, err
	}
	rows := &xlsxRows{part: part, x: newXMLScanner(part), strings: shared}
	header, err := rows.next()
	if err == nil && header.Problem != nil {
		err = refuse(NoHeader, "The first row, which names the columns, cannot be read: %s", header.Problem.Detail)
	}
	if err == io.EOF {
		err = refuse(NoHeader, "The sheet is empty. Choose another sheet, or put the names of the columns in the first row.")
	}
	if err != nil {
		rows.close()
		return nil, err
	}
	rows.columns, rows.number = len(header.Cells), 0
	return &File{Kind: "xlsx", Sheets: book.names, Header: header.Cells, rows: rows}, nil
}

type workbook struct {
	names, paths []string
	shared       string
}

func readWorkbook(p *xlsxPackage) (*workbook, error) {
	bookPath := "xl/workbook.xml"
	root, err := relations(p, "_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			bookPath = r.target
		}
	}
	dir, file := path.Split(bookPath)
	rels, err := relations(p, dir+"_rels/"+file+".rels", dir)
	if err != nil {
		return nil, err
	}
	book := &workbook{}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/sharedStrings") {
			book.shared = r.target
		}
	}
	part, err := p.open(bookPath)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	for x := newXMLScanner(part); ; {
		err := x.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if x.kind != xmlStart || x.name != "sheet" {
			continue
		}
		r, ok := rels[string(x.attr("id"))]
		if ok && strings.HasSuffix(r.kind, "/worksheet") {
			book.names, book.paths = append(book.names, string(x.attr("name"))), append(book.paths, r.target)
		}
	}
	if len(book.names) == 0 {
		return nil, refuse(NoHeader, "The workbook has no sheet with rows.")
	}
	return book, nil
}

type relation struct{ kind, target string }

func relations(p *xlsxPackage, name, dir string) (map[string]relation, error) {
	out := map[string]relation{}
	if p.parts[strings.ToLower(name)] == nil {
		return out, nil
	}
	part, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	for x := newXMLScanner(part); ; {
		err := x.next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if x.kind != xmlStart || x.name != "Relationship" {
			continue
		}
		if strings.EqualFold(string(x.attr("TargetMode")), "External") {
			return nil, refuse(Unsafe, "The workbook is linked to other files. Copy the list as values into a new workbook and send that. Nothing was kept.")
		}
		target := string(x.attr("Target"))
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		out[string(x.attr("Id"))] = relation{string(x.attr("Type")), strings.TrimPrefix(path.Clean("/"+target), "/")}
	}
}

func (s *xlsxRows) blank() int64 { return s.blanks }

func (s *xlsxRows) close() error { return errors.Join(s.part.Close(), s.strings.close()) }

func (s *xlsxRows) next() (Row, error) {
	for !s.done {
		err := s.x.next()
		if err == io.EOF {
			s.done = true
			break
		}
		if err != nil {
			return Row{}, err
		}
		if s.x.kind == xmlEnd && s.x.name == "sheetData" {
			s.done = true
		}
		if s.x.kind != xmlStart || s.x.name != "row" {
			continue
		}
		row, err := s.row()
		if err != nil {
			return Row{}, err
		}
		if row.Problem == nil && allEmpty(row.Cells) {
			s.blanks++
			continue
		}
		s.number++
		row.Number = s.number
		return row, nil
	}
	return Row{}, io.EOF
}

func (s *xlsxRows) row() (Row, error) {
	s.line++
	if n, err := strconv.ParseInt(string(s.x.attr("r")), 10, 64); err == nil && n >= s.line && n <= 1<<20 {
		s.line = n
	}
	row := Row{Line: s.line, Cells: make([]string, 0, max(s.columns, 8))}
	size, at := 0, 0
	for {
		if err := s.x.next(); err != nil {
			return row, unexpectedEnd(err)
		}
		if s.x.kind == xmlEnd && s.x.name == "row" {
			break
		}
		if s.x.kind != xmlStart || s.x.name != "c" {
			continue
		}
		if c := columnOf(s.x.attr("r")); c > 0 {
			at = c
		} else {
			at++
		}
		value, problem, err := s.cell(at)
		if err != nil {
			return row, err
		}
		if problem == nil && value != "" && at > MaxColumns {
			problem = &Problem{Code: TooManyCells, Detail: "The row has more than 200 cells."}
		}
		if size += len(value); problem == nil && size > MaxRecord {
			problem = &Problem{Code: RowTooLong, Detail: "The row is longer than 64 KiB."}
		}
		if problem != nil && row.Problem == nil {
			row.Problem = problem
		}
		// Columns past the header have no name and are dropped, as every column without a mapping is.
		if value == "" || row.Problem != nil || s.columns > 0 && at > s.columns {
			continue
		}
		for len(row.Cells) < at {
			row.Cells = append(row.Cells, "")
		}
		row.Cells[at-1] = value
	}
	for row.Problem == nil && len(row.Cells) < s.columns {
		row.Cells = append(row.Cells, "")
	}
	return row, nil
}

// cell reads one <c>; it stands at its start.
func (s *xlsxRows) cell(at int) (string, *Problem, error) {
	kind := cellKind(s.x.attr("t"))
	value := s.value[:0]
	var inside string
	formula, long, phonetic := false, false, 0
	for {
		if err := s.x.next(); err != nil {
			return "", nil, unexpectedEnd(err)
		}
		switch s.x.kind {
		case xmlStart:
			inside = s.x.name
			if inside == "f" {
				formula = true
			}
			if inside == "rPh" {
				phonetic++
			}
		case xmlEnd:
			if s.x.name == "c" {
				s.value = value
				return s.content(kind, value, formula, long, at)
			}
			if s.x.name == "rPh" {
				phonetic--
			}
			inside = ""
		case xmlText:
			if (inside == "v" || inside == "t" && kind == "inlineStr") && phonetic == 0 {
				value = append(value, s.x.text...)
				long = long || s.x.long || len(value) > MaxCell
				value = value[:min(len(value), MaxCell+1)]
			}
		}
	}
}

// cellKind is the type of a cell without a copy for each cell.
func cellKind(t []byte) string {
	for _, k := range []string{"s", "inlineStr", "str", "e", "b", "n", "d"} {
		if string(t) == k {
			return k
		}
	}
	return ""
}

func (s *xlsxRows) content(kind string, raw []byte, formula, long bool, at int) (string, *Problem, error) {
	switch {
	case formula:
		return "", &Problem{Code: Formula, Column: at, Detail: "A cell holds a formula. Paste the list as values, so that what is read is what you see."}, nil
	case long:
		return "", tooLong(at), nil
	case kind == "e":
		return "", &Problem{Code: CellError, Column: at, Detail: "A cell holds an error of the spreadsheet (such as #N/A)."}, nil
	case !utf8.Valid(raw):
		return "", &Problem{Code: NotUTF8, Column: at, Detail: "A cell holds bytes that are not letters."}, nil
	case kind == "s":
		n, err := strconv.Atoi(string(raw))
		if err != nil || n < 0 {
			return "", &Problem{Code: BrokenCell, Column: at, Detail: "A cell points to a text that is not in the workbook."}, nil
		}
		return s.strings.get(n, at)
	case kind == "inlineStr", kind == "str":
		return unescapeX(string(raw)), nil, nil
	}
	return number(string(raw)), nil, nil
}

// number writes whole numbers without an exponent: telephone numbers are often kept as numbers.
func number(s string) string {
	if f, err := strconv.ParseFloat(s, 64); err == nil && f == float64(int64(f)) && f < 1e15 && f > -1e15 {
		return strconv.FormatInt(int64(f), 10)
	}
	return s
}

// columnOf reads the letters of a cell name (AB12 is 28); 0 when there are none.
func columnOf(ref []byte) int {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return broken()
	}
	return err
}
