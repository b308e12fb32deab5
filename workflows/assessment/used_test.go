package assessment

import (
	"encoding/json"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

// sourced is a fact with somebody behind it.
func (s *story) sourced(party, group *models.ID, key string, value any, certainty models.Certainty, source string) {
	s.t.Helper()
	b, _ := json.Marshal(value)
	s.command(func(tx models.Tx) error {
		f := models.Fact{ID: models.NewID(), IncidentID: s.incident, PartyID: party, GroupID: group, Key: key, Value: string(b), Certainty: certainty,
			LearntAt: tx.Now(), RecordedAt: tx.Now()}
		if err := f.SetSource(tx.Keys(), source); err != nil {
			return err
		}
		if err := models.AddFact(tx, &f); err != nil {
			return err
		}
		return models.TouchFacts(tx, s.incident)
	})
}

func (s *story) behind(d models.Determination) map[string]UsedFact {
	s.t.Helper()
	all, err := FactsBehind(s.view(), manager, d)
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[string]UsedFact{}
	for _, u := range all {
		out[u.Key] = u
	}
	return out
}

func TestAnAnswerShowsTheFactsItWasGiven(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.RiskUnknown)
		s.sourced(nil, nil, "exfiltrated", "presumed", models.Likely, "Exercise Analyst")
		run := s.decide()
		d := s.determination(p, "eu-gdpr", "authority-notice")

		// In the same second, and then a day later, it turns out otherwise; and the party is called something else.
		s.sourced(nil, nil, "exfiltrated", "confirmed", models.Confirmed, "Exercise Police")
		modelstest.ClockOf(db).Advance(24 * time.Hour)
		s.command(func(tx models.Tx) error {
			return models.UpdateParty(tx, p.ID, 1, map[string]any{"name": "Red Cross of Germany", "role": models.Processor})
		})
		used := s.behind(d)
		u, there := used["exfiltrated"]
		if !there || u.Value != "presumed" || u.Fact == nil || u.Fact.Certainty != models.Likely || u.Fact.LearntAt.After(run.RunAt) {
			t.Fatalf("used %+v", used)
		}
		if source, err := u.Fact.Source(db.Keys()); err != nil || source != "Exercise Analyst" {
			t.Errorf("said by %q, %v", source, err)
		}
		if !u.Changed || u.Now != "confirmed" || u.NowFact == nil || u.NowFact.Certainty != models.Confirmed {
			t.Errorf("what it is now: %+v", u)
		}
		for key, u := range used {
			if placeOf(key, partyView{}).word == "role" && (u.Value != "controller" || u.Now != "processor" || !u.Changed) {
				t.Errorf("the role: %+v", u)
			}
		}
	})
}

// A party's own statement counts before that of the incident, and a group's before both.
func TestAnAnswerNamesTheNearestStatement(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		german, swiss := s.party("German Red Cross", "DE"), s.party("French Red Cross", "FR")
		g := s.group(german, terms.RiskUnknown)
		s.group(swiss, terms.RiskUnknown)
		s.sourced(nil, nil, "exfiltrated", "possible", models.Assumed, "for all")
		s.sourced(&german.ID, nil, "exfiltrated", "presumed", models.Reported, "for the party")
		s.sourced(nil, &g.ID, "exfiltrated", "confirmed", models.Confirmed, "for the group")
		s.decide()
		for party, want := range map[*models.Party]string{&german: "for the group", &swiss: "for all"} {
			u := s.behind(s.determination(*party, "eu-gdpr", "authority-notice"))["exfiltrated"]
			if u.Fact == nil {
				t.Fatalf("%s: nobody said %v", party.Name, u.Value)
			}
			if got, err := u.Fact.Source(db.Keys()); err != nil || got != want || u.Changed {
				t.Errorf("%s: said %q, want %q (%+v, %v)", party.Name, got, want, u, err)
			}
		}
	})
}

// Right after the rules have run, nothing they used has changed, and all of it is known but a risk that was derived.
func TestRightAfterARunNothingItUsedHasChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p, q := s.party("German Red Cross", "DE"), s.party("Swiss Red Cross", "CH")
		s.group(p, terms.HighRisk)
		s.group(q, terms.RiskUnknown)
		s.fact(&q.ID, "detected_at", "2026-11-20T14:00:00+01:00")
		s.fact(nil, "nature", []string{"confidentiality", "availability"})
		s.fact(nil, "people_count", map[string]any{"min": 24000})
		s.fact(nil, "malicious", true)
		s.decide()
		all, err := models.LoadDeterminations(s.view(), s.incident)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, d := range all {
			for key, u := range s.behind(d) {
				seen++
				if u.Changed {
					t.Errorf("%s %s %s: %s says it changed from %v to %v", d.Regime, d.Duty, d.Jurisdiction, key, u.Value, u.Now)
				}
				if u.Value == nil && key != "risk_level" {
					t.Errorf("%s %s %s: %s was used and is not known", d.Regime, d.Duty, d.Jurisdiction, key)
				}
			}
		}
		if seen < 30 {
			t.Errorf("only %d facts were used", seen)
		}
	})
}
