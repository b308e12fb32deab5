package dispatch_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/dispatch"
	"candour/workflows/safecontact"
)

// Whatever becomes of whom, in whatever order: affected = told + pending + unreached + excluded + uncertain, for the incident, each society and
// each group, and the kept counts are the counted ones.
func TestTheEquationAddsUpWhateverHappens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(60)...)
		d := c.send(c.prepare(c.notice(func(d *models.PeopleDraft) { d.Audience.Parties = c.parties[:1] }).ID, dispatch.Choices{}))
		states := []models.DeliveryState{models.DeliveryQueued, models.DeliveryLeased, models.DeliverySent, models.DeliveryDelivered, models.DeliveryRefused, models.DeliveryDeferred,
			models.DeliveryUncertain, models.DeliveryHeld, models.DeliveryWaiting, models.DeliveryListed, models.DeliveryTold, models.DeliveryUnreached, models.DeliveryExcluded}
		ids := []int64{}
		for id := range c.lines(d.Number) {
			ids = append(ids, id)
		}
		rapid.Check(t, func(rt *rapid.T) {
			moves := rapid.IntRange(1, 8).Draw(rt, "moves")
			for range moves {
				id := rapid.SampledFrom(ids).Draw(rt, "person")
				was, err := models.LoadPersonDelivery(db.View(t.Context()), d.Number, id)
				c.must(err)
				is := was
				is.State = rapid.SampledFrom(states).Draw(rt, "state")
				is.Channel = rapid.SampledFrom([]string{"email", "sms", "letter"}).Draw(rt, "channel")
				is.Reason = rapid.SampledFrom([]string{"", "relay_refused", "no_address"}).Draw(rt, "reason")
				is.Epoch++
				c.command(func(tx models.Tx) error { return models.MovePersonDelivery(tx, was, is) })
			}
			if rapid.IntRange(0, 9).Draw(rt, "somebody comes") == 0 {
				c.add(somebody{cohort: rapid.IntRange(0, 3).Draw(rt, "group"), name: "New", email: models.NewID() + "@people.example"})
			}
			c.addsUp()
		})
	})
}

// A count that was forgotten, and a line that nobody counted, are found.
func TestARecountFindsWhatWasNotCounted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		ids := c.add(many(8)...)
		d := c.prepare(c.notice().ID, dispatch.Choices{})
		c.must(dispatch.Scan(t.Context(), db))
		if open, err := models.HasOpenTask(db.View(t.Context()), c.incident, "coverage"); err != nil || open {
			t.Errorf("an alarm where all is well: %v", err)
		}
		c.command(func(tx models.Tx) error {
			_, err := tx.SQL().Exec("UPDATE person_deliveries SET state = 'sent' WHERE dispatch = $1 AND person_id = $2", d.Number, ids[0])
			return err
		})
		if diff, err := dispatch.Recount(t.Context(), db, d); err != nil || diff != 2 {
			t.Errorf("difference %d: %v", diff, err)
		}
		for range 2 {
			c.must(dispatch.Scan(t.Context(), db))
		}
		if open, err := models.HasOpenTask(db.View(t.Context()), c.incident, "coverage"); err != nil || !open {
			t.Errorf("nobody was told that the people do not add up: %v", err)
		}
	})
}

// Whatever the plans of the groups say and whatever is known of people: no line names a channel that the rules forbid for its person.
func TestNoLineNamesAChannelThatARuleIsAgainst(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	c := newCrowd(t, db, false)
	version := map[models.ID]int{}
	for _, g := range c.groups {
		version[g] = 1
	}
	n := c.notice()
	var people []somebody
	for i := range 64 {
		p := somebody{cohort: i % 4, name: fmt.Sprint("P", i)}
		if i&4 != 0 {
			p.email = fmt.Sprintf("p%d@people.example", i)
		}
		if i&8 != 0 {
			p.telephone = fmt.Sprintf("+999%05d", i)
		}
		if i&16 != 0 {
			p.street = "Street 1"
		}
		people = append(people, p)
	}
	ids := c.add(people...)
	harms := []terms.Answer{terms.Unknown, terms.No, terms.Yes}
	rapid.Check(t, func(rt *rapid.T) {
		for _, g := range c.groups {
			plan := safecontact.Plan{Harm: rapid.SampledFrom(harms).Draw(rt, "harm"), HarmWhy: "Asked.",
				Channels: rapid.SliceOfNDistinct(rapid.SampledFrom(safecontact.Channels), 0, 4, rapid.ID).Draw(rt, "channels")}
			c.plan(g, version[g], plan)
			version[g]++
		}
		d := c.prepare(n.ID, dispatch.Choices{Households: dispatch.Separate})
		a, err := dispatch.Load(db.View(t.Context()), n.ID)
		c.must(err)
		found, err := models.LoadPeople(db.View(t.Context()), ids)
		c.must(err)
		lines := c.lines(d.Number)
		if len(lines) != len(ids) {
			rt.Fatalf("%d lines for %d people", len(lines), len(ids))
		}
		for id, l := range lines {
			p := found[id]
			details, err := p.Details(db.Keys())
			c.must(err)
			for _, channel := range safecontact.Channels {
				decision := a.Decide(&p, &details, channel, db.Now())
				if l.Channel == string(channel) && !decision.Allowed && decision.NotBefore.IsZero() {
					rt.Fatalf("a line by %s against %s", channel, decision.Rule)
				}
			}
			if (l.State == models.DeliveryQueued) != (l.Channel != "") {
				rt.Fatalf("%s by %q because %s", l.State, l.Channel, l.Reason)
			}
		}
	})
}

// A society sees its own people's numbers, and nothing of another one's.
func TestASocietySeesOnlyItsOwnNumbers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false)
		c.add(many(40)...)
		c.prepare(c.notice().ID, dispatch.Choices{})
		in, err := models.LoadIncident(db.View(t.Context()), c.incident)
		c.must(err)
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: c.society}
		own, err := dispatch.Cover(db.View(t.Context()), focal, in)
		c.must(err)
		if own.Affected != 20 || own.Difference != 0 || len(own.Parties) != 1 || own.Parties[0].PartyID != c.parties[0] {
			t.Errorf("%+v", own)
		}
		if _, err := models.ListDispatches(db.View(t.Context()), focal, c.incident); err != nil {
			t.Error(err)
		}
		stranger := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if nobody, err := dispatch.Cover(db.View(t.Context()), stranger, in); err != nil || nobody.Affected != 0 || len(nobody.Reasons) != 0 {
			t.Errorf("%+v %v", nobody, err)
		}
	})
}
