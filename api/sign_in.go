package api

import (
	"context"
	"net/http"
	"time"

	"candour/models"
	"candour/workflows/access"
)

// Me is who is signed in, and what they may do.
type Me struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Role      models.Role    `json:"role"`
	Rights    []models.Right `json:"rights" nullable:"false"`
	SocietyID string         `json:"society_id,omitempty"`
	Society   string         `json:"society,omitempty"`
	Language  string         `json:"language"`
	Demo      bool           `json:"demo"`
	Drafts    bool           `json:"kept_drafts" doc:"Something I had begun to write waits for me."`
}

// EnteredBody says what comes next.
type EnteredBody struct {
	Next access.Next `json:"next" enum:"done,code,enrol" doc:"What to do now: nothing, give the code, or set the authenticator app up."`
}

type enteredOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      EnteredBody
}

func (s *Server) entered(e access.Entered) *enteredOutput {
	return &enteredOutput{SetCookie: []http.Cookie{s.sessionCookie(e.Secret, absoluteTime)}, Body: EnteredBody{e.Next}}
}

type signInInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"254"`
		Password string `json:"password" maxLength:"512"`
	}
}

type codeInput struct {
	Body struct {
		Code string `json:"code" pattern:"^[0-9]{6}$" doc:"Six digits of the authenticator app."`
	}
}

func registerSignIn(s *Server) {
	tags := []string{"Sign-in"}
	act(s, Operation{ID: "sign-in", Path: "/sign-in", Summary: "Give e-mail address and password.", Public: true, Tags: tags},
		func(ctx context.Context, db *models.DB, _ models.Viewer, in *signInInput) (*enteredOutput, error) {
			e, err := access.SignIn(ctx, db, in.Body.Email, in.Body.Password, s.Config.Demo)
			if err != nil {
				return nil, err
			}
			return s.entered(e), nil
		})
	act(s, Operation{ID: "give-code", Path: "/sign-in/code", Summary: "Give the code of the second factor.", Right: models.RightOwnAccount, Partial: true, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *codeInput) (*enteredOutput, error) {
			e, err := access.GiveCode(ctx, db, v, in.Body.Code)
			if err != nil {
				return nil, err
			}
			return s.entered(e), nil
		})
	act(s, Operation{ID: "enrol-second-factor", Path: "/sign-in/enrolment", Summary: "Set the authenticator app up; the secret is shown once.", Right: models.RightOwnAccount, Partial: true, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, _ *struct{}) (*struct {
			Body struct {
				Secret string `json:"secret"`
				URL    string `json:"url"`
				QR     string `json:"qr" doc:"The url as a QR code: SVG without styles."`
			}
		}, error) {
			e, err := access.Enrol(ctx, db, v)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Secret string `json:"secret"`
					URL    string `json:"url"`
					QR     string `json:"qr" doc:"The url as a QR code: SVG without styles."`
				}
			}{}
			out.Body.Secret, out.Body.URL, out.Body.QR = e.Secret, e.URL, e.QR
			return out, nil
		})
	act(s, Operation{ID: "sign-out", Path: "/sign-out", Summary: "End this session, or all of mine.", Right: models.RightOwnAccount, Partial: true, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				Everywhere bool `json:"everywhere,omitempty"`
			}
		}) (*struct {
			SetCookie     []http.Cookie `header:"Set-Cookie"`
			ClearSiteData string        `header:"Clear-Site-Data"`
		}, error) {
			if err := access.SignOut(ctx, db, v, in.Body.Everywhere); err != nil {
				return nil, err
			}
			return &struct {
				SetCookie     []http.Cookie `header:"Set-Cookie"`
				ClearSiteData string        `header:"Clear-Site-Data"`
			}{[]http.Cookie{s.sessionCookie("", -time.Second)}, `"cache", "storage"`}, nil
		})
	read(s, Operation{ID: "show-me", Path: "/me", Summary: "Who is signed in, and what they may do.", Right: models.RightOwnAccount, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body Me }, error) {
			a, err := models.FindAccount(r, v.Account)
			if err != nil {
				return nil, err
			}
			me := Me{ID: a.ID, Role: a.Role, Rights: a.Role.Rights(), SocietyID: v.SocietyID, Language: a.Language, Demo: a.Demo}
			if me.Name, err = a.Name(r.Keys()); err != nil {
				return nil, err
			}
			if _, err := models.FindKeptDraft(r, v.Account); err == nil {
				me.Drafts = true
			} else if !models.IsKind(err, models.KindNotFound) {
				return nil, err
			}
			if v.SocietyID != "" {
				o, err := models.FindOrganisation(r, v.SocietyID)
				if err != nil {
					return nil, err
				}
				me.Society = o.Name
			}
			return &struct{ Body Me }{me}, nil
		})
	registerInvitations(s)
}
