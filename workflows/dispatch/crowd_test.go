package dispatch_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/contact"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
	"candour/workflows/safecontact"
)

// crowd is an incident with named people of two societies, and everybody it takes to tell them.
type crowd struct {
	t                                            testing.TB
	db                                           *models.DB
	incident                                     models.ID
	parties                                      []models.ID
	groups                                       []models.ID // two of each party
	cohorts                                      []int64
	next                                         int64
	author, approver, approver2, manager, second models.Viewer
	society                                      models.ID // organisation of the first party
}

// newCrowd has two societies with two groups each; telling the people of all of them is known not to hurt.
func newCrowd(t testing.TB, db *models.DB, exercise bool) *crowd {
	t.Helper()
	c := &crowd{t: t, db: db, incident: models.NewID(), next: 1, society: models.NewID()}
	c.command(func(tx models.Tx) error {
		for to, role := range map[*models.Viewer]models.Role{&c.author: models.RoleCommunications, &c.approver: models.RoleApprover, &c.approver2: models.RoleApprover,
			&c.manager: models.RoleIncidentManager, &c.second: models.RoleIncidentManager} {
			row := models.Account{ID: models.NewID(), Role: role, CreatedAt: tx.Now()}
			if err := row.SetPerson(tx.Keys(), string(role), row.ID+"@example.org"); err != nil {
				return err
			}
			if err := models.AddAccount(tx, &row); err != nil {
				return err
			}
			*to = row.Viewer("")
		}
		in := models.Incident{ID: c.incident, Title: "Intruder in the family-tracing servers", Exercise: exercise, OpenedAt: tx.Now(), OpenedBy: c.author.Account, AwareAt: tx.Now()}
		if err := models.AddIncident(tx, &in); err != nil {
			return err
		}
		for k, v := range map[string]string{"detected_at": `"2022-01-18T10:00:00+01:00"`, "exfiltrated": `"possible"`} {
			f := models.Fact{ID: models.NewID(), IncidentID: c.incident, Key: k, Value: v, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()}
			if err := models.AddFact(tx, &f); err != nil {
				return err
			}
		}
		for i, name := range []string{"Alpha Red Cross", "Beta Red Crescent"} {
			o := models.Organisation{ID: c.society, Kind: models.KindSociety, Name: name, Country: "XA", Timezone: "Europe/London", Languages: models.JSONOf([]string{"en"})}
			if i > 0 {
				o.ID = models.NewID()
			}
			if err := models.AddOrganisation(tx, &o); err != nil {
				return err
			}
			p := models.Party{ID: models.NewID(), IncidentID: c.incident, OrganisationID: &o.ID, Name: name, Role: models.Controller, Kind: "national-society", AddedAt: tx.Now(), AwareAt: tx.Now()}
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
			c.parties = append(c.parties, p.ID)
			for _, kind := range []string{"staff", "donors"} {
				g := models.PeopleGroup{ID: models.NewID(), IncidentID: c.incident, PartyID: p.ID, Name: kind, Kinds: models.JSONOf([]string{kind})}
				if err := models.AddGroup(tx, &g); err != nil {
					return err
				}
				n, err := models.EnsureCohort(tx, c.incident, p.ID, &g.ID)
				if err != nil {
					return err
				}
				c.groups, c.cohorts = append(c.groups, g.ID), append(c.cohorts, n)
			}
		}
		return nil
	})
	for _, g := range c.groups {
		c.plan(g, 0, safecontact.Plan{Harm: terms.No, HarmWhy: "Asked the delegation."})
	}
	return c
}

func (c *crowd) must(err error) {
	c.t.Helper()
	if err != nil {
		var e *models.Error
		if errors.As(err, &e) {
			c.t.Fatalf("%v %v", err, e.Fields)
		}
		c.t.Fatal(err)
	}
}

func (c *crowd) command(fn func(tx models.Tx) error) {
	c.t.Helper()
	c.must(c.db.Command(c.t.Context(), models.Act{By: models.Console, Operation: "test", Incident: c.incident}, fn))
}

func (c *crowd) plan(group models.ID, read int, p safecontact.Plan) {
	c.t.Helper()
	_, err := contact.SetGroupPlan(c.t.Context(), c.db, c.manager, group, contact.Entry{Plan: p, Why: "Asked the delegation.", Read: read})
	c.must(err)
}

// somebody is one named person as a test wants them; empty fields are not known.
type somebody struct {
	cohort                           int // index
	name, email, telephone, language string
	street                           string
}

// add puts people in and gives their ids.
func (c *crowd) add(people ...somebody) []int64 {
	c.t.Helper()
	rows, ids := make([]models.Person, 0, len(people)), make([]int64, 0, len(people))
	for _, s := range people {
		var d models.PersonDetails
		d.Fields[models.PersonName], d.Fields[models.PersonEmail], d.Fields[models.PersonTelephone], d.Fields[models.PersonLanguage] = s.name, s.email, s.telephone, s.language
		if s.street != "" {
			d.Fields[models.PersonStreet], d.Fields[models.PersonCity] = s.street, "Exerciseville"
		}
		p := models.Person{ID: models.PersonID(1, c.next), Cohort: c.cohorts[s.cohort], SameKey: c.next}
		c.next++
		c.must(p.SetDetails(c.db.Keys(), &d))
		for field, to := range map[string]**int64{s.email: &p.EmailKey, s.telephone: &p.TelephoneKey} {
			if field != "" {
				n, err := c.db.Keys().LookupNumber("test", c.incident, field)
				c.must(err)
				*to = &n
			}
		}
		rows, ids = append(rows, p), append(ids, p.ID)
	}
	var probed bool
	for len(rows) > 0 {
		n := min(len(rows), 5000)
		c.must(c.db.PeopleCommand(c.t.Context(), models.Act{By: models.System, Operation: "test", Incident: c.incident}, &probed, func(b models.Bulk) error {
			conflicts, err := b.AddPeople(rows[:n])
			if len(conflicts) > 0 {
				return fmt.Errorf("%d conflicts", len(conflicts))
			}
			return err
		}))
		rows = rows[n:]
	}
	return ids
}

// many gives people with addresses of their own, in turns of the cohorts and three languages.
func many(n int) []somebody {
	out := make([]somebody, n)
	for i := range out {
		out[i] = somebody{cohort: i % 4, name: fmt.Sprintf("Person %d", i), email: fmt.Sprintf("person%06d@people.example", i), telephone: fmt.Sprintf("+999%08d", i),
			language: []string{"en", "fr", "ar"}[i/4%3], street: "Street 1"}
	}
	return out
}

// notice is approved words to everybody of both societies.
func (c *crowd) notice(change ...func(*models.PeopleDraft)) models.Notice {
	c.t.Helper()
	starts, err := templates.PeopleStarts()
	c.must(err)
	d := models.PeopleDraft{Organisation: "Central Tracing Agency", Contact: models.CircularContact{Name: "Hotline", Telephone: "+41 22 000 00 00"},
		Texts: starts, Fallback: "en", Audience: models.PeopleAudience{Parties: c.parties}}
	for _, f := range change {
		f(&d)
	}
	n, err := notices.DraftPeople(c.t.Context(), c.db, c.author, c.incident, d)
	c.must(err)
	c.approve(n.ID)
	return c.reload(n.ID)
}

func (c *crowd) approve(id models.ID) {
	c.t.Helper()
	c.must(notices.SubmitPeople(c.t.Context(), c.db, c.author, id, c.reload(id).Version))
	n := c.reload(id)
	c.must(notices.ApprovePeople(c.t.Context(), c.db, c.approver, id, n.Version, n.ContentHash))
}

func (c *crowd) reload(id models.ID) models.Notice {
	c.t.Helper()
	n, err := models.NoticeOfPeople(c.db.View(c.t.Context()), id)
	c.must(err)
	return n
}

func (c *crowd) dispatch(number int64) models.Dispatch {
	c.t.Helper()
	d, err := models.LoadDispatch(c.db.View(c.t.Context()), number)
	c.must(err)
	return d
}

// prepare opens a dispatch and lets the queue run to its end.
func (c *crowd) prepare(notice models.ID, s dispatch.Choices) models.Dispatch {
	c.t.Helper()
	d, err := dispatch.Prepare(c.t.Context(), c.db, c.manager, notice, s)
	c.must(err)
	return c.queue(d.Number)
}

// standIns are the languages nobody wrote, each accepted as it is.
func standIns(d models.Dispatch) []string { return slices.Collect(maps.Keys(d.Position.V.Fallbacks)) }

func (c *crowd) queue(number int64) models.Dispatch {
	c.t.Helper()
	for {
		done, err := dispatch.Queue(c.t.Context(), c.db, number, time.Minute)
		c.must(err)
		if done {
			return c.dispatch(number)
		}
	}
}

// lines are all lines of a dispatch by person.
func (c *crowd) lines(number int64) map[int64]models.PersonDelivery {
	c.t.Helper()
	out := map[int64]models.PersonDelivery{}
	c.must(models.EachLine(c.db.View(c.t.Context()), number, func(d *models.PersonDelivery) {
		x := *d
		if d.Household != nil {
			h := *d.Household
			x.Household = &h
		}
		out[d.PersonID] = x
	}))
	return out
}

// addsUp checks the equation and that the kept counts are the counted ones.
func (c *crowd) addsUp() dispatch.Coverage {
	c.t.Helper()
	v := c.db.View(c.t.Context())
	in, err := models.LoadIncident(v, c.incident)
	c.must(err)
	cover, err := dispatch.Cover(v, c.manager, in)
	c.must(err)
	var people int64
	c.must(c.db.SQL().QueryRow("SELECT COUNT(*) FROM people").Scan(&people))
	if cover.Affected != people || cover.Difference != 0 {
		c.t.Fatalf("affected %d of %d people, difference %d", cover.Affected, people, cover.Difference)
	}
	for _, p := range append(cover.Parties, cover.Groups...) {
		if p.Difference != 0 {
			c.t.Fatalf("a part has a difference of %d", p.Difference)
		}
	}
	all, err := models.DispatchesOf(v, c.incident)
	c.must(err)
	for _, d := range all {
		diff, err := dispatch.Recount(c.t.Context(), c.db, d)
		c.must(err)
		if diff != 0 {
			c.t.Fatalf("dispatch %d: the kept counts are %d lines off", d.Number, diff)
		}
	}
	return cover
}

// send takes a prepared dispatch through request and approval by two people.
func (c *crowd) send(d models.Dispatch) models.Dispatch {
	c.t.Helper()
	c.must(dispatch.RequestSending(c.t.Context(), c.db, c.manager, d.ID, d.Version, standIns(d)))
	d = c.dispatch(d.Number)
	c.must(dispatch.ApproveSending(c.t.Context(), c.db, c.approver2, d.ID, d.Version, dispatch.Binding(d)))
	return c.dispatch(d.Number)
}

// settle moves every line that is queued in a released wave to a state, as who sends would.
func (c *crowd) settle(number int64, to models.DeliveryState) int {
	c.t.Helper()
	d, n := c.dispatch(number), 0
	for id, l := range c.lines(number) {
		if l.State != models.DeliveryQueued || l.Wave > d.Wave {
			continue
		}
		was, err := models.LoadPersonDelivery(c.db.View(c.t.Context()), number, id)
		c.must(err)
		is := was
		is.State, is.Epoch, is.Tries, is.NextAt = to, is.Epoch+1, 1, terms.Instant{}
		if to == models.DeliverySent {
			is.SettledAt = c.db.Now()
		}
		c.command(func(tx models.Tx) error { return models.MovePersonDelivery(tx, was, is) })
		n++
	}
	return n
}

var _ = modelstest.Start
