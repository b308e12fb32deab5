//go:build figures

package people

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

var figureHeader = strings.Split("number,reference,email,name,country,language,telephone,street,postcode,city,data_categories,branch", ",")

// writePeople writes n made-up people in twelve columns, the same ones each time.
func writePeople(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(b)
	r := rand.New(rand.NewPCG(515, 2022))
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	given := strings.Fields("Amal Björn Chloé Dmytro Elena Fátima Gábor Huda Ivo Jürgen Khadija Luís Maryam Nuno Olena Pierre Quang Róisín Søren Théa Urša Wanda Xavier Yusuf Zoë محمد فاطمة Олена 美玲")
	family := strings.Fields("Abdi Müller Nowak García Rossi Dubois Jensen O'Neill Haddad Silva Kovács Novák Okafor Virtanen Ivanenko Borg Kask Bērziņš Popescu Horvat Weber de-Vries حسن Шевченко 王")
	lands := strings.Fields("DE:de FR:fr IT:it ES:es SY:ar UA:uk IR:fa ET:am SO:so CD:fr NG:en CO:es PH:en MM:my PK:ur")
	if err := w.Write(figureHeader); err != nil {
		return err
	}
	for i := 1; i <= n; i++ {
		land, lang, _ := strings.Cut(pick(lands), ":")
		err := w.Write([]string{strconv.Itoa(i), fmt.Sprintf("P-%07d", i), fmt.Sprintf("person%07d@m%02d.example", i, r.IntN(100)), pick(given) + " " + pick(family), land, lang,
			fmt.Sprintf("+41 79 %03d %02d %02d", r.IntN(1000), r.IntN(100), r.IntN(100)), fmt.Sprintf("Long Street %d, flat %d", 1+r.IntN(200), r.IntN(60)),
			fmt.Sprintf("%05d", r.IntN(1e5)), pick(strings.Fields("Lindau Vaduz Aleppo Mariupol Goma Soria Herat Cali")), pick([]string{"name;email", "name;health", "name;detention"}), fmt.Sprintf("B%03d", r.IntN(400))})
		if err != nil {
			return err
		}
	}
	w.Flush()
	return firstError(w.Error(), b.Flush(), f.Close())
}

// writeWorkbook writes the same people as an XLSX workbook, its texts shared as spreadsheet programs share them.
func writeWorkbook(path, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	var failed error
	part := func(name, body string) io.Writer {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		failed = firstError(failed, err)
		return w
	}
	part("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/workbook.xml", `<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	known := map[string]int{}
	for _, name := range []string{"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"} {
		open, end := "<sst>", "</sst>"
		if strings.Contains(name, "sheet1") {
			open, end = "<worksheet><sheetData>", "</sheetData></worksheet>"
		}
		w := bufio.NewWriterSize(part(name, open), 1<<16)
		if _, err := in.Seek(0, io.SeekStart); err != nil {
			return err
		}
		r := csv.NewReader(bufio.NewReaderSize(in, 1<<20))
		for {
			rec, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			if open != "<sst>" {
				_, _ = w.WriteString("<row>")
			}
			for _, v := range rec {
				n, old := known[v]
				if !old {
					n = len(known)
					known[v] = n
				}
				if open == "<sst>" && !old {
					_, _ = w.WriteString("<si><t>" + html.EscapeString(v) + "</t></si>")
				} else if open != "<sst>" {
					_, _ = w.WriteString(`<c t="s"><v>` + strconv.Itoa(n) + "</v></c>")
				}
			}
			if open != "<sst>" {
				_, _ = w.WriteString("</row>")
			}
		}
		_, _ = w.WriteString(end)
		failed = firstError(failed, w.Flush())
	}
	return firstError(failed, z.Close(), f.Close())
}
