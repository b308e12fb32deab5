package statements

import (
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/templates"
	"candour/workflows/genuineness"
	"candour/workflows/texts"
)

// PublicPage is what everybody may read at this moment, in the language wanted or the nearest there is. For each statement the newest public
// version is shown; what earlier versions said wrongly stands in the list of corrections, and they stay readable on pages of their own.
// address gives where a file of the page (en.html) is. NotFound as long as nothing is public.
func PublicPage(r models.Reader, code, wanted string, address func(file string) string) (templates.PublicPage, error) {
	p, err := load(r, code)
	if err != nil {
		return templates.PublicPage{}, err
	}
	return p.in(r, nearest(p.public, wanted), wanted, address)
}

// loaded is what is public of a page at this moment; all its files are made of the same.
type loaded struct {
	page     models.PublicPage
	incident models.Incident
	public   []models.Publication // newest first
	checks   []models.SelfCheck

	references map[models.ID]genuineness.Reference // by publication
	checkPage  string
}

func load(r models.Reader, code string) (loaded, error) {
	page, err := models.FindPublicPage(r, code)
	if err != nil {
		return loaded{}, err
	}
	l := loaded{page: page}
	if l.public, err = models.PublicNow(r, page.IncidentID); err != nil {
		return l, err
	}
	if len(l.public) == 0 {
		return l, models.NotFound("Page")
	}
	if l.incident, err = models.LoadIncident(r, page.IncidentID); err != nil {
		return l, err
	}
	if l.checks, err = models.SelfChecksOf(r, page.IncidentID); err != nil {
		return l, err
	}
	l.checkPage = models.CheckPage(r)
	l.references, err = genuineness.OfIncident(r, page.IncidentID, models.ReferencePublication)
	return l, err
}

// languages that something is public in, in the order they are offered.
func (l loaded) languages() []string {
	var out []string
	for _, lang := range texts.Languages {
		if slices.ContainsFunc(l.public, func(p models.Publication) bool { return p.Language == lang }) {
			out = append(out, lang)
		}
	}
	return out
}

// Names of the files of a page. They are addresses of the page itself and of its static copy alike.
func pageFile(lang string) string        { return lang + ".html" }
func checkFile(lang string) string       { return lang + "-check.html" }
func correctionsFile(lang string) string { return lang + "-corrections.html" }
func atomFile(lang string) string        { return lang + "-updates.xml" }
func jsonFile(lang string) string        { return lang + "-updates.json" }

// versionFile names one version that was public. The first letters of its random id tell nothing, also not how many there are.
func versionFile(p models.Publication) string {
	return p.Language + "-" + p.ID[:8] + p.ID[9:13] + ".html"
}

func (l loaded) frame(lang, wanted string, address func(string) string) templates.PublicPage {
	out := templates.PublicPage{TextLang: lang, Wanted: wanted, Exercise: l.incident.Exercise, Organisation: l.page.Organisation, Reference: l.incident.Reference, CheckPage: l.checkPage,
		Contact: templates.Contact{Name: l.page.ContactName, Phone: l.page.ContactPhone, Mail: l.page.ContactMail},
		Links:   templates.PublicLinks{Self: address(pageFile(lang)), Corrections: address(correctionsFile(lang)), Atom: address(atomFile(lang)), JSON: address(jsonFile(lang))}}
	var err error
	if out.Zone, err = time.LoadLocation(l.page.Zone); err != nil {
		out.Zone = time.UTC
	}
	for _, x := range l.languages() {
		out.Languages = append(out.Languages, templates.PublicLanguage{Lang: x, URL: address(pageFile(x))})
	}
	if slices.ContainsFunc(l.checks, func(c models.SelfCheck) bool { return c.Language == lang }) {
		out.Links.Check = address(checkFile(lang))
	}
	return out
}

// in is the page in one language in which something is public.
func (l loaded) in(r models.Reader, lang, wanted string, address func(string) string) (templates.PublicPage, error) {
	out := l.frame(lang, wanted, address)
	shown := map[models.ID]int{} // text -> its place in Updates
	for _, p := range l.public {
		if p.Language != lang {
			continue
		}
		if p.CorrectionSaid != "" {
			out.Corrections = append(out.Corrections, templates.PublicCorrection{CorrectedAt: p.PublishAt.Time(), Said: p.CorrectionSaid, Right: p.CorrectionRight})
		}
		if n, older := shown[p.TextID]; older {
			u := &out.Updates[n]
			u.FirstAt = p.PublishAt.Time()
			u.Earlier = append(u.Earlier, templates.PublicEarlier{PublishedAt: p.PublishAt.Time(), URL: address(versionFile(p))})
			continue
		}
		u, err := l.words(r, p, address)
		if err != nil {
			return out, err
		}
		if out.Title == "" {
			out.Title = u.Title
		}
		shown[p.TextID] = len(out.Updates)
		out.Updates = append(out.Updates, u)
	}
	return out, nil
}

func (l loaded) words(r models.Reader, p models.Publication, address func(string) string) (templates.PublicUpdate, error) {
	v, err := models.FindTextVersion(r, p.VersionID)
	if err != nil {
		return templates.PublicUpdate{}, err
	}
	u := templates.PublicUpdate{PublishedAt: p.PublishAt.Time(), URL: address(versionFile(p))}
	if ref, given := l.references[p.ID]; given {
		u.Reference = ref.String()
	}
	c, err := v.Content(r.Keys())
	u.Title, u.Text = c.RenderedTitle, c.RenderedBody
	return u, err
}

// nearest is the wanted language if something is public in it, else English, else the newest statement's.
func nearest(public []models.Publication, wanted string) string {
	for _, l := range []string{wanted, "en"} {
		if slices.ContainsFunc(public, func(p models.Publication) bool { return p.Language == l }) {
			return l
		}
	}
	return public[0].Language
}

// Speaks says whether a reader who wants this language reads a publication in that one.
func Speaks(public []models.Publication, wanted, language string) bool {
	return len(public) > 0 && nearest(public, strings.ToLower(wanted)) == language
}
