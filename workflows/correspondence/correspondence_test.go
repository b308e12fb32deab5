package correspondence_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/correspondence"
	"candour/workflows/delivery"
	"candour/workflows/delivery/mark"
	"candour/workflows/jobs"
	"candour/workflows/receipts"
)

const (
	desk   = "desk@authority.example"
	secret = "SECRET-OF-THE-LETTER"
)

// office is an incident with one person in it, and somebody of each role.
type office struct {
	t        *testing.T
	db       *models.DB
	incident models.ID
	by       map[models.Role]models.Viewer
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) refused(about string, kind models.Kind, says string, err error) {
	o.t.Helper()
	if !models.IsKind(err, kind) || !strings.Contains(err.Error(), says) {
		o.t.Errorf("%s: %v, want %s: %s", about, err, kind, says)
	}
}

func (o *office) command(f func(tx models.Tx) error) {
	o.t.Helper()
	o.must(o.db.Command(o.t.Context(), models.Act{By: models.Console, Operation: "test", Incident: o.incident}, f))
}

func newOffice(t *testing.T, db *models.DB, exercise bool) *office {
	o := &office{t: t, db: db, incident: models.NewID(), by: map[models.Role]models.Viewer{}}
	o.must(jobs.Migrate(t.Context(), db))
	var cohort int64
	o.command(func(tx models.Tx) error {
		in := models.Incident{ID: o.incident, Title: "A server", OpenedAt: tx.Now(), OpenedBy: models.NewID(), Exercise: exercise}
		o.must(models.AddIncident(tx, &in))
		p := models.Party{ID: models.NewID(), IncidentID: o.incident, Name: "Alpha", Country: "CH", Role: models.Controller, Kind: "national-society", AddedAt: tx.Now(), AwareAt: tx.Now()}
		o.must(models.AddParty(tx, &p))
		for _, role := range models.Roles {
			a := models.Account{ID: models.NewID(), Role: role, CreatedAt: tx.Now()}
			o.must(a.SetPerson(tx.Keys(), string(role), a.ID+"@example.org"))
			o.must(models.AddAccount(tx, &a))
			o.by[role] = a.Viewer("")
		}
		var err error
		cohort, err = models.EnsureCohort(tx, o.incident, p.ID, nil)
		return err
	})
	var d models.PersonDetails
	d.Fields[models.PersonName], d.Fields[models.PersonEmail] = "Someone", "someone@people.example"
	p := models.Person{ID: models.PersonID(1, 1), Cohort: cohort, SameKey: 1}
	key, err := db.Keys().LookupNumber("people.email", o.incident, "someone@people.example")
	o.must(err)
	p.EmailKey = &key
	o.must(p.SetDetails(db.Keys(), &d))
	var probed bool
	o.must(db.PeopleCommand(t.Context(), models.Act{By: models.System, Operation: "test", Incident: o.incident}, &probed, func(b models.Bulk) error {
		_, err := b.AddPeople([]models.Person{p})
		return err
	}))
	return o
}

func (o *office) boss() models.Viewer { return o.by[models.RoleIncidentManager] }

func (o *office) open(address string) (models.ID, error) {
	return correspondence.Open(o.t.Context(), o.db, o.boss(), o.incident, correspondence.Opening{Kind: "authority", Subject: secret + " subject", Name: "The desk", Address: address, AssignedTo: o.boss().Account})
}

func (o *office) thread(id models.ID) models.CorrespondenceThread {
	o.t.Helper()
	t, err := models.FindThread(o.db.View(o.t.Context()), o.boss(), id)
	o.must(err)
	return t
}

func (o *office) messages(id models.ID) []models.CorrespondenceMessage {
	o.t.Helper()
	all, err := models.MessagesOf(o.db.View(o.t.Context()), id)
	o.must(err)
	return all
}

func (o *office) send(id models.ID, words string) error {
	return correspondence.Send(o.t.Context(), o.db, o.boss(), id, o.thread(id).Version, words)
}

func (o *office) eml(headers, body string) []byte {
	return []byte(strings.ReplaceAll("From: The desk <"+desk+">\nTo: us@notices.example\nDate: Mon, 02 Nov 2020 10:00:00 +0100\nSubject: Re: words\n"+headers+"\n"+body+"\n", "\n", "\r\n"))
}

// take puts a mail into a Maildir and has it scanned, as the program does each minute.
func (o *office) take(raw []byte) (effect receipts.Scanned) {
	o.t.Helper()
	dir := o.t.TempDir()
	for _, folder := range []string{"new", "cur", "tmp"} {
		o.must(os.Mkdir(filepath.Join(dir, folder), 0o700))
	}
	o.must(os.WriteFile(filepath.Join(dir, "new", "1.mail"), raw, 0o600))
	effect, err := receipts.ScanMaildir(o.t.Context(), o.db, dir)
	o.must(err)
	return effect
}

func TestAThreadIsBegunByWhoMayAndNeverWithAnAffectedPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newOffice(t, db, false)
		good := correspondence.Opening{Kind: "authority", Subject: "The breach", Name: "The desk", Address: desk, AssignedTo: o.boss().Account}
		for about, c := range map[string]struct {
			spoil func(*correspondence.Opening)
			says  string
		}{
			"the address of an affected person":              {func(x *correspondence.Opening) { x.Address = "someone@people.example" }, "contact plan"},
			"the same in capitals":                           {func(x *correspondence.Opening) { x.Address = "SomeOne@People.Example" }, "contact plan"},
			"two addresses":                                  {func(x *correspondence.Opening) { x.Address = desk + ", other@x.example" }, "not an e-mail address"},
			"a name around the address":                      {func(x *correspondence.Opening) { x.Address = "Desk <" + desk + ">" }, "not an e-mail address"},
			"a subject that begins a header":                 {func(x *correspondence.Opening) { x.Subject = "a\r\nBcc: b@c.example" }, "one line"},
			"a name that turns the line":                     {func(x *correspondence.Opening) { x.Name = "a\u202eb" }, "control character"},
			"no subject":                                     {func(x *correspondence.Opening) { x.Subject = " " }, "no words"},
			"a subject longer than a line":                   {func(x *correspondence.Opening) { x.Subject = strings.Repeat("a", 121) }, "no more than"},
			"somebody nobody knows":                          {func(x *correspondence.Opening) { x.Kind = "friend" }, "authority, a host"},
			"in a language that is none":                     {func(x *correspondence.Opening) { x.Language = "e\nn" }, "no language"},
			"given to a society":                             {func(x *correspondence.Opening) { x.AssignedTo = o.by[models.RoleFocalPoint].Account }, "able to write"},
			"given to nobody we know":                        {func(x *correspondence.Opening) { x.AssignedTo = models.NewID() }, "able to write"},
			"given to somebody who may read and not write":   {func(x *correspondence.Opening) { x.AssignedTo = o.by[models.RoleAuditor].Account }, "able to write"},
			"given to something that is not even an account": {func(x *correspondence.Opening) { x.AssignedTo = "x" }, "able to write"},
		} {
			bad := good
			c.spoil(&bad)
			_, err := correspondence.Open(t.Context(), db, o.boss(), o.incident, bad)
			o.refused(about, models.KindInvalid, c.says, err)
		}
		id, err := correspondence.Open(t.Context(), db, o.boss(), o.incident, good)
		o.must(err)
		for _, role := range models.Roles {
			_, err := models.FindThread(db.View(t.Context()), o.by[role], id)
			if may := role.Has(models.RightReadLetters); may != (err == nil) {
				t.Errorf("%s reads it: %v", role, err)
			}
		}
		o.must(correspondence.Set(t.Context(), db, o.boss(), id, 1, correspondence.Change{State: models.CorrespondenceEnded}))
		o.refused("a change of what was changed meanwhile", models.KindConflict, "meanwhile", correspondence.Set(t.Context(), db, o.boss(), id, 1, correspondence.Change{State: models.WaitingForUs}))
		o.refused("a state that is none", models.KindInvalid, "waits for us", correspondence.Set(t.Context(), db, o.boss(), id, 2, correspondence.Change{State: "lost"}))
		if x := o.thread(id); x.State != models.CorrespondenceEnded || x.AssignedTo != nil {
			t.Errorf("%+v", x)
		}
	})
}

func TestALetterLeavesByTheOneWayAndAnExerciseStaysInTheOutbox(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for _, exercise := range []bool{true, false} {
			o := newOffice(t, db, exercise)
			id, err := o.open(desk)
			o.must(err)
			o.must(o.send(id, "Dear desk,\n\n"+secret+" {{token}} <b>not bold</b>"))
			o.refused("an answer past what came meanwhile", models.KindConflict, "meanwhile", correspondence.Send(t.Context(), db, o.boss(), id, 1, "x"))
			m := o.messages(id)[0]
			if x := o.thread(id); x.State != models.WaitingForThem || m.DeliveryID == nil || m.Mark != delivery.MessageMark(*m.DeliveryID) {
				t.Fatalf("%+v %+v", x, m)
			}
			dir := t.TempDir()
			from, err := delivery.ParseAddress("us@notices.example")
			o.must(err)
			for range 3 {
				_, err := delivery.SendDue(t.Context(), db, delivery.Post{Outbox: delivery.Outbox{Dir: dir, From: delivery.Sender{Address: from, Name: "Agency"}}}, "test")
				o.must(err)
			}
			d, err := models.LoadDelivery(db.View(t.Context()), *m.DeliveryID)
			o.must(err)
			files, err := os.ReadDir(dir)
			o.must(err)
			if d.State != models.DeliveryHeld || exercise != (len(files) == 1) {
				t.Fatalf("exercise %v: %s, %d files", exercise, d.State, len(files))
			}
			if !exercise {
				continue
			}
			raw, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
			o.must(err)
			for _, want := range []string{"To: " + desk, "Auto-Submitted: no", "EXERCISE", "&lt;b&gt;not bold"} {
				if !bytes.Contains(bytes.ReplaceAll(bytes.ToUpper(raw), []byte("=\r\n"), nil), []byte(strings.ToUpper(want))) {
					t.Errorf("%q is not in it:\n%s", want, raw)
				}
			}
		}
	})
}

// A list of people can come in between: then the letter does not leave, and the thread says what to do instead.
func TestALetterToSomebodyWhoTurnsOutToBeAffectedIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newOffice(t, db, false)
		id, err := o.open("later@people.example")
		o.must(err)
		key, err := db.Keys().LookupNumber("people.email", o.incident, "later@people.example")
		o.must(err)
		_, err = db.SQL().Exec(map[models.Engine]string{models.Postgres: "UPDATE people SET email_key = $1", models.SQLite: "UPDATE people SET email_key = ?"}[db.Engine()], key)
		o.must(err)
		o.refused("a letter", models.KindInvalid, "contact plan", o.send(id, "Dear colleague"))
		if n := len(o.messages(id)); n != 0 {
			t.Errorf("%d messages", n)
		}
	})
}

func TestAnAnswerFindsItsThreadByOurMarkAndByNothingElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newOffice(t, db, false)
		id, err := o.open(desk)
		o.must(err)
		o.must(o.send(id, "Dear desk"))
		ours := o.messages(id)[0]
		answers := "<" + ours.Mark + "@notices.example>"
		other := models.NewID() // a delivery that is no letter of a correspondence
		token := func(d models.ID) string {
			a, err := mark.EnvelopeSender(db.Keys(), mark.Step{Delivery: d}, "notices.example")
			o.must(err)
			return a
		}
		for _, c := range []struct {
			about, headers, body string
			kept, stranger, auto bool
		}{
			{"by In-Reply-To", "Message-ID: <1@authority.example>\nIn-Reply-To: " + answers + "\n", "one", true, false, false},
			{"by References", "Message-ID: <2@authority.example>\nReferences: <x@y.example> " + answers + "\n", "two", true, false, false},
			{"by the address we gave", "Message-ID: <3@authority.example>\nDelivered-To: " + token(*ours.DeliveryID) + "\n", "three", true, false, false},
			{"again", "Message-ID: <3@authority.example>\nReceived: by another way\nDelivered-To: " + token(*ours.DeliveryID) + "\n", "three", true, false, false},
			{"an absence note", "Message-ID: <4@authority.example>\nAuto-Submitted: auto-replied\nIn-Reply-To: " + answers + "\n", "I am away", true, false, true},
			{"a mark nobody made", "In-Reply-To: <" + strings.Repeat("a", 40) + "@notices.example>\n", "x", false, false, false},
			{"a forged token", "Delivered-To: b+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@notices.example\nIn-Reply-To: " + answers + "\n", "x", false, false, false},
			{"a token of another message", "Delivered-To: " + token(other) + "\n", "x", false, false, false},
			{"only the same subject", "", "x", false, false, false},
			{"only the id of the thread", "X-Thread: " + id + "\n", id, false, false, false},
		} {
			before := len(o.messages(id))
			s := o.take(o.eml(c.headers, c.body))
			all := o.messages(id)
			if c.kept != (s.Applied == 1) {
				t.Errorf("%s: %+v", c.about, s)
			}
			i := slices.IndexFunc(all, func(m models.CorrespondenceMessage) bool { return m.Text == c.body })
			switch {
			case !c.kept && len(all) != before, c.about == "again" && len(all) != before:
				t.Errorf("%s: %d messages after %d", c.about, len(all), before)
			case c.kept && i < 0:
				t.Errorf("%s: it is not there", c.about)
			case c.kept && (all[i].Stranger != c.stranger || all[i].Automatic != c.auto || all[i].Origin != models.OriginPickedUp || all[i].RecordedBy != nil || all[i].Author != "The desk <"+desk+">"):
				t.Errorf("%s: %+v", c.about, all[i])
			}
		}
		// From somebody else: kept where it belongs, and said.
		o.take(bytes.Replace(o.eml("In-Reply-To: "+answers+"\n", "from elsewhere"), []byte(desk), []byte("other@elsewhere.example"), 1))
		all := o.messages(id)
		if i := slices.IndexFunc(all, func(m models.CorrespondenceMessage) bool { return m.Text == "from elsewhere" }); i < 0 || !all[i].Stranger {
			t.Errorf("another sender is not said: %+v", all)
		}
		if x := o.thread(id); x.State != models.WaitingForUs {
			t.Errorf("whose turn: %s", x.State)
		}
		tasks, err := models.OpenTaskNamed(db.View(t.Context()), o.incident, correspondence.TaskKind, "A mail from outside came in: read it under Correspondence")
		o.must(err)
		if !tasks {
			t.Error("nobody is told that something came in")
		}
		// The answer to it stands below it.
		o.must(o.send(id, "Thank you"))
		d, err := models.LoadDelivery(db.View(t.Context()), *o.messages(id)[slices.IndexFunc(o.messages(id), func(m models.CorrespondenceMessage) bool { return m.Text == "Thank you" })].DeliveryID)
		o.must(err)
		l, err := d.Letter(db.Keys())
		o.must(err)
		if !slices.Contains(l.Answers, "<2@authority.example>") || !strings.HasPrefix(d.Subject, "Re: ") {
			t.Errorf("%v %s", l.Answers, d.Subject)
		}
	})
}

func TestASavedMailIsKeptWholeSealedAndOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newOffice(t, db, false)
		id, err := o.open(desk)
		o.must(err)
		raw := o.eml("Message-ID: <1@authority.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
			"--b\nContent-Type: text/plain\n\n"+secret+" in the letter\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../"+secret+".pdf\"\n\n%PDF-1.4 "+secret+"\n--b--")
		upload := func(raw []byte) error {
			return correspondence.Upload(t.Context(), db, o.boss(), id, models.MessageIn, raw)
		}
		o.must(upload(raw))
		o.refused("the same again", models.KindConflict, "already", upload(raw))
		m := o.messages(id)[0]
		files, err := models.DocumentsOfMessages(db.View(t.Context()), []models.CorrespondenceMessage{m})
		o.must(err)
		if len(files[m.ID]) != 2 || m.Text != secret+" in the letter" || m.Stranger || m.HappenedAt.String() != "2020-11-02T09:00:00Z" {
			t.Fatalf("%+v %+v", m, files)
		}
		for _, f := range files[m.ID] {
			whole, err := models.FindDocument(db.View(t.Context()), o.boss(), f.ID)
			o.must(err)
			b, err := whole.Bytes(db.Keys())
			o.must(err)
			name, err := f.Name(db.Keys())
			o.must(err)
			if strings.Contains(name, "/") || f.MediaType == "message/rfc822" && !bytes.Equal(b, raw) {
				t.Errorf("%s: %d bytes", name, len(b))
			}
			if _, err := models.FindDocument(db.View(t.Context()), models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}, f.ID); !models.IsKind(err, models.KindNotFound) {
				t.Errorf("a society opens what a lawyer sent: %v", err)
			}
		}
		// It is no proof that somebody handed in: it is in no list of those, and in no dossier.
		listed, err := models.ListDocuments(db.View(t.Context()), o.boss(), o.incident)
		o.must(err)
		proofs, err := models.DocumentsOfIncident(db.View(t.Context()), o.incident)
		o.must(err)
		if len(listed)+len(proofs) != 0 {
			t.Errorf("%d and %d documents", len(listed), len(proofs))
		}
		o.must(correspondence.Note(t.Context(), db, o.boss(), id, correspondence.Noted{Direction: models.MessageIn, HappenedAt: db.Now().Add(-time.Hour), Author: "The desk, on the telephone", Text: secret + " said"}))
		o.refused("a note from the future", models.KindInvalid, "not come yet", correspondence.Note(t.Context(), db, o.boss(), id, correspondence.Noted{Direction: models.MessageIn, HappenedAt: db.Now().Add(time.Hour), Text: "x"}))
		o.refused("a note without words", models.KindInvalid, "no words", correspondence.Note(t.Context(), db, o.boss(), id, correspondence.Noted{Direction: models.MessageIn, HappenedAt: db.Now(), Text: " "}))
		o.must(o.send(id, secret+" sent"))
		o.nothingLiesOpen(secret, desk, "The desk")
		o.command(func(tx models.Tx) error { _, err := models.EraseLetters(tx, o.incident); return err })
		for _, m := range o.messages(id) {
			if m.Text != "" {
				t.Errorf("%q is still there after it was erased", m.Text)
			}
		}
	})
}

// nothingLiesOpen reads every value of the tables that hold letters, and of the record.
func (o *office) nothingLiesOpen(words ...string) {
	o.t.Helper()
	for _, table := range []string{"correspondence_threads", "correspondence_messages", "documents", "deliveries", "events", "tasks"} {
		rows, err := o.db.SQL().Query("SELECT * FROM " + table)
		o.must(err)
		columns, err := rows.Columns()
		o.must(err)
		for rows.Next() {
			cells, to := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				to[i] = &cells[i]
			}
			o.must(rows.Scan(to...))
			for i, c := range cells {
				s, _ := c.(string)
				if b, ok := c.([]byte); ok {
					s = string(b)
				}
				for _, w := range words {
					if strings.Contains(s, w) {
						o.t.Errorf("%s.%s holds %q in clear", table, columns[i], w)
					}
				}
			}
		}
		o.must(rows.Err())
		o.must(rows.Close())
	}
}

func TestNothingIsWrittenInAClosedIncidentButWhatComesInIsKept(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newOffice(t, db, false)
		id, err := o.open(desk)
		o.must(err)
		o.must(o.send(id, "Dear desk"))
		answers := "In-Reply-To: <" + o.messages(id)[0].Mark + "@notices.example>\n"
		_, err = db.SQL().Exec("UPDATE incidents SET state = 'closed'")
		o.must(err)
		o.refused("a letter", models.KindConflict, "closed", o.send(id, "x"))
		_, err = o.open(desk)
		o.refused("a thread", models.KindConflict, "closed", err)
		o.refused("a mail", models.KindConflict, "closed", correspondence.Upload(t.Context(), db, o.boss(), id, models.MessageIn, o.eml("", "x")))
		if s := o.take(o.eml(answers, "late")); s.Applied != 1 || len(o.messages(id)) != 2 {
			t.Errorf("an answer that came after the end was lost: %+v", s)
		}
	})
}
