package acknowledgement

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
)

// Chase goes one rung further with every society that is due, of one incident, as one command, and says how many; 0 means that nobody is
// due. Due is "the rung's time has come and nobody has answered", however long ago that was: time the program was down for is
// caught up rung by rung, not skipped.
func Chase(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	due, err := models.DueChases(db.View(ctx), 100)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	moved := 0
	incident := due[0].IncidentID
	err = db.Command(ctx, models.Act{By: models.System, Operation: "chase-silence", Incident: incident}, func(tx models.Tx) error {
		in, err := models.LoadIncident(tx, incident)
		if err != nil {
			return err
		}
		done := map[string][]models.ID{}
		for _, a := range due {
			n, err := models.LoadNotice(tx, a.NoticeID)
			if err != nil {
				return err
			}
			step, ok, err := chaseOne(tx, in, n, a, publicURL)
			if err != nil {
				return err
			}
			if ok {
				moved++
				done[step] = append(done[step], a.OrganisationID)
			}
		}
		if err := delivery.Wake(tx); err != nil {
			return err
		}
		return tx.Details(done)
	})
	return moved, err
}

// chaseOne climbs to the first rung from here on where somebody can be reached, and names what was done.
func chaseOne(tx models.Tx, in models.Incident, n models.Notice, a models.Acknowledgement, publicURL string) (string, bool, error) {
	society, err := models.FindOrganisation(tx, a.OrganisationID)
	if err != nil {
		return "", false, err
	}
	ladder, err := TheLadder()
	if err != nil {
		return "", false, err
	}
	for i := a.ChaseRung; i < len(ladder.Rungs); i++ {
		rung := ladder.Rungs[i]
		last := rung.Audience == toIncidentManager
		contact, found, err := whom(tx, n, society, rung.Audience)
		if err != nil {
			return "", false, err
		}
		if !found && !last {
			continue
		}
		next := ladder.at(i+1, a.ExpectedAt, a.AnswerBy)
		// A rung taken early or late leaves the next one its place, but never two in the same minute.
		if !next.IsZero() && !next.After(tx.Now()) {
			next = tx.Now().Add(ladder.pause(a.ExpectedAt, a.AnswerBy))
		}
		values := map[string]any{"chase_rung": i + 1, "next_chase_at": orNull(next)}
		if last {
			values["escalated_at"] = tx.Now()
		}
		ok, err := models.MoveChase(tx, a, values)
		if err != nil || !ok {
			return rung.ID, ok, err
		}
		if last {
			return rung.ID, true, followUp(tx, a, "silence")
		}
		fixed, err := n.Fixed(tx.Keys())
		if err != nil {
			return "", false, err
		}
		_, err = delivery.Enqueue(tx, delivery.Order{Incident: in, Notice: n, Fixed: fixed, Society: society, Contact: contact, Purpose: rung.ID, PublicURL: publicURL})
		return rung.ID, true, err
	}
	return "", false, nil
}

func orNull(i terms.Instant) any {
	if i.IsZero() {
		return nil
	}
	return i
}

// whom gives the contact of a rung. A reminder to somebody whose address refuses mail reminds nobody.
func whom(tx models.Tx, n models.Notice, society models.Organisation, audience string) (models.Contact, bool, error) {
	if audience == toRegion {
		return regional(tx, society)
	}
	cs, err := addressed(tx, society.ID)
	if err != nil {
		return models.Contact{}, false, err
	}
	refused, err := refusedContacts(tx, n, society.ID)
	if err != nil {
		return models.Contact{}, false, err
	}
	switch {
	case audience == toFirstContact && len(cs) > 0 && !refused[cs[0].ID]:
		return cs[0], true, nil
	case audience == toDeputy:
		for i, c := range cs {
			if i > 0 && !refused[c.ID] {
				return c, true, nil
			}
		}
	}
	return models.Contact{}, false, nil
}

func refusedContacts(r models.Reader, n models.Notice, society models.ID) (map[models.ID]bool, error) {
	ds, err := models.ListDeliveries(r, n.IncidentID, n.ID, society)
	if err != nil {
		return nil, err
	}
	out := map[models.ID]bool{}
	for _, d := range ds {
		if d.State == models.DeliveryRefused {
			out[d.ContactID] = true
		}
	}
	return out, nil
}
