package dispatch_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/dispatch"
)

func TestOneMessageForEveryHouseholdExceptThese(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		var people []somebody
		for _, box := range []string{"one@people.example", "two@people.example", "three@people.example"} {
			people = append(people, somebody{cohort: 0, name: "A", email: box}, somebody{cohort: 0, name: "B", email: box})
		}
		ids := c.add(people...)
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		all, err := dispatch.Households(db.View(ctx), c.manager, d.ID, 0, 10)
		c.must(err)
		if len(all) != 3 || all[1].First != ids[2] || len(all[1].People) != 2 || all[1].Decision != "" {
			t.Fatalf("%+v", all)
		}
		if page, err := dispatch.Households(db.View(ctx), c.manager, d.ID, all[0].First, 1); err != nil || len(page) != 1 || page[0].First != all[1].First {
			t.Errorf("the next page: %+v, %v", page, err)
		}
		// One household alone: the others go on waiting.
		c.must(dispatch.DecideHouseholds(ctx, db, c.manager, d.ID, d.Version, dispatch.HouseholdChoice{Own: map[int64]string{ids[0]: dispatch.Separate}, Why: "He must not read hers."}))
		d = c.queue(d.Number)
		got := func() (s string) {
			lines := c.lines(d.Number)
			for _, id := range ids {
				s += string(lines[id].State[:1])
			}
			return s
		}
		if got() != "qqwwww" {
			t.Errorf("after one was decided: %s", got())
		}
		// The rule for all, except one.
		c.must(dispatch.DecideHouseholds(ctx, db, c.manager, d.ID, d.Version, dispatch.HouseholdChoice{Rule: dispatch.Combined, Own: map[int64]string{ids[4]: dispatch.Separate}, Why: "Asked."}))
		d = c.queue(d.Number)
		if got() != "qqqwqq" || c.lines(d.Number)[ids[3]].Reason != dispatch.ReasonCombined {
			t.Errorf("after the rule: %s", got())
		}
		if c.addsUp(); d.Phase != models.DispatchReady {
			t.Errorf("it is %s", d.Phase)
		}
		for about, x := range map[string]struct {
			choice dispatch.HouseholdChoice
			kind   models.Kind
		}{
			"one that does not wait": {dispatch.HouseholdChoice{Own: map[int64]string{ids[0]: dispatch.Combined}}, models.KindConflict},
			"somebody not in it":     {dispatch.HouseholdChoice{Own: map[int64]string{models.PersonID(9, 9): dispatch.Combined}}, models.KindNotFound},
			"nothing":                {dispatch.HouseholdChoice{}, models.KindInvalid},
			"no such word":           {dispatch.HouseholdChoice{Own: map[int64]string{ids[0]: "dropped"}}, models.KindInvalid},
		} {
			if err := dispatch.DecideHouseholds(ctx, db, c.manager, d.ID, d.Version, x.choice); !models.IsKind(err, x.kind) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if all, err = dispatch.Households(db.View(ctx), c.manager, d.ID, 0, 10); err != nil || len(all) != 1 || all[0].Decision != dispatch.Combined || all[0].Own {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
