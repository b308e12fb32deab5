package statements

import (
	"strings"
	"time"

	"candour/models"
	"candour/templates"
)

// Site is where a page is read: at its own address, or in the copy for another web server. Both have the same files under the same names.
type Site struct {
	PublicURL string    // of the page itself, no slash at the end
	CopiedAt  time.Time // zero: the page itself. In a copy, links are relative, because nobody knows where it is served
}

// BasePath is where public pages begin.
const BasePath = "/public/"

func (s Site) address(code string) func(string) string {
	if s.copy() {
		return func(file string) string { return file }
	}
	return func(file string) string { return BasePath + code + "/" + file }
}

func (s Site) copy() bool { return !s.CopiedAt.IsZero() }

// Index is the file a web server shows for the folder.
const Index = "index.html"

// File is one file of a page.
type File struct {
	Name, Type string
	Body       []byte
}

// Types of files, by the end of the name.
var fileTypes = []struct{ end, kind string }{
	{".html", "text/html; charset=utf-8"}, {".xml", "application/atom+xml; charset=utf-8"}, {".json", "application/feed+json; charset=utf-8"},
}

// PublicFile renders one file of a page as it is at this moment, Index in the language wanted or the nearest. NotFound for whatever is not
// public now, in the same way as for what never was: the moment is decided here, for every file.
func PublicFile(r models.Reader, code, name, wanted string, s Site) (File, error) {
	l, err := load(r, code)
	if err != nil {
		return File{}, err
	}
	return l.file(r, name, wanted, s)
}

// PublicFiles renders every file of a page: what a copy consists of.
func PublicFiles(r models.Reader, code string, s Site) ([]File, error) {
	l, err := load(r, code)
	if err != nil {
		return nil, err
	}
	names := []string{Index}
	for _, lang := range l.languages() {
		names = append(names, pageFile(lang), correctionsFile(lang), atomFile(lang), jsonFile(lang))
	}
	for _, p := range l.public {
		names = append(names, versionFile(p))
	}
	for _, c := range l.checks {
		names = append(names, checkFile(c.Language))
	}
	var out []File
	for _, name := range names {
		f, err := l.file(r, name, "en", s)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func (l loaded) file(r models.Reader, name, wanted string, s Site) (File, error) {
	f := File{Name: name}
	for _, t := range fileTypes {
		if strings.HasSuffix(name, t.end) {
			f.Type = t.kind
		}
	}
	var err error
	if name == Index {
		f.Body, err = l.pageHTML(r, nearest(l.public, wanted), wanted, s)
		return f, err
	}
	for _, lang := range l.languages() {
		switch name {
		case pageFile(lang):
			f.Body, err = l.pageHTML(r, lang, "", s)
			return f, err
		case correctionsFile(lang):
			p, err := l.whole(r, lang, "", s)
			if err == nil {
				f.Body, err = p.CorrectionsHTML()
			}
			return f, err
		case atomFile(lang), jsonFile(lang):
			f.Body, err = l.feed(r, lang, name, s)
			return f, err
		}
	}
	for i, p := range l.public {
		if name == versionFile(p) {
			f.Body, err = l.version(r, i, s)
			return f, err
		}
	}
	for _, c := range l.checks {
		if name == checkFile(c.Language) {
			f.Body, err = l.check(r, c, s)
			return f, err
		}
	}
	return f, models.NotFound("Page")
}

// whole is the page with what differs between itself and its copy.
func (l loaded) whole(r models.Reader, lang, wanted string, s Site) (templates.PublicPage, error) {
	p, err := l.in(r, lang, wanted, s.address(l.page.Code))
	l.place(&p, lang, s)
	return p, err
}

func (l loaded) place(p *templates.PublicPage, lang string, s Site) {
	if s.copy() {
		p.CopiedAt, p.Links.Live = s.CopiedAt, s.PublicURL+BasePath+l.page.Code+"/"+pageFile(lang)
		return
	}
	p.Links.Subscribe = BasePath + l.page.Code + "/" + SubscriptionFile
}

// SubscriptionFile is where the form goes.
const SubscriptionFile = "subscription"

func (l loaded) pageHTML(r models.Reader, lang, wanted string, s Site) ([]byte, error) {
	p, err := l.whole(r, lang, wanted, s)
	if err != nil {
		return nil, err
	}
	return p.HTML()
}

// feed is the same in the page and in its copy, but for nothing: feed readers know entries by their addresses.
func (l loaded) feed(r models.Reader, lang, name string, s Site) ([]byte, error) {
	at := func(file string) string { return s.PublicURL + BasePath + l.page.Code + "/" + file }
	p, err := l.in(r, lang, "", at)
	if err != nil {
		return nil, err
	}
	f := templates.Feed{Lang: lang, Organisation: p.Organisation, Page: p.Links.Self, Self: at(name), Updates: p.Updates}
	if name == atomFile(lang) {
		return f.Atom()
	}
	return f.JSON()
}

// version is one version on a page of its own; the public ones are listed newest first, so a newer one of the same text stands before it.
func (l loaded) version(r models.Reader, i int, s Site) ([]byte, error) {
	x, old := l.public[i], false
	for _, newer := range l.public[:i] {
		old = old || newer.TextID == x.TextID
	}
	p := l.frame(x.Language, "", s.address(l.page.Code))
	l.place(&p, x.Language, s)
	u, err := l.words(r, x, s.address(l.page.Code))
	if err != nil {
		return nil, err
	}
	return p.VersionHTML(u, old)
}
