package publication

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/statements"
)

// Copies are the plain files that any web server can serve when the main system is gone: one folder for each page, with every language, the
// feeds, older versions, and a manifest with hashes. Folders of exercises lie apart, so that whoever serves or mirrors "public" shows none.
type Copies struct {
	Dir       string // CANDOUR_STATIC_DIR; empty: no copies
	PublicURL string // no slash at the end
}

// ManifestFile lists the files of a folder; it is written last.
const ManifestFile = "manifest.json"

// Manifest says what lies in a folder and how old it is.
type Manifest struct {
	Format    string         `json:"format"`
	Page      string         `json:"page"`
	WrittenAt terms.Instant  `json:"written_at"`
	Files     []ManifestLine `json:"files"`
}

// ManifestLine is one file.
type ManifestLine struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const manifestFormat = "candour-static-1"

// dir is the folder of a page. A code is made of letters and digits by us; anything else has no folder.
func (c Copies) dir(code string, exercise bool) (string, error) {
	if code == "" || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return "", errors.New("a public page has a code that cannot be a folder")
	}
	kind := "public"
	if exercise {
		kind = "exercise"
	}
	return filepath.Join(c.Dir, kind, code), nil
}

// Write brings the folder of a page in line with what is public now, and says whether it had to write. Nothing is rendered before the folder is
// ours, so a slow writer cannot put back what was withdrawn meanwhile.
func (c Copies) Write(ctx context.Context, db *models.DB, page models.PublicPage) (bool, error) {
	if c.Dir == "" {
		return false, nil
	}
	i, err := models.LoadIncident(db.View(ctx), page.IncidentID)
	if err != nil {
		return false, err
	}
	dir, err := c.dir(page.Code, i.Exercise)
	if err != nil {
		return false, err
	}
	state := models.StaticCopy{IncidentID: page.IncidentID, TriedAt: db.Now()}
	before, err := models.StaticCopyOf(db.View(ctx), page.IncidentID)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return false, err
	}
	state.WrittenAt, state.FilesCount = before.WrittenAt, before.FilesCount
	wrote, m, err := c.write(ctx, db, page, dir)
	if err != nil {
		// What the folder held before is still there: it is not called written, and not forgotten.
		state.Problem = "The copy could not be written; it is tried again every minute. The folder may be full, read-only or not there."
		return false, errors.Join(err, db.KeepStaticCopy(ctx, state))
	}
	state.FilesCount, state.WrittenAt = len(m.Files), m.WrittenAt
	if !wrote && before.Problem == "" && before.FilesCount == state.FilesCount && before.WrittenAt == state.WrittenAt {
		return false, nil
	}
	if len(m.Files) == 0 && before.IncidentID == "" {
		return false, nil // nothing is public, and nothing was
	}
	return wrote, db.KeepStaticCopy(ctx, state)
}

func (c Copies) write(ctx context.Context, db *models.DB, page models.PublicPage, dir string) (bool, Manifest, error) {
	// Before its moment a page has no folder either: the name alone would tell that something is coming.
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		public, err := models.PublicNow(db.View(ctx), page.IncidentID)
		if err != nil || len(public) == 0 {
			return false, Manifest{}, err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, Manifest{}, err
	}
	unlock, err := lock(dir)
	if err != nil {
		return false, Manifest{}, err
	}
	defer unlock()
	site := statements.Site{PublicURL: c.PublicURL, CopiedAt: db.Now().Time()}
	old, there := readManifest(dir)
	if there {
		site.CopiedAt = old.WrittenAt.Time()
	}
	files, err := statements.PublicFiles(db.View(ctx), page.Code, site)
	if models.IsKind(err, models.KindNotFound) {
		return there, Manifest{}, empty(dir, nil)
	}
	if err != nil {
		return false, Manifest{}, err
	}
	if there && same(dir, files) {
		return false, old, nil
	}
	site.CopiedAt = db.Now().Time()
	if files, err = statements.PublicFiles(db.View(ctx), page.Code, site); err != nil {
		return false, Manifest{}, err
	}
	m := Manifest{Format: manifestFormat, Page: c.PublicURL + statements.BasePath + page.Code, WrittenAt: terms.InstantOf(site.CopiedAt)}
	// What is no longer public goes first.
	if err := empty(dir, files); err != nil {
		return false, m, err
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Body)
		m.Files = append(m.Files, ManifestLine{f.Name, len(f.Body), hex.EncodeToString(sum[:])})
		if err := put(dir, f.Name, f.Body); err != nil {
			return false, m, err
		}
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return false, m, err
	}
	return true, m, put(dir, ManifestFile, append(b, '\n'))
}

func readManifest(dir string) (m Manifest, ok bool) {
	b, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if err != nil || json.Unmarshal(b, &m) != nil || m.Format != manifestFormat || m.WrittenAt.IsZero() {
		return Manifest{}, false
	}
	return m, true
}

// same says whether the folder holds exactly these files with these bytes.
func same(dir string, files []statements.File) bool {
	names, err := names(dir)
	if err != nil || len(names) != len(files)+1 {
		return false
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil || !bytes.Equal(b, f.Body) {
			return false
		}
	}
	return true
}

// names of what lies in the folder, without the files of the writer itself, which begin with a dot.
func names(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// empty takes away what does not belong to these files; without files the manifest too.
func empty(dir string, files []statements.File) error {
	all, err := names(dir)
	if err != nil {
		return err
	}
	for _, name := range all {
		if len(files) > 0 && name == ManifestFile || slices.ContainsFunc(files, func(f statements.File) bool { return f.Name == name }) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncDir(dir)
}

// put writes a file so that a reader sees the old bytes or the new ones, never half of them, also after the power failed.
func put(dir, name string, body []byte) error {
	f, err := os.CreateTemp(dir, "."+name+".part-")
	if err != nil {
		return fmt.Errorf("write the copy: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(body)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the copy: %w", err)
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("write the copy: %w", err)
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
