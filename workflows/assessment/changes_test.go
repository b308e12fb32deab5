package assessment

import (
	"slices"
	"strings"
	"testing"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// TestWhatWouldChangeAnOpenDutyIncludesWhetherTheLawBinds: an Irish party whose people live in the United Kingdom does not know whether it
// offers them anything there. One answer makes the duty due, the other takes the law away altogether.
func TestWhatWouldChangeAnOpenDutyIncludesWhetherTheLawBinds(t *testing.T) {
	lib, _ := regimes.Default()
	aware := exerciseInput(t).Incident.AwareAt
	in := Input{
		Parties: []PartyInput{{Name: "Irish Red Cross Society", Country: "IE", Role: "controller", Kind: "national-society", Sectors: []string{"humanitarian"}, SectorsKnown: true, AwareAt: aware}},
		Groups: []GroupInput{{Name: "Tracing", Party: "Irish Red Cross Society", People: AtLeast(51), Residence: map[string]CountRange{"GB": AtLeast(51)},
			RiskLevel: terms.HighRisk, Facts: FactSet{"data_categories": []string{"humanitarian-case"}}}},
		Facts: FactSet{"nature": []string{"confidentiality"}},
	}
	got := Changes(in, lib, Environment{}, DutyOf{"Irish Red Cross Society", "uk-gdpr", "authority-notice", "GB"})
	for outcome, text := range map[terms.Outcome]string{terms.Required: "It would be required with: ", terms.NotBound: "The law would not bind the party with: "} {
		found := slices.ContainsFunc(got, func(c Change) bool {
			return c.Outcome == outcome && len(c.Facts) == 1 && c.Facts[0].Fact == "other.uk-gdpr.targets-people-there" && strings.HasPrefix(c.Text, text)
		})
		if !found {
			t.Errorf("no answer makes it %s: %+v", outcome, got)
		}
	}
}
