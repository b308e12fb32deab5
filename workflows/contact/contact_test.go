package contact

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/safecontact"
	"candour/workflows/tasks"
)

// world is an incident with a group of detainees, a group of staff, and one named person in the second.
type world struct {
	t                           *testing.T
	db                          *models.DB
	manager, officer, other     models.Viewer
	incident, detainees, staff  models.ID
	person, alone               int64
	personsCohort, alonesCohort int64
}

func newWorld(t *testing.T, db *models.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, incident: models.NewID(), detainees: models.NewID(), staff: models.NewID(), person: models.PersonID(1, 1), alone: models.PersonID(1, 2)}
	party := models.NewID()
	w.command(func(tx models.Tx) error {
		for _, a := range []struct {
			to   *models.Viewer
			role models.Role
		}{{&w.manager, models.RoleIncidentManager}, {&w.officer, models.RoleDPO}, {&w.other, models.RoleDPO}} {
			row := models.Account{ID: models.NewID(), Role: a.role, CreatedAt: tx.Now()}
			if err := row.SetPerson(tx.Keys(), "Somebody", row.ID+"@example.org"); err != nil {
				return err
			}
			if err := models.AddAccount(tx, &row); err != nil {
				return err
			}
			*a.to = row.Viewer("")
		}
		if err := models.AddIncident(tx, &models.Incident{ID: w.incident, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: w.manager.Account, Exercise: true}); err != nil {
			return err
		}
		if err := models.AddParty(tx, &models.Party{ID: party, IncidentID: w.incident, Name: "ICRC", Role: models.Controller, Kind: "international-organisation", AwareAt: tx.Now(), AddedAt: tx.Now()}); err != nil {
			return err
		}
		for id, kind := range map[models.ID]string{w.detainees: "detainees", w.staff: "staff"} {
			g := models.PeopleGroup{ID: id, IncidentID: w.incident, PartyID: party, Name: kind, Kinds: models.JSONOf([]string{kind})}
			if err := models.AddGroup(tx, &g); err != nil {
				return err
			}
		}
		var err error
		if w.personsCohort, err = models.EnsureCohort(tx, w.incident, party, &w.staff); err != nil {
			return err
		}
		w.alonesCohort, err = models.EnsureCohort(tx, w.incident, party, nil)
		return err
	})
	probed := false
	err := db.PeopleCommand(t.Context(), models.Act{By: models.System, Operation: "test", Incident: w.incident}, &probed, func(b models.Bulk) error {
		var rows []models.Person
		for id, cohort := range map[int64]int64{w.person: w.personsCohort, w.alone: w.alonesCohort} {
			p := models.Person{ID: id, Cohort: cohort, SameKey: id}
			if err := p.SetDetails(b.Keys(), w.details()); err != nil {
				return err
			}
			rows = append(rows, p)
		}
		_, err := b.AddPeople(rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) details() *models.PersonDetails {
	d := &models.PersonDetails{}
	d.Fields[models.PersonEmail], d.Fields[models.PersonTelephone] = "a@example.org", "+41790000000"
	return d
}

func (w *world) command(fn func(models.Tx) error) {
	w.t.Helper()
	if err := w.db.Command(context.Background(), models.Act{By: models.System, Operation: "test"}, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) groupPlan(group models.ID, read int, p safecontact.Plan) models.ContactPlan {
	w.t.Helper()
	row, err := SetGroupPlan(w.t.Context(), w.db, w.manager, group, Entry{Plan: p, Why: "Asked protection staff.", Read: read})
	if err != nil {
		w.t.Fatal(err)
	}
	return row
}

// decides asks for one person as a sending path would.
func (w *world) decides(cohort, person int64, c safecontact.Channel) safecontact.Decision {
	w.t.Helper()
	r := w.db.View(w.t.Context())
	plans, err := LoadPlans(r, w.incident)
	if err != nil {
		w.t.Fatal(err)
	}
	if fresh, err := plans.Fresh(r); err != nil || !fresh {
		w.t.Errorf("plans that were just read are stale: %v", err)
	}
	return safecontact.Decide(safecontact.Default(), plans.Subject(cohort, person, w.details(), r.Now()), c, r.Now())
}

var harmless = safecontact.Plan{Harm: terms.No, HarmWhy: "Colleagues at work."}

func notContacted(reviewer models.ID, on string) safecontact.Plan {
	return safecontact.Plan{DoNotContact: &safecontact.DoNotContact{Reason: safecontact.ReasonEndangers, Reviewer: reviewer, ReviewOn: on, Alternative: safecontact.InsteadLater}}
}

func TestAPersonIsToldAsTheirGroupUntilTheyHaveAPlanOfTheirOwn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); d.Allowed || d.Rule != safecontact.HarmUnknown {
			t.Errorf("without any plan: %+v", d)
		}
		w.groupPlan(w.staff, 0, harmless)
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); !d.Allowed {
			t.Errorf("with the group's plan: %+v", d)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelLetter); d.Rule != safecontact.NoAddress {
			t.Errorf("without an address: %+v", d)
		}
		if d := w.decides(w.alonesCohort, w.alone, safecontact.ChannelEmail); d.Allowed || d.Rule != safecontact.HarmUnknown {
			t.Errorf("somebody in no group has no plan of one: %+v", d)
		}
		p := safecontact.Plan{Channels: []safecontact.Channel{safecontact.ChannelCall}}
		if _, err := SetPersonPlan(t.Context(), db, w.officer, w.incident, w.person, Entry{Plan: p, Why: "She asked for it."}); err != nil {
			t.Fatal(err)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); d.Rule != safecontact.NotAgreed {
			t.Errorf("against the person's plan: %+v", d)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelCall); !d.Allowed {
			t.Errorf("by the person's plan: %+v", d)
		}
	})
}

func TestAPlanIsSetAnewAsAVersionAndOnlyOverWhatWasRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		plans, err := LoadPlans(db.View(t.Context()), w.incident)
		if err != nil {
			t.Fatal(err)
		}
		w.groupPlan(w.staff, 0, harmless)
		if fresh, _ := plans.Fresh(db.View(t.Context())); fresh {
			t.Error("a new plan does not make the old ones stale")
		}
		if _, err := SetGroupPlan(t.Context(), db, w.officer, w.staff, Entry{Plan: harmless, Why: "Again."}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a plan set over one nobody has read: %v", err)
		}
		second := safecontact.Plan{Harm: terms.Yes, HarmWhy: "Threats."}
		w.groupPlan(w.staff, 1, second)
		rows, err := models.ListContactPlans(db.View(t.Context()), w.incident, models.ContactScope{Group: &w.staff})
		if err != nil || len(rows) != 2 || rows[0].Number != 2 {
			t.Fatalf("versions %+v, %v", rows, err)
		}
		if first, err := Read(db.View(t.Context()), &rows[1]); err != nil || first.Harm != terms.No {
			t.Errorf("the first version is %+v, %v", first, err)
		}
		if why, err := rows[0].Why(db.Keys()); err != nil || why != "Asked protection staff." {
			t.Errorf("why %q, %v", why, err)
		}
		if current, err := models.LoadContactPlans(db.View(t.Context()), w.incident); err != nil || len(current) != 1 || current[0].Number != 2 {
			t.Errorf("current %+v, %v", current, err)
		}
	})
}

func TestWhatIsWrongInAPlanIsSaidFieldByField(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		for field, p := range map[string]safecontact.Plan{
			"plan.harm_why":                 {Harm: terms.No},
			"plan.zone":                     {Hours: []safecontact.Hours{{From: 540, To: 600}}},
			"plan.do_not_contact.reviewer":  notContacted(models.NewID(), "2026-12-31"),
			"plan.do_not_contact.review_on": notContacted(w.officer.Account, "2026-11-22"),
		} {
			_, err := SetGroupPlan(t.Context(), db, w.manager, w.staff, Entry{Plan: p, Why: "w"})
			b, _ := json.Marshal(err)
			if !models.IsKind(err, models.KindInvalid) || !strings.Contains(string(b), field) {
				t.Errorf("%s: %v %s", field, err, b)
			}
		}
		_, err := SetGroupPlan(t.Context(), db, w.manager, w.staff, Entry{Plan: safecontact.Plan{Harm: terms.No}})
		if b, _ := json.Marshal(err); !strings.Contains(string(b), "plan.harm_why") || !strings.Contains(string(b), `"why"`) {
			t.Errorf("two things are wrong, and both are said at once: %s", b)
		}
		if _, err := SetGroupPlan(t.Context(), db, w.manager, w.staff, Entry{Plan: harmless}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("without why: %v", err)
		}
	})
}

func TestADecisionNotToContactIsLookedAtAgainHoweverLongTheProgramStoodStill(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		w.groupPlan(w.staff, 0, harmless)
		row := w.groupPlan(w.staff, 1, notContacted(w.officer.Account, "2026-12-01"))
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); d.Rule != safecontact.DoNotContactIs {
			t.Errorf("got %+v", d)
		}
		modelstest.ClockOf(db).Advance(60 * 24 * time.Hour)
		if n, err := tasks.FireDue(t.Context(), db, "https://candour.example"); err != nil || n == 0 {
			t.Errorf("no reminder fired: %d, %v", n, err)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); d.Allowed {
			t.Error("an overdue review is no permission")
		}
		task, err := models.TasksByID(db.View(t.Context()), []models.ID{*row.TaskID})
		if one := task[*row.TaskID]; err != nil || one.State != models.TaskOpen || one.OwnerID == nil || *one.OwnerID != w.officer.Account || one.Kind != ReviewTask {
			t.Errorf("task %+v, %v", one, err)
		}
		w.groupPlan(w.staff, 2, harmless)
		if task, err = models.TasksByID(db.View(t.Context()), []models.ID{*row.TaskID}); err != nil || task[*row.TaskID].State != models.TaskDone {
			t.Errorf("setting the plan anew is the review: %+v, %v", task, err)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelEmail); !d.Allowed {
			t.Errorf("got %+v", d)
		}
	})
}

func TestAnOverrideCountsOnceASecondPersonApprovedItAndUntilItsEnd(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		w.groupPlan(w.staff, 0, notContacted(w.manager.Account, "2026-12-31"))
		ask := func(by models.Viewer) (models.ContactOverride, error) {
			return AskOverride(t.Context(), db, by, Ask{Incident: w.incident, Person: &w.person, Channels: []safecontact.Channel{safecontact.ChannelEmail},
				Until: db.Now().Add(24 * time.Hour), Why: "His lawyer asked for it."})
		}
		allowed := func() bool { return w.decides(w.personsCohort, w.person, safecontact.ChannelEmail).Allowed }
		if _, err := ask(w.manager); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an incident manager asks: %v", err)
		}
		o, err := ask(w.officer)
		if err != nil || allowed() {
			t.Fatalf("one person is enough: %v", err)
		}
		if _, err := ask(w.other); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a second one beside it: %v", err)
		}
		if err := ApproveOverride(t.Context(), db, w.officer, o.ID); !models.IsKind(err, models.KindForbidden) || allowed() {
			t.Errorf("approved by who asked: %v", err)
		}
		if err := ApproveOverride(t.Context(), db, w.other, o.ID); err != nil || !allowed() {
			t.Errorf("approved by a second person: %v", err)
		}
		if d := w.decides(w.personsCohort, w.person, safecontact.ChannelCall); d.Allowed {
			t.Error("a channel that was not named")
		}
		if err := RevokeOverride(t.Context(), db, w.manager, o.ID, "He withdrew."); err != nil || allowed() {
			t.Errorf("revoked: %v", err)
		}
		if o, err = ask(w.officer); err != nil {
			t.Fatal(err)
		}
		if err := DeclineOverride(t.Context(), db, w.manager, o.ID, "Too dangerous."); err != nil || allowed() {
			t.Errorf("declined: %v", err)
		}
		if o, err = ask(w.officer); err != nil {
			t.Fatal(err)
		}
		if err := ApproveOverride(t.Context(), db, w.manager, o.ID); err != nil || !allowed() {
			t.Errorf("approved: %v", err)
		}
		modelstest.ClockOf(db).Advance(24 * time.Hour)
		if allowed() {
			t.Error("counts past its end")
		}
	})
}

func TestAnOverrideIsForOneGroupOrPersonAndAShortTime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		cs := []safecontact.Channel{safecontact.ChannelLetter}
		soon, nobody := db.Now().Add(time.Hour), models.PersonID(9, 9)
		for name, a := range map[string]Ask{
			"nobody":             {Channels: cs, Until: soon, Why: "w"},
			"both":               {Group: &w.staff, Person: &w.person, Channels: cs, Until: soon, Why: "w"},
			"somebody elsewhere": {Person: &nobody, Channels: cs, Until: soon, Why: "w"},
			"no channel":         {Group: &w.staff, Until: soon, Why: "w"},
			"no such channel":    {Group: &w.staff, Channels: []safecontact.Channel{"fax"}, Until: soon, Why: "w"},
			"past":               {Group: &w.staff, Channels: cs, Until: db.Now(), Why: "w"},
			"for a year":         {Group: &w.staff, Channels: cs, Until: db.Now().Add(365 * 24 * time.Hour), Why: "w"},
			"without why":        {Group: &w.staff, Channels: cs, Until: soon},
		} {
			a.Incident = w.incident
			if _, err := AskOverride(t.Context(), db, w.officer, a); !models.IsKind(err, models.KindInvalid) && !models.IsKind(err, models.KindNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		o, err := AskOverride(t.Context(), db, w.officer, Ask{Incident: w.incident, Group: &w.staff, Channels: cs, Until: soon, Why: "w"})
		if err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		if err := ApproveOverride(t.Context(), db, w.manager, o.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("approved when it was past: %v", err)
		}
	})
}

// TestTheRecordNamesNobody: events hold ids and words, never what the plan says.
func TestTheRecordNamesNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		w.groupPlan(w.staff, 0, safecontact.Plan{Harm: terms.Yes, HarmWhy: "SECRET", MustNotSay: []string{"SECRET"}})
		page, err := models.ListEvents(db.View(t.Context()), w.incident, models.PageRequest{})
		if err != nil {
			t.Fatal(err)
		}
		var seen bool
		for _, e := range page.Items {
			b, _ := json.Marshal(e)
			seen = seen || e.Operation == "set-group-contact-plan"
			if strings.Contains(string(b), "SECRET") {
				t.Errorf("%s", b)
			}
		}
		if !seen {
			t.Error("no event")
		}
	})
}
