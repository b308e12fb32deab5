package assessment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// Risk says how high the risk to people is by the facts as they are now. Parties for which the same rules hold, with the same score, are one
// report: sixty societies with moments of their own would otherwise be sixty times the same.
func Risk(r models.Reader, by models.Viewer, incident models.ID) ([]RiskReport, error) {
	t, err := askNow(r, by, incident)
	if err != nil {
		return nil, err
	}
	return t.risks, nil
}

func (run *run) risks() []RiskReport {
	out := make([]RiskReport, 0, len(run.results))
	at := map[string]int{}
	for _, res := range run.results {
		key := standsLike(res.Risk)
		i, there := at[key]
		if !there {
			at[key] = len(out)
			out = append(out, res.Risk)
			continue
		}
		out[i].Groups = slices.Concat(out[i].Groups, res.Risk.Groups)
		out[i].Difference = appendNew(slices.Clone(out[i].Difference), res.Risk.Difference...)
	}
	return out
}

// standsLike is the same text for reports that differ in nothing but their groups, how many people are in them, and what people stated.
func standsLike(r RiskReport) string {
	var b strings.Builder
	if r.Level != nil {
		b.WriteString(string(*r.Level))
	}
	for _, rule := range r.Rules {
		fmt.Fprintf(&b, " %s=%s%v", rule.ID, rule.Answer, rule.Needs)
	}
	fmt.Fprintf(&b, " %v %s", r.Unknown, r.ENISA.Formula)
	return b.String()
}

// Asked is what is worth asking, best first, and how many duties are open by the facts as they are now: the answers that stand may be older.
type Asked struct {
	Questions []Question
	Open      int
}

// OpenQuestions lists what is worth asking about an incident, best first.
func OpenQuestions(r models.Reader, by models.Viewer, incident models.ID) (Asked, error) {
	t, err := askNow(r, by, incident)
	if err != nil {
		return Asked{}, err
	}
	return t.asked, nil
}

func (run *run) questions(inputs []Input) Asked {
	var out Asked
	for _, res := range run.results {
		for i := range res.Determinations {
			if res.Determinations[i].Outcome == terms.Undetermined {
				out.Open++
			}
		}
	}
	merged := map[about]*Question{}
	for i, in := range inputs {
		for _, q := range questionsIn(in, run.results[i], run.lib, run.env) {
			key := about{q.About, q.Fact}
			have, there := merged[key]
			if !there {
				merged[key] = &q
				continue
			}
			have.Decides, have.CouldLift = have.Decides+q.Decides, have.CouldLift+q.CouldLift
			have.weight += q.weight
			have.Regimes = sorted(append(have.Regimes, q.Regimes...))
		}
	}
	out.Questions = make([]Question, 0, len(merged))
	for _, q := range merged {
		out.Questions = append(out.Questions, *q)
	}
	slices.SortFunc(out.Questions, bestFirst)
	return out
}

// ChangesOf finds what would switch a determination on or off, by the facts as they are now.
func ChangesOf(r models.Reader, by models.Viewer, d models.Determination) ([]Change, error) {
	t, err := askNow(r, by, d.IncidentID)
	if err != nil {
		return nil, err
	}
	env := t.run.env
	env.stored = nil // what is worked out here is worked out by one reader alone
	name := t.run.partyName(d.PartyID)
	for _, in := range t.inputs {
		if slices.ContainsFunc(in.Parties, func(p PartyInput) bool { return p.Name == name }) {
			return Changes(in, t.run.lib, env, DutyOf{name, d.Regime, d.Duty, d.Jurisdiction}), nil
		}
	}
	return []Change{}, nil
}

// ScoreBeside says where ENISA's score is stricter than the level that counts for people of the party, by the facts as they are now: a duty
// that turns on risk could turn with it, and only a person decides that.
func ScoreBeside(r models.Reader, by models.Viewer, d models.Determination) ([]string, error) {
	t, err := askNow(r, by, d.IncidentID)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, gap := range t.run.gaps {
		if slices.Contains(gap.Parties, d.PartyID) {
			out = append(out, gap.Text+".")
		}
	}
	return out, nil
}

// Known is what was known and decided about an incident at a moment, from the record: nothing is computed anew. Facts are those that had been
// learnt by then; one that was recorded later says so by its RecordedAt. Answers and decisions are those that stood.
type Known struct {
	Facts          []models.Fact
	Determinations []models.Determination
	Decisions      []models.Decision
	// Run is the number of the run of the rules that counted then, 0 before the first; Groups its levels of risk.
	Run    int
	Groups []GroupRisk
}

// KnownAt answers "what did we know, when".
func KnownAt(r models.Reader, by models.Viewer, incident models.ID, at terms.Instant) (Known, error) {
	var out Known
	if _, err := models.FindIncident(r, by, incident); err != nil {
		return out, err
	}
	var err error
	if out.Facts, err = models.FactsLearntBy(r, incident, at); err != nil {
		return out, err
	}
	if out.Determinations, err = models.DeterminationsAt(r, incident, at); err != nil {
		return out, err
	}
	if out.Decisions, err = models.DecisionsUntil(r, incident, at); err != nil {
		return out, err
	}
	run, err := models.AssessmentAt(r, incident, at)
	if models.IsKind(err, models.KindNotFound) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Run = run.Number
	bytes, err := models.Unpack(run.Result)
	if err != nil {
		return out, err
	}
	var results []Result
	if err := json.Unmarshal(bytes, &results); err != nil {
		return out, err
	}
	for _, res := range results {
		out.Groups = append(out.Groups, res.Risk.Groups...)
	}
	return out, nil
}
