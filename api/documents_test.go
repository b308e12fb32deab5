package api_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/intake"
)

const receiptPDF = "%PDF-1.7\nreceipt of an authority"

// document is what was handed in as proof of a society; its name says whose it is.
func (w *world) document(incident, party models.ID, mark string) models.ID {
	w.t.Helper()
	writer := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	d, err := intake.AddDocument(w.t.Context(), w.db, writer, incident, intake.Handed{PartyID: &party, Name: mark + ".txt", Content: []byte(mark)})
	if err != nil {
		w.t.Fatal(err)
	}
	return d.ID
}

// handIn uploads a file as the page does.
func (w *world) handIn(role models.Role, party, name, content string) (int, api.DocumentView, string) {
	w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		w.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1/api/incidents/"+w.own["incident_id"]+"/documents?party_id="+party, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	rec := w.sendAs(r, role)
	var d api.DocumentView
	_ = json.Unmarshal(rec.Body.Bytes(), &d)
	return rec.Code, d, rec.Body.String()
}

func (w *world) sendAs(r *http.Request, role models.Role) *httptest.ResponseRecorder {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "candour-session", Value: w.session(w.accounts[string(role)], 2, 0)})
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

func (w *world) download(id models.ID, role models.Role) *httptest.ResponseRecorder {
	return w.sendAs(httptest.NewRequest(http.MethodGet, "http://127.0.0.1:1/api/documents/"+id, nil), role)
}

// The whole way of a proof: handed in, refused where it proves nothing, attached, shown with the clock, saved again byte for byte.
func TestAnObligationIsProvedByADocument(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		manager := models.RoleIncidentManager
		code, d, said := w.handIn(manager, w.own["party_id"], `C:\scans\Eingang Größe.PDF`, receiptPDF)
		if code != 201 || d.Name != "Eingang Größe.PDF" || d.MediaType != "application/pdf" || d.Size != int64(len(receiptPDF)) || len(d.SHA256) != 64 {
			t.Fatalf("%d %s", code, said)
		}
		if _, again, _ := w.handIn(manager, w.own["party_id"], "another name.pdf", receiptPDF); again.ID != d.ID {
			t.Error("the same bytes were kept twice")
		}
		o, err := models.FindObligation(db.View(t.Context()), models.Viewer{Role: manager}, w.own["obligation_id"])
		if err != nil {
			t.Fatal(err)
		}
		at := "/obligations/" + o.ID
		proof := map[string]any{"version": o.Version, "proof_on": "2026-11-20"}
		for name, id := range map[string]string{"of another party": w.other["document_id"], "that nobody handed in": models.NewID()} {
			proof["document_id"] = id
			var problem struct{ Detail string }
			if code := w.as(manager, "POST", at+"/discharge", proof, &problem); code != 422 || !strings.Contains(problem.Detail, "not known here") {
				t.Errorf("a document %s: %d %s", name, code, problem.Detail)
			}
		}
		proof["document_id"] = d.ID
		if code := w.as(manager, "POST", at+"/discharge", proof, nil); code >= 300 {
			t.Fatalf("discharged with a document and no reference: %d", code)
		}
		var shown api.ObligationView
		w.as(models.RoleFocalPoint, "GET", at, nil, &shown)
		if shown.State != models.ObligationDischarged || shown.ProofDocument == nil || shown.ProofDocument.ID != d.ID || shown.ProofDocument.Name != d.Name {
			t.Errorf("the clock shows %+v", shown.ProofDocument)
		}
		rec := w.download(d.ID, models.RoleFocalPoint)
		h := rec.Header()
		if rec.Code != 200 || rec.Body.String() != receiptPDF || h.Get("Content-Type") != "application/pdf" || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename") || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%d %v", rec.Code, h)
		}
		if rec := w.download(w.other["document_id"], models.RoleFocalPoint); rec.Code != 404 || strings.Contains(rec.Body.String(), canary) {
			t.Errorf("what belongs to another society: %d", rec.Code)
		}
	})
}

func TestAReportToAnAuthorityIsProvedByItsReceipt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		manager := models.RoleIncidentManager
		filing, err := models.FindFiling(db.View(t.Context()), models.Viewer{Role: manager}, w.own["filing_id"])
		if err != nil {
			t.Fatal(err)
		}
		_, d, said := w.handIn(manager, w.own["party_id"], "receipt", receiptPDF)
		if d.Name != "receipt.pdf" {
			t.Fatalf("a name without an ending: %s", said)
		}
		told := map[string]any{"version": filing.Version, "filed_at": db.Now(), "document_id": w.other["document_id"]}
		if code := w.as(manager, "POST", "/filings/"+filing.ID+"/told", told, nil); code != 422 {
			t.Errorf("the receipt of another party: %d", code)
		}
		told["document_id"] = d.ID
		var v api.FilingView
		if code := w.as(manager, "POST", "/filings/"+filing.ID+"/told", told, &v); code != 200 {
			t.Fatalf("filed with its receipt: %d", code)
		}
		if x := v.Reports[0]; x.DocumentID != d.ID || x.Document != "receipt.pdf" || x.DocumentHash != d.SHA256 {
			t.Errorf("%+v", x)
		}
		var shown api.ObligationView
		w.as(manager, "GET", "/obligations/"+filing.ObligationID, nil, &shown)
		if shown.ProofDocument == nil || shown.ProofDocument.ID != d.ID {
			t.Errorf("the clock it discharged shows %+v", shown.ProofDocument)
		}
	})
}

func TestWhatIsNotKeptAsADocument(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db)
	own := w.own["party_id"]
	for _, c := range []struct {
		name, file, content, party, says string
		code                             int
	}{
		{"an empty file", "a.pdf", "", own, "empty", 422},
		{"larger than ten megabytes", "a.txt", strings.Repeat("a", intake.MaxDocument+1), own, "larger than 10 MB", 422},
		{"a program that is called a PDF", "a.pdf", "MZ\x90\x00\x03", own, "Only a PDF", 422},
		{"an archive", "a.zip", "PK\x03\x04", own, "Only a PDF", 422},
		{"text with control characters", "a.txt", "a\x07b", own, "Only a PDF", 422},
		{"of a party that is not there", "a.txt", "text", models.NewID(), "Party", 404},
		{"a name that turns the writing around", "a\u202Efdp.txt", "text", own, "", 422},
	} {
		if code, _, said := w.handIn(models.RoleIncidentManager, c.party, c.file, c.content); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d %s", c.name, code, first(said))
		}
	}
	for _, c := range []struct{ name, file, content, mediaType, kept string }{
		{"exactly ten megabytes", "a.txt", strings.Repeat("a", intake.MaxDocument), "text/plain", "a.txt"},
		{"a picture under another name", "a.gif", "\x89PNG\r\n\x1a\nrest", "image/png", "a.gif.png"},
		{"a photograph", "a.jpeg", "\xff\xd8\xff\xe0rest", "image/jpeg", "a.jpeg"},
		{"a saved message", "a.eml", "From: a@example.org\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\nReceived.\r\n", "message/rfc822", "a.eml"},
		{"a page of the web is text, and is only ever saved", "a.html", "<script>alert(1)</script>", "text/plain", "a.html.txt"},
	} {
		code, d, said := w.handIn(models.RoleIncidentManager, own, c.file, c.content)
		if code != 201 || d.MediaType != c.mediaType || d.Name != c.kept {
			t.Errorf("%s: %d %s", c.name, code, first(said))
		}
	}
	if code, _, _ := w.handIn(models.RoleCommunications, own, "a.txt", "text"); code != 403 {
		t.Errorf("handed in by a role that proves nothing: %d", code)
	}
	// Nothing of it lies readable in the database.
	var n int
	if err := db.SQL().QueryRow(`SELECT COUNT(*) FROM documents WHERE INSTR(bytes_sealed, CAST('Received.' AS BLOB)) > 0 OR INSTR(name_sealed, CAST('eml' AS BLOB)) > 0`).Scan(&n); err != nil || n > 0 {
		t.Errorf("%d documents can be read without the key: %v", n, err)
	}
}

// A document of the incident as a whole, of no party, is not for societies.
func TestADocumentOfNoPartyIsForStaff(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		_, d, said := w.handIn(models.RoleIncidentManager, "", "plan.txt", "of all")
		if d.ID == "" {
			t.Fatal(said)
		}
		for role, want := range map[models.Role]int{models.RoleAuditor: 200, models.RoleFocalPoint: 404, models.RoleAdministrator: 403} {
			if rec := w.download(d.ID, role); rec.Code != want {
				t.Errorf("%s: %d, want %d", role, rec.Code, want)
			}
		}
	})
}
