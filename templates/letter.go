package templates

import (
	"errors"
	"html/template"
	"strings"
	"time"
)

// Circular is the text one society gets, in the language chosen for its contact: what stands in the letter and on the
// page behind the link. It holds no personal data.
type Circular struct {
	TextLang     string // language of Title, Happened and Ask
	Wanted       string // the reader's first language; another one than TextLang is said aloud
	Exercise     bool
	Reminder     bool // we have written before and heard nothing
	Organisation string
	Society      string
	Contact      Contact
	Reference    string
	Title        string // the subject
	Happened     string
	Ask          string
	AnswerBy     time.Time // zero: as soon as you can
	Zone         *time.Location
	CheckPage    string // where the reference can be checked; empty: nobody has said
}

type circularView struct {
	common
	Title                     string
	HappenedBlocks, AskBlocks []block
	DueHTML                   template.HTML
	Link                      string
	WritesTo, NameHint        template.HTML
	LinkFor, WhyYou           template.HTML
	ReminderNote              template.HTML
	CheckLine                 template.HTML
}

func (c Circular) view() circularView {
	v := circularView{common: newCommon(c.TextLang, c.Wanted, c.Exercise), Title: c.Title}
	if c.Contact != (Contact{}) {
		contact := c.Contact
		v.Contact = &contact
	}
	v.Organisation, v.Reference = c.Organisation, c.Reference
	v.WritesTo = v.named(v.W.WritesTo, c)
	v.NameHint = v.named(v.W.NameHint, c)
	v.LinkFor = v.named(v.W.MailLinkFor, c)
	if c.Reminder {
		v.ReminderNote = v.named(v.W.MailReminder, c)
	}
	v.WhyYou = v.named(v.W.MailWhyYou, c)
	v.CheckLine = checkLine(v.W, c.CheckPage, v.Dir)
	v.HappenedBlocks = blocks(c.Happened, v.TextDir)
	v.AskBlocks = blocks(c.Ask, v.TextDir)
	v.DueHTML = v.shown(c.AnswerBy, c.Zone)
	v.PageTitle = c.Title
	return v
}

// named fills in the two names, kept apart from the direction of the sentence around them.
func (v circularView) named(sentence string, c Circular) template.HTML {
	apart := func(s string) string { return "<bdi>" + template.HTMLEscapeString(s) + "</bdi>" }
	return template.HTML(fill(template.HTMLEscapeString(sentence), "{organisation}", apart(c.Organisation), "{society}", apart(c.Society)))
}

// namedPlain is named for the text part.
func (v circularView) namedPlain(sentence string, c Circular) string {
	apart := func(s string) string {
		if v.Dir == "rtl" && s != "" {
			return "\u2068" + s + "\u2069"
		}
		return s
	}
	return fill(sentence, "{organisation}", apart(c.Organisation), "{society}", apart(c.Society))
}

// Letter is one e-mail, ready to be addressed.
type Letter struct{ Subject, Text, HTML string }

// Letter writes the e-mail with the society's personal link. The same input gives the same bytes.
func (c Circular) Letter(link string) (Letter, error) {
	if strings.TrimSpace(c.Title) == "" || strings.TrimSpace(c.Happened) == "" || strings.TrimSpace(c.Ask) == "" || link == "" {
		return Letter{}, errors.New("a letter needs a title, what happened, what we ask, and a link")
	}
	v := c.view()
	v.Link = link
	html, err := render("letter", v)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: c.subject(v), Text: c.text(v), HTML: string(html)}, nil
}

// subject begins with the word exercise in the reader's language when it is one: the list of mails is read first.
func (c Circular) subject(v circularView) string {
	s := c.Title
	if c.Reminder {
		s = v.W.ReminderWord + ": " + s
	}
	if c.Exercise {
		word, _, _ := strings.Cut(v.W.Exercise, ".")
		s = word + ": " + s
	}
	return s
}

func (c Circular) text(v circularView) string {
	w := v.W
	var b strings.Builder
	para := func(lines ...string) {
		for _, l := range lines {
			if l != "" {
				b.WriteString(l + "\n")
			}
		}
		b.WriteString("\n")
	}
	if c.Exercise {
		para("*** " + w.Exercise + " ***")
	}
	para(v.namedPlain(w.WritesTo, c))
	if c.Reminder {
		para(v.namedPlain(w.MailReminder, c))
	}
	if v.FallbackNote != "" {
		para(v.FallbackNote)
	}
	para(strings.ToUpper(w.WhatHappened))
	for _, p := range paragraphs(c.Happened) {
		para(plain(strings.Join(p, "\n"), v.TextDir))
	}
	para(strings.ToUpper(w.WhatWeAsk))
	for _, p := range paragraphs(c.Ask) {
		para(plain(strings.Join(p, "\n"), v.TextDir))
	}
	if c.AnswerBy.IsZero() {
		para(w.AnswerSoon)
	} else {
		para(w.AnswerBy, plain(w.moment(c.AnswerBy.In(zoneOr(c.Zone))), v.Dir))
	}
	para(w.MailOpenPage, v.Link)
	para(v.namedPlain(w.MailLinkFor, c))
	b.WriteString("-- \n")
	if v.Contact != nil {
		who := w.YourContact + ": " + c.Contact.Name
		if c.Contact.Role != "" {
			who += " · " + c.Contact.Role
		}
		para(who, plain(c.Contact.Phone, v.Dir), plain(c.Contact.Mail, v.Dir), w.Reference+": "+plain(c.Reference, v.Dir))
	}
	para(w.MailNeverAsk)
	if c.CheckPage != "" {
		para(fill(w.CheckHere, "{address}", plain(c.CheckPage, v.Dir)))
	}
	para(w.MailGenuine)
	b.WriteString(v.namedPlain(w.MailWhyYou, c) + "\n")
	return b.String()
}

func zoneOr(z *time.Location) *time.Location {
	if z == nil {
		return time.UTC
	}
	return z
}
