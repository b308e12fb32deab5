package statements_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

var here = statements.Site{PublicURL: "https://candour.example.org"}

func fileNames(t *testing.T, db *models.DB, code string) []string {
	t.Helper()
	all, err := statements.PublicFiles(db.View(t.Context()), code, here)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range all {
		out = append(out, f.Name)
	}
	return out
}

func TestOlderVersionsStayReadableAndFeedsFollowTheMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		code := must(t)(models.PublicPageOf(db.View(t.Context()), i)).Code
		text := approved(t, db, i, "", 0, "A hosting company was attacked.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(time.Hour)
		approved(t, db, i, text, 1, "Our own servers were attacked.")
		later := db.Now().Add(time.Hour)
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text, PublishAt: later, CorrectionSaid: "A hosting company", CorrectionRight: "Our own servers"}); err != nil {
			t.Fatal(err)
		}
		read := func(name string) string {
			t.Helper()
			f, err := statements.PublicFile(db.View(t.Context()), code, name, "en", here)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return string(f.Body)
		}
		// The correction waits: no file knows of it, and none is as young as it.
		before := fileNames(t, db, code)
		for _, name := range before {
			if s := read(name); strings.Contains(s, "own servers") || strings.Contains(s, later.Time().Format(time.RFC3339)) {
				t.Errorf("%s tells what comes", name)
			}
		}
		modelstest.ClockOf(db).Set(later)
		after := fileNames(t, db, code)
		if len(after) != len(before)+1 {
			t.Errorf("%v became %v", before, after)
		}
		for _, name := range []string{"en.html", "en-updates.xml", "en-updates.json"} {
			if !strings.Contains(read(name), "Our own servers were attacked.") {
				t.Errorf("%s does not say it at its moment", name)
			}
		}
		// The first version stays on its page and says that there is a newer one.
		old := after[slices.IndexFunc(after, func(n string) bool {
			return strings.HasSuffix(n, ".html") && strings.Contains(read(n), "A hosting company was attacked.") && n != statements.Index && n != "en.html"
		})]
		if s := read(old); !strings.Contains(s, "earlier version") || !strings.Contains(read("en.html"), `href="/public/`+code+"/"+old+`"`) {
			t.Errorf("%s: %s", old, s)
		}
		for _, name := range []string{"fr.html", "en-check.html", "../en.html", "en-00000000.html", "manifest.json", ""} {
			if _, err := statements.PublicFile(db.View(t.Context()), code, name, "en", here); !models.IsKind(err, models.KindNotFound) {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

func must(t *testing.T) func(p models.PublicPage, err error) models.PublicPage {
	return func(p models.PublicPage, err error) models.PublicPage {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

func TestTheSelfCheckIsApprovedByAnotherPersonAndOnlyThenOnThePage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		code := must(t)(models.PublicPageOf(db.View(t.Context()), i)).Code
		text := approved(t, db, i, "", 0, "Words.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); err != nil {
			t.Fatal(err)
		}
		set := func(from int, place string) error {
			return statements.SetSelfCheck(t.Context(), db, author, i, statements.SelfCheck{Language: "en", From: from,
				Services: []statements.SelfCheckService{{Name: "Family links", Places: []string{place}, FirstYear: 2005, LastYear: 2021}}})
		}
		newest := func() models.TextVersion {
			t.Helper()
			_, v, err := statements.SelfCheckWords(db.View(t.Context()), author, i)
			if err != nil {
				t.Fatal(err)
			}
			return v["en"]
		}
		shown := func() string {
			t.Helper()
			f, err := statements.PublicFile(db.View(t.Context()), code, "en-check.html", "en", here)
			if models.IsKind(err, models.KindNotFound) {
				return ""
			}
			if err != nil {
				t.Fatal(err)
			}
			return string(f.Body)
		}
		if err := set(0, "Bukavu"); err != nil {
			t.Fatal(err)
		}
		if shown() != "" {
			t.Error("shown before anybody approved it")
		}
		first := newest()
		if err := texts.Approve(t.Context(), db, approver, first.TextID, first.Hash); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("approved on another way, which shows nothing: %v", err)
		}
		if err := statements.ApproveSelfCheck(t.Context(), db, author, i, "en", first.Hash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who wrote it approves it: %v", err)
		}
		if err := statements.ApproveSelfCheck(t.Context(), db, approver, i, "en", first.Hash); err != nil {
			t.Fatal(err)
		}
		page, err := statements.PublicFile(db.View(t.Context()), code, "en.html", "en", here)
		if err != nil || !strings.Contains(shown(), "Bukavu") || !strings.Contains(shown(), "2005") || !bytes.Contains(page.Body, []byte("en-check.html")) {
			t.Errorf("not on the page: %v", err)
		}
		// A change waits; what was approved stays.
		if err := set(1, "Goma"); err != nil {
			t.Fatal(err)
		}
		if s := shown(); !strings.Contains(s, "Bukavu") || strings.Contains(s, "Goma") {
			t.Error("a change that waits is shown, or took the approved one away")
		}
		if err := statements.ApproveSelfCheck(t.Context(), db, approver, i, "en", first.Hash); !models.IsKind(err, models.KindConflict) {
			t.Errorf("approved by the bytes of another version: %v", err)
		}
		if err := statements.DeclineSelfCheck(t.Context(), db, approver, i, "en", newest().Hash, "Goma is not concerned."); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(shown(), "Bukavu") {
			t.Error("declining a change took the approved one away")
		}
		if err := statements.RemoveSelfCheck(t.Context(), db, author, i, "en", "Replaced by the letters."); err != nil || shown() != "" {
			t.Errorf("still there: %v", err)
		}
	})
}

func TestSelfChecksThatAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := newIncident(t, db)
	for name, c := range map[string]statements.SelfCheck{
		"nothing in it":                {Language: "en"},
		"a service without a name":     {Language: "en", Services: []statements.SelfCheckService{{Name: " "}}},
		"a place in two lines":         {Language: "en", Services: []statements.SelfCheckService{{Name: "A", Places: []string{"B\nC"}}}},
		"years the wrong way round":    {Language: "en", Services: []statements.SelfCheckService{{Name: "A", FirstYear: 2021, LastYear: 2005}}},
		"a first year without a last":  {Language: "en", Services: []statements.SelfCheckService{{Name: "A", FirstYear: 2005}}},
		"a language nobody can check":  {Language: "de", Services: []statements.SelfCheckService{{Name: "A"}}},
		"more than fits the page":      {Language: "en", Services: make([]statements.SelfCheckService, 13)},
		"a name that turns the words":  {Language: "en", Services: []statements.SelfCheckService{{Name: "A\u202eB"}}},
		"a placeholder instead of one": {Language: "en", Services: []statements.SelfCheckService{{Name: "{{nothing}}"}}},
	} {
		if err := statements.SetSelfCheck(t.Context(), db, author, i, c); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATextThatWouldMakeThePageTooLongIsNotPublished(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := newIncident(t, db)
	text := approved(t, db, i, "", 0, strings.Repeat("كلمة ", 3500))
	if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); !models.IsKind(err, models.KindInvalid) {
		t.Errorf("%v", err)
	}
}
