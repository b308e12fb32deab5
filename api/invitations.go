package api

import (
	"context"

	"candour/models"
	"candour/workflows/access"
)

// InvitationView is what the invited person sees before choosing a password.
type InvitationView struct {
	Name      string      `json:"name"`
	Role      models.Role `json:"role"`
	NeedsCode bool        `json:"needs_code" doc:"A second person confirmed it and has a code that goes with the link."`
}

func registerInvitations(s *Server) {
	tags := []string{"Sign-in"}
	// The token stands in the body, not in the address: addresses end up in logs and histories.
	read(s, Operation{ID: "show-invitation", Method: "POST", Path: "/invitation", Summary: "Say whose invitation this is.", Public: true, Tags: tags},
		func(ctx context.Context, r models.View, _ models.Viewer, in *struct {
			Body struct {
				Token string `json:"token" maxLength:"100"`
			}
		}) (*struct{ Body InvitationView }, error) {
			a, err := access.FindInvitation(r, in.Body.Token)
			if err != nil {
				return nil, err
			}
			name, err := a.Name(r.Keys())
			return &struct{ Body InvitationView }{InvitationView{name, a.Role, access.NeedsCode(a)}}, err
		})
	act(s, Operation{ID: "accept-invitation", Path: "/invitation/password", Summary: "Choose a password; the invitation is used up.", Public: true, Tags: tags},
		func(ctx context.Context, db *models.DB, _ models.Viewer, in *struct {
			Body struct {
				Token    string `json:"token" maxLength:"100"`
				Code     string `json:"code,omitempty" maxLength:"40" doc:"The second half, where somebody confirmed the invitation."`
				Password string `json:"password" maxLength:"512"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, access.Accept(ctx, db, in.Body.Token, in.Body.Code, in.Body.Password)
		})
}
