// Package acknowledgement is what comes back from the societies: expect an answer of each, receive it once, and chase silence
// until somebody has answered or the incident manager knows.
package acknowledgement

import (
	"slices"
	"time"

	"candour/models"
	"candour/workflows/delivery"
)

// patience is how long a society has when the circular names no time.
const patience = 48 * time.Hour

// Expect opens the book for a circular that goes out now: one line for each society, and a first message to its first contact. It joins
// the command that approves the sending. unreachable lists the societies nobody can write to; they are expected and chased all the same.
func Expect(tx models.Tx, in models.Incident, n models.Notice, fixed models.CircularFixed, publicURL string) (unreachable []models.ID, err error) {
	now := tx.Now()
	answerBy := fixed.AnswerBy
	if answerBy.IsZero() || answerBy.Before(now) {
		answerBy = now.Add(patience)
	}
	ladder, err := TheLadder()
	if err != nil {
		return nil, err
	}
	ids := make([]models.ID, len(fixed.Recipients))
	for i, r := range fixed.Recipients {
		ids[i] = r.Society
	}
	societies, err := models.OrganisationsByID(tx, ids)
	if err != nil {
		return nil, err
	}
	var lines []models.Acknowledgement
	for _, r := range fixed.Recipients {
		society, ok := societies[r.Society]
		if !ok {
			return nil, models.NotFound("Society")
		}
		line := models.Acknowledgement{ID: models.NewID(), IncidentID: in.ID, NoticeID: n.ID, OrganisationID: society.ID,
			ExpectedAt: now, AnswerBy: answerBy, NextChaseAt: ladder.at(0, now, answerBy)}
		if r.Contact == "" {
			unreachable = append(unreachable, society.ID)
			line.NextChaseAt = now // nobody to remind: go on to the next rung at once
		} else {
			contact, err := models.FindContact(tx, r.Contact)
			if err != nil {
				return nil, err
			}
			if _, err := delivery.Enqueue(tx, delivery.Order{Incident: in, Notice: n, Fixed: fixed, Society: society, Contact: contact,
				Purpose: delivery.PurposeCircular, PublicURL: publicURL}); err != nil {
				return nil, err
			}
		}
		lines = append(lines, line)
	}
	if err := models.AddAcknowledgements(tx, lines); err != nil {
		return nil, err
	}
	return unreachable, delivery.Wake(tx)
}

// FirstContact is who a circular is addressed to: the first in order who can be written to. Empty when there is nobody.
func FirstContact(r models.Reader, society models.ID) (models.ID, error) {
	cs, err := addressed(r, society)
	if err != nil || len(cs) == 0 {
		return "", err
	}
	return cs[0].ID, nil
}

// addressed gives the society's own contacts who can be written to, in the order they are asked.
func addressed(r models.Reader, society models.ID) ([]models.Contact, error) {
	all, err := models.ListContacts(r, society)
	if err != nil {
		return nil, err
	}
	var out []models.Contact
	for _, c := range all {
		ok, err := delivery.HasAddress(r.Keys(), c)
		if err != nil {
			return nil, err
		}
		if ok && c.Role != roleRegion {
			out = append(out, c)
		}
	}
	return out, nil
}

const roleRegion = "region"

// regional is who stands in for a society that is silent: its own contact of that role, else the delegation of its region.
func regional(r models.Reader, society models.Organisation) (models.Contact, bool, error) {
	own, err := models.ListContacts(r, society.ID)
	if err != nil {
		return models.Contact{}, false, err
	}
	candidates := slices.DeleteFunc(own, func(c models.Contact) bool { return c.Role != roleRegion })
	if society.Region != "" {
		delegations, err := models.DelegationsOfRegion(r, society.Region)
		if err != nil {
			return models.Contact{}, false, err
		}
		for _, o := range delegations {
			cs, err := models.ListContacts(r, o.ID)
			if err != nil {
				return models.Contact{}, false, err
			}
			candidates = append(candidates, cs...)
		}
	}
	for _, c := range candidates {
		ok, err := delivery.HasAddress(r.Keys(), c)
		if err != nil || ok {
			return c, ok, err
		}
	}
	return models.Contact{}, false, nil
}
