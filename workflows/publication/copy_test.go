package publication_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/publication"
	"candour/workflows/statements"
)

func TestNothingThatIsNotPublicYetEverLiesInTheCopy(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		later := db.Now().Add(2 * time.Hour)
		w.publish("en", "What we know", "The secret sentence.", "", later)
		for _, at := range []time.Duration{0, time.Hour, 2*time.Hour - time.Second} {
			clock(db).Set(later.Add(at - 2*time.Hour))
			w.follow()
			// Not the words, and not even a folder with the name of the page.
			if e, _ := os.ReadDir(w.setup.Copies.Dir); len(e) != 0 {
				t.Fatalf("%s before: %v", 2*time.Hour-at, e)
			}
		}
		clock(db).Set(later)
		w.follow()
		files := w.lies()
		folder := "public/" + w.page().Code + "/"
		for _, name := range []string{"index.html", "en.html", "en-updates.xml", "en-updates.json", "en-corrections.html", "manifest.json"} {
			if _, there := files[folder+name]; !there {
				t.Errorf("%s is missing", name)
			}
		}
		if !strings.Contains(files[folder+"index.html"], "The secret sentence.") {
			t.Error("the copy does not hold what is public")
		}
		// A second statement that waits leaks into none of the files, also not into the feeds.
		w.publish("fr", "Ce que nous savons", "La phrase suivante.", "", db.Now().Add(time.Hour))
		clock(db).Advance(30 * time.Minute)
		w.follow()
		for name, body := range w.lies() {
			if strings.Contains(body, "phrase suivante") || strings.Contains(name, "/fr") {
				t.Errorf("%s tells what is not public yet", name)
			}
		}
		clock(db).Advance(30 * time.Minute)
		w.must(publication.Compare(t.Context(), db, w.setup))
		if !strings.Contains(w.lies()[folder+"fr.html"], "La phrase suivante.") {
			t.Error("at its moment the copy has it")
		}
	})
}

func TestWhatWasWithdrawnIsGoneFromTheCopy(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		p := w.publish("en", "What we know", "Published by mistake.", "", terms.Instant{})
		w.publish("es", "Lo que sabemos", "Lo correcto.", "", terms.Instant{})
		w.follow()
		w.must(statements.Withdraw(t.Context(), db, author, p.ID, "By mistake"))
		w.follow()
		files := w.lies()
		for name, body := range files {
			if strings.Contains(body, "Published by mistake.") {
				t.Errorf("%s still says it", name)
			}
		}
		if len(files) == 0 {
			t.Fatal("the other language is gone too")
		}
		all, err := models.ListPublications(db.View(t.Context()), w.incident)
		w.must(err)
		for _, x := range all {
			if x.WithdrawnAt.IsZero() {
				w.must(statements.Withdraw(t.Context(), db, author, x.ID, "All of it"))
			}
		}
		w.follow()
		if files := w.lies(); len(files) != 0 {
			t.Errorf("nothing is public, and there lie %d files", len(files))
		}
	})
}

func TestTheManifestNamesEveryFileWithItsHashAndTheCopySaysItsAge(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("ar", "ما نعرفه", "كلمات.", "", terms.Instant{})
	w.follow()
	files := w.lies()
	folder := "public/" + w.page().Code + "/"
	var m publication.Manifest
	w.must(json.Unmarshal([]byte(files[folder+"manifest.json"]), &m))
	if len(m.Files) != len(files)-1 || m.WrittenAt != db.Now() {
		t.Errorf("%d files named, %d lie there; written %s", len(m.Files), len(files)-1, m.WrittenAt)
	}
	for _, f := range m.Files {
		body := files[folder+f.Name]
		sum := sha256.Sum256([]byte(body))
		if f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != len(body) {
			t.Errorf("%s has other bytes", f.Name)
		}
		if strings.HasSuffix(f.Name, ".html") {
			if !strings.Contains(body, "تقرؤون نسخة") || !strings.Contains(body, publicURL+"/public/") {
				t.Errorf("%s does not say how old it is and where the page itself is", f.Name)
			}
			if strings.Contains(body, "<form") || strings.Contains(body, "<script") || strings.Contains(body, `href="/`) {
				t.Errorf("%s has a form nobody answers, a script, or a link that depends on where it is served", f.Name)
			}
		}
	}
}

func TestACopyThatWasChangedByHandIsPutRightAndOneThatIsRightIsLeftAlone(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	w.follow()
	before := w.lies()
	clock(db).Advance(24 * time.Hour)
	w.must(publication.Compare(t.Context(), db, w.setup))
	for name, body := range w.lies() {
		if before[name] != body {
			t.Errorf("%s was written again although nothing changed", name)
		}
	}
	file := filepath.Join(w.setup.Copies.Dir, "public", w.page().Code, "en.html")
	w.must(os.WriteFile(file, []byte("Send us your password."), 0o644))
	w.must(os.WriteFile(filepath.Join(filepath.Dir(file), "extra.html"), []byte("planted"), 0o644))
	w.must(publication.Compare(t.Context(), db, w.setup))
	files := w.lies()
	if strings.Contains(files["public/"+w.page().Code+"/en.html"], "password.") && strings.Contains(files["public/"+w.page().Code+"/en.html"], "Send us") {
		t.Error("what was changed by hand stands")
	}
	if _, there := files["public/"+w.page().Code+"/extra.html"]; there {
		t.Error("what was planted stands")
	}
}

func TestACopyThatCannotBeWrittenSaysSoAndIsTriedAgain(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	blocked := filepath.Join(w.setup.Copies.Dir, "public")
	w.must(os.WriteFile(blocked, nil, 0o600)) // a file where the folder should be
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	if err := publication.Follow(t.Context(), db, w.setup, w.incident); err == nil {
		t.Error("a job that failed says it is done")
	}
	c, err := models.StaticCopyOf(db.View(t.Context()), w.incident)
	if err != nil || c.Problem == "" || !c.WrittenAt.IsZero() {
		t.Errorf("%+v %v", c, err)
	}
	w.must(os.Remove(blocked))
	w.must(publication.Compare(t.Context(), db, w.setup))
	if c, err = models.StaticCopyOf(db.View(t.Context()), w.incident); err != nil || c.Problem != "" || c.WrittenAt != db.Now() || c.FilesCount == 0 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestAnExerciseLiesApart(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, true)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	w.follow()
	for name, body := range w.lies() {
		if !strings.HasPrefix(name, "exercise/") {
			t.Errorf("%s of an exercise lies where the world reads", name)
		}
		if strings.HasSuffix(name, ".html") && !strings.Contains(body, "EXERCISE") {
			t.Errorf("%s does not say that it is practice", name)
		}
	}
}

// Whoever reads a file while it is replaced sees the old bytes or the new ones.
func TestAReaderNeverSeesHalfAFile(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	w.follow()
	file := filepath.Join(w.setup.Copies.Dir, "public", w.page().Code, "en.html")
	stop, half := make(chan struct{}), ""
	var readers sync.WaitGroup
	readers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if b, err := os.ReadFile(file); err != nil || !strings.HasSuffix(strings.TrimSpace(string(b)), "</html>") {
				half = string(b)
				return
			}
		}
	})
	for n := range 8 {
		clock(db).Advance(time.Hour)
		w.publish("en", "More", strings.Repeat("More words. ", 100*n+1), "", terms.Instant{})
		w.follow()
	}
	close(stop)
	readers.Wait()
	if half != "" {
		t.Errorf("half a file: %d bytes", len(half))
	}
}
