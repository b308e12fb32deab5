package collaboration

import (
	"context"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

const (
	whatLimit   = 2000
	sourceLimit = 300
	// A clock that runs a little ahead of ours is no reason to refuse what somebody has just seen.
	ahead = 5 * time.Minute
)

// Entry is what somebody writes into the timeline.
type Entry struct {
	HappenedAt terms.Instant
	Zone       string
	What       string
	Source     string
}

// AddEntry writes into the timeline what no command of ours has recorded: a call, a visit, what somebody saw. It may lie in the past; both
// times are kept and shown. Errors: invalid, not found, conflict (closed).
func AddEntry(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, e Entry) (models.ID, error) {
	row := models.TimelineEntry{ID: models.NewID(), IncidentID: incident, HappenedAt: e.HappenedAt, Zone: e.Zone, RecordedBy: by.Account}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "add-timeline-entry", Incident: incident}, func(tx models.Tx) error {
		in, err := models.FindIncident(tx, by, incident)
		if err != nil {
			return err
		}
		if err := open(tx, in.ID); err != nil {
			return err
		}
		if _, err := time.LoadLocation(e.Zone); err != nil || e.Zone == "" || e.Zone == "Local" {
			return models.InvalidField("zone", "Say on which clock the time was read, for example Africa/Nairobi.")
		}
		if e.HappenedAt.IsZero() || e.HappenedAt.After(tx.Now().Add(ahead)) {
			return models.InvalidField("happened_at", "Say when it happened; it cannot lie in the future.")
		}
		c := models.EntryContent{}
		if c.What, err = plain("what", e.What, whatLimit); err != nil {
			return err
		}
		if c.What == "" {
			return models.InvalidField("what", "Say what happened.")
		}
		if c.Source, err = plain("source", e.Source, sourceLimit); err != nil {
			return err
		}
		if c.Source == "" {
			return models.InvalidField("source", "Say where this is known from: who saw it, which log, which letter.")
		}
		row.RecordedAt = tx.Now()
		if err := row.SetContent(tx.Keys(), c); err != nil {
			return err
		}
		if err := models.AddTimelineEntry(tx, &row); err != nil {
			return err
		}
		tx.On("timeline-entry", row.ID)
		return tx.Details(map[string]any{"happened_at": e.HappenedAt, "zone": e.Zone})
	})
	return row.ID, err
}

// WithdrawEntry marks an entry as wrong, with a reason. It is never changed or taken away: write another one.
func WithdrawEntry(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why, in a sentence.")
	}
	e, err := models.FindTimelineEntry(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "withdraw-timeline-entry", Incident: e.IncidentID, Why: why}, func(tx models.Tx) error {
		if err := open(tx, e.IncidentID); err != nil {
			return err
		}
		tx.On("timeline-entry", e.ID)
		return models.WithdrawTimelineEntry(tx, e.ID, by.Account)
	})
}
