package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// StatementView is a statement with all its versions, newest first, and where it was published.
type StatementView struct {
	ID           string            `json:"id"`
	Versions     []TextVersionView `json:"versions" nullable:"false"`
	Faults       []TextFault       `json:"faults" nullable:"false" doc:"What keeps the newest version from being submitted or published."`
	Publications []PublicationView `json:"publications" nullable:"false"`
}

// PublicationView is one moment on the public page.
type PublicationView struct {
	ID              string           `json:"id"`
	Version         int              `json:"version"`
	Language        string           `json:"language"`
	PublishAt       Moment           `json:"publish_at"`
	Public          bool             `json:"public" doc:"Readable by everybody at this moment."`
	CorrectionSaid  string           `json:"correction_said,omitempty"`
	CorrectionRight string           `json:"correction_right,omitempty"`
	WithdrawnAt     Moment           `json:"withdrawn_at"`
	Look            *PublicationLook `json:"look,omitempty" doc:"What was seen from outside; absent: nobody has looked yet."`
}

// PublicationLook says whether the world can read what was published.
type PublicationLook struct {
	Outcome  string `json:"outcome" enum:"seen,different,failed,not-checked"`
	Why      string `json:"why,omitempty"`
	LookedAt Moment `json:"looked_at"`
	SeenAt   Moment `json:"seen_at"`
}

// StatementList is everything about the words of one incident that are meant for everybody.
type StatementList struct {
	Statements   []StatementView               `json:"statements" nullable:"false"`
	Page         PublicPageView                `json:"page"`
	Placeholders []texts.Placeholder           `json:"placeholders" nullable:"false"`
	Templates    []templates.StatementTemplate `json:"templates" nullable:"false"`
	Values       map[string]string             `json:"values" doc:"What each placeholder stands for today, in English; missing ones are not known yet."`
}

type statementBody struct {
	Language string         `json:"language" enum:"en,fr,es,ar"`
	Title    string         `json:"title" maxLength:"800"`
	Body     string         `json:"body" maxLength:"80000"`
	Audience string         `json:"audience,omitempty" maxLength:"20" doc:"Whom it is written for, for the checks; empty: everybody."`
	Ties     map[string]int `json:"ties,omitempty" doc:"What a law wants (its word in the rule pack), and the number of the paragraph that says it."`
	From     int            `json:"from,omitempty" doc:"Number of the version this edit started from; 0 for a new statement."`
}

// StatementPath names the text.
type StatementPath struct {
	ID string `path:"text_id"`
}

func registerStatements(s *Server) {
	tags := []string{"Statements"}
	read(s, Operation{ID: "list-statements", Path: "/incidents/{incident_id}/statements", Summary: "Statements of an incident, with versions and publications.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body StatementList }, error) {
			l, err := s.listStatements(r, v, in.ID)
			return &struct{ Body StatementList }{l}, err
		})
	type saved struct {
		Body struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
	}
	save := func(ctx context.Context, db *models.DB, v models.Viewer, incident, id string, b statementBody) (*saved, error) {
		x, err := texts.Save(ctx, db, v, incident, models.TextStatement, id, texts.Draft{Language: b.Language, Title: b.Title, Body: b.Body, From: b.From, Audience: b.Audience, Ties: b.Ties})
		out := &saved{}
		out.Body.ID, out.Body.Version = x.TextID, x.Number
		return out, err
	}
	act(s, Operation{ID: "draft-statement", Path: "/incidents/{incident_id}/statements", Summary: "Write a new statement.", Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body statementBody
		}) (*saved, error) {
			return save(ctx, db, v, in.ID, "", in.Body)
		})
	act(s, Operation{ID: "edit-statement", Method: http.MethodPut, Path: "/incidents/{incident_id}/statements/{text_id}", Summary: "Write a new version; an approval of an earlier one is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			TextID string `path:"text_id"`
			Body   statementBody
		}) (*saved, error) {
			return save(ctx, db, v, in.ID, in.TextID, in.Body)
		})
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "submit-statement", Path: "/statements/{text_id}/submission", Summary: "Hand the newest version to the approvers.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *StatementPath) (*struct{ Body Empty }, error) {
			return done(texts.Submit(ctx, db, v, in.ID))
		})
	approves(s, Operation{ID: "approve-statement", Path: "/statements/{text_id}/approval", Summary: "Approve the bytes that were read; never one's own.", Tags: tags},
		func(in *struct {
			StatementPath
			Body HashBody
		}) (string, HashBody) {
			return in.ID, in.Body
		}, texts.Approve)
	declines(s, Operation{ID: "decline-statement", Path: "/statements/{text_id}/refusal", Summary: "Send the version back with a reason.", Tags: tags},
		func(in *struct {
			StatementPath
			Body HashReasonBody
		}) (string, HashReasonBody) {
			return in.ID, in.Body
		}, texts.Decline)
	act(s, Operation{ID: "publish-statement", Path: "/statements/{text_id}/publication", Summary: "Publish the approved version now or at a moment.", Right: models.RightPublish, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			StatementPath
			Body struct {
				PublishAt       terms.Instant `json:"publish_at,omitempty" format:"date-time" doc:"Empty: now."`
				CorrectionSaid  string        `json:"correction_said,omitempty" maxLength:"1000" doc:"What the public version says, when it is being corrected."`
				CorrectionRight string        `json:"correction_right,omitempty" maxLength:"1000" doc:"What is right."`
			}
		}) (*struct{ Body Empty }, error) {
			_, err := statements.Publish(ctx, db, v, statements.Publication{Text: in.ID, PublishAt: in.Body.PublishAt, CorrectionSaid: in.Body.CorrectionSaid, CorrectionRight: in.Body.CorrectionRight})
			return done(err)
		})
	act(s, Operation{ID: "withdraw-statement", Path: "/publications/{publication_id}/withdrawal", Summary: "Take a publication back, with a reason.", Right: models.RightPublish, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"publication_id"`
			Body struct {
				Reason string `json:"reason" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(statements.Withdraw(ctx, db, v, in.ID, in.Body.Reason))
		})
}

func (s *Server) listStatements(r models.View, v models.Viewer, incident string) (StatementList, error) {
	out := StatementList{Statements: []StatementView{}, Placeholders: texts.Placeholders, Templates: templates.Statements()}
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return out, err
	}
	all, err := models.ListTexts(r, v, incident, models.TextStatement)
	if err != nil {
		return out, err
	}
	published, err := models.ListPublications(r, incident)
	if err != nil {
		return out, err
	}
	looks, err := models.LooksAt(r, incident)
	if err != nil {
		return out, err
	}
	for _, t := range all {
		x := StatementView{ID: t.ID, Publications: []PublicationView{}}
		versions, err := models.ListTextVersions(r, t.ID)
		if err != nil {
			return out, err
		}
		if x.Versions, err = viewVersions(r, v, versions); err != nil {
			return out, err
		}
		faults, err := texts.Check(r, i, versions[0])
		if err != nil {
			return out, err
		}
		x.Faults = viewFaults(faults)
		for _, p := range published {
			if p.TextID != t.ID {
				continue
			}
			pv := PublicationView{ID: p.ID, Language: p.Language, PublishAt: at(p.PublishAt), WithdrawnAt: at(p.WithdrawnAt), CorrectionSaid: p.CorrectionSaid, CorrectionRight: p.CorrectionRight,
				Public: p.WithdrawnAt.IsZero() && !p.PublishAt.After(r.Now())}
			if l, looked := looks[p.ID]; looked {
				pv.Look = &PublicationLook{l.Outcome, l.Why, at(l.LookedAt), at(l.SeenAt)}
			}
			for _, ver := range versions {
				if ver.ID == p.VersionID {
					pv.Version = ver.Number
				}
			}
			x.Publications = append(x.Publications, pv)
		}
		out.Statements = append(out.Statements, x)
	}
	if out.Page, err = s.publicPageView(r, v, incident); err != nil {
		return out, err
	}
	out.Values, err = texts.Values(r, i, "en")
	return out, err
}
