package dispatch_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
	"candour/workflows/safecontact"
)

func TestNobodySendsAloneAndNobodyAllowsWhatTheyHaveNotRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		c.add(many(60)...)
		n := c.notice()
		d := c.prepare(n.ID, dispatch.Choices{})
		c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, nil))
		d = c.dispatch(d.Number)
		writer, asker := models.Viewer{Account: c.author.Account, Role: models.RoleApprover}, models.Viewer{Account: c.manager.Account, Role: models.RoleApprover}
		for _, x := range []struct {
			about   string
			by      models.Viewer
			binding string
			kind    models.Kind
		}{
			{"who asked", asker, dispatch.Binding(d), models.KindForbidden},
			{"who wrote the words", writer, dispatch.Binding(d), models.KindForbidden},
			{"another binding", c.approver2, dispatch.Binding(models.Dispatch{ContentHash: d.ContentHash}), models.KindConflict},
		} {
			if err := dispatch.ApproveSending(ctx, db, x.by, d.ID, d.Version, x.binding); !models.IsKind(err, x.kind) {
				t.Errorf("%s: %v", x.about, err)
			}
		}
		// A plan that changes after the request voids what was read.
		_, err := contact.SetGroupPlan(ctx, db, c.manager, c.groups[0], contact.Entry{Plan: safecontact.Plan{Harm: terms.Yes, HarmWhy: "New news."}, Why: "New news.", Read: 1})
		c.must(err)
		if err := dispatch.ApproveSending(ctx, db, c.approver2, d.ID, d.Version, dispatch.Binding(d)); !models.IsKind(err, models.KindConflict) {
			t.Errorf("lines made by an older plan were allowed to go: %v", err)
		}
		// Prepared again it can go; an edit of the words is then refused for good.
		d = c.send(c.prepare(n.ID, dispatch.Choices{}))
		if d.Phase != models.DispatchSending || d.Wave != models.FirstWave {
			t.Errorf("%s wave %d", d.Phase, d.Wave)
		}
		n = c.reload(n.ID)
		if err := notices.EditPeople(ctx, db, c.author, n.ID, n.Version, models.PeopleDraft{}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words on their way were edited: %v", err)
		}
	})
}

func TestASendingWaitsUntilEachLanguageNobodyWroteIsSettledByName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		people := many(12)
		people[0].language, people[1].language, people[2].language = "ti", "so", "so"
		people[3].language = "Anna's own"
		c.add(people...)
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		for name, named := range map[string][]string{"none named": nil, "one of three named": {"so"}, "what is no language not named": {"so", "ti"}} {
			err := dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, named)
			if !models.IsKind(err, models.KindConflict) || strings.Contains(err.Error(), "Anna") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, nil); err == nil || !strings.Contains(err.Error(), "Somali (2), Tigrinya (1), a language that is not known (1)") {
			t.Errorf("the languages are not named: %v", err)
		}
		if err := dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, []string{"so", "ti", "und", "fa"}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("a language that nobody reads was settled: %v", err)
		}
		if got := c.dispatch(d.Number).Phase; got != models.DispatchReady {
			t.Fatalf("phase %s after refusals", got)
		}
		c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, []string{"ti", "und", "so"}))
		events, err := models.ListEvents(db.View(ctx), d.IncidentID, models.PageRequest{})
		c.must(err)
		i := slices.IndexFunc(events.Items, func(e models.Event) bool { return e.Operation == "request-dispatch" })
		if i < 0 || !strings.Contains(events.Items[i].Details, `"languages_not_written":{"so":2,"ti":1,"und":1}`) || strings.Contains(events.Items[i].Details, "Anna") {
			t.Errorf("the record does not say which languages were settled: %+v", events.Items)
		}
	})
}

// Whoever sends to the rest sees how many read another language than their own: people, not rounds.
func TestAnotherRoundOfTheQueueCountsNobodysLanguageTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		people := many(12)
		people[0].language, people[1].language = "so", "so"
		people[1].email = people[0].email // a household nobody has decided on: its lines are made anew in each round
		c.add(people...)
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		if n := d.Position.V.Fallbacks["so"]; n != 2 {
			t.Fatalf("%d read Somali, want 2", n)
		}
		c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, []string{"so"}))
		d = c.dispatch(d.Number)
		c.must(dispatch.ApproveSending(ctx, db, c.approver2, d.ID, d.Version, dispatch.Binding(d)))
		c.must(dispatch.Stop(ctx, db, c.manager, d.ID, "A look at the list."))
		d = c.dispatch(d.Number)
		c.must(dispatch.SendRemaining(ctx, db, c.manager, d.ID, d.Version))
		if n := c.queue(d.Number).Position.V.Fallbacks["so"]; n != 2 {
			t.Errorf("%d read Somali after the second round, want 2", n)
		}
	})
}

// Two hundred inventions of a list do not hide how many read a language that is one.
func TestInventedLanguagesDoNotStopTheCountOfARealOne(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		people := many(260)
		for i := range people {
			people[i].language = fmt.Sprintf("invention %d", i)
		}
		people[0].language, people[250].language, people[251].language = "so", "so", "so"
		c.add(people...)
		if n := c.prepare(c.notice().ID, dispatch.Choices{}).Position.V.Fallbacks; len(n) != 2 || n["so"] != 3 || n["und"] != 257 {
			t.Errorf("%v, want 3 who read Somali and 257 of whom it is not known", n)
		}
	})
}

func TestAnEditAndAnApprovalOfTheSendingAtTheSameMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		for range 6 {
			c.add(somebody{cohort: 0, name: "Ana", email: models.NewID() + "@people.example"})
			n := c.notice()
			d := c.prepare(n.ID, dispatch.Choices{})
			c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, nil))
			d = c.dispatch(d.Number)
			var edit, allow error
			var wg sync.WaitGroup
			wg.Go(func() {
				edit = notices.EditPeople(ctx, db, c.author, n.ID, n.Version, models.PeopleDraft{Organisation: "Somebody else"})
			})
			wg.Go(func() { allow = dispatch.ApproveSending(ctx, db, c.approver2, d.ID, d.Version, dispatch.Binding(d)) })
			wg.Wait()
			if (edit == nil) == (allow == nil) {
				t.Fatalf("edit %v, allowed %v: exactly one may happen", edit, allow)
			}
			if d = c.dispatch(d.Number); (d.Phase == models.DispatchSending) != (allow == nil) {
				t.Fatalf("phase %s", d.Phase)
			}
		}
	})
}

func TestTheRestWaitsUntilSomebodyHasLookedAtTheFirstWave(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		c.add(many(120)...)
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{}))
		if err := dispatch.ReleaseRest(ctx, db, c.manager, d.ID, d.Version); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the rest was released while the first wave was on its way: %v", err)
		}
		if n := c.settle(d.Number, models.DeliverySent); n != 50 {
			t.Errorf("%d in the first wave", n)
		}
		c.must(dispatch.Pause(ctx, db, c.second, d.ID, "A reader called."))
		d = c.dispatch(d.Number)
		if err := dispatch.ReleaseRest(ctx, db, c.manager, d.ID, d.Version); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the rest was released while paused: %v", err)
		}
		asker := models.Viewer{Account: c.manager.Account, Role: models.RoleApprover}
		if err := dispatch.Resume(ctx, db, asker, d.ID, d.Version, "Looked."); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who asked for the sending lifted the pause alone: %v", err)
		}
		c.must(dispatch.Resume(ctx, db, c.approver2, d.ID, d.Version, "Looked at it: a misunderstanding."))
		d = c.dispatch(d.Number)
		c.must(dispatch.ReleaseRest(ctx, db, c.manager, d.ID, d.Version))
		c.must(dispatch.Stop(ctx, db, c.second, d.ID, "Enough."))
		d = c.dispatch(d.Number)
		if err := dispatch.Resume(ctx, db, c.approver2, d.ID, d.Version, "Go on."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("what was stopped went on by one person: %v", err)
		}
		c.must(dispatch.SendRemaining(ctx, db, c.manager, d.ID, d.Version))
		d = c.send(c.queue(d.Number))
		if d.Wave != models.TheRest {
			t.Errorf("wave %d: the first wave was looked at before", d.Wave)
		}
		if n := c.settle(d.Number, models.DeliverySent); n != 70 {
			t.Errorf("%d of 70 were left to send", n)
		}
		c.addsUp()
	})
}

func TestAnIncidentIsNotClosedWhileSomebodyIsPendingOrUncertain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(4)...)
		in, err := models.LoadIncident(db.View(t.Context()), c.incident)
		c.must(err)
		open := func() models.OpenPeople {
			o, err := models.PeopleStillOpen(db.View(t.Context()), in)
			c.must(err)
			return o
		}
		if o := open(); o != (models.OpenPeople{}) {
			t.Errorf("an incident without a dispatch: %+v", o)
		}
		d := c.send(c.prepare(c.notice().ID, dispatch.Choices{}))
		if o := open(); o.Pending != 4 {
			t.Errorf("%+v", o)
		}
		c.settle(d.Number, models.DeliveryUncertain)
		if o := open(); o.Uncertain != 4 || o.Pending != 0 {
			t.Errorf("%+v", o)
		}
	})
}
