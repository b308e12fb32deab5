package dispatch

import (
	"context"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/safecontact"
)

// Together names everybody who reads a message that is one for a household. Each of them is asked about once more, as if the message were theirs
// alone: somebody whom a rule forbids to be told this way by now is not named, and waits for a person's decision instead.
func Together(ctx context.Context, db *models.DB, a *Audience, line models.PersonDelivery, told delivery.ToldPerson, at terms.Instant) (delivery.ToldPerson, error) {
	if line.Household == nil || *line.Household != line.PersonID {
		return told, nil
	}
	ids, err := models.HouseholdMembers(db.View(ctx), line.Dispatch, line.PersonID)
	if err != nil {
		return told, err
	}
	people, err := models.LoadPeople(db.View(ctx), ids)
	if err != nil {
		return told, err
	}
	names := []string{}
	if told.Name != "" {
		names = append(names, told.Name)
	}
	for _, id := range ids {
		p, ok := people[id]
		if !ok || id == line.PersonID {
			continue
		}
		d, err := p.Details(db.Keys())
		if err != nil {
			return told, err
		}
		if decision := a.Decide(&p, &d, safecontact.Channel(line.Channel), at); !decision.Allowed {
			if err := apart(ctx, db, a, line.Dispatch, id, decision.Rule); err != nil {
				return told, err
			}
			continue
		}
		if name := strings.TrimSpace(d.Get(models.PersonName)); name != "" {
			names = append(names, name)
		}
		if c := a.cohorts[p.Cohort]; c != nil {
			told.Families = told.Families || c.families
		}
	}
	told.Name = strings.Join(names, ", ")
	return told, nil
}

// apart takes somebody out of a household's message: they wait, on their own.
func apart(ctx context.Context, db *models.DB, a *Audience, number, person int64, rule string) error {
	was, err := models.LoadPersonDelivery(db.View(ctx), number, person)
	if err != nil || was.State != models.DeliveryWaiting {
		return err
	}
	is := was
	is.Reason, is.Household = rule, nil
	return db.Command(ctx, models.Act{By: models.System, Operation: "leave-household", Incident: a.Incident.ID}, func(tx models.Tx) error {
		if err := tx.Details(map[string]any{"person": person, "rule": rule}); err != nil {
			return err
		}
		return models.MovePersonDelivery(tx, was, is)
	})
}
