package delivery

import (
	"strings"

	"candour/models"
	"candour/templates"
)

// PurposeReport is a situation report.
const PurposeReport = "situation-report"

// ReportOrder is an approved report on its way to several readers, one message each.
type ReportOrder struct {
	Incident models.Incident // decides whether the message may leave the house at all (Route)
	Occasion models.ID       // a reader gets one message per report
	Language string
	Title    string
	Body     string
}

// EnqueueReport queues the message to one account or one contact, in the command of the caller. Call Wake once afterwards.
func EnqueueReport(tx models.Tx, o ReportOrder, account *models.Account, contact *models.Contact) error {
	now := tx.Now()
	d := models.Delivery{ID: models.NewID(), IncidentID: o.Incident.ID, Purpose: PurposeReport, Occasion: o.Occasion, Channel: "email", State: models.DeliveryQueued, NextAt: now, QueuedAt: now, Language: o.Language}
	var email string
	var err error
	if account != nil {
		d.AccountID = account.ID
		email, err = account.Email(tx.Keys())
	} else {
		d.ContactID, d.OrganisationID = contact.ID, contact.OrganisationID
		_, email, _, err = contact.Person(tx.Keys())
	}
	if err != nil {
		return err
	}
	to, err := ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return models.Invalid("One of the recipients has no e-mail address that can be written to. Nothing was sent; leave that one out or correct the address.")
	}
	l, err := templates.ReportLetter{Lang: o.Language, Exercise: o.Incident.Exercise, Title: o.Title, Body: o.Body}.Letter()
	if err != nil {
		return err
	}
	d.Subject = l.Subject
	if err := d.SetLetter(tx.Keys(), models.DeliveryLetter{To: to.String(), Text: l.Text, HTML: l.HTML}); err != nil {
		return err
	}
	// Built once here, so that a letter that cannot be built stops the command and not the worker at night.
	m, err := message(tx.Keys(), d)
	if err != nil {
		return err
	}
	if err := m.checkContent(); err != nil {
		return models.Invalid("The report cannot be sent as it is: %s.", err)
	}
	return models.AddDeliveries(tx, []models.Delivery{d})
}
