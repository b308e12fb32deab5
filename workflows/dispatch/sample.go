package dispatch

import (
	"context"

	"candour/models"
	"candour/workflows/delivery"
)

// SampleSend writes a notice, in each of its languages, to at most ten accounts of ours, marked SAMPLE. It takes accounts and nothing else, so that it
// cannot become a sending to people; an account whose address is one of the audience's is left out.
// Errors: not found; invalid (nobody, too many, no such account).
func SampleSend(ctx context.Context, db *models.DB, by models.Viewer, notice models.ID, f models.PeopleFixed, accounts []models.ID) (sent int, err error) {
	switch {
	case len(accounts) == 0:
		return 0, models.InvalidField("accounts", "Choose who reads the sample.")
	case len(accounts) > delivery.MaxSamples:
		return 0, models.InvalidField("accounts", "A sample goes to at most %d people who work here.", delivery.MaxSamples)
	}
	n, err := models.FindPeopleNotice(db.View(ctx), by, notice)
	if err != nil {
		return 0, err
	}
	in, err := models.FindIncident(db.View(ctx), by, n.IncidentID)
	if err != nil {
		return 0, err
	}
	t, err := delivery.NewTelling(in, f, true)
	if err != nil {
		return 0, models.InvalidField("texts", "Write the text in at least one language first.")
	}
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "send-sample", Incident: n.IncidentID}, func(tx models.Tx) error {
		for _, id := range accounts {
			a, err := models.FindAccount(tx, id)
			if err != nil {
				return models.InvalidField("accounts", "One of the readers is no account of this installation.")
			}
			affected, err := isAffected(tx, in.ID, a)
			if err != nil {
				return err
			}
			if affected {
				continue
			}
			for _, lang := range t.Languages() {
				ok, err := delivery.EnqueueSample(tx, in, n, t, a, lang)
				if err != nil {
					return err
				}
				if ok {
					sent++
				}
			}
		}
		tx.On("notice", notice)
		if err := tx.Details(map[string]any{"accounts": accounts, "messages": sent}); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
	return sent, err
}

// isAffected says whether an account's address is one of the people named in the incident.
func isAffected(tx models.Tx, incident models.ID, a models.Account) (bool, error) {
	email, err := a.Email(tx.Keys())
	if err != nil || email == "" {
		return false, err
	}
	return models.IsAddressOfPerson(tx, incident, email)
}
