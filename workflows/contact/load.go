package contact

import (
	"encoding/json"
	"fmt"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/safecontact"
)

// Plans is everything of one incident that a decision on safe contact rests on, in memory: groups with their plans, the few people with one
// of their own, and the overrides that count. It is read once for many people, and again when it is not Fresh any more.
type Plans struct {
	Incident  models.ID
	mark      models.ContactMark
	listed    []models.PeopleGroup
	groups    map[models.ID]*group
	cohorts   map[int64]models.ID
	people    map[int64]*safecontact.Plan
	overrides []override
}

type group struct {
	kinds, vulnerabilities []string
	plan                   *safecontact.Plan
	number                 int
}

type override struct {
	group  models.ID
	person int64
	safecontact.Override
}

// LoadPlans reads the plans of an incident for whoever may know them: workers, and commands that checked before.
func LoadPlans(r models.Reader, incident models.ID) (*Plans, error) {
	p := &Plans{Incident: incident, groups: map[models.ID]*group{}, people: map[int64]*safecontact.Plan{}}
	var err error
	// The mark first: what changes while the rest is read makes it stale, not wrong.
	if p.mark, err = models.ReadContactMark(r, incident); err != nil {
		return nil, fmt.Errorf("contact plans: %w", err)
	}
	if p.listed, err = models.LoadGroups(r, incident); err != nil {
		return nil, err
	}
	for _, g := range p.listed {
		p.groups[g.ID] = &group{kinds: g.Kinds.V, vulnerabilities: g.Vulnerabilities.V}
	}
	if p.cohorts, err = models.GroupsOfCohorts(r, incident); err != nil {
		return nil, err
	}
	rows, err := models.LoadContactPlans(r, incident)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		plan, err := Read(r, &rows[i])
		if err != nil {
			return nil, err
		}
		if id := rows[i].PersonID; id != nil {
			p.people[*id] = plan
		} else if g := p.groups[*rows[i].GroupID]; g != nil {
			g.plan, g.number = plan, rows[i].Number
		}
	}
	return p, p.loadOverrides(r)
}

func (p *Plans) loadOverrides(r models.Reader) error {
	rows, err := models.LoadContactOverrides(r, p.Incident)
	if err != nil {
		return err
	}
	for _, o := range rows {
		if o.SettledBy == nil {
			continue
		}
		one := override{Override: safecontact.Override{By: o.AskedBy, Second: *o.SettledBy, Until: o.Until}}
		for _, c := range o.Channels.V {
			one.Channels = append(one.Channels, safecontact.Channel(c))
		}
		if o.GroupID != nil {
			one.group = *o.GroupID
		}
		if o.PersonID != nil {
			one.person = *o.PersonID
		}
		p.overrides = append(p.overrides, one)
	}
	return nil
}

// Read opens a version of a plan.
func Read(r models.Reader, row *models.ContactPlan) (*safecontact.Plan, error) {
	plain, err := row.Open(r.Keys())
	if err != nil {
		return nil, fmt.Errorf("open contact plan %s: %w", row.ID, err)
	}
	var plan safecontact.Plan
	if err := json.Unmarshal(plain, &plan); err != nil {
		return nil, fmt.Errorf("contact plan %s: %w", row.ID, err)
	}
	return &plan, nil
}

// Fresh says whether nothing has changed since the plans were read.
func (p *Plans) Fresh(r models.Reader) (bool, error) {
	now, err := models.ReadContactMark(r, p.Incident)
	return now == p.mark, err
}

// Group is a group as the rules see it, as if every address of everybody in it were known; false when it is not one of this incident.
func (p *Plans) Group(id models.ID, at terms.Instant) (safecontact.Subject, bool) {
	g, ok := p.groups[id]
	if !ok {
		return safecontact.Subject{}, false
	}
	s := safecontact.Subject{HasEmail: true, HasTelephone: true, HasPostalAddress: true}
	s.Kinds, s.Vulnerabilities, s.Group = g.kinds, g.vulnerabilities, g.plan
	s.Override = p.override(id, 0, at)
	return s, true
}

// Groups are all groups of the incident, in the order of the list, for whoever may see all of them.
func (p *Plans) Groups() []models.PeopleGroup { return p.listed }

// Number is the version of a group's plan; zero when it has none.
func (p *Plans) Number(id models.ID) int {
	if g := p.groups[id]; g != nil {
		return g.number
	}
	return 0
}

// People says how many people have a plan of their own.
func (p *Plans) People() int { return len(p.people) }

// Subject is one person as the rules see them. Somebody in no group has no plan of a group, so that nothing is allowed until
// their own plan answers whether telling them can hurt them.
func (p *Plans) Subject(cohort, person int64, d *models.PersonDetails, at terms.Instant) safecontact.Subject {
	s := safecontact.Subject{
		HasEmail: d.Get(models.PersonEmail) != "", HasTelephone: d.Get(models.PersonTelephone) != "",
		HasPostalAddress:   d.Get(models.PersonStreet) != "" && (d.Get(models.PersonCity) != "" || d.Get(models.PersonPostcode) != ""),
		CountryOfResidence: d.Get(models.PersonCountry), Person: p.people[person],
	}
	id := p.cohorts[cohort]
	if g := p.groups[id]; g != nil {
		s.Kinds, s.Vulnerabilities, s.Group = g.kinds, g.vulnerabilities, g.plan
	}
	if len(p.overrides) > 0 {
		s.Override = p.override(id, person, at)
	}
	return s
}

// override is the one for the person, or else for the group. There is one at a time for each.
func (p *Plans) override(group models.ID, person int64, at terms.Instant) *safecontact.Override {
	var found *safecontact.Override
	for i := range p.overrides {
		o := &p.overrides[i]
		if !at.Before(o.Until) {
			continue
		}
		if person != 0 && o.person == person {
			return &o.Override
		}
		if o.group != "" && o.group == group {
			found = &o.Override
		}
	}
	return found
}
