package jobs

import (
	"context"
	"time"

	"github.com/robfig/cron/v3"

	"candour/models"
	"candour/models/terms"
)

// ParseSchedule reads a cron line of five fields, or a word like @hourly, in a zone. What it cannot run is refused with a sentence for the
// person who typed it.
func ParseSchedule(spec, zone string) (cron.Schedule, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return nil, models.InvalidField("zone", "The time zone %q is not known. Give one like Europe/Zurich.", zone)
	}
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return nil, models.InvalidField("spec", "This is not a schedule: %v. Give five fields (minute, hour, day of the month, month, day of the week), for example */15 * * * * for every quarter of an hour.", err)
	}
	if ss, ok := s.(*cron.SpecSchedule); ok {
		ss.Location = loc
	}
	// A line that never comes round (30 February) would be a job that is silently off.
	if s.Next(time.Unix(0, 0)).IsZero() {
		return nil, models.InvalidField("spec", "This schedule never runs: there is no such day.")
	}
	return s, nil
}

// NextRuns gives the next n times of a schedule after a moment.
func NextRuns(spec, zone string, after terms.Instant, n int) ([]terms.Instant, error) {
	s, err := ParseSchedule(spec, zone)
	if err != nil {
		return nil, err
	}
	out := make([]terms.Instant, 0, n)
	for t := after.Time(); len(out) < n; {
		if t = s.Next(t); t.IsZero() {
			break
		}
		out = append(out, terms.InstantOf(t))
	}
	return out, nil
}

// LastRun is the newest time at which a schedule came round, up to now; zero when it did not within the last year. A job that must not run
// before its hour asks this, because the queue also runs each recurring job when the program starts.
func LastRun(spec, zone string, now terms.Instant) (terms.Instant, error) {
	s, err := ParseSchedule(spec, zone)
	if err != nil {
		return terms.Instant{}, err
	}
	// A schedule can only be asked forwards. Short looks back come first, so that one of every minute is not asked half a million times.
	for _, back := range []time.Duration{2 * time.Hour, 25 * time.Hour, 8 * 24 * time.Hour, 32 * 24 * time.Hour, 367 * 24 * time.Hour} {
		last := time.Time{}
		for t := s.Next(now.Time().Add(-back)); !t.IsZero() && !t.After(now.Time()); t = s.Next(t) {
			last = t
		}
		if !last.IsZero() {
			return terms.InstantOf(last), nil
		}
	}
	return terms.Instant{}, nil
}

// EnsureSchedules gives each recurring job a schedule, if it has none yet; what somebody edited stays.
func EnsureSchedules(ctx context.Context, db *models.DB, work []Periodic) error {
	have, err := models.ListSchedules(db.View(ctx))
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, s := range have {
		known[s.Name] = true
	}
	for _, p := range work {
		if known[p.Name] {
			continue
		}
		if _, err := ParseSchedule(p.Default, "UTC"); err != nil {
			return err
		}
		err := db.Command(ctx, models.Act{By: models.System, Operation: "add-schedule"}, func(tx models.Tx) error {
			return models.AddSchedule(tx, &models.Schedule{Name: p.Name, Says: p.Says, Spec: p.Default, Zone: "UTC", Enabled: true, ChangedAt: tx.Now()})
		})
		// Another node that starts at the same moment has added it.
		if err != nil && !models.IsKind(err, models.KindConflict) {
			return err
		}
	}
	return nil
}

// ChangeSchedule edits when a recurring job runs; every node takes it up within seconds.
func ChangeSchedule(ctx context.Context, db *models.DB, by models.Viewer, name string, version int, spec, zone string, enabled bool) error {
	if _, err := ParseSchedule(spec, zone); err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "change-schedule"}, func(tx models.Tx) error {
		s, err := models.FindSchedule(tx, name)
		if err != nil {
			return err
		}
		s.Version = version
		if err := tx.Details(map[string]any{"schedule": name, "spec": spec, "zone": zone, "enabled": enabled}); err != nil {
			return err
		}
		return models.UpdateSchedule(tx, &s, map[string]any{"spec": spec, "zone": zone, "enabled": enabled, "changed_by": by.Account})
	})
}
