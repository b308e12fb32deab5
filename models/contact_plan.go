package models

import (
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// ContactPlan is one version of how a group, or one person, can be told safely. The newest one counts; none is ever changed.
type ContactPlan struct {
	ID         ID
	IncidentID ID
	GroupID    *ID
	PersonID   *int64
	Number     int
	PlanSealed []byte // JSON of safecontact.Plan
	WhySealed  []byte
	ReviewOn   string // civil date on which "do not contact" is looked at again; empty: they may be contacted
	TaskID     *ID    // of the review
	SetBy      ID
	SetAt      terms.Instant `gorm:"autoCreateTime:false"`
}

// Seal keeps the plan and why it was set; Open and Why give them back.
func (p *ContactPlan) Seal(k *Keyring, plan []byte, why string) (err error) {
	if p.PlanSealed, err = k.Seal("contact_plans.plan:"+p.ID, plan); err != nil {
		return err
	}
	p.WhySealed, err = k.SealText("contact_plans.why:"+p.ID, why)
	return err
}

func (p *ContactPlan) Open(k *Keyring) ([]byte, error) {
	return k.Open("contact_plans.plan:"+p.ID, p.PlanSealed)
}

func (p *ContactPlan) Why(k *Keyring) (string, error) {
	return k.OpenText("contact_plans.why:"+p.ID, p.WhySealed)
}

// ContactScope is whom a plan or an override is about: one of the two.
type ContactScope struct {
	Group  *ID
	Person *int64
}

func (s ContactScope) of(q *gorm.DB) *gorm.DB {
	if s.Person != nil {
		return q.Where("person_id = ?", *s.Person)
	}
	return q.Where("group_id = ?", s.Group)
}

// AddContactPlan adds the version after the one its author has read; zero when there was none.
func AddContactPlan(tx Tx, p *ContactPlan, read int) error {
	var last int
	if err := (ContactScope{p.GroupID, p.PersonID}).of(tx.q().Model(&ContactPlan{}).Where("incident_id = ?", p.IncidentID)).
		Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	if last != read {
		return Conflict("Somebody else has set this contact plan meanwhile. Nothing was changed; load it again and compare.")
	}
	p.Number, p.SetAt = read+1, tx.Now()
	return insert(tx, p, "This version of the contact plan")
}

// LoadContactPlans gives the plans that count in an incident, for groups and for single people. Few people have one of their own.
func LoadContactPlans(r Reader, incident ID) ([]ContactPlan, error) {
	newest := r.q().Model(&ContactPlan{}).Select("id, ROW_NUMBER() OVER (PARTITION BY group_id, person_id ORDER BY number DESC) AS age").Where("incident_id = ?", incident)
	return many[ContactPlan](r.q().Where("id IN (?)", r.q().Table("(?) AS plans", newest).Select("id").Where("age = 1")).Order("set_at, id"), "contact plans")
}

// ListContactPlans gives the versions of one plan, the newest first. Whoever asks has found the group or the person before.
func ListContactPlans(r Reader, incident ID, s ContactScope) ([]ContactPlan, error) {
	return many[ContactPlan](s.of(r.q().Where("incident_id = ?", incident)).Order("number DESC").Limit(200), "contact plans")
}

// ContactMark changes with everything that a decision on safe contact in this incident rests on: plans, overrides, groups.
type ContactMark struct {
	Plans, Overrides, Settled, Revoked, Groups int64
}

// ReadContactMark is cheap enough to be read for every batch of messages.
func ReadContactMark(r Reader, incident ID) (ContactMark, error) {
	var m ContactMark
	return m, r.q().Raw(`SELECT
		(SELECT COUNT(*) FROM contact_plans WHERE incident_id = @i) AS plans,
		(SELECT COUNT(*) FROM contact_overrides WHERE incident_id = @i) AS overrides,
		(SELECT COUNT(settled_at) FROM contact_overrides WHERE incident_id = @i) AS settled,
		(SELECT COUNT(revoked_at) FROM contact_overrides WHERE incident_id = @i) AS revoked,
		(SELECT COALESCE(SUM(version), 0) FROM people_groups WHERE incident_id = @i) AS groups`, map[string]any{"i": incident}).Scan(&m).Error
}

// GroupsOfCohorts says which group each cohort of an incident belongs to; one without a group is not in it.
func GroupsOfCohorts(r Reader, incident ID) (map[int64]ID, error) {
	rows, err := many[PeopleCohort](r.q().Where("incident_id = ? AND group_id IS NOT NULL", incident), "cohorts")
	out := make(map[int64]ID, len(rows))
	for _, c := range rows {
		out[c.Number] = *c.GroupID
	}
	return out, err
}

// PageOfGroups cuts a page out of groups that were all read, in the order in which they were read.
func PageOfGroups(groups []PeopleGroup, p PageRequest) (Page[PeopleGroup], error) {
	var last ID
	if ok, err := p.decode(&last); err != nil {
		return Page[PeopleGroup]{}, err
	} else if ok {
		i := slices.IndexFunc(groups, func(g PeopleGroup) bool { return g.ID == last })
		if i < 0 {
			return Page[PeopleGroup]{}, InvalidField("cursor", "The list has changed since this page was shown. Start again from the first page.")
		}
		groups = groups[i+1:]
	}
	return pageOf(groups, p.Size(), func(g PeopleGroup) any { return g.ID }), nil
}
