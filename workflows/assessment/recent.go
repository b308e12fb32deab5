package assessment

import (
	"fmt"
	"strings"
	"sync"

	"candour/models"
	"candour/workflows/regimes"
)

// mostRecent is how many incidents are remembered; a house works on few at once.
const mostRecent = 8

// thought is what the rules say about an incident at one version of its facts and of the organisation's own rules. Nothing
// in it changes once it is there but the difference, which has a lock, so any number of readers may share it.
type thought struct {
	once   sync.Once
	run    *run
	inputs []Input
	asked  Asked
	risks  []RiskReport
	err    error

	// What it changes in what stands, and after which run that was.
	mu      sync.Mutex
	after   models.ID
	differs *Difference
}

// recent keeps what pages ask again and again while nobody changes a fact. It is of one process and of one moment: a key
// names everything the answers rest on, so nothing has to be thrown away when facts change.
var recent = struct {
	sync.Mutex
	by    map[string]*thought
	order []string
}{by: map[string]*thought{}}

// askNow is an incident as the rules would be asked about it now, and nothing is written. Who asks at the same time waits
// for the one answer.
//
// Errors: not found, conflict (closed).
func askNow(r models.Reader, by models.Viewer, incident models.ID) (*thought, error) {
	in, err := models.FindIncident(r, by, incident)
	if err != nil {
		return nil, err
	}
	return thoughtOf(r, in)
}

// thoughtOf is askNow for who may see the incident already.
func thoughtOf(r models.Reader, in models.Incident) (*thought, error) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		return nil, problems[0]
	}
	own, err := models.ApprovedOwnRules(r)
	if err != nil {
		return nil, err
	}
	t := remembered(keyOf(r, in, own))
	t.once.Do(func() {
		if t.run, t.err = prepare(r, lib, in.ID); t.err != nil {
			return
		}
		if t.inputs, t.err = t.run.given(); t.err != nil {
			return
		}
		t.asked, t.risks = t.run.questions(t.inputs), t.run.risks()
		// A run that thought about other facts than the key says must not be kept under it.
		if t.run.row.FactsVersion != in.FactsVersion {
			t.err = models.Conflict("The facts changed while the rules were running. Load the page again.")
		}
	})
	if t.err != nil {
		forget(t)
	}
	return t, t.err
}

func keyOf(r models.Reader, in models.Incident, own []models.OwnRuleText) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s", in.ID, in.FactsVersion, in.State)
	if in.AwareAt.IsZero() {
		b.WriteString(r.Now().Time().Format(" 2006-01-02")) // the day decides which agreement counts
	}
	for _, o := range own {
		b.WriteString(" " + o.Hash + o.EffectiveFrom)
	}
	return b.String()
}

func remembered(key string) *thought {
	recent.Lock()
	defer recent.Unlock()
	if t, there := recent.by[key]; there {
		return t
	}
	t := &thought{}
	recent.by[key], recent.order = t, append(recent.order, key)
	if len(recent.order) > mostRecent {
		delete(recent.by, recent.order[0])
		recent.order = recent.order[1:]
	}
	return t
}

// forget drops an answer that is none: a database that could not be read is read again next time.
func forget(t *thought) {
	recent.Lock()
	defer recent.Unlock()
	for i, key := range recent.order {
		if recent.by[key] == t {
			delete(recent.by, key)
			recent.order = append(recent.order[:i:i], recent.order[i+1:]...)
			return
		}
	}
}
