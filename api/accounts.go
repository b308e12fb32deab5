package api

import (
	"context"

	"candour/models"
	"candour/workflows/access"
)

// AccountView is somebody who may sign in.
type AccountView struct {
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	Email        string      `json:"email"`
	Role         models.Role `json:"role" enum:"incident-manager,data-protection-officer,communications,approver,society-focal-point,auditor,administrator"`
	SocietyID    string      `json:"society_id" doc:"Only of a focal point."`
	Society      string      `json:"society"`
	Language     string      `json:"language"`
	State        string      `json:"state" enum:"waiting,invited,invitation_over,active,disabled" doc:"Waiting: invited, and not confirmed by a second person yet."`
	SecondFactor bool        `json:"second_factor" doc:"Set up and confirmed."`
	InvitedUntil Moment      `json:"invited_until"`
	CreatedAt    Moment      `json:"created_at"`
	DisabledAt   Moment      `json:"disabled_at"`
	Demo         bool        `json:"demo"`
	Waiting      string      `json:"waiting" enum:",invite,invite-again,change-role,reset-second-factor" doc:"What of this account waits for a second person; empty: nothing."`
}

func accountView(r models.Reader, a models.Account) (v AccountView, err error) {
	v = AccountView{ID: a.ID, Role: a.Role, Language: a.Language, State: "active", SecondFactor: a.TOTPConfirmed, InvitedUntil: at(a.InvitationExpiresAt),
		CreatedAt: at(a.CreatedAt), DisabledAt: at(a.DisabledAt), Demo: a.Demo}
	c, err := models.OpenAccountChange(r, a.ID)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return v, err
	}
	v.Waiting = string(c.Kind)
	switch {
	case !a.DisabledAt.IsZero():
		v.State = "disabled"
	case c.Kind == models.ChangeInvite:
		v.State = "waiting"
	case a.PasswordHash == "" && a.InvitationExpiresAt.Before(r.Now()):
		v.State = "invitation_over"
	case a.PasswordHash == "":
		v.State = "invited"
	}
	if v.Name, err = a.Name(r.Keys()); err != nil {
		return v, err
	}
	if v.Email, err = a.Email(r.Keys()); err != nil || a.SocietyID == nil {
		return v, err
	}
	o, err := models.FindOrganisation(r, *a.SocietyID)
	v.SocietyID, v.Society = *a.SocietyID, o.Name
	return v, err
}

type accountOutput struct{ Body AccountView }

func accountOf(r models.Reader, a models.Account, err error) (*accountOutput, error) {
	if err != nil {
		return nil, err
	}
	v, err := accountView(r, a)
	return &accountOutput{v}, err
}

// AccountList is every account.
type AccountList struct {
	Items []AccountView `json:"items" nullable:"false"`
}

// InvitedView is the account with its link, told once.
type InvitedView struct {
	Account AccountView `json:"account"`
	Link    string      `json:"link" doc:"One-time; give it to the person by a way you trust. It is not kept and cannot be shown again."`
}

type invitedOutput struct{ Body InvitedView }

// The token stands behind the #, which browsers never send: it reaches no log.
func (s *Server) invited(r models.Reader, a models.Account, token string, err error) (*invitedOutput, error) {
	if err != nil {
		return nil, err
	}
	v, err := accountView(r, a)
	return &invitedOutput{InvitedView{v, s.Config.PublicURL + "/invitation#" + token}}, err
}

// InviteBody is who is invited.
type InviteBody struct {
	Name      string `json:"name" minLength:"1" maxLength:"200"`
	Email     string `json:"email" maxLength:"254"`
	Role      string `json:"role" enum:"incident-manager,data-protection-officer,communications,approver,society-focal-point,auditor,administrator"`
	SocietyID string `json:"society_id,omitempty" maxLength:"36" doc:"Only of a focal point."`
	Language  string `json:"language,omitempty" maxLength:"20"`
}

func registerAccounts(s *Server) {
	tags := []string{"Accounts"}
	read(s, Operation{ID: "list-accounts", Path: "/accounts", Summary: "Everybody who may sign in.", Right: models.RightManageAccounts, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body AccountList }, error) {
			all, err := models.ListAccounts(r)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body AccountList }{AccountList{[]AccountView{}}}
			for _, a := range all {
				v, err := accountView(r, a)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, v)
			}
			return out, nil
		})
	act(s, Operation{ID: "invite-account", Path: "/accounts", Summary: "Invite somebody; the link is told once.", Right: models.RightManageAccounts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ Body InviteBody }) (*invitedOutput, error) {
			b := in.Body
			a, token, err := access.Invite(ctx, db, v.Actor(), access.Person{Name: b.Name, Email: b.Email, Role: models.Role(b.Role), SocietyID: b.SocietyID, Language: b.Language})
			return s.invited(db.View(ctx), a, token, err)
		})
	act(s, Operation{ID: "invite-again", Path: "/accounts/{account_id}/invitation", Summary: "A new link to choose a password; the old password stops working.", Right: models.RightManageAccounts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID string `path:"account_id"`
		}) (*invitedOutput, error) {
			a, token, err := access.InviteAgain(ctx, db, v.Actor(), in.ID)
			return s.invited(db.View(ctx), a, token, err)
		})
	act(s, Operation{ID: "change-role", Method: "PUT", Path: "/accounts/{account_id}/role", Summary: "Give an account another role, and a focal point its society.", Right: models.RightManageAccounts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"account_id"`
			Body struct {
				Role      string `json:"role" enum:"incident-manager,data-protection-officer,communications,approver,society-focal-point,auditor,administrator"`
				SocietyID string `json:"society_id,omitempty" maxLength:"36"`
			}
		}) (*accountOutput, error) {
			a, err := access.ChangeRole(ctx, db, v.Actor(), in.ID, models.Role(in.Body.Role), in.Body.SocietyID)
			return accountOf(db.View(ctx), a, err)
		})
	for _, m := range []struct {
		id, path, summary string
		do                func(context.Context, *models.DB, models.Actor, models.ID, string) (models.Account, error)
	}{
		{"disable-account", "/accounts/{account_id}/disable", "Close an account with a reason; its sessions end at once.", access.Disable},
		{"enable-account", "/accounts/{account_id}/enable", "Open a closed account again.", access.Enable},
		{"reset-second-factor", "/accounts/{account_id}/reset-second-factor", "Forget the authenticator app; the next sign-in sets a new one up.", access.ResetSecondFactor},
	} {
		act(s, Operation{ID: m.id, Path: m.path, Summary: m.summary, Right: models.RightManageAccounts, Tags: tags},
			func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
				ID   string `path:"account_id"`
				Body WhyBody
			}) (*accountOutput, error) {
				a, err := m.do(ctx, db, v.Actor(), in.ID, in.Body.Reason)
				return accountOf(db.View(ctx), a, err)
			})
	}
}
