package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

// send sends JSON, or a ready body, as an account with both factors.
func (w *world) send(account models.ID, method, path, contentType string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:1/api"+path, body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "candour-session", Value: w.session(account, 2, 0)})
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

func (w *world) answer(t *testing.T, rec *httptest.ResponseRecorder, out any) {
	t.Helper()
	if rec.Code != http.StatusOK {
		t.Fatalf("%d %s", rec.Code, first(rec.Body.String()))
	}
	if err := json.Unmarshal(rec.Body.Bytes(), out); err != nil {
		t.Fatal(err)
	}
}

func form(t *testing.T, name, content string) (string, io.Reader) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	p, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(p, content)
	}
	if err != nil || m.Close() != nil {
		t.Fatal(err)
	}
	return m.FormDataContentType(), &b
}

func TestAListOfPeopleIsUploadedLookedAtImportedAndRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		manager, focal := w.accounts[string(models.RoleIncidentManager)], w.accounts[string(models.RoleFocalPoint)]
		incident := "/incidents/" + w.own["incident_id"]
		kind, body := form(t, "list of Anna.csv", "name;email;society\nAnna Müller;anna@example.org;"+w.own["party_id"]+"\nBen;bad;"+w.own["party_id"]+"\nOther Person;o@example.org;"+w.other["party_id"]+"\n")
		var i api.ImportView
		w.answer(t, w.send(manager, "POST", incident+"/people-imports", kind, body), &i)
		if i.State != models.ImportUploaded || i.FileName != "list of Anna.csv" {
			t.Fatalf("%+v", i)
		}
		var p api.PreviewView
		w.answer(t, w.send(manager, "POST", "/people-imports/"+i.ID+"/preview", "application/json", strings.NewReader("{}")), &p)
		if len(p.Rows) != 3 || p.Rows[0].Person.Name != "Anna Müller" || p.Rows[1].Problem == nil || p.Delimiter != ";" || len(p.Mapping) != 3 {
			t.Fatalf("%+v", p)
		}
		w.answer(t, w.send(manager, "POST", "/people-imports/"+i.ID+"/start", "application/json", strings.NewReader(`{"mapping":{"name":0,"email":1,"society":2}}`)), &i)
		if done, err := w.uploads.Run(t.Context(), db, i.ID, time.Minute); !done || err != nil {
			t.Fatal(done, err)
		}
		w.answer(t, w.send(manager, "GET", "/people-imports/"+i.ID, "", nil), &i)
		if i.State != models.ImportDone || i.TotalCount != 3 || i.AcceptedCount != 2 || i.RejectedCount != 1 {
			t.Errorf("%+v", i)
		}
		refused := w.send(manager, "POST", "/people-imports/"+i.ID+"/refused-rows", "application/json", nil)
		if refused.Code != 200 || !strings.Contains(refused.Body.String(), "rejected,email") || !strings.HasPrefix(refused.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("%d %s", refused.Code, refused.Body)
		}
		var list, own, found api.PersonPage
		w.answer(t, w.send(manager, "GET", incident+"/people", "", nil), &list)
		w.answer(t, w.send(focal, "GET", incident+"/people", "", nil), &own)
		w.answer(t, w.send(focal, "POST", incident+"/people/search", "application/json", strings.NewReader(`{"text":"person"}`)), &found)
		if len(list.Items) != 2 || len(own.Items) != 1 || own.Items[0].Name != "Anna Müller" || len(found.Items) != 0 {
			t.Errorf("manager %d, focal point %+v, found %d", len(list.Items), own.Items, len(found.Items))
		}
		w.answer(t, w.send(manager, "POST", incident+"/people/search", "application/json", strings.NewReader(`{"text":"müller"}`)), &found)
		if len(found.Items) != 1 || found.Items[0].Email != "anna@example.org" {
			t.Errorf("%+v", found)
		}
		for _, role := range []models.Role{models.RoleApprover, models.RoleCommunications, models.RoleAuditor, models.RoleAdministrator} {
			if rec := w.send(w.accounts[string(role)], "GET", incident+"/people", "", nil); rec.Code != 403 {
				t.Errorf("%s reads people: %d", role, rec.Code)
			}
		}
	})
}

func TestFilesThatCannotBeReadAreRefusedWithASentence(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		for name, content := range map[string]string{"latin.csv": "name\nM\xfcller\nJos\xe9\n", "old.xls": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "empty.csv": "", "cut.xlsx": "PK\x03\x04"} {
			kind, body := form(t, name, content)
			rec := w.send(w.accounts[string(models.RoleIncidentManager)], "POST", "/incidents/"+w.own["incident_id"]+"/people-imports", kind, body)
			if rec.Code != 422 || !strings.Contains(rec.Body.String(), "Nothing was kept") && !strings.Contains(rec.Body.String(), "send it again") {
				t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
			}
			if strings.Contains(rec.Body.String(), "ller") {
				t.Errorf("%s: the answer repeats the file", name)
			}
		}
	})
}
