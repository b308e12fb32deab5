package worklists_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/safecontact"
	"candour/workflows/worklists"
)

func unzipped(t testing.TB, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return out.String()
}

func TestAHundredPeopleLeaveOnlyWhenASecondPersonAgrees(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelLetter), callable(100)...)
		w := c.make("letter")
		ctx := t.Context()
		for _, kind := range []string{worklists.HTML, worklists.PDF, worklists.CSV, worklists.XLSX} {
			if _, err := worklists.Export(ctx, db, c.focal, w.ID, kind, 1); !models.IsKind(err, models.KindForbidden) {
				t.Fatalf("%s leaves with one pair of eyes: %v", kind, err)
			}
		}
		if err := worklists.RequestExport(ctx, db, c.focal, w.ID, " "); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("without a reason: %v", err)
		}
		c.must(worklists.RequestExport(ctx, db, c.focal, w.ID, "For the printer in Geneva."))
		if err := worklists.ApproveExport(ctx, db, c.focal, w.ID); !models.IsKind(err, models.KindForbidden) {
			t.Fatalf("agreed to an own request: %v", err)
		}
		if _, err := worklists.Export(ctx, db, c.focal, w.ID, worklists.CSV, 1); !models.IsKind(err, models.KindForbidden) {
			t.Fatalf("asked for is not agreed: %v", err)
		}
		c.must(worklists.ApproveExport(ctx, db, c.manager, w.ID))
		if got := strings.Count(c.file(w, worklists.HTML), `class="ref"`); got != 100 {
			t.Errorf("%d letters for a hundred people", got)
		}
		modelstest.ClockOf(db).Advance(24 * time.Hour)
		if _, err := worklists.Export(ctx, db, c.focal, w.ID, worklists.CSV, 1); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an agreement of yesterday: %v", err)
		}
		// A new request voids an agreement.
		c.must(worklists.RequestExport(ctx, db, c.focal, w.ID, "Again."))
		c.must(worklists.ApproveExport(ctx, db, c.manager, w.ID))
		c.must(worklists.RequestExport(ctx, db, c.focal, w.ID, "Once more."))
		if _, err := worklists.Export(ctx, db, c.focal, w.ID, worklists.CSV, 1); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("with the agreement to another request: %v", err)
		}
	})
}

func TestNothingInATableRunsAsAFormulaAndResultsComeBackWithTheirTimes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		people := callable(6)
		people[0].name = `=HYPERLINK("http://evil.test","x")`
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall, safecontact.ChannelVisit), people...)
		w := c.make("call")
		text := c.file(w, worklists.CSV)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
		c.must(err)
		if len(rows) != 7 {
			t.Fatalf("%d rows", len(rows))
		}
		at := map[string]int{}
		for i, h := range rows[0] {
			at[h] = i
		}
		if got := rows[1][at["name"]]; got != `'`+people[0].name {
			t.Errorf("a formula leaves as %q", got)
		}
		if got := rows[1][at["telephone"]]; got != "'+41790000001" {
			t.Errorf("a number that begins with a plus leaves as %q", got)
		}
		fill := func(n int, outcome, when, back, by string) {
			rows[n][at["outcome"]], rows[n][at["happened_at"]], rows[n][at["call_back_at"]], rows[n][at["told_by"]] = outcome, when, back, by
		}
		modelstest.ClockOf(db).Advance(48 * time.Hour)
		fill(1, "told", "2026-11-24 14:30", "", "A. Volunteer")
		fill(2, "Wrong number", "24.11.2026 15:00", "", "")
		fill(3, "told", "45985.5", "", "") // as a spreadsheet keeps 2025-11-23 12:00
		fill(4, "danced", "2026-11-24 14:30", "", "")
		fill(5, "told", "11/24/2026 2 pm", "", "")
		rows = append(rows, append([]string{}, rows[1]...))
		rows[7][at["letter_number"]] = "0000 0000 0000 0000-1"
		var b bytes.Buffer
		out := csv.NewWriter(&b)
		c.must(out.WriteAll(rows))
		u, err := worklists.Upload(t.Context(), db, c.focal, w.ID, b.Bytes(), "Europe/Zurich")
		c.must(err)
		if u.RowCount != 7 || u.TakenCount != 2 || u.EmptyCount != 1 || u.KnownCount != 0 || len(u.Refused.V) != 4 {
			t.Fatalf("%+v", u)
		}
		if c.stands(1) != "told call 1 " || c.stands(2) != "queued visit 2 " || c.stands(3) != "listed call 1 " || c.stands(6) != "listed call 1 " {
			t.Errorf("%q %q %q %q", c.stands(1), c.stands(2), c.stands(3), c.stands(6))
		}
		results, err := models.ListResults(db.View(t.Context()), models.PersonID(1, 1))
		c.must(err)
		by, err := results[0].Author(db.Keys())
		c.must(err)
		if len(results) != 1 || results[0].HappenedAt.String() != "2026-11-24T13:30:00Z" || by != "A. Volunteer" || results[0].Source != "upload" {
			t.Errorf("%+v by %q", results, by)
		}
		again, err := worklists.Upload(t.Context(), db, c.focal, w.ID, b.Bytes(), "Europe/Zurich")
		c.must(err)
		if again.TakenCount != 0 || again.KnownCount != 2 || again.RowCount != 7 || again.KnownCount+again.EmptyCount+len(again.Refused.V) != 7 {
			t.Errorf("the same file again: %+v", again)
		}
		for about, content := range map[string]string{"no table": "%PDF-1.7", "no letter number": "name,outcome\nx,told\n", "empty": ""} {
			if _, err := worklists.Upload(t.Context(), db, c.focal, w.ID, []byte(content), "UTC"); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if _, err := worklists.Upload(t.Context(), db, c.focal, w.ID, b.Bytes(), "Mars/Olympus"); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("times of no clock: %v", err)
		}
		c.addsUp()
	})
}

func TestATableComesBackFromASpreadsheet(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelVisit), callable(2)...)
		w := c.make("visit")
		f, err := worklists.Export(t.Context(), db, c.focal, w.ID, worklists.XLSX, 1)
		c.must(err)
		var b bytes.Buffer
		c.must(f.Write(&b))
		u, err := worklists.Upload(t.Context(), db, c.focal, w.ID, b.Bytes(), "UTC")
		c.must(err)
		if u.RowCount != 2 || u.EmptyCount != 2 || u.TakenCount != 0 || len(u.Refused.V) != 0 {
			t.Errorf("a file nobody filled in: %+v", u)
		}
	})
}
