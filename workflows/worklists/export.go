package worklists

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// FourEyes is from how many people on a list may leave the house as a file only when a second person agrees (TRUST IM-07).
const FourEyes = 100

// exportLife is how long an agreement holds.
const exportLife = 24 * time.Hour

// LettersPerFile is how many letters one file holds.
const LettersPerFile = 500

// Kinds of files a list can be taken out as.
const (
	HTML = "html"
	PDF  = "pdf"
	CSV  = "csv"
	XLSX = "xlsx"
)

// File is a list on its way out. Write makes it as it goes; nobody who may not be told now is in it.
type File struct {
	Name, Type string
	Write      func(w io.Writer) error
}

// RequestExport asks for a second person's agreement to take a list out.
func RequestExport(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say in a sentence what the file is for and who gets it.")
	}
	w, err := models.FindWorklist(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "request-worklist-export", Incident: w.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("worklist", w.ID)
		return models.UpdateWorklist(tx, w, map[string]any{"export_requested_at": tx.Now(), "export_requested_by": v.Account, "export_approved_at": terms.Instant{}, "export_approved_by": nil})
	})
}

// ApproveExport is the second person. They see how many people of which society, by which channel; no names.
// Errors: forbidden (an own request), conflict (nothing is asked for).
func ApproveExport(ctx context.Context, db *models.DB, v models.Viewer, id models.ID) error {
	w, err := models.FindWorklist(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	switch {
	case w.ExportRequestedBy == nil || !w.ExportApprovedAt.IsZero():
		return models.Conflict("Nothing is asked for on this list now. Load it again.")
	case *w.ExportRequestedBy == v.Account:
		return models.Forbidden("You have asked for this yourself. Somebody else has to agree.")
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "approve-worklist-export", Incident: w.IncidentID}, func(tx models.Tx) error {
		tx.On("worklist", w.ID)
		if err := models.UpdateWorklist(tx, w, map[string]any{"export_approved_at": tx.Now(), "export_approved_by": v.Account}); err != nil {
			return err
		}
		return tx.Details(map[string]any{"people": w.PeopleCount, "requested_by": *w.ExportRequestedBy})
	})
}

// mayExport: small lists leave with a record of who took them, larger ones need two people.
func mayExport(w models.Worklist, now terms.Instant) error {
	if w.PeopleCount < FourEyes {
		return nil
	}
	if w.ExportApprovedAt.IsZero() || !now.Before(w.ExportApprovedAt.Add(exportLife)) {
		return models.Forbidden("This list holds %d people. Ask for it with a reason; when a second person has agreed, it can be taken out for 24 hours.", w.PeopleCount)
	}
	return nil
}

// Export takes a list out as a file; part counts from 1 and matters for letters only. The command records who took what; the file is made
// afterwards, while it is sent.
func Export(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, kind string, part int) (File, error) {
	w, err := models.FindWorklist(db.View(ctx), v, id)
	if err != nil {
		return File{}, err
	}
	if err := mayExport(w, db.Now()); err != nil {
		return File{}, err
	}
	if err := mayShow(db.View(ctx), w); err != nil {
		return File{}, err
	}
	parts := 1
	if w.Channel == "letter" && (kind == HTML || kind == PDF) {
		parts = max(int(w.PeopleCount+LettersPerFile-1)/LettersPerFile, 1)
	}
	if part < 1 || part > parts {
		return File{}, models.InvalidField("part", "This list has %d parts.", parts)
	}
	a, err := audienceOf(db.View(ctx), w)
	if err != nil {
		return File{}, err
	}
	x := export{r: db.View(ctx), a: a, w: w}
	f := File{Name: fmt.Sprintf("list-%d-%s", w.Number, w.Channel)}
	if parts > 1 {
		f.Name += fmt.Sprintf("-%d-of-%d", part, parts)
	}
	page := func(out io.Writer) error { return x.routeList(out) }
	if w.Channel == "letter" {
		page = func(out io.Writer) error { return x.letters(out, part) }
	}
	switch kind {
	case HTML:
		f.Type, f.Write = "text/html; charset=utf-8", page
	case PDF:
		f.Type, f.Write = "application/pdf", func(out io.Writer) error {
			var b strings.Builder
			if err := page(&b); err != nil {
				return err
			}
			return WritePDF(ctx, b.String(), out)
		}
	case CSV:
		f.Type, f.Write = "text/csv; charset=utf-8", x.csv
	case XLSX:
		f.Type, f.Write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", x.xlsx
	default:
		return File{}, models.InvalidField("format", "The file is html, pdf, csv or xlsx.")
	}
	f.Name += "." + kind
	return f, db.Command(ctx, models.Act{By: v.Actor(), Operation: "export-worklist", Incident: w.IncidentID}, func(tx models.Tx) error {
		tx.On("worklist", w.ID)
		return tx.Details(map[string]any{"format": kind, "part": part, "people": w.PeopleCount})
	})
}
