package delivery

import (
	"strings"

	"candour/models"
)

// PurposeSample is a message to a reviewer: the words of a notice to people, to an invented reader.
const PurposeSample = "sample"

// MaxSamples is how many reviewers one command may write to: a sample can never be a mass send.
const MaxSamples = 10

// EnqueueSample writes a notice as an invented person would read it, to an account of ours. Its recipient is an account, as a type: no person of
// an audience can be named here. False: the account has no address that can be written to.
func EnqueueSample(tx models.Tx, in models.Incident, n models.Notice, t *Telling, a models.Account, lang string) (bool, error) {
	email, err := a.Email(tx.Keys())
	if err != nil {
		return false, err
	}
	to, err := ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return false, nil
	}
	l, lang, err := t.Mail(ToldPerson{Name: "SAMPLE PERSON", Society: "SAMPLE SOCIETY", Reference: "000-000-000-000-000-000", Wanted: lang, Families: true})
	if err != nil {
		return false, err
	}
	now, id := tx.Now(), models.NewID()
	d := models.Delivery{ID: id, IncidentID: in.ID, AccountID: a.ID, Purpose: PurposeSample, Occasion: n.ID + " " + lang + " " + id,
		Channel: "email", State: models.DeliveryQueued, NextAt: now, QueuedAt: now, Language: lang, Subject: l.Subject}
	if err := d.SetLetter(tx.Keys(), models.DeliveryLetter{To: to.String(), Text: l.Text, HTML: l.HTML}); err != nil {
		return false, err
	}
	m, err := message(tx.Keys(), d)
	if err != nil {
		return false, err
	}
	if err := m.checkContent(); err != nil {
		return false, models.Invalid("The sample cannot be sent as it is: %s.", err)
	}
	return true, models.AddDeliveries(tx, []models.Delivery{d})
}
