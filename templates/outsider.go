package templates

import (
	"errors"
	"strings"
)

// OutsiderLetter is a letter that a person wrote to somebody outside: their words, and nothing is read into them.
type OutsiderLetter struct {
	Lang, Subject, Body string
	Exercise            bool
}

// Letter writes the e-mail. The same input gives the same bytes.
func (l OutsiderLetter) Letter() (Letter, error) {
	body := strings.TrimSpace(strings.ReplaceAll(l.Body, "\r\n", "\n"))
	if strings.TrimSpace(l.Subject) == "" || body == "" {
		return Letter{}, errors.New("a letter needs a subject and words")
	}
	view := struct {
		common
		Title      string
		Paragraphs [][]string
	}{common: newCommon(l.Lang, "", l.Exercise), Title: l.Subject}
	for p := range strings.SplitSeq(body, "\n\n") {
		view.Paragraphs = append(view.Paragraphs, strings.Split(p, "\n"))
	}
	out := Letter{Subject: l.Subject, Text: body + "\n"}
	if l.Exercise {
		word, _, _ := strings.Cut(view.W.Exercise, ".")
		out.Subject, out.Text = word+": "+l.Subject, "*** "+view.W.Exercise+" ***\n\n"+out.Text
	}
	html, err := render("outsider", view)
	out.HTML = string(html)
	return out, err
}
