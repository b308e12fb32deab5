package api

import (
	"context"

	"candour/models"
	"candour/workflows/assessment"
)

// UsedFactList is what an answer of the rules rests on, in the order in which the answer names it.
type UsedFactList struct {
	RunAt Moment         `json:"run_at" doc:"When the rules were given these facts."`
	Items []UsedFactView `json:"items" nullable:"false"`
}

// UsedFactView is one fact as the run of the rules used it, and what it is now where that is something else.
type UsedFactView struct {
	Key     string       `json:"key" doc:"As in facts_used."`
	Then    StatedValue  `json:"then"`
	Changed bool         `json:"changed"`
	Now     *StatedValue `json:"now,omitempty" doc:"Only where it changed."`
}

// StatedValue is a value with who said it and when that was learnt.
type StatedValue struct {
	Value     any    `json:"value" doc:"Null: not known."`
	Stated    bool   `json:"stated" doc:"Somebody stated it as a fact; else it stands with the party or its people, or was worked out."`
	Zone      string `json:"zone"`
	Certainty string `json:"certainty" enum:",assumed,reported,likely,confirmed"`
	Source    string `json:"source" doc:"Empty for those who may not read it."`
	LearntAt  Moment `json:"learnt_at"`
}

func registerUsedFacts(s *Server, tags []string) {
	read(s, Operation{ID: "list-used-facts", Path: "/determinations/{determination_id}/facts", Summary: "The facts an answer used, as the rules were given them, and what has changed since.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *DeterminationPath) (*struct{ Body UsedFactList }, error) {
			d, err := models.FindDetermination(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			used, err := assessment.FactsBehind(r, v, d)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body UsedFactList }{UsedFactList{at(d.SaidAt), make([]UsedFactView, 0, len(used))}}
			for _, u := range used {
				view := UsedFactView{Key: u.Key, Changed: u.Changed}
				if view.Then, err = statedValue(r, v, u.Value, u.Fact); err != nil {
					return nil, err
				}
				if u.Changed {
					now, err := statedValue(r, v, u.Now, u.NowFact)
					if err != nil {
						return nil, err
					}
					view.Now = &now
				}
				out.Body.Items = append(out.Body.Items, view)
			}
			return out, nil
		})
}

func statedValue(r models.Reader, v models.Viewer, value any, f *models.Fact) (StatedValue, error) {
	out := StatedValue{Value: value, Stated: f != nil}
	if f == nil {
		return out, nil
	}
	out.Zone, out.Certainty, out.LearntAt = f.Zone, string(f.Certainty), at(f.LearntAt)
	if !v.OpensSources() {
		return out, nil
	}
	var err error
	out.Source, err = f.Source(r.Keys())
	return out, err
}
