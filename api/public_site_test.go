package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/publication"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// site is a public page with one statement that is public and one that waits.
type site struct {
	*world
	incident models.ID
	code     string
	later    time.Time
}

func newSite(t *testing.T, db *models.DB) *site {
	t.Helper()
	s := &site{world: newWorld(t, db), incident: models.NewID()}
	ctx := t.Context()
	author, approver := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}, models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	s.command(func(tx models.Tx) error {
		i := models.Incident{ID: s.incident, Reference: "INC-2026-0077", Title: "Site", OpenedAt: tx.Now(), OpenedBy: author.Account}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		s.code = "abcdefghjkmn"
		return models.AddPublicPage(tx, &models.PublicPage{IncidentID: s.incident, Code: s.code, Organisation: "Agency", ContactPhone: "+41 22 000 00 00", Zone: "UTC"})
	})
	s.later = db.Now().Time().Add(time.Hour)
	for _, x := range []struct {
		lang, body string
		at         time.Time
	}{{"en", "The first words.", time.Time{}}, {"ar", "كلمات سرية.", s.later}, {"en", "Secret until later.", s.later}} {
		v, err := texts.Save(ctx, db, author, s.incident, models.TextStatement, "", texts.Draft{Language: x.lang, Title: "What we know", Body: x.body})
		if err == nil {
			err = texts.Submit(ctx, db, author, v.TextID)
		}
		if err == nil {
			err = texts.Approve(ctx, db, approver, v.TextID, v.Hash)
		}
		if err == nil {
			p := statements.Publication{Text: v.TextID}
			if !x.at.IsZero() {
				p.PublishAt = db.Now().Add(time.Hour)
			}
			_, err = statements.Publish(ctx, db, author, p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *site) do(method, path string, form url.Values, head map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:1"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range head {
		r.Header.Set(k, v)
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, r)
	return rec
}

func TestNoAnswerOfThePublicPageKnowsOfWhatComes(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	s := newSite(t, db)
	base := "/public/" + s.code
	before := map[string]string{}
	for _, path := range []string{base, base + "/en.html", base + "/en-updates.xml", base + "/en-updates.json", base + "/en-corrections.html"} {
		rec := s.do("GET", path, nil, nil)
		if rec.Code != 200 || strings.Contains(rec.Body.String(), "Secret") || strings.Contains(rec.Body.String(), "سرية") || rec.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", path, rec.Code)
		}
		if p := rec.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'") || strings.Contains(p, "script") {
			t.Errorf("%s: policy %q", path, p)
		}
		before[path] = rec.Header().Get("ETag")
		// Asked again with what it had, it says that nothing changed, also a moment before something does.
		modelstest.ClockOf(db).Set(db.Now())
		if rec := s.do("GET", path, nil, map[string]string{"If-None-Match": before[path]}); rec.Code != http.StatusNotModified || rec.Body.Len() != 0 {
			t.Errorf("%s: %d with its own ETag", path, rec.Code)
		}
		if rec := s.do("HEAD", path, nil, nil); rec.Code != 200 {
			t.Errorf("HEAD %s: %d", path, rec.Code)
		}
	}
	// A language that comes later is the same answer as one that never comes.
	a, b := s.do("GET", base+"/ar.html", nil, nil), s.do("GET", base+"/xx.html", nil, nil)
	if a.Code != 404 || a.Body.String() != b.Body.String() {
		t.Errorf("what comes is told apart from what never was: %d %d", a.Code, b.Code)
	}
	modelstest.ClockOf(db).Advance(time.Hour)
	for path, tag := range before {
		if rec := s.do("GET", path, nil, map[string]string{"If-None-Match": tag}); !strings.HasSuffix(path, "corrections.html") && (rec.Code != 200 || rec.Header().Get("ETag") == tag) {
			t.Errorf("%s: %d at its moment", path, rec.Code)
		}
	}
	// The browser's wish chooses, without a redirect; the switch wins.
	if rec := s.do("GET", base, nil, map[string]string{"Accept-Language": "ar-EG,en;q=0.5"}); rec.Code != 200 || !strings.Contains(rec.Body.String(), `lang="ar" dir="rtl"`) || rec.Header().Get("Vary") != "Accept-Language" {
		t.Errorf("%d", rec.Code)
	}
	if rec := s.do("GET", base+"/en.html", nil, map[string]string{"Accept-Language": "ar"}); !strings.Contains(rec.Body.String(), `<html lang="en"`) {
		t.Error("the address says English")
	}
}

var stamps = regexp.MustCompile(`[0-9a-f-]{36}`)

func TestTheFormAnswersTheSameToEverybody(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	s := newSite(t, db)
	form := func(address string) *httptest.ResponseRecorder {
		return s.do("POST", "/public/"+s.code+"/subscription", url.Values{"address": {address}, "language": {"fr"}}, map[string]string{"Sec-Fetch-Site": "same-origin"})
	}
	first := form("known@example.org")
	if first.Code != 200 || strings.Contains(first.Body.String(), "known@") {
		t.Fatalf("%d", first.Code)
	}
	setup := publication.NewSetup("http://127.0.0.1:1", "")
	if err := publication.Compare(t.Context(), db, setup); err != nil {
		t.Fatal(err)
	}
	all, err := models.ListDeliveries(db.View(t.Context()), s.incident, "", "")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	token, err := all[0].Token(db.Keys())
	if err != nil {
		t.Fatal(err)
	}
	// A scanner that fetches the link, by whatever method, confirms nothing; a press does.
	for range 3 {
		for _, method := range []string{"GET", "HEAD"} {
			if rec := s.do(method, delivery.BeginPath+token, nil, nil); rec.Code != 200 {
				t.Fatalf("%s: %d", method, rec.Code)
			}
		}
	}
	if n, _ := models.CountSubscribers(db.View(t.Context()), s.incident); n != 0 {
		t.Fatal("a look confirmed")
	}
	if rec := s.do("POST", delivery.BeginPath+token, url.Values{"press": {"yes"}}, map[string]string{"Origin": "https://evil.example"}); rec.Code != http.StatusForbidden {
		t.Errorf("from another site: %d", rec.Code)
	}
	if rec := s.do("POST", delivery.BeginPath+token, url.Values{"press": {"yes"}}, nil); rec.Code != 200 {
		t.Errorf("the press: %d", rec.Code)
	}
	if n, _ := models.CountSubscribers(db.View(t.Context()), s.incident); n != 1 {
		t.Fatal("the press did not confirm")
	}
	for _, address := range []string{"known@example.org", "unknown@example.org"} {
		if rec := form(address); rec.Code != first.Code || rec.Body.String() != first.Body.String() || rec.Header().Get("ETag") != "" {
			t.Errorf("%s is answered in another way", address)
		}
	}
	if rec := form("no address"); rec.Code != http.StatusUnprocessableEntity || stamps.MatchString(rec.Body.String()) {
		t.Errorf("%d", rec.Code)
	}
	if rec := s.do("POST", "/public/"+s.code+"/subscription?address=a@example.org", url.Values{"language": {"en"}}, nil); rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("an address in an address: %d", rec.Code)
	}
	if rec := s.do("POST", "/public/"+s.code+"/en.html", url.Values{}, nil); rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("a POST to a page: %d", rec.Code)
	}

	// What the link of an update does, by the reader's hand and by their mail program (RFC 8058).
	d := models.Delivery{SubscriptionID: all[0].SubscriptionID, Purpose: models.PurposeUpdate}
	end, err := d.Token(db.Keys())
	if err != nil {
		t.Fatal(err)
	}
	known, unknown := s.do("GET", delivery.EndPath+end, nil, nil), s.do("GET", delivery.EndPath+"x", nil, nil)
	if known.Code != 200 || strings.ReplaceAll(known.Body.String(), end, "x") != unknown.Body.String() {
		t.Error("a link tells whether it is known")
	}
	if n, _ := models.CountSubscribers(db.View(t.Context()), s.incident); n != 1 {
		t.Fatal("a look ended it")
	}
	one := url.Values{"List-Unsubscribe": {"One-Click"}}
	for range 2 {
		if rec := s.do("POST", delivery.EndPath+end, one, map[string]string{"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}); rec.Code != 200 {
			t.Errorf("one press in the mail program: %d", rec.Code)
		}
	}
	if n, _ := models.CountSubscribers(db.View(t.Context()), s.incident); n != 0 {
		t.Error("still subscribed")
	}
}
