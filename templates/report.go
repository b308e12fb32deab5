package templates

import (
	"errors"
	"strings"
)

// ReportLetter is a situation report as a message: the approved words and nothing else.
type ReportLetter struct {
	Lang, Title, Body string
	Exercise          bool
}

// Letter writes the e-mail. The same input gives the same bytes.
func (l ReportLetter) Letter() (Letter, error) {
	if strings.TrimSpace(l.Title) == "" || strings.TrimSpace(l.Body) == "" {
		return Letter{}, errors.New("a report needs a title and words")
	}
	view := struct {
		common
		Title  string
		Blocks []block
	}{newCommon(l.Lang, "", l.Exercise), l.Title, blocks(l.Body, Dir(l.Lang))}
	out := Letter{Subject: l.Title}
	var b strings.Builder
	if l.Exercise {
		word, _, _ := strings.Cut(view.W.Exercise, ".")
		out.Subject = word + ": " + l.Title
		b.WriteString("*** " + view.W.Exercise + " ***\n\n")
	}
	b.WriteString(plain(l.Title, view.Dir) + "\n\n" + plain(l.Body, view.Dir) + "\n")
	html, err := render("report", view)
	out.Text, out.HTML = b.String(), string(html)
	return out, err
}
