package templates

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"time"
)

// Feed is the updates of one page in one language, newest first, for programs that follow pages. Its addresses are absolute.
type Feed struct {
	Lang         string
	Organisation string
	Title        string
	Page         string // of this language
	Self         string // of the feed itself
	Updates      []PublicUpdate
}

// updated is the newest moment of publication; a feed is never newer than what it says.
func (f Feed) updated() time.Time {
	var at time.Time
	for _, u := range f.Updates {
		if u.PublishedAt.After(at) {
			at = u.PublishedAt
		}
	}
	return at
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string     `xml:"id"`
	Title     atomText   `xml:"title"`
	Updated   string     `xml:"updated"`
	Published string     `xml:"published"`
	Links     []atomLink `xml:"link"`
	Content   atomText   `xml:"content"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   atomText    `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

// first is when the first version of an update was public: the entry's published. Its updated is the newest version's.
func (u PublicUpdate) first() time.Time {
	if u.FirstAt.IsZero() {
		return u.PublishedAt
	}
	return u.FirstAt
}

// id of an entry stays the same when the update is corrected: readers then see a changed entry, not a new one. It is the address of its first
// version, which stays readable.
func (u PublicUpdate) id() string {
	if n := len(u.Earlier); n > 0 {
		return u.Earlier[n-1].URL
	}
	return u.URL
}

func (f Feed) titleOr(s string) string {
	if s == "" {
		return publicWordsFor(f.Lang).PageTitle
	}
	return s
}

// Atom writes the feed (RFC 4287).
func (f Feed) Atom() ([]byte, error) {
	x := atomFeed{Lang: f.Lang, ID: f.Self, Title: atomText{"text", f.titleOr(f.Title)}, Updated: stamp(f.updated()), Author: atomPerson{f.titleOr(f.Organisation)},
		Links: []atomLink{{"self", "application/atom+xml", "", f.Self}, {"alternate", "text/html", f.Lang, f.Page}}}
	for _, u := range f.Updates {
		x.Entries = append(x.Entries, atomEntry{ID: u.id(), Title: atomText{"text", f.titleOr(u.Title)}, Updated: stamp(u.PublishedAt), Published: stamp(u.first()),
			Links: []atomLink{{"alternate", "text/html", f.Lang, u.URL}}, Content: atomText{"text", u.Text}})
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(x); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), e.Close()
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Text      string `json:"content_text"`
	Language  string `json:"language"`
	Published string `json:"date_published"`
	Modified  string `json:"date_modified"`
}

type jsonFeed struct {
	Version  string       `json:"version"`
	Title    string       `json:"title"`
	Home     string       `json:"home_page_url"`
	Self     string       `json:"feed_url"`
	Language string       `json:"language"`
	Authors  []jsonAuthor `json:"authors"`
	Items    []jsonItem   `json:"items"`
}

// JSON writes the feed as JSON Feed 1.1.
func (f Feed) JSON() ([]byte, error) {
	x := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.titleOr(f.Title), Home: f.Page, Self: f.Self, Language: f.Lang,
		Authors: []jsonAuthor{{f.titleOr(f.Organisation)}}, Items: []jsonItem{}}
	for _, u := range f.Updates {
		x.Items = append(x.Items, jsonItem{u.id(), u.URL, f.titleOr(u.Title), u.Text, f.Lang, stamp(u.first()), stamp(u.PublishedAt)})
	}
	b, err := json.MarshalIndent(x, "", " ")
	return append(b, '\n'), err
}
