package worklists_test

import (
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/people"
	"candour/workflows/safecontact"
	"candour/workflows/worklists"
)

// unnamed adds a group of the first society whose names are not here.
func (c *crowd) unnamed(most int) models.ID {
	id := models.NewID()
	c.command(func(tx models.Tx) error {
		return models.AddGroup(tx, &models.PeopleGroup{ID: id, IncidentID: c.incident, PartyID: c.parties[0], Name: "Told by themselves", Count: models.JSONOf(models.CountRange{Max: &most})})
	})
	return id
}

func TestASocietyReportsNumbersAndTheyAddUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, harmless, callable(1)...)
		group := c.unnamed(100)
		good := worklists.Counted{Group: group, Told: 60, How: map[string]int{"visit": 40, "call": 20}, Unreached: map[string]int{"moved": 30}, Excluded: map[string]int{"endangers_person": 10},
			ToldFrom: "2026-11-20", ToldUntil: "2026-11-23", ToldBy: "Volunteers of the branch"}
		with := func(change func(*worklists.Counted)) worklists.Counted { x := good; change(&x); return x }
		for about, bad := range map[string]worklists.Counted{
			"more people than the group has":     with(func(x *worklists.Counted) { x.Unreached = map[string]int{"moved": 31} }),
			"some told nobody knows how":         with(func(x *worklists.Counted) { x.Told = 61 }),
			"a broadcast tells nobody":           with(func(x *worklists.Counted) { x.How = map[string]int{"broadcast": 60} }),
			"below zero":                         with(func(x *worklists.Counted) { x.Unreached = map[string]int{"moved": -1} }),
			"a reason of nobody's list":          with(func(x *worklists.Counted) { x.Excluded = map[string]int{"other": 1} }),
			"a day that has not come":            with(func(x *worklists.Counted) { x.ToldUntil = "2026-11-25" }),
			"an end before the beginning":        with(func(x *worklists.Counted) { x.ToldUntil = "2026-11-19" }),
			"a day that could be two":            with(func(x *worklists.Counted) { x.ToldFrom = "3/4/2026" }),
			"invisible characters in who did it": with(func(x *worklists.Counted) { x.ToldBy = "a\u202eb" }),
		} {
			if _, err := worklists.ReportCounts(t.Context(), db, c.focal, bad); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if _, err := worklists.ReportCounts(t.Context(), db, c.otherFocal, good); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("by another society: %v", err)
		}
		if _, err := worklists.ReportCounts(t.Context(), db, c.focal, with(func(x *worklists.Counted) { x.Group = c.groups[0] })); !models.IsKind(err, models.KindConflict) {
			t.Errorf("of people whose names are here: %v", err)
		}
		first, err := worklists.ReportCounts(t.Context(), db, c.focal, good)
		c.must(err)
		if _, err := worklists.ReportCounts(t.Context(), db, c.focal, good); !models.IsKind(err, models.KindConflict) {
			t.Errorf("without having seen the one before: %v", err)
		}
		_, err = worklists.ReportCounts(t.Context(), db, c.focal, with(func(x *worklists.Counted) {
			x.Previous, x.Told, x.How = first.Number, 50, map[string]int{"visit": 50}
		}))
		c.must(err)
		counted, err := models.ReportedCounts(db.View(t.Context()), c.incident)
		c.must(err)
		if g := counted[group]; g.Told != 50 || g.Unreached["moved"] != 30 || g.Excluded["endangers_person"] != 10 || g.Sum() != 90 {
			t.Errorf("%+v", g)
		}
		all, err := models.ListReportedCounts(db.View(t.Context()), c.focal, c.incident)
		c.must(err)
		if len(all) != 2 {
			t.Errorf("%d versions are kept of two reports", len(all))
		}
		c.addsUp()
	})
}

func TestABroadcastStandsForGroupsAndIsNeverTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall), callable(2)...)
		low := 500
		good := worklists.BroadcastEntry{Kind: "radio", Language: "am", Area: "North", BeginsOn: "2026-11-23", Reach: models.CountRange{Min: &low}, ReachHow: "The station says so.",
			Groups: []models.ID{c.groups[0]}, ProofName: "spot.mp3", ProofHash: strings.Repeat("ab", 32)}
		with := func(change func(*worklists.BroadcastEntry)) worklists.BroadcastEntry {
			x := good
			change(&x)
			return x
		}
		for about, bad := range map[string]worklists.BroadcastEntry{
			"of no kind":                    with(func(x *worklists.BroadcastEntry) { x.Kind = "telepathy" }),
			"for nobody":                    with(func(x *worklists.BroadcastEntry) { x.Groups = nil }),
			"nowhere":                       with(func(x *worklists.BroadcastEntry) { x.Area = " " }),
			"a reach out of nowhere":        with(func(x *worklists.BroadcastEntry) { x.ReachHow = "" }),
			"a proof without a check value": with(func(x *worklists.BroadcastEntry) { x.ProofHash = "" }),
			"a check value of another sort": with(func(x *worklists.BroadcastEntry) { x.ProofHash = "abc" }),
			"ends before it begins":         with(func(x *worklists.BroadcastEntry) { x.EndsOn = "2026-11-22" }),
		} {
			if _, err := worklists.AddBroadcast(t.Context(), db, c.focal, c.incident, bad); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if _, err := worklists.AddBroadcast(t.Context(), db, c.otherFocal, c.incident, good); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("for another society's group: %v", err)
		}
		b, err := worklists.AddBroadcast(t.Context(), db, c.focal, c.incident, good)
		c.must(err)
		before := c.stands(1)
		if cover := c.addsUp(); before != "queued call 1 " || cover.Affected != 2 {
			t.Errorf("a broadcast told somebody: %q", before)
		}
		for_, err := models.SubstituteFor(db.View(t.Context()), c.incident)
		c.must(err)
		if for_[c.groups[0]] != 1 || for_[c.groups[1]] != 0 {
			t.Errorf("%v", for_)
		}
		c.must(worklists.WithdrawBroadcast(t.Context(), db, c.focal, b.ID, b.Version, "Never on air."))
		if err := worklists.WithdrawBroadcast(t.Context(), db, c.focal, b.ID, b.Version+1, "Again."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("withdrawn twice: %v", err)
		}
	})
}

func TestACorrectedAddressSendsAgainToThatPersonOnlyAndNotAgainstARule(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		people3 := callable(3)
		for i := range people3 {
			people3[i].email = "wrong" + people3[i].telephone[1:] + "@people.test"
		}
		c := newCrowd(t, db, false, byHand(safecontact.ChannelEmail), people3...)
		for n := int64(1); n <= 3; n++ {
			c.is(n, models.DeliverySent)
		}
		c.is(1, models.DeliveryUnreached)
		right := "right@people.test"
		fix := func(n int64, again bool) (worklists.Corrected, error) {
			return worklists.Correct(t.Context(), db, c.focal, c.incident, models.PersonID(1, n), worklists.Correction{Correction: people.Correction{Email: &right}, Why: "The person told the counter.", Again: again})
		}
		out, err := fix(1, false)
		c.must(err)
		if out.Queued != 1 || strings.Join(out.Changed, ",") != "email" || c.stands(1) != "queued email 2 " || c.stands(2) != "sent email 1 " {
			t.Fatalf("%+v: %q, the next one %q", out, c.stands(1), c.stands(2))
		}
		found, err := people.Find(db.View(t.Context()), c.focal, c.incident, models.PersonID(1, 1))
		c.must(err)
		if found.Details.Get(models.PersonEmail) != right {
			t.Error("the address was not corrected")
		}
		// Where a message was handed over, it goes again only when somebody says so.
		if out, err = fix(2, false); err != nil || out.Queued != 0 || c.stands(2) != "sent email 1 " {
			t.Errorf("%+v, %v: %q", out, err, c.stands(2))
		}
		if out, err = fix(2, true); err != nil || out.Queued != 1 || c.stands(2) != "queued email 2 " {
			t.Errorf("%+v, %v: %q", out, err, c.stands(2))
		}
		attempts, err := worklists.Attempts(db.View(t.Context()), c.focal, c.incident, models.PersonID(1, 2))
		c.must(err)
		if len(attempts) != 2 || attempts[0].Reason != "wrong_address" || !attempts[1].Current || attempts[1].Step != 2 {
			t.Errorf("%+v", attempts)
		}
		// A rule that has come since stands above the correction.
		c.plan(c.groups[0], 1, safecontact.Plan{})
		if out, err = fix(3, true); err != nil || out.Queued != 0 || out.Blocked == "" || c.stands(3) != "sent email 1 " {
			t.Errorf("%+v, %v: %q", out, err, c.stands(3))
		}
		wrong := "no address"
		if _, err := worklists.Correct(t.Context(), db, c.focal, c.incident, models.PersonID(1, 1), worklists.Correction{Correction: people.Correction{Email: &wrong}, Why: "x"}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("what is no address: %v", err)
		}
		if _, err := worklists.Correct(t.Context(), db, c.otherFocal, c.incident, models.PersonID(1, 1), worklists.Correction{Correction: people.Correction{Email: &right}, Why: "x"}); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("by another society: %v", err)
		}
		c.addsUp()
	})
}
