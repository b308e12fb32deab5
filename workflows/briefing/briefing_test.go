package briefing_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/access"
	"candour/workflows/assessment"
	"candour/workflows/briefing"
	"candour/workflows/directory"
	"candour/workflows/exercise"
	"candour/workflows/intake"
	"candour/workflows/regimes"
	"candour/workflows/texts"
)

var update = flag.Bool("update", false, "write the reports that are read in testdata")

type world struct {
	t                 *testing.T
	db                *models.DB
	manager, approver models.Viewer
	incident          models.Incident
	lib               *regimes.Library
	planted           []string // names and addresses of people: none may stand in a report
}

func must[T any](t *testing.T) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func (w *world) ok(err error) {
	w.t.Helper()
	var e *models.Error
	if errors.As(err, &e) {
		w.t.Fatal(e, e.Fields)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) at(s string) {
	w.t.Helper()
	at, err := terms.ParseInstant(s)
	w.ok(err)
	modelstest.ClockOf(w.db).Set(at)
}

// newWorld has three people and a directory, on the morning of 22 January 2022, and an incident with one fact.
func newWorld(t *testing.T, db *models.DB) *world {
	t.Helper()
	w := newHouse(t, db)
	w.incident = models.Incident{ID: models.NewID(), Reference: "INC-2022-0009", Title: "Intruder in the servers", OpenedAt: db.Now(), OpenedBy: w.manager.Account, State: models.IncidentOpen}
	w.ok(db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &w.incident); err != nil {
			return err
		}
		tx.InIncident(w.incident.ID)
		return nil
	}))
	w.fact("people_count", `{"min":515000}`)
	return w
}

// newStory is the exercise's story as it ships.
func newStory(t *testing.T, db *models.DB) *world {
	t.Helper()
	w := newHouse(t, db)
	w.incident = must[models.Incident](t)(exercise.Open(t.Context(), db, w.lib, w.manager, must[*exercise.Story](t)(exercise.Load())))
	must[models.Assessment](t)(assessment.Decide(t.Context(), db, w.manager, w.incident.ID))
	return w
}

func newHouse(t *testing.T, db *models.DB) *world {
	t.Helper()
	w := &world{t: t, db: db}
	ctx := t.Context()
	w.at("2022-01-22T08:00:00Z")
	account := func(name string, role models.Role) models.Viewer {
		a := must[models.Account](t)(access.AddDemo(ctx, db, access.Person{Name: name, Email: strings.ToLower(strings.Fields(name)[0]) + "@people.example.org", Role: role}, "a password for tests"))
		w.planted = append(w.planted, name, "@people.example.org")
		return a.Viewer("")
	}
	w.manager, w.approver = account("Quenby Ashgrove", models.RoleIncidentManager), account("Xanthe Marlowe", models.RoleApprover)
	w.ok(directory.SeedDirectory(ctx, db))
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	w.lib = lib
	return w
}

func (w *world) fact(key, value string) {
	w.t.Helper()
	must[[]models.Fact](w.t)(intake.Append(w.t.Context(), w.db, w.lib, w.manager, w.incident.ID, "", []intake.Entry{{Key: key, Value: json.RawMessage(value), Certainty: models.Confirmed, Source: "Quenby Ashgrove counted"}}))
	must[models.Assessment](w.t)(assessment.Decide(w.t.Context(), w.db, w.manager, w.incident.ID))
}

// draft writes a report and gives its words.
func (w *world) draft(audience string) (models.Briefing, models.TextVersion, string) {
	w.t.Helper()
	b := must[models.Briefing](w.t)(briefing.Draft(w.t.Context(), w.db, w.manager, w.incident.ID, audience))
	v := must[models.TextVersion](w.t)(models.CurrentTextVersion(w.db.View(w.t.Context()), b.TextID))
	c := must[models.TextContent](w.t)(v.Content(w.db.Keys()))
	return b, v, c.RenderedTitle + "\n\n" + c.RenderedBody + "\n"
}

func (w *world) send(b models.Briefing, v models.TextVersion, to briefing.Recipients) error {
	w.t.Helper()
	w.ok(texts.Submit(w.t.Context(), w.db, w.manager, v.TextID))
	w.ok(texts.Approve(w.t.Context(), w.db, w.approver, v.TextID, v.Hash))
	return briefing.Send(w.t.Context(), w.db, w.manager, b.ID, to)
}

// same asserts a report line by line against what was read.
func (w *world) same(name, got string) {
	w.t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		w.ok(os.MkdirAll("testdata", 0o755))
		w.ok(os.WriteFile(path, []byte(got), 0o644))
	}
	b, err := os.ReadFile(path)
	w.ok(err)
	want, is := strings.Split(string(b), "\n"), strings.Split(got, "\n")
	for i := range max(len(want), len(is)) {
		a, b := "", ""
		if i < len(want) {
			a = want[i]
		}
		if i < len(is) {
			b = is[i]
		}
		if a != b {
			w.t.Errorf("%s, line %d:\n got %q\nwant %q", name, i+1, b, a)
		}
	}
	for _, p := range w.planted {
		if strings.Contains(got, p) {
			w.t.Errorf("%s names a person: %s", name, p)
		}
	}
}

func TestTheReportSaysWhatChangedBetweenTwoMomentsOfTheExercise(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newStory(t, db)
		first, v, said := w.draft("leadership")
		w.same("leadership-1", said)
		if err := w.send(first, v, briefing.Recipients{Accounts: []models.ID{w.manager.Account}}); err != nil {
			t.Fatal(err)
		}
		donors, v, _ := w.draft("donors")
		contacts := w.contacts("donors")
		if err := w.send(donors, v, briefing.Recipients{Contacts: contacts}); err != nil {
			t.Fatal(err)
		}

		// Two days later: the count has risen, one duty is met with proof, one has become late.
		w.at("2022-01-24T18:30:00Z")
		w.fact("people_count", `{"min":530000}`)
		o := w.obligation("German Red Cross")
		w.ok(assessment.Discharge(t.Context(), db, w.manager, o.ID, o.Version, assessment.Proof{On: "2022-01-24", Reference: "Receipt 17"}))
		for _, audience := range []string{"leadership", "societies", "donors", "authority"} {
			_, _, said := w.draft(audience)
			w.same(audience+"-2", said)
		}
		// A draft that was not sent is no report: the next one still says what changed since the one that was.
		b, _, said := w.draft("leadership")
		if b.Number != 3 || b.SinceAt != first.WrittenAt || !strings.Contains(said, "530,000") {
			t.Errorf("number %d since %s", b.Number, b.SinceAt)
		}
	})
}

func (w *world) contacts(audience string) (ids []models.ID) {
	w.t.Helper()
	all := must[[]briefing.Audience](w.t)(briefing.Audiences())
	for _, a := range all {
		if a.ID == audience {
			for _, c := range must[briefing.Offer](w.t)(briefing.Offered(w.db.View(w.t.Context()), a)).Contacts {
				ids = append(ids, c.ID)
			}
		}
	}
	if len(ids) == 0 {
		// The directory that ships has no donors; one is added as staff would.
		id := models.NewID()
		w.ok(w.db.Command(w.t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
			o := models.Organisation{ID: models.NewID(), Kind: models.KindOther, Name: "Donor foundation", Country: "CH", Timezone: "Europe/Zurich", Languages: models.JSONOf([]string{"en"})}
			if err := models.AddOrganisation(tx, &o); err != nil {
				return err
			}
			c := models.Contact{ID: id, OrganisationID: o.ID, Role: "leadership", Position: 1}
			if err := c.SetPerson(tx.Keys(), "Zebulon Quist", "quist@people.example.org", ""); err != nil {
				return err
			}
			return models.AddContact(tx, &c)
		}))
		w.planted = append(w.planted, "Zebulon Quist")
		ids = append(ids, id)
	}
	return ids
}

func (w *world) obligation(party string) models.Obligation {
	w.t.Helper()
	names := must[map[models.ID]string](w.t)(models.PartyNames(w.db.View(w.t.Context()), w.manager, w.incident.ID))
	all := must[[]models.Obligation](w.t)(models.LoadObligations(w.db.View(w.t.Context()), w.incident.ID))
	for _, o := range all {
		if names[o.PartyID] == party && o.Duty == "authority-notice" && o.State == models.ObligationOpen {
			return o
		}
	}
	w.t.Fatal("no such obligation")
	return models.Obligation{}
}

func TestAReportIsApprovedByAnotherPersonAndSentOnceToEach(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		b, v, _ := w.draft("leadership")
		to := briefing.Recipients{Accounts: []models.ID{w.manager.Account, w.approver.Account, w.manager.Account}}
		if err := briefing.Send(ctx, db, w.manager, b.ID, to); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words that nobody approved were sent: %v", err)
		}
		w.ok(texts.Submit(ctx, db, w.manager, v.TextID))
		if err := texts.Approve(ctx, db, w.manager, v.TextID, v.Hash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who wrote it approves it: %v", err)
		}
		w.ok(texts.Approve(ctx, db, w.approver, v.TextID, v.Hash))
		// An edit voids the approval.
		v2 := must[models.TextVersion](t)(texts.Save(ctx, db, w.manager, w.incident.ID, models.TextBriefing, v.TextID, texts.Draft{Language: "en", Title: "Situation report 1", Body: "Shorter.", From: v.Number}))
		if err := briefing.Send(ctx, db, w.manager, b.ID, to); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words that were edited after approval were sent: %v", err)
		}
		w.ok(texts.Submit(ctx, db, w.manager, v.TextID))
		w.ok(texts.Approve(ctx, db, w.approver, v.TextID, v2.Hash))
		for name, to := range map[string]briefing.Recipients{
			"nobody":                              {},
			"a contact of a society":              {Contacts: w.contacts("donors")[:1]},
			"somebody who is not there":           {Accounts: []models.ID{models.NewID()}},
			"one who may and one who does not be": {Accounts: []models.ID{w.manager.Account, models.NewID()}},
		} {
			if err := briefing.Send(ctx, db, w.manager, b.ID, to); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.ok(briefing.Send(ctx, db, w.manager, b.ID, to))
		if err := briefing.Send(ctx, db, w.manager, b.ID, to); !models.IsKind(err, models.KindConflict) {
			t.Errorf("sent twice: %v", err)
		}
		n := 0
		for _, d := range must[[]models.Delivery](t)(models.ListDeliveries(db.View(ctx), w.incident.ID, "", "")) {
			if d.Occasion != b.ID {
				continue
			}
			n++
			d = must[models.Delivery](t)(models.LoadDelivery(db.View(ctx), d.ID))
			l := must[models.DeliveryLetter](t)(d.Letter(db.Keys()))
			if !strings.Contains(l.Text, "Shorter.") || strings.Count(l.To, "@") != 1 {
				t.Errorf("%+v", l)
			}
		}
		if n != 2 {
			t.Errorf("%d messages to two people", n)
		}
	})
}

func TestAHandOverNamesWhatIsOpenAndIsTakenOverByAPressOfSomebodyElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		_, v, _ := w.draft("leadership")
		w.ok(texts.Submit(ctx, db, w.manager, v.TextID))
		h := must[models.HandOver](t)(briefing.HandOver(ctx, db, w.manager, w.incident.ID))
		var parts []briefing.Part
		w.ok(h.Lines(db.Keys(), &parts))
		got := ""
		for _, p := range parts {
			got += p.Heading + "\n- " + strings.Join(p.Lines, "\n- ") + "\n"
		}
		w.same("hand-over", got)
		if err := briefing.TakeOver(ctx, db, w.manager, h.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("taken over from oneself: %v", err)
		}
		next := models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
		w.ok(briefing.TakeOver(ctx, db, next, h.ID))
		if err := briefing.TakeOver(ctx, db, models.Viewer{Account: models.NewID(), Role: models.RoleDPO}, h.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("taken over twice: %v", err)
		}
		if err := briefing.TakeOver(ctx, db, models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}, h.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a society takes it over: %v", err)
		}
	})
}

func TestAManagerIsRemindedOnceForEachTimeAndOnlyWhenSomethingChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		w.ok(db.Command(ctx, models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
			return models.AddSchedule(tx, &models.Schedule{Name: "situation-reports", Spec: "0 6,18 * * *", Zone: "UTC", Enabled: true, ChangedAt: tx.Now()})
		}))
		remind := func() int {
			t.Helper()
			return must[int](t)(briefing.Remind(ctx, db, "https://candour.example.org"))
		}
		if n := remind(); n != 0 {
			t.Errorf("%d reminders of an incident that was opened after the hour", n)
		}
		w.at("2022-01-22T18:00:00Z")
		if n := remind() + remind(); n != 1 {
			t.Errorf("%d reminders", n)
		}
		b, v, _ := w.draft("leadership")
		w.ok(w.send(b, v, briefing.Recipients{Accounts: []models.ID{w.manager.Account}}))
		modelstest.ClockOf(db).Advance(12 * time.Hour)
		if n := remind(); n != 0 {
			t.Errorf("%d reminders although nothing has changed", n)
		}
		w.fact("people_count", `{"min":530000}`)
		if n := remind() + remind(); n != 1 {
			t.Errorf("%d reminders", n)
		}
	})
}

// What each audience may read is data: a topic that does not stand there is not in its version, whatever happened.
func TestNoVersionHoldsATopicThatIsNotItsOwn(t *testing.T) {
	at := func(s string) terms.Instant { return must[terms.Instant](t)(terms.ParseInstant(s)) }
	before := briefing.Snapshot{At: at("2022-01-20T08:00:00Z"), Reference: "INC-1"}
	now := briefing.Snapshot{At: at("2022-01-22T08:00:00Z"), Reference: "INC-1", Values: map[string]string{"people_count": "FACT"}, Affected: 10, People: map[models.Share]int64{models.ShareTold: 4},
		Asked: 3, Answered: 1, Silent: []string{"SILENT"}, Enquiries: 5, Waiting: 2, CallBacks: 1, Texts: 1, Notices: 1, Questions: 7, Uncertain: 2,
		Clocks: []briefing.Clock{{ID: "1", What: "CLOCK", Party: "P", DueAt: at("2022-01-21T08:00:00Z"), ByLaw: true, State: models.ObligationOpen}}}
	marks := map[string][]string{briefing.Facts: {"{{people_count}}"}, briefing.Clocks: {"Clocks:", "Late, since", "Became late"}, briefing.Duties: {"New duty"}, briefing.People: {"told 4", "4 more people"},
		briefing.Societies: {"have answered", "Answers of societies"}, briefing.Silent: {"SILENT", "silent society"}, briefing.Enquiries: {"Enquiries:", "new enquiries"},
		briefing.Approvals: {"Wait for approval"}, briefing.Questions: {"Cannot be told yet", "data protection officer"}, briefing.Unknown: {"arrived", "uncertain message"}}
	for _, a := range must[[]briefing.Audience](t)(briefing.Audiences()) {
		r := briefing.Write(a, 2, &before, now)
		if len(r.Parts) != 3 {
			t.Errorf("%s: %d parts", a.ID, len(r.Parts))
		}
		for topic, words := range marks {
			for _, x := range words {
				if strings.Contains(r.Body(), x) != a.May(topic) {
					t.Errorf("%s, topic %s: %q is there: %v\n%s", a.ID, topic, x, !a.May(topic), r.Body())
				}
			}
		}
		if lines := strings.Count(r.Body(), "\n- "); lines > 25 {
			t.Errorf("%s: %d lines are no short report", a.ID, lines)
		}
	}
	for _, a := range must[[]briefing.Audience](t)(briefing.Audiences()) {
		if outside := a.ID != "leadership"; outside && (a.May(briefing.Questions) || a.May(briefing.Approvals) || a.May(briefing.Silent) || a.May(briefing.Unknown)) {
			t.Errorf("%s reads what is decided inside", a.ID)
		}
	}
}

func TestAHandOverSaysEachOpenThing(t *testing.T) {
	at := func(s string) terms.Instant { return must[terms.Instant](t)(terms.ParseInstant(s)) }
	s := briefing.Snapshot{At: at("2022-01-22T08:00:00Z"), Silent: []string{"Society A"}, Texts: 2, Notices: 1, Uncertain: 1, People: map[models.Share]int64{models.ShareUncertain: 3},
		Clocks: []briefing.Clock{
			{What: "Tell the authority", Law: "GDPR Art. 33(1)", Party: "Society A", DueAt: at("2022-01-21T08:00:00Z"), ByLaw: true, State: models.ObligationOpen},
			{What: "Tell the donor", Party: "Agency", DueAt: at("2022-01-21T09:00:00Z"), State: models.ObligationOpen},
			{What: "Tell people", Law: "GDPR Art. 34(1)", Party: "Society A", State: models.ObligationOpen},
			{What: "Done", State: models.ObligationDischarged},
		}}
	got := map[string]string{}
	for _, p := range briefing.WriteHandOver(s, []briefing.Call{{Number: 7, Language: "ar", From: "18:00", Until: "20:00", Zone: "Africa/Cairo", DueAt: at("2022-01-22T20:00:00Z")}}) {
		got[p.Heading] = strings.Join(p.Lines, "\n")
	}
	for heading, want := range map[string]string{
		"Open clocks": "Late: Tell the authority (GDPR Art. 33(1)), owed by Society A, limit Fri 21 Jan 2022, 08:00 UTC.\n" +
			"Past our own target: Tell the donor, owed by Agency, our own target Fri 21 Jan 2022, 09:00 UTC.\n" +
			"Tell people (GDPR Art. 34(1)), owed by Society A, without a time limit.",
		"Open approvals":     "2 texts wait for an approver.\n1 notice or circular waits for an approver.",
		"Silent societies":   "Society A.",
		"Uncertain messages": "Nobody knows whether 4 messages arrived; two people settle each.",
		"Promised calls":     "Enquiry 7, in Arabic, between 18:00 and 20:00 Africa/Cairo, by Sat 22 Jan 2022, 20:00 UTC.",
	} {
		if got[heading] != want {
			t.Errorf("%s:\n got %q\nwant %q", heading, got[heading], want)
		}
	}
}
