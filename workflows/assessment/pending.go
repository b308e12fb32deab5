package assessment

import (
	"cmp"
	"encoding/json"
	"slices"

	"candour/models"
	"candour/models/terms"
)

// Difference is what the facts as they are now change in what stands. It is computed when read and changes nothing.
type Difference struct {
	// FactsVersion names the facts it was computed from.
	FactsVersion int64         `json:"facts_version"`
	Lines        []Line        `json:"lines"`
	Facts        []FactChange  `json:"facts"`
	Groups       []GroupChange `json:"groups"`
	// Same counts the duties that stay as they are.
	Same int `json:"same"`
	// Waiting counts the lines that only a person can let take effect.
	Waiting int `json:"waiting"`
}

// Pending lays the rules, asked now, beside what stands. Nothing is written.
//
// Errors: not found, conflict (closed).
func Pending(r models.Reader, by models.Viewer, incident models.ID) (Difference, error) {
	t, err := askNow(r, by, incident)
	if err != nil {
		return Difference{}, err
	}
	// What stands changes with each run and with nothing else that a line is made of, so the newest run names it.
	latest, err := models.LatestAssessment(r, incident)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return Difference{}, err
	}
	out, err := t.since(r, latest.ID)
	if err != nil || len(out.Lines) == 0 {
		return out, err
	}
	told, err := toldUnder(r, incident)
	out.Lines = slices.Clone(out.Lines)
	for i := range out.Lines {
		out.Lines[i].Told = told[out.Lines[i].Key]
	}
	return out, err
}

// since is the difference to what stands after a run, worked out once however many ask; "" is before the first.
func (t *thought) since(r models.Reader, latest models.ID) (Difference, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.differs != nil && t.after == latest {
		return *t.differs, nil
	}
	d, err := t.difference(r, latest)
	if err == nil {
		t.after, t.differs = latest, &d
	}
	return d, err
}

func (t *thought) difference(r models.Reader, latest models.ID) (Difference, error) {
	out := Difference{Lines: []Line{}, Facts: []FactChange{}, Groups: []GroupChange{}}
	// Comparing counts what waits on the run, and the remembered one is everybody's.
	mine, now := *t.run, t.inputs
	run, incident := &mine, t.run.incident.ID
	out.FactsVersion = run.row.FactsVersion
	changes, err := run.compare(r, terms.Instant{})
	if err != nil {
		return out, err
	}
	runs := pastRuns{r: r, incident: incident, read: map[models.ID]past{}, changes: map[models.ID][]FactChange{}}
	if latest != "" {
		before, err := runs.of(latest)
		if err != nil {
			return out, err
		}
		changes, err := runs.since(latest, now)
		if err != nil {
			return out, err
		}
		out.Facts, out.Groups = slices.Clone(changes), GroupChanges(before.results, run.results)
	}
	old, err := models.LoadDeterminations(r, incident)
	if err != nil {
		return out, err
	}
	said := map[string]models.Determination{}
	for _, d := range old {
		said[lineKey(d.Key())] = d
	}
	removed := 0
	for _, l := range changes.lines {
		since := out.Facts
		if was, there := said[l.Key]; there {
			if since, err = runs.since(was.AssessmentID, now); err != nil {
				return out, err
			}
		}
		l.Facts = relevant(since, run.looked(l.Key, said), l.Party)
		out.Lines = append(out.Lines, l)
		if l.Change == LineRemoved {
			removed++
		}
		if !l.Stricter {
			out.Waiting++
		}
	}
	out.Facts = withFactsOf(out.Facts, out.Lines)
	// Lines that are removed are not among the answers.
	out.Same = len(run.answers) - (len(out.Lines) - removed)
	slices.SortFunc(out.Lines, func(a, b Line) int {
		return cmp.Or(compareBool(a.Stricter, b.Stricter), cmp.Compare(a.Party, b.Party), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// withFactsOf adds what the lines rest on: a line that waits has facts older than the last run.
func withFactsOf(facts []FactChange, lines []Line) []FactChange {
	for _, l := range lines {
		for _, c := range l.Facts {
			if !slices.ContainsFunc(facts, func(x FactChange) bool { return x.Fact == c.Fact && x.About == c.About }) {
				facts = append(facts, c)
			}
		}
	}
	return facts
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// given is what this run was asked with, as it reads back from the database: so that old and new compare like with like.
func (run *run) given() ([]Input, error) {
	var out []Input
	if err := json.Unmarshal(run.input, &out); err != nil {
		return nil, err
	}
	return restoredAll(out), nil
}

func restoredAll(in []Input) []Input {
	for i := range in {
		in[i] = in[i].restored()
	}
	return in
}

// looked names the facts that the old and the new answer of a line rest on or wait for.
func (run *run) looked(key string, said map[string]models.Determination) []string {
	var out []string
	if was, there := said[key]; there {
		out = append(append(out, was.FactsUsed.V...), was.Needs.V...)
	}
	for _, a := range run.answers {
		if lineKey(models.DutyKey{Party: a.party.ID, Regime: a.Regime, Duty: a.Duty, Jurisdiction: a.Jurisdiction}) == key {
			out = append(append(out, a.FactsUsed...), a.Needs...)
		}
	}
	return out
}

// relevant keeps the changes that a line's answers look at, about the incident, its party, or a group of that party.
func relevant(all []FactChange, looked []string, party string) []FactChange {
	out := []FactChange{}
	for _, c := range all {
		if c.Party != "" && c.Party != party {
			continue
		}
		if c.Fact == factParty || c.Fact == factGroup || slices.ContainsFunc(looked, func(key string) bool { return namesFact(key, c.Fact) }) {
			out = append(out, c)
		}
	}
	return out
}

// namesFact says whether a place such as parties[0].aware_at or people_count means this fact.
func namesFact(key, fact string) bool {
	if key == fact || (key == "people_count" && fact == "people") {
		return true
	}
	for i := len(key) - 1; i > 0; i-- {
		if key[i] == ']' && i+2 <= len(key) {
			return key[i+2:] == fact
		}
	}
	return false
}

// toldUnder lists the duties under which somebody has been told already.
func toldUnder(r models.Reader, incident models.ID) (map[string]bool, error) {
	keys, err := models.DischargedDuties(r, incident)
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[lineKey(k)] = true
	}
	return out, err
}

// past is an old run, read back.
type past struct {
	inputs  []Input
	results []Result
}

type pastRuns struct {
	r        models.Reader
	incident models.ID
	read     map[models.ID]past
	changes  map[models.ID][]FactChange
}

// since compares what an old run was given with what one would be given now.
func (p pastRuns) since(id models.ID, now []Input) ([]FactChange, error) {
	if done, ok := p.changes[id]; ok {
		return done, nil
	}
	before, err := p.of(id)
	if err != nil {
		return nil, err
	}
	p.changes[id] = FactChanges(before.inputs, now)
	return p.changes[id], nil
}

func (p pastRuns) of(id models.ID) (past, error) {
	if done, ok := p.read[id]; ok {
		return done, nil
	}
	row, err := models.AssessmentByID(p.r, p.incident, id)
	if err != nil {
		return past{}, err
	}
	var out past
	for _, part := range []struct {
		packed []byte
		into   any
	}{{row.Input, &out.inputs}, {row.Result, &out.results}} {
		bytes, err := models.Unpack(part.packed)
		if err != nil {
			return past{}, err
		}
		if err := json.Unmarshal(bytes, part.into); err != nil {
			return past{}, err
		}
	}
	out.inputs = restoredAll(out.inputs)
	p.read[id] = out
	return out, nil
}
