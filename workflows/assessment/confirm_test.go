package assessment

import (
	"context"
	"sync"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

// A second press, or the same press from two windows, adds no second decision.
func TestConfirmingTwiceIsOneDecision(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		d := s.determination(p, "eu-gdpr", "authority-notice")
		var wg sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			wg.Go(func() { errs[i] = Confirm(context.Background(), db, officer, d.ID, "Read by us.") })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if !models.IsKind(err, models.KindConflict) {
				t.Errorf("a press too many: %v", err)
			}
		}
		wantKind(t, Confirm(context.Background(), db, officer, d.ID, "Once more."), models.KindConflict)
		decisions, err := models.ListDecisions(db.View(context.Background()), &d)
		if err != nil || len(decisions) != 1 || done != 1 {
			t.Errorf("%d decisions, %d presses counted, %v", len(decisions), done, err)
		}
	})
}
