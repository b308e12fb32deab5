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
