package templates

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// crowded is a page after a long incident: 30 updates, each corrected once, as long as such updates are.
func crowded(t *testing.T, lang string) PublicPage {
	t.Helper()
	p := public(t, lang)
	text := p.Updates[1].Text
	for len(text) < 1800 {
		text += "\n\n" + p.Updates[1].Text
	}
	p.Updates, p.Corrections = nil, nil
	for n := range 30 {
		at := time.Date(2022, 3, 30-n, 9, 0, 0, 0, time.UTC)
		id := strconv.Itoa(n)
		p.Updates = append(p.Updates, PublicUpdate{PublishedAt: at, Title: p.Title, Text: text, URL: "/public/k7mq2p/" + lang + "-0a1b2c3d4e" + id + ".html",
			Earlier: []PublicEarlier{{at.Add(-time.Hour), "/public/k7mq2p/" + lang + "-4e5f6a7b8c" + id + ".html"}}})
		p.Corrections = append(p.Corrections, PublicCorrection{at, text[:300], text[:300]})
	}
	return p
}

func TestThirtyUpdatesStayUnderFiftyKilobytesWithEverything(t *testing.T) {
	for _, lang := range Languages() {
		p := crowded(t, lang)
		for i, c := range p.Corrections {
			p.Corrections[i] = PublicCorrection{c.CorrectedAt, strings.ToValidUTF8(c.Said, ""), strings.ToValidUTF8(c.Right, "")}
		}
		b, err := p.HTML()
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 50_000 {
			t.Errorf("%s: %d bytes", lang, len(b))
		}
		// Every update can be reached from it: whole, or by a link to its own page.
		for _, u := range p.Updates {
			if !bytes.Contains(b, []byte(u.PublishedAt.Format(time.RFC3339))) {
				t.Errorf("%s: the update of %s is nowhere", lang, u.PublishedAt)
			}
		}
		if !bytes.Contains(b, []byte(p.Links.Corrections)) {
			t.Errorf("%s: no way to the other corrections", lang)
		}
		// It loads nothing else: what is counted above is all.
		if m := regexp.MustCompile(`(?i)<(script|img|iframe|object|embed|video|audio|source)|url\(|@import|rel="(stylesheet|icon|preload)|http-equiv="refresh`).FindString(string(b)); m != "" {
			t.Errorf("%s: the page loads or runs something: %s", lang, m)
		}
		t.Logf("%s: %d bytes with everything", lang, len(b))
	}
}

func TestThePageHasANeutralTitleAndItsLanguagesStandOnTop(t *testing.T) {
	for _, lang := range Languages() {
		b, err := public(t, lang).HTML()
		if err != nil {
			t.Fatal(err)
		}
		s := string(b)
		if !strings.Contains(s, "<title>"+publicWordsFor(lang).PageTitle+"</title>") {
			t.Errorf("%s: the title tells a borrowed telephone's history more than it should", lang)
		}
		nav, h1 := strings.Index(s, `<nav class="lang"`), strings.Index(s, "<h1")
		if nav < 0 || nav > h1 {
			t.Errorf("%s: the switch of languages is not before everything", lang)
		}
		for _, l := range Languages() {
			if !strings.Contains(s, NameOf(l)) {
				t.Errorf("%s: %s is not offered", lang, l)
			}
		}
		if Dir(lang) == "rtl" && (!strings.Contains(s, `dir="rtl"`) || !strings.Contains(s, `<bdi dir="ltr">INC-2022-0001</bdi>`)) {
			t.Errorf("%s: direction or isolation is missing", lang)
		}
	}
}

func feedOf(t *testing.T, lang string) Feed {
	p := public(t, lang)
	f := Feed{Lang: lang, Organisation: p.Organisation, Title: "", Page: "https://candour.example.org/public/k7/" + lang + ".html", Self: "https://candour.example.org/public/k7/" + lang + "-updates.xml", Updates: p.Updates}
	for i := range f.Updates {
		f.Updates[i].URL = "https://candour.example.org" + f.Updates[i].URL
		for n := range f.Updates[i].Earlier {
			f.Updates[i].Earlier[n].URL = "https://candour.example.org" + f.Updates[i].Earlier[n].URL
		}
	}
	f.Updates[1].FirstAt = f.Updates[1].Earlier[0].PublishedAt
	return f
}

// element is any element of an XML document.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) all(name string) (out []element) {
	for _, c := range e.Children {
		if c.XMLName.Space == "http://www.w3.org/2005/Atom" && c.XMLName.Local == name {
			out = append(out, c)
		}
	}
	return out
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// RFC 4287 section 4.1.1 (feed) and 4.1.2 (entry): exactly one id, title and updated; an author; links of which no two alternates are of one
// type and language; section 3.3: dates as in RFC 3339 with an upper-case T; section 4.2.6: ids are absolute and differ.
func TestTheAtomFeedHasWhatRFC4287Requires(t *testing.T) {
	for _, lang := range Languages() {
		f := feedOf(t, lang)
		b, err := f.Atom()
		if err != nil {
			t.Fatal(err)
		}
		var root element
		if err := xml.Unmarshal(b, &root); err != nil {
			t.Fatal(err)
		}
		if root.XMLName.Space != "http://www.w3.org/2005/Atom" || root.XMLName.Local != "feed" || root.attr("lang") != lang {
			t.Errorf("%s: %v", lang, root.XMLName)
		}
		ids := map[string]bool{}
		check := func(where string, e element) {
			t.Helper()
			for _, name := range []string{"id", "title", "updated"} {
				if n := len(e.all(name)); n != 1 {
					t.Errorf("%s %s: %d %s", lang, where, n, name)
					return
				}
			}
			id := e.all("id")[0].Text
			if u, err := url.Parse(id); err != nil || !u.IsAbs() || ids[id] {
				t.Errorf("%s %s: id %q", lang, where, id)
			}
			ids[id] = true
			for _, name := range []string{"updated", "published"} {
				for _, x := range e.all(name) {
					if _, err := time.Parse(time.RFC3339, x.Text); err != nil {
						t.Errorf("%s %s: %s %q", lang, where, name, x.Text)
					}
				}
			}
			if strings.TrimSpace(e.all("title")[0].Text) == "" {
				t.Errorf("%s %s: no title", lang, where)
			}
			alternates := map[string]bool{}
			for _, l := range e.all("link") {
				if u, err := url.Parse(l.attr("href")); err != nil || !u.IsAbs() {
					t.Errorf("%s %s: link %q", lang, where, l.attr("href"))
				}
				if k := l.attr("type") + l.attr("hreflang"); l.attr("rel") == "alternate" {
					if alternates[k] {
						t.Errorf("%s %s: two alternates of one type and language", lang, where)
					}
					alternates[k] = true
				}
			}
		}
		check("feed", root)
		if len(root.all("author")) != 1 || root.all("author")[0].all("name")[0].Text != f.Organisation {
			t.Errorf("%s: no author", lang)
		}
		if !slices.ContainsFunc(root.all("link"), func(l element) bool { return l.attr("rel") == "self" && l.attr("href") == f.Self }) {
			t.Errorf("%s: no link to itself", lang)
		}
		entries := root.all("entry")
		if len(entries) != len(f.Updates) {
			t.Fatalf("%s: %d entries", lang, len(entries))
		}
		for i, e := range entries {
			check("entry", e)
			if e.all("updated")[0].Text != f.Updates[i].PublishedAt.Format(time.RFC3339) || len(e.all("content")) != 1 || e.all("content")[0].Text != f.Updates[i].Text {
				t.Errorf("%s: entry %d is not stamped with its moment of publication, or says something else", lang, i)
			}
		}
		if root.all("updated")[0].Text != entries[0].all("updated")[0].Text {
			t.Errorf("%s: the feed is newer or older than its newest entry", lang)
		}
		if entries[1].all("id")[0].Text != f.Updates[1].Earlier[0].URL || entries[1].all("published")[0].Text != f.Updates[1].FirstAt.Format(time.RFC3339) {
			t.Errorf("%s: a correction is shown as a new entry", lang)
		}
	}
}

// JSON Feed 1.1: version, title and items are required, each item an id; a language is an RFC 5646 tag; dates are RFC 3339.
func TestTheJSONFeedIsVersionOnePointOne(t *testing.T) {
	for _, lang := range Languages() {
		f := feedOf(t, lang)
		b, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Version, Title, Language string
			Home                     string `json:"home_page_url"`
			Self                     string `json:"feed_url"`
			Authors                  []struct{ Name string }
			Items                    []struct {
				ID, URL, Title string
				Text           string    `json:"content_text"`
				Published      time.Time `json:"date_published"`
				Modified       time.Time `json:"date_modified"`
			}
		}
		d := json.NewDecoder(bytes.NewReader(b))
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if got.Version != "https://jsonfeed.org/version/1.1" || got.Title == "" || got.Language != lang || got.Home != f.Page || got.Self != f.Self || len(got.Authors) != 1 || len(got.Items) != len(f.Updates) {
			t.Errorf("%s: %+v", lang, got)
		}
		for i, x := range got.Items {
			if x.ID == "" || x.URL == "" || x.Text != f.Updates[i].Text || !x.Modified.Equal(f.Updates[i].PublishedAt) || x.Published.After(x.Modified) {
				t.Errorf("%s: item %d: %+v", lang, i, x)
			}
		}
	}
}

func TestAFeedOfWordsThatLookLikeMarkupIsStillAFeed(t *testing.T) {
	f := feedOf(t, "en")
	f.Updates[0].Title, f.Updates[0].Text = `</title><script>alert(1)</script>`, "]]> & \x01 <b>\u202e"
	b, err := f.Atom()
	if err != nil {
		t.Fatal(err)
	}
	var root element
	if err := xml.Unmarshal(b, &root); err != nil || root.all("entry")[0].all("title")[0].Text != f.Updates[0].Title {
		t.Errorf("%v", err)
	}
}

func fullCheck(t *testing.T, lang string) SelfCheckPage {
	c := SelfCheckPage{PublicPage: public(t, lang)}
	for n := range 12 {
		s := SelfCheckService{Name: strings.Repeat("Family links ", 4) + strconv.Itoa(n), From: 1990, To: 2021}
		for p := range 20 {
			s.Places = append(s.Places, "Port-au-Prince "+strconv.Itoa(p))
		}
		c.Services = append(c.Services, s)
	}
	c.Services[0].Places, c.Services[1].From, c.Services[1].To = nil, 0, 0
	return c
}

// Nothing on the page can send anything, and no address on it differs by what was chosen.
func TestNoElementOfTheSelfCheckCanSendAnything(t *testing.T) {
	elements := []string{"html", "head", "meta", "title", "style", "body", "main", "nav", "ul", "li", "a", "b", "p", "bdi", "h1", "h2", "section", "details", "summary", "div", "span", "br"}
	attributes := []string{"lang", "dir", "charset", "name", "content", "class", "aria-label", "aria-current", "href", "hreflang"}
	for _, lang := range Languages() {
		c := fullCheck(t, lang)
		b, err := c.HTML()
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 50_000 {
			t.Errorf("%s: %d bytes", lang, len(b))
		}
		may := []string{c.Links.Self, "tel:" + c.Contact.Dial(), "mailto:" + c.Contact.Mail}
		for _, l := range c.Languages {
			may = append(may, l.URL)
		}
		root, err := html.Parse(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		var inDetails func(n *html.Node, inside bool)
		inDetails = func(n *html.Node, inside bool) {
			if n.Type == html.ElementNode {
				if !slices.Contains(elements, n.Data) {
					t.Errorf("%s: an element %s", lang, n.Data)
				}
				for _, a := range n.Attr {
					switch {
					case !slices.Contains(attributes, a.Key):
						t.Errorf("%s: <%s %s>", lang, n.Data, a.Key)
					case a.Key == "href" && (!slices.Contains(may, a.Val) || inside):
						t.Errorf("%s: a link to %s, in an answer: %v", lang, a.Val, inside)
					case n.Data == "meta" && a.Key == "content" && strings.Contains(a.Val, "url"):
						t.Errorf("%s: a page that goes somewhere by itself", lang)
					}
				}
				inside = inside || n.Data == "details"
			}
			if n.Type == html.TextNode && n.Parent.Data == "style" && strings.Contains(n.Data, "url(") {
				t.Errorf("%s: a style that loads something", lang)
			}
			for x := n.FirstChild; x != nil; x = x.NextSibling {
				inDetails(x, inside)
			}
		}
		inDetails(root, false)
	}
	if p := PublicSecurityPolicy(); !strings.HasPrefix(p, "default-src 'none'") {
		t.Errorf("the policy lets something load: %s", p)
	}
}

// Every way through the questions ends in one of three answers; "I do not know" never ends in "probably not".
func TestNotKnowingIsNeverReadAsNotAffected(t *testing.T) {
	c := fullCheck(t, "en")
	b, err := c.HTML()
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	w := publicWordsFor("en")
	count := map[string]int{}
	var walk func(n *html.Node, path []string)
	walk = func(n *html.Node, path []string) {
		if n.Type == html.ElementNode && n.Data == "details" {
			path = append(slices.Clone(path), strings.TrimSpace(text(n.FirstChild)))
		}
		if n.Type == html.ElementNode && n.Data == "p" && len(n.Attr) > 0 && n.Attr[0].Val == "result" {
			said := text(n)
			unsure := slices.Contains(path, w.CheckUnsure)
			no := slices.Contains(path, w.CheckNone) || slices.Contains(path, w.CheckOther) || slices.Contains(path, w.CheckNotThen)
			want := w.CheckLikely
			if unsure {
				want = w.CheckAsk
			} else if no {
				want = w.CheckUnlikely
			}
			if !strings.HasPrefix(said, want) {
				t.Errorf("%v ends in %q", path, said)
			}
			count[want]++
		}
		for x := n.FirstChild; x != nil; x = x.NextSibling {
			walk(x, path)
		}
	}
	walk(root, nil)
	if count[w.CheckLikely] != 12 || count[w.CheckAsk] != 23 || count[w.CheckUnlikely] != 23 {
		t.Errorf("%v", count)
	}
}

func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		b.WriteString(text(x))
	}
	return b.String()
}

func TestEveryPublicWordIsThereInEveryLanguage(t *testing.T) {
	hole := regexp.MustCompile(`\{[a-z]+\}`)
	en := reflect.ValueOf(*publicWordsIn["en"])
	for _, lang := range Languages() {
		w := reflect.ValueOf(*publicWordsIn[lang])
		for i := range w.NumField() {
			name, said := w.Type().Field(i).Name, w.Field(i).String()
			if strings.TrimSpace(said) == "" {
				t.Errorf("%s: %s is missing", lang, name)
			}
			if want, got := hole.FindAllString(en.Field(i).String(), -1), hole.FindAllString(said, -1); !slices.Equal(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))) {
				t.Errorf("%s: %s has %v, want %v", lang, name, got, want)
			}
			if lang != "en" && said == en.Field(i).String() {
				t.Errorf("%s: %s is English", lang, name)
			}
		}
	}
}

func TestMessagesToReadersTellNothingOfWhatHappened(t *testing.T) {
	for _, lang := range Languages() {
		for _, l := range []SubscriberLetter{
			{Lang: lang, Organisation: "Red Cross family links", PageURL: "https://candour.example.org/public/k7/en.html", BeginURL: "https://candour.example.org/updates/begin/x"},
			{Lang: lang, Exercise: true, Organisation: "Red Cross family links", PageURL: "https://candour.example.org/public/k7/en.html", EndURL: "https://candour.example.org/updates/end/x"},
		} {
			m, err := l.Letter()
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"breach", "violation de données", "brecha", "خرق البيانات", "affected"} {
				if !l.Exercise && strings.Contains(strings.ToLower(m.Subject+m.Text), word) {
					t.Errorf("%s: %q", lang, word)
				}
			}
			if strings.Contains(m.Text, l.BeginURL) != (l.BeginURL != "") && l.BeginURL != "" || l.EndURL != "" && !strings.Contains(m.HTML, l.EndURL) {
				t.Errorf("%s: the link is missing", lang)
			}
			if l.Exercise && (!strings.Contains(m.Text, words[lang].Exercise) || !strings.Contains(m.HTML, words[lang].Exercise)) {
				t.Errorf("%s: it does not say that it is practice", lang)
			}
		}
	}
	if _, err := (SubscriberLetter{Lang: "en", Organisation: "A", PageURL: "https://x"}).Letter(); err == nil {
		t.Error("a message without its link")
	}
}
