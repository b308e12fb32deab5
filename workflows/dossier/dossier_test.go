package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/templates"
	"candour/workflows/filing"
	"candour/workflows/texts"
)

var (
	dpo      = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
	second   = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	author   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
)

const secretSource = "A colleague on the telephone"

func opened(t *testing.T, db *models.DB) models.Incident {
	t.Helper()
	i := models.Incident{ID: models.NewID(), Title: "Intruder in the servers", OpenedAt: db.Now(), OpenedBy: dpo.Account, State: models.IncidentOpen}
	err := db.Command(t.Context(), models.Act{By: dpo.Actor(), Operation: "open-incident"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(i.ID)
		f := models.Fact{ID: models.NewID(), IncidentID: i.ID, Key: "people_count", Value: `{"min":515000}`, Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now(), RecordedBy: &dpo.Account}
		if err := f.SetSource(tx.Keys(), secretSource); err != nil {
			return err
		}
		if err := models.AddFact(tx, &f); err != nil {
			return err
		}
		doc := models.Document{ID: models.NewID(), IncidentID: i.ID, MediaType: "text/plain", Size: 7, SHA256: sum([]byte("receipt")), AddedAt: tx.Now(), AddedBy: dpo.Account}
		if err := doc.Seal(tx.Keys(), "receipt of somebody.txt", []byte("receipt")); err != nil {
			return err
		}
		return models.AddDocument(tx, &doc)
	})
	if err != nil {
		t.Fatal(err)
	}
	for lang, body := range map[string]string{"en": "{{people_count}} people.", "ar": "{{people_count}} شخص."} {
		v, err := texts.Save(t.Context(), db, author, i.ID, models.TextStatement, "", texts.Draft{Language: lang, Title: "What we know", Body: body})
		if err != nil {
			t.Fatal(err)
		}
		if err := texts.Submit(t.Context(), db, author, v.TextID); err != nil {
			t.Fatal(err)
		}
		if err := texts.Approve(t.Context(), db, approver, v.TextID, v.Hash); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

// clockPDF is a browser that writes the moment of printing into the file, as browsers do.
func clockPDF() printer {
	n := 0
	return func(_ context.Context, page []byte) ([]byte, error) {
		n++
		return fmt.Appendf(nil, "%%PDF-1.4\n<< /Creator (x) /CreationDate (D:202611231030%02d+00'00') /ModDate (D:202611231030%02d+00'00') >>\n/ID [<%032X> <%032X>]\n%s", n, n, n, n, sum(page)), nil
	}
}

func unzip(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func asked(t *testing.T, db *models.DB, i models.Incident, edition models.DossierEdition) models.Dossier {
	t.Helper()
	upTo, err := models.LastSeq(db.View(t.Context()), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	return models.Dossier{ID: models.NewID(), IncidentID: i.ID, Edition: edition, UpTo: upTo}
}

func TestTheSameRowsGiveTheSameBytes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		d, print := asked(t, db, i, models.DossierFull), clockPDF()
		first, err := build(t.Context(), db.View(t.Context()), d, print, nil)
		if err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(48 * time.Hour)
		again, err := build(t.Context(), db.View(t.Context()), d, print, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.File, again.File) {
			t.Error("two days later the same rows give other bytes")
		}
		files := unzip(t, first.File)
		for _, name := range []string{"dossier.pdf", "dossier.html", "dossier.json", "record.jsonl", "manifest.json", "attachments/001.txt"} {
			if len(files[name]) == 0 {
				t.Errorf("%s is missing", name)
			}
		}
		var m manifest
		if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
			t.Fatal(err)
		}
		if len(m.Files) != len(files)-1 || m.Check == "" {
			t.Errorf("%+v", m)
		}
		for _, f := range m.Files {
			if sum(files[f.Name]) != f.SHA256 || len(files[f.Name]) != f.Size {
				t.Errorf("%s has other bytes than the manifest says", f.Name)
			}
		}
		if n, bad, err := models.ReadChain(bytes.NewReader(files["record.jsonl"])); err != nil || bad != 0 || n != d.UpTo {
			t.Errorf("the record beside it cannot be walked: %d of %d, first bad %d, %v", n, d.UpTo, bad, err)
		}
		var twin templates.Dossier
		if err := json.Unmarshal(files["dossier.json"], &twin); err != nil || len(twin.Pieces) != 2 || len(twin.Facts) != 1 || twin.Facts[0].Source != secretSource || len(twin.Events) != int(d.UpTo) {
			t.Errorf("%v: %+v", err, twin)
		}
		page := string(files["dossier.html"])
		for _, s := range []string{"at least 515000", "at least 515,000 people.", "شخص", "receipt of somebody.txt", m.Check} {
			if !strings.Contains(page, s) {
				t.Errorf("the page does not say %q", s)
			}
		}
		for _, s := range []string{"http://", "https://", "<script", "src="} {
			if strings.Contains(page, s) {
				t.Errorf("the page has %q in it: it must open without a network", s)
			}
		}
	})
}

// A browser that is missing, or breaks down while it prints, keeps nobody from the dossier: it comes as a page, says so, and gives the same
// bytes each time. A server that is being stopped prints nothing and says nothing: the job is done again.
func TestABrowserThatDoesNotPrintKeepsNobodyFromTheDossier(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := asked(t, db, opened(t, db), models.DossierRedacted)
		for about, broken := range map[string]error{
			"no browser":              &models.Error{Kind: models.KindUnavailable, Detail: filing.NoPDF},
			"it broke down":           errors.New("print a PDF: target closed"),
			"it took longer than 30s": fmt.Errorf("print a PDF: %w", context.DeadlineExceeded),
		} {
			print := func(context.Context, []byte) ([]byte, error) { return nil, broken }
			first, err := build(t.Context(), db.View(t.Context()), d, print, nil)
			if err != nil {
				t.Errorf("%s: %v", about, err)
				continue
			}
			files := unzip(t, first.File)
			if first.Form != "html" || !strings.Contains(first.Said, "could not make a PDF") || len(files["dossier.html"]) == 0 || files["dossier.pdf"] != nil {
				t.Errorf("%s: %s, %q", about, first.Form, first.Said)
			}
			if again, err := build(t.Context(), db.View(t.Context()), d, print, nil); err != nil || !bytes.Equal(first.File, again.File) {
				t.Errorf("%s: other bytes the second time, %v", about, err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		print := func(context.Context, []byte) ([]byte, error) {
			stop()
			return nil, errors.New("print a PDF: canceled")
		}
		if _, err := build(ctx, db.View(t.Context()), d, print, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("a server that is being stopped: %v", err)
		}
	})
}

func TestTheRedactedEditionNamesNoStaffAndHasNoFreeText(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		if _, err := texts.Save(t.Context(), db, author, i.ID, models.TextStatement, "", texts.Draft{Language: "en", Title: "A thought", Body: "Nobody has approved this."}); err != nil {
			t.Fatal(err)
		}
		built, err := build(t.Context(), db.View(t.Context()), asked(t, db, i, models.DossierRedacted), clockPDF(), nil)
		if err != nil {
			t.Fatal(err)
		}
		files := unzip(t, built.File)
		for name, b := range files {
			for _, secret := range []string{secretSource, "receipt of somebody", "Nobody has approved this", "A thought"} {
				if strings.Contains(string(b), secret) {
					t.Errorf("%s says %q", name, secret)
				}
			}
		}
		page := string(files["dossier.html"])
		if !strings.Contains(page, "Redacted edition") || !strings.Contains(page, "at least 515,000 people.") || files["attachments/001.txt"] != nil || !strings.Contains(page, sum([]byte("receipt"))) {
			t.Error("what was approved for readers, and check values of evidence, stay; the documents do not")
		}
	})
}

func TestAFullEditionNeedsASecondPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		if _, err := Ask(t.Context(), db, dpo, i.ID, models.DossierFull, " "); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("without a reason: %v", err)
		}
		d, err := Ask(t.Context(), db, dpo, i.ID, models.DossierFull, "The authority asked for it")
		if err != nil || d.State != models.DossierAsked {
			t.Fatal(d.State, err)
		}
		if err := Run(t.Context(), db, d.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Take(t.Context(), db, dpo, d.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("taken before anybody agreed: %v", err)
		}
		if err := Agree(t.Context(), db, dpo, d.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("agreed with oneself: %v", err)
		}
		if err := Agree(t.Context(), db, second, d.ID); err != nil {
			t.Fatal(err)
		}
		if err := Agree(t.Context(), db, second, d.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("agreed twice: %v", err)
		}
		if err := Run(t.Context(), db, d.ID); err != nil {
			t.Fatal(err)
		}
		if err := Run(t.Context(), db, d.ID); err != nil {
			t.Errorf("run again after a crash: %v", err)
		}
		name, file, err := Take(t.Context(), db, dpo, d.ID)
		if err != nil || !strings.HasSuffix(name, "-dossier-full.zip") {
			t.Fatal(name, err)
		}
		files := unzip(t, file)
		// Where a browser is installed the PDF is in it; where none is, the page is, and the dossier says so.
		if got, err := models.LoadDossier(db.View(t.Context()), d.ID); err != nil || (filing.Browser() != "") != (len(files["dossier.pdf"]) > 0) || (got.Form == "html") != (got.Problem != "") {
			t.Errorf("%v %s %q", err, got.Form, got.Problem)
		}
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if _, _, err := Take(t.Context(), db, focal, d.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a society takes it: %v", err)
		}
	})
}

// A real browser prints the same page twice, with a moment between.
func TestABrowserPrintsTheSameBytes(t *testing.T) {
	if filing.Browser() == "" {
		t.Log("no browser is installed; what it would write is taken out in TestTheSameRowsGiveTheSameBytes")
		return
	}
	page := []byte("<!doctype html><html lang=en><title>x</title><p>Page</p><p lang=ar dir=rtl>صفحة</p>")
	first, err := filing.PDF(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // the file says the second it was printed in
	again, err := filing.PDF(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, again) {
		t.Log("this browser writes no moment")
	}
	if !bytes.Equal(still(first), still(again)) || len(still(first)) != len(first) {
		t.Error("the same page gives other bytes")
	}
}
