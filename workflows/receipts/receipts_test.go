package receipts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/contact"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/mark"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
	"candour/workflows/receipts"
	"candour/workflows/safecontact"
)

// told is an incident whose people were handed their e-mail a moment ago.
type told struct {
	t       *testing.T
	db      *models.DB
	in      models.ID
	group   models.ID
	manager models.Viewer
	d       models.Dispatch
}

func newTold(t *testing.T, db *models.DB, plan safecontact.Plan, people int) *told {
	t.Helper()
	c := &told{t: t, db: db, in: models.NewID(), group: models.NewID()}
	var author, approver, approver2 models.Viewer
	party, cohort := models.NewID(), int64(0)
	c.command(func(tx models.Tx) error {
		in := models.Incident{ID: c.in, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: models.NewID(), AwareAt: tx.Now()}
		if err := models.AddIncident(tx, &in); err != nil {
			return err
		}
		for k, v := range map[string]string{"detected_at": `"2022-01-18T10:00:00+01:00"`, "exfiltrated": `"possible"`} {
			f := models.Fact{ID: models.NewID(), IncidentID: c.in, Key: k, Value: v, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()}
			if err := models.AddFact(tx, &f); err != nil {
				return err
			}
		}
		p := models.Party{ID: party, IncidentID: c.in, Name: "Alpha", Country: "CH", Role: models.Controller, Kind: "national-society", AddedAt: tx.Now(), AwareAt: tx.Now()}
		if err := models.AddParty(tx, &p); err != nil {
			return err
		}
		g := models.PeopleGroup{ID: c.group, IncidentID: c.in, PartyID: party, Name: "Staff", Kinds: models.JSONOf([]string{"staff"})}
		if err := models.AddGroup(tx, &g); err != nil {
			return err
		}
		for to, role := range map[*models.Viewer]models.Role{&author: models.RoleCommunications, &approver: models.RoleApprover, &approver2: models.RoleApprover, &c.manager: models.RoleIncidentManager} {
			row := models.Account{ID: models.NewID(), Role: role, CreatedAt: tx.Now()}
			if err := row.SetPerson(tx.Keys(), string(role), row.ID+"@example.org"); err != nil {
				return err
			}
			if err := models.AddAccount(tx, &row); err != nil {
				return err
			}
			*to = row.Viewer("")
		}
		var err error
		cohort, err = models.EnsureCohort(tx, c.in, party, &c.group)
		return err
	})
	_, err := contact.SetGroupPlan(t.Context(), db, c.manager, c.group, contact.Entry{Plan: plan, Why: "Asked."})
	c.must(err)
	var rows []models.Person
	for n := range people {
		var d models.PersonDetails
		d.Fields[models.PersonName], d.Fields[models.PersonEmail], d.Fields[models.PersonTelephone] = fmt.Sprintf("P %d", n), fmt.Sprintf("p%d@people.test", n), fmt.Sprintf("+4179%07d", n)
		p := models.Person{ID: models.PersonID(1, int64(n+1)), Cohort: cohort, SameKey: int64(n + 1)}
		c.must(p.SetDetails(db.Keys(), &d))
		rows = append(rows, p)
	}
	var probed bool
	c.must(db.PeopleCommand(t.Context(), models.Act{By: models.System, Operation: "test", Incident: c.in}, &probed, func(b models.Bulk) error {
		_, err := b.AddPeople(rows)
		return err
	}))
	starts, err := templates.PeopleStarts()
	c.must(err)
	n, err := notices.DraftPeople(t.Context(), db, author, c.in, models.PeopleDraft{Organisation: "Agency", Contact: models.CircularContact{Name: "Hotline", Telephone: "+41 22 000 00 00"},
		Texts: starts, Fallback: "en", Audience: models.PeopleAudience{Parties: []models.ID{party}}})
	c.must(err)
	reload := func() models.Notice {
		x, err := models.NoticeOfPeople(db.View(t.Context()), n.ID)
		c.must(err)
		return x
	}
	c.must(notices.SubmitPeople(t.Context(), db, author, n.ID, reload().Version))
	c.must(notices.ApprovePeople(t.Context(), db, approver, n.ID, reload().Version, reload().ContentHash))
	c.d, err = dispatch.Prepare(t.Context(), db, c.manager, n.ID, dispatch.Choices{})
	c.must(err)
	for done := false; !done; {
		done, err = dispatch.Queue(t.Context(), db, c.d.Number, time.Minute)
		c.must(err)
	}
	c.reload()
	c.must(dispatch.RequestSending(t.Context(), db, c.manager, c.d.ID, c.d.Version, nil))
	c.reload()
	c.must(dispatch.ApproveSending(t.Context(), db, approver2, c.d.ID, c.d.Version, dispatch.Binding(c.d)))
	for i := range people {
		c.is(i+1, models.DeliverySent)
	}
	return c
}

func (c *told) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *told) command(fn func(tx models.Tx) error) {
	c.t.Helper()
	c.must(c.db.Command(c.t.Context(), models.Act{By: models.Console, Operation: "test", Incident: c.in}, fn))
}

func (c *told) reload() {
	var err error
	c.d, err = models.LoadDispatch(c.db.View(c.t.Context()), c.d.Number)
	c.must(err)
}

func (c *told) line(n int) models.PersonDelivery {
	c.t.Helper()
	l, err := models.LoadPersonDelivery(c.db.View(c.t.Context()), c.d.Number, models.PersonID(1, int64(n)))
	c.must(err)
	return l
}

func (c *told) is(n int, state models.DeliveryState) {
	c.t.Helper()
	was := c.line(n)
	is := was
	is.State, is.Reason, is.NextAt, is.Epoch, is.Tries = state, "", terms.Instant{}, was.Epoch+1, 1
	c.command(func(tx models.Tx) error { return models.MovePersonDelivery(tx, was, is) })
}

func (c *told) stands(n int) string {
	l := c.line(n)
	return fmt.Sprint(l.State, " ", l.Channel, " ", l.Step, " ", l.Reason)
}

// bounce is what a mail server sends back about a step of a person.
func (c *told) bounce(n, step int, action, status string) string {
	c.t.Helper()
	to, err := mark.EnvelopeSender(c.db.Keys(), mark.Step{Dispatch: c.d.Number, Person: models.PersonID(1, int64(n)), Step: step}, "notices.test")
	c.must(err)
	return dsn(to, action, status)
}

func dsn(to, action, status string) string {
	return strings.ReplaceAll("Return-Path: <>\nFrom: mailer-daemon@x.test\nTo: "+to+"\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.test\n\nAction: "+
		action+"\nStatus: "+status+"\n\n--b--\n", "\n", "\r\n")
}

func (c *told) hear(raw string) receipts.Effect {
	c.t.Helper()
	e, err := receipts.TakeMail(c.t.Context(), c.db, []byte(raw))
	c.must(err)
	return e
}

func (c *told) addsUp() {
	c.t.Helper()
	in, err := models.LoadIncident(c.db.View(c.t.Context()), c.in)
	c.must(err)
	cover, err := dispatch.Cover(c.db.View(c.t.Context()), c.manager, in)
	c.must(err)
	off, err := dispatch.Recount(c.t.Context(), c.db, c.d)
	c.must(err)
	if cover.Difference != 0 || off != 0 {
		c.t.Errorf("difference %d, counts %d lines off", cover.Difference, off)
	}
}

var mailThenText = safecontact.Plan{Harm: terms.No, HarmWhy: "Asked.", Channels: []safecontact.Channel{safecontact.ChannelEmail, safecontact.ChannelSMS}}

func TestABounceTakesThePersonToTheNextSafeChannelAndOpensOneTask(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 4)
		if e := c.hear(c.bounce(1, 1, "failed", "5.1.1")); e != receipts.Applied || c.stands(1) != "refused email 1 bounced_no_mailbox" {
			t.Fatalf("%s: %s", e, c.stands(1))
		}
		if e := c.hear(c.bounce(2, 1, "delayed", "4.4.1")); e != receipts.Ignored || c.stands(2) != "sent email 1 " {
			t.Errorf("a delay: %s: %s", e, c.stands(2))
		}
		if e := c.hear(c.bounce(3, 1, "delivered", "2.0.0")); e != receipts.Applied || c.stands(3) != "delivered email 1 " {
			t.Errorf("delivered: %s: %s", e, c.stands(3))
		}
		moved, err := receipts.Advance(t.Context(), db)
		c.must(err)
		if moved != 1 || c.stands(1) != "queued sms 2 " {
			t.Fatalf("%d moved: %s", moved, c.stands(1))
		}
		// The same bounce again, late and twice: another channel is responsible by now.
		for range 2 {
			if e := c.hear(c.bounce(1, 1, "failed", "5.1.1")); e != receipts.Ignored || c.stands(1) != "queued sms 2 " {
				t.Errorf("heard again: %s: %s", e, c.stands(1))
			}
		}
		// The text message fails too: no channel is left, and the reason stays.
		c.is(1, models.DeliverySent)
		key, err := mark.Token(db.Keys(), mark.Step{Dispatch: c.d.Number, Person: models.PersonID(1, 1), Step: 2})
		c.must(err)
		receipt := gateway.Receipt{Key: key, State: models.DeliveryRefused, Word: "gateway_expired", Reason: "x", Mark: []byte("a notification")}
		e, err := receipts.TakeGateway(t.Context(), db, receipt)
		c.must(err)
		again, err := receipts.TakeGateway(t.Context(), db, receipt)
		c.must(err)
		if e != receipts.Applied || again != receipts.Ignored {
			t.Errorf("%s, then %s", e, again)
		}
		_, err = receipts.Advance(t.Context(), db)
		c.must(err)
		if c.stands(1) != "unreached sms 2 gateway_expired" {
			t.Errorf("%s", c.stands(1))
		}
		attempts, err := models.ListAttempts(db.View(t.Context()), models.PersonID(1, 1))
		c.must(err)
		if len(attempts) != 2 || attempts[0].Channel != "email" || attempts[0].Reason != "bounced_no_mailbox" || attempts[1].Channel != "sms" {
			t.Errorf("%+v", attempts)
		}
		tasks, err := models.ListTasks(db.View(t.Context()), c.manager, models.TaskFilter{Incident: c.in, Kind: receipts.TaskKind}, models.PageRequest{})
		c.must(err)
		if len(tasks.Items) != 1 {
			t.Errorf("%d tasks for what came back", len(tasks.Items))
		}
		c.addsUp()
	})
}

func TestForgedEarlyAndForeignReceiptsDoNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 2)
		good := c.bounce(1, 1, "failed", "5.1.1")
		at := strings.Index(good, "To: b+") + len("To: b+")
		flip := byte('a')
		if good[at] == 'a' {
			flip = 'b'
		}
		for about, raw := range map[string]string{"forged": good[:at] + string(flip) + good[at+1:], "of nobody": dsn("someone@notices.test", "failed", "5.1.1"), "no mail": "\x00\x01",
			"of a person who is not there": c.bounce(99, 1, "failed", "5.1.1"), "of a step that is not there yet": c.bounce(1, 2, "failed", "5.1.1")} {
			if e := c.hear(raw); e != receipts.Ignored || c.stands(1) != "sent email 1 " {
				t.Errorf("%s: %s, %s", about, e, c.stands(1))
			}
		}
		// Faster than we wrote down that it was handed over: heard again later, not lost.
		c.is(2, models.DeliveryLeased)
		if e := c.hear(c.bounce(2, 1, "failed", "5.1.1")); e != receipts.Early {
			t.Errorf("early: %s", e)
		}
		c.is(2, models.DeliveryUncertain)
		if e := c.hear(c.bounce(2, 1, "failed", "5.1.1")); e != receipts.Applied {
			t.Errorf("a bounce settles what was uncertain: %s", e)
		}
		// Of a message that was told by hand meanwhile nothing is taken back.
		c.is(1, models.DeliveryTold)
		if e := c.hear(good); e != receipts.Ignored || c.stands(1) != "told email 1 " {
			t.Errorf("told by hand: %s, %s", e, c.stands(1))
		}
	})
}

func TestNobodyGoesToAChannelThatARuleIsAgainst(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 3)
		shared := mailThenText
		shared.SharedTelephone = terms.Yes
		none := mailThenText
		none.DoNotContact = &safecontact.DoNotContact{Reason: safecontact.ReasonEndangers, Reviewer: c.manager.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadLater}
		unknown := safecontact.Plan{Harm: terms.Yes, HarmWhy: "Lives with the person they fled from."}
		for n, p := range []safecontact.Plan{shared, none, unknown} {
			_, err := contact.SetPersonPlan(t.Context(), db, c.manager, c.in, models.PersonID(1, int64(n+1)), contact.Entry{Plan: p, Why: "Learnt today."})
			c.must(err)
			if e := c.hear(c.bounce(n+1, 1, "failed", "5.1.1")); e != receipts.Applied {
				t.Fatal(e)
			}
		}
		_, err := receipts.Advance(t.Context(), db)
		c.must(err)
		for n, want := range []string{"unreached email 1 bounced_no_mailbox", "excluded  2 do_not_contact", "unreached email 1 bounced_no_mailbox"} {
			if got := c.stands(n + 1); got != want {
				t.Errorf("person %d: %q, want %q", n+1, got, want)
			}
		}
		c.addsUp()
	})
}

func TestAStoppedDispatchTakesNobodyToTheNextChannel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 1)
		c.hear(c.bounce(1, 1, "failed", "5.1.1"))
		c.must(dispatch.Stop(t.Context(), db, c.manager, c.d.ID, "A wrong text."))
		moved, err := receipts.Advance(t.Context(), db)
		c.must(err)
		if moved != 0 || c.stands(1) != "refused email 1 bounced_no_mailbox" {
			t.Errorf("%d moved: %s", moved, c.stands(1))
		}
	})
}

func TestAMailboxIsHeardOnceAndWhatIsEarlyStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 2)
		dir := t.TempDir()
		for _, d := range []string{"new", "cur", "tmp"} {
			c.must(os.Mkdir(filepath.Join(dir, d), 0o700))
		}
		put := func(name, raw string) { c.must(os.WriteFile(filepath.Join(dir, "new", name), []byte(raw), 0o600)) }
		put("1.bounce", c.bounce(1, 1, "failed", "5.2.2"))
		put("2.early", c.bounce(2, 1, "failed", "5.1.1"))
		put("3.spam", "From: x@y.test\r\n\r\nBuy.")
		c.is(2, models.DeliveryLeased)
		s, err := receipts.ScanMaildir(t.Context(), db, dir)
		c.must(err)
		if s != (receipts.Scanned{Applied: 1, Ignored: 1, Early: 1}) {
			t.Fatalf("%+v", s)
		}
		c.is(2, models.DeliverySent)
		s, err = receipts.ScanMaildir(t.Context(), db, dir)
		c.must(err)
		if s != (receipts.Scanned{Applied: 1}) || c.stands(2) != "refused email 1 bounced_no_mailbox" {
			t.Errorf("%+v, %s", s, c.stands(2))
		}
		left, err := os.ReadDir(filepath.Join(dir, "new"))
		c.must(err)
		kept, err := os.ReadDir(filepath.Join(dir, "cur"))
		c.must(err)
		if len(left) != 0 || len(kept) != 3 {
			t.Errorf("%d left, %d kept", len(left), len(kept))
		}
		if _, err := receipts.ScanMaildir(t.Context(), db, filepath.Join(dir, "nowhere")); err == nil {
			t.Error("a mailbox that is not there says nothing")
		}
	})
}
