package intake

import (
	"encoding/json"
	"errors"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

// A society knows best how its own people are told safely. It proposes a plan for a group or a person; it counts when somebody who may set plans
// takes it over. Two things stay the centre's: channels that a delegation has cleared, and taking back a decision not to contact.

// planLimit is more than any plan; a longer one is not read.
const planLimit = 20_000

// tidyPlan checks what must be right even in a draft: whose plan it is, and that it is one. It is written down as the rules write it.
func (a *OwnAnswer) tidyPlan(r models.Reader, p models.Party) error {
	v := &a.Value
	if a.Question != models.AskPlan {
		v.Plan, v.Person = nil, 0
		return nil
	}
	key := answerKey(a.Question, a.GroupID, *v)
	if (a.GroupID == nil) == (v.Person == 0) {
		return models.InvalidField(key, "A contact plan is of one group, or of one person.")
	}
	if v.Person != 0 {
		if err := ownPerson(r, p, v.Person); err != nil {
			return err
		}
	}
	if len(v.Plan) == 0 {
		v.Plan = json.RawMessage(`{}`)
	}
	var plan safecontact.Plan
	if len(v.Plan) > planLimit || json.Unmarshal(v.Plan, &plan) != nil {
		return models.InvalidField(key, "This is not a contact plan that can be read. Nothing was kept of it.")
	}
	if len(plan.Cleared) > 0 || plan.ClearedBy != "" {
		return models.InvalidField(key, "Only the delegation in charge clears a channel that passes a detaining authority. Leave it out and say it in the note.")
	}
	if plan.DoNotContact != nil {
		plan.DoNotContact.Reviewer = "" // whoever takes it over looks at it again
	}
	var err error
	v.Plan, err = json.Marshal(plan)
	return err
}

// ownPerson makes sure that a person is one of the party's own.
func ownPerson(r models.Reader, p models.Party, person int64) error {
	people, err := models.LoadPeople(r, []int64{person})
	if err != nil {
		return err
	}
	one, ok := people[person]
	if !ok {
		return models.NotFound("Person")
	}
	cohorts, err := models.LoadCohorts(r, p.IncidentID, []models.Person{one})
	if err != nil {
		return err
	}
	if c, ok := cohorts[one.Cohort]; !ok || c.PartyID != p.ID {
		return models.NotFound("Person")
	}
	return nil
}

// wholePlan says what a plan still lacks before it is submitted.
func wholePlan(v *models.ProposalValue) error {
	var plan safecontact.Plan
	if err := json.Unmarshal(v.Plan, &plan); err != nil {
		return err
	}
	if len(plan.Channels)+len(plan.Languages)+len(plan.Hours)+len(plan.MustNotSay) == 0 && plan.Harm == terms.Unknown && plan.DoNotContact == nil && plan.Speaker == "" && plan.Guardian == "" &&
		plan.SexOfCaller == "" && plan.SharedTelephone == terms.Unknown && plan.SharedMailbox == terms.Unknown && plan.Minor == terms.Unknown {
		return models.Invalid("Nothing is said in this plan. Say what you know, or leave it out.")
	}
	if plan.DoNotContact != nil {
		plan.DoNotContact.Reviewer = models.NewID() // named by whoever takes it over
	}
	var problems safecontact.Problems
	if err := plan.Validate(); errors.As(err, &problems) {
		return models.Invalid("%s", problems.Error())
	} else if err != nil {
		return err
	}
	return nil
}

func planScope(a models.ProposalAnswer, person int64) models.ContactScope {
	if person != 0 {
		return models.ContactScope{Person: &person}
	}
	return models.ContactScope{Group: a.GroupID}
}

// plan is the one that counts now; empty when nobody has set one.
func (s *standing) plan(p models.Party, a models.ProposalAnswer, person int64) (v models.ProposalValue, err error) {
	rows, err := models.ListContactPlans(s.r, p.IncidentID, planScope(a, person))
	v.Person = person
	if err != nil || len(rows) == 0 {
		return v, err
	}
	plan, err := contact.Read(s.r, &rows[0])
	if err != nil {
		return v, err
	}
	v.Plan, err = json.Marshal(plan)
	return v, err
}

// plan sets the contact plan that was proposed. What is the centre's to say stays as it stands.
func (a *appender) plan(p models.Party, row models.ProposalAnswer, v models.ProposalValue, from string) error {
	var plan safecontact.Plan
	if err := json.Unmarshal(v.Plan, &plan); err != nil {
		return err
	}
	if v.Person != 0 {
		if err := ownPerson(a.tx, p, v.Person); err != nil {
			return err
		}
	}
	scope := planScope(row, v.Person)
	before, err := models.ListContactPlans(a.tx, p.IncidentID, scope)
	if err != nil {
		return err
	}
	e := contact.Entry{Why: shorten(from, 500)}
	if len(before) > 0 {
		was, err := contact.Read(a.tx, &before[0])
		if err != nil {
			return err
		}
		e.Read, plan.Cleared, plan.ClearedBy = before[0].Number, was.Cleared, was.ClearedBy
		if plan.DoNotContact == nil {
			plan.DoNotContact = was.DoNotContact
		}
	}
	if plan.DoNotContact != nil && plan.DoNotContact.Reviewer == "" {
		plan.DoNotContact.Reviewer = a.by.Account
	}
	e.Plan = plan
	_, err = contact.Set(a.tx, a.by, models.ContactPlan{IncidentID: p.IncidentID, GroupID: scope.Group, PersonID: scope.Person}, p.ID, e)
	return err
}
