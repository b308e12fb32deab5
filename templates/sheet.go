package templates

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"strings"
)

// Sheet is a text that is printed, copied or read aloud: a staff note, a script, a poster, a text for the radio, an answer.
type Sheet struct {
	TextLang string
	Exercise bool
	Title    string
	Text     string
}

type sheetView struct {
	common
	Title     string
	TitleHTML template.HTML
	Blocks    []block
}

// HTML writes the sheet as a page of its own. The same input gives the same bytes.
func (s Sheet) HTML() ([]byte, error) {
	v := sheetView{common: newCommon(s.TextLang, "", s.Exercise), Title: s.Title}
	v.TitleHTML, v.Blocks = inline(s.Title, v.TextDir), blocks(s.Text, v.TextDir)
	return render("sheet", v)
}

// Plain is the sheet as it is copied.
func (s Sheet) Plain() string {
	w, _ := WordsFor(s.TextLang)
	var b strings.Builder
	if s.Exercise {
		b.WriteString("*** " + w.Exercise + " ***\n\n")
	}
	b.WriteString(s.Title + "\n")
	for _, p := range paragraphs(s.Text) {
		b.WriteString("\n" + plain(strings.Join(p, "\n"), Dir(s.TextLang)) + "\n")
	}
	return b.String()
}

// StyleSources names the style sheets of what readers get, for the content security policy of a page that shows one as it is read.
func StyleSources() []string {
	var out []string
	for _, css := range []string{string(style), string(publicStyle), strings.ReplaceAll(paperStyle, "SIDE", "left:20mm")} {
		sum := sha256.Sum256([]byte(css))
		out = append(out, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return out
}
