package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/agreements"
	"candour/workflows/assessment"
	"candour/workflows/regimes"
)

// AgreementPath is the agreement in an address.
type AgreementPath struct {
	ID string `path:"agreement_id" doc:"Its id, or its code."`
}

// AgreementBody is a version on its way.
type AgreementBody struct {
	Text string `json:"text" minLength:"1" maxLength:"65536" doc:"YAML in the shape of a rule pack, or the same as JSON."`
	What string `json:"what" minLength:"1" maxLength:"500" doc:"What is different, in one line; no names of people."`
	Why  string `json:"why" minLength:"1" maxLength:"2000"`
}

// AgreementTextBody is a text that is only looked at.
type AgreementTextBody struct {
	Text string `json:"text" minLength:"1" maxLength:"65536"`
}

// AgreementPreview is what a text would change in an incident. Nothing was kept.
type AgreementPreview struct {
	IncidentID string                 `json:"incident_id"`
	Reference  string                 `json:"reference"`
	Title      string                 `json:"title"`
	Lines      []AgreementPreviewLine `json:"lines" nullable:"false" doc:"Only what would be different; what must be told first."`
}

// AgreementPreviewLine is one duty with and without the agreement.
type AgreementPreviewLine struct {
	Change       string   `json:"change" enum:"added,changed,removed"`
	Party        string   `json:"party"`
	Regime       string   `json:"regime"`
	Duty         string   `json:"duty"`
	Jurisdiction string   `json:"jurisdiction"`
	Recipient    string   `json:"recipient"`
	Whom         string   `json:"recipient_name"`
	Outcome      string   `json:"outcome" enum:"required,not_required,exempt,undetermined,not_bound"`
	DueAt        string   `json:"due_at" doc:"On the wall clock of the place; empty: no limit."`
	TargetAt     string   `json:"target_at"`
	Citation     string   `json:"citation"`
	Reasons      []string `json:"reasons" nullable:"false"`
}

func registerAgreements(s *Server) {
	tags := []string{"Agreements"}
	read(s, Operation{ID: "list-agreements", Path: "/agreements", Summary: "Contracts, donors' and partners' terms and own policies.", Right: models.RightReadAgreements, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body AgreementList }, error) {
			rules, err := models.ListAgreements(r, v)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body AgreementList }{AgreementList{[]AgreementRow{}}}
			for _, rule := range rules {
				row, err := agreementRow(r, v, rule)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, row)
			}
			return out, nil
		})
	read(s, Operation{ID: "show-agreement", Path: "/agreements/{agreement_id}", Summary: "One agreement with every version of it.", Right: models.RightReadAgreements, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *AgreementPath) (*struct{ Body AgreementDetail }, error) {
			return s.showAgreement(r, v, in.ID)
		})
	act(s, Operation{ID: "add-agreement", Path: "/agreements", Summary: "Begin an agreement; its first version waits for a second person.", Right: models.RightWriteAgreement, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				AgreementBody
				Kind models.OwnRuleKind `json:"kind" enum:"contract,donor,partner,internal-policy"`
			}
		}) (*struct{ Body AgreementDetail }, error) {
			b := in.Body
			saved, err := agreements.Add(ctx, db, v, agreements.Draft{Kind: b.Kind, Text: b.Text, What: b.What, Why: b.Why})
			if err != nil {
				return nil, err
			}
			return s.showAgreement(db.View(ctx), v, saved.RuleID)
		})
	act(s, Operation{ID: "save-agreement", Path: "/agreements/{agreement_id}/versions", Summary: "Save a version; it waits for a second person.", Right: models.RightWriteAgreement, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			AgreementPath
			Body AgreementBody
		}) (*struct{ Body AgreementDetail }, error) {
			b := in.Body
			if _, err := agreements.Save(ctx, db, v, in.ID, agreements.Draft{Text: b.Text, What: b.What, Why: b.Why}); err != nil {
				return nil, err
			}
			return s.showAgreement(db.View(ctx), v, in.ID)
		})
	act(s, Operation{ID: "approve-agreement", Path: "/agreement-versions/{version_id}/approval", Summary: "Be the second person for a version of an agreement or of the own targets; never for an own one.", Right: models.RightApproveOwnRule, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"version_id"`
			Body struct {
				Hash string `json:"hash" minLength:"1" maxLength:"100" doc:"Of the text you have read."`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, agreements.Approve(ctx, db, v, in.ID, in.Body.Hash)
		})
	act(s, Operation{ID: "decline-agreement", Path: "/agreement-versions/{version_id}/refusal", Summary: "Say no to a version, or take an own one back.", Right: models.RightApproveOwnRule, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"version_id"`
			Body WhyBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, agreements.Decline(ctx, db, v, in.ID, in.Body.Reason)
		})
	read(s, Operation{ID: "check-agreement", Method: http.MethodPost, Path: "/agreement-checks", Summary: "Read a text as the rules would; nothing is kept.", Right: models.RightReadAgreements, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, in *struct{ Body AgreementTextBody }) (*struct{ Body AgreementReading }, error) {
			return &struct{ Body AgreementReading }{s.agreementReading(r, in.Body.Text)}, nil
		})
	read(s, Operation{ID: "try-agreement", Method: http.MethodPost, Path: "/agreement-previews", Summary: "Run the rules over an incident with and without a text; nothing is kept.", Right: models.RightReadAgreements, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			Body struct {
				AgreementTextBody
				IncidentID string `json:"incident_id,omitempty" maxLength:"36" doc:"Empty: of the newest exercises the one with most parties."`
			}
		}) (*struct{ Body AgreementPreview }, error) {
			return s.tryAgreement(r, v, in.Body.Text, in.Body.IncidentID)
		})
}

func (s *Server) showAgreement(r models.View, v models.Viewer, id models.ID) (*struct{ Body AgreementDetail }, error) {
	// Determinations know an agreement by its code, so it is found by that too.
	find := models.FindOwnRule
	if regimes.IsOwn(id) {
		find = func(r models.Reader, _ models.Viewer, code models.ID) (models.OwnRule, error) {
			return models.OwnRuleByCode(r, code)
		}
	}
	rule, err := find(r, v, id)
	if err == nil && rule.Kind == models.OwnTargets {
		err = models.NotFound("Agreement")
	}
	if err != nil {
		return nil, err
	}
	rows, err := models.ListOwnRuleVersions(r, rule.ID)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body AgreementDetail }{AgreementDetail{ID: rule.ID, Code: rule.Code, Kind: rule.Kind, Name: rows[0].Name}}
	out.Body.Reading = s.agreementReading(r, rows[0].Text)
	out.Body.Versions, err = agreementVersions(r, v, rows)
	return out, err
}

// fullestExercise is, of the newest exercises, the one with most parties: a small one shows little of what an agreement does.
func fullestExercise(r models.View, v models.Viewer) (models.ID, error) {
	exercise := true
	page, err := models.ListIncidents(r, v, models.IncidentFilter{Exercise: &exercise}, models.PageRequest{Limit: 20})
	if err != nil {
		return "", err
	}
	fullest, most := "", -1
	for _, in := range page.Items {
		parties, err := models.LoadParties(r, in.ID)
		if err != nil {
			return "", err
		}
		if len(parties) > most {
			fullest, most = in.ID, len(parties)
		}
	}
	if fullest == "" {
		return "", models.Invalid("There is no exercise to try it on. Open one on the page of incidents, or choose an incident.")
	}
	return fullest, nil
}

func (s *Server) tryAgreement(r models.View, v models.Viewer, text string, incident models.ID) (*struct{ Body AgreementPreview }, error) {
	checked := agreements.Check(text)
	if len(checked.Problems) > 0 {
		e := models.Invalid("The agreement cannot be tried yet: %s", checked.Problems[0].Message)
		for _, p := range checked.Problems {
			e.Fields = append(e.Fields, models.Field{Name: p.Field, Detail: p.Message})
		}
		return nil, e
	}
	if incident == "" {
		var err error
		if incident, err = fullestExercise(r, v); err != nil {
			return nil, err
		}
	}
	in, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	lines, err := assessment.Preview(r, v, s.Library, incident, checked.Pack)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body AgreementPreview }{AgreementPreview{IncidentID: in.ID, Reference: in.Reference, Title: in.Title, Lines: []AgreementPreviewLine{}}}
	for _, l := range lines {
		d, change := l.Shown(), "changed"
		if l.Before == nil {
			change = "added"
		} else if l.After == nil {
			change = "removed"
		}
		out.Body.Lines = append(out.Body.Lines, AgreementPreviewLine{Change: change, Party: d.Party, Regime: d.Regime, Duty: d.Duty, Jurisdiction: d.Jurisdiction,
			Recipient: d.Recipient, Whom: d.RecipientName, Outcome: string(d.Outcome), DueAt: orEmpty(d.DueAt), TargetAt: orEmpty(d.TargetAt), Citation: d.Citation,
			Reasons: notNil(d.Reasons)})
	}
	return out, nil
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
