// Package templates holds what people outside read: the letter to a society, the page behind its link, and the public
// page of an incident. All of it is ours and compiled in; texts written by users come in as data and leave escaped.
// The pages need no script, no picture and no second request, so that they work on any telephone.
package templates

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"strings"
	"time"
)

//go:embed *.html page.css
var files embed.FS

var (
	parsed = template.Must(template.ParseFS(files, "*.html"))
	style  = mustStyle()
)

func mustStyle() template.CSS {
	b, err := files.ReadFile("page.css")
	if err != nil {
		panic(err) // embedded: cannot happen in a binary that was built
	}
	return template.CSS(strings.ReplaceAll(string(b), "\n", ""))
}

// ContentSecurityPolicy is the header for these pages: nothing loads or runs, the one style sheet is named by its hash,
// and forms go nowhere but back to us.
func ContentSecurityPolicy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// Contact is the human being named on a page or letter.
type Contact struct{ Name, Role, Phone, Mail string }

// Dial is the telephone number as a telephone wants it.
func (c Contact) Dial() string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, c.Phone)
}

// common is what every page and letter has.
type common struct {
	W                       *Words
	WordsLang, Dir          string
	TextLang, TextDir       string
	Style                   template.CSS
	PageTitle, FallbackNote string
	Exercise                bool
	Contact                 *Contact
	Organisation, Reference string
	ReferenceWord           string // what the reference beside the contact is called
	Next                    string
}

// setting is how the caller says in which languages to write. TextLang is the language of the text people wrote;
// Wanted the reader's own first language.
func newCommon(textLang, wanted string, exercise bool) common {
	w, lang := WordsFor(textLang)
	c := common{W: w, WordsLang: lang, Dir: Dir(lang), TextLang: textLang, TextDir: Dir(textLang), Style: style, Exercise: exercise, ReferenceWord: w.Reference}
	if wanted != "" && baseOf(wanted) != baseOf(textLang) {
		c.FallbackNote = fill(w.NotInYourLanguage, "{language}", NameOf(wanted), "{shown}", NameOf(textLang))
	}
	return c
}

// shown writes an instant for people: in the zone, with numbers kept together in right-to-left text.
func (c common) shown(t time.Time, zone *time.Location) template.HTML {
	if t.IsZero() {
		return ""
	}
	if zone == nil {
		zone = time.UTC
	}
	return inline(c.W.moment(t.In(zone)), c.Dir)
}

func render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
