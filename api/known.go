package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
)

// KnownView answers "what did we know, when": facts, duties, decisions and levels of risk as they stood at a moment.
type KnownView struct {
	At        Moment                `json:"at"`
	Facts     []FactView            `json:"facts" nullable:"false"`
	Duties    []DeterminationRow    `json:"duties" nullable:"false" doc:"Required and open ones."`
	Outcomes  map[terms.Outcome]int `json:"outcomes" doc:"Of all duties, by what stood."`
	Decisions []DecisionView        `json:"decisions" nullable:"false"`
	Run       int                   `json:"run" doc:"Number of the run of the rules that counted; 0: none yet."`
	Groups    []GroupRiskView       `json:"groups" nullable:"false"`
}

// MomentMarks are the moments at which something became known or was decided, for the slider.
type MomentMarks struct {
	Items []MomentMark `json:"items" nullable:"false"`
}

// MomentMark is one such moment.
type MomentMark struct {
	At   Moment `json:"at"`
	Kind string `json:"kind" enum:"fact,run,decision"`
	Text string `json:"text" doc:"Which fact, the number of the run, or the kind of decision. Never a value or a name."`
}

func registerKnown(s *Server, tags []string) {
	read(s, Operation{ID: "show-known", Path: "/incidents/{incident_id}/known", Summary: "What was known and decided at a moment, from the record.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			At string `query:"at" required:"true" maxLength:"40" doc:"RFC 3339 with offset."`
		}) (*struct{ Body KnownView }, error) {
			moment, err := terms.ParseInstant(in.At)
			if err != nil {
				return nil, models.InvalidField("at", "Write the moment like 2022-01-19T18:00:00+01:00.")
			}
			return showKnown(r, v, in.ID, moment)
		})
	read(s, Operation{ID: "list-moments", Path: "/incidents/{incident_id}/moments", Summary: "When something became known or was decided.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body MomentMarks }, error) {
			return listMoments(r, v, in.ID)
		})
}

func showKnown(r models.View, v models.Viewer, incident models.ID, moment terms.Instant) (*struct{ Body KnownView }, error) {
	known, err := assessment.KnownAt(r, v, incident, moment)
	if err != nil {
		return nil, err
	}
	names, err := models.NamesOfAllParties(r, incident)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body KnownView }{KnownView{At: at(moment), Duties: []DeterminationRow{}, Outcomes: map[terms.Outcome]int{}, Run: known.Run, Groups: []GroupRiskView{}}}
	if out.Body.Facts, err = factViews(r, v, known.Facts, nil); err != nil {
		return nil, err
	}
	for i := range known.Determinations {
		d := &known.Determinations[i]
		out.Body.Outcomes[d.Effective]++
		if d.Effective == terms.Required || d.Effective == terms.Undetermined {
			out.Body.Duties = append(out.Body.Duties, determinationRow(d, names[d.PartyID]))
		}
	}
	for _, g := range known.Groups {
		out.Body.Groups = append(out.Body.Groups, GroupRiskView(g))
	}
	out.Body.Decisions, err = viewDecisions(r, known.Decisions)
	return out, err
}

func listMoments(r models.View, v models.Viewer, incident models.ID) (*struct{ Body MomentMarks }, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	facts, err := models.WhenFacts(r, incident)
	if err != nil {
		return nil, err
	}
	runs, err := models.ListAssessments(r, incident)
	if err != nil {
		return nil, err
	}
	decisions, err := models.DecisionsUntil(r, incident, r.Now())
	if err != nil {
		return nil, err
	}
	out := &struct{ Body MomentMarks }{MomentMarks{[]MomentMark{}}}
	for _, f := range facts {
		out.Body.Items = append(out.Body.Items, MomentMark{at(f.LearntAt), "fact", factLabel(f.Key)})
	}
	for _, a := range runs {
		out.Body.Items = append(out.Body.Items, MomentMark{at(a.RunAt), "run", strconv.Itoa(a.Number)})
	}
	for _, d := range decisions {
		out.Body.Items = append(out.Body.Items, MomentMark{at(d.DecidedAt), "decision", string(d.Kind)})
	}
	slices.SortStableFunc(out.Body.Items, func(a, b MomentMark) int { return cmp.Compare(a.At.Time().UnixNano(), b.At.Time().UnixNano()) })
	return out, nil
}
