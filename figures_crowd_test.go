//go:build figures

package main

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/exercise"
)

// TestFigureCrowd: every page of an incident with 2,000,000 named people, over HTTP, while sixteen ask at once. Each of them is sealed,
// found by address and name, and has a line in the dispatch; all that is left out is the reading of a file.
func TestFigureCrowd(t *testing.T) {
	people, err := strconv.Atoi(cmp.Or(os.Getenv("CANDOUR_FIGURE_CROWD"), "2000000"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("CANDOUR_FIGURE_PEOPLE", "2000")
	for _, engine := range modelstest.Engines() {
		if only := os.Getenv("CANDOUR_FIGURE_ENGINE"); only != "" && only != string(engine) {
			continue
		}
		t.Run(string(engine), func(t *testing.T) {
			l := load(t, engine)
			start := time.Now()
			last := fillCrowd(t, l, people)
			fmt.Printf("%-70s %9.1f s\n", fmt.Sprintf("%s: %d people put in, each with a line", engine, people), time.Since(start).Seconds())
			server := httptest.NewServer(l.app.handler)
			defer server.Close()
			u := &figureUser{t, engine, server.URL + "/api", signedIn(t, server.URL)}
			crowdFigures(u, l, last)
		})
	}
}

// fillCrowd adds people to the cohorts of the exercise and lines to its dispatch, of which a third has been told. It gives the last id.
func fillCrowd(t *testing.T, l *loaded, people int) int64 {
	t.Helper()
	ctx, db := t.Context(), l.app.db
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(exercise.Telling(ctx, db, l.manager, l.incident))
	all, err := models.DispatchesOf(db.View(ctx), l.incident)
	must(err)
	d := all[0]
	rows, err := db.SQL().QueryContext(ctx, "SELECT number FROM people_cohorts WHERE incident_id = $1 ORDER BY number", l.incident)
	must(err)
	var cohorts []int64
	for rows.Next() {
		var n int64
		must(rows.Scan(&n))
		cohorts = append(cohorts, n)
	}
	must(rows.Close())
	key := func(field, normal string) int64 {
		n, err := db.Keys().LookupNumber(field, l.incident, normal)
		must(err)
		return n
	}
	var words [2][600]int64
	for i := range words[0] {
		words[0][i], words[1][i] = key("people.word", fmt.Sprintf("given%d", i)), key("people.word", fmt.Sprintf("family%d", i))
	}
	const batch, file = 20_000, 900
	last := int64(0)
	var probed bool
	for from := 0; from < people; from += batch {
		rows := make([]models.Person, min(batch, people-from))
		var wait sync.WaitGroup
		for part := range 2 {
			wait.Go(func() {
				for at := part; at < len(rows); at += 2 {
					n := from + at
					var details models.PersonDetails
					email := fmt.Sprintf("person%07d@people.example", n)
					details.Fields[models.PersonName] = fmt.Sprintf("Given%d Family%d", n%600, n/600%600)
					details.Fields[models.PersonEmail], details.Fields[models.PersonLanguage] = email, []string{"en", "fr", "es", "ar"}[n%4]
					same, mail := int64(n)+1<<40, key("people.email", email)
					rows[at] = models.Person{ID: models.PersonID(file, int64(n+1)), Cohort: cohorts[n%len(cohorts)], SameKey: same, EmailKey: &mail,
						Words: []int64{words[0][n%600], words[1][n/600%600]}}
					if err := rows[at].SetDetails(db.Keys(), &details); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		last = rows[len(rows)-1].ID
		must(db.PeopleCommand(ctx, models.Act{By: models.System, Operation: "test", Incident: l.incident}, &probed, func(b models.Bulk) error {
			conflicts, err := b.AddPeople(rows)
			if len(conflicts) > 0 {
				return fmt.Errorf("%d conflicts", len(conflicts))
			}
			return err
		}))
	}
	must(db.Command(ctx, models.Act{By: models.System, Operation: "test", Incident: l.incident}, func(tx models.Tx) error {
		for _, q := range []string{
			fmt.Sprintf("INSERT INTO person_deliveries (dispatch, person_id, cohort, wave, channel, state, reason, step, language, queued_at) SELECT %d, id, cohort, 2, 'email', CASE WHEN id %% 3 = 0 THEN 'sent' ELSE 'queued' END, '', 1, 'en', '2026-11-23T09:00:00Z' FROM people WHERE id > %d",
				d.Number, models.PersonID(file, 0)),
			fmt.Sprintf("DELETE FROM dispatch_counts WHERE dispatch = %d", d.Number),
			fmt.Sprintf("INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries WHERE dispatch = %d GROUP BY 1, 2, 3, 4, 5", d.Number),
			fmt.Sprintf("UPDATE dispatches SET phase = 'sending', wave = 1, halted = 'paused', people_count = (SELECT COUNT(*) FROM person_deliveries WHERE dispatch = %d) WHERE number = %d", d.Number, d.Number),
		} {
			if _, err := tx.SQL().Exec(q); err != nil {
				return err
			}
		}
		return nil
	}))
	if db.Engine() == models.Postgres {
		_, err = db.SQL().ExecContext(ctx, "VACUUM ANALYZE people, person_deliveries") // as the server does by itself within a minute
		must(err)
	}
	return last
}

// crowdFigures asks everything that an incident shows, and people at both ends of the list.
func crowdFigures(u *figureUser, l *loaded, last int64) {
	type page struct {
		what, method, path string
		body               any
		limit              float64
	}
	incident := "/incidents/" + l.incident
	var pages []page
	operations := l.app.server.Operations()
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		if op.Method != http.MethodGet || !strings.Contains(op.Path, "{incident_id}") || !models.RoleIncidentManager.Has(op.Right) {
			continue
		}
		path := strings.NewReplacer("{incident_id}", l.incident, "{person_id}", fmt.Sprint(last)).Replace(op.Path)
		if strings.Contains(path, "{") || ask(u.t, u.client, u.url+path) != http.StatusOK {
			continue
		}
		limit := 100.0
		if strings.Contains(id, "coverage") {
			limit = 200
		}
		pages = append(pages, page{id, "GET", path, nil, limit})
	}
	var cohort int64
	if err := l.app.db.SQL().QueryRow("SELECT MAX(number) FROM people_cohorts WHERE incident_id = $1", l.incident).Scan(&cohort); err != nil {
		u.t.Fatal(err)
	}
	// The mark of a page is the cohort and the id of the last person of the one before.
	cursor := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "[%d,%d]", cohort, last-5000))
	pages = append(pages,
		page{"list-people, the last page", "GET", incident + "/people?cursor=" + cursor, nil, 100},
		page{"list-people, 200 on a page", "GET", incident + "/people?limit=200", nil, 100},
		page{"search-people, by address", "POST", incident + "/people/search", body{"text": "person0777777@people.example"}, 100},
		page{"search-people, by one name of thousands", "POST", incident + "/people/search", body{"text": "given77"}, 100},
		page{"search-people, by both names", "POST", incident + "/people/search", body{"text": "Given77 Family7"}, 100})
	worst, beyond := page{}, 0
	slowest := 0.0
	for _, p := range pages {
		var rounds []float64
		for range 3 {
			took := u.busy(p.method, p.path, p.body)
			slices.Sort(took)
			rounds = append(rounds, took[len(took)*99/100])
		}
		p99 := median(rounds)
		if p99 > slowest {
			worst, slowest = p, p99
		}
		if p99 > p.limit {
			beyond++
		}
		if p99 > p.limit/2 || strings.Contains(p.what, "coverage") || strings.Contains(p.what, "people") || strings.Contains(p.what, "dispatch") {
			figure(u.t, fmt.Sprintf("%s: %s, 99 of 100", u.engine, p.what), p99, p.limit, "ms")
		}
	}
	fmt.Printf("%-70s %9.2f ms    (%s), %d beyond\n", fmt.Sprintf("%s: slowest of %d pages with the crowd, 99 of 100 answers", u.engine, len(pages)), slowest, worst.what, beyond)
	figure(u.t, string(u.engine)+": coverage alone", u.alone("GET", incident+"/coverage", nil), 200, "ms")
}

// busy is how long each answer took with all connections at it.
func (u *figureUser) busy(method, path string, body any) []float64 {
	var mu sync.Mutex
	var took []float64
	together(figureConnections, func(int) {
		for range 200 / figureConnections {
			start := time.Now()
			u.read(method, path, body, nil)
			mu.Lock()
			took = append(took, float64(time.Since(start).Microseconds())/1000)
			mu.Unlock()
		}
	})
	return took
}
