package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
)

func read(t testing.TB, b []byte, o Options) (*File, []Row, error) {
	t.Helper()
	f, err := Open(bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var rows []Row
	for {
		r, err := f.Next()
		if err == io.EOF {
			return f, rows, nil
		}
		if err != nil {
			return f, rows, err
		}
		rows = append(rows, r)
	}
}

// outcome writes rows in one line: cells joined by "/", or the code of the problem, "?" before it when a person must look.
func outcome(rows []Row) string {
	var out []string
	for i, r := range rows {
		if r.Number != int64(i+1) {
			return fmt.Sprintf("row %d has number %d", i+1, r.Number)
		}
		switch {
		case r.Problem == nil:
			out = append(out, strings.Join(r.Cells, "/"))
		case r.Problem.Quarantine:
			out = append(out, "?"+string(r.Problem.Code))
		default:
			out = append(out, "!"+string(r.Problem.Code))
		}
	}
	return strings.Join(out, " ")
}

func utf16Bytes(s string, o binary.ByteOrder, bom bool) []byte {
	var b []byte
	u := utf16.Encode([]rune(s))
	if bom {
		u = append([]uint16{0xFEFF}, u...)
	}
	for _, c := range u {
		b = append(b, 0, 0)
		o.PutUint16(b[len(b)-2:], c)
	}
	return b
}

func TestWhatACSVFileMayLookLike(t *testing.T) {
	le, be := binary.ByteOrder(binary.LittleEndian), binary.ByteOrder(binary.BigEndian)
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"plain":                                    {[]byte("a,b\n1,2\n3,4\n"), "1/2 3/4"},
		"no line break at the end":                 {[]byte("a,b\n1,2\n3,4"), "1/2 3/4"},
		"Windows line breaks":                      {[]byte("a,b\r\n1,2\r\n3,4\r\n"), "1/2 3/4"},
		"old Mac line breaks":                      {[]byte("a,b\r1,2\r3,4\r"), "1/2 3/4"},
		"byte order mark is not part of a name":    {[]byte("\uFEFFa,b\n1,2\n"), "1/2"},
		"semicolons":                               {[]byte("a;b\n1,5;2\n3;4\n"), "1,5/2 3/4"},
		"tabs":                                     {[]byte("a\tb\n1,5\t2\n"), "1,5/2"},
		"bars":                                     {[]byte("a|b\n1|2\n"), "1/2"},
		"separator declared by Excel":              {[]byte("sep=;\r\na;b\r\n1;2\r\n"), "1/2"},
		"UTF-16 little-endian":                     {utf16Bytes("a;b\r\nŽofie;😀\r\n", le, true), "Žofie/😀"},
		"UTF-16 big-endian":                        {utf16Bytes("a\tb\n名\t2\n", be, true), "名/2"},
		"half a surrogate costs its row only":      {append(utf16Bytes("a,b\n1,2\n", le, true), append([]byte{0x00, 0xD8}, utf16Bytes(",x\n3,4\n", le, false)...)...), "1/2 !not_utf8 3/4"},
		"bytes that are no letters cost the row":   {[]byte("a,b\n1,\xff\n3,ü\n5,6\n"), "!not_utf8 3/ü 5/6"},
		"empty lines are not rows":                 {[]byte("a,b\n\n1,2\n\n\n3,4\n\n"), "1/2 3/4"},
		"separators without content":               {[]byte("a,b\n,\n1,2\n"), "!empty_row 1/2"},
		"quotes, commas and quotes inside":         {[]byte("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n"), `x, y/say "hi"`},
		"an address on two lines":                  {[]byte("a,b,c\n1,\"Hill Rd\nVaduz\",3\n4,5,6\n"), "1/Hill Rd\nVaduz/3 4/5/6"},
		"stray quote at the start of a cell":       {[]byte("a,b,c\n1,\"x,3\n4,5,6\n7,8,9\n"), "!stray_quote 4/5/6 7/8/9"},
		"stray quote inside a cell":                {[]byte("a,b,c\n1,x\"y,3\n4,5,6\n"), "!stray_quote 4/5/6"},
		"text after a closing quote":               {[]byte("a,b,c\n1,\"x\"y,3\n4,5,6\n"), "!stray_quote 4/5/6"},
		"two stray quotes cannot swallow rows":     {[]byte("a,b,c\n1,\"x,3\n4,5,6\n7,\"y,9\n10,11,12\n"), "!stray_quote 4/5/6 !stray_quote 10/11/12"},
		"a quoted cell that holds whole rows":      {[]byte("a,b,c\n1,\"x\n4,5,6\n7,8\",9\n10,11,12\n"), "?quote_spans_rows 4/5/6 !stray_quote 10/11/12"},
		"fewer cells than columns":                 {[]byte("a,b,c\n1,2\n4,5,6\n"), "!cell_count 4/5/6"},
		"more cells than columns":                  {[]byte("a,b\n1,2,3\n4,5\n"), "!cell_count 4/5"},
		"empty cells past the last column":         {[]byte("a,b\n1,2,,\n4,5\n"), "1/2 4/5"},
		"a cell over 4 KiB":                        {[]byte("a,b\n1," + strings.Repeat("x", 4097) + "\n4,5\n"), "!cell_too_long 4/5"},
		"a quoted cell over 4 KiB":                 {[]byte("a,b\n1,\"" + strings.Repeat("x", 5000) + "\"\n4,5\n"), "!cell_too_long 4/5"},
		"a cell of exactly 4 KiB":                  {[]byte("a,b\n1," + strings.Repeat("x", 4096) + "\n"), "1/" + strings.Repeat("x", 4096)},
		"more than 200 cells":                      {[]byte("a,b\n" + strings.Repeat("1,", 300) + "\n4,5\n"), "!too_many_cells 4/5"},
		"a row over 64 KiB":                        {[]byte("a,b\n" + strings.Repeat(strings.Repeat("x", 4000)+",", 20) + "\n4,5\n"), "!row_too_long 4/5"},
		"zero-width joiners are letters of a name": {[]byte("a,b\nمی\u200cخواهم,क्\u200dष\n"), "می\u200cخواهم/क्\u200dष"},
	} {
		t.Run(name, func(t *testing.T) {
			_, rows, err := read(t, c.in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := outcome(rows); got != c.want {
				t.Errorf("got  %.200q\nwant %.200q", got, c.want)
			}
		})
	}
}

func TestFilesThatAreRefusedWhole(t *testing.T) {
	for name, c := range map[string]struct {
		in   []byte
		code Code
	}{
		"empty":                       {nil, NoHeader},
		"only line breaks":            {[]byte("\n\n"), NoHeader},
		"Windows-1252":                {[]byte("name,city\nM\xfcller,Z\xfcrich\nJos\xe9,Gen\xe8ve\n"), WrongEncoding},
		"Windows-1252 in the header":  {[]byte("pr\xe9nom,city\nAnna,Bern\n"), WrongEncoding},
		"UTF-16 without a mark":       {utf16Bytes("name,city\nAnna,Bern\n", binary.LittleEndian, false), WrongEncoding},
		"UTF-32":                      {[]byte("\xff\xfe\x00\x00a\x00\x00\x00"), WrongEncoding},
		"old Excel or with password":  {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), WrongFileType},
		"a PDF":                       {[]byte("%PDF-1.7"), WrongFileType},
		"a picture":                   {[]byte("\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR"), WrongFileType},
		"a photograph":                {[]byte("\xFF\xD8\xFF\xE0\x00\x10JFIF"), WrongFileType},
		"a web page called .xls":      {[]byte("\xEF\xBB\xBF\n <HTML><table><tr><td>name</td></tr></table>"), WrongFileType},
		"a zip that is no workbook":   {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), WrongFileType},
		"a workbook cut off":          {[]byte("PK\x03\x04 cut"), Broken},
		"a header with a stray quote": {[]byte("a,\"b\n1,2\n"), NoHeader},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := read(t, c.in, Options{})
			var r *Refusal
			if !errors.As(err, &r) || r.Code != c.code {
				t.Errorf("got %v, want a refusal %s", err, c.code)
			} else if c.code == WrongFileType && !(strings.Contains(strings.ToLower(r.Error()), "xlsx") && strings.Contains(r.Error(), "CSV") && strings.Contains(strings.ToLower(r.Error()), "save it as")) {
				t.Errorf("the refusal does not say what to do: %v", r)
			}
		})
	}
}

// giant is a file with one cell of any size, made while it is read.
type giant struct {
	head, tail string
	size       int64
}

func (g giant) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		at := off + int64(i)
		switch {
		case at < int64(len(g.head)):
			p[i] = g.head[at]
		case at >= g.size:
			return i, io.EOF
		case at >= g.size-int64(len(g.tail)):
			p[i] = g.tail[at-(g.size-int64(len(g.tail)))]
		default:
			p[i] = 'x'
			if n := min(g.size-int64(len(g.tail))-at, int64(len(p)-i)); n > 1 {
				rest := p[i : i+int(n)]
				for k := 1; k < len(rest); k *= 2 {
					copy(rest[k:], rest[:k])
				}
				m, err := g.ReadAt(p[i+int(n):], off+int64(i)+n)
				return i + int(n) + m, err
			}
		}
	}
	return len(p), nil
}

func TestACellOfFourGigabytesCostsNoMemory(t *testing.T) {
	for name, g := range map[string]giant{
		"bare":   {"a,b\n1,", "\n3,4\n", 4 << 30},
		"quoted": {"a,b\n1,\"", "\"\n3,4\n", 4 << 30},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f, err := Open(g, g.size, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var rows []Row
			for {
				r, err := f.Next()
				if err == io.EOF {
					break
				}
				rows = append(rows, r)
			}
			runtime.ReadMemStats(&after)
			if got := outcome(rows); got != "!cell_too_long 3/4" {
				t.Errorf("got %q", got)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
				t.Errorf("allocated %d bytes in all, want under 4 MiB", used)
			}
		})
	}
}

// faultyFile makes a file row by row and counts what it wrote without asking the reader: want says for each physical
// row whether it must be read, must not be, or may be either (a cell with line breaks that looks like rows).
func faultyFile(r *rand.Rand) (file []byte, delim byte, want []string) {
	delim = delimiters[r.IntN(4)]
	columns := 3 + r.IntN(6)
	eol := []string{"\n", "\r\n"}[r.IntN(2)]
	words := []string{"Anna", "Björn", "名前", "محمد", "x", "O'Neill", "", "12", "a b"}
	var b strings.Builder
	line := func(cells []string) { b.WriteString(strings.Join(cells, string(delim)) + eol) }
	header := make([]string, columns)
	for i := range header {
		header[i] = fmt.Sprintf("column%d", i)
	}
	line(header)
	for range r.IntN(40) {
		cells := make([]string, columns)
		for i := range cells {
			cells[i] = words[r.IntN(len(words))]
		}
		cells[0] = "id"
		k := 1 + r.IntN(columns-1)
		switch r.IntN(12) {
		case 0:
			cells[k] = `"` + cells[k]
			want = append(want, "bad")
		case 1:
			cells[k] = `x"` + cells[k]
			want = append(want, "bad")
		case 2:
			cells[k] = `"x"y`
			want = append(want, "bad")
		case 3:
			cells = cells[:len(cells)-1]
			want = append(want, "bad")
		case 4:
			cells = append(cells, "more")
			want = append(want, "bad")
		case 5:
			cells[k] = "\xff"
			want = append(want, "bad")
		case 6:
			cells[k] = strings.Repeat("y", MaxCell+1+r.IntN(200000))
			want = append(want, "bad")
		case 7:
			cells[k] = `"one` + eol + `two"`
			want = append(want, "good")
		case 8:
			cells[k] = `"with ""quotes"" and ` + string(delim) + `"`
			want = append(want, "good")
		case 9:
			b.WriteString(eol)
			want = append(want, "good")
		default:
			want = append(want, "good")
		}
		line(cells)
	}
	return []byte(b.String()), delim, want
}

func TestEveryPhysicalRowIsAccountedForInFaultyFiles(t *testing.T) {
	for seed := range uint64(3000) {
		file, delim, want := faultyFile(rand.New(rand.NewPCG(seed, 7)))
		_, rows, err := read(t, file, Options{Delimiter: delim})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		// A line with a bare opening quote may pair with the quoted cell of a later line; the reader must then still
		// account for each of those lines. So rows are matched by count, and good rows may at worst be set aside.
		if len(rows) < len(want) {
			t.Fatalf("seed %d: %d rows accounted for, %d written", seed, len(rows), len(want))
		}
		good, read := 0, 0
		for _, w := range want {
			if w == "good" {
				good++
			}
		}
		for _, r := range rows {
			if r.Problem == nil {
				read++
			}
		}
		if read > good {
			t.Fatalf("seed %d: %d rows taken, only %d were good", seed, read, good)
		}
		if !strings.Contains(strings.Join(want, " "), "bad") && (read != good || len(rows) != len(want)) {
			t.Fatalf("seed %d: a faultless file gave %d of %d rows", seed, read, good)
		}
	}
}

func FuzzCSVNeverPanicsAndAccountsForEveryLine(f *testing.F) {
	for seed := range uint64(20) {
		file, _, _ := faultyFile(rand.New(rand.NewPCG(seed, 3)))
		f.Add(file[:min(len(file), 4096)])
	}
	f.Add([]byte("a,b\n1,\"x\n2,\"y\r3,4"))
	f.Fuzz(func(t *testing.T, in []byte) {
		file, rows, err := read(t, in, Options{})
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatal(err)
			}
			return
		}
		if file.Kind != "csv" || strings.HasPrefix(file.Encoding, "UTF-16") {
			return
		}
		// Lines counted without the reader: each is in a row, blank, or inside a row that says how many it holds.
		text := strings.ReplaceAll(string(in), "\r\n", "\n")
		lines := int64(strings.Count(strings.ReplaceAll(text, "\r", "\n"), "\n"))
		if len(in) > 0 && in[len(in)-1] != '\n' && in[len(in)-1] != '\r' {
			lines++
		}
		last := int64(0)
		for _, r := range rows {
			if r.Line <= last || r.Line > lines {
				t.Fatalf("row %d stands on line %d after %d of %d", r.Number, r.Line, last, lines)
			}
			last = r.Line
			if r.Problem == nil && len(r.Cells) != len(file.Header) {
				t.Fatalf("row %d has %d cells under %d columns", r.Number, len(r.Cells), len(file.Header))
			}
		}
		if int64(len(rows))+file.BlankLines() > lines {
			t.Fatalf("%d rows and %d blank lines from %d lines", len(rows), file.BlankLines(), lines)
		}
	})
}
