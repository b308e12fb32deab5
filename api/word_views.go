package api

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/texts"
	"candour/workflows/wordcheck"
)

func viewWords(title, text, lang string, res wordcheck.Result) WordReading {
	out := WordReading{Title: title, Text: text, Dir: templates.Dir(lang), Paragraphs: []string{}, Findings: []WordFinding{}, Content: []WordContent{}, Faults: []TextFault{}}
	for _, p := range wordcheck.Paragraphs(text) {
		out.Paragraphs = append(out.Paragraphs, beginning(p))
	}
	for _, f := range res.Findings {
		out.Findings = append(out.Findings, WordFinding{ID: f.ID, Severity: string(f.Severity), Field: f.Field, At: f.At, Words: f.Words, Says: f.Says, Source: f.Source})
	}
	for _, c := range res.Content {
		x := WordContent{Word: c.Word, Label: c.Label, Laws: []string{}, State: c.State, Paragraph: c.Paragraph, Owed: c.Owed, Later: c.Later}
		for _, d := range c.For {
			// One law binds many societies: it is named once.
			if law := strings.Trim(d.Law+", "+d.Citation, ", "); !slices.Contains(x.Laws, law) {
				x.Laws = append(x.Laws, law)
			}
		}
		out.Content = append(out.Content, x)
	}
	if m := res.SMS; m != nil {
		out.Message = &WordMessage{Encoding: m.Encoding, Units: m.Units, Parts: m.Parts, Left: m.Left, Outside: []string{}}
		for _, l := range m.Outside {
			out.Message.Outside = append(out.Message.Outside, string(l))
		}
	}
	return out
}

// beginning of a paragraph, as much as names it in a list.
func beginning(p string) string {
	p = strings.Join(strings.Fields(p), " ")
	if utf8.RuneCountInString(p) <= 60 {
		return p
	}
	return string([]rune(p)[:59]) + "…"
}

// What differs by reader, in a preview.
const previewReference = "000-000-000-000-000-000"

// holes are shown as they are written while a text is not ready; nothing that is read anywhere else has one.
var holes = strings.NewReplacer("{{", "[", "}}", "]")

// previewText shows a text with the template in which it is read: statements on the public page, the rest as a sheet.
func previewText(r models.View, i models.Incident, x texts.Reading) (text, page string, err error) {
	if x.Kind == string(models.TextStatement) {
		p := templates.PublicPage{TextLang: x.Language, Exercise: i.Exercise, Reference: i.Reference, Title: x.Title,
			Updates: []templates.PublicUpdate{{PublishedAt: r.Now().Time(), Title: x.Title, Text: x.Body}}}
		if own, err := models.PublicPageOf(r, i.ID); err == nil {
			p.Organisation, p.Contact = own.Organisation, templates.Contact{Name: own.ContactName, Phone: own.ContactPhone, Mail: own.ContactMail}
		} else if !models.IsKind(err, models.KindNotFound) {
			return "", "", err
		}
		b, err := p.HTML()
		return x.Body, string(b), err
	}
	s := templates.Sheet{TextLang: x.Language, Exercise: i.Exercise, Title: x.Title, Text: x.Body}
	b, err := s.HTML()
	return s.Plain(), string(b), err
}

// previewPeople shows one text of a notice to an invented reader. A text that is not ready yet is shown with its holes.
func previewPeople(r models.View, i models.Incident, f models.PeopleFixed, b PeopleCheckBody) (text, page string, err error) {
	x := f.Texts[b.Language]
	for _, s := range []*string{&x.Subject, &x.Body, &x.SMS, &x.Letter, &x.Script, &x.Families} {
		*s = onlyReaders(*s)
	}
	if x.Subject == "" {
		x.Subject = "…"
	}
	one := f
	one.Texts, one.Fallback = map[string]models.PeopleText{b.Language: x}, b.Language
	t, err := delivery.NewTelling(i, one, false)
	if err != nil {
		return "", "", err
	}
	reader := delivery.ToldPerson{Society: societyOf(f.Organisation), Reference: previewReference, Wanted: b.Language, Families: b.Families}
	if empty := map[string]string{"email": x.Body, "sms": x.SMS, "letter": x.Letter, "script": x.Script}[b.Channel]; strings.TrimSpace(empty) == "" {
		return "", "", nil
	}
	if b.Channel == "email" {
		l, _, err := t.Mail(reader)
		return l.Text, l.HTML, err
	}
	text, _, err = t.Plain(delivery.Variant(b.Channel), reader)
	if err != nil || b.Channel != "letter" {
		return text, "", err
	}
	page, err = onPaper(r.Now().Time(), i, f, b.Language, text)
	return text, page, err
}

func onPaper(now time.Time, i models.Incident, f models.PeopleFixed, lang, text string) (string, error) {
	var b strings.Builder
	p, err := templates.NewPaper(&b, i.Reference, false)
	if err != nil {
		return "", err
	}
	if err := p.Letter(templates.PaperLetter{Lang: lang, Exercise: i.Exercise, To: []string{templates.Salutation(lang)}, Date: now, Reference: previewReference, Text: text, Organisation: f.Organisation,
		CheckPage: f.CheckPage, Contact: templates.Contact{Name: f.Contact.Name, Role: f.Contact.Role, Phone: f.Contact.Telephone, Mail: f.Contact.Email}}); err != nil {
		return "", err
	}
	return b.String(), p.Close()
}

// onlyReaders leaves the placeholders that differ by reader and makes the others visible as holes.
func onlyReaders(s string) string {
	for n, name := range delivery.PersonPlaceholders {
		s = strings.ReplaceAll(s, "{{"+name+"}}", string(rune(0x01+n)))
	}
	s = holes.Replace(s)
	for n, name := range delivery.PersonPlaceholders {
		s = strings.ReplaceAll(s, string(rune(0x01+n)), "{{"+name+"}}")
	}
	return s
}

func societyOf(organisation string) string {
	if organisation == "" {
		return "…"
	}
	return organisation
}

func previewCircular(i models.Incident, f models.CircularFixed, lang string) (text, page string, err error) {
	x := f.Texts[lang]
	for _, s := range []*string{&x.Title, &x.Happened, &x.Ask} {
		*s = holes.Replace(strings.ReplaceAll(*s, delivery.SocietyPlaceholder, societyOf(f.Organisation)))
		if strings.TrimSpace(*s) == "" {
			*s = "…"
		}
	}
	one := f
	one.Texts = map[string]models.CircularText{lang: x}
	l, err := delivery.CircularFor(i, one, models.Organisation{Name: societyOf(f.Organisation), Languages: models.JSONOf([]string{lang})}, lang).Letter("https://…")
	return l.Text, l.HTML, err
}
