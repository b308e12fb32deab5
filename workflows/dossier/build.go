package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"time"

	"candour/models"
	"candour/templates"
	"candour/workflows/filing"
)

// Steps of the building, in their order; a page shows how many are done.
const (
	stepGathered = 1
	stepPrinted  = 2
	stepPacked   = 3
	Steps        = 4
)

// Built is a finished dossier.
type Built struct {
	File []byte
	Form string // pdf; html where no browser is installed or it prints nothing
	Said string // what a person should know about it; empty: nothing
}

// printer makes a PDF of a page.
type printer func(context.Context, []byte) ([]byte, error)

// Build puts the file together. The same rows up to the same entry of the record give the same bytes. step may be nil.
func Build(ctx context.Context, r models.Reader, d models.Dossier, step func(int)) (Built, error) {
	return build(ctx, r, d, filing.PDF, step)
}

func build(ctx context.Context, r models.Reader, d models.Dossier, print printer, step func(int)) (Built, error) {
	if step == nil {
		step = func(int) {}
	}
	out := Built{Form: "pdf"}
	view, events, err := Gather(r, d.IncidentID, d.Edition, d.UpTo)
	if err != nil {
		return out, err
	}
	step(stepGathered)
	files, err := writeFiles(view, events)
	if err != nil {
		return out, err
	}
	pdf, err := print(ctx, files[0].bytes)
	switch {
	case ctx.Err() != nil:
		return out, ctx.Err()
	case err != nil:
		// A browser that is missing, breaks down or takes too long keeps nobody from the dossier: its page has all that the PDF has.
		if !models.IsKind(err, models.KindUnavailable) {
			slog.Warn("a dossier goes out without its PDF", "dossier", d.ID, "cause", err)
		}
		out.Form, out.Said = "html", "The server could not make a PDF, so the dossier is the page dossier.html, which opens without a network and prints as it is."
	default:
		files = append([]packed{{"dossier.pdf", still(pdf)}}, files...)
	}
	step(stepPrinted)
	for n, proof := range view.Evidence {
		if proof.File == "" {
			continue
		}
		heads, err := models.DocumentsOfIncident(r, d.IncidentID)
		if err != nil {
			return out, err
		}
		if n >= len(heads) || heads[n].SHA256 != proof.SHA256 {
			return out, models.Conflict("A document was handed in while the dossier was put together. Ask for it again.")
		}
		document, err := models.LoadDocument(r, heads[n].ID)
		if err != nil {
			return out, err
		}
		content, err := document.Bytes(r.Keys())
		if err != nil {
			return out, err
		}
		if sum(content) != proof.SHA256 {
			return out, fmt.Errorf("document %s has other bytes than its check value says", heads[n].ID)
		}
		files = append(files, packed{proof.File, content})
	}
	step(stepPacked)
	out.File, err = pack(files, view, events)
	return out, err
}

type packed struct {
	name  string
	bytes []byte
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// writeFiles gives the page, its twin in JSON, and the record.
func writeFiles(view templates.Dossier, events []models.Event) ([]packed, error) {
	var page, record bytes.Buffer
	if err := templates.WriteDossier(&page, view); err != nil {
		return nil, err
	}
	twin, err := json.MarshalIndent(view, "", "  ")
	if err != nil {
		return nil, err
	}
	// In the record reasons are sealed and who acted is an id, so the redacted edition has it whole: a record with holes proves nothing.
	if err := models.WriteEvents(&record, events); err != nil {
		return nil, err
	}
	return []packed{{"dossier.html", page.Bytes()}, {"dossier.json", append(twin, '\n')}, {"record.jsonl", record.Bytes()}}, nil
}

// manifest names every file with its check value.
type manifest struct {
	Format    string         `json:"format"`
	Reference string         `json:"reference"`
	Edition   string         `json:"edition"`
	Seq       int64          `json:"record_seq"`
	Check     string         `json:"record_check_value"`
	Files     []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// pack puts the files into one archive. Its times are that of the last entry of the record, so that the clock of the server is not in it.
func pack(files []packed, view templates.Dossier, events []models.Event) ([]byte, error) {
	m := manifest{Format: "candour-manifest-1", Reference: view.Incident.Reference, Edition: view.Edition, Seq: view.UpTo.Seq, Check: view.UpTo.Check}
	for _, f := range files {
		m.Files = append(m.Files, manifestFile{f.name, len(f.bytes), sum(f.bytes)})
	}
	list, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	when := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	if n := len(events); n > 0 {
		when = events[n-1].At.Time().UTC()
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range append(files, packed{"manifest.json", append(list, '\n')}) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, bytes.NewReader(f.bytes)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

var (
	pdfDate = regexp.MustCompile(`/(CreationDate|ModDate) ?\(D:[0-9]{14}[^)]*\)`)
	pdfID   = regexp.MustCompile(`/ID ?\[ ?<[0-9A-Fa-f]+> ?<[0-9A-Fa-f]+> ?\]`)
	hexes   = regexp.MustCompile(`<[0-9A-Fa-f]+>`)
)

// still takes the moment of printing out of a PDF, in as many bytes as it had, so that the places in its table stay right.
func still(pdf []byte) []byte {
	pdf = pdfDate.ReplaceAllFunc(pdf, func(b []byte) []byte {
		at := bytes.IndexByte(b, '(') + 3
		fixed := append([]byte{}, b[:at]...)
		for n, c := range b[at:] {
			switch {
			case n < 8:
				c = "20000101"[n]
			case c >= '0' && c <= '9':
				c = '0'
			}
			fixed = append(fixed, c)
		}
		return fixed
	})
	return pdfID.ReplaceAllFunc(pdf, func(b []byte) []byte {
		return hexes.ReplaceAllFunc(b, func(h []byte) []byte {
			return append(append([]byte{'<'}, bytes.Repeat([]byte{'0'}, len(h)-2)...), '>')
		})
	})
}
