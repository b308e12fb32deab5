package retention_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/contact"
	"candour/workflows/intake"
	"candour/workflows/retention"
	"candour/workflows/safecontact"
)

// affected is an incident with two named people, a contact plan, an override and a document, to be kept until the last day of the year.
func (h house) affected(keepUntil string) (in models.Incident, person int64, document models.ID) {
	h.t.Helper()
	in = h.incident(true)
	officer := models.Viewer{Account: h.account().ID, Role: models.RoleDPO}
	party, group := models.NewID(), models.NewID()
	var cohort int64
	h.command(func(tx models.Tx) (err error) {
		if err := models.AddParty(tx, &models.Party{ID: party, IncidentID: in.ID, Name: "ICRC", Role: models.Controller, Kind: "other", AwareAt: tx.Now(), AddedAt: tx.Now()}); err != nil {
			return err
		}
		if err := models.AddGroup(tx, &models.PeopleGroup{ID: group, IncidentID: in.ID, PartyID: party, Name: "Detainees"}); err != nil {
			return err
		}
		if cohort, err = models.EnsureCohort(tx, in.ID, party, &group); err != nil {
			return err
		}
		return models.SetKeepUntil(tx, in.ID, keepUntil)
	})
	person = models.PersonID(time.Now().UnixNano()%1000+1, 1)
	probed := false
	err := h.db.PeopleCommand(h.t.Context(), models.Act{By: models.System, Operation: "test", Incident: in.ID}, &probed, func(b models.Bulk) error {
		var rows []models.Person
		for i := range int64(2) {
			p := models.Person{ID: person + i, Cohort: cohort, SameKey: person + i}
			d := models.PersonDetails{}
			d.Fields[models.PersonName] = "Erika Beispiel"
			if err := p.SetDetails(b.Keys(), &d); err != nil {
				return err
			}
			rows = append(rows, p)
		}
		_, err := b.AddPeople(rows)
		return err
	})
	if err == nil {
		_, err = contact.SetPersonPlan(h.t.Context(), h.db, officer, in.ID, person, contact.Entry{Plan: safecontact.Plan{MustNotSay: []string{"SECRET"}}, Why: "SECRET"})
	}
	if err == nil {
		_, err = contact.AskOverride(h.t.Context(), h.db, officer, contact.Ask{Incident: in.ID, Person: &person, Channels: []safecontact.Channel{safecontact.ChannelEmail}, Until: h.db.Now().Add(time.Hour), Why: "SECRET"})
	}
	var d models.Document
	if err == nil {
		d, err = intake.AddDocument(h.t.Context(), h.db, models.Viewer{Account: officer.Account, Role: models.RoleIncidentManager}, in.ID, intake.Handed{Name: "SECRET.txt", Content: []byte("SECRET")})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return in, person, d.ID
}

func (h house) shut(in models.Incident) {
	h.t.Helper()
	h.command(func(tx models.Tx) error {
		now, err := models.LoadIncident(tx, in.ID)
		if err != nil {
			return err
		}
		return models.SetIncidentState(tx, in.ID, now.State, models.IncidentClosed, tx.Now())
	})
}

func TestThePeopleOfAClosedIncidentAreErasedWhenTheirDayIsPast(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, clock, manager := newHouse(t, db), modelstest.ClockOf(db), models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
		in, person, document := h.affected("2026-12-31")
		open, _, _ := h.affected("2026-12-31") // the same day, and nobody has closed it
		h.shut(in)
		left := func(i models.Incident) (n int64) {
			if err := db.SQL().QueryRow("SELECT COUNT(*) FROM people WHERE cohort IN (SELECT number FROM people_cohorts WHERE incident_id = '" + i.ID + "')").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		clock.Advance(time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC).Sub(db.Now().Time()))
		if d := h.run(); d.People != 0 || left(in) != 2 {
			t.Fatalf("erased on the last day they are kept: %+v", d)
		}
		clock.Advance(2 * time.Hour)
		if d := h.run(); d.People != 2 || left(in) != 0 || left(open) != 2 {
			t.Fatalf("%+v, %d left, %d of the open one", d, left(in), left(open))
		}
		if d := h.run(); d != (retention.Deleted{}) {
			t.Errorf("a second run erases more: %+v", d)
		}
		r := db.View(t.Context())
		plans, err := models.ListContactPlans(r, in.ID, models.ContactScope{Person: &person})
		if err != nil || len(plans) != 1 {
			t.Fatal(plans, err)
		}
		plan, err := contact.Read(r, &plans[0])
		why, whyErr := plans[0].Why(db.Keys())
		if err != nil || whyErr != nil || why != "" || len(plan.MustNotSay) != 0 {
			t.Errorf("the plan says %+v because %q: %v %v", plan, why, err, whyErr)
		}
		page, err := models.ListContactOverrides(r, manager, in.ID, models.PageRequest{})
		if err != nil || len(page.Items) != 1 {
			t.Fatal(page, err)
		}
		if why, err := page.Items[0].Why(db.Keys()); err != nil || why != "" {
			t.Errorf("the override says %q, %v", why, err)
		}
		d, err := models.FindDocument(r, manager, document)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := d.Name(db.Keys())
		content, err := d.Bytes(db.Keys())
		if err != nil || name != "erased" || len(content) != 0 || d.SHA256 == "" || d.Size != 6 || d.ErasedAt.IsZero() {
			t.Errorf("%q, %d bytes, %+v, %v", name, len(content), d, err)
		}
		events, err := models.ListEvents(r, in.ID, models.PageRequest{Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for _, e := range events.Items {
			b, _ := json.Marshal(e)
			said = said || e.Operation == "erase-people" && strings.Contains(string(b), "contact_plans")
		}
		if !said {
			t.Error("the record does not say what was erased")
		}
		if faults, _, err := models.VerifyChains(r); err != nil || len(faults) > 0 {
			t.Errorf("chains: %v %v", faults, err)
		}
		// The document of the incident that nobody closed is there; closed later, it goes as well.
		h.shut(open)
		if d := h.run(); d.People != 2 || left(open) != 0 {
			t.Errorf("closed after its day: %+v", d)
		}
	})
}
