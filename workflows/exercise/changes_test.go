package exercise

import (
	"slices"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/directory"
	"candour/workflows/intake"
	"candour/workflows/regimes"
)

// replay is the incident of January 2022 with one society missing, as it stood on 24 January, decided.
type replay struct {
	t        *testing.T
	db       *models.DB
	lib      *regimes.Library
	by       models.Viewer
	story    *Story
	incident models.ID
}

const missing = "German Red Cross"

func begin(t *testing.T, db *models.DB) *replay {
	t.Helper()
	if err := directory.SeedDirectory(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	modelstest.ClockOf(db).Set(when(t, "2022-01-24T12:00:00+01:00"))
	r := &replay{t: t, db: db, lib: lib, by: manager(t, db), story: load(t)}
	sixty := *r.story
	sixty.Parties = slices.DeleteFunc(slices.Clone(sixty.Parties), func(p Party) bool { return p.Name == missing })
	sixty.Groups = slices.DeleteFunc(slices.Clone(sixty.Groups), func(g Group) bool { return g.Party == missing })
	i, err := Open(t.Context(), db, lib, r.by, &sixty)
	if err != nil {
		t.Fatal(err)
	}
	r.incident = i.ID
	if _, err := assessment.Decide(t.Context(), db, r.by, i.ID); err != nil {
		t.Fatal(err)
	}
	return r
}

// until records what was learnt up to a moment, at that moment.
func (r *replay) until(moment string) assessment.Difference {
	r.t.Helper()
	from := r.db.Now()
	modelstest.ClockOf(r.db).Set(when(r.t, moment))
	for _, f := range r.story.Facts {
		if learnt := f.LearntAt.Instant(); learnt.After(from) && !learnt.After(r.db.Now()) {
			if _, err := intake.Append(r.t.Context(), r.db, r.lib, r.by, r.incident, "", []intake.Entry{entry(f)}); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	return r.pending()
}

func (r *replay) pending() assessment.Difference {
	r.t.Helper()
	d, err := assessment.Pending(r.db.View(r.t.Context()), r.by, r.incident)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func fact(d assessment.Difference, key string) assessment.FactChange {
	for _, f := range d.Facts {
		if f.Fact == key {
			return f
		}
	}
	return assessment.FactChange{}
}

// Each change of January and February 2022, one after the other, with what it moved.
func TestTheChangesOf2022(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		r := begin(t, db)
		if d := r.pending(); len(d.Lines)+len(d.Facts) != 0 {
			t.Fatalf("before anything changed: %+v", d)
		}
		r.ownServers()
		r.presumedCopied()
		r.sixtyFirst()
		r.hostTakenOut()
	})
}

// 25 January: not the hosting company was attacked but the committee's own servers. Whose servers they were moves no duty of a controller.
func (r *replay) ownServers() {
	d := r.until("2022-01-25T12:00:00+01:00")
	if f := fact(d, "data_detail"); f.From != "The target was an external company in Switzerland that hosts the data" || f.To != "A direct, targeted attack on servers of the ICRC, not on the hosting company" {
		r.t.Errorf("own servers: %+v", f)
	}
	if len(d.Lines) != 0 || d.Waiting != 0 || len(d.Groups) != 0 || d.Same < 600 {
		r.t.Errorf("own servers: %d lines, %d same", len(d.Lines), d.Same)
	}
	r.follow()
	if d := r.pending(); len(d.Facts) != 0 {
		r.t.Errorf("own servers, after the rules followed: %+v", d.Facts)
	}
}

// 16 February: "no indication" becomes "presumed". What could not be told before is required now, and takes effect without a person.
func (r *replay) presumedCopied() {
	d := r.until("2022-02-16T12:00:00+01:00")
	if f := fact(d, "exfiltrated"); f.From != "no-indication" || f.To != "presumed" {
		r.t.Errorf("presumed: %+v", f)
	}
	regimesMoved := map[string]bool{}
	for _, l := range d.Lines {
		regimesMoved[l.Regime] = true
		if l.Change != assessment.LineOutcome || l.From != terms.Undetermined || l.To != terms.Required || !l.Stricter {
			r.t.Errorf("presumed: %s %s for %s: %s from %s to %s", l.Regime, l.Duty, l.Party, l.Change, l.From, l.To)
		}
		if !slices.ContainsFunc(l.Facts, func(f assessment.FactChange) bool { return f.Fact == "exfiltrated" }) || l.Rule == "" || l.Citation == "" {
			r.t.Errorf("presumed: %s %s because of %+v, rule %q", l.Regime, l.Duty, l.Facts, l.Rule)
		}
	}
	for _, law := range []string{"us-ca", "ph-dpa", "tr-kvkk"} {
		if !regimesMoved[law] {
			r.t.Errorf("presumed: %s did not move, but %v did", law, regimesMoved)
		}
	}
	if d.Waiting != 0 {
		r.t.Errorf("presumed: %d lines wait though nothing is taken away", d.Waiting)
	}
	r.follow()
	if d := r.pending(); len(d.Lines) != 0 {
		r.t.Errorf("presumed, after the rules followed: %d lines", len(d.Lines))
	}
}

// 60 become 61: a society joins with its people, and owes its own authority on its own clock.
func (r *replay) sixtyFirst() {
	if _, err := Open(r.t.Context(), r.db, r.lib, r.by, r.story); err != nil {
		r.t.Fatal(err)
	}
	d := r.pending()
	if len(d.Facts) != 1 || fact(d, "party").About != missing {
		r.t.Errorf("61: %+v", d.Facts)
	}
	gdpr := 0
	for _, l := range d.Lines {
		if l.Party != missing || l.Change != assessment.LineAdded || !l.Stricter || len(l.Facts) != 1 || l.Facts[0].Fact != "party" {
			r.t.Errorf("61: %s %s of %s: %s because of %+v", l.Regime, l.Duty, l.Party, l.Change, l.Facts)
		}
		if l.Regime == "eu-gdpr" && l.Duty == "authority-notice" && l.ToDueAt.Equal(when(r.t, "2022-01-22T16:30:00+01:00")) {
			gdpr++
		}
	}
	if gdpr != 1 {
		r.t.Errorf("61: no clock to the authority among %d lines", len(d.Lines))
	}
	if len(d.Groups) == 0 {
		r.t.Error("61: its people are not among the groups")
	}
	r.follow()
}

// The hosting company was not the target and is taken out: what it owed waits for a person, and is accepted in one act.
func (r *replay) hostTakenOut() {
	parties, err := models.LoadParties(r.db.View(r.t.Context()), r.incident)
	if err != nil {
		r.t.Fatal(err)
	}
	host := parties[slices.IndexFunc(parties, func(p models.Party) bool { return p.Role != models.Controller && p.Role != models.JointController })]
	if err := intake.RemoveParty(r.t.Context(), r.db, r.by, host.ID, host.Version, "The attack was on the committee's own servers."); err != nil {
		r.t.Fatal(err)
	}
	r.follow()
	d := r.pending()
	var keys []string
	for _, l := range d.Lines {
		if l.Party != host.Name || l.Change != assessment.LineRemoved || l.Stricter {
			r.t.Errorf("host: %s %s of %s: %s", l.Regime, l.Duty, l.Party, l.Change)
		}
		keys = append(keys, l.Key)
	}
	if len(keys) == 0 || d.Waiting != len(keys) {
		r.t.Fatalf("host: %d lines, %d wait", len(keys), d.Waiting)
	}
	if _, err := assessment.DecideLines(r.t.Context(), r.db, r.by, r.incident, d.FactsVersion, keys); err != nil {
		r.t.Fatal(err)
	}
	if d := r.pending(); len(d.Lines) != 0 || d.Waiting != 0 {
		r.t.Errorf("host, after accepting: %d lines", len(d.Lines))
	}
}

func (r *replay) follow() {
	r.t.Helper()
	if err := assessment.Follow(r.t.Context(), r.db); err != nil {
		r.t.Fatal(err)
	}
}
