package api

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/risk"
	"candour/workflows/risk/enisa"
)

// RiskList is the risk to people: for the parties that share the incident's moments first, then for each that has its own.
type RiskList struct {
	Items []RiskView `json:"items" nullable:"false"`
}

// RiskView says how high the risk is, by which rules, and what stands beside them.
type RiskView struct {
	Level      terms.RiskLevel   `json:"level" enum:",none_likely,risk,high_risk" doc:"Empty while a higher one is still possible."`
	Rules      []AppliedRiskRule `json:"rules" nullable:"false"`
	Unknown    []string          `json:"unknown" nullable:"false" doc:"Facts nobody knows that could still change it."`
	Difference []string          `json:"difference" nullable:"false" doc:"Where a stated level or ENISA's score and the rules do not agree."`
	Groups     []GroupRiskView   `json:"groups" nullable:"false"`
	Score      SeverityView      `json:"score" doc:"ENISA 2013, beside the rules and never instead of them."`
	Precedents []PrecedentView   `json:"precedents" nullable:"false" doc:"The closest published cases."`
	Harms      []HarmView        `json:"harms" nullable:"false" doc:"What can happen to people, beyond what privacy law names."`
}

// AppliedRiskRule is a rule that holds, or that an open fact could still make hold.
type AppliedRiskRule struct {
	ID        string          `json:"id"`
	Side      string          `json:"side" enum:"confidentiality,availability"`
	Gives     terms.RiskLevel `json:"gives"`
	Answer    string          `json:"answer" enum:"yes,unknown"`
	Says      string          `json:"says"`
	Source    string          `json:"source"`
	FactsUsed []string        `json:"facts_used" nullable:"false"`
	Needs     []string        `json:"needs" nullable:"false"`
}

// GroupRiskView is the level of one group of people.
type GroupRiskView struct {
	Group   string          `json:"group"`
	Party   string          `json:"party"`
	Level   terms.RiskLevel `json:"level" doc:"What counts; empty while open."`
	Stated  terms.RiskLevel `json:"stated" doc:"Set by a person; empty: derived."`
	Lowest  terms.RiskLevel `json:"lowest"`
	Highest terms.RiskLevel `json:"highest"`
}

// SeverityView is ENISA's score with its working.
type SeverityView struct {
	Formula string             `json:"formula"`
	Settled bool               `json:"settled"`
	Lowest  string             `json:"lowest" doc:"Decimal number."`
	Highest string             `json:"highest"`
	Parts   []SeverityPartView `json:"parts" nullable:"false"`
	Note    string             `json:"note"`
	Source  string             `json:"source"`
}

// SeverityPartView is one number of the formula.
type SeverityPartView struct {
	Key        string   `json:"key"`
	Lowest     string   `json:"lowest"`
	Highest    string   `json:"highest"`
	Reason     string   `json:"reason"`
	Because    []string `json:"because" nullable:"false"`
	Needs      []string `json:"needs" nullable:"false"`
	Confidence string   `json:"confidence"`
}

// PrecedentView is a published case and what differs from it.
type PrecedentView struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Document    string   `json:"document"`
	Likeness    string   `json:"likeness"`
	Sentence    string   `json:"sentence"`
	RiskLevel   string   `json:"risk_level"`
	Differences []string `json:"differences" nullable:"false"`
	Summary     string   `json:"summary"`
	Confidence  string   `json:"confidence"`
}

// HarmView is what can happen to people, and what can be done for them.
type HarmView struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Sentence   string   `json:"sentence"`
	Applies    string   `json:"applies"`
	Likelihood string   `json:"likelihood"`
	CanDo      []string `json:"can_do" nullable:"false"`
	Sources    []string `json:"sources" nullable:"false"`
}

func registerRisk(s *Server, tags []string) {
	read(s, Operation{ID: "show-risk", Path: "/incidents/{incident_id}/risk", Summary: "How high the risk to people is by the facts as they are now, and why.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body RiskList }, error) {
			reports, err := assessment.Risk(r, v, in.ID)
			out := &struct{ Body RiskList }{RiskList{make([]RiskView, 0, len(reports))}}
			for i := range reports {
				out.Body.Items = append(out.Body.Items, viewRisk(&reports[i]))
			}
			return out, err
		})
}

func viewRisk(r *assessment.RiskReport) RiskView {
	out := RiskView{Rules: appliedRules(r.Rules), Unknown: notNil(r.Unknown), Difference: notNil(r.Difference), Groups: []GroupRiskView{}, Score: viewScore(&r.ENISA),
		Precedents: []PrecedentView{}, Harms: []HarmView{}}
	if r.Level != nil {
		out.Level = *r.Level
	}
	for _, g := range r.Groups {
		out.Groups = append(out.Groups, GroupRiskView(g))
	}
	for _, p := range r.Precedents {
		v := PrecedentView{ID: p.ID, Name: p.Name, Title: p.Title, Document: p.Document, Likeness: p.Likeness, Sentence: p.Sentence,
			RiskLevel: string(p.Outcome.RiskLevel), Differences: []string{}, Summary: p.Summary, Confidence: p.Confidence.Facts}
		for _, d := range p.Differences {
			v.Differences = append(v.Differences, d.Text)
		}
		out.Precedents = append(out.Precedents, v)
	}
	for _, h := range r.Harms {
		v := HarmView{ID: h.ID, Name: h.Name, Sentence: h.Sentence, Applies: h.Applies, Likelihood: h.Likelihood, CanDo: notNil(h.CanDo), Sources: []string{}}
		for _, s := range h.Sources {
			v.Sources = append(v.Sources, s.Text)
		}
		out.Harms = append(out.Harms, v)
	}
	return out
}

func appliedRules(rules []risk.Applied) []AppliedRiskRule {
	out := make([]AppliedRiskRule, 0, len(rules))
	for _, a := range rules {
		out = append(out, AppliedRiskRule{a.ID, a.Side, a.Gives, a.Answer, a.Says, a.Source, notNil(a.FactsUsed), notNil(a.Needs)})
	}
	return out
}

func viewScore(e *enisa.Result) SeverityView {
	out := SeverityView{Formula: e.Formula, Settled: e.Settled, Lowest: e.Lowest.Score.String(), Highest: e.Highest.Score.String(), Parts: []SeverityPartView{},
		Note: e.Note, Source: e.Document}
	for _, p := range append([]enisa.Part{e.DPC.Part, e.EI}, e.CB...) {
		out.Parts = append(out.Parts, SeverityPartView{Key: p.Key, Lowest: p.Lowest.String(), Highest: p.Highest.String(), Reason: p.Reason,
			Because: notNil(p.Because), Needs: notNil(p.Needs), Confidence: p.Source.Confidence})
	}
	return out
}
