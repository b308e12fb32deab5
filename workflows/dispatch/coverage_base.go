package dispatch

import (
	"fmt"
	"sync"

	"candour/models"
)

// knownBases keeps the base of the incidents that are looked at. A base is used only while the mark read just now is the one it was read at.
var knownBases = struct {
	sync.Mutex
	of map[models.ID]*models.CoverageBase
}{of: map[models.ID]*models.CoverageBase{}}

const knownIncidents = 32

func coverageBase(r models.Reader, incident models.Incident) (*models.CoverageBase, error) {
	// The mark first: what changes while the rest is read makes it stale, not wrong.
	mark, err := models.ReadCoverageMark(r, incident)
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	knownBases.Lock()
	b := knownBases.of[incident.ID]
	knownBases.Unlock()
	if b != nil && b.Mark == mark {
		return b, nil
	}
	if b, err = models.LoadCoverageBase(r, incident, mark); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	knownBases.Lock()
	defer knownBases.Unlock()
	if len(knownBases.of) >= knownIncidents {
		clear(knownBases.of)
	}
	knownBases.of[incident.ID] = b
	return b, nil
}
