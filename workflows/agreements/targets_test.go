package agreements_test

import (
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/agreements"
	"candour/workflows/assessment"
)

// target saves one own target and has it approved.
func target(t *testing.T, h *house, targets ...assessment.Target) {
	t.Helper()
	v, err := agreements.SaveTargets(t.Context(), h.db, author, h.lib, targets, "Stricter", "Decided by the board.")
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, agreements.Approve(t.Context(), h.db, author, v.ID, v.Hash), models.KindForbidden, "somebody else")
	h.approve(v)
}

func TestAnOwnTargetIsStricterAndMovesNoLimit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		target(t, h, assessment.Target{Regime: "eu-gdpr", Recipient: "authority", Amount: 48, Unit: "hours"},
			assessment.Target{Recipient: "subjects", Amount: 3, Unit: "calendar-days"})
		h.decide()
		d := h.said("eu-gdpr", "authority-notice")["German Red Cross"]
		if !d.DueAt.Equal(instant(t, "2026-11-23T15:00:00Z")) || !d.TargetAt.Equal(instant(t, "2026-11-22T15:00:00Z")) {
			t.Errorf("due %s, target %s: want the law's 72 hours and our 48", d.DueAt, d.TargetAt)
		}
		s := h.said("eu-gdpr", "subject-notice")["German Red Cross"]
		// Three calendar days after Friday 20 November: Monday 23 November, 23:59:59 in Berlin.
		if !s.DueAt.IsZero() || !s.TargetAt.Equal(instant(t, "2026-11-23T22:59:59Z")) {
			t.Errorf("due %s, target %s for telling people", s.DueAt, s.TargetAt)
		}
	})
}

func TestATargetThatIsNotEarlierIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		for name, c := range map[string]struct {
			target assessment.Target
			says   string
		}{
			"as long as the law":           {assessment.Target{Regime: "eu-gdpr", Recipient: "authority", Amount: 72, Unit: "hours"}, "not earlier than 72 hours"},
			"longer in another unit":       {assessment.Target{Regime: "eu-gdpr", Recipient: "authority", Amount: 4, Unit: "calendar-days"}, "not earlier than 72 hours"},
			"longer than what we have set": {assessment.Target{Recipient: "subjects", Amount: 8, Unit: "calendar-days"}, "not earlier than 7 calendar days"},
			"of a law nobody knows":        {assessment.Target{Regime: "eu-gdrp", Amount: 1, Unit: "hours"}, "not in the library"},
			"of nothing":                   {assessment.Target{Amount: 1, Unit: "hours"}, "for which recipients"},
			"of no number":                 {assessment.Target{Regime: "eu-gdpr", Unit: "hours"}, "at least 1"},
			"of months":                    {assessment.Target{Regime: "eu-gdpr", Amount: 1, Unit: "months"}, "counts hours"},
		} {
			_, err := agreements.SaveTargets(t.Context(), db, author, h.lib, []assessment.Target{c.target}, "x", "y")
			if !models.IsKind(err, models.KindInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("a target %s: want a refusal that says %q, got %v", name, c.says, err)
			}
		}
	})
}

func TestATargetThatWouldEndAfterTheLimitIsSaidAndLeftOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		// Three calendar days may end before or after 72 hours: that shows only when the clock runs.
		target(t, h, assessment.Target{Regime: "eu-gdpr", Recipient: "authority", Amount: 3, Unit: "calendar-days"})
		h.decide()
		d := h.said("eu-gdpr", "authority-notice")["German Red Cross"]
		if !d.TargetAt.IsZero() || !strings.Contains(strings.Join(d.Reasons.V, " "), "would not end before the limit") {
			t.Errorf("target %s, reasons %v", d.TargetAt, d.Reasons.V)
		}
	})
}
