package exercise

import (
	"context"
	"io"
	"time"

	"candour/models"
	"candour/workflows/people"
)

// ImportPeople brings invented people into an exercise by the same upload a person would make: limit of them, or everybody with 0.
func ImportPeople(ctx context.Context, db *models.DB, u people.Uploads, by models.Viewer, s *Story, incident models.ID, limit int) (models.PeopleImport, error) {
	pr, pw := io.Pipe()
	go func() {
		_, err := s.WritePeople(pw, limit)
		pw.CloseWithError(err)
	}()
	i, err := u.Receive(ctx, db, by, incident, people.Target{}, "exercise.csv", pr)
	if err != nil {
		return i, err
	}
	preview, err := u.Preview(db.View(ctx), by, i.ID, models.ImportSettings{})
	if err != nil {
		return i, err
	}
	if err := u.Start(ctx, db, by, i.ID, models.ImportSettings{Mapping: preview.Mapping.Words()}); err != nil {
		return i, err
	}
	for done := false; !done; {
		if done, err = u.Run(ctx, db, i.ID, time.Minute); err != nil {
			return i, err
		}
	}
	return models.FindPeopleImport(db.View(ctx), by, i.ID)
}
