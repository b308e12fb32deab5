package dispatch_test

import (
	"context"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/dispatch"
	"candour/workflows/safecontact"
)

func TestEverybodyGetsExactlyOneLineByTheirSafeChannel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		// The second group of the first society is not to be contacted, the first of the second may be hurt and nobody has answered.
		c.plan(c.groups[1], 1, safecontact.Plan{Harm: terms.No, HarmWhy: "Asked.", DoNotContact: &safecontact.DoNotContact{Reason: safecontact.ReasonUnsafePlace,
			Reviewer: c.manager.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadPublicNotice}})
		c.plan(c.groups[2], 1, safecontact.Plan{})
		cases := []struct {
			who     somebody
			state   models.DeliveryState
			channel safecontact.Channel
			reason  string
			lang    string
		}{
			{somebody{cohort: 0, name: "Ana", email: "ana@people.example", language: "es"}, models.DeliveryQueued, safecontact.ChannelEmail, "", "es"},
			{somebody{cohort: 0, name: "Bo", telephone: "+999001", language: "ti"}, models.DeliveryQueued, safecontact.ChannelSMS, "", "en"},
			{somebody{cohort: 0, name: "Cy", street: "Street 1"}, models.DeliveryQueued, safecontact.ChannelLetter, "", "en"},
			{somebody{cohort: 0, name: "Di", email: "not an address\r\nBcc: x@y.example", telephone: "+999002"}, models.DeliveryQueued, safecontact.ChannelSMS, "", "en"},
			{somebody{cohort: 0, name: "{{name}}", email: "odd@people.example"}, models.DeliveryWaiting, safecontact.ChannelEmail, dispatch.ReasonRender, "en"},
			{somebody{cohort: 1, name: "Ed", email: "ed@people.example"}, models.DeliveryExcluded, "", safecontact.DoNotContactIs, "en"},
			{somebody{cohort: 2, name: "Fe", email: "fe@people.example"}, models.DeliveryWaiting, "", safecontact.HarmUnknown, "en"},
		}
		var people []somebody
		for _, x := range cases {
			people = append(people, x.who)
		}
		ids := c.add(people...)
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		if d.Phase != models.DispatchReady || d.PeopleCount != int64(len(ids)) || d.AudienceHash == "" || d.RulesVersion == "" {
			t.Fatalf("%+v", d)
		}
		lines := c.lines(d.Number)
		for i, x := range cases {
			l := lines[ids[i]]
			if l.State != x.state || l.Channel != string(x.channel) || l.Reason != x.reason || l.Language != x.lang {
				t.Errorf("%s: %s by %q because %q in %q", x.who.name, l.State, l.Channel, l.Reason, l.Language)
			}
		}
		if len(lines) != len(ids) {
			t.Errorf("%d lines for %d people", len(lines), len(ids))
		}
		if cover := c.addsUp(); cover.Shares[dispatch.Excluded] != 1 || cover.Shares[dispatch.Pending] != 6 {
			t.Errorf("%v", cover.Shares)
		}
	})
}

func TestAQueueThatWasInterruptedGoesOnAndQueuesNobodyTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		ids := c.add(many(900)...)
		n := c.notice()
		d, err := dispatch.Prepare(t.Context(), db, c.manager, n.ID, dispatch.Choices{})
		c.must(err)
		for turns := 0; ; turns++ {
			// A turn of no length stops behind each batch, as a program that is killed there does; a context that ends loses the batch it is in.
			ctx, cancel := context.WithCancel(t.Context())
			if turns%2 == 1 {
				cancel()
			}
			done, err := dispatch.Queue(ctx, db, d.Number, 0)
			cancel()
			if err == nil && done {
				break
			}
			if turns > 60 {
				t.Fatal("the queue does not come to an end")
			}
		}
		lines := c.lines(d.Number)
		for _, id := range ids {
			if _, ok := lines[id]; !ok {
				t.Fatalf("person %d was missed", id)
			}
		}
		if d = c.dispatch(d.Number); len(lines) != len(ids) || d.PeopleCount != int64(len(ids)) || d.Phase != models.DispatchReady {
			t.Errorf("%d lines, %d counted, %s", len(lines), d.PeopleCount, d.Phase)
		}
		c.addsUp()
	})
}

func TestTwoNodesQueueTheSameDispatch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(400)...)
		d, err := dispatch.Prepare(t.Context(), db, c.manager, c.notice().ID, dispatch.Choices{})
		c.must(err)
		errs := make(chan error, 3)
		for range 3 {
			go func() {
				for {
					done, err := dispatch.Queue(context.Background(), db, d.Number, 0)
					if err != nil || done {
						errs <- err
						return
					}
				}
			}()
		}
		for range 3 {
			c.must(<-errs)
		}
		c.queue(d.Number)
		if n := len(c.lines(d.Number)); n != 400 {
			t.Errorf("%d lines", n)
		}
		c.addsUp()
	})
}

func TestTheFirstWaveIsSmallAndShowsEveryKindOfMessage(t *testing.T) {
	for _, x := range []struct {
		about            string
		people, percent  int
		want             int64
		channels, groups int
	}{
		{"fifty of many", 900, 0, 50, 1, 4},
		{"one in a hundred", 900, 1, 9, 1, 4},
		{"fewer people than fifty", 30, 0, 30, 1, 4},
	} {
		t.Run(x.about, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				c := newCrowd(t, db, false)
				c.add(many(x.people)...)
				d := c.prepare(c.notice().ID, dispatch.Choices{FirstWavePercent: x.percent})
				languages, groups, size := map[string]bool{}, map[int64]bool{}, int64(0)
				for _, l := range c.lines(d.Number) {
					if l.Wave == models.FirstWave {
						size++
						languages[l.Language], groups[l.Cohort] = true, true
					}
				}
				if size != x.want || d.FirstWaveCount != x.want || len(languages) != 3 || len(groups) != x.groups {
					t.Errorf("first wave of %d (kept %d) in %d languages and %d groups", size, d.FirstWaveCount, len(languages), len(groups))
				}
			})
		})
	}
}

func TestAHouseholdIsDecidedAndNeverDropped(t *testing.T) {
	family := []somebody{
		{cohort: 0, name: "Ana", email: "family@people.example", language: "en"}, {cohort: 0, name: "Bo", email: "family@people.example", language: "en"},
		{cohort: 0, name: "Cy", telephone: "+999001"}, {cohort: 0, name: "Di", telephone: "+999001"},
		// Di's telephone is Ed's too, but Ed is reached by e-mail: he shares with nobody.
		{cohort: 0, name: "Ed", email: "ed@people.example", telephone: "+999001"},
		// Of another society, in the same mailbox: a message of the first society cannot be theirs.
		{cohort: 2, name: "Fe", email: "family@people.example"},
		{cohort: 0, name: "Gil", email: "gil@people.example"},
	}
	for _, x := range []struct {
		decision                  string
		queued, waiting, combined int
	}{{"", 2, 5, 0}, {dispatch.Separate, 7, 0, 0}, {dispatch.Combined, 5, 0, 2}} {
		t.Run("decision "+x.decision, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				c := newCrowd(t, db, false)
				ids := c.add(family...)
				d := c.prepare(c.notice().ID, dispatch.Choices{})
				if d.Position.V.Households != 5 {
					t.Errorf("%d people were found to share", d.Position.V.Households)
				}
				if x.decision != "" {
					c.must(dispatch.DecideHouseholds(t.Context(), db, c.manager, d.ID, d.Version, dispatch.HouseholdChoice{Rule: x.decision, Why: "Asked the families."}))
					d = c.queue(d.Number)
				}
				got := map[string]int{}
				for _, l := range c.lines(d.Number) {
					got[string(l.State)+l.Reason]++
				}
				if got["queued"] != x.queued || got["waiting"+dispatch.ReasonHousehold] != x.waiting || got["waiting"+dispatch.ReasonCombined] != x.combined {
					t.Errorf("%v", got)
				}
				c.addsUp()
				if x.decision != dispatch.Combined {
					return
				}
				// The message is told once, and both have been told.
				d = c.send(d)
				c.must(dispatch.Scan(t.Context(), db))
				c.settle(d.Number, models.DeliverySent)
				c.must(dispatch.Scan(t.Context(), db))
				for i, id := range ids {
					if l := c.lines(d.Number)[id]; l.State != models.DeliverySent {
						t.Errorf("%s: %s %s", family[i].name, l.State, l.Reason)
					}
				}
				if cover := c.addsUp(); cover.Shares[dispatch.Told] != int64(len(family)) {
					t.Errorf("%v", cover.Shares)
				}
			})
		})
	}
}

func TestNobodyIsInTwoFirstDispatchesAndASupplementGoesToWhoWasTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(40)...)
		first := c.prepare(c.notice(func(d *models.PeopleDraft) { d.Audience.Parties = c.parties[:1] }).ID, dispatch.Choices{})
		first = c.send(first)
		c.settle(first.Number, models.DeliverySent)
		both := c.prepare(c.notice().ID, dispatch.Choices{})
		if first.PeopleCount != 20 || both.PeopleCount != 20 {
			t.Errorf("%d and %d people", first.PeopleCount, both.PeopleCount)
		}
		more := c.prepare(c.notice(func(d *models.PeopleDraft) { d.Supplement = true }).ID, dispatch.Choices{})
		if more.Kind != models.DispatchSupplement || more.PeopleCount != 20 {
			t.Errorf("a supplement to %d people", more.PeopleCount)
		}
		if cover := c.addsUp(); cover.Shares[dispatch.Told] != 20 || cover.Shares[dispatch.Pending] != 20 {
			t.Errorf("%v", cover.Shares)
		}
	})
}

func TestWhatAJournalSawIsNotQueuedAgainAfterARestore(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		ids := c.add(many(10)...)
		n := c.notice()
		d, err := dispatch.Prepare(t.Context(), db, c.manager, n.ID, dispatch.Choices{})
		c.must(err)
		c.command(func(tx models.Tx) error {
			_, err := tx.SQL().Exec("INSERT INTO journal_seen (text_key, person_id, state, reason, seen_at) VALUES ($1, $2, 'sent', '', $3)", d.TextKey, ids[3], tx.Now())
			return err
		})
		d = c.queue(d.Number)
		if l := c.lines(d.Number)[ids[3]]; l.State != models.DeliverySent {
			t.Errorf("who was told before the restore is %s", l.State)
		}
		if cover := c.addsUp(); cover.Shares[dispatch.Told] != 1 {
			t.Errorf("%v", cover.Shares)
		}
	})
}

func TestAnswerToHarmLetsWaitingPeopleGo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.plan(c.groups[1], 1, safecontact.Plan{})
		c.add(many(8)...)
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{}))
		c.settle(d.Number, models.DeliverySent)
		d = c.dispatch(d.Number)
		c.must(dispatch.ReleaseRest(t.Context(), db, c.manager, d.ID, d.Version))
		_, err := contact.SetGroupPlan(t.Context(), db, c.manager, c.groups[1], contact.Entry{Plan: safecontact.Plan{Harm: terms.No, HarmWhy: "Asked."}, Why: "Asked.", Read: 2})
		c.must(err)
		c.add(many(11)[8:]...)
		d = c.dispatch(d.Number)
		c.must(dispatch.SendRemaining(t.Context(), db, c.manager, d.ID, d.Version))
		d = c.send(c.queue(d.Number))
		c.settle(d.Number, models.DeliverySent)
		if cover := c.addsUp(); cover.Shares[dispatch.Told] != 11 {
			t.Errorf("%v", cover.Shares)
		}
		c.must(dispatch.Scan(t.Context(), db))
		if d = c.dispatch(d.Number); d.Phase != models.DispatchDone {
			t.Errorf("phase %s", d.Phase)
		}
	})
}

func TestWhatGoesByHandIsNoPartOfAFirstWaveThatSendsByItself(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(6)...)
		c.add(somebody{cohort: 0, name: "Cy", street: "Street 1"}, somebody{cohort: 0, name: "Di", email: "x@people.example"}, somebody{cohort: 0, name: "Ed", email: "x@people.example"})
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		c.must(dispatch.DecideHouseholds(t.Context(), db, c.manager, d.ID, d.Version, dispatch.HouseholdChoice{Rule: dispatch.Separate, Why: "Asked."}))
		d = c.queue(d.Number)
		for _, l := range c.lines(d.Number) {
			if (l.Wave == models.FirstWave) != (l.Channel == string(safecontact.ChannelEmail)) {
				t.Errorf("%s in wave %d", l.Channel, l.Wave)
			}
		}
		if d.FirstWaveCount != 8 {
			t.Errorf("a first wave of %d", d.FirstWaveCount)
		}
	})
}
