package worklists_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/dispatch"
	"candour/workflows/receipts"
	"candour/workflows/safecontact"
	"candour/workflows/worklists"
)

// Whatever plans change into between the queue and the door, no path shows, prints, exports or queues anybody against a rule. The plans are
// drawn at random; the judge is the pure package, asked about each person and channel on its own.
func TestNothingLeavesAgainstARuleByAnyPath(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 24
		rng := rand.New(rand.NewPCG(7, 11))
		all := []safecontact.Channel{safecontact.ChannelCall, safecontact.ChannelLetter, safecontact.ChannelVisit, safecontact.ChannelSociety}
		crowdPeople := callable(people)
		c := newCrowd(t, db, false, byHand(all...), crowdPeople...)
		change := func(n int64) {
			p := harmless
			for _, x := range rng.Perm(len(all))[:rng.IntN(len(all)+1)] {
				p.Channels = append(p.Channels, all[x])
			}
			switch rng.IntN(5) {
			case 0:
				p.Harm, p.HarmWhy = terms.Yes, "Learnt today."
			case 1:
				p.DoNotContact = &safecontact.DoNotContact{Reason: safecontact.ReasonEndangers, Reviewer: c.second.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadLater}
			case 2:
				p.Hours, p.Zone = []safecontact.Hours{{From: 60 * rng.IntN(24), To: 60 * (1 + rng.IntN(24))}}, "UTC"
			}
			had, err := models.ListContactPlans(db.View(t.Context()), c.incident, models.ContactScope{Person: ptr(models.PersonID(1, n))})
			c.must(err)
			read := 0
			if len(had) > 0 {
				read = had[0].Number
			}
			_, err = contact.SetPersonPlan(t.Context(), db, c.manager, c.incident, models.PersonID(1, n), contact.Entry{Plan: p, Why: "Learnt today.", Read: read})
			if err != nil && !models.IsKind(err, models.KindInvalid) { // a plan that makes no sense is refused, which is as well
				t.Fatal(err)
			}
		}
		var lists []models.Worklist
		shown, withheld := 0, 0
		for round := range 8 {
			for range 10 {
				change(1 + rng.Int64N(people))
			}
			for _, channel := range all {
				if w, err := worklists.Make(t.Context(), db, c.focal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: string(channel), Most: 1 + rng.IntN(10)}); err == nil {
					lists = append(lists, w)
				} else if !models.IsKind(err, models.KindConflict) {
					t.Fatal(err)
				}
			}
			modelstest.ClockOf(db).Advance(time.Hour)
			for range 10 {
				change(1 + rng.Int64N(people))
			}
			a, err := dispatch.Load(db.View(t.Context()), c.d.NoticeID)
			c.must(err)
			for _, w := range lists {
				items, err := models.ItemsFrom(db.View(t.Context()), w.Number, 0, people)
				c.must(err)
				_, page, err := worklists.Show(db.View(t.Context()), c.focal, w.ID, models.ItemFilter{}, models.PageRequest{Limit: 200})
				c.must(err)
				papers := map[string]string{"screen": fmt.Sprintf("%+v", page.Items)}
				for _, kind := range []string{worklists.HTML, worklists.CSV, worklists.XLSX} {
					papers[kind] = c.file(w, kind)
				}
				for _, item := range items {
					p, err := models.LoadPerson(db.View(t.Context()), item.PersonID)
					c.must(err)
					d, err := p.Details(db.Keys())
					c.must(err)
					now := a.Decide(&p, &d, safecontact.Channel(w.Channel), db.Now())
					may := now.Allowed || !now.NotBefore.IsZero()
					for path, text := range papers {
						for what, value := range map[string]string{"name": d.Get(models.PersonName), "telephone": d.Get(models.PersonTelephone), "street": d.Get(models.PersonStreet) + ","} {
							if !may && strings.Contains(text, value) {
								t.Fatalf("round %d, list %d (%s), %s: the %s of somebody stands there against %s", round, w.Number, w.Channel, path, what, now.Rule)
							}
						}
						if may && !strings.Contains(text, d.Get(models.PersonName)) {
							t.Fatalf("round %d, list %d, %s: somebody who may be told is missing", round, w.Number, path)
						}
					}
					if may {
						shown++
					} else {
						withheld++
					}
				}
				// What becomes of one of them sends nobody to a channel that a rule is against.
				if len(items) > 0 {
					n := items[rng.IntN(len(items))].PersonID & models.MaxPersonRow
					words := worklists.OutcomesOf(w.Channel)
					if err := c.record(w, n, words[rng.IntN(len(words))]); err != nil && !models.IsKind(err, models.KindConflict) && !models.IsKind(err, models.KindInvalid) {
						t.Fatal(err)
					}
					if l := c.line(n); l.State == models.DeliveryQueued {
						p, err := models.LoadPerson(db.View(t.Context()), l.PersonID)
						c.must(err)
						d, err := p.Details(db.Keys())
						c.must(err)
						if now := a.Decide(&p, &d, safecontact.Channel(l.Channel), db.Now()); !now.Allowed && now.NotBefore.IsZero() && l.Step > 1 && l.NextAt.Equal(db.Now()) {
							t.Fatalf("queued for %s against %s", l.Channel, now.Rule)
						}
					}
				}
			}
			_, err = receipts.Advance(t.Context(), db)
			c.must(err)
			c.addsUp()
		}
		if shown < 50 || withheld < 30 {
			t.Errorf("%d entries were shown and %d kept back: too few to prove anything", shown, withheld)
		}
	})
}

func ptr[T any](v T) *T { return &v }
