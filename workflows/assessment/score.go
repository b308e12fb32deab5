package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk/enisa"
	"candour/workflows/tasks"
)

// ScoreKind is what tasks and decisions about the difference of score and rules are called.
const ScoreKind = "score"

const scoreTask = "Look at where the score is stricter than the rules"

// ScoreGap is where ENISA's score is stricter than what counts, for groups that are alike in it. The rules follow decided cases and the score
// does not know protection or recipients, so it moves nothing by itself: a data protection officer looks, and confirms the level or states
// the stricter one.
type ScoreGap struct {
	Subject string // the two levels and the formula
	Covers  string // names the groups: another group, another gap to look at
	Text    string
	Groups  []string // names, with their party
	Parties []models.ID
	Looked  *models.ClosingDecision // nil: nobody has confirmed the level
}

// ScoreGaps are the gaps of an incident by the facts as they are now. A group whose level the facts do not settle yet has none: there the
// unknown facts speak.
//
// A page is given what was thought about these facts already; a command, which may have changed them itself, thinks again.
func ScoreGaps(r models.Reader, incident models.Incident) ([]ScoreGap, error) {
	if _, page := r.(models.View); page && incident.State == models.IncidentOpen {
		t, err := thoughtOf(r, incident)
		if err != nil {
			return nil, err
		}
		return looked(r, incident.ID, t.run.gaps)
	}
	s, err := loadSource(r, incident)
	if err != nil {
		return nil, err
	}
	gaps, err := scoreGaps(r, s.incident.ID, s.inputs(), &regimes.Library{}, Environment{}.shared(&regimes.Library{}))
	if err != nil {
		return nil, err
	}
	return looked(r, incident.ID, gaps)
}

// scoreGaps are the gaps alone; looked says which of them somebody has looked at. The risk does not depend on the laws, so what an environment
// that the rules were asked in has worked out already is good here.
func scoreGaps(r models.Reader, incident models.ID, inputs []partInput, lib *regimes.Library, env Environment) ([]ScoreGap, error) {
	by := map[string]*ScoreGap{}
	for _, part := range inputs {
		e := newEvaluation(part.Input, lib, env)
		for _, subj := range e.subjects() {
			for _, g := range subj.groups {
				level, want, formula := e.scoreOf(subj, g)
				if level == want {
					continue
				}
				key := string(level) + " > " + string(want) + ": " + formula
				if by[key] == nil {
					by[key] = &ScoreGap{Subject: key, Text: fmt.Sprintf("ENISA's score (%s) points to %s where %s counts", formula, levelName(want), levelName(level))}
				}
				gap := by[key]
				gap.Groups = append(gap.Groups, g.name+", "+subj.party.Name)
				if id := part.parties[subj.party.Name].ID; !slices.Contains(gap.Parties, id) {
					gap.Parties = append(gap.Parties, id)
				}
			}
		}
	}
	out := []ScoreGap{}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		gap := by[key]
		slices.Sort(gap.Groups)
		// Names are sealed where they lie; a hash of short names would tell them to whoever tries, so it is keyed.
		keyed, err := r.Keys().Lookup("closing.score", incident, gap.Subject+"\n"+strings.Join(gap.Groups, "\n"))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256([]byte(gap.Subject))
		gap.Subject, gap.Covers = hex.EncodeToString(sum[:8]), hex.EncodeToString(keyed)
		out = append(out, *gap)
	}
	return out, nil
}

func looked(r models.Reader, incident models.ID, gaps []ScoreGap) ([]ScoreGap, error) {
	decided, err := models.ClosingDecisions(r, incident)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(gaps)
	for n := range out {
		for i := range decided {
			if d := &decided[i]; d.Kind == ScoreKind && d.Subject == out[n].Subject && d.Covers == out[n].Covers {
				out[n].Looked = d
			}
		}
	}
	return out, nil
}

// scoreOf gives the level that counts for a group and the stricter one its score points to; equal when it points to none.
func (e *evaluation) scoreOf(s *subject, g *group) (level, want terms.RiskLevel, formula string) {
	f := e.derived(s, g, nil).Finding
	level = floor(g, f)
	if g.risk == terms.RiskUnknown && f.Level() == terms.RiskUnknown {
		return level, level, ""
	}
	facts := map[string]any(maps.Clone(g.facts))
	if n, _ := s.everybody(); n.Known() {
		facts["people_count"] = rangeFact(n)
	}
	score := enisa.FromFacts(facts)
	if score.Lowest.Band == "" {
		return level, level, ""
	}
	if want = levelOfScore(score); level.AtLeast(want) == terms.Yes {
		return level, level, ""
	}
	return level, want, score.Formula
}

// lookAtScore opens the task while a gap is open that nobody has looked at, once, and ends it when none is.
func lookAtScore(tx models.Tx, incident models.ID, gaps []ScoreGap) error {
	open := slices.ContainsFunc(gaps, func(g ScoreGap) bool { return g.Looked == nil })
	there, err := models.OpenTasksOfKind(tx, incident, ScoreKind)
	if err != nil {
		return err
	}
	if open && len(there) == 0 {
		return tasks.Open(tx, []models.Task{{ID: models.NewID(), IncidentID: incident, Kind: ScoreKind, Playbook: tasks.Score, Title: scoreTask,
			Detail: "Confirm the level with a reason on the page of closing, or state the stricter one on the page of risk.", DueAt: tx.Now()}})
	}
	if open {
		return nil
	}
	for _, t := range there {
		if err := tasks.Close(tx, t, models.TaskDone, nil, ""); err != nil {
			return err
		}
	}
	return nil
}

// ScoreLooked ends the task when the last open gap was looked at, in the command of whoever looked.
func ScoreLooked(tx models.Tx, incident models.Incident) error {
	gaps, err := ScoreGaps(tx, incident)
	if err != nil {
		return err
	}
	return lookAtScore(tx, incident.ID, gaps)
}
