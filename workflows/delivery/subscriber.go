package delivery

import (
	"candour/models"
	"candour/templates"
)

// SubscriberOrder is one message to be written to one reader of a public page, who asked for it.
type SubscriberOrder struct {
	Incident     models.Incident // decides whether the message may leave the house at all (Route)
	Subscription models.Subscription
	Purpose      string    // models.PurposeSubscription, models.PurposeUpdate
	Occasion     models.ID // a reader gets one message per purpose and occasion
	PublicURL    string    // no slash at the end
	Letter       templates.SubscriberLetter
}

// Paths of the two pages behind the links in these messages. The links carry no person; fetching them changes nothing.
const (
	BeginPath = "/updates/begin/"
	EndPath   = "/updates/end/"
)

// EnqueueForSubscriber writes the letter and queues it, in the command of the caller. Call Wake once afterwards.
func EnqueueForSubscriber(tx models.Tx, o SubscriberOrder) error {
	address, err := o.Subscription.Address(tx.Keys())
	if err != nil {
		return err
	}
	to, err := ParseAddress(address)
	if err != nil {
		return err
	}
	letter := models.DeliveryLetter{To: to.String()}
	o.Letter.Exercise, o.Letter.Lang = o.Incident.Exercise, o.Subscription.Language
	if o.Purpose == models.PurposeUpdate {
		o.Letter.EndURL = o.PublicURL + EndPath + tokenMark
		letter.Unsubscribe = o.Letter.EndURL
	} else {
		o.Letter.BeginURL = o.PublicURL + BeginPath + tokenMark
	}
	l, err := o.Letter.Letter()
	if err != nil {
		return err
	}
	letter.Text, letter.HTML = l.Text, l.HTML
	now := tx.Now()
	d := models.Delivery{ID: models.NewID(), IncidentID: o.Incident.ID, SubscriptionID: o.Subscription.ID, Purpose: o.Purpose, Occasion: o.Occasion, Channel: "email",
		State: models.DeliveryQueued, NextAt: now, QueuedAt: now, Language: o.Subscription.Language, Subject: l.Subject}
	if err := d.SetLetter(tx.Keys(), letter); err != nil {
		return err
	}
	// Built once here, so that a letter that cannot be built stops the command and not the worker at night.
	m, err := message(tx.Keys(), d)
	if err != nil {
		return err
	}
	if err := m.checkContent(); err != nil {
		return models.Invalid("The message cannot be sent as it is: %s.", err)
	}
	return models.AddDeliveries(tx, []models.Delivery{d})
}
