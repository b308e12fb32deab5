package api

import (
	"context"
	"fmt"
	"strings"

	"candour/models"
	"candour/workflows/contact"
	"candour/workflows/people"
	"candour/workflows/safecontact"
)

// ContactGroup is a group as the page of safe contact shows it.
type ContactGroup struct {
	GroupID         string            `json:"group_id"`
	Name            string            `json:"name"`
	PartyID         string            `json:"party_id"`
	PartyName       string            `json:"party_name"`
	Kinds           []string          `json:"kinds" nullable:"false"`
	Vulnerabilities []string          `json:"vulnerabilities" nullable:"false"`
	Count           models.CountRange `json:"count"`
	Plan            *ContactPlanBody  `json:"plan" doc:"Null: nobody has set one, so nobody in it is told."`
	Number          int               `json:"number" doc:"Version of the plan; zero: none."`
	ReviewDue       bool              `json:"review_due" doc:"A decision not to contact them is past the day on which it is looked at again."`
	Channels        []ContactChannel  `json:"channels" nullable:"false"`
}

// ContactSummary counts the groups of an incident by what is known about telling them.
type ContactSummary struct {
	Groups       int   `json:"groups"`
	Unanswered   int   `json:"unanswered" doc:"Nobody has said whether telling them can hurt them."`
	CanHurt      int   `json:"can_hurt"`
	Harmless     int   `json:"harmless"`
	DoNotContact int   `json:"do_not_contact"`
	ReviewsDue   int   `json:"reviews_due"`
	People       int   `json:"people" doc:"People with a plan of their own."`
	Waiting      int64 `json:"overrides_waiting" doc:"Overrides that wait for a second person."`
}

// ContactGroupPage is one page of groups, by name.
type ContactGroupPage struct {
	Items   []ContactGroup `json:"items" nullable:"false"`
	Next    string         `json:"next"`
	Summary ContactSummary `json:"summary"`
}

// ContactGroupDetail is one group with every version of its plan.
type ContactGroupDetail struct {
	ContactGroup
	IncidentID string           `json:"incident_id"`
	Versions   []ContactVersion `json:"versions" nullable:"false"`
}

// ContactPerson is how one person can be told now.
type ContactPerson struct {
	GroupID   string           `json:"group_id"`
	GroupName string           `json:"group_name"`
	GroupPlan *ContactPlanBody `json:"group_plan"`
	Plan      *ContactPlanBody `json:"plan" doc:"Null: they are told as their group."`
	Number    int              `json:"number"`
	Next      string           `json:"next_channel" enum:",email,sms,call,letter,visit,society,voice,broadcast" doc:"The first safe one now; empty: none."`
	Reason    string           `json:"reason" doc:"Why there is none."`
	Channels  []ContactChannel `json:"channels" nullable:"false"`
	Versions  []ContactVersion `json:"versions" nullable:"false"`
}

// SetContactBody is a plan on its way.
type SetContactBody struct {
	Plan   ContactPlanBody `json:"plan"`
	Why    string          `json:"why" maxLength:"2000"`
	Number int             `json:"number" minimum:"0" doc:"The version you have read; zero: there was none."`
}

func (b *SetContactBody) entry() (contact.Entry, error) {
	p, err := b.Plan.plan()
	return contact.Entry{Plan: p, Why: b.Why, Read: b.Number}, err
}

// PersonPath is one named person in an address.
type PersonPath struct {
	ID     string `path:"incident_id"`
	Person int64  `path:"person_id"`
}

func registerContactPlans(s *Server) {
	tags := []string{"Safe contact"}
	var plans kept[*struct{ Body ContactGroupPage }]
	read(s, Operation{ID: "list-contact-plans", Path: "/incidents/{incident_id}/contact-plans", Summary: "How each group can be told safely, and what is against it; a focal point sees its own society's.", Right: models.RightReadContact, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			PageQuery
			Show    string `query:"show" enum:"unanswered,can_hurt,harmless,do_not_contact,review_due"`
			PartyID string `query:"party_id" maxLength:"36"`
			Text    string `query:"text" maxLength:"100" doc:"Part of the name of the group."`
		}) (*struct{ Body ContactGroupPage }, error) {
			f := contactFilter{in.Show, in.PartyID, strings.ToLower(strings.TrimSpace(in.Text))}
			return plans.page(r, v, in.ID, fmt.Sprintf("%#v %#v", f, in.PageQuery), func() (*struct{ Body ContactGroupPage }, error) {
				page, err := listContact(r, v, in.ID, f, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
				return &struct{ Body ContactGroupPage }{page}, err
			})
		})
	read(s, Operation{ID: "show-group-contact-plan", Path: "/people-groups/{group_id}/contact-plan", Summary: "How one group can be told safely, with every version.", Right: models.RightReadContact, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"group_id"`
		}) (*struct{ Body ContactGroupDetail }, error) {
			return showGroupContact(r, v, in.ID)
		})
	act(s, Operation{ID: "set-group-contact-plan", Method: "PUT", Path: "/people-groups/{group_id}/contact-plan", Summary: "Set the plan of a group anew; the one before stays in its history.", Right: models.RightWriteContact, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"group_id"`
			Body SetContactBody
		}) (*struct{ Body ContactGroupDetail }, error) {
			e, err := in.Body.entry()
			if err != nil {
				return nil, err
			}
			if _, err := contact.SetGroupPlan(ctx, db, v, in.ID, e); err != nil {
				return nil, err
			}
			return showGroupContact(db.View(ctx), v, in.ID)
		})
	read(s, Operation{ID: "show-person-contact-plan", Path: "/incidents/{incident_id}/people/{person_id}/contact-plan", Summary: "How one person can be told safely now, and what is against it.", Right: models.RightReadPeople, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *PersonPath) (*struct{ Body ContactPerson }, error) {
			return s.showPersonContact(ctx, r, v, in.ID, in.Person)
		})
	act(s, Operation{ID: "set-person-contact-plan", Method: "PUT", Path: "/incidents/{incident_id}/people/{person_id}/contact-plan", Summary: "Set the plan of one person anew.", Right: models.RightWriteContact, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PersonPath
			Body SetContactBody
		}) (*struct{ Body ContactPerson }, error) {
			e, err := in.Body.entry()
			if err != nil {
				return nil, err
			}
			if _, err := contact.SetPersonPlan(ctx, db, v, in.ID, in.Person, e); err != nil {
				return nil, err
			}
			return s.showPersonContact(ctx, db.View(ctx), v, in.ID, in.Person)
		})
}

func showGroupContact(r models.View, v models.Viewer, id models.ID) (*struct{ Body ContactGroupDetail }, error) {
	g, err := models.FindGroup(r, v, id)
	if err != nil {
		return nil, err
	}
	plans, err := contact.LoadPlans(r, g.IncidentID)
	if err != nil {
		return nil, err
	}
	rows, err := models.ListContactPlans(r, g.IncidentID, models.ContactScope{Group: &g.ID})
	if err != nil {
		return nil, err
	}
	out := &struct{ Body ContactGroupDetail }{ContactGroupDetail{IncidentID: g.IncidentID}}
	if out.Body.Versions, err = contactVersions(r, rows); err != nil {
		return nil, err
	}
	number := 0
	if len(rows) > 0 {
		number = rows[0].Number
	}
	party, err := models.FindParty(r, v, g.PartyID)
	if err != nil {
		return nil, err
	}
	out.Body.ContactGroup, err = contactGroup(r, plans, g, party.Name, number)
	return out, err
}

func contactGroup(r models.View, plans *contact.Plans, g models.PeopleGroup, party string, number int) (ContactGroup, error) {
	s, _ := plans.Group(g.ID, r.Now())
	body, err := planBody(s.Group)
	return ContactGroup{g.ID, g.Name, g.PartyID, party, notNil(g.Kinds.V), notNil(g.Vulnerabilities.V), g.Count.V, body, number,
		reviewDue(s.Group, r), contactChannels(s, r.Now(), true)}, err
}

// reviewDue compares civil dates; the day itself is the day of the review.
func reviewDue(p *safecontact.Plan, r models.View) bool {
	return p != nil && p.DoNotContact != nil && p.DoNotContact.ReviewOn <= r.Now().Time().Format("2006-01-02")
}

func (s *Server) showPersonContact(ctx context.Context, r models.View, v models.Viewer, incident models.ID, id int64) (*struct{ Body ContactPerson }, error) {
	p, err := people.Find(r, v, incident, id)
	if err != nil {
		return nil, err
	}
	s.shown(ctx, v, incident, "opened", p)
	plans, err := contact.LoadPlans(r, incident)
	if err != nil {
		return nil, err
	}
	rows, err := models.ListContactPlans(r, incident, models.ContactScope{Person: &id})
	if err != nil {
		return nil, err
	}
	who := plans.Subject(p.Cohort, id, &p.Details, r.Now())
	next, d, _ := safecontact.Choose(safecontact.Default(), who, r.Now(), nil)
	out := &struct{ Body ContactPerson }{ContactPerson{Next: string(next), Channels: contactChannels(who, r.Now(), false)}}
	if next == "" {
		out.Body.Reason = d.Why
	}
	if p.Group != nil {
		g, err := models.FindGroup(r, v, *p.Group)
		if err != nil {
			return nil, err
		}
		out.Body.GroupID, out.Body.GroupName = g.ID, g.Name
	}
	if out.Body.Versions, err = contactVersions(r, rows); err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		out.Body.Number = rows[0].Number
	}
	if out.Body.GroupPlan, err = planBody(who.Group); err != nil {
		return nil, err
	}
	out.Body.Plan, err = planBody(who.Person)
	return out, err
}
