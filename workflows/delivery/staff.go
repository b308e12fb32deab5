package delivery

import (
	"strings"

	"candour/models"
	"candour/templates"
)

// Purposes of a message to somebody who works here.
const (
	PurposeTasks  = "tasks"
	PurposeDigest = "digest"
)

// StaffOrder is one message to be written to one account.
type StaffOrder struct {
	// Incident decides whether the message may leave the house at all (Route), so whatever the letter speaks of must be of its kind:
	// a letter about an exercise goes with an exercise, and one about real incidents with a real one.
	Incident models.Incident
	Account  models.Account
	Purpose  string
	Occasion string // an account gets one message per purpose and occasion, however often it is asked for
	Letter   templates.StaffLetter
}

// EnqueueForStaff writes the letter and queues it, in the command of the caller. False: it was written before, or the account has no
// address that can be written to. Call Wake once afterwards.
func EnqueueForStaff(tx models.Tx, o StaffOrder) (bool, error) {
	written, err := models.WroteTo(tx, o.Account.ID, o.Purpose, o.Occasion)
	if err != nil || written {
		return false, err
	}
	email, err := o.Account.Email(tx.Keys())
	if err != nil {
		return false, err
	}
	to, err := ParseAddress(strings.TrimSpace(email))
	if err != nil {
		// An account may sign in with an address that no mail reaches; what waits for it stands on its pages all the same.
		return false, nil
	}
	o.Letter.Exercise = o.Incident.Exercise
	letter, err := o.Letter.Letter()
	if err != nil {
		return false, err
	}
	now := tx.Now()
	d := models.Delivery{ID: models.NewID(), IncidentID: o.Incident.ID, AccountID: o.Account.ID, Purpose: o.Purpose, Occasion: o.Occasion, Channel: "email",
		State: models.DeliveryQueued, NextAt: now, QueuedAt: now, Language: "en", Subject: letter.Subject}
	if err := d.SetLetter(tx.Keys(), models.DeliveryLetter{To: to.String(), Text: letter.Text, HTML: letter.HTML}); err != nil {
		return false, err
	}
	// Built once here, so that a letter that cannot be built stops the command and not the worker at night.
	m, err := message(tx.Keys(), d)
	if err != nil {
		return false, err
	}
	if err := m.checkContent(); err != nil {
		return false, models.Invalid("The message cannot be sent as it is: %s.", err)
	}
	return true, models.AddDeliveries(tx, []models.Delivery{d})
}
