package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func workbookBytes(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, f *excelize.File, sheet, cell string, v any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, v); err != nil {
		t.Fatal(err)
	}
}

func TestAWorkbookMadeByASpreadsheetProgram(t *testing.T) {
	b := workbookBytes(t, func(f *excelize.File) {
		for i, row := range [][]any{{"name", "phone", "city"}, {"محمد", 41791234567, "Zürich & <Bern>"}, {"Ann\u200da", "", ""}, {"x", 1.5, "_x41_"}} {
			for j, v := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				set(t, f, "Sheet1", cell, v)
			}
		}
		set(t, f, "Sheet1", "A6", "after a gap")
		if err := f.SetCellFormula("Sheet1", "B7", "SUM(B2:B3)"); err != nil {
			t.Fatal(err)
		}
		set(t, f, "Sheet1", "A7", "y")
		set(t, f, "Sheet1", "F8", "only past the header")
		if _, err := f.NewSheet("Second"); err != nil {
			t.Fatal(err)
		}
		set(t, f, "Second", "A1", "email")
		set(t, f, "Second", "A2", "a@example.org")
		if err := f.SetCellHyperLink("Second", "A2", "mailto:a@example.org", "External"); err != nil {
			t.Fatal(err)
		}
	})
	file, rows, err := read(t, b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outcome(rows), "محمد/41791234567/Zürich & <Bern> Ann\u200da// x/1.5/_x41_ after a gap// !formula"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if rows[3].Line != 6 || len(file.Sheets) != 2 {
		t.Errorf("line %d, sheets %v", rows[3].Line, file.Sheets)
	}
	if _, rows, err = read(t, b, Options{Sheet: "Second"}); err != nil || outcome(rows) != "a@example.org" {
		t.Errorf("second sheet: %v, %q", err, outcome(rows))
	}
	var r *Refusal
	if _, _, err = read(t, b, Options{Sheet: "Third"}); !errors.As(err, &r) {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

// pack makes a small workbook by hand; parts replace or add to it.
func pack(t testing.TB, sheet string, parts map[string]string, change func(*zip.FileHeader)) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>name</t></si><si><r><t>An</t></r><r><t>na</t></r><rPh><t>no</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
	for k, v := range parts {
		all[k] = v
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range all {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if change != nil {
			change(h)
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const namedRow = `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`

func TestWhatACellMayHold(t *testing.T) {
	for name, c := range map[string]struct{ row, want string }{
		"shared text in runs, without its reading aid": {`<row><c t="s"><v>1</v></c></row>`, "Anna"},
		"text in the cell":                   {`<row><c t="inlineStr"><is><t>a&amp;b&#233;</t></is></c></row>`, "a&bé"},
		"CDATA":                              {`<row><c t="inlineStr"><is><t><![CDATA[a]]]b]]></t></is></c></row>`, "a]]]b"},
		"number in scientific form":          {`<row><c><v>4.1791234567E10</v></c></row>`, "41791234567"},
		"formula with a stored value":        {`<row><c><f>A1</f><v>3</v></c></row><row><c><v>1</v></c></row>`, "!formula 1"},
		"spreadsheet error":                  {`<row><c t="e"><v>#N/A</v></c></row>`, "!cell_error"},
		"text number past the end":           {`<row><c t="s"><v>99</v></c></row>`, "!broken_cell"},
		"text number that is no number":      {`<row><c t="s"><v>-1</v></c></row>`, "!broken_cell"},
		"cell over 4 KiB":                    {`<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 5000) + `</t></is></c></row>`, "!cell_too_long"},
		"bytes that are no letters":          {"<row><c t=\"inlineStr\"><is><t>\xff</t></is></c></row>", "!not_utf8"},
		"a control character behind _x0000_": {`<row><c t="inlineStr"><is><t>a_x0000_b</t></is></c></row>`, "a\x00b"},
	} {
		t.Run(name, func(t *testing.T) {
			_, rows, err := read(t, pack(t, namedRow+c.row, nil, nil), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := outcome(rows); got != c.want {
				t.Errorf("got %.200q, want %q", got, c.want)
			}
		})
	}
}

func TestWorkbooksThatAreRefused(t *testing.T) {
	many := map[string]string{}
	for i := range 2001 {
		many[fmt.Sprintf("xl/p%d.xml", i)] = "<x/>"
	}
	for name, c := range map[string]struct {
		parts  map[string]string
		change func(*zip.FileHeader)
		code   Code
	}{
		"zip bomb":                    {map[string]string{"xl/media/a.bin": strings.Repeat("\x00", 64<<20)}, nil, Unsafe},
		"more than 2,000 parts":       {many, nil, Unsafe},
		"macros":                      {map[string]string{"xl/vbaProject.bin": "x"}, nil, Unsafe},
		"kind that holds macros":      {map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`}, nil, Unsafe},
		"links to other workbooks":    {map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"}, nil, Unsafe},
		"link out of the workbook":    {map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="http://example.org/" TargetMode="External"/></Relationships>`}, nil, Unsafe},
		"document type":               {map[string]string{"xl/styles.xml": `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>`}, nil, Unsafe},
		"document type far inside":    {map[string]string{"xl/sharedStrings.xml": "<sst>" + randomSpaces() + "<!DOCTYPE x><si/></sst>"}, nil, Unsafe},
		"entity that nobody declared": {map[string]string{"xl/sharedStrings.xml": `<sst><si><t>&a;</t></si></sst>`}, nil, Broken},
		"a file inside the file":      {map[string]string{"xl/media/image1.png": "PK\x03\x04"}, nil, Unsafe},
		"embedded workbook":           {map[string]string{"xl/embeddings/oleObject1.bin": "x"}, nil, Unsafe},
		"encrypted part":              {nil, func(h *zip.FileHeader) { h.Flags |= 1 }, Unsafe},
		"symbolic link":               {nil, func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }, Unsafe},
		"the same part twice":         {map[string]string{"XL/Workbook.xml": "<workbook/>"}, nil, Unsafe},
		"path that climbs out":        {map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../etc/passwd"/></Relationships>`}, nil, Broken},
		"no sheet":                    {map[string]string{"xl/workbook.xml": "<workbook/>"}, nil, NoHeader},
		"cut inner XML":               {map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="inl`}, nil, Broken},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := read(t, pack(t, namedRow, c.parts, c.change), Options{})
			var r *Refusal
			if !errors.As(err, &r) || r.Code != c.code {
				t.Errorf("got %v, want a refusal %s", err, c.code)
			}
		})
	}
}

func randomSpaces() string { return strings.Repeat("<!-- . -->\n", 300) }

// memScratch is a scratch in memory that proves whether it was closed.
type memScratch struct {
	bytes.Buffer
	closed *int
}

func (m *memScratch) Finish() (io.ReaderAt, error) { return bytes.NewReader(m.Bytes()), nil }
func (m *memScratch) Close() error                 { *m.closed++; return nil }

func TestTextsBeyondMemoryGoToScratchAndComeBack(t *testing.T) {
	var sst, rows strings.Builder
	sst.WriteString("<sst><si><t>name</t></si>")
	const n = 9000
	for i := range n {
		fmt.Fprintf(&sst, "<si><t>%d %s</t></si>", i, strings.Repeat(string(rune('a'+i%26)), 2000+i*7%90))
		fmt.Fprintf(&rows, `<row><c t="s"><v>%d</v></c></row>`, 1+(i*37)%n)
	}
	sst.WriteString("</sst>")
	b := pack(t, namedRow+rows.String(), map[string]string{"xl/sharedStrings.xml": sst.String()}, func(h *zip.FileHeader) { h.Method = zip.Store })
	closed := 0
	_, got, err := read(t, b, Options{Scratch: func() (Scratch, error) { return &memScratch{closed: &closed}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range got {
		k := (i * 37) % n
		if want := fmt.Sprintf("%d %s", k, strings.Repeat(string(rune('a'+k%26)), 2000+k*7%90)); r.Problem != nil || r.Cells[0] != want {
			t.Fatalf("row %d is not text %d", i+1, k)
		}
	}
	if len(got) != n || closed != 1 {
		t.Errorf("%d rows, scratch closed %d times", len(got), closed)
	}
	var r *Refusal
	if _, _, err := read(t, b, Options{}); !errors.As(err, &r) || r.Code != TooLarge {
		t.Errorf("without scratch: %v", err)
	}
}

func FuzzXLSXNeverPanics(f *testing.F) {
	f.Add([]byte(namedRow+`<row><c t="s"><v>1</v></c></row>`), []byte(`<sst><si><t>a</t></si></sst>`))
	f.Add([]byte(`<row r="9"><c r="ZZ1" t="inlineStr"><is><t>x</t></is></c>`), []byte(`<sst><si><r><t>&#x41;</t></r>`))
	f.Fuzz(func(t *testing.T, sheet, sst []byte) {
		_, rows, err := read(t, pack(t, string(sheet), map[string]string{"xl/sharedStrings.xml": string(sst)}, nil), Options{})
		var r *Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatal(err)
		}
		for i, row := range rows {
			if row.Number != int64(i+1) {
				t.Fatalf("row %d has number %d", i+1, row.Number)
			}
		}
	})
}
