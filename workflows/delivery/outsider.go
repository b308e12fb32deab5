package delivery

import (
	"strings"

	"github.com/go-mail/mail/v2"

	"candour/models"
	"candour/templates"
)

// PurposeLetter is a letter that a person wrote to an outsider.
const PurposeLetter = "letter-to-outsider"

// OutsiderOrder is one letter to the one outsider of a correspondence. That its address belongs to nobody who is affected is asked before.
type OutsiderOrder struct {
	Incident models.Incident // decides whether the message may leave the house at all (Route)
	Thread   models.CorrespondenceThread
	Message  models.ID // the outsider gets one letter for each
	Subject  string
	Text     string
	Answers  []string // see Message
}

// EnqueueForOutsider queues the letter, in the command of the caller. Call Wake afterwards. Errors: invalid (address, words).
func EnqueueForOutsider(tx models.Tx, o OutsiderOrder) (models.Delivery, error) {
	now := tx.Now()
	d := models.Delivery{ID: models.NewID(), IncidentID: o.Incident.ID, ThreadID: o.Thread.ID, Purpose: PurposeLetter, Occasion: o.Message, Channel: "email",
		State: models.DeliveryQueued, NextAt: now, QueuedAt: now, Language: o.Thread.Language}
	to, err := ParseAddress(strings.TrimSpace(o.Thread.Address))
	if err != nil {
		return d, models.InvalidField("address", "%s", err)
	}
	l, err := templates.OutsiderLetter{Lang: o.Thread.Language, Exercise: o.Incident.Exercise, Subject: o.Subject, Body: o.Text}.Letter()
	if err != nil {
		return d, err
	}
	d.Subject = l.Subject
	if err := d.SetLetter(tx.Keys(), models.DeliveryLetter{To: to.String(), Text: l.Text, HTML: l.HTML, Answers: o.Answers}); err != nil {
		return d, err
	}
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

// MessageMark is the part of our Message-ID that does not depend on the sender: what an answer names.
func MessageMark(deliveryID string) string { return digest("message-id", deliveryID)[:40] }

// mostAnswers keeps the headers short; a mail program needs the newest.
const mostAnswers = 5

// letterHeaders are those of a letter that a person wrote: it is no automatic message (RFC 3834), and it stands below what it answers (RFC 5322).
func (m Message) letterHeaders(out *mail.Message, from Sender) {
	out.SetHeader("Auto-Submitted", "no")
	out.SetHeader("X-Auto-Response-Suppress", "None")
	if !m.ReplyTo.IsZero() {
		out.SetHeader("Reply-To", m.ReplyTo.mailbox)
	}
	var ids []string
	for _, a := range m.Answers[max(0, len(m.Answers)-mostAnswers):] {
		if wellFormedID(a) {
			a = MessageID(a, from.Address)
		}
		ids = append(ids, a)
	}
	if len(ids) > 0 {
		out.SetHeader("In-Reply-To", ids[len(ids)-1])
		out.SetHeader("References", strings.Join(ids, " "))
	}
}

// WellFormedMessageID says whether an id that somebody else wrote may stand in a header of ours: one word in brackets, nothing that could end a line.
func WellFormedMessageID(s string) bool {
	if len(s) < 5 || len(s) > 250 || s[0] != '<' || s[len(s)-1] != '>' || strings.Count(s, "@") != 1 {
		return false
	}
	for i := 1; i < len(s)-1; i++ {
		if c := s[i]; !atext(c) && c != '.' && c != '@' {
			return false
		}
	}
	return true
}
