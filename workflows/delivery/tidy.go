package delivery

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"candour/models"
)

// Tidy deletes the copies of messages of exercises that are closed, and says how many. The messages themselves stay sealed in the database.
// Each node does so for its own folder.
func (o Outbox) Tidy(r models.Reader) (int, error) {
	if o.Dir == "" {
		return 0, nil
	}
	entries, err := os.ReadDir(o.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, closed := 0, map[models.ID]bool{}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".eml")
		if !ok || !models.ValidID(id) {
			continue
		}
		d, err := models.LoadDelivery(r, id)
		if models.IsKind(err, models.KindNotFound) {
			continue // of another database: not ours to judge
		}
		if err != nil {
			return n, err
		}
		if _, known := closed[d.IncidentID]; !known {
			in, err := models.LoadIncident(r, d.IncidentID)
			if err != nil {
				return n, err
			}
			closed[d.IncidentID] = in.State == models.IncidentClosed
		}
		if !closed[d.IncidentID] {
			continue
		}
		if err := os.Remove(filepath.Join(o.Dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, err
		}
		n++
	}
	return n, nil
}
