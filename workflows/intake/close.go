package intake

import (
	"context"

	"candour/models"
	"candour/models/terms"
)

// Close closes an incident with a reason. It is refused while an obligation is open: each is discharged with proof, or waived by somebody
// who may, and then the incident closes.
func Close(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) (models.Incident, error) {
	return move(ctx, db, v, id, "close-incident", why, func(tx models.Tx, now terms.Instant) error {
		n, err := models.CountOpenObligations(tx, id)
		if err != nil {
			return err
		}
		if n > 0 {
			return models.Conflict("%d obligations are still open. Discharge each with its proof, or waive it with a reason; then close the incident.", n)
		}
		if err := everybodyAccountedFor(tx, id); err != nil {
			return err
		}
		return models.SetIncidentState(tx, id, models.IncidentOpen, models.IncidentClosed, now)
	})
}

// everybodyAccountedFor refuses while somebody who is told one by one has come to no end: affected = told + pending + unreached + excluded +
// uncertain, and an incident closes when nobody is pending or uncertain and nothing is left over.
func everybodyAccountedFor(tx models.Tx, id models.ID) error {
	in, err := models.LoadIncident(tx, id)
	if err != nil {
		return err
	}
	open, err := models.PeopleStillOpen(tx, in)
	switch {
	case err != nil:
		return err
	case open.Difference != 0:
		return models.Conflict("The people of this incident do not add up: %d lines are left over. Tell the administrator to verify the record; then close the incident.", open.Difference)
	case open.Uncertain > 0:
		return models.Conflict("Of %d people nobody knows yet whether their message arrived. Settle each with a second person; then close the incident.", open.Uncertain)
	case open.Pending > 0:
		return models.Conflict("%d people have not been told yet. Tell them, or decide about each group; then close the incident.", open.Pending)
	}
	return nil
}

// Reopen opens a closed incident again with a reason: new facts do not ask whether we had finished.
func Reopen(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, why string) (models.Incident, error) {
	return move(ctx, db, v, id, "reopen-incident", why, func(tx models.Tx, _ terms.Instant) error {
		return models.SetIncidentState(tx, id, models.IncidentClosed, models.IncidentOpen, terms.Instant{})
	})
}

func move(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, operation, why string, do func(models.Tx, terms.Instant) error) (models.Incident, error) {
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: operation, Incident: id, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, id); err != nil {
			return err
		}
		if _, err := reason("reason", why); err != nil {
			return err
		}
		tx.On("incident", id)
		return do(tx, tx.Now())
	})
	if err != nil {
		return models.Incident{}, err
	}
	return models.FindIncident(db.View(ctx), v, id)
}
