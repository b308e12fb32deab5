package api

import (
	"context"

	"candour/models"
	"candour/workflows/access"
)

// MyDraftsView is what a person had begun to write when they signed out.
type MyDraftsView struct {
	Content string `json:"content" maxLength:"524288" doc:"As the page wrote it; empty: nothing."`
}

func registerMyDrafts(s *Server) {
	tags := []string{"Sign-in"}
	read(s, Operation{ID: "show-my-drafts", Path: "/me/drafts", Summary: "What I had begun to write when I signed out.", Right: models.RightOwnAccount, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body MyDraftsView }, error) {
			content, err := access.KeptDrafts(r, v)
			return &struct{ Body MyDraftsView }{MyDraftsView{content}}, err
		})
	act(s, Operation{ID: "keep-my-drafts", Method: "PUT", Path: "/me/drafts", Summary: "Keep what I have begun to write, before I sign out.", Right: models.RightOwnAccount, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ Body MyDraftsView }) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, access.KeepDrafts(ctx, db, v, in.Body.Content)
		})
	act(s, Operation{ID: "forget-my-drafts", Method: "DELETE", Path: "/me/drafts", Summary: "Delete the drafts that were kept; I have them back.", Right: models.RightOwnAccount, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, _ *struct{}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, access.ForgetDrafts(ctx, db, v)
		})
}
