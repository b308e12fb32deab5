package intake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/directory"
	"candour/workflows/intake"
	"candour/workflows/regimes"
)

var manager = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}

// library is the rule pack; the tests of this package only ask it which named facts there are.
func library(t *testing.T) *regimes.Library {
	t.Helper()
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return lib
}

func instant(t *testing.T, s string) terms.Instant {
	t.Helper()
	i, err := terms.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func opened(t *testing.T, db *models.DB) models.Incident {
	t.Helper()
	i, err := intake.Open(t.Context(), db, library(t), manager, intake.Opening{Title: "Intruder in the family-tracing servers",
		Reporter: models.Reporter{Name: "Exercise Caller"}, AwareAt: instant(t, "2026-11-23T08:30:00+01:00"), AwareZone: "Europe/Zurich"})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func seeded(t *testing.T, db *models.DB) func(name string) models.ID {
	t.Helper()
	if err := directory.SeedDirectory(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return func(name string) models.ID {
		for _, kind := range []models.OrganisationKind{models.KindSociety, models.KindHeadquarters} {
			if o, err := models.FindOrganisationNamed(db.View(t.Context()), kind, name); err == nil {
				return o.ID
			}
		}
		t.Fatalf("%s is not in the directory", name)
		return ""
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) || e.Kind != models.KindInvalid || len(e.Fields) == 0 || e.Fields[0].Name != field {
		t.Errorf("got %v, want the field %s to be refused", err, field)
	}
}

func number(n int) *int { return &n }

func TestAnIncidentOpensWithThreeFields(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		if i.State != models.IncidentOpen || i.Reference != "INC-2026-0001" || i.Exercise || i.FactsVersion == 0 {
			t.Errorf("opened as %+v", i)
		}
		if got := i.AwareAt.String(); got != "2026-11-23T07:30:00Z" || i.AwareZone != "Europe/Zurich" {
			t.Errorf("aware at %s, %s", got, i.AwareZone)
		}
		r := db.View(t.Context())
		facts, err := models.CurrentFacts(r, i.ID)
		if err != nil || len(facts) != 1 || facts[0].Key != "aware_at" || facts[0].Zone != "Europe/Zurich" {
			t.Errorf("facts: %+v, %v", facts, err)
		}
		if rep, err := i.ReporterOf(db.Keys()); err != nil || rep.Name != "Exercise Caller" {
			t.Errorf("reporter: %+v, %v", rep, err)
		}
		events, err := models.ListEvents(r, i.ID, models.PageRequest{})
		if err != nil || len(events.Items) == 0 || events.Items[len(events.Items)-1].Operation != "open-incident" {
			t.Fatalf("events: %+v, %v", events.Items, err)
		}
		for _, e := range events.Items {
			if strings.Contains(e.Details, "Exercise Caller") || strings.Contains(e.Details, "Intruder") {
				t.Errorf("the record holds a name or a typed text: %s", e.Details)
			}
		}
	})
}

func TestProvisionalClocksRunFromTheMomentAnIncidentIsOpened(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		named := seeded(t, db)
		i, err := intake.Open(t.Context(), db, library(t), manager, intake.Opening{Title: "Intruder", Reporter: models.Reporter{Name: "A"},
			SocietyID: named("German Red Cross"), AwareAt: instant(t, "2026-11-23T08:30:00+01:00"), AwareZone: "Europe/Berlin"})
		if err != nil {
			t.Fatal(err)
		}
		clocks, err := models.LoadObligations(db.View(t.Context()), i.ID)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, o := range clocks {
			found = found || o.Regime == "eu-gdpr" && o.DueAt.String() == "2026-11-26T07:30:00Z"
		}
		if !found {
			t.Errorf("no clock of 72 hours under the GDPR among %d clocks", len(clocks))
		}
		if _, err := intake.Close(t.Context(), db, manager, i.ID, "Done."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("closed with open obligations: %v", err)
		}
	})
}

func TestARequestSentTwiceOpensOneIncident(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		in := intake.Opening{ID: models.NewID(), Title: "One", Reporter: models.Reporter{Society: "Somewhere"}}
		for range 2 {
			if i, err := intake.Open(t.Context(), db, nil, manager, in); err != nil || i.Number != 1 {
				t.Fatalf("number %d, %v", i.Number, err)
			}
		}
		other := manager
		other.Account = models.NewID()
		if _, err := intake.Open(t.Context(), db, nil, other, in); !models.IsKind(err, models.KindConflict) {
			t.Errorf("somebody else's draft: %v", err)
		}
	})
}

func TestTwoIncidentsOpenedAtTheSameMomentHaveTwoNumbers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		done := make(chan error)
		for n := range 4 {
			go func() {
				_, err := intake.Open(context.WithoutCancel(t.Context()), db, nil, manager, intake.Opening{Title: fmt.Sprintf("Incident %d", n), Reporter: models.Reporter{Name: "A"}})
				done <- err
			}()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		p, err := models.ListIncidents(db.View(t.Context()), manager, models.IncidentFilter{}, models.PageRequest{})
		if err != nil || len(p.Items) != 4 || p.Items[0].Number != 4 {
			t.Errorf("%d incidents, %v", len(p.Items), err)
		}
	})
}

func TestWhatAnOpeningRefuses(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	good := intake.Opening{Title: "Lost laptop", Reporter: models.Reporter{Name: "A"}, AwareZone: "Europe/Paris"}
	cases := []struct {
		name   string
		change func(*intake.Opening)
		field  string
	}{
		{"no sentence", func(o *intake.Opening) { o.Title = " " }, "title"},
		{"a sentence of 201 characters", func(o *intake.Opening) { o.Title = strings.Repeat("x", 201) }, "title"},
		{"a line break in the sentence", func(o *intake.Opening) { o.Title = "Lost\nlaptop" }, "title"},
		{"nobody on the line", func(o *intake.Opening) { o.Reporter = models.Reporter{} }, "reporter"},
		{"a control character in a name", func(o *intake.Opening) { o.Reporter.Name = "A\x1b[2J" }, "reporter"},
		{"a name that turns its direction", func(o *intake.Opening) { o.Reporter.Name = "A\u202eB" }, "reporter"},
		{"a zone that does not exist", func(o *intake.Opening) { o.AwareZone = "Europe/Atlantis" }, "aware_zone"},
		{"the zone of the machine", func(o *intake.Opening) { o.AwareZone = "Local" }, "aware_zone"},
		{"a moment that has not come yet", func(o *intake.Opening) { o.AwareAt = terms.InstantOf(modelstest.Start.Add(time.Hour)) }, "aware_at"},
		{"a fact nobody knows", func(o *intake.Opening) {
			o.Facts = []intake.Entry{{Key: "colour", Value: json.RawMessage(`"red"`)}}
		}, "key"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := good
			c.change(&o)
			_, err := intake.Open(t.Context(), db, nil, manager, o)
			wantField(t, err, c.field)
		})
	}
	if p, err := models.ListIncidents(db.View(t.Context()), manager, models.IncidentFilter{}, models.PageRequest{}); err != nil || len(p.Items) != 0 {
		t.Errorf("%d incidents were opened by refused requests, %v", len(p.Items), err)
	}
}

func TestFactsThatAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := opened(t, db)
	stranger := models.NewID()
	cases := []struct {
		name  string
		entry intake.Entry
		field string
	}{
		{"a key that is not in the vocabulary", intake.Entry{Key: "colour", Value: json.RawMessage(`"red"`)}, "key"},
		{"a named fact that no regime asks for", intake.Entry{Key: "other.eu-gdpr.no-such-word", Value: json.RawMessage(`true`)}, "key"},
		{"a word the fact does not know", intake.Entry{Key: "cause", Value: json.RawMessage(`"aliens"`)}, "value"},
		{"a text where yes or no is asked", intake.Entry{Key: "malicious", Value: json.RawMessage(`"yes"`)}, "value"},
		{"a number below zero", intake.Entry{Key: "people_count", Value: json.RawMessage(`-1`)}, "value"},
		{"a range from more to less", intake.Entry{Key: "people_count", Value: json.RawMessage(`{"min": 10, "max": 5}`)}, "count"},
		{"an exact range with two ends", intake.Entry{Key: "people_count", Value: json.RawMessage(`{"min": 5, "max": 10, "exact": true}`)}, "count"},
		{"a range with a word nobody knows", intake.Entry{Key: "people_count", Value: json.RawMessage(`{"about": 10}`)}, "value"},
		{"a time without an offset", intake.Entry{Key: "occurred_at", Value: json.RawMessage(`"2022-01-19T18:00:00"`)}, "value"},
		{"a time that has not come yet", intake.Entry{Key: "occurred_at", Value: json.RawMessage(`"2030-01-19T18:00:00Z"`)}, "value"},
		{"a zone that does not exist", intake.Entry{Key: "occurred_at", Value: json.RawMessage(`"2022-01-19T18:00:00Z"`), Zone: "Mars/Olympus"}, "zone"},
		{"learnt in the future", intake.Entry{Key: "malicious", Value: json.RawMessage(`true`), LearntAt: terms.InstantOf(modelstest.Start.Add(time.Hour))}, "learnt_at"},
		{"a certainty nobody knows", intake.Entry{Key: "malicious", Value: json.RawMessage(`true`), Certainty: "sure"}, "certainty"},
		{"the risk, which needs a reason and another right", intake.Entry{Key: "risk_level", Value: json.RawMessage(`"none_likely"`)}, "key"},
		{"an incident that nobody is aware of", intake.Entry{Key: "aware_at"}, "value"},
		{"a source with an escape sequence", intake.Entry{Key: "malicious", Value: json.RawMessage(`true`), Source: "a\x1bb"}, "source"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "", []intake.Entry{c.entry})
			wantField(t, err, c.field)
		})
	}
	t.Run("a party of no incident of ours", func(t *testing.T) {
		_, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "", []intake.Entry{{Key: "malicious", PartyID: &stranger}})
		if !models.IsKind(err, models.KindNotFound) {
			t.Error(err)
		}
	})
	if facts, err := models.ListFacts(db.View(t.Context()), i.ID); err != nil || len(facts) != 1 {
		t.Errorf("refused facts left %d behind, %v", len(facts)-1, err)
	}
}

func TestFactsAreAddedAndTheOneLearntLastCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		say := func(e intake.Entry) models.Fact {
			t.Helper()
			fs, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "", []intake.Entry{e})
			if err != nil {
				t.Fatal(err)
			}
			return fs[0]
		}
		before, err := models.LoadIncident(db.View(t.Context()), i.ID)
		if err != nil {
			t.Fatal(err)
		}
		say(intake.Entry{Key: "people_count", Value: json.RawMessage(`{"min": 515000}`), Source: "Exercise Analyst"})
		modelstest.ClockOf(db).Advance(time.Hour)
		late := say(intake.Entry{Key: "people_count", Value: json.RawMessage(`300000`), LearntAt: instant(t, "2026-11-22T08:00:00Z")})
		if !late.RecordedAt.After(late.LearntAt) {
			t.Error("a fact recorded late does not show it")
		}
		f, ok, err := models.CurrentFact(db.View(t.Context()), i.ID, nil, nil, "people_count")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if c, known := f.Range(); !known || c.Min == nil || *c.Min != 515000 || c.Max != nil {
			t.Errorf("in force: %s; a fact that was learnt earlier pushed a newer one aside", f.Value)
		}
		if s, err := f.Source(db.Keys()); err != nil || s != "Exercise Analyst" {
			t.Errorf("source %q, %v", s, err)
		}
		unknown := say(intake.Entry{Key: "people_count"})
		if unknown.Known() {
			t.Error("not known yet reads as known")
		}
		if empty := say(intake.Entry{Key: "nature", Value: json.RawMessage(`[]`)}); empty.Known() {
			t.Error("an empty list reads as an answer; it means that nobody knows yet")
		}
		all, err := models.ListFacts(db.View(t.Context()), i.ID)
		if err != nil || len(all) != 5 {
			t.Errorf("history has %d facts, want 5; %v", len(all), err)
		}
		after, err := models.LoadIncident(db.View(t.Context()), i.ID)
		if err != nil || after.FactsVersion <= before.FactsVersion {
			t.Errorf("the assessment does not know that it is behind: %d, %d", before.FactsVersion, after.FactsVersion)
		}
	})
}

func TestANewMomentOfAwarenessMovesTheIncidentUnlessItWasLearntEarlier(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		modelstest.ClockOf(db).Advance(time.Hour)
		say := func(at, learnt string) string {
			t.Helper()
			e := intake.Entry{Key: "aware_at", Value: json.RawMessage(`"` + at + `"`), Zone: "Africa/Nairobi"}
			if learnt != "" {
				e.LearntAt = instant(t, learnt)
			}
			if _, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "log", []intake.Entry{e}); err != nil {
				t.Fatal(err)
			}
			got, err := models.LoadIncident(db.View(t.Context()), i.ID)
			if err != nil {
				t.Fatal(err)
			}
			return got.AwareAt.String() + " " + got.AwareZone
		}
		if got := say("2026-11-22T10:00:00+03:00", ""); got != "2026-11-22T07:00:00Z Africa/Nairobi" {
			t.Errorf("aware at %s", got)
		}
		if got := say("2026-11-01T10:00:00+03:00", "2026-11-02T00:00:00Z"); got != "2026-11-22T07:00:00Z Africa/Nairobi" {
			t.Errorf("a statement learnt earlier moved it to %s", got)
		}
	})
}

func TestTheScriptFillsFactsOfTheVocabulary(t *testing.T) {
	s, err := intake.TelephoneScript()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Questions) != 12 {
		t.Errorf("%d questions, want 12", len(s.Questions))
	}
	db := modelstest.Open(t, models.SQLite)
	i := opened(t, db)
	for _, q := range s.Questions {
		if _, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "", []intake.Entry{{Key: q.Fact}}); err != nil {
			t.Errorf("question %s does not accept not known yet: %v", q.ID, err)
		}
		for _, a := range q.Answers {
			value, _ := json.Marshal(a.Word)
			switch q.Kind {
			case terms.FactWords:
				value, _ = json.Marshal([]string{a.Word})
			case terms.FactBool:
				value = []byte(a.Word)
			}
			if _, err := intake.Append(t.Context(), db, library(t), manager, i.ID, "", []intake.Entry{{Key: q.Fact, Value: value}}); err != nil {
				t.Errorf("question %s, answer %s: %v", q.ID, a.Word, err)
			}
		}
	}
	if items, err := intake.Catalogue(); err != nil || len(items) == 0 {
		t.Errorf("catalogue: %d, %v", len(items), err)
	}
}
