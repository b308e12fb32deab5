package contact

import (
	"sync"

	"candour/models"
)

// knownPlans keeps the plans of the incidents that are looked at: opening hundreds of sealed plans for every look at a page costs more than all
// the rest of it. What is kept is used only while the mark of the incident says that nothing has changed since.
var knownPlans = struct {
	sync.Mutex
	of map[models.ID]*Plans
}{of: map[models.ID]*Plans{}}

const knownIncidents = 32

// KnownPlans is LoadPlans for pages: the same answer, without opening again what has not changed. Overrides still end at their own time,
// because that is judged when a plan is asked.
func KnownPlans(r models.Reader, incident models.ID) (*Plans, error) {
	knownPlans.Lock()
	p := knownPlans.of[incident]
	knownPlans.Unlock()
	if p != nil {
		fresh, err := p.Fresh(r)
		if err != nil || fresh {
			return p, err
		}
	}
	p, err := LoadPlans(r, incident)
	if err != nil {
		return nil, err
	}
	knownPlans.Lock()
	defer knownPlans.Unlock()
	if len(knownPlans.of) >= knownIncidents {
		clear(knownPlans.of)
	}
	knownPlans.of[incident] = p
	return p, nil
}
