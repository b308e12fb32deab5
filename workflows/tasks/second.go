package tasks

import (
	"context"
	"strings"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
)

// PurposeAccounts is a message that a change of an account waits for a second person.
const PurposeAccounts = "account-changes"

// TellSecondPersons writes to everybody who may confirm a change of an account that waits, once for each change and person, and says how many
// messages that were. The letter names the role the account would have and nobody. A message travels with an incident, and what belongs to
// no exercise must not travel with one: without a real incident it stands in the outbox of the newest exercise, and is written again when
// there is a real one.
func TellSecondPersons(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	r := db.View(ctx)
	open, err := models.OpenAccountChanges(r)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	carrier, found, err := models.NewestIncident(r)
	if err != nil || !found {
		return 0, err
	}
	type letter struct {
		to       models.Account
		occasion string
		change   models.AccountChange
	}
	var due []letter
	for _, c := range open {
		people, err := models.SecondPersons(r, c.AskedBy, c.AccountID)
		if err != nil {
			return 0, err
		}
		occasion := c.ID
		if carrier.Exercise {
			occasion += " exercise"
		}
		for _, a := range people {
			had, err := models.WroteTo(r, a.ID, PurposeAccounts, occasion)
			if err != nil {
				return 0, err
			}
			if !had {
				due = append(due, letter{a, occasion, c})
			}
		}
	}
	if len(due) == 0 {
		return 0, nil
	}
	sent := 0
	err = db.Command(ctx, models.Act{By: models.System, Operation: "tell-second-persons"}, func(tx models.Tx) error {
		sent = 0
		for _, d := range due {
			wrote, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: carrier, Account: d.to, Purpose: PurposeAccounts, Occasion: d.occasion,
				Letter: secondLetter(d.change, publicURL)})
			if err != nil {
				return err
			}
			if wrote {
				sent++
			}
		}
		if sent == 0 {
			return nothingFired
		}
		if err := delivery.Wake(tx); err != nil {
			return err
		}
		return tx.Details(map[string]any{"letters": sent, "changes": len(open)})
	})
	if models.IsKind(err, models.KindConflict) {
		return 0, nil // another node has written them
	}
	return sent, err
}

// wanted is what was asked for, by kind.
var wanted = map[models.AccountChangeKind]string{
	models.ChangeInvite:      "A new account",
	models.ChangeInviteAgain: "A new password for an account",
	models.ChangeRoleTo:      "Another role for an account",
	models.ChangeFactor:      "A new second factor for an account",
}

func secondLetter(c models.AccountChange, publicURL string) templates.StaffLetter {
	what := wanted[c.Kind] + ", as " + strings.ReplaceAll(string(c.Role), "-", " ")
	return templates.StaffLetter{Title: "A change of an account waits for a second person", Link: strings.TrimSuffix(publicURL, "/") + "/settings/users",
		Sections: []templates.StaffSection{{Items: []string{what}, Note: "Look at who it is for and who asked; then confirm or refuse it. Nothing happens before that."}},
		Why:      "You get this because your role may confirm changes of accounts."}
}
