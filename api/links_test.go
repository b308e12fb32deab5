package api_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
)

// link puts a circular into the world that has gone out to the own society, and gives the token in its letter.
func (w *world) link() string {
	w.t.Helper()
	now := w.db.Now()
	n := models.Notice{ID: models.NewID(), IncidentID: w.own["incident_id"], Kind: models.NoticeCircular, AuthorID: models.NewID(), EditedBy: models.NewID(), CreatedAt: now, EditedAt: now}
	fixed := models.CircularFixed{Reference: "INC-2026-0001", Organisation: "Central Tracing Agency", Contact: models.CircularContact{Name: "Duty desk", Telephone: "+41 22 000 00 00"},
		Texts: map[string]models.CircularText{"en": {Title: "Please read", Happened: "Somebody broke in.", Ask: "Answer."}}, AnswerBy: now.Add(48 * time.Hour), Zone: "Europe/Zurich"}
	var d models.Delivery
	w.command(func(tx models.Tx) error {
		if err := n.SetDraft(tx.Keys(), models.CircularDraft{}); err != nil {
			return err
		}
		sealed, err := n.SealFixed(tx.Keys(), []byte(`{"reference":"INC-2026-0001","organisation":"Central Tracing Agency","contact":{"name":"Duty desk","telephone":"+41 22 000 00 00"},"texts":{"en":{"title":"Please read","happened":"Somebody broke in.","ask":"Answer."}}}`))
		if err != nil {
			return err
		}
		n.FixedSealed = sealed
		if err := models.AddNotice(tx, &n); err != nil {
			return err
		}
		if err := models.MoveNotice(tx, n.ID, 1, []models.NoticeState{models.NoticeDraft}, map[string]any{"state": models.NoticeSending}); err != nil {
			return err
		}
		in, err := models.LoadIncident(tx, n.IncidentID)
		if err != nil {
			return err
		}
		society, err := models.FindOrganisation(tx, w.own["organisation_id"])
		if err != nil {
			return err
		}
		contact, err := models.FindContact(tx, w.own["contact_id"])
		if err != nil {
			return err
		}
		if d, err = delivery.Enqueue(tx, delivery.Order{Incident: in, Notice: n, Fixed: fixed, Society: society, Contact: contact, Purpose: delivery.PurposeCircular, PublicURL: "http://127.0.0.1:1"}); err != nil {
			return err
		}
		return models.AddAcknowledgements(tx, []models.Acknowledgement{{ID: models.NewID(), IncidentID: in.ID, NoticeID: n.ID, OrganisationID: society.ID, ExpectedAt: now, AnswerBy: fixed.AnswerBy, NextChaseAt: now.Add(24 * time.Hour)}})
	})
	token, err := d.Token(w.db.Keys())
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

func (w *world) fetch(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	var r *http.Request
	if form != nil {
		r = httptest.NewRequest(method, "http://127.0.0.1:1"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r = httptest.NewRequest(method, "http://127.0.0.1:1"+path, nil)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// everything is a fingerprint of what a press could change, the record included.
func (w *world) everything() string {
	w.t.Helper()
	var out strings.Builder
	for _, q := range []string{
		"SELECT count(*) || '/' || count(seen_at) || '/' || count(answered_at) FROM acknowledgements",
		"SELECT count(*) || '/' || sum(epoch) || '/' || count(delivered_at) || '/' || sum(attempts) FROM deliveries",
		"SELECT count(*) || '' FROM events", "SELECT count(*) || '' FROM link_attempts", "SELECT count(*) || '/' || sum(version) FROM notices"} {
		var s string
		if err := w.db.SQL().QueryRow(q).Scan(&s); err != nil {
			w.t.Fatal(err)
		}
		out.WriteString(s + " ")
	}
	return out.String()
}

// TRUST AC-02: scanners open every link, by every method, some of them send forms.
func TestFetchingALinkChangesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		path := "/l/" + w.link()
		before := w.everything()
		var first []byte
		for i := range 400 { // thousands of fetches
			for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"} {
				rec := w.fetch(method, path+"?answer=acting&name=Anna+Petrovi%C4%87", nil, "User-Agent", "scanner")
				switch {
				case method == "GET" && (rec.Code != 200 || !strings.Contains(rec.Body.String(), "We have read it")):
					t.Fatalf("GET gives %d", rec.Code)
				case method == "GET" && i == 0:
					first = rec.Body.Bytes()
				case method == "GET" && !bytes.Equal(first, rec.Body.Bytes()):
					t.Fatal("the page changed by being looked at")
				case method == "HEAD" && rec.Code != 200, method != "GET" && method != "HEAD" && rec.Code < 400:
					t.Fatalf("%s gives %d", method, rec.Code)
				}
			}
		}
		if after := w.everything(); after != before {
			t.Errorf("fetching changed something: %s, then %s", before, after)
		}
	})
}

func TestAPressThatIsNotAHumansOnOurPageChangesNothing(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db)
	path := "/l/" + w.link()
	before := w.everything()
	form := url.Values{"answer": {"acting"}, "name": {"Anna Petrović"}}
	for name, rec := range map[string]*httptest.ResponseRecorder{
		"another site":            w.fetch("POST", path, form, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"),
		"a sister site":           w.fetch("POST", path, form, "Sec-Fetch-Site", "same-site"),
		"another origin":          w.fetch("POST", path, form, "Origin", "https://evil.example"),
		"a script":                w.fetch("POST", path, form, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"),
		"fields in the address":   w.fetch("POST", path+"?"+form.Encode(), url.Values{}),
		"no body":                 w.fetch("POST", path, nil),
		"JSON":                    w.fetch("POST", path, form, "Content-Type", "application/json"),
		"a very long body":        w.fetch("POST", path, url.Values{"answer": {"acting"}, "name": {strings.Repeat("a", 20000)}}),
		"an invented link":        w.fetch("POST", "/l/"+strings.Repeat("A", 43), form),
		"an old browser, no name": w.fetch("POST", path, url.Values{"answer": {"acting"}}),
	} {
		if strings.Contains(rec.Body.String(), "Your answer is recorded") {
			t.Errorf("%s: %d, recorded", name, rec.Code)
		}
	}
	trim := func(s string) string { f := strings.Fields(s); return strings.Join(append(f[:3:3], f[4:]...), " ") } // presses are counted, that is all
	if after := w.everything(); trim(after) != trim(before) {
		t.Errorf("changed: %s, then %s", before, after)
	}
}

func TestASocietyAnswersInThreeTaps(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		path := "/l/" + w.link()
		browser := []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-User", "?1", "Origin", "null"}
		total := 0
		step := func(rec *httptest.ResponseRecorder, wants ...string) {
			t.Helper()
			total += rec.Body.Len()
			if rec.Code != 200 {
				t.Fatalf("%d: %s", rec.Code, rec.Body)
			}
			for _, want := range wants {
				if !strings.Contains(rec.Body.String(), want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			h := rec.Header()
			if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
			if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || len(rec.Result().Cookies()) != 0 {
				t.Errorf("headers %v", h)
			}
		}
		step(w.fetch("GET", path, nil), "Central Tracing Agency", "Duty desk", "Somebody broke in.", "Your name", "EXERCISE")
		step(w.fetch("POST", path, url.Values{"answer": {"seen"}, "name": {"Anna Petrović"}}, browser...), "We act", "Not ours", "Call me", "Anna Petrović")
		again := w.fetch("GET", path, nil)
		step(again, "We act", "Your name")
		if strings.Contains(again.Body.String(), "Anna") {
			t.Error("a fetched page shows who pressed")
		}
		// A text browser says nothing about itself.
		step(w.fetch("POST", path, url.Values{"answer": {"call_me"}, "name": {"Anna Petrović"}}), "Your answer is recorded", "Keep this code")
		step(w.fetch("POST", path, url.Values{"answer": {"acting"}, "name": {"Anna Petrović"}}, browser...), "already been answered")
		step(w.fetch("GET", path, nil), "already been answered", "call me")
		if total > 6*30_000 {
			t.Errorf("%d bytes for six pages", total)
		}
		var answer string
		if err := db.SQL().QueryRow("SELECT answer FROM acknowledgements").Scan(&answer); err != nil || answer != "call_me" {
			t.Errorf("on record: %q %v", answer, err)
		}
	})
}

func TestAllDeadLinksLookTheSame(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db)
	token := w.link()
	invented := w.fetch("GET", "/l/"+strings.Repeat("A", 43), nil)
	short := w.fetch("GET", "/l/abc", nil)
	modelstest.ClockOf(db).Advance(31 * 24 * time.Hour)
	expired := w.fetch("GET", "/l/"+token, nil)
	for name, rec := range map[string]*httptest.ResponseRecorder{"cut short": short, "expired": expired} {
		if rec.Code != invented.Code || rec.Body.String() != invented.Body.String() {
			t.Errorf("%s: %d, another page than an invented link", name, rec.Code)
		}
	}
	if strings.Contains(expired.Body.String(), "Tracing") {
		t.Error("the expired page reveals who wrote")
	}
}
