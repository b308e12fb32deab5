package assessment

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

// TestOpenDutiesAreCountedByTheFactsAsTheyAre: an answer that was just given counts at once, whether or not the rules have been run again.
func TestOpenDutiesAreCountedByTheFactsAsTheyAre(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		party := s.party("Philippine Red Cross", "PH")
		s.group(party, terms.RiskUnknown)
		ask := func() Asked {
			asked, err := OpenQuestions(db.View(t.Context()), manager, s.incident)
			if err != nil {
				t.Fatal(err)
			}
			return asked
		}
		before := ask()
		run := s.decide()
		if stands := run.Outcomes.V[terms.Undetermined]; before.Open != stands || stands == 0 {
			t.Errorf("%d duties are open, and the rules leave %d open", before.Open, stands)
		}
		for _, fact := range []string{"exfiltrated", "serious_harm_likely", "special_category"} {
			value := any(true)
			if fact == "exfiltrated" {
				value = "confirmed"
			}
			s.fact(nil, fact, value)
		}
		after := ask()
		if after.Open >= before.Open || len(after.Questions) == 0 {
			t.Errorf("%d duties are open after answers that settle some of %d; %d questions are left", after.Open, before.Open, len(after.Questions))
		}
	})
}

// TestPartiesThatStandAlikeAreOneReport: the groups of both are in it; a party whose data are other has a report of its own.
func TestPartiesThatStandAlikeAreOneReport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		for _, name := range []string{"Swiss Red Cross", "French Red Cross", "Hosting company"} {
			party := s.party(name, "CH")
			s.group(party, terms.RiskUnknown)
			// A fact of its own gives each party an evaluation of its own; only the last of them differs in risk.
			s.fact(&party.ID, "detected_at", "2026-11-20T14:00:00Z")
			if name == "Hosting company" {
				s.fact(&party.ID, "nature", []string{"availability"})
			} else {
				s.fact(&party.ID, "nature", []string{"confidentiality"})
			}
		}
		reports, err := Risk(db.View(t.Context()), manager, s.incident)
		if err != nil {
			t.Fatal(err)
		}
		var parties [][]string
		for _, r := range reports {
			var of []string
			for _, g := range r.Groups {
				of = append(of, g.Party)
			}
			parties = append(parties, of)
		}
		if len(parties) != 2 || len(parties[0])+len(parties[1]) != 3 {
			t.Errorf("reports speak for %v", parties)
		}
	})
}
