package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

// Also what no operation takes is answered as a problem document (RFC 9457), with what can be done there.
func TestAMethodThatIsNotThereIsAProblemDocument(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"DELETE", "/api/me", 405, "GET"},
		{"PATCH", "/api/accounts", 405, "GET, POST"},
		{"POST", "/clocks", 405, "GET, HEAD"},
		{"GET", "/api/no-such-thing", 404, ""},
	} {
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, httptest.NewRequest(c.method, "http://127.0.0.1:1"+c.path, nil))
		var said struct {
			Status        int
			Title, Detail string
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &said); err != nil || rec.Code != c.status || said.Status != c.status || said.Title == "" || said.Detail == "" {
			t.Errorf("%s %s: %d %s", c.method, c.path, rec.Code, rec.Body.String())
		}
		if got := rec.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s: %s", c.method, c.path, got)
		}
		if got := rec.Header().Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, got, c.allow)
		}
	}
}
