package dispatch_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/delivery"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
	"candour/workflows/safecontact"
)

func TestTwoPeopleSettleAnUncertainMessage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		ids := c.add(many(2)...)
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{}))
		c.settle(d.Number, models.DeliveryUncertain)
		for i, resolution := range []string{delivery.ResolveArrived, delivery.ResolveAgain} {
			person := ids[i]
			c.must(dispatch.Propose(ctx, db, c.manager, d.ID, person, resolution, "The relay's log of 10:02 has it."))
			if err := dispatch.Propose(ctx, db, c.second, d.ID, person, resolution, "Me too."); !models.IsKind(err, models.KindConflict) {
				t.Errorf("two proposals at once: %v", err)
			}
			if err := dispatch.Agree(ctx, db, c.manager, d.ID, person, resolution); !models.IsKind(err, models.KindForbidden) {
				t.Errorf("one person settled it alone: %v", err)
			}
			c.must(dispatch.Agree(ctx, db, c.approver2, d.ID, person, resolution))
			want := map[string]models.DeliveryState{delivery.ResolveArrived: models.DeliverySent, delivery.ResolveAgain: models.DeliveryQueued}[resolution]
			if l := c.lines(d.Number)[person]; l.State != want {
				t.Errorf("%s: %s", resolution, l.State)
			}
		}
		if err := dispatch.Agree(ctx, db, c.approver2, d.ID, ids[0], delivery.ResolveArrived); !models.IsKind(err, models.KindConflict) {
			t.Errorf("what is settled was settled again: %v", err)
		}
		c.addsUp()
	})
}

func TestASampleReachesReviewersOnly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		c.add(many(3)...)
		n := c.notice()
		shown, err := notices.ShowPeople(db.View(ctx), c.author, n.ID)
		c.must(err)
		sent, err := dispatch.SampleSend(ctx, db, c.author, n.ID, shown.Fixed, []models.ID{c.author.Account})
		if err != nil || sent != 4 {
			t.Errorf("%d messages: %v", sent, err)
		}
		eleven := make([]models.ID, 11)
		for i := range eleven {
			eleven[i] = c.author.Account
		}
		for about, accounts := range map[string][]models.ID{"nobody": nil, "eleven": eleven, "somebody who is no account": {models.NewID()}} {
			if _, err := dispatch.SampleSend(ctx, db, c.author, n.ID, shown.Fixed, accounts); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("a sample to %s: %v", about, err)
			}
		}
		var lines int
		c.must(db.SQL().QueryRow("SELECT COUNT(*) FROM person_deliveries").Scan(&lines))
		if lines != 0 {
			t.Errorf("a sample queued %d people", lines)
		}
	})
}

func TestAHouseholdsMessageNamesWhoMayBeToldThisWayByNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		family := []somebody{{cohort: 0, name: "Ana", email: "family@people.example"}, {cohort: 0, name: "Bo", email: "family@people.example"}, {cohort: 0, name: "Cy", email: "family@people.example"}}
		ids := c.add(family...)
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{Households: dispatch.Combined}))
		// Since it was queued, somebody decided not to contact the third.
		_, err := contact.SetPersonPlan(ctx, db, c.manager, c.incident, ids[2], contact.Entry{Why: "Called us.", Plan: safecontact.Plan{Harm: terms.No, HarmWhy: "Asked.",
			DoNotContact: &safecontact.DoNotContact{Reason: safecontact.ReasonGraveDistress, Reviewer: c.manager.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadLater}}})
		c.must(err)
		a, err := dispatch.Load(db.View(ctx), d.NoticeID)
		c.must(err)
		line, err := models.LoadPersonDelivery(db.View(ctx), d.Number, ids[0])
		c.must(err)
		told, err := dispatch.Together(ctx, db, a, line, delivery.ToldPerson{Name: "Ana"}, db.Now())
		if err != nil || told.Name != "Ana, Bo" {
			t.Errorf("the message names %q: %v", told.Name, err)
		}
		if l := c.lines(d.Number)[ids[2]]; l.State != models.DeliveryWaiting || l.Reason != safecontact.DoNotContactIs || l.Household != nil {
			t.Errorf("%s %s", l.State, l.Reason)
		}
		c.settle(d.Number, models.DeliverySent)
		c.must(dispatch.Scan(ctx, db))
		if cover := c.addsUp(); cover.Shares[dispatch.Told] != 2 || cover.Shares[dispatch.Pending] != 1 {
			t.Errorf("%v", cover.Shares)
		}
	})
}
