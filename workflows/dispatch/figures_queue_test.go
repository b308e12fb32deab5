//go:build figures

package dispatch_test

// Figures that `make bench` prints: how fast people are queued, every message made and checked, and how long the coverage of two million
// people takes to read.

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/dispatch"
)

func figureSize(t *testing.T, name, usual string) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv(name), usual))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFigureQueue(t *testing.T) {
	people, rounds := figureSize(t, "CANDOUR_FIGURE_PEOPLE", "515000"), figureSize(t, "CANDOUR_FIGURE_ROUNDS", "3")
	for _, engine := range modelstest.Engines() {
		c := newCrowd(t, modelstest.Open(t, engine), false)
		c.add(many(people)...)
		c.must(c.db.AnalysePeople(t.Context()))
		n := c.notice()
		var rates []float64
		for range rounds {
			d, err := dispatch.Prepare(t.Context(), c.db, c.manager, n.ID, dispatch.Choices{})
			c.must(err)
			start := time.Now()
			d = c.queue(d.Number)
			rates = append(rates, float64(people)/time.Since(start).Seconds())
			if d.PeopleCount != int64(people) || d.Phase != models.DispatchReady {
				t.Fatalf("%d of %d people have a line: %s", d.PeopleCount, people, d.Phase)
			}
		}
		slices.Sort(rates)
		beyond := ""
		if rates[rounds/2] < 20_000 {
			beyond = "  BEYOND"
		}
		fmt.Printf("%-70s %9.0f people/s (limit 20000)%s\n", fmt.Sprintf("queue %d people, every message made and checked, %s", people, engine), rates[rounds/2], beyond)
		c.addsUp()
	}
}

func TestFigureCoverage(t *testing.T) {
	people := figureSize(t, "CANDOUR_FIGURE_COVERED", "2000000")
	for _, engine := range modelstest.Engines() {
		c := newCrowd(t, modelstest.Open(t, engine), false)
		c.add(many(400)...)
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{}))
		c.settle(d.Number, models.DeliverySent)
		// The rest as the queue would have left them, made by the database itself: what is measured is reading.
		series := "generate_series(1, %d) AS s(n)"
		if engine == models.SQLite {
			series = "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s) AS s"
		}
		more := people - 400
		c.command(func(tx models.Tx) error {
			for _, q := range []string{
				fmt.Sprintf("INSERT INTO people (id, cohort, same_key, sealed) SELECT 1000000000000 + s.n, %d + s.n %% 4, 1000000000000 + s.n, '' FROM "+series, c.cohorts[0], more),
				fmt.Sprintf("INSERT INTO person_deliveries (dispatch, person_id, cohort, wave, channel, state, reason, step, queued_at) SELECT %d, 1000000000000 + s.n, %d + s.n %% 4, 2, 'email', CASE WHEN s.n %% 3 = 0 THEN 'sent' ELSE 'queued' END, '', 1, '2026-11-23T09:00:00Z' FROM "+series,
					d.Number, c.cohorts[0], more),
				fmt.Sprintf("UPDATE people_cohorts SET people_count = (SELECT COUNT(*) FROM people WHERE people.cohort = people_cohorts.number) WHERE incident_id = '%s'", c.incident),
				fmt.Sprintf("DELETE FROM dispatch_counts WHERE dispatch = %d", d.Number),
				fmt.Sprintf("INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries WHERE dispatch = %d GROUP BY dispatch, cohort, channel, state, reason", d.Number),
			} {
				if _, err := tx.SQL().Exec(q); err != nil {
					return err
				}
			}
			return nil
		})
		in, err := models.LoadIncident(c.db.View(t.Context()), c.incident)
		c.must(err)
		var times []time.Duration
		for range 21 {
			start := time.Now()
			cover, err := dispatch.Cover(c.db.View(t.Context()), c.manager, in)
			times = append(times, time.Since(start))
			if err != nil || cover.Affected != int64(people) || cover.Difference != 0 {
				t.Fatalf("affected %d, difference %d: %v", cover.Affected, cover.Difference, err)
			}
		}
		slices.Sort(times)
		start := time.Now()
		diff, err := dispatch.Recount(t.Context(), c.db, d)
		c.must(err)
		recount := time.Since(start)
		beyond := ""
		if times[19] > 200*time.Millisecond || diff != 0 {
			beyond = "  BEYOND"
		}
		fmt.Printf("%-70s %9.1f ms, the slowest of 20 (limit 200); the recount by join %.1f s%s\n", fmt.Sprintf("coverage of %d people, %s", people, engine), float64(times[19].Microseconds())/1000,
			recount.Seconds(), beyond)
	}
}
