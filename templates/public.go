package templates

import (
	"html/template"
	"time"
)

// PublicPage is the page of one incident that everybody may read. Updates and Corrections come newest first.
type PublicPage struct {
	TextLang     string
	Wanted       string // the language that was asked for; another one than TextLang is said aloud
	Exercise     bool
	Organisation string
	Reference    string
	Title        string
	Contact      Contact
	Zone         *time.Location
	Updates      []PublicUpdate
	Corrections  []PublicCorrection
	NextUpdateAt time.Time // zero: not promised
	Languages    []PublicLanguage
}

// PublicUpdate is one published version of what we know.
type PublicUpdate struct {
	PublishedAt time.Time
	Title, Text string
}

// PublicCorrection says openly what was wrong and what is right.
type PublicCorrection struct {
	CorrectedAt time.Time
	Said, Right string
}

// PublicLanguage links to the same page in another language.
type PublicLanguage struct{ Lang, URL string }

type publicView struct {
	common
	Title                    string
	LastUpdateHTML, NextHTML template.HTML
	UpdateViews              []updateView
	CorrectionViews          []correctionView
	Languages                []languageView
}

type updateView struct {
	Stamp, Title string
	When         template.HTML
	Blocks       []block
}

type correctionView struct {
	Stamp             string
	When, Said, Right template.HTML
}

type languageView struct{ Lang, URL, Name string }

// HTML renders the page.
func (p PublicPage) HTML() ([]byte, error) {
	v := publicView{common: newCommon(p.TextLang, p.Wanted, p.Exercise), Title: p.Title}
	v.PageTitle, v.Organisation, v.Reference = p.Title, p.Organisation, p.Reference
	if p.Contact != (Contact{}) {
		contact := p.Contact
		v.Contact = &contact
	}
	for _, u := range p.Updates {
		if v.LastUpdateHTML == "" {
			v.LastUpdateHTML = v.shown(u.PublishedAt, p.Zone)
		}
		v.UpdateViews = append(v.UpdateViews, updateView{u.PublishedAt.UTC().Format(time.RFC3339), u.Title, v.shown(u.PublishedAt, p.Zone), blocks(u.Text, v.TextDir)})
	}
	for _, c := range p.Corrections {
		v.CorrectionViews = append(v.CorrectionViews, correctionView{c.CorrectedAt.UTC().Format(time.RFC3339), v.shown(c.CorrectedAt, p.Zone), inline(c.Said, v.TextDir), inline(c.Right, v.TextDir)})
	}
	for _, l := range p.Languages {
		v.Languages = append(v.Languages, languageView{l.Lang, l.URL, NameOf(l.Lang)})
	}
	v.NextHTML = v.shown(p.NextUpdateAt, p.Zone)
	return render("public", v)
}
