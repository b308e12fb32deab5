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
	NextUpdateAt time.Time        // zero: not promised
	Languages    []PublicLanguage // all of them, the one that is read included
	Links        PublicLinks
	CopiedAt     time.Time // of the static copy; zero: this is the page itself
	CheckPage    string    // where the references of the updates can be checked; empty: nobody has said where
}

// PublicLinks are the addresses around the page; an empty one is not there.
type PublicLinks struct {
	Self        string // this language
	Corrections string
	Atom, JSON  string
	Check       string
	Subscribe   string // where the form goes; empty in a copy, which nobody answers
	Live        string // of the page itself, in a copy
}

// PublicUpdate is one published version of what we know. URL is a page of its own for these words.
type PublicUpdate struct {
	PublishedAt time.Time
	Title, Text string
	FirstAt     time.Time // when the first version was public; zero: there is one version
	URL         string
	Earlier     []PublicEarlier
	Reference   string // by which whoever gets these words passed on finds out that they are ours
}

// PublicEarlier is an older version of an update: it stays readable.
type PublicEarlier struct {
	PublishedAt time.Time
	URL         string
}

// PublicCorrection says openly what was wrong and what is right.
type PublicCorrection struct {
	CorrectedAt time.Time
	Said, Right string
}

// PublicLanguage links to the same page in another language.
type PublicLanguage struct{ Lang, URL string }

// The page has to load on a slow line and an old telephone: 50 kB with everything (LOOK, issue 5). The newest update is always whole; older
// ones are whole as long as they fit, then a line with a link to a page of their own. Corrections likewise.
const (
	updateBudget     = 26 << 10
	correctionBudget = 6 << 10
	lineBudget       = 60 // lines of older updates
)

type publicView struct {
	common
	PW                       *publicWords
	Title                    string
	LastUpdateHTML, NextHTML template.HTML
	CopyHTML                 template.HTML
	CheckLine                template.HTML
	UpdateViews              []updateView
	Older                    []earlierView
	CorrectionViews          []correctionView
	MoreCorrections          bool
	Languages                []switchView
	Links                    PublicLinks
}

type updateView struct {
	Stamp, Title string
	When         template.HTML
	Blocks       []block
	URL          string
	Earlier      []earlierView
	Reference    string
}

type earlierView struct {
	Stamp, URL, Title string
	When              template.HTML
}

type correctionView struct {
	Stamp             string
	When, Said, Right template.HTML
}

type languageView struct{ Lang, URL, Name string }

// switchView is a language of the switch that stands on every public page; the one that is read is named there too.
type switchView struct {
	languageView
	Current bool
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// frame is what every page of an incident has around its words.
func (p PublicPage) frame() publicView {
	v := publicView{common: newCommon(p.TextLang, p.Wanted, p.Exercise), PW: publicWordsFor(p.TextLang), Title: p.Title, Links: p.Links}
	v.PageTitle, v.Organisation, v.Reference, v.Style = v.PW.PageTitle, p.Organisation, p.Reference, publicStyle
	v.ReferenceWord = v.W.IncidentNumber // "Reference" is what stands under the updates, to be checked
	v.CheckLine = checkLine(v.W, p.CheckPage, v.Dir)
	if p.Contact != (Contact{}) {
		contact := p.Contact
		v.Contact = &contact
	}
	for _, l := range p.Languages {
		v.Languages = append(v.Languages, switchView{languageView{l.Lang, l.URL, NameOf(l.Lang)}, baseOf(l.Lang) == baseOf(p.TextLang)})
	}
	if !p.CopiedAt.IsZero() {
		zone := p.Zone
		if zone == nil {
			zone = time.UTC
		}
		v.CopyHTML = inline(fill(v.PW.CopyNote, "{date}", v.W.moment(p.CopiedAt.In(zone))), v.Dir)
	}
	return v
}

// HTML renders the page.
func (p PublicPage) HTML() ([]byte, error) {
	v := p.frame()
	spent := 0
	for _, u := range p.Updates {
		if v.LastUpdateHTML == "" {
			v.LastUpdateHTML = v.shown(u.PublishedAt, p.Zone)
		}
		x := p.update(v, u)
		cost := x.cost()
		if len(v.UpdateViews) > 0 && u.URL != "" && (len(v.Older) > 0 || spent+cost > updateBudget) {
			if len(v.Older) < lineBudget {
				v.Older = append(v.Older, earlierView{x.Stamp, x.URL, x.Title, x.When})
			}
			continue
		}
		spent += cost
		v.UpdateViews = append(v.UpdateViews, x)
	}
	spent = 0
	for _, c := range p.Corrections {
		x := p.correction(v, c)
		if spent += len(x.Said) + len(x.Right) + len(x.When) + 300; spent > correctionBudget && p.Links.Corrections != "" {
			v.MoreCorrections = true
			break
		}
		v.CorrectionViews = append(v.CorrectionViews, x)
	}
	v.NextHTML = v.shown(p.NextUpdateAt, p.Zone)
	return render("public", v)
}

func (p PublicPage) update(v publicView, u PublicUpdate) updateView {
	x := updateView{stamp(u.PublishedAt), u.Title, v.shown(u.PublishedAt, p.Zone), blocks(u.Text, v.TextDir), u.URL, nil, u.Reference}
	for _, e := range u.Earlier {
		x.Earlier = append(x.Earlier, earlierView{stamp(e.PublishedAt), e.URL, "", v.shown(e.PublishedAt, p.Zone)})
	}
	return x
}

func (p PublicPage) correction(v publicView, c PublicCorrection) correctionView {
	return correctionView{stamp(c.CorrectedAt), v.shown(c.CorrectedAt, p.Zone), inline(c.Said, v.TextDir), inline(c.Right, v.TextDir)}
}

// cost is about how many bytes an update takes.
func (u updateView) cost() int {
	n := len(u.Title) + len(u.When) + 300
	for _, b := range u.Blocks {
		for _, l := range append(b.Lines, b.Items...) {
			n += len(l) + 10
		}
	}
	for _, e := range u.Earlier {
		n += len(e.When) + len(e.URL) + 60
	}
	return n
}

// VersionHTML renders one version on a page of its own; old says that there is a newer one.
func (p PublicPage) VersionHTML(u PublicUpdate, old bool) ([]byte, error) {
	v := p.frame()
	v.Title, v.UpdateViews = u.Title, []updateView{p.update(v, u)}
	view := struct {
		publicView
		Old bool
	}{v, old}
	return render("public-version", view)
}

// CorrectionsHTML renders every correction on one page.
func (p PublicPage) CorrectionsHTML() ([]byte, error) {
	v := p.frame()
	for _, c := range p.Corrections {
		v.CorrectionViews = append(v.CorrectionViews, p.correction(v, c))
	}
	return render("public-corrections", v)
}
