package worklists_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/dispatch"
	"candour/workflows/safecontact"
	"candour/workflows/worklists"
)

// callable gives people of the first society with a telephone and a street.
func callable(n int) []somebody {
	out := make([]somebody, n)
	for i := range out {
		out[i] = somebody{name: fmt.Sprintf("Person %03d", i+1), telephone: fmt.Sprintf("+4179%07d", i+1), street: fmt.Sprintf("Street %d", i+1), lang: []string{"en", "fr", "ar"}[i%3], land: "CH"}
	}
	return out
}

func (c *crowd) make(channel string) models.Worklist {
	c.t.Helper()
	w, err := worklists.Make(c.t.Context(), c.db, c.focal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: channel})
	c.must(err)
	return w
}

func (c *crowd) record(w models.Worklist, n int64, outcome string) error {
	r := worklists.Report{Person: models.PersonID(1, n), Outcome: outcome, HappenedAt: c.db.Now()}
	if outcome == worklists.CallBack {
		r.CallBackAt = c.db.Now().Add(time.Hour)
	}
	return worklists.Record(c.t.Context(), c.db, c.focal, w.ID, r)
}

func TestOutcomesMoveAPersonOnOrEndTheirTelling(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		cases := []struct {
			about    string
			channel  string
			outcomes []string
			stands   string
		}{
			{"told on the telephone", "call", []string{worklists.Told}, "told call 1 "},
			{"not reached once stays on the list", "call", []string{worklists.NotReached}, "listed call 1 "},
			{"not reached three times: the next channel", "call", []string{worklists.NotReached, worklists.NotReached, worklists.NotReached}, "queued visit 2 "},
			{"not reached, then told", "call", []string{worklists.NotReached, worklists.Told}, "told call 1 "},
			{"asked to be called back", "call", []string{worklists.CallBack}, "listed call 1 "},
			{"called back and told", "call", []string{worklists.CallBack, worklists.Told}, "told call 1 "},
			{"a wrong number: the next channel at once", "call", []string{worklists.WrongNumber}, "queued visit 2 "},
			{"does not want to be told: nobody asks again", "call", []string{worklists.Refused}, "unreached call 1 person_refused"},
			{"not safe: protection staff decide", "call", []string{worklists.Unsafe}, "waiting call 1 unsafe"},
			{"told after all by the person of the wrong number", "call", []string{worklists.WrongNumber, worklists.Told}, "told call 2 "},
			{"keyed in wrongly and corrected", "call", []string{worklists.Told, worklists.WrongNumber}, "queued visit 2 "},
		}
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall, safecontact.ChannelVisit), callable(len(cases))...)
		w := c.make("call")
		if w.PeopleCount != int64(len(cases)) || w.HeldBackCount != 0 {
			t.Fatalf("%d on the list, %d held back", w.PeopleCount, w.HeldBackCount)
		}
		for i, x := range cases {
			n := int64(i + 1)
			for _, o := range x.outcomes {
				modelstest.ClockOf(db).Advance(time.Minute)
				if err := c.record(w, n, o); err != nil {
					t.Fatalf("%s: %v", x.about, err)
				}
			}
			if got := c.stands(n); got != x.stands {
				t.Errorf("%s: %q, want %q", x.about, got, x.stands)
			}
		}
		cover := c.addsUp()
		if cover.Affected != int64(len(cases)) {
			t.Errorf("%+v", cover)
		}
		// Whoever was told goes on no further list, and nobody stands on two.
		again, err := worklists.Make(t.Context(), db, c.focal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: "visit"})
		c.must(err)
		if again.PeopleCount != 3 {
			t.Errorf("%d people wait for a visit, want those three whose number did not reach them", again.PeopleCount)
		}
		results, err := models.ListResults(db.View(t.Context()), models.PersonID(1, 3))
		c.must(err)
		if len(results) != 3 {
			t.Errorf("%d results are kept of three reports", len(results))
		}
	})
}

func TestALetterIsPostedComesBackAndTheNextChannelIsTaken(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelLetter, safecontact.ChannelCall), callable(2)...)
		w := c.make("letter")
		c.must(c.record(w, 1, worklists.Posted))
		c.must(c.record(w, 2, worklists.Posted))
		if got := c.stands(1); got != "sent letter 1 " {
			t.Fatalf("%q", got)
		}
		items, err := models.ItemsFrom(db.View(t.Context()), w.Number, 0, 10)
		c.must(err)
		found, err := models.ItemsByReference(db.View(t.Context()), c.focal, items[0].Reference)
		c.must(err)
		if len(found) != 1 || found[0].PersonID != models.PersonID(1, 1) {
			t.Errorf("the number of the letter that came back finds %+v", found)
		}
		if none, err := models.ItemsByReference(db.View(t.Context()), c.otherFocal, items[0].Reference); err != nil || len(none) != 0 {
			t.Errorf("another society finds it too: %v, %v", none, err)
		}
		modelstest.ClockOf(db).Advance(48 * time.Hour)
		c.must(worklists.Record(t.Context(), db, c.focal, w.ID, worklists.Report{Person: models.PersonID(1, 1), Outcome: worklists.Returned, Reason: "unknown", HappenedAt: db.Now()}))
		if got := c.stands(1); got != "queued call 2 " {
			t.Errorf("%q", got)
		}
		attempts, err := models.ListAttempts(db.View(t.Context()), models.PersonID(1, 1))
		c.must(err)
		if len(attempts) != 1 || attempts[0].Reason != "letter_returned" {
			t.Errorf("%+v", attempts)
		}
		c.addsUp()
	})
}

func TestAListIsMadeOnlyOfWhoMayBeToldThisWayNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall, safecontact.ChannelVisit), callable(3)...)
		// Between the queue and the list the society learns that nobody may call the second person.
		p := byHand(safecontact.ChannelVisit)
		_, err := contact.SetPersonPlan(t.Context(), db, c.manager, c.incident, models.PersonID(1, 2), contact.Entry{Plan: p, Why: "Others answer this telephone."})
		c.must(err)
		w := c.make("call")
		if w.PeopleCount != 2 || w.HeldBackCount != 1 || c.stands(2) != "queued visit 2 " {
			t.Fatalf("%d on the list, %d held back, the second %q", w.PeopleCount, w.HeldBackCount, c.stands(2))
		}
		// The machines are done with this notice; who waits for a visit waits all the same, and only the own society sees it.
		c.command(func(tx models.Tx) error {
			d := c.dispatch(c.d.Number)
			return models.MoveDispatch(tx, d.Number, d.Version, []models.DispatchPhase{models.DispatchSending}, map[string]any{"phase": models.DispatchDone})
		})
		waiting, err := models.CountForLists(db.View(t.Context()), c.focal, c.incident)
		c.must(err)
		if len(waiting) != 1 || waiting[0].Channel != "visit" || waiting[0].Count != 1 {
			t.Errorf("%+v", waiting)
		}
		if others, err := models.CountForLists(db.View(t.Context()), c.otherFocal, c.incident); err != nil || len(others) != 0 {
			t.Errorf("the other society sees %+v, %v", others, err)
		}
		// And after it was made, that nobody may contact the third at all.
		none := harmless
		none.DoNotContact = &safecontact.DoNotContact{Reason: safecontact.ReasonEndangers, Reviewer: c.second.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadLater}
		_, err = contact.SetPersonPlan(t.Context(), db, c.manager, c.incident, models.PersonID(1, 3), contact.Entry{Plan: none, Why: "In danger."})
		c.must(err)
		_, page, err := worklists.Show(db.View(t.Context()), c.focal, w.ID, models.ItemFilter{}, models.PageRequest{})
		c.must(err)
		for _, row := range page.Items {
			blocked := row.Item.PersonID == models.PersonID(1, 3)
			if row.Allowed == blocked || (blocked && (row.Name+row.Telephone+row.Script != "" || len(row.Address) > 0 || row.Why == "")) {
				t.Errorf("%+v", row)
			}
		}
		for _, kind := range []string{worklists.HTML, worklists.CSV, worklists.XLSX} {
			if text := c.file(w, kind); strings.Contains(text, "Person 003") || strings.Contains(text, "+41790000003") || !strings.Contains(text, "Person 001") {
				t.Errorf("the %s file holds the wrong people", kind)
			}
		}
		c.addsUp()
	})
}

// file takes a list out and gives it as text.
func (c *crowd) file(w models.Worklist, kind string) string {
	c.t.Helper()
	f, err := worklists.Export(c.t.Context(), c.db, c.focal, w.ID, kind, 1)
	c.must(err)
	var b bytes.Buffer
	c.must(f.Write(&b))
	if kind == worklists.XLSX {
		return unzipped(c.t, b.Bytes())
	}
	return b.String()
}

func TestACallBackIsAgreedOnlyWithinTheAgreedHours(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := byHand(safecontact.ChannelCall)
		p.Hours, p.Zone = []safecontact.Hours{{From: 9 * 60, To: 12 * 60}}, "UTC"
		c := newCrowd(t, db, false, p, callable(1)...)
		w := c.make("call")
		at := func(hours int) error {
			return worklists.Record(t.Context(), db, c.focal, w.ID, worklists.Report{Person: models.PersonID(1, 1), Outcome: worklists.CallBack, HappenedAt: db.Now(),
				CallBackAt: terms.InstantOf(modelstest.Start.Add(time.Duration(hours) * time.Hour))})
		}
		if err := at(8); !models.IsKind(err, models.KindInvalid) { // 17:00
			t.Errorf("a call back outside the agreed hours: %v", err)
		}
		if c.line(1).Tries != 0 {
			t.Error("what was refused left a try behind")
		}
		c.must(at(2))
		// At ten in the evening the list says when the next hour begins, and still shows whom.
		modelstest.ClockOf(db).Advance(13 * time.Hour)
		_, page, err := worklists.Show(db.View(t.Context()), c.focal, w.ID, models.ItemFilter{Open: true}, models.PageRequest{})
		c.must(err)
		if len(page.Items) != 1 || page.Items[0].NotBefore.String() != "2026-11-24T09:00:00Z" || page.Items[0].Name == "" || page.Items[0].Telephone != "" {
			t.Errorf("%+v", page.Items)
		}
	})
}

func TestAHaltedDispatchStartsNoList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall), callable(2)...)
		w, err := worklists.Make(t.Context(), db, c.focal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: "call", Most: 1})
		c.must(err)
		c.must(dispatch.Stop(t.Context(), db, c.manager, c.d.ID, "A wrong text."))
		if _, err := worklists.Make(t.Context(), db, c.focal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: "call"}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a list of a stopped dispatch: %v", err)
		}
		if _, _, err := worklists.Show(db.View(t.Context()), c.focal, w.ID, models.ItemFilter{}, models.PageRequest{}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the list is still shown: %v", err)
		}
		if _, err := worklists.Export(t.Context(), db, c.focal, w.ID, worklists.CSV, 1); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the list still leaves: %v", err)
		}
		c.must(c.record(w, 1, worklists.Told)) // what happened, happened
	})
}

func TestAListOfAnotherSocietyIsNotThere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newCrowd(t, db, false, byHand(safecontact.ChannelCall), callable(1)...)
		w := c.make("call")
		_, _, show := worklists.Show(db.View(t.Context()), c.otherFocal, w.ID, models.ItemFilter{}, models.PageRequest{})
		_, take := worklists.Export(t.Context(), db, c.otherFocal, w.ID, worklists.CSV, 1)
		_, up := worklists.Upload(t.Context(), db, c.otherFocal, w.ID, []byte("letter_number,outcome\n"), "UTC")
		_, makes := worklists.Make(t.Context(), db, c.otherFocal, worklists.Order{Dispatch: c.d.ID, Party: c.parties[0], Channel: "call"})
		for what, err := range map[string]error{"shown": show, "taken out": take, "reported on": worklists.Record(t.Context(), db, c.otherFocal, w.ID, worklists.Report{Person: models.PersonID(1, 1), Outcome: worklists.Told}),
			"uploaded to": up, "made": makes, "asked for": worklists.RequestExport(t.Context(), db, c.otherFocal, w.ID, "why"), "agreed to": worklists.ApproveExport(t.Context(), db, c.otherFocal, w.ID)} {
			if !models.IsKind(err, models.KindNotFound) {
				t.Errorf("it is %s: %v", what, err)
			}
		}
	})
}
