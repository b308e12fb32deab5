package assessment

import (
	"context"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

func TestOnlyTheDifferenceThatWasReadIsAccepted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		s, _, _, g := twoOwed(t, db)
		before := s.pending()
		s.risk(g[0], 1, terms.Risk)
		unread := s.pending()
		if unread.Waiting == 0 || unread.Mark() == before.Mark() {
			t.Fatalf("nothing waits, or the mark is the same: %+v", unread)
		}
		for _, c := range []struct {
			name  string
			facts int64
			mark  string
		}{
			{"the mark of the difference before", unread.FactsVersion, before.Mark()},
			{"the facts of the difference before", before.FactsVersion, unread.Mark()},
			{"nothing read at all", unread.FactsVersion, ""},
		} {
			if _, err := DecideShown(ctx, db, manager, s.incident, c.facts, c.mark); !models.IsKind(err, models.KindConflict) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, err := DecideStricter(ctx, db, manager, s.incident); err != nil {
			t.Fatal(err)
		}
		if still := s.pending(); still.Waiting != unread.Waiting {
			t.Errorf("%d lines wait after a run without having read them, want %d", still.Waiting, unread.Waiting)
		}
		now := s.pending()
		if _, err := DecideShown(ctx, db, manager, s.incident, now.FactsVersion, now.Mark()); err != nil {
			t.Fatal(err)
		}
		if after := s.pending(); after.Waiting != 0 {
			t.Errorf("%d lines wait after all were accepted", after.Waiting)
		}
	})
}
