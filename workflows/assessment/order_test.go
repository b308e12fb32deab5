package assessment

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

// Whoever looks at what is required sees first what the law wants first; page by page it is the same order, and nobody is left out.
func TestWhatIsRequiredComesByWhenItIsDue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		for _, of := range [][2]string{{"German Red Cross", "DE"}, {"Kenya Red Cross Society", "KE"}, {"Swiss Red Cross", "CH"}, {"Philippine Red Cross", "PH"}} {
			s.group(s.party(of[0], of[1]), terms.HighRisk)
		}
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		for _, outcome := range []terms.Outcome{terms.Required, terms.Undetermined} {
			whole := pages(t, s, outcome, 200)
			if len(whole) < 4 && outcome == terms.Required {
				t.Fatalf("only %d are required", len(whole))
			}
			for i := 1; i < len(whole); i++ {
				a, b := whole[i-1], whole[i]
				if a.DueAt.IsZero() && !b.DueAt.IsZero() || !a.DueAt.IsZero() && !b.DueAt.IsZero() && b.DueAt.Before(a.DueAt) ||
					a.DueAt.IsZero() && b.DueAt.IsZero() && !b.TargetAt.IsZero() && (a.TargetAt.IsZero() || b.TargetAt.Before(a.TargetAt)) {
					t.Errorf("%s %s (due %s, target %s) stands before %s %s (due %s, target %s)", a.Regime, a.Duty, a.DueAt, a.TargetAt, b.Regime, b.Duty, b.DueAt, b.TargetAt)
				}
			}
			parts := pages(t, s, outcome, 3)
			if len(parts) != len(whole) {
				t.Fatalf("%d in pages of three, %d in one", len(parts), len(whole))
			}
			for i := range whole {
				if parts[i].ID != whole[i].ID {
					t.Errorf("place %d differs between pages of three and one page", i)
				}
			}
		}
	})
}

func pages(t *testing.T, s *story, outcome terms.Outcome, limit int) (all []models.Determination) {
	t.Helper()
	for p := (models.PageRequest{Limit: limit}); ; {
		page, err := models.ListDeterminations(s.view(), manager, s.incident, models.DeterminationFilter{Effective: outcome}, p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if p.Cursor = page.Next; p.Cursor == "" {
			return all
		}
	}
}
