package exercise

import (
	"context"
	"time"

	"candour/models"
	"candour/templates"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
)

// Telling puts an approved notice to people into an open exercise, and a dispatch that is prepared for everybody who is named. What an
// exercise sends stays in the house by construction, so the steps that follow can be tried: ask, allow, look, release. Called again it adds
// nothing.
func Telling(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID) error {
	staff := map[models.Role]models.Viewer{}
	for _, role := range []models.Role{models.RoleCommunications, models.RoleApprover} {
		people, err := models.AccountsOfRoles(db.View(ctx), role)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return nil // nobody could write or approve it
		}
		staff[role] = people[0].Viewer("")
	}
	n, err := tellingNotice(ctx, db, staff[models.RoleCommunications], staff[models.RoleApprover], incident)
	if err != nil {
		return err
	}
	d, err := models.DispatchOfNotice(db.View(ctx), n.ID)
	if models.IsKind(err, models.KindNotFound) && n.State == models.NoticeApproved {
		d, err = dispatch.Prepare(ctx, db, by, n.ID, dispatch.Choices{})
	}
	for done := false; err == nil && !done && d.Phase == models.DispatchPreparing; {
		done, err = dispatch.Queue(ctx, db, d.Number, time.Minute)
	}
	if models.IsKind(err, models.KindNotFound) {
		return nil // somebody edits the words; they prepare it when they are approved
	}
	return err
}

// tellingNotice finds the notice, or writes and approves the first draft we bring along, in each language.
func tellingNotice(ctx context.Context, db *models.DB, writer, approver models.Viewer, incident models.ID) (models.Notice, error) {
	there, err := models.ListPeopleNotices(db.View(ctx), writer, incident)
	if err != nil || len(there) > 0 {
		if err != nil {
			return models.Notice{}, err
		}
		return there[len(there)-1], nil
	}
	starts, err := templates.PeopleStarts()
	if err != nil {
		return models.Notice{}, err
	}
	parties, err := models.LoadParties(db.View(ctx), incident)
	if err != nil {
		return models.Notice{}, err
	}
	d := models.PeopleDraft{Organisation: "EXERCISE Central Tracing Agency", Contact: models.CircularContact{Name: "EXERCISE hotline", Telephone: "+999 0000 0000"}, Texts: starts, Fallback: "en"}
	for _, p := range parties {
		d.Audience.Parties = append(d.Audience.Parties, p.ID)
	}
	n, err := notices.DraftPeople(ctx, db, writer, incident, d)
	if err != nil {
		return n, err
	}
	if err := notices.SubmitPeople(ctx, db, writer, n.ID, n.Version); err != nil {
		return n, err
	}
	if n, err = models.NoticeOfPeople(db.View(ctx), n.ID); err != nil {
		return n, err
	}
	if err := notices.ApprovePeople(ctx, db, approver, n.ID, n.Version, n.ContentHash); err != nil {
		return n, err
	}
	return models.NoticeOfPeople(db.View(ctx), n.ID)
}
