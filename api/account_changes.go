package api

import (
	"context"

	"candour/models"
	"candour/workflows/access"
)

// AccountChangeView is what waits for a second person.
type AccountChangeView struct {
	ID      string                   `json:"id"`
	Kind    models.AccountChangeKind `json:"kind" enum:"invite,invite-again,change-role,reset-second-factor"`
	Name    string                   `json:"name" doc:"Whose account."`
	Email   string                   `json:"email"`
	Role    models.Role              `json:"role" enum:"incident-manager,data-protection-officer,communications,approver,society-focal-point,auditor,administrator" doc:"The role it is, or is to become."`
	Society string                   `json:"society" doc:"Of a focal point."`
	Why     string                   `json:"why"`
	AskedBy string                   `json:"asked_by"`
	AskedAt Moment                   `json:"asked_at"`
	Mine    bool                     `json:"mine" doc:"You asked for it, or it is about you: somebody else has to confirm it."`
}

// AccountChangeList is everything that waits, oldest first.
type AccountChangeList struct {
	Items []AccountChangeView `json:"items" nullable:"false"`
}

// ConfirmedChangeView is what the second person has to pass on.
type ConfirmedChangeView struct {
	Code string `json:"code" doc:"Of an invitation: the second half, told once. Give it to the person yourself; who invited has the link."`
}

func accountChangeView(r models.Reader, v models.Viewer, c models.AccountChange) (AccountChangeView, error) {
	out := AccountChangeView{ID: c.ID, Kind: c.Kind, Role: c.Role, AskedAt: at(c.AskedAt), Mine: c.AskedBy == v.Account || c.AccountID == v.Account}
	a, err := models.FindAccount(r, c.AccountID)
	if err != nil {
		return out, err
	}
	if out.Name, err = a.Name(r.Keys()); err != nil {
		return out, err
	}
	if out.Email, err = a.Email(r.Keys()); err != nil {
		return out, err
	}
	if out.Why, err = c.Why(r.Keys()); err != nil {
		return out, err
	}
	names, err := models.AccountNames(r, []models.ID{c.AskedBy})
	if err != nil {
		return out, err
	}
	out.AskedBy = names[c.AskedBy]
	if c.SocietyID != nil {
		o, err := models.FindOrganisation(r, *c.SocietyID)
		if err != nil {
			return out, err
		}
		out.Society = o.Name
	}
	return out, nil
}

func registerAccountChanges(s *Server) {
	tags := []string{"Accounts"}
	read(s, Operation{ID: "list-account-changes", Path: "/account-changes", Summary: "What waits for a second person.", Right: models.RightConfirmAccount, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body AccountChangeList }, error) {
			open, err := models.OpenAccountChanges(r)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body AccountChangeList }{AccountChangeList{[]AccountChangeView{}}}
			for _, c := range open {
				view, err := accountChangeView(r, v, c)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, view)
			}
			return out, nil
		})
	act(s, Operation{ID: "confirm-account-change", Path: "/account-changes/{change_id}/confirmation", Summary: "Be the second person for an account; never for an own request.", Right: models.RightConfirmAccount, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID string `path:"change_id"`
		}) (*struct{ Body ConfirmedChangeView }, error) {
			_, code, err := access.Confirm(ctx, db, v.Actor(), in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body ConfirmedChangeView }{ConfirmedChangeView{code}}, nil
		})
	act(s, Operation{ID: "refuse-account-change", Path: "/account-changes/{change_id}/refusal", Summary: "Say no, or take an own request back.", Right: models.RightConfirmAccount, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"change_id"`
			Body WhyBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, access.Refuse(ctx, db, v.Actor(), in.ID, in.Body.Reason)
		})
}
