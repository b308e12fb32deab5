package assessment

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

const hour = time.Hour

func (s *story) runs() []models.Assessment {
	s.t.Helper()
	all, err := models.ListAssessments(s.view(), s.incident)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func TestTheRulesFollowWhereItIsStricter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		g := s.group(p, terms.Risk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		if d := s.determination(p, "eu-gdpr", "subject-notice"); d.Outcome != terms.NotRequired {
			t.Fatalf("people stand at %s", d.Outcome)
		}
		s.risk(g, 1, terms.HighRisk)
		if l := s.pending().line(p, "eu-gdpr", "subject-notice"); l == nil || !l.Stricter || l.To != terms.Required {
			t.Fatalf("before the rules followed: %+v", l)
		}
		s.follow()
		if d := s.determination(p, "eu-gdpr", "subject-notice"); d.Outcome != terms.Required {
			t.Errorf("people stand at %s", d.Outcome)
		}
		s.clock(p, "eu-gdpr", "subject-notice")
		if d := s.pending(); len(d.Lines) != 0 || s.runs()[0].Held != 0 || s.runs()[0].RunBy != nil {
			t.Errorf("after the rules followed: %d lines, run %+v", len(d.Lines), s.runs()[0])
		}
	})
}

func TestTheRulesDoNotLoosenByThemselvesHoweverOftenTheyRun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		g := s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		clock := s.clock(p, "eu-gdpr", "subject-notice")
		s.risk(g, 1, terms.Risk)
		for i := range 3 {
			modelstest.ClockOf(db).Advance(hour)
			s.fact(nil, "detection_delay_hours", 10+i)
			s.follow()
			if got := s.clock(p, "eu-gdpr", "subject-notice"); got.ID != clock.ID || got.State != models.ObligationOpen {
				t.Fatalf("round %d: the clock is %s", i, got.State)
			}
			if d := s.pending(); d.line(p, "eu-gdpr", "subject-notice") == nil || d.Waiting == 0 || s.runs()[0].Held != d.Waiting {
				t.Fatalf("round %d: %d wait, the run held %d", i, d.Waiting, s.runs()[0].Held)
			}
		}
	})
}

func TestTheRulesFollowOnlyWhatAPersonHasBegun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		s.group(s.party("German Red Cross", "DE"), terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.follow()
		if n := len(s.runs()); n != 0 {
			t.Fatalf("%d runs over an incident that nobody has assessed", n)
		}
		s.decide()
		s.follow()
		if n := len(s.runs()); n != 1 {
			t.Errorf("%d runs though no fact changed", n)
		}
		s.fact(nil, "malicious", true)
		modelstest.ClockOf(db).Advance(90 * 24 * hour) // however long nothing ran
		s.follow()
		if n := len(s.runs()); n != 2 {
			t.Errorf("%d runs after the server stood still for 90 days", n)
		}
	})
}
