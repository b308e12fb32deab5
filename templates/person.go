package templates

import (
	"errors"
	"html/template"
	"strings"
)

// Marks stand where the person goes while a skeleton is made once for everybody. They are private-use characters, which no text of ours may
// hold, which HTML escaping leaves alone, and which have no direction of their own.
const (
	MarkName      = "\uE001"
	MarkSociety   = "\uE002"
	MarkReference = "\uE003"
)

// PersonMail is an e-mail to one person of many, before the person is filled in.
type PersonMail struct {
	TextLang     string
	Wanted       string // the reader's language; another one than TextLang is said aloud
	Exercise     bool
	Sample       bool
	Organisation string
	Contact      Contact
	CheckPage    string // where a reference can be checked; empty: nobody has said
	Subject      string
	Body         string // with marks
	Families     string // said first to families of missing people; empty: not to these readers
}

type personView struct {
	common
	Title     string
	Sample    bool
	CheckLine template.HTML
	First     []block
	Blocks    []block
}

// Mail writes the skeleton of the message. The same input gives the same bytes.
func (m PersonMail) Mail() (Letter, error) {
	if strings.TrimSpace(m.Subject) == "" || strings.TrimSpace(m.Body) == "" {
		return Letter{}, errors.New("a message to a person needs a subject and a text")
	}
	v := personView{common: newCommon(m.TextLang, m.Wanted, m.Exercise), Title: m.Subject, Sample: m.Sample}
	v.Organisation, v.Reference, v.PageTitle = m.Organisation, MarkReference, m.Subject
	v.CheckLine = checkLine(v.W, m.CheckPage, v.Dir)
	contact := m.Contact
	v.Contact = &contact
	v.First, v.Blocks = blocks(m.Families, v.TextDir), blocks(m.Body, v.TextDir)
	html, err := render("person", v)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: m.prefix(v.W) + m.Subject, Text: m.text(v), HTML: string(html)}, nil
}

// SampleWord stands first in everything that goes to reviewers only.
const SampleWord = "SAMPLE"

func (m PersonMail) prefix(w *Words) string {
	s := ""
	if m.Exercise {
		word, _, _ := strings.Cut(w.Exercise, ".")
		s = word + ": "
	}
	if m.Sample {
		s = SampleWord + ": " + s
	}
	return s
}

func (m PersonMail) text(v personView) string {
	var b strings.Builder
	para := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	if m.Sample {
		para("*** " + SampleWord + " ***")
	}
	if m.Exercise {
		para("*** " + v.W.Exercise + " ***")
	}
	para(v.FallbackNote)
	for _, s := range []string{m.Families, m.Body} {
		for _, p := range paragraphs(s) {
			para(plain(strings.Join(p, "\n"), v.TextDir))
		}
	}
	b.WriteString("-- \n")
	para(m.Organisation)
	who := v.W.YourContact + ": " + m.Contact.Name
	if m.Contact.Role != "" {
		who += " · " + m.Contact.Role
	}
	for _, line := range []string{who, plain(m.Contact.Phone, v.Dir), plain(m.Contact.Mail, v.Dir), v.W.Reference + ": " + MarkReference} {
		if strings.TrimSpace(line) != "" {
			b.WriteString(line + "\n")
		}
	}
	if m.CheckPage != "" {
		b.WriteString("\n" + fill(v.W.CheckHere, "{address}", plain(m.CheckPage, v.Dir)) + "\n")
	}
	b.WriteString("\n" + v.W.MailNeverAsk + "\n")
	return b.String()
}

// PersonPlain writes what is read on a telephone, on paper or aloud: the same words without the frame of a mail. Letters, lists and calls
// have frames of their own.
func (m PersonMail) PersonPlain(text string) string {
	w, _ := WordsFor(m.TextLang)
	out := m.prefix(w)
	if m.Families != "" {
		out += m.Families + "\n\n"
	}
	return out + text
}

// FilledName puts a name into the text part of right-to-left writing, kept apart from the direction around it.
func FilledName(name, lang string) string {
	if Dir(lang) != "rtl" {
		return name
	}
	return "\u2068" + name + "\u2069"
}

// FilledReference is a reference in the text part. In right-to-left writing dots stand for the dashes: digits with single dots between them
// are one number to the bidirectional algorithm (UAX 9, W4), so the groups keep their order on every telephone, without invisible characters.
func FilledReference(ref, lang string) string {
	if Dir(lang) != "rtl" {
		return ref
	}
	return strings.ReplaceAll(ref, "-", ".")
}

// FilledHTML is the same for the HTML part.
func FilledHTML(s string) string { return "<bdi>" + template.HTMLEscapeString(s) + "</bdi>" }

// Salutation stands for a name nobody knows.
func Salutation(lang string) string {
	switch baseOf(lang) {
	case "fr":
		return "Madame, Monsieur"
	case "es":
		return "Señora, señor"
	case "ar":
		return "السيدة الفاضلة أو السيد الفاضل"
	}
	return "Madam or Sir"
}
