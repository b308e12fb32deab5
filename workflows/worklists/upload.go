package worklists

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/genuineness"
	"candour/workflows/people/clean"
	"candour/workflows/people/sheet"
)

// MaxUpload is larger than any list with its scripts.
const MaxUpload = 8 << 20

// Upload brings a file of results back. Every row is accounted for: taken, known already, without an outcome, or refused with its reason; what
// is taken is taken in one command. The same file again changes nothing. zone is the clock of whoever wrote the times.
// Errors: not found, invalid (a file that cannot be read), conflict (somebody reported at the same moment: send it again).
func Upload(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, content []byte, zone string) (models.WorklistUpload, error) {
	none := models.WorklistUpload{}
	w, err := models.FindWorklist(db.View(ctx), v, id)
	if err != nil {
		return none, err
	}
	if len(content) > MaxUpload {
		return none, models.Invalid("The file is larger than 8 MB, and no list is. Check that this is the right file. Nothing was taken.")
	}
	z, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return none, models.InvalidField("zone", "Say on which clock the times in the file are, for example Africa/Nairobi.")
	}
	lines, err := readLines(content, z)
	if err != nil {
		return none, err
	}
	a, err := audienceOf(db.View(ctx), w)
	if err != nil {
		return none, err
	}
	sum := sha256.Sum256(content)
	u := models.WorklistUpload{ID: models.NewID(), Worklist: w.Number, FileHash: hex.EncodeToString(sum[:]), RowCount: len(lines), UploadedBy: v.Account}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "upload-outcomes", Incident: w.IncidentID}, func(tx models.Tx) error {
		tx.On("worklist", w.ID)
		u.UploadedAt = tx.Now()
		items, err := models.ItemsFrom(tx, w.Number, 0, math.MaxInt32)
		if err != nil {
			return err
		}
		of := make(map[int64]int64, len(items))
		for _, i := range items {
			of[i.Reference] = i.PersonID
		}
		seen, m, refused := map[int64]bool{}, moves{}, []models.RefusedLine{}
		for _, l := range lines {
			why := l.why
			if why == "" && l.empty {
				u.EmptyCount++
				continue
			}
			if why == "" {
				why, err = l.take(tx, &u, func(r Report) error { return m.take(tx, a, w, v, r) }, w, of, seen)
				if err != nil {
					return err
				}
			}
			if why != "" {
				refused = append(refused, models.RefusedLine{Row: l.row, Why: why})
			}
		}
		u.Refused = models.JSONOf(refused)
		if err := m.done(tx, w); err != nil {
			return err
		}
		if err := models.AddUpload(tx, &u); err != nil {
			return err
		}
		return tx.Details(map[string]any{"rows": u.RowCount, "taken": u.TakenCount, "known": u.KnownCount, "empty": u.EmptyCount, "refused": len(refused), "file": u.FileHash})
	})
	return u, err
}

// line is one row of a file.
type line struct {
	row       int
	empty     bool
	why       string // it cannot be taken
	reference int64
	report    Report
}

// take gives the reason when a row is not taken; an error breaks the whole file.
func (l line) take(tx models.Tx, u *models.WorklistUpload, record func(Report) error, w models.Worklist, of map[int64]int64, seen map[int64]bool) (string, error) {
	person, on := of[l.reference]
	if !on {
		return "This letter number is not on this list.", nil
	}
	r := l.report
	r.Person, r.source, r.upload = person, "upload", &u.ID
	if err := r.check(w, tx.Now()); err != nil {
		return sentence(err)
	}
	same, err := models.SameResult(tx, w.Number, person, r.Outcome, r.HappenedAt)
	if err != nil {
		return "", err
	}
	if same {
		u.KnownCount++
		return "", nil
	}
	if seen[person] {
		return "This person stands in the file twice. Report the second time in another file.", nil
	}
	seen[person] = true
	// What a person may be told is shown for the one row; anything else is a fault of ours and breaks the file.
	if err := record(r); err != nil {
		return sentence(err)
	}
	u.TakenCount++
	return "", nil
}

func sentence(err error) (string, error) {
	var shown *models.Error
	if errors.As(err, &shown) {
		return shown.Detail, nil
	}
	return "", err
}

func readLines(content []byte, z *time.Location) ([]line, error) {
	f, err := sheet.Open(bytes.NewReader(content), int64(len(content)), sheet.Options{CellLines: scriptLines})
	var refused *sheet.Refusal
	if errors.As(err, &refused) {
		return nil, models.Invalid("%s", refused.Detail)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	at := map[string]int{}
	for i, h := range f.Header {
		h = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(h)), " ", "_")
		if slices.Contains(columns, h) {
			at[h] = i
		}
	}
	for _, need := range []string{"letter_number", "outcome"} {
		if _, there := at[need]; !there {
			return nil, models.Invalid("The file has no column named %s. Use the file that came out of the list, and fill in its last columns. Nothing was taken.", need)
		}
	}
	var out []line
	for {
		row, err := f.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(out) >= 2*MostPeople {
			return nil, models.Invalid("The file has more rows than any list. Nothing was taken.")
		}
		out = append(out, readLine(row, at, z))
	}
}

// scriptLines is how long the words in a list may be that comes back; they stand in every row.
const scriptLines = 500

func readLine(row sheet.Row, at map[string]int, z *time.Location) line {
	l := line{row: int(row.Line)}
	if row.Problem != nil {
		l.why = row.Problem.Detail
		return l
	}
	cell := func(name string) string {
		if i, there := at[name]; there && i < len(row.Cells) {
			return strings.TrimSpace(clean.Uncell(row.Cells[i]))
		}
		return ""
	}
	outcome := strings.ReplaceAll(strings.ToLower(cell("outcome")), " ", "_")
	if outcome == "" {
		l.empty = true
		return l
	}
	reference, err := genuineness.Parse(cell("letter_number"))
	if err != nil {
		l.why = "The letter number cannot be read: it has 18 digits, and the last one checks the others."
		return l
	}
	l.reference = int64(reference)
	l.report = Report{Outcome: outcome, Reason: strings.ReplaceAll(strings.ToLower(cell("return_reason")), " ", "_"), Author: cell("told_by")}
	if l.report.HappenedAt, err = readTime(cell("happened_at"), z); err != nil || l.report.HappenedAt.IsZero() {
		l.why = "Say when it happened, as 2026-11-23 14:30."
		return l
	}
	if l.report.CallBackAt, err = readTime(cell("call_back_at"), z); err != nil {
		l.why = "The time to come back at cannot be read; write it as 2026-11-23 14:30."
	}
	return l
}

// excelDay is day zero of the numbers that spreadsheets keep dates as (with the leap day 1900 that never was).
var excelDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// readTime reads a time as people and spreadsheets write it, on the clock of whoever wrote it. Nothing that could be two different days is read.
func readTime(s string, z *time.Location) (terms.Instant, error) {
	if s == "" {
		return terms.Instant{}, nil
	}
	if at, err := terms.ParseInstant(s); err == nil {
		return at, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05", "2.1.2006 15:04", "2.1.2006 15:04:05"} {
		if at, err := time.ParseInLocation(layout, s, z); err == nil {
			return terms.InstantOf(at), nil
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 40000 && n < 80000 {
		wall := excelDay.Add(time.Duration(math.Round(n*24*60)) * time.Minute)
		return terms.InstantOf(time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, z)), nil
	}
	return terms.Instant{}, errors.New("no time")
}
