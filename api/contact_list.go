package api

import (
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

type contactFilter struct{ Show, Party, Text string }

// listContact looks at all groups this viewer may see, because the summary counts them; only those of the page are judged.
func listContact(r models.View, v models.Viewer, incident models.ID, f contactFilter, p models.PageRequest) (ContactGroupPage, error) {
	var out ContactGroupPage
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return out, err
	}
	plans, err := contact.KnownPlans(r, incident)
	if err != nil {
		return out, err
	}
	groups := plans.Groups()
	if v.Role == models.RoleFocalPoint {
		if groups, err = models.ListGroups(r, v, incident); err != nil {
			return out, err
		}
	}
	chosen := make([]models.PeopleGroup, 0, len(groups))
	for _, g := range groups {
		s, _ := plans.Group(g.ID, r.Now())
		due := reviewDue(s.Group, r)
		out.Summary.add(s.Group, due)
		if f.holds(g, s.Group, due) {
			chosen = append(chosen, g)
		}
	}
	// A society learns neither of overrides nor how many people elsewhere have a plan of their own.
	if v.Role != models.RoleFocalPoint {
		out.Summary.People = plans.People()
		if out.Summary.Waiting, err = models.CountWaitingOverrides(r, incident); err != nil {
			return out, err
		}
	}
	page, err := models.PageOfGroups(chosen, p)
	if err != nil {
		return out, err
	}
	names, err := models.NamesOfAllParties(r, incident)
	if err != nil {
		return out, err
	}
	out.Items, out.Next = make([]ContactGroup, 0, len(page.Items)), page.Next
	for _, g := range page.Items {
		one, err := contactGroup(r, plans, g, names[g.PartyID], plans.Number(g.ID))
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

func (s *ContactSummary) add(p *safecontact.Plan, due bool) {
	s.Groups++
	if due {
		s.ReviewsDue++
	}
	switch {
	case p != nil && p.DoNotContact != nil:
		s.DoNotContact++
	case p == nil || p.Harm == terms.Unknown:
		s.Unanswered++
	case p.Harm == terms.Yes:
		s.CanHurt++
	default:
		s.Harmless++
	}
}

func (f contactFilter) holds(g models.PeopleGroup, p *safecontact.Plan, due bool) bool {
	if f.Party != "" && f.Party != g.PartyID || f.Text != "" && !strings.Contains(strings.ToLower(g.Name), f.Text) {
		return false
	}
	var one ContactSummary
	one.add(p, due)
	switch f.Show {
	case "unanswered":
		return one.Unanswered > 0
	case "can_hurt":
		return one.CanHurt > 0
	case "harmless":
		return one.Harmless > 0
	case "do_not_contact":
		return one.DoNotContact > 0
	case "review_due":
		return due
	}
	return true
}
