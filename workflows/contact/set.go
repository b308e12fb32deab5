package contact

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/safecontact"
	"candour/workflows/tasks"
)

// ReviewTask is the kind of the task that a decision not to contact somebody opens for the day on which it is looked at again.
const ReviewTask = "contact-review"

// Entry is what a person sets: the whole plan, why, and the version they have read (zero: there was none).
type Entry struct {
	Plan safecontact.Plan
	Why  string
	Read int
}

// SetGroupPlan adds a version to the plan of a group. A decision not to contact them opens a task for the day of its review.
// Errors: not found; invalid (with the fields); conflict (set by somebody else meanwhile, or the incident is closed).
func SetGroupPlan(ctx context.Context, db *models.DB, by models.Viewer, group models.ID, e Entry) (models.ContactPlan, error) {
	g, err := models.FindGroup(db.View(ctx), by, group)
	if err != nil {
		return models.ContactPlan{}, err
	}
	return set(ctx, db, by, models.ContactPlan{IncidentID: g.IncidentID, GroupID: &g.ID}, &g.PartyID, e)
}

// SetPersonPlan adds a version to the plan of one person. Errors: as SetGroupPlan.
func SetPersonPlan(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, person int64, e Entry) (models.ContactPlan, error) {
	r := db.View(ctx)
	p, err := models.FindPerson(r, by, incident, person)
	if err != nil {
		return models.ContactPlan{}, err
	}
	cohorts, err := models.LoadCohorts(r, incident, []models.Person{p})
	if err != nil {
		return models.ContactPlan{}, err
	}
	party := cohorts[p.Cohort].PartyID
	return set(ctx, db, by, models.ContactPlan{IncidentID: incident, PersonID: &p.ID}, &party, e)
}

func set(ctx context.Context, db *models.DB, by models.Viewer, row models.ContactPlan, party *models.ID, e Entry) (models.ContactPlan, error) {
	why, err := reason(e.Why)
	if err := check(e.Plan, err); err != nil {
		return row, err
	}
	plain, err := json.Marshal(e.Plan)
	if err != nil {
		return row, err
	}
	row.ID, row.SetBy = models.NewID(), by.Account
	operation := "set-group-contact-plan"
	if row.PersonID != nil {
		operation = "set-person-contact-plan"
	}
	return row, db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: row.IncidentID, Why: why}, func(tx models.Tx) error {
		if err := add(tx, by, &row, party, e, plain, why); err != nil {
			return err
		}
		tx.On("contact-plan", row.ID)
		return tx.Details(map[string]any{"group": row.GroupID, "person": row.PersonID, "version": row.Number, "harm": e.Plan.Harm.String(),
			"do_not_contact": e.Plan.DoNotContact != nil, "review_on": row.ReviewOn})
	})
}

// Set adds a version inside a command that is open: a society proposed it, and somebody who may set plans takes it over. The row names the group
// or the person. Errors: as SetGroupPlan.
func Set(tx models.Tx, by models.Viewer, row models.ContactPlan, party models.ID, e Entry) (models.ContactPlan, error) {
	if !by.Has(models.RightWriteContact) {
		return row, models.Forbidden("Your role does not decide how people are told safely. Nothing was taken over; ask an incident manager or a data protection officer.")
	}
	why, err := reason(e.Why)
	if err := check(e.Plan, err); err != nil {
		return row, err
	}
	plain, err := json.Marshal(e.Plan)
	if err != nil {
		return row, err
	}
	row.ID, row.SetBy = models.NewID(), by.Account
	return row, add(tx, by, &row, &party, e, plain, why)
}

func add(tx models.Tx, by models.Viewer, row *models.ContactPlan, party *models.ID, e Entry, plain []byte, why string) error {
	if err := open(tx, by, row.IncidentID); err != nil {
		return err
	}
	if err := closeReview(tx, *row, by); err != nil {
		return err
	}
	if d := e.Plan.DoNotContact; d != nil {
		task, err := openReview(tx, *row, party, e.Plan.Zone, d)
		if err != nil {
			return err
		}
		row.ReviewOn, row.TaskID = d.ReviewOn, &task
	}
	if err := row.Seal(tx.Keys(), plain, why); err != nil {
		return err
	}
	return models.AddContactPlan(tx, row, e.Read)
}

// check gathers all that is wrong into fields of the form: what the plan says of itself, and the reason.
func check(p safecontact.Plan, why error) error {
	err := p.Validate()
	var problems safecontact.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if len(problems) == 0 {
		return why
	}
	out := models.Invalid("The contact plan cannot be kept like this. Nothing was saved.")
	for _, one := range problems {
		out.Fields = append(out.Fields, models.Field{Name: "plan." + one.Field, Detail: one.Says})
	}
	var more *models.Error
	if errors.As(why, &more) {
		out.Fields = append(out.Fields, more.Fields...)
	}
	return out
}

func open(tx models.Tx, by models.Viewer, incident models.ID) error {
	i, err := models.FindIncident(tx, by, incident)
	if err == nil && i.State != models.IncidentOpen {
		err = models.Conflict("The incident is closed. Open it again, with a reason, before deciding how somebody is told.")
	}
	return err
}

// closeReview closes the review that the version before asked for: setting the plan anew is the review.
func closeReview(tx models.Tx, row models.ContactPlan, by models.Viewer) error {
	before, err := models.ListContactPlans(tx, row.IncidentID, models.ContactScope{Group: row.GroupID, Person: row.PersonID})
	if err != nil || len(before) == 0 || before[0].TaskID == nil {
		return err
	}
	open, err := models.TasksByID(tx, []models.ID{*before[0].TaskID})
	if err != nil {
		return err
	}
	t := open[*before[0].TaskID]
	if t.State != models.TaskOpen {
		return nil
	}
	return tasks.Close(tx, t, models.TaskDone, &by.Account, "The contact plan was set anew.")
}

// openReview opens the task for the day of the review. Its reminders fire whenever their time has come, however long the program stood still.
func openReview(tx models.Tx, row models.ContactPlan, party *models.ID, zone string, d *safecontact.DoNotContact) (models.ID, error) {
	if !models.ValidID(d.Reviewer) {
		return "", reviewerRefused()
	}
	a, err := models.FindAccount(tx, d.Reviewer)
	if models.IsKind(err, models.KindNotFound) || err == nil && (!a.DisabledAt.IsZero() || !a.Role.Has(models.RightWriteContact)) {
		return "", reviewerRefused()
	}
	if err != nil {
		return "", err
	}
	day, err := deadlines.ParseDate(d.ReviewOn)
	if err != nil {
		return "", err
	}
	where, err := time.LoadLocation(zone) // empty is UTC
	if err != nil {
		return "", err
	}
	year, month, dom := day.Civil()
	due := terms.InstantOf(time.Date(year, time.Month(month), dom, 9, 0, 0, 0, where))
	if !due.After(tx.Now()) {
		return "", models.InvalidField("plan.do_not_contact.review_on", "The day on which it is looked at again lies ahead, not behind.")
	}
	t := models.Task{ID: models.NewID(), IncidentID: row.IncidentID, PartyID: party, Kind: ReviewTask, Playbook: tasks.Plain, DueAt: due, OwnerID: &a.ID, OpenedBy: &row.SetBy,
		Title: "Look again at a decision not to contact a group"}
	if row.PersonID != nil {
		t.Title = "Look again at a decision not to contact a person"
	}
	return t.ID, tasks.Open(tx, []models.Task{t})
}

func reviewerRefused() error {
	return models.InvalidField("plan.do_not_contact.reviewer", "Choose somebody who decides on contact plans: an incident manager or a data protection officer.")
}
