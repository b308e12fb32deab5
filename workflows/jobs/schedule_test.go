package jobs_test

import (
	"testing"
	"time"

	"candour/models/terms"
	"candour/workflows/jobs"
)

func TestTheNewestRunOfASchedule(t *testing.T) {
	for _, c := range []struct{ name, spec, zone, now, want string }{
		{"before its hour it was yesterday", "0 6 * * *", "UTC", "2026-11-23T05:59:59Z", "2026-11-22T06:00:00Z"},
		{"at its hour it is now", "0 6 * * *", "UTC", "2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z"},
		{"in the zone of the schedule", "0 6 * * *", "Europe/Zurich", "2026-11-23T05:30:00Z", "2026-11-23T05:00:00Z"},
		{"every minute", "* * * * *", "UTC", "2026-11-23T05:30:10Z", "2026-11-23T05:30:00Z"},
		{"once a week", "0 6 * * 1", "UTC", "2026-11-22T12:00:00Z", "2026-11-16T06:00:00Z"},
		{"once a year", "0 6 1 1 *", "UTC", "2026-11-22T12:00:00Z", "2026-01-01T06:00:00Z"},
		{"not within a year", "0 6 29 2 *", "UTC", "2026-11-22T12:00:00Z", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			now, err := terms.ParseInstant(c.now)
			if err != nil {
				t.Fatal(err)
			}
			got, err := jobs.LastRun(c.spec, c.zone, now)
			if err != nil {
				t.Fatal(err)
			}
			said := ""
			if !got.IsZero() {
				said = got.Time().Format(time.RFC3339)
			}
			if said != c.want {
				t.Errorf("%s, want %s", said, c.want)
			}
		})
	}
}
