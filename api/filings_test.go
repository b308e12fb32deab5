package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

// The whole way of a filing over HTTP: read, begun, written, refused without proof, filed, and taken out with a trace.
func TestAnAuthorityIsToldOverHTTP(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		filing, err := models.FindFiling(db.View(t.Context()), models.Viewer{Role: models.RoleIncidentManager}, w.own["filing_id"])
		if err != nil {
			t.Fatal(err)
		}
		manager, own := models.RoleIncidentManager, "/obligations/"+filing.ObligationID+"/filing"
		want := func(got, code int) {
			t.Helper()
			if got != code {
				t.Fatalf("status %d, want %d", got, code)
			}
		}
		var v api.FilingView
		want(w.as(manager, "GET", own, nil, &v), 200)
		if v.ID != filing.ID || v.Kind != "initial" || v.Form.ID != "eu-common" || len(v.Forms) < 4 || v.Authority == nil || len(v.Authority.Parts) == 0 || v.Shown != len(v.Answers) {
			t.Errorf("%+v", v)
		}
		want(w.as(manager, "GET", own+"?form=uk-ico", nil, &v), 200)
		if v.Form.ID != "uk-ico" {
			t.Error("the answers are not laid out in the form that was asked for")
		}
		want(w.as(manager, "GET", own+"?form=none", nil, nil), 404)
		path := "/filings/" + filing.ID
		told := map[string]any{"version": v.Version, "filed_at": db.Now(), "reference": ""}
		want(w.as(manager, "POST", path+"/told", told, nil), 422)
		told["reference"] = "DSB-1"
		want(w.as(models.RoleCommunications, "POST", path+"/told", told, nil), 403)
		want(w.as(manager, "POST", path+"/told", told, &v), 200)
		if len(v.Reports) != 1 || v.Reports[0].Reference != "DSB-1" || v.Obligation != "discharged" || v.Kind != "" || v.Reports[0].RecordedBy == "" {
			t.Errorf("%+v", v.Reports)
		}
		want(w.as(manager, "PUT", path+"/draft", map[string]any{"version": v.Version, "typed": map[string]string{}}, nil), 409)

		// The page is a page by itself: its own style, no script, nothing from elsewhere.
		r := httptest.NewRequest("GET", "http://127.0.0.1:1/api"+own+"/page?number=1", nil)
		r.AddCookie(&http.Cookie{Name: "candour-session", Value: w.session(w.accounts[string(manager)], 2, 0)})
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		if p := rec.Header().Get("Content-Security-Policy"); rec.Code != 200 || !strings.Contains(p, "style-src 'sha256-") || strings.Contains(p, "script-src") || !strings.Contains(rec.Body.String(), "DSB-1") {
			t.Errorf("%d %s: %s", rec.Code, p, first(rec.Body.String()))
		}
		var file struct{ Schema, Reference string }
		want(w.as(manager, "POST", own+"/export", map[string]any{"format": "json", "number": 1}, &file), 200)
		if file.Schema != "candour.filing/1" || file.Reference != "DSB-1" {
			t.Errorf("%+v", file)
		}
		var record strings.Builder
		if _, err := models.WriteChain(&record, db.View(t.Context()), filing.IncidentID); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(record.String(), `"export-filing"`); n != 1 {
			t.Errorf("taking it out stands %d times in the record", n)
		}
	})
}

// The directory comes page by page, and every page but the last says how to go on.
func TestTheDirectoryOfAuthoritiesComesPageByPage(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	seen, next := map[string]bool{}, ""
	for range 20 {
		var page api.AuthorityPage
		if code := w.as(models.RoleAuditor, "GET", fmt.Sprintf("/authorities?limit=40&cursor=%s", next), nil, &page); code != 200 {
			t.Fatal(code)
		}
		for _, a := range page.Items {
			if seen[a.ID] {
				t.Errorf("%s comes twice", a.ID)
			}
			seen[a.ID] = true
		}
		if next = page.Next; next == "" {
			if len(seen) != page.Total || page.Total < 140 {
				t.Errorf("%d of %d", len(seen), page.Total)
			}
			return
		}
	}
	t.Error("the pages do not end")
}
