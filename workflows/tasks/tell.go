package tasks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/regimes"
)

// listed is how many tasks a message names; the page behind its link has them all.
const listed = 10

// tell writes to everybody whom a batch of fired rungs concerns, once each: sixty limits that fall together are one message with a list,
// not sixty messages. It says how many people it wrote to. The rungs fired in this transaction, so nobody else tells of them.
func tell(tx models.Tx, incident models.ID, fired []models.Reminder, publicURL string) (int, error) {
	in, err := models.LoadIncident(tx, incident)
	if err != nil {
		return 0, err
	}
	var ids []models.ID
	for _, r := range fired {
		ids = append(ids, r.TaskID)
	}
	work, err := models.TasksByID(tx, ids)
	if err != nil {
		return 0, err
	}
	obligations, err := obligationsOf(tx, work)
	if err != nil {
		return 0, err
	}
	people, err := models.AccountsOfRoles(tx, models.Roles...)
	if err != nil {
		return 0, err
	}
	told := 0
	for _, a := range people {
		mine, first := forAccount(a, fired, work, people)
		if len(mine) == 0 {
			continue
		}
		wrote, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: in, Account: a, Purpose: delivery.PurposeTasks,
			Occasion: first.TaskID + ":" + first.Step, Letter: letter(in, mine, obligations, publicURL, tx.Now().Time())})
		if err != nil {
			return told, err
		}
		if wrote {
			told++
		}
	}
	if told == 0 {
		return 0, nil
	}
	return told, delivery.Wake(tx)
}

func obligationsOf(r models.Reader, work map[models.ID]models.Task) (map[models.ID]models.Obligation, error) {
	var ids []models.ID
	for _, t := range work {
		if t.ObligationID != nil {
			ids = append(ids, *t.ObligationID)
		}
	}
	return models.ObligationsByID(r, ids)
}

// forAccount gives the tasks of a batch that concern an account, soonest first, and the rung that was first due among them.
func forAccount(a models.Account, fired []models.Reminder, work map[models.ID]models.Task, people []models.Account) (mine []models.Task, first models.Reminder) {
	seen := map[models.ID]bool{}
	for _, r := range fired {
		t, ok := work[r.TaskID]
		if !ok || seen[t.ID] || !concerns(a, r, t, people) {
			continue
		}
		if len(mine) == 0 {
			first = r
		}
		seen[t.ID] = true
		mine = append(mine, t)
	}
	slices.SortStableFunc(mine, func(x, y models.Task) int { return x.DueAt.Time().Compare(y.DueAt.Time()) })
	return mine, first
}

// concerns says whether a rung is for this account. A reminder for a task that nobody owns, or whose owner cannot sign in any more, goes to
// the incident managers: a reminder to nobody reminds nobody.
func concerns(a models.Account, r models.Reminder, t models.Task, people []models.Account) bool {
	switch r.Audience {
	case Owner:
		owned := t.OwnerID != nil && slices.ContainsFunc(people, func(p models.Account) bool { return p.ID == *t.OwnerID })
		if owned {
			return a.ID == *t.OwnerID
		}
		return a.Role == models.RoleIncidentManager
	default:
		return string(a.Role) == r.Audience
	}
}

func letter(in models.Incident, mine []models.Task, obligations map[models.ID]models.Obligation, publicURL string, now time.Time) templates.StaffLetter {
	l := templates.StaffLetter{Title: fmt.Sprintf("%s: a task needs you", in.Reference), Link: strings.TrimSuffix(publicURL, "/") + "/incidents/" + in.ID + "/tasks",
		Why: "You get this because these tasks are yours, or were brought to your role."}
	if len(mine) > 1 {
		l.Title = fmt.Sprintf("%s: %d tasks need you", in.Reference, len(mine))
	}
	s := templates.StaffSection{}
	for _, t := range mine[:min(len(mine), listed)] {
		s.Items = append(s.Items, line(t, obligations, now))
	}
	if more := len(mine) - listed; more > 0 {
		s.Note = fmt.Sprintf("And %d more, on the page.", more)
	}
	l.Sections = []templates.StaffSection{s}
	return l
}

// line names a task by what we wrote ourselves. The words of a task that a person wrote down may give away more than a mail server should read.
func line(t models.Task, obligations map[models.ID]models.Obligation, now time.Time) string {
	item := templates.StaffItem{What: "A task on the page", Due: t.DueAt.Time(), ByLaw: t.ByLaw, Late: !t.DueAt.IsZero() && now.After(t.DueAt.Time())}
	if t.DueAt.IsZero() {
		item.Due = time.Time{}
	}
	switch t.Kind {
	case "obligation":
		item.What, item.Law = t.Title, t.Detail
	case "silence":
		item.What = "A society is silent"
	case "bounce":
		item.What = "A message did not arrive"
	case "score":
		item.What = "A score is stricter than the rules: look at the level of risk"
	case "protection":
		item.What = "An enquiry needs protection staff now"
	case "contact-review":
		item.What = "A decision not to contact somebody is to be looked at again"
	}
	if t.ObligationID != nil {
		item.Agreement = regimes.IsOwn(obligations[*t.ObligationID].Regime)
		if zone, err := time.LoadLocation(obligations[*t.ObligationID].Zone); err == nil {
			item.Zone = zone
		}
	}
	return item.Line()
}
