package worklists_test

import (
	"errors"
	"fmt"
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

// crowd is an incident with named people of two societies and an approved notice to them that is being sent.
type crowd struct {
	t                                    testing.TB
	db                                   *models.DB
	incident                             models.ID
	parties, groups                      []models.ID
	cohorts                              []int64
	next                                 int64
	author, approver, approver2, manager models.Viewer
	focal, otherFocal, second            models.Viewer
	d                                    models.Dispatch
}

// somebody is one person; empty fields are not known.
type somebody struct {
	society                                    int
	name, email, telephone, street, lang, land string
}

func newCrowd(t testing.TB, db *models.DB, exercise bool, plan safecontact.Plan, people ...somebody) *crowd {
	t.Helper()
	c := &crowd{t: t, db: db, incident: models.NewID(), next: 1}
	c.command(func(tx models.Tx) error {
		in := models.Incident{ID: c.incident, Title: "Intruder", Exercise: exercise, OpenedAt: tx.Now(), OpenedBy: models.NewID(), AwareAt: tx.Now()}
		if err := models.AddIncident(tx, &in); err != nil {
			return err
		}
		for k, v := range map[string]string{"detected_at": `"2022-01-18T10:00:00+01:00"`, "exfiltrated": `"possible"`} {
			f := models.Fact{ID: models.NewID(), IncidentID: c.incident, Key: k, Value: v, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()}
			if err := models.AddFact(tx, &f); err != nil {
				return err
			}
		}
		var societies []models.ID
		for _, name := range []string{"Alpha Red Cross", "Beta Red Crescent"} {
			o := models.Organisation{ID: models.NewID(), Kind: models.KindSociety, Name: name, Country: "CH", Timezone: "Europe/Zurich", Languages: models.JSONOf([]string{"en"})}
			if err := models.AddOrganisation(tx, &o); err != nil {
				return err
			}
			societies = append(societies, o.ID)
			p := models.Party{ID: models.NewID(), IncidentID: c.incident, OrganisationID: &o.ID, Name: name, Country: "CH", Role: models.Controller, Kind: "national-society", AddedAt: tx.Now(), AwareAt: tx.Now()}
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
			g := models.PeopleGroup{ID: models.NewID(), IncidentID: c.incident, PartyID: p.ID, Name: name, Kinds: models.JSONOf([]string{"staff"})}
			if err := models.AddGroup(tx, &g); err != nil {
				return err
			}
			n, err := models.EnsureCohort(tx, c.incident, p.ID, &g.ID)
			if err != nil {
				return err
			}
			c.parties, c.groups, c.cohorts = append(c.parties, p.ID), append(c.groups, g.ID), append(c.cohorts, n)
		}
		for _, x := range []struct {
			to   *models.Viewer
			role models.Role
			of   models.ID
		}{{&c.author, models.RoleCommunications, ""}, {&c.approver, models.RoleApprover, ""}, {&c.approver2, models.RoleApprover, ""}, {&c.manager, models.RoleIncidentManager, ""},
			{&c.second, models.RoleIncidentManager, ""}, {&c.focal, models.RoleFocalPoint, societies[0]}, {&c.otherFocal, models.RoleFocalPoint, societies[1]}} {
			row := models.Account{ID: models.NewID(), Role: x.role, CreatedAt: tx.Now()}
			if x.of != "" {
				row.SocietyID = &x.of
			}
			if err := row.SetPerson(tx.Keys(), string(x.role), row.ID+"@example.org"); err != nil {
				return err
			}
			if err := models.AddAccount(tx, &row); err != nil {
				return err
			}
			*x.to = row.Viewer("")
		}
		return nil
	})
	for _, g := range c.groups {
		c.plan(g, 0, plan)
	}
	c.add(people...)
	c.send()
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

func (c *crowd) add(people ...somebody) {
	c.t.Helper()
	rows := make([]models.Person, 0, len(people))
	for _, s := range people {
		var d models.PersonDetails
		for f, v := range map[models.PersonField]string{models.PersonName: s.name, models.PersonEmail: s.email, models.PersonTelephone: s.telephone, models.PersonLanguage: s.lang,
			models.PersonStreet: s.street, models.PersonCountry: s.land} {
			d.Fields[f] = v
		}
		if s.street != "" {
			d.Fields[models.PersonPostcode], d.Fields[models.PersonCity] = "1200", "Exerciseville"
		}
		p := models.Person{ID: models.PersonID(1, c.next), Cohort: c.cohorts[s.society], SameKey: c.next}
		c.next++
		c.must(p.SetDetails(c.db.Keys(), &d))
		rows = append(rows, p)
	}
	var probed bool
	c.must(c.db.PeopleCommand(c.t.Context(), models.Act{By: models.System, Operation: "test", Incident: c.incident}, &probed, func(b models.Bulk) error {
		_, err := b.AddPeople(rows)
		return err
	}))
}

// send takes a notice to all people through every approval until both waves are released.
func (c *crowd) send() {
	c.t.Helper()
	ctx, v := c.t.Context(), c.db.View(c.t.Context())
	starts, err := templates.PeopleStarts()
	c.must(err)
	n, err := notices.DraftPeople(ctx, c.db, c.author, c.incident, models.PeopleDraft{Organisation: "Central Tracing Agency",
		Contact: models.CircularContact{Name: "Hotline", Telephone: "+41 22 000 00 00"}, Texts: starts, Fallback: "en", Audience: models.PeopleAudience{Parties: c.parties}})
	c.must(err)
	reload := func() models.Notice {
		x, err := models.NoticeOfPeople(v, n.ID)
		c.must(err)
		return x
	}
	c.must(notices.SubmitPeople(ctx, c.db, c.author, n.ID, reload().Version))
	c.must(notices.ApprovePeople(ctx, c.db, c.approver, n.ID, reload().Version, reload().ContentHash))
	d, err := dispatch.Prepare(ctx, c.db, c.manager, n.ID, dispatch.Choices{})
	c.must(err)
	for done := false; !done; {
		done, err = dispatch.Queue(ctx, c.db, d.Number, time.Minute)
		c.must(err)
	}
	d = c.dispatch(d.Number)
	c.must(dispatch.RequestSending(ctx, c.db, c.manager, d.ID, d.Version, nil))
	d = c.dispatch(d.Number)
	c.must(dispatch.ApproveSending(ctx, c.db, c.approver2, d.ID, d.Version, dispatch.Binding(d)))
	c.command(func(tx models.Tx) error {
		d = c.dispatch(d.Number)
		return models.MoveDispatch(tx, d.Number, d.Version, []models.DispatchPhase{models.DispatchSending}, map[string]any{"wave": models.TheRest})
	})
	c.d = c.dispatch(d.Number)
}

func (c *crowd) dispatch(number int64) models.Dispatch {
	c.t.Helper()
	d, err := models.LoadDispatch(c.db.View(c.t.Context()), number)
	c.must(err)
	return d
}

// line is where the nth person stands.
func (c *crowd) line(n int64) models.PersonDelivery {
	c.t.Helper()
	l, err := models.LoadPersonDelivery(c.db.View(c.t.Context()), c.d.Number, models.PersonID(1, n))
	c.must(err)
	return l
}

// stands says it in a few words.
func (c *crowd) stands(n int64) string {
	c.t.Helper()
	l := c.line(n)
	return fmt.Sprint(l.State, " ", l.Channel, " ", l.Step, " ", l.Reason)
}

// is moves a line as the lanes would.
func (c *crowd) is(n int64, state models.DeliveryState) {
	c.t.Helper()
	was := c.line(n)
	is := was
	is.State, is.NextAt, is.Epoch, is.Tries = state, terms.Instant{}, was.Epoch+1, 1
	c.command(func(tx models.Tx) error { return models.MovePersonDelivery(tx, was, is) })
}

// addsUp checks the equation and the kept counts.
func (c *crowd) addsUp() dispatch.Coverage {
	c.t.Helper()
	v := c.db.View(c.t.Context())
	in, err := models.LoadIncident(v, c.incident)
	c.must(err)
	cover, err := dispatch.Cover(v, c.manager, in)
	c.must(err)
	if cover.Difference != 0 {
		c.t.Fatalf("the coverage has a difference of %d", cover.Difference)
	}
	off, err := dispatch.Recount(c.t.Context(), c.db, c.d)
	c.must(err)
	if off != 0 {
		c.t.Fatalf("the kept counts are %d lines off", off)
	}
	return cover
}

var harmless = safecontact.Plan{Harm: terms.No, HarmWhy: "Asked the delegation."}

// byHand is a plan that names only what people do by hand, in this order.
func byHand(channels ...safecontact.Channel) safecontact.Plan {
	p := harmless
	p.Channels = channels
	return p
}

var _ = modelstest.Start
