package publication_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/outbound"
	"candour/workflows/publication"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

var (
	author   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
)

const publicURL = "https://candour.example.org"

type world struct {
	t        *testing.T
	db       *models.DB
	incident models.ID
	setup    publication.Setup
	eyes     *eyes
}

// eyes answer what the test says.
type eyes struct {
	answer func(address string) (outbound.Answer, error)
	asked  []string
}

func (e *eyes) Get(_ context.Context, address string, _ int64) (outbound.Answer, error) {
	e.asked = append(e.asked, address)
	return e.answer(address)
}

// newWorld is an incident whose page has an approved contact and nothing on it yet.
func newWorld(t *testing.T, db *models.DB, exercise bool) *world {
	t.Helper()
	w := &world{t: t, db: db, incident: models.NewID(), eyes: &eyes{}}
	w.eyes.answer = func(string) (outbound.Answer, error) { return outbound.Answer{Status: 503}, nil }
	w.setup = publication.Setup{Copies: publication.Copies{Dir: t.TempDir(), PublicURL: publicURL}, Outlook: publication.Outlook{PublicURL: publicURL, Eyes: w.eyes}}
	w.must(db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		i := models.Incident{ID: w.incident, Reference: "INC-2026-0001", Title: "Intruder in the servers", OpenedAt: tx.Now(), OpenedBy: author.Account, Exercise: exercise}
		return models.AddIncident(tx, &i)
	}))
	w.must(statements.SetPage(t.Context(), db, author, w.incident, statements.Page{Organisation: "Red Cross family links", ContactName: "Desk", ContactPhone: "+41 22 000 00 00", Zone: "Europe/Zurich"}))
	_, v, err := statements.PageWords(db.View(t.Context()), author, w.incident)
	w.must(err)
	w.must(statements.ApprovePage(t.Context(), db, approver, w.incident, v.Hash))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) page() models.PublicPage {
	w.t.Helper()
	p, err := models.PublicPageOf(w.db.View(w.t.Context()), w.incident)
	w.must(err)
	return p
}

// publish writes, approves and publishes; text empty: a new statement.
func (w *world) publish(lang, title, body string, text models.ID, at terms.Instant) models.Publication {
	w.t.Helper()
	from := 0
	if text != "" {
		v, err := models.CurrentTextVersion(w.db.View(w.t.Context()), text)
		w.must(err)
		from = v.Number
	}
	v, err := texts.Save(w.t.Context(), w.db, author, w.incident, models.TextStatement, text, texts.Draft{Language: lang, Title: title, Body: body, From: from})
	w.must(err)
	w.must(texts.Submit(w.t.Context(), w.db, author, v.TextID))
	w.must(texts.Approve(w.t.Context(), w.db, approver, v.TextID, v.Hash))
	p := statements.Publication{Text: v.TextID, PublishAt: at}
	if text != "" {
		p.CorrectionSaid, p.CorrectionRight = "What was said before", "What is right"
	}
	out, err := statements.Publish(w.t.Context(), w.db, author, p)
	w.must(err)
	return out
}

func (w *world) follow() {
	w.t.Helper()
	w.must(publication.Follow(w.t.Context(), w.db, w.setup, w.incident))
}

// lies gives every file of the static folder with its bytes.
func (w *world) lies() map[string]string {
	w.t.Helper()
	out := map[string]string{}
	w.must(filepath.WalkDir(w.setup.Copies.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(w.setup.Copies.Dir, path)
		if d.IsDir() || strings.HasPrefix(d.Name(), ".lock") {
			return nil
		}
		b, err := os.ReadFile(path)
		out[rel] = string(b)
		return err
	}))
	return out
}

func clock(db *models.DB) *modelstest.Clock { return modelstest.ClockOf(db) }
