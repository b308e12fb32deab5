package people

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"candour/models"
	"candour/workflows/people/spool"
)

// keepUnknown is how long a waiting file may be that no import knows: longer than any upload or import takes.
const keepUnknown = 48 * time.Hour

// Tidy deletes waiting files that nothing needs any more, and says how many: those of imports that are finished, and what a process left behind
// that died in the middle. Each node does so for its own folder.
func (u Uploads) Tidy(r models.Reader) (int, error) {
	entries, err := os.ReadDir(u.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range entries {
		upload, isUpload := strings.CutPrefix(e.Name(), "upload-")
		if e.IsDir() || !isUpload && !strings.HasPrefix(e.Name(), "scratch-") {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // its import has just finished
		}
		if err != nil {
			return n, err
		}
		needed := r.Now().Time().Sub(info.ModTime()) < keepUnknown
		if isUpload && models.ValidID(upload) {
			i, err := models.LoadPeopleImport(r, upload)
			switch {
			case err == nil:
				needed = !i.Finished()
			case !models.IsKind(err, models.KindNotFound):
				return n, err
			}
		}
		if needed {
			continue
		}
		if err := spool.Remove(u.Dir, e.Name()); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
