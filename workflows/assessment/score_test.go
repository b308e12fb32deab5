package assessment

import (
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

func TestADutyOfAPartyNamesWhereTheScoreIsStricter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p, other := s.party("German Red Cross", "DE"), s.party("French Red Cross", "FR")
		s.group(p, terms.NoneLikely) // stated, though health data of many left the house
		s.group(other, terms.HighRisk)
		s.fact(nil, "nature", []string{"confidentiality"})
		s.fact(nil, "data_categories", []string{"health", "identification", "contact"})
		s.fact(nil, "ease_of_identification", "maximum")
		s.fact(nil, "malicious", true)
		s.decide()
		beside := func(p models.Party) []string {
			t.Helper()
			said, err := ScoreBeside(s.view(), manager, s.determination(p, "eu-gdpr", "authority-notice"))
			if err != nil {
				t.Fatal(err)
			}
			return said
		}
		if said := beside(p); len(said) != 1 || !strings.Contains(said[0], "where none likely counts") {
			t.Errorf("Germany: %q", said)
		}
		if said := beside(other); len(said) != 0 {
			t.Errorf("France stands at the highest level: %q", said)
		}
	})
}
