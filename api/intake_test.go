package api_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/directory"
)

// The first minutes of an incident over HTTP, as the page does it: open with three fields, say what the script asks, let sixty societies
// join, fill the matrix, set the risk.
func TestTheFirstMinutesOfAnIncident(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := directory.SeedDirectory(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, db)
		ok := func(role models.Role, method, path string, body, out any) {
			t.Helper()
			if code := w.as(role, method, path, body, out); code >= 300 {
				t.Fatalf("%s %s: %d", method, path, code)
			}
		}
		manager := models.RoleIncidentManager
		var script struct {
			Questions []struct{ Fact, Kind string }
		}
		ok(manager, "GET", "/telephone-script", nil, &script)
		facts := []map[string]any{}
		for _, q := range script.Questions {
			facts = append(facts, map[string]any{"key": q.Fact, "value": nil})
		}
		var incident api.IncidentView
		ok(manager, "POST", "/incidents", map[string]any{"title": "Intruder in the family-tracing servers", "reporter": map[string]string{"name": "Exercise Caller", "telephone": "+41 22 000 00 00"},
			"aware_at": "2026-11-23T08:30:00+01:00", "aware_zone": "Europe/Zurich", "exercise": true, "facts": facts}, &incident)
		at := "/incidents/" + incident.ID
		if !incident.Exercise || incident.Reporter == nil || incident.Reporter.Name != "Exercise Caller" || len(incident.Moments) != len(models.Moments) {
			t.Errorf("opened: %+v", incident)
		}
		for _, m := range incident.Moments {
			if m.Key != "aware_at" && !m.At.IsZero() {
				t.Errorf("%s is known although nobody said it", m.Key)
			}
		}

		var societies api.OrganisationPage
		ok(manager, "GET", "/organisations?kind=national-society&limit=60", nil, &societies)
		ids := []string{}
		for _, o := range societies.Items {
			ids = append(ids, o.ID)
		}
		var joined api.SocietiesAdded
		ok(manager, "POST", at+"/parties/many", map[string]any{"organisation_ids": ids, "role": "controller"}, &joined)
		if len(joined.Items) != 60 || joined.Items[0].AwareAt.IsZero() {
			t.Fatalf("%d joined", len(joined.Items))
		}
		var set api.DataSetView
		ok(manager, "POST", at+"/data-sets", map[string]any{"name": "Tracing", "categories": []string{"humanitarian-case"}}, &set)
		var group api.GroupView
		for _, p := range joined.Items {
			ok(manager, "POST", at+"/people-groups", map[string]any{"party_id": p.ID, "data_set_id": set.ID, "count": map[string]any{"min": 100}, "residence": map[string]any{"DE": map[string]any{"min": 1}}}, &group)
		}
		var matrix api.MatrixView
		best := time.Hour // the fastest of five: a busy machine says nothing about the query
		for range 5 {
			start := time.Now()
			ok(manager, "GET", at+"/matrix?text=red", nil, &matrix)
			best = min(best, time.Since(start))
		}
		if best > 200*time.Millisecond {
			t.Errorf("filtering the matrix of 60 societies took %s", best)
		}
		ok(manager, "GET", at+"/matrix", nil, &matrix)
		if len(matrix.Rows) != 60 || *matrix.Total.Count.Min != 6000 || matrix.Total.Count.Max != nil {
			t.Errorf("matrix: %d rows, %+v", len(matrix.Rows), matrix.Total.Count)
		}
		risk := map[string]any{"level": "high_risk", "reason": "Being sought can kill.", "version": group.Version}
		if code := w.as(models.RoleCommunications, "POST", "/people-groups/"+group.ID+"/risk", risk, nil); code != 403 {
			t.Errorf("communications set a risk: %d", code)
		}
		ok(models.RoleDPO, "POST", "/people-groups/"+group.ID+"/risk", risk, &group)

		var said api.FactList
		ok(manager, "POST", at+"/facts", map[string]any{"facts": []map[string]any{{"key": "people_count", "value": map[string]any{"min": 515000}, "source": "Exercise Analyst", "certainty": "likely"}}}, &said)
		if len(said.Items) != 1 || said.Items[0].Source != "Exercise Analyst" || !said.Items[0].InForce || said.Items[0].RecordedBy.Name == "" {
			t.Errorf("said: %+v", said.Items)
		}
		ok(models.RoleAuditor, "GET", at+"/facts?key=people_count", nil, &said)
		for _, f := range said.Items {
			if f.Source != "" {
				t.Error("the auditor reads who said it")
			}
		}
		ok(models.RoleAuditor, "GET", at, nil, &incident)
		if incident.Reporter != nil || incident.People.Min == nil || *incident.People.Min != 515000 {
			t.Errorf("as auditor: %+v", incident)
		}
		var line api.EventPage
		ok(models.RoleAuditor, "GET", at+"/timeline?limit=200", nil, &line)
		if len(line.Items) < 60 || line.Items[len(line.Items)-1].Operation != "open-incident" || line.Items[0].By.Name == "" {
			t.Errorf("timeline: %d entries, last %+v", len(line.Items), line.Items[0])
		}
		var whole api.Verification
		ok(models.RoleAuditor, "GET", "/record/verification", nil, &whole)
		if !whole.Whole || whole.Entries == 0 {
			t.Errorf("record: %+v", whole)
		}
	})
}

// What the page sends wrong is answered with the field, and nothing is echoed.
func TestWhatTheIntakeRefusesOverHTTP(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db)
	at := "/incidents/" + w.own["incident_id"]
	cases := []struct {
		name, method, path string
		body               any
	}{
		{"a time without an offset", "POST", "/incidents", map[string]any{"title": "SECRET", "reporter": map[string]string{"name": "A"}, "aware_at": "2026-11-23T08:30:00"}},
		{"a field nobody knows", "POST", "/incidents", map[string]any{"title": "SECRET", "reporter": map[string]string{"name": "A"}, "colour": "red"}},
		{"a zone that does not exist", "POST", "/incidents", map[string]any{"title": "SECRET", "reporter": map[string]string{"name": "A"}, "aware_zone": "Mars/Olympus"}},
		{"a word nobody knows", "POST", at + "/facts", map[string]any{"facts": []map[string]any{{"key": "cause", "value": "SECRET"}}}},
		{"a fact nobody knows", "POST", at + "/facts", map[string]any{"facts": []map[string]any{{"key": "no_such_fact", "value": "SECRET"}}}},
		{"no facts", "POST", at + "/facts", map[string]any{"facts": []map[string]any{}}},
		{"a party with an unknown role", "POST", at + "/parties", map[string]any{"name": "SECRET", "role": "boss"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var problem struct{ Detail, Title string }
			if code := w.as(models.RoleIncidentManager, c.method, c.path, c.body, &problem); code != 422 || problem.Detail == "" {
				t.Errorf("%d %+v, want 422 with a sentence", code, problem)
			}
			if strings.Contains(problem.Detail, "SECRET") {
				t.Errorf("the answer echoes what was typed: %s", problem.Detail)
			}
		})
	}
}

func TestTheDirectoryAsATableOverHTTP(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		send := func(path, contentType string, body []byte) *httptest.ResponseRecorder {
			t.Helper()
			r := httptest.NewRequest("POST", "http://127.0.0.1:1/api"+path, bytes.NewReader(body))
			r.Header.Set("Content-Type", contentType)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.AddCookie(&http.Cookie{Name: "candour-session", Value: w.session(w.accounts["administrator"], 2, 0)})
			rec := httptest.NewRecorder()
			w.handler.ServeHTTP(rec, r)
			return rec
		}
		for format, start := range map[string]string{"csv": "\uFEFFkind,name", "xlsx": "PK"} {
			out := send("/directory/export", "application/json", []byte(`{"format":"`+format+`"}`))
			if out.Code != 200 || !strings.HasPrefix(out.Body.String(), start) || !strings.Contains(out.Header().Get("Content-Disposition"), "directory."+format) {
				t.Fatalf("%s: %d %q", format, out.Code, out.Body.String()[:min(40, out.Body.Len())])
			}
			back := send("/directory/import", "application/octet-stream", out.Body.Bytes())
			if back.Code != 200 || !strings.Contains(back.Body.String(), `"applied":true`) || !strings.Contains(back.Body.String(), `"changed":0`) {
				t.Errorf("%s came back: %d %s", format, back.Code, back.Body)
			}
		}
		bad := send("/directory/import?trial=true", "text/csv", []byte("kind,name,country\nhost,One,Atlantis\n"))
		if bad.Code != 200 || !strings.Contains(bad.Body.String(), `"line":2`) {
			t.Errorf("a bad row: %d %s", bad.Code, bad.Body)
		}
		if huge := send("/directory/import", "text/csv", make([]byte, directory.MaxImport+2)); huge.Code != 413 {
			t.Errorf("a file that is too large: %d", huge.Code)
		}
	})
}

func TestTheLibraryOfLawsIsSearched(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db)
	var all, some api.RegimePage
	seen := map[string]bool{}
	for cursor := ""; ; {
		if code := w.as(models.RoleFocalPoint, "GET", "/regimes?limit=100&cursor="+cursor, nil, &all); code != 200 {
			t.Fatal(code)
		}
		for _, r := range all.Items {
			if seen[r.ID] {
				t.Errorf("%s stands on two pages", r.ID)
			}
			seen[r.ID] = true
		}
		if cursor = all.Next; cursor == "" {
			break
		}
	}
	if len(seen) != all.Total || all.Total < 200 {
		t.Errorf("%d of %d regimes", len(seen), all.Total)
	}
	if w.as(models.RoleFocalPoint, "GET", "/regimes?country=DE&text=general+data", nil, &some); some.Total == 0 || some.Total >= all.Total {
		t.Errorf("filtered: %d", some.Total)
	}
	var one api.RegimeView
	if code := w.as(models.RoleFocalPoint, "GET", "/regimes/eu-gdpr", nil, &one); code != 200 || len(one.DutyList) == 0 || len(one.Sources) == 0 || one.DutyList[0].Condition == "" {
		t.Errorf("%d %+v", code, one)
	}
	if code := w.as(models.RoleFocalPoint, "GET", "/regimes/no-such-law", nil, nil); code != 404 {
		t.Errorf("a law nobody knows: %d", code)
	}
}

func TestAnAdministratorInvitesAndClosesAccountsOverHTTP(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		var invited api.InvitedView
		body := map[string]string{"name": "Exercise Person", "email": "new@example.org", "role": "approver"}
		if code := w.as(models.RoleAdministrator, "POST", "/accounts", body, &invited); code != 200 || invited.Account.State != "waiting" {
			t.Fatalf("%d %+v", code, invited)
		}
		_, token, found := strings.Cut(invited.Link, "/invitation#")
		// An approver needs a second person: before that the link opens nothing, and with it only together with a code.
		if code := w.as(models.RoleAdministrator, "POST", "/invitation", map[string]string{"token": token}, nil); code != 409 {
			t.Errorf("a link nobody has confirmed: %d", code)
		}
		var waiting api.AccountChangeList
		w.as(models.RoleDPO, "GET", "/account-changes", nil, &waiting)
		change := waiting.Items[slices.IndexFunc(waiting.Items, func(c api.AccountChangeView) bool { return c.Email == "new@example.org" })]
		if change.Mine || change.Role != models.RoleApprover || change.Kind != models.ChangeInvite || change.AskedBy == "" {
			t.Errorf("what waits: %+v", change)
		}
		if code := w.as(models.RoleAdministrator, "POST", "/account-changes/"+change.ID+"/confirmation", nil, nil); code != 403 {
			t.Errorf("confirmed by who asked: %d", code)
		}
		var half api.ConfirmedChangeView
		if code := w.as(models.RoleDPO, "POST", "/account-changes/"+change.ID+"/confirmation", nil, &half); code != 200 || half.Code == "" {
			t.Errorf("confirmed: %d %+v", code, half)
		}
		if code := w.as(models.RoleDPO, "POST", "/invitation/password", map[string]string{"token": token, "password": "quiet lamp river seven"}, nil); code != 422 {
			t.Errorf("the link without its code: %d", code)
		}
		var whose api.InvitationView
		if code := w.as(models.RoleAdministrator, "POST", "/invitation", map[string]string{"token": token}, &whose); !found || code != 200 || whose.Name != "Exercise Person" || !whose.NeedsCode {
			t.Errorf("the link opens %d %+v", code, whose)
		}
		if code := w.as(models.RoleAdministrator, "POST", "/accounts", body, nil); code != 409 {
			t.Errorf("the same address twice: %d", code)
		}
		at := "/accounts/" + invited.Account.ID
		var account api.AccountView
		if code := w.as(models.RoleAdministrator, "POST", at+"/disable", map[string]string{"reason": "Never came."}, &account); code != 200 || account.State != "disabled" {
			t.Errorf("%d %+v", code, account)
		}
		if code := w.as(models.RoleAdministrator, "POST", "/invitation", map[string]string{"token": token}, nil); code != 404 {
			t.Errorf("the invitation of a closed account: %d", code)
		}
		var all api.AccountList
		if code := w.as(models.RoleAdministrator, "GET", "/accounts", nil, &all); code != 200 || len(all.Items) != len(models.Roles)+2 { // and one that waits from the start
			t.Errorf("%d, %d accounts", code, len(all.Items))
		}
		var record api.EventPage
		w.as(models.RoleAdministrator, "GET", "/record", nil, &record)
		i := slices.IndexFunc(record.Items, func(e api.EventView) bool { return e.Operation == "disable-account" })
		if i < 0 || record.Items[i].ObjectID != invited.Account.ID || record.Items[i].Why != "" || !record.Items[i].HasWhy {
			t.Errorf("the record of closing an account: %d of %d", i, len(record.Items))
		}
	})
}
