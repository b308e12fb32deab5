package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/assessment"
	"candour/workflows/exercise"
)

func registerExercises(s *Server) {
	act(s, Operation{ID: "open-exercise", Path: "/exercises", Summary: "Open the breach of January 2022 as an exercise, at its own dates or moved to now. Nothing of it can reach a real address.",
		Right: models.RightOpenIncident, Status: http.StatusCreated, Tags: []string{"Incidents"}},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				Today bool `json:"today" doc:"As if it happened today: the same story, moved to now."`
			}
		}) (*incidentOutput, error) {
			story, err := exercise.Load()
			if err != nil {
				return nil, err
			}
			if in.Body.Today {
				story = story.Today(db.Now())
			}
			i, err := exercise.Open(ctx, db, s.Library, v, story)
			if err != nil {
				return nil, err
			}
			if _, err := assessment.Decide(ctx, db, v, i.ID); err != nil {
				return nil, err
			}
			return incidentOf(db.View(ctx), v, i, nil)
		})
}
