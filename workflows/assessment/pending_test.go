package assessment

import (
	"context"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/regimes"
)

func (s *story) pending() Difference {
	s.t.Helper()
	d, err := Pending(s.view(), manager, s.incident)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

func (d Difference) line(p models.Party, regime, duty string) *Line {
	for i := range d.Lines {
		if l := &d.Lines[i]; l.PartyID == p.ID && l.Regime == regime && l.Duty == duty {
			return l
		}
	}
	return nil
}

func (s *story) risk(g models.PeopleGroup, version int, level terms.RiskLevel) {
	s.t.Helper()
	s.command(func(tx models.Tx) error {
		if err := models.TouchFacts(tx, s.incident); err != nil {
			return err
		}
		return models.UpdateGroup(tx, g.ID, version, map[string]any{"risk_level": level})
	})
}

func (s *story) follow() {
	s.t.Helper()
	if err := Follow(context.Background(), s.db); err != nil {
		s.t.Fatal(err)
	}
}

// twoOwed is an incident in which a German and a French society owe their authority and their people a notice.
func twoOwed(t *testing.T, db *models.DB) (s *story, germany, france models.Party, groups [2]models.PeopleGroup) {
	s = newStory(t, db)
	germany, france = s.party("German Red Cross", "DE"), s.party("French Red Cross", "FR")
	groups = [2]models.PeopleGroup{s.group(germany, terms.HighRisk), s.group(france, terms.HighRisk)}
	s.fact(nil, "exfiltrated", "presumed")
	s.decide()
	return s, germany, france, groups
}

func TestNothingChangedIsNoDifference(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, _, _, _ := twoOwed(t, db)
		if d := s.pending(); len(d.Lines)+len(d.Facts)+len(d.Groups)+d.Waiting != 0 || d.Same == 0 {
			t.Errorf("%+v", d)
		}
	})
}

func TestLookingAtTheDifferenceChangesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, g := twoOwed(t, db)
		s.risk(g[0], 1, terms.NoneLikely)
		before := s.clocks()
		s.pending()
		s.pending()
		if len(s.clocks()) != len(before) || s.determination(germany, "eu-gdpr", "subject-notice").Outcome != terms.Required {
			t.Error("a read changed what stands")
		}
	})
}

func TestOneLineOfTwoIsAccepted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, france, g := twoOwed(t, db)
		s.risk(g[0], 1, terms.Risk)
		s.risk(g[1], 1, terms.Risk)
		d := s.pending()
		l := d.line(germany, "eu-gdpr", "subject-notice")
		if l == nil || l.Change != LineOutcome || l.From != terms.Required || l.To != terms.NotRequired || l.Stricter || l.Told {
			t.Fatalf("%+v", l)
		}
		if len(l.Facts) != 1 || l.Facts[0].Fact != "risk_level" || l.Facts[0].Party != germany.Name || l.Facts[0].From != "high_risk" || l.Facts[0].To != "risk" || l.Rule == "" {
			t.Errorf("because of %+v, rule %q", l.Facts, l.Rule)
		}
		if len(d.Groups) != 2 || d.Groups[0].To != terms.Risk {
			t.Errorf("groups %+v", d.Groups)
		}
		clock := s.clock(france, "eu-gdpr", "subject-notice")
		a, err := DecideLines(context.Background(), db, manager, s.incident, d.FactsVersion, []string{l.Key})
		if err != nil {
			t.Fatal(err)
		}
		if a.Held != d.Waiting-1 {
			t.Errorf("%d held of %d waiting", a.Held, d.Waiting)
		}
		if got := s.determination(germany, "eu-gdpr", "subject-notice").Outcome; got != terms.NotRequired {
			t.Errorf("accepted, and stands at %s", got)
		}
		if got := s.determination(france, "eu-gdpr", "subject-notice").Outcome; got != terms.Required {
			t.Errorf("not accepted, and stands at %s", got)
		}
		if again := s.clock(france, "eu-gdpr", "subject-notice"); again.ID != clock.ID || again.Version != clock.Version {
			t.Error("the clock of a line that waits was touched")
		}
		after := s.pending()
		if l := after.line(france, "eu-gdpr", "subject-notice"); l == nil || len(l.Facts) != 1 || l.Facts[0].To != "risk" {
			t.Errorf("the other line is shown as %+v", l)
		}
		if after.line(germany, "eu-gdpr", "subject-notice") != nil {
			t.Error("what was accepted is still shown")
		}
		if len(after.Facts) == 0 {
			t.Error("the facts of a line that waits are not said any more")
		}
	})
}

func TestAcceptingAnOldDifferenceIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, g := twoOwed(t, db)
		s.risk(g[0], 1, terms.Risk)
		d := s.pending()
		s.fact(nil, "malicious", true)
		_, err := DecideLines(context.Background(), db, manager, s.incident, d.FactsVersion, []string{d.line(germany, "eu-gdpr", "subject-notice").Key})
		wantKind(t, err, models.KindConflict)
		if got := s.determination(germany, "eu-gdpr", "subject-notice").Outcome; got != terms.Required {
			t.Errorf("refused, and stands at %s", got)
		}
	})
}

func TestALaterAwarenessWaitsWithItsClockUntouched(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, _ := twoOwed(t, db)
		clock := s.clock(germany, "eu-gdpr", "authority-notice")
		s.aware(germany, 1, "2026-11-21T15:00:00Z")
		s.follow()
		if again := s.clock(germany, "eu-gdpr", "authority-notice"); again.ID != clock.ID || !again.DueAt.Equal(clock.DueAt) || !again.AnchorAt.Equal(clock.AnchorAt) {
			t.Errorf("due %s from %s, was %s from %s", again.DueAt, again.AnchorAt, clock.DueAt, clock.AnchorAt)
		}
		l := s.pending().line(germany, "eu-gdpr", "authority-notice")
		if l == nil || l.Change != LineMoved || l.Stricter || !l.ToDueAt.Equal(at(t, "2026-11-24T15:00:00Z")) || len(l.Facts) != 1 || l.Facts[0].Fact != "aware_at" {
			t.Errorf("%+v", l)
		}
	})
}

func TestWhatWasToldStaysAndIsMarked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, g := twoOwed(t, db)
		ctx, c := context.Background(), s.clock(germany, "eu-gdpr", "subject-notice")
		if err := Discharge(ctx, db, officer, c.ID, c.Version, Proof{On: "2026-11-23", Reference: "letters of 23 November"}); err != nil {
			t.Fatal(err)
		}
		s.risk(g[0], 1, terms.Risk)
		s.follow()
		d := s.pending()
		l := d.line(germany, "eu-gdpr", "subject-notice")
		if l == nil || !l.Told || l.Stricter {
			t.Fatalf("%+v", l)
		}
		if _, err := DecideLines(ctx, db, manager, s.incident, d.FactsVersion, []string{l.Key}); err != nil {
			t.Fatal(err)
		}
		if o, err := models.FindObligation(s.view(), officer, c.ID); err != nil || o.State != models.ObligationDischarged {
			t.Errorf("what was done is %s now, %v", o.State, err)
		}
	})
}

func TestASocietyTakenOutKeepsItsNameAndItsDutiesWait(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, _ := twoOwed(t, db)
		clock := s.clock(germany, "eu-gdpr", "authority-notice")
		s.command(func(tx models.Tx) error {
			if err := models.TouchFacts(tx, s.incident); err != nil {
				return err
			}
			return models.UpdateParty(tx, germany.ID, 1, map[string]any{"removed_at": tx.Now()})
		})
		s.follow()
		l := s.pending().line(germany, "eu-gdpr", "authority-notice")
		if l == nil || l.Change != LineRemoved || l.Party != germany.Name || len(l.Facts) != 1 || l.Facts[0].Fact != "party" || l.Facts[0].To != "" {
			t.Fatalf("%+v", l)
		}
		if o, err := models.FindObligation(s.view(), officer, clock.ID); err != nil || o.State != models.ObligationOpen || !o.AnchorAt.Equal(clock.AnchorAt) {
			t.Errorf("its clock is %s from %s, %v", o.State, o.AnchorAt, err)
		}
	})
}

func TestARunFromBeforeTheChangeReplays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, germany, _, g := twoOwed(t, db)
		s.risk(g[0], 1, terms.Risk)
		s.follow()
		d := s.pending()
		if _, err := DecideLines(context.Background(), db, manager, s.incident, d.FactsVersion, []string{d.line(germany, "eu-gdpr", "subject-notice").Key}); err != nil {
			t.Fatal(err)
		}
		lib, _ := regimes.Default()
		for number := 1; number <= 3; number++ {
			kept, err := models.FindAssessment(s.view(), s.incident, number)
			if err != nil {
				t.Fatal(err)
			}
			if same, changed, err := Replay(s.view(), kept, lib); err != nil || !same {
				t.Errorf("run %d: same %v, changed %v, %v", number, same, changed, err)
			}
		}
	})
}

func TestWhatWasKnownWhen(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		clock := modelstest.ClockOf(db)
		start := db.Now()
		s, germany, _, g := twoOwed(t, db)
		clock.Advance(2 * hour)
		s.fact(nil, "exfiltrated", "confirmed")
		s.risk(g[0], 1, terms.Risk)
		s.decide()
		for _, c := range []struct {
			name        string
			at          terms.Instant
			run         int
			exfiltrated string
			people      terms.Outcome
		}{
			{"before anything", start.Add(-hour), 0, "", ""},
			{"after the first run", start.Add(hour), 1, `"presumed"`, terms.Required},
			{"now", db.Now(), 2, `"confirmed"`, terms.NotRequired},
		} {
			t.Run(c.name, func(t *testing.T) {
				k, err := KnownAt(s.view(), manager, s.incident, c.at)
				if err != nil {
					t.Fatal(err)
				}
				value, people := "", terms.Outcome("")
				for _, f := range k.Facts {
					if f.Key == "exfiltrated" {
						value = f.Value
					}
				}
				for _, d := range k.Determinations {
					if d.PartyID == germany.ID && d.Regime == "eu-gdpr" && d.Duty == "subject-notice" {
						people = d.Effective
					}
				}
				if k.Run != c.run || value != c.exfiltrated || people != c.people {
					t.Errorf("run %d, exfiltrated %s, people %s", k.Run, value, people)
				}
			})
		}
	})
}
