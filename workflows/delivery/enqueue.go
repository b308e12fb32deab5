package delivery

import (
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Purposes of a message.
const (
	PurposeCircular = "circular"
	PurposeReminder = "reminder"
	PurposeDeputy   = "deputy"
	PurposeRegion   = "region"
	PurposeReissue  = "reissue"
)

// Order is one message to be written to one contact.
type Order struct {
	Incident  models.Incident
	Notice    models.Notice
	Fixed     models.CircularFixed
	Society   models.Organisation // whose answer is asked for
	Contact   models.Contact      // who is written to
	Purpose   string
	Issue     int
	PublicURL string // no slash at the end
}

// HasAddress says whether a contact can be written to by e-mail.
func HasAddress(k *models.Keyring, c models.Contact) (bool, error) {
	_, email, _, err := c.Person(k)
	if err != nil {
		return false, err
	}
	_, bad := ParseAddress(strings.TrimSpace(email))
	return bad == nil, nil
}

// Enqueue writes the letter and queues it, in the command of the caller. The letter is final here: what is sent later are these words.
func Enqueue(tx models.Tx, o Order) (models.Delivery, error) {
	_, email, _, err := o.Contact.Person(tx.Keys())
	if err != nil {
		return models.Delivery{}, err
	}
	to, err := ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return models.Delivery{}, models.Invalid("The contact has no e-mail address that can be written to. Correct it in the directory.")
	}
	c := CircularFor(o.Incident, o.Fixed, o.Society, o.Contact.Language)
	c.Reminder = o.Purpose != PurposeCircular && o.Purpose != PurposeReissue
	letter, err := c.Letter(strings.TrimSuffix(o.PublicURL, "/") + LinkPath + tokenMark)
	if err != nil {
		return models.Delivery{}, err
	}
	now := tx.Now()
	d := models.Delivery{
		ID: models.NewID(), IncidentID: o.Incident.ID, NoticeID: o.Notice.ID, OrganisationID: o.Society.ID, ContactID: o.Contact.ID,
		Purpose: o.Purpose, Issue: o.Issue, Channel: "email", State: models.DeliveryQueued, NextAt: now, QueuedAt: now,
		Language: c.TextLang, Wanted: c.Wanted, Subject: letter.Subject, LinkExpiresAt: linkEnd(now, o.Fixed.AnswerBy),
	}
	if err := d.SetLetter(tx.Keys(), models.DeliveryLetter{To: to.String(), Text: letter.Text, HTML: letter.HTML}); err != nil {
		return d, err
	}
	token, err := d.Token(tx.Keys())
	if err != nil {
		return d, err
	}
	d.TokenHash = TokenHash(token)
	// Built once here, so that a letter that cannot be built stops the command and not the worker at night.
	m, err := message(tx.Keys(), d)
	if err != nil {
		return d, err
	}
	if err := m.checkContent(); err != nil {
		return d, models.Invalid("The letter cannot be sent as it is: %s.", err)
	}
	return d, models.AddDeliveries(tx, []models.Delivery{d})
}

// linkEnd is 14 days from now, or a week after the answer is due when that is later, but never more than 30 days.
func linkEnd(now, answerBy terms.Instant) terms.Instant {
	end := now.Add(linkLife)
	if later := answerBy.Add(linkLife / 2); !answerBy.IsZero() && later.After(end) {
		end = later
	}
	if last := now.Add(30 * 24 * time.Hour); end.After(last) {
		end = last
	}
	return end
}
