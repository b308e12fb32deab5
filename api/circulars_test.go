package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
)

// as sends one request as a role and reads the answer into out.
func (w *world) as(role models.Role, method, path string, body, out any) int {
	w.t.Helper()
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			w.t.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, "http://127.0.0.1:1/api"+path, bytes.NewReader(b))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "candour-session", Value: w.session(w.accounts[string(role)], 2, 0)})
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code >= 500 {
		w.t.Fatalf("%s %s: %d %s", method, path, rec.Code, rec.Body)
	}
	if out != nil {
		if err := json.Unmarshal(rec.Body.Bytes(), out); err != nil {
			w.t.Fatalf("%s %s: %v in %s", method, path, err, rec.Body)
		}
	}
	return rec.Code
}

// The whole way of a circular over HTTP: written, approved, sent, answered, on the board.
func TestACircularGoesOutAndComesBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		incident := w.own["incident_id"]
		want := func(got, code int) {
			t.Helper()
			if got != code {
				t.Fatalf("status %d, want %d", got, code)
			}
		}
		var kit api.CircularKit
		want(w.as(models.RoleCommunications, "GET", "/circular-kit", nil, &kit), 200)
		if len(kit.Starts) != 4 || kit.Starts["ar"].Title == "" {
			t.Errorf("starts: %v", kit.Starts)
		}
		body := map[string]any{"organisation": "Central Tracing Agency", "contact": map[string]string{"name": "Duty desk", "telephone": "+41 22 000 00 00"},
			"texts":     map[string]any{"en": map[string]string{"title": "Please read", "happened": "{{society}}: {{what_happened}}. Stopped on {{contained_on}}.", "ask": "Answer."}},
			"societies": []string{w.own["organisation_id"], w.other["organisation_id"]}, "answer_by": db.Now().Add(48 * time.Hour), "zone": "Europe/Zurich"}
		var saved struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
		want(w.as(models.RoleCommunications, "POST", "/incidents/"+incident+"/circulars", body, &saved), 201)
		at := "/circulars/" + saved.ID
		var problem struct {
			Errors []struct{ Location, Message string } `json:"errors"`
		}
		want(w.as(models.RoleCommunications, "POST", at+"/submission", map[string]int{"version": 1}, &problem), 422)
		if len(problem.Errors) != 1 || problem.Errors[0].Location != "body.texts.en.happened" {
			t.Errorf("problems: %+v", problem)
		}
		body["texts"] = map[string]any{"en": map[string]string{"title": "Please read", "happened": "{{society}}: {{what_happened}}.", "ask": "Answer."}}
		body["version"] = 1
		want(w.as(models.RoleCommunications, "PUT", at, body, &saved), 200)
		want(w.as(models.RoleCommunications, "POST", at+"/submission", map[string]int{"version": saved.Version}, nil), 200)
		var shown api.CircularView
		show := func(role models.Role) api.CircularView {
			t.Helper()
			shown = api.CircularView{}
			want(w.as(role, "GET", at, nil, &shown), 200)
			return shown
		}
		show(models.RoleApprover)
		if shown.State != models.NoticeSubmitted || shown.RecipientsCount != 2 || shown.Draft == nil || !strings.Contains(shown.Preview["en"].Happened, "{{society}}: Matrix") || !shown.Recipients[0].Fallback {
			t.Errorf("shown to the approver: %+v", shown)
		}
		decide := func() map[string]any { return map[string]any{"version": shown.Version, "hash": shown.ContentHash} }
		want(w.as(models.RoleIncidentManager, "POST", at+"/sending-request", map[string]int{"version": shown.Version}, nil), 409)
		want(w.as(models.RoleApprover, "POST", at+"/approval", decide(), nil), 200)
		show(models.RoleIncidentManager)
		want(w.as(models.RoleIncidentManager, "POST", at+"/sending-request", map[string]int{"version": shown.Version}, nil), 200)
		show(models.RoleApprover)
		if shown.SendingRequestedBy == "" || shown.RequestedByMe || shown.WrittenByMe {
			t.Errorf("asked for: %+v", shown.CircularSummary)
		}
		want(w.as(models.RoleFocalPoint, "GET", at, nil, nil), 404)
		want(w.as(models.RoleApprover, "POST", at+"/sending", decide(), nil), 200)
		if n, err := delivery.SendDue(t.Context(), db, delivery.Post{}, "worker"); err != nil || n != 2 {
			t.Fatalf("settled %d, %v", n, err)
		}
		show(models.RoleFocalPoint)
		if shown.Draft != nil || len(shown.Recipients) != 1 || shown.Recipients[0].SocietyID != w.own["organisation_id"] || shown.RecipientsCount != 1 {
			t.Errorf("shown to a society: %+v", shown)
		}
		var outbox struct {
			Items []api.OutboxItem `json:"items"`
			Next  string           `json:"next"`
		}
		want(w.as(models.RoleAuditor, "GET", "/outbox?limit=1", nil, &outbox), 200)
		if len(outbox.Items) != 1 || outbox.Items[0].Sent || outbox.Items[0].State != models.DeliveryHeld || outbox.Next == "" {
			t.Errorf("outbox: %+v", outbox)
		}
		firstID := outbox.Items[0].ID
		want(w.as(models.RoleAuditor, "GET", "/outbox?limit=1&cursor="+outbox.Next, nil, &outbox), 200)
		if len(outbox.Items) != 1 || outbox.Items[0].ID == firstID {
			t.Errorf("second page: %+v", outbox)
		}
		var letter api.OutboxLetter
		want(w.as(models.RoleIncidentManager, "GET", "/outbox/"+firstID, nil, &letter), 200)
		if letter.Letter == nil || !strings.Contains(letter.Letter.Text, letter.Letter.Link) {
			t.Errorf("letter of an exercise: %+v", letter)
		}
		want(w.as(models.RoleFocalPoint, "POST", at+"/answer", map[string]string{"answer": "acting"}, nil), 200)
		want(w.as(models.RoleFocalPoint, "POST", at+"/answer", map[string]string{"answer": "declined"}, nil), 409)
		var board api.Board
		want(w.as(models.RoleIncidentManager, "GET", "/incidents/"+incident+"/board?circular="+saved.ID, nil, &board), 200)
		if board.Counts.Expected != 2 || board.Counts.Acting != 1 || board.Counts.NotSent != 2 || len(board.Items) != 2 {
			t.Errorf("board: %+v", board.Counts)
		}
		for _, row := range board.Items {
			if row.Answer == "acting" && (row.Assurance != models.AssuranceSignIn || row.AnsweredBy == "" || row.Code == "") {
				t.Errorf("row: %+v", row)
			}
		}
		board = api.Board{}
		want(w.as(models.RoleFocalPoint, "GET", "/incidents/"+incident+"/board", nil, &board), 200)
		if len(board.Items) != 1 {
			t.Errorf("a society sees %d lines", len(board.Items))
		}
	})
}
