package templates

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// StaffLetter is a message to somebody who works here: what waits, by when, and where to look. It travels through mail servers that are not
// ours, so it names no person, no society and no incident but by its reference; everything else stands behind the sign-in.
type StaffLetter struct {
	Exercise bool
	Title    string // one sentence; also the subject
	Sections []StaffSection
	Link     string // a page of ours, behind the sign-in
	Why      string // why this reader gets it
}

// StaffSection is a list with an optional heading and a closing remark.
type StaffSection struct {
	Heading string
	Items   []string
	Note    string
}

// StaffItem is one thing that is due.
type StaffItem struct {
	What  string
	Law   string // and article; empty when no law asks for it
	Due   time.Time
	Zone  *time.Location // of the authority; nil: UTC
	ByLaw bool
	// Agreement: the limit is one that was signed, and no law's.
	Agreement bool
	Late      bool
}

// Line says it in one line, with both clocks: the authority's and UTC.
func (i StaffItem) Line() string {
	var b strings.Builder
	b.WriteString(i.What)
	if i.Law != "" {
		b.WriteString(" (" + i.Law + ")")
	}
	if i.Due.IsZero() {
		return b.String()
	}
	limit := "our own target"
	if i.ByLaw {
		limit = "the limit in law"
	}
	if i.ByLaw && i.Agreement {
		limit = "the limit in the agreement"
	}
	verb := "due"
	if i.Late {
		verb = "was due"
	}
	fmt.Fprintf(&b, ": %s %s, %s", verb, english.moment(i.Due.In(zoneOr(i.Zone))), limit)
	return b.String()
}

const staffSafe = "Open Candour as you always do if you doubt this message. It never asks for your password or a code."

// Letter writes the e-mail. The same input gives the same bytes.
func (l StaffLetter) Letter() (Letter, error) {
	if strings.TrimSpace(l.Title) == "" || len(l.Sections) == 0 || l.Link == "" || l.Why == "" {
		return Letter{}, errors.New("a message to staff needs a title, what it is about, a link, and why it comes")
	}
	view := struct {
		StaffLetter
		Subject, Word, Safe string
	}{l, l.Title, english.Exercise, staffSafe}
	if l.Exercise {
		word, _, _ := strings.Cut(english.Exercise, ".")
		view.Subject = word + ": " + l.Title
	}
	html, err := render("staff", view)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: view.Subject, Text: l.text(), HTML: string(html)}, nil
}

func (l StaffLetter) text() string {
	var b strings.Builder
	if l.Exercise {
		b.WriteString("*** " + english.Exercise + " ***\n\n")
	}
	b.WriteString(l.Title + "\n\n")
	for _, s := range l.Sections {
		if s.Heading != "" {
			b.WriteString(strings.ToUpper(s.Heading) + "\n")
		}
		for _, i := range s.Items {
			b.WriteString("- " + i + "\n")
		}
		if s.Note != "" {
			b.WriteString(s.Note + "\n")
		}
		b.WriteString("\n")
	}
	b.WriteString(l.Link + "\n\n-- \n" + l.Why + "\n" + staffSafe + "\n")
	return b.String()
}
