package enquiries_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/access"
	"candour/workflows/enquiries"
	"candour/workflows/texts"
)

var (
	desk     = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	second   = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	guard    = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
	writer   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
)

const secret = "SECRET-CALLER"

func incident(t *testing.T, db *models.DB) models.ID {
	t.Helper()
	id := models.NewID()
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		i := models.Incident{ID: id, Title: "Intruder in the family-tracing servers", OpenedAt: tx.Now(), OpenedBy: desk.Account}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(id)
		return fact(tx, id, `{"min":515000,"max":null,"exact":false}`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func fact(tx models.Tx, id models.ID, people string) error {
	return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: id, Key: "people_count", Value: people, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()})
}

func plain(topic, worry string) enquiries.Entry {
	return enquiries.Entry{Channel: "telephone", Topic: topic, Worry: worry, Language: "fr"}
}

// agreed may be called between nine and six in Zurich; it is ten there when a test begins.
func agreed() *enquiries.Agreement {
	return &enquiries.Agreement{CallBack: models.CallBack{Telephone: "+41 22 123 45 67", AskFor: secret, Avoid: secret}, Zone: "Europe/Zurich", From: "09:00", Until: "18:00"}
}

func log(t *testing.T, db *models.DB, by models.Viewer, i models.ID, e enquiries.Entry) models.Enquiry {
	t.Helper()
	l, err := enquiries.Log(t.Context(), db, by, i, e)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, db, l.ID)
}

func load(t *testing.T, db *models.DB, id models.ID) models.Enquiry {
	t.Helper()
	e, err := models.FindEnquiry(db.View(t.Context()), desk, id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// approved writes an answer and has it approved.
func approved(t *testing.T, db *models.DB, i models.ID, topic, lang, body string) (models.ID, []byte) {
	t.Helper()
	id, v, err := enquiries.SaveAnswer(t.Context(), db, writer, i, "", topic, texts.Draft{Language: lang, Title: "Am I affected?", Body: body})
	if err == nil {
		err = texts.Submit(t.Context(), db, writer, v.TextID)
	}
	if err == nil {
		err = texts.Approve(t.Context(), db, approver, v.TextID, v.Hash)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id, v.Hash
}

func TestWhereAnEnquiryGoesAndByWhen(t *testing.T) {
	for _, c := range []struct {
		name  string
		entry func(answer models.ID, hash []byte) enquiries.Entry
		state models.EnquiryState
		due   time.Duration
		tasks int
	}{
		{"a calm question without an answer is open for three days", func(models.ID, []byte) enquiries.Entry { return plain("affected", "calm") }, models.EnquiryOpen, 72 * time.Hour, 0},
		{"a worried one for one day", func(models.ID, []byte) enquiries.Entry { return plain("affected", "worried") }, models.EnquiryOpen, 24 * time.Hour, 0},
		{"somebody in distress hears within four hours", func(models.ID, []byte) enquiries.Entry { return plain("false-news", "distressed") }, models.EnquiryOpen, 4 * time.Hour, 0},
		{"danger goes to protection staff at once, whatever was asked", func(models.ID, []byte) enquiries.Entry { return plain("press", "in-danger") }, models.EnquiryRouted, 0, 2},
		{"fear for safety goes there too, however calm", func(models.ID, []byte) enquiries.Entry { return plain("safety", "calm") }, models.EnquiryRouted, 0, 2},
		{"an approved answer in the same talk ends it", func(a models.ID, h []byte) enquiries.Entry {
			e := plain("affected", "calm")
			e.Given = &enquiries.Given{Answer: a, Hash: h}
			return e
		}, models.EnquiryAnswered, 72 * time.Hour, 0},
		{"a call that was promised is owed, answer or not", func(a models.ID, h []byte) enquiries.Entry {
			e := plain("affected", "calm")
			e.Given, e.Call = &enquiries.Given{Answer: a, Hash: h}, agreed()
			return e
		}, models.EnquiryCallBack, 72 * time.Hour, 0},
		{"an answer does not keep danger at the desk", func(a models.ID, h []byte) enquiries.Entry {
			e := plain("affected", "in-danger")
			e.Given, e.Call = &enquiries.Given{Answer: a, Hash: h}, agreed()
			return e
		}, models.EnquiryRouted, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				i := incident(t, db)
				a, hash := approved(t, db, i, "affected", "en", "Ask us.")
				e := log(t, db, desk, i, c.entry(a, hash))
				if e.State != c.state || !e.DueAt.Equal(db.Now().Add(c.due)) {
					t.Errorf("it is %s until %s; want %s until %s", e.State, e.DueAt, c.state, db.Now().Add(c.due))
				}
				if e.State.Settled() == e.SettledAt.IsZero() {
					t.Errorf("%s, settled at %q", e.State, e.SettledAt)
				}
				page, err := models.ListTasks(db.View(t.Context()), desk, models.TaskFilter{Incident: i, Kind: "protection"}, models.PageRequest{})
				if err != nil || len(page.Items) != c.tasks || len(e.Tasks.V) != c.tasks {
					t.Errorf("%d tasks for protection staff, %d noted at the enquiry, want %d: %v", len(page.Items), len(e.Tasks.V), c.tasks, err)
				}
			})
		})
	}
}

func TestDangerReachesTheProtectionOfficerAndTheManagerInOneTransaction(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := incident(t, db)
		owners := map[models.ID]models.Role{}
		for _, role := range []models.Role{models.RoleDPO, models.RoleIncidentManager} {
			a, err := access.AddDemo(t.Context(), db, access.Person{Name: string(role), Email: string(role) + "@example.org", Role: role}, "a password for tests")
			if err != nil {
				t.Fatal(err)
			}
			owners[a.ID] = role
		}
		e := log(t, db, desk, i, plain("safety", "in-danger"))
		got, err := models.TasksByID(db.View(t.Context()), e.Tasks.V)
		if err != nil || len(got) != 2 {
			t.Fatalf("%d tasks: %v", len(got), err)
		}
		for _, task := range got {
			if task.OwnerID == nil || owners[*task.OwnerID] == "" {
				t.Errorf("a task belongs to nobody who can act: %v", task.OwnerID)
			} else {
				delete(owners, *task.OwnerID)
			}
			if task.DueAt.After(db.Now()) {
				t.Errorf("the task is due only at %s", task.DueAt)
			}
			if strings.Contains(task.Title+task.Detail, "safety") {
				t.Errorf("the task says what was asked: %q %q", task.Title, task.Detail)
			}
		}
		// The desk does not end it; protection staff do, and their tasks with it.
		if err := enquiries.Settle(t.Context(), db, desk, e.ID, e.Version, "cared-for"); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("the desk ended what protection staff have: %v", err)
		}
		if err := enquiries.Settle(t.Context(), db, guard, e.ID, e.Version, "cared-for"); err != nil {
			t.Fatal(err)
		}
		got, _ = models.TasksByID(db.View(t.Context()), e.Tasks.V)
		for _, task := range got {
			if task.State != models.TaskDone {
				t.Errorf("the task is still %s", task.State)
			}
		}
	})
}

func TestOnlyTheApprovedWordsOfThisMomentAreGiven(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, i := t.Context(), incident(t, db)
		a, hash := approved(t, db, i, "affected", "en", "{{people_count}} people.")
		e := log(t, db, desk, i, plain("affected", "calm"))
		if err := enquiries.Give(ctx, db, desk, e.ID, e.Version, enquiries.Given{Answer: a, Hash: []byte("words nobody approved")}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("other words were noted as given: %v", err)
		}
		offered := func() (enquiries.Reading, bool) {
			all, err := enquiries.Answers(db.View(ctx), desk, i, "affected")
			if err != nil || len(all) != 1 {
				t.Fatalf("%d answers: %v", len(all), err)
			}
			return all[0].For("fr")
		}
		if w, ok := offered(); !ok || w.Version.Language != "en" || string(w.Version.Hash) != string(hash) {
			t.Errorf("a French caller is offered %v, %v; want the English words", w.Version.Language, ok)
		}
		if err := enquiries.Give(ctx, db, desk, e.ID, e.Version, enquiries.Given{Answer: a, Hash: hash}); err != nil {
			t.Fatal(err)
		}
		said, err := enquiries.Said(db.View(ctx), load(t, db, e.ID))
		if err != nil || len(said) != 1 || said[0].Version != 1 || said[0].GivenAt.IsZero() {
			t.Errorf("what was said is not kept: %+v %v", said, err)
		}
		// A fact changes: the approved words say an old number and may not be said any more.
		if err := db.Command(ctx, models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error { return fact(tx, i, `{"min":520000}`) }); err != nil {
			t.Fatal(err)
		}
		if _, ok := offered(); ok {
			t.Error("words with an old number are offered")
		}
		in, err := models.LoadIncident(db.View(ctx), i)
		if err != nil {
			t.Fatal(err)
		}
		if stale, err := enquiries.Stale(db.View(ctx), writer, in); err != nil || len(stale) != 1 || stale[0].Asks != texts.StaleApprove {
			t.Errorf("the writers are not told that an answer says an old number: %+v %v", stale, err)
		}
		next := log(t, db, desk, i, plain("affected", "calm"))
		if err := enquiries.Give(ctx, db, desk, next.ID, next.Version, enquiries.Given{Answer: a, Hash: hash}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words with an old number were given: %v", err)
		}
	})
}

func TestANewQuestionBecomesADraftAndComesBackAsAnAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, i := t.Context(), incident(t, db)
		in := plain("other", "worried")
		in.Question, in.Call = "Is my tracing case going on?", agreed()
		e := log(t, db, desk, i, in)
		other := log(t, db, desk, i, plain("other", "calm"))
		all, err := enquiries.Answers(db.View(ctx), writer, i, "")
		if err != nil || len(all) != 1 || len(all[0].Words) != 1 || all[0].Words[0].Version.State != models.TextDraft {
			t.Fatalf("no draft for the writers: %+v %v", all, err)
		}
		if _, err := enquiries.Ask(ctx, db, desk, other.ID, other.Version, enquiries.Question{Answer: all[0].ID}); err != nil {
			t.Fatal(err)
		}
		text := all[0].Words[0].Version.TextID
		if err := texts.Submit(ctx, db, writer, text); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("an answer nobody has written was submitted: %v", err)
		}
		if n := ready(t, db, i); n != 0 {
			t.Errorf("%d enquiries have an answer nobody has written", n)
		}
		if _, _, err := enquiries.SaveAnswer(ctx, db, writer, i, all[0].ID, "", texts.Draft{Language: "en", Title: "Is my tracing case going on?", Body: "It goes on.", From: 1}); err != nil {
			t.Fatal(err)
		}
		if err := texts.Submit(ctx, db, writer, text); err != nil {
			t.Fatal(err)
		}
		// Whoever asked the question wrote a version of the text, and so did the writer.
		v, _ := models.CurrentTextVersion(db.View(ctx), text)
		for _, who := range []models.Viewer{desk, writer} {
			if err := texts.Approve(ctx, db, who, text, v.Hash); !models.IsKind(err, models.KindForbidden) {
				t.Errorf("own words were approved: %v", err)
			}
		}
		if n := ready(t, db, i); n != 0 {
			t.Errorf("%d enquiries have an answer nobody approved", n)
		}
		if err := texts.Approve(ctx, db, approver, text, v.Hash); err != nil {
			t.Fatal(err)
		}
		if n := ready(t, db, i); n != 2 {
			t.Errorf("%d enquiries are told that their answer is there, want 2", n)
		}
		c, err := enquiries.Begin(ctx, db, desk, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := enquiries.End(ctx, db, desk, e.ID, enquiries.Ended{Call: c.ID, Outcome: "reached", Given: &enquiries.Given{Answer: all[0].ID, Hash: v.Hash}}); err != nil {
			t.Fatal(err)
		}
		if e = load(t, db, e.ID); e.State != models.EnquiryDone || len(e.CallSealed) > 0 {
			t.Errorf("after the call it is %s, number kept: %v", e.State, len(e.CallSealed) > 0)
		}
		if n := ready(t, db, i); n != 1 {
			t.Errorf("%d wait, want 1", n)
		}
	})
}

// ready counts the enquiries whose answer may be said now.
func ready(t *testing.T, db *models.DB, i models.ID) (n int) {
	t.Helper()
	work, err := enquiries.Work(db.View(t.Context()), desk, i)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range work {
		if len(w.Ready) > 0 {
			n++
		}
	}
	return n
}

func TestNobodyIsCalledAgainstWhatWasAgreed(t *testing.T) {
	same := agreed()
	same.Speaker = "same"
	night := agreed()
	night.From, night.Until = "20:00", "07:00"
	type act func(ctx context.Context, t *testing.T, db *models.DB, e models.Enquiry)
	ring := func(outcome string, times int) act {
		return func(ctx context.Context, t *testing.T, db *models.DB, e models.Enquiry) {
			for n := range times {
				if n > 0 {
					modelstest.ClockOf(db).Advance(4 * time.Hour)
				}
				c, err := enquiries.Begin(ctx, db, desk, e.ID)
				if err == nil && outcome != "" {
					err = enquiries.End(ctx, db, desk, e.ID, enquiries.Ended{Call: c.ID, Outcome: outcome})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	allDay := agreed()
	allDay.From, allDay.Until, allDay.MayRedial = "00:00", "24:00", true
	for _, c := range []struct {
		name   string
		agreed *enquiries.Agreement
		before act
		by     models.Viewer
		say    string // empty: the number is opened
	}{
		{"within the hours agreed", agreed(), nil, desk, ""},
		{"outside them", night, nil, desk, "between 20:00 and 07:00"},
		{"nothing agreed", nil, nil, desk, "No call back is agreed"},
		{"the person they know", same, nil, desk, ""},
		{"another person than the one they know", same, nil, second, "person they have spoken to"},
		{"while a colleague is on the line", allDay, ring("", 1), second, "has begun a call"},
		{"at once after a call that was not answered", agreed(), ring("not-reached", 1), desk, "not agreed to being rung again"},
		{"at once, when they agreed to it", allDay, ring("not-reached", 1), desk, ""},
		{"after three calls that reached nobody", allDay, ring("not-reached", 3), desk, "reached nobody"},
		{"after somebody else answered", agreed(), ring("somebody-else", 1), desk, "not agreed to being rung again"},
		{"who asked not to be called again", allDay, ring("do-not-call", 1), desk, "Nobody may call them"},
	} {
		t.Run(c.name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				ctx, i := t.Context(), incident(t, db)
				in := plain("affected", "calm")
				in.Call = c.agreed
				e := log(t, db, desk, i, in)
				if c.before != nil {
					c.before(ctx, t, db, e)
				}
				call, err := enquiries.Begin(ctx, db, c.by, e.ID)
				if c.say == "" {
					if err != nil || call.Telephone != "+41 22 123 45 67" || call.AskFor != secret || !slices.Contains(call.Rules, "do-not-say-who") || !slices.Contains(call.Rules, "no-voice-mail") {
						t.Fatalf("the call may be made, but: %+v %v", call, err)
					}
					return
				}
				if err == nil || !strings.Contains(err.Error(), c.say) {
					t.Errorf("got %v, want a refusal that says %q", err, c.say)
				}
				if call.Telephone != "" {
					t.Error("the number was opened all the same")
				}
			})
		})
	}
}

func TestWhatACallerLeftStandsNowhereInClear(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, i := t.Context(), incident(t, db)
		in := plain("affected", "in-danger")
		in.Caller, in.Call, in.Question = models.Caller{Name: secret, Note: secret}, agreed(), secret+" asks?"
		e := log(t, db, desk, i, in)
		if _, err := enquiries.Begin(ctx, db, desk, e.ID); err != nil {
			t.Fatal(err)
		}
		events, err := db.SQL().QueryContext(ctx, "SELECT details || operation || object_id FROM events")
		if err != nil {
			t.Fatal(err)
		}
		defer events.Close()
		n := 0
		for events.Next() {
			var s string
			if err := events.Scan(&s); err != nil {
				t.Fatal(err)
			}
			if n++; strings.Contains(s, secret) || strings.Contains(s, "123 45 67") {
				t.Errorf("the record names the caller: %s", s)
			}
		}
		if n < 3 {
			t.Errorf("only %d events", n)
		}
		for _, sealed := range [][]byte{e.CallerSealed, e.CallSealed} {
			if len(sealed) == 0 || strings.Contains(string(sealed), secret) {
				t.Error("a field of the caller is not sealed")
			}
		}
	})
}

func TestEntriesThatCannotBeTaken(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := incident(t, db)
	for _, c := range []struct {
		name, field string
		change      func(*enquiries.Entry)
	}{
		{"a topic that is none", "topic", func(e *enquiries.Entry) { e.Topic = "weather" }},
		{"a worry level that is none", "worry", func(e *enquiries.Entry) { e.Worry = "" }},
		{"a channel that is none", "channel", func(e *enquiries.Entry) { e.Channel = "pigeon" }},
		{"a language that is none", "language", func(e *enquiries.Entry) { e.Language = "no such language" }},
		{"a time to come", "received_at", func(e *enquiries.Entry) { e.ReceivedAt = db.Now().Add(time.Hour) }},
		{"a story instead of a need", "note", func(e *enquiries.Entry) { e.Caller.Note = strings.Repeat("and then ", 40) }},
		{"a number that is none", "telephone", func(e *enquiries.Entry) { e.Call = agreed(); e.Call.Telephone = "ask the neighbour" }},
		{"hours without a zone", "zone", func(e *enquiries.Entry) { e.Call = agreed(); e.Call.Zone = "" }},
		{"hours that are none", "from", func(e *enquiries.Entry) { e.Call = agreed(); e.Call.From = "9" }},
		{"a question of no words", "question", func(e *enquiries.Entry) { e.Question = " ? " }},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := plain("affected", "calm")
			c.change(&e)
			_, err := enquiries.Log(t.Context(), db, desk, i, e)
			x, ok := err.(*models.Error)
			if !ok || x.Kind != models.KindInvalid || len(x.Fields) == 0 || x.Fields[0].Name != c.field {
				t.Errorf("got %v, want the field %s to be refused", err, c.field)
			}
		})
	}
	page, err := models.ListEnquiries(db.View(t.Context()), desk, i, models.EnquiryFilter{}, models.PageRequest{})
	if err != nil || len(page.Items) != 0 {
		t.Errorf("%d refused entries were kept: %v", len(page.Items), err)
	}
}

func TestTheAgreedHours(t *testing.T) {
	at := func(s string) terms.Instant {
		i, err := terms.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	for _, c := range []struct {
		name, from, until, zone, now string
		holds                        bool
		next                         string
	}{
		{"in the middle", "09:00", "18:00", "Europe/Zurich", "2026-11-23T09:00:00Z", true, ""},
		{"at the first minute", "09:00", "18:00", "Europe/Zurich", "2026-11-23T08:00:00Z", true, ""},
		{"at the last, no more", "09:00", "18:00", "Europe/Zurich", "2026-11-23T17:00:00Z", false, "2026-11-24T08:00:00Z"},
		{"before they begin", "09:00", "18:00", "Asia/Kabul", "2026-11-23T04:00:00Z", false, "2026-11-23T04:30:00Z"},
		{"the caller's day, not ours", "09:00", "18:00", "Australia/Sydney", "2026-11-23T09:00:00Z", false, "2026-11-23T22:00:00Z"},
		{"past midnight, before it", "22:00", "02:00", "UTC", "2026-11-23T23:00:00Z", true, ""},
		{"past midnight, after it", "22:00", "02:00", "UTC", "2026-11-24T01:59:00Z", true, ""},
		{"past midnight, in the day", "22:00", "02:00", "UTC", "2026-11-24T12:00:00Z", false, "2026-11-24T22:00:00Z"},
		{"at any time", "00:00", "24:00", "UTC", "2026-11-24T23:59:59Z", true, ""},
		{"on the day the clocks go forward", "02:30", "04:00", "Europe/Zurich", "2026-03-28T23:00:00Z", false, "2026-03-29T01:30:00Z"},
		{"hours nobody can read never hold", "nine", "18:00", "UTC", "2026-11-23T12:00:00Z", false, ""},
		{"a zone nobody knows never holds", "09:00", "18:00", "Nowhere/Else", "2026-11-23T12:00:00Z", false, ""},
		{"no zone never holds", "09:00", "18:00", "", "2026-11-23T12:00:00Z", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			holds, next := enquiries.Window(c.from, c.until, c.zone, at(c.now))
			if holds != c.holds || next.String() != c.next {
				t.Errorf("holds %v, next %s; want %v, %s", holds, next, c.holds, c.next)
			}
		})
	}
}
