package contact

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/safecontact"
)

func TestAPageIsShownAPlanThatWasSetAMomentAgo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		harm := func() terms.Answer {
			t.Helper()
			r := db.View(t.Context())
			plans, err := KnownPlans(r, w.incident)
			if err != nil {
				t.Fatal(err)
			}
			s, _ := plans.Group(w.staff, r.Now())
			if s.Group == nil {
				return terms.Unknown
			}
			return s.Group.Harm
		}
		if got := harm(); got != terms.Unknown {
			t.Fatalf("before anybody answered: %v", got)
		}
		w.groupPlan(w.staff, 0, safecontact.Plan{Harm: terms.Yes, HarmWhy: "Their employer would learn of it."})
		if got := harm(); got != terms.Yes {
			t.Errorf("after the first version: %v", got)
		}
		w.groupPlan(w.staff, 1, safecontact.Plan{Harm: terms.No, HarmWhy: "Colleagues at work."})
		if got := harm(); got != terms.No {
			t.Errorf("after the second version: %v", got)
		}
		if a, b := harm(), harm(); a != b {
			t.Errorf("twice the same question: %v, %v", a, b)
		}
	})
}
