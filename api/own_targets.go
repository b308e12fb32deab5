package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/agreements"
	"candour/workflows/assessment"
	"candour/workflows/deadlines"
)

// OwnTargetView is what the organisation asks of itself, earlier than the law or an agreement does.
type OwnTargetView struct {
	Regime    string `json:"regime" maxLength:"80" doc:"A law or an agreement; empty: every one."`
	Recipient string `json:"recipient" enum:",authority,subjects,controller,other,self" doc:"Empty: everybody the law names."`
	Amount    int    `json:"amount" minimum:"1" maximum:"10000"`
	Unit      string `json:"unit" enum:"hours,calendar-days,business-days"`
}

// OwnTargetsVersion is one whole list of targets, with who wrote and who settled it.
type OwnTargetsVersion struct {
	AgreementVersionView
	Targets []OwnTargetView `json:"targets" nullable:"false"`
}

// OwnTargetsView is what counts, what waits, and what was before.
type OwnTargetsView struct {
	Versions []OwnTargetsVersion `json:"versions" nullable:"false" doc:"Newest first; empty: none was ever saved."`
	BuiltIn  []OwnTargetView     `json:"built_in" nullable:"false" doc:"What counts where a law sets no number and nothing stricter was approved."`
}

func registerOwnTargets(s *Server) {
	tags := []string{"Agreements"}
	read(s, Operation{ID: "list-own-targets", Path: "/own-targets", Summary: "Targets of the organisation that are stricter than the limits of law.", Right: models.RightReadAgreements, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body OwnTargetsView }, error) {
			return showOwnTargets(r, v)
		})
	act(s, Operation{ID: "save-own-targets", Path: "/own-targets", Summary: "Save the whole list; it waits for a second person.", Right: models.RightWriteAgreement, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				Targets []OwnTargetView `json:"targets" nullable:"false" maxItems:"200"`
				What    string          `json:"what" minLength:"1" maxLength:"500"`
				Why     string          `json:"why" minLength:"1" maxLength:"2000"`
			}
		}) (*struct{ Body OwnTargetsView }, error) {
			targets := make([]assessment.Target, 0, len(in.Body.Targets))
			for _, t := range in.Body.Targets {
				targets = append(targets, assessment.Target{Regime: t.Regime, Recipient: t.Recipient, Amount: t.Amount, Unit: deadlines.Unit(t.Unit)})
			}
			if _, err := agreements.SaveTargets(ctx, db, v, s.Library, targets, in.Body.What, in.Body.Why); err != nil {
				return nil, err
			}
			return showOwnTargets(db.View(ctx), v)
		})
}

func showOwnTargets(r models.View, v models.Viewer) (*struct{ Body OwnTargetsView }, error) {
	out := &struct{ Body OwnTargetsView }{OwnTargetsView{[]OwnTargetsVersion{}, []OwnTargetView{}}}
	policy := assessment.DefaultPolicy()
	for _, recipient := range []string{"authority", "subjects", "controller", "other", "self"} {
		rule := policy[recipient]
		out.Body.BuiltIn = append(out.Body.BuiltIn, OwnTargetView{Recipient: recipient, Amount: rule.Amount, Unit: string(rule.Unit)})
	}
	rule, err := models.OwnRuleByCode(r, models.OwnTargetsCode)
	if models.IsKind(err, models.KindNotFound) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := models.ListOwnRuleVersions(r, rule.ID)
	if err != nil {
		return nil, err
	}
	views, err := agreementVersions(r, v, rows)
	if err != nil {
		return nil, err
	}
	for i, view := range views {
		version := OwnTargetsVersion{view, []OwnTargetView{}}
		targets, err := assessment.ReadTargets([]byte(rows[i].Text))
		if err != nil {
			return nil, err
		}
		for _, t := range targets {
			version.Targets = append(version.Targets, OwnTargetView{t.Regime, t.Recipient, t.Amount, string(t.Unit)})
		}
		out.Body.Versions = append(out.Body.Versions, version)
	}
	return out, nil
}
