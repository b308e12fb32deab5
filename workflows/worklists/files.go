package worklists

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"candour/models"
	"candour/templates"
	"candour/workflows/dispatch"
	"candour/workflows/people/clean"
)

// export is a list while it is written out.
type export struct {
	r models.Reader
	a *dispatch.Audience
	w models.Worklist
}

const exportBatch = 100

// each opens the people between two positions, a hundred at a time.
func (x export) each(after, until int, fn func(Row) error) error {
	for after < until {
		items, err := models.ItemsFrom(x.r, x.w.Number, after, min(exportBatch, until-after))
		if err != nil || len(items) == 0 {
			return err
		}
		rows, err := rowsOf(x.r, x.a, x.w, items)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := fn(row); err != nil {
				return err
			}
		}
		after = items[len(items)-1].Position
	}
	return nil
}

// letters writes one part of a batch of letters.
func (x export) letters(out io.Writer, part int) error {
	party, err := models.LoadParty(x.r, x.w.PartyID)
	if err != nil {
		return err
	}
	s, f := x.w.Settings.V, x.a.Fixed
	paper, err := templates.NewPaper(out, fmt.Sprintf("List %d", x.w.Number), s.RightWindow)
	if err != nil {
		return err
	}
	from := (part - 1) * LettersPerFile
	err = x.each(from, from+LettersPerFile, func(row Row) error {
		if !row.Allowed {
			return nil // asked again just now; the list shows why
		}
		to := append([]string{row.Name}, row.Address...)
		if row.country != "" && row.country != party.Country {
			to = append(to, countryLine(row.country))
		}
		return paper.Letter(templates.PaperLetter{Lang: row.Language, Exercise: x.a.Incident.Exercise, Back: s.ReturnLine, To: to, Date: x.r.Now().Time(), Reference: row.Reference,
			Text: row.Script, Organisation: f.Organisation, AddressPage: s.AddressPage, CheckPage: f.CheckPage,
			Contact: templates.Contact{Name: f.Contact.Name, Role: f.Contact.Role, Phone: f.Contact.Telephone, Mail: f.Contact.Email}})
	})
	if err != nil {
		return err
	}
	return paper.Close()
}

// routeList writes a list for calls and visits on paper, with room for what became of each.
func (x export) routeList(out io.Writer) error {
	page, err := templates.NewRouteList(out, templates.RouteListHead{Exercise: x.a.Incident.Exercise, Number: x.w.Number, Channel: x.w.Channel, People: int(x.w.PeopleCount),
		Outcomes: outcomes[x.w.Channel]})
	if err != nil {
		return err
	}
	err = x.each(0, int(x.w.PeopleCount), func(row Row) error {
		if !row.Allowed {
			return nil
		}
		return page.Person(templates.RoutePerson{Position: row.Item.Position, Reference: row.Reference, Name: row.Name, Telephone: row.Telephone, Address: row.Address, Lang: row.Language,
			NotBefore: row.NotBefore.Time(), Speaker: row.Speaker, SexOfCaller: row.SexOfCaller, MustNotSay: row.MustNotSay, FirstSentence: row.FirstSentence, Script: row.Script})
	})
	if err != nil {
		return err
	}
	return page.Close()
}

// columns of a table; those from Outcome on are filled in by whoever works with it, and read back.
var columns = []string{"number", "letter_number", "name", "telephone", "address", "language", "not_before", "who_may_speak", "caller", "must_not_be_said", "say_first", "script",
	"outcome", "happened_at", "call_back_at", "told_by", "return_reason"}

func (x export) record(row Row) []string {
	notBefore := ""
	if !row.NotBefore.IsZero() {
		notBefore = row.NotBefore.String()
	}
	out := []string{strconv.Itoa(row.Item.Position), row.Reference, row.Name, row.Telephone, strings.Join(row.Address, ", "), row.Language, notBefore, row.Speaker, row.SexOfCaller,
		strings.Join(row.MustNotSay, " · "), row.FirstSentence, row.Script, "", "", "", "", ""}
	for i := range out {
		out[i] = clean.Cell(out[i]) // nothing in it may run as a formula
	}
	return out
}

func (x export) csv(out io.Writer) error {
	if _, err := io.WriteString(out, "\uFEFF"); err != nil { // spreadsheets read UTF-8 only when it says so
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(columns); err != nil {
		return err
	}
	err := x.each(0, int(x.w.PeopleCount), func(row Row) error {
		if !row.Allowed {
			return nil
		}
		return w.Write(x.record(row))
	})
	w.Flush()
	if err != nil {
		return err
	}
	return w.Error()
}

func (x export) xlsx(out io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	const sheet = "List"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	line := 0
	write := func(cells []string) error {
		line++
		row := make([]any, len(cells))
		for i, s := range cells {
			row[i] = s // always text: a telephone number is no number, and nothing is a formula
		}
		return w.SetRow(fmt.Sprintf("A%d", line), row)
	}
	if err := write(columns); err != nil {
		return err
	}
	err = x.each(0, int(x.w.PeopleCount), func(row Row) error {
		if !row.Allowed {
			return nil
		}
		return write(x.record(row))
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Write(out)
}
