package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// SelfCheckService is one thing people turned to, where and when.
type SelfCheckService struct {
	Name      string   `json:"name" maxLength:"320"`
	Places    []string `json:"places" nullable:"false" maxItems:"20" doc:"Empty: everywhere."`
	FirstYear int      `json:"first_year,omitempty" doc:"0: always."`
	LastYear  int      `json:"last_year,omitempty"`
}

// SelfCheckView is "might I be affected?" in one language.
type SelfCheckView struct {
	Language string             `json:"language"`
	Services []SelfCheckService `json:"services" nullable:"false" doc:"As in the newest version."`
	Version  TextVersionView    `json:"version"`
	Shown    bool               `json:"shown" doc:"A version of this language is on the public page."`
	Current  bool               `json:"current" doc:"It is this version."`
}

// SelfCheckList is every language in which one was written.
type SelfCheckList struct {
	Items []SelfCheckView `json:"items" nullable:"false"`
}

// SelfCheckPath names one.
type SelfCheckPath struct {
	ID       string `path:"incident_id"`
	Language string `path:"language" enum:"en,fr,es,ar"`
}

func registerSelfChecks(s *Server) {
	tags := []string{"Statements"}
	type empty struct{ Body Empty }
	done := func(err error) (*empty, error) { return &empty{}, err }
	read(s, Operation{ID: "list-self-checks", Path: "/incidents/{incident_id}/self-checks", Summary: "\"Might I be affected?\", in every language in which it was written.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body SelfCheckList }, error) {
			l, err := listSelfChecks(r, v, in.ID)
			return &struct{ Body SelfCheckList }{l}, err
		})
	act(s, Operation{ID: "set-self-check", Method: http.MethodPut, Path: "/incidents/{incident_id}/self-checks/{language}", Summary: "Write it anew in one language; the page shows the approved one until somebody else approves this.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			SelfCheckPath
			Body struct {
				Services []SelfCheckService `json:"services" nullable:"false" maxItems:"12"`
				Version  int                `json:"version,omitempty" doc:"Number of the version this started from; 0: there is none yet."`
			}
		}) (*empty, error) {
			c := statements.SelfCheck{Language: in.Language, From: in.Body.Version, Services: []statements.SelfCheckService{}}
			for _, x := range in.Body.Services {
				c.Services = append(c.Services, statements.SelfCheckService{Name: x.Name, Places: x.Places, FirstYear: x.FirstYear, LastYear: x.LastYear})
			}
			return done(statements.SetSelfCheck(ctx, db, v, in.ID, c))
		})
	act(s, Operation{ID: "approve-self-check", Path: "/incidents/{incident_id}/self-checks/{language}/approval", Summary: "Approve what was read; never one's own. It is on the page from then on.", Right: models.RightApproveTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			SelfCheckPath
			Body HashBody
		}) (*empty, error) {
			hash, err := parseHash(in.Body.Hash)
			if err != nil {
				return nil, err
			}
			return done(statements.ApproveSelfCheck(ctx, db, v, in.ID, in.Language, hash))
		})
	act(s, Operation{ID: "decline-self-check", Path: "/incidents/{incident_id}/self-checks/{language}/refusal", Summary: "Send it back with a reason; the page stays as it is.", Right: models.RightApproveTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			SelfCheckPath
			Body HashReasonBody
		}) (*empty, error) {
			hash, err := parseHash(in.Body.Hash)
			if err != nil {
				return nil, err
			}
			return done(statements.DeclineSelfCheck(ctx, db, v, in.ID, in.Language, hash, in.Body.Reason))
		})
	act(s, Operation{ID: "remove-self-check", Path: "/incidents/{incident_id}/self-checks/{language}/removal", Summary: "Take it off the public page, with a reason.", Right: models.RightPublish, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			SelfCheckPath
			Body struct {
				Reason string `json:"reason" maxLength:"2000"`
			}
		}) (*empty, error) {
			return done(statements.RemoveSelfCheck(ctx, db, v, in.ID, in.Language, in.Body.Reason))
		})
}

func listSelfChecks(r models.View, v models.Viewer, incident string) (SelfCheckList, error) {
	out := SelfCheckList{Items: []SelfCheckView{}}
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return out, err
	}
	said, versions, err := statements.SelfCheckWords(r, v, incident)
	if err != nil {
		return out, err
	}
	shown, err := models.SelfChecksOf(r, incident)
	if err != nil {
		return out, err
	}
	for _, lang := range texts.Languages {
		x, written := versions[lang]
		if !written {
			continue
		}
		views, err := viewVersions(r, v, []models.TextVersion{x})
		if err != nil {
			return out, err
		}
		view := SelfCheckView{Language: lang, Version: views[0], Services: []SelfCheckService{}}
		for _, y := range said[lang].Services {
			view.Services = append(view.Services, SelfCheckService{y.Name, y.Places, y.FirstYear, y.LastYear})
		}
		for _, c := range shown {
			if c.Language == lang {
				view.Shown, view.Current = true, c.VersionID == x.ID
			}
		}
		out.Items = append(out.Items, view)
	}
	return out, nil
}
