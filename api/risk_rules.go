package api

import (
	"context"

	"candour/models"
	"candour/workflows/risk"
)

// RiskRules is the table by which the risk to people is derived, as a person reads it.
type RiskRules struct {
	Edition string           `json:"edition"`
	Version string           `json:"version" doc:"Kept with every run."`
	Rules   []RiskRuleView   `json:"rules" nullable:"false"`
	Factors []RiskFactorView `json:"factors" nullable:"false" doc:"What the rules refer to by name, each only to those above it."`
}

// RiskRuleView is one rule. One that gives none_likely lifts its side, but only once it is proved.
type RiskRuleView struct {
	ID        string `json:"id"`
	Side      string `json:"side" enum:"confidentiality,availability"`
	Gives     string `json:"gives" enum:"none_likely,risk,high_risk"`
	Says      string `json:"says"`
	Source    string `json:"source"`
	Condition string `json:"condition" doc:"In words."`
	Credit    string `json:"credit" doc:"A kind of reason that some authorities do not accept; empty: none."`
}

// RiskFactorView is a named condition.
type RiskFactorView struct {
	Name      string `json:"name"`
	Says      string `json:"says"`
	Condition string `json:"condition"`
}

func riskRules(r *risk.Rules) RiskRules {
	v := RiskRules{Edition: r.Edition, Version: r.Version, Rules: []RiskRuleView{}, Factors: []RiskFactorView{}}
	for _, rule := range r.Rules {
		v.Rules = append(v.Rules, RiskRuleView{rule.ID, rule.Side, string(rule.Gives), rule.Says, rule.Source, rule.When.String(), rule.Credit})
	}
	for _, f := range r.Said {
		v.Factors = append(v.Factors, RiskFactorView{f.Name, f.Says, r.Factors[f.Name].String()})
	}
	return v
}

func registerRiskRules(s *Server) {
	read(s, Operation{ID: "show-risk-rules", Path: "/risk-rules", Summary: "How the risk to people is judged: rules, sources, conditions in words.", Right: models.RightReadDirectory, Tags: []string{"Laws"}},
		func(_ context.Context, _ models.View, _ models.Viewer, _ *struct{}) (*struct{ Body RiskRules }, error) {
			return &struct{ Body RiskRules }{riskRules(risk.Default())}, nil
		})
}
