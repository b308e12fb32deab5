// Package provider is how text messages and voice messages leave through a gateway: the channel that a node's lanes hand people's lines to.
package provider

import (
	"context"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/mark"
	"candour/workflows/dispatch"
	"candour/workflows/safecontact"
)

// Channel hands messages of one kind to a gateway; without settings only exercises are looked after.
func Channel(db *models.DB, kind gateway.Kind, s *gateway.Settings) dispatch.Channel {
	c := dispatch.Channel{Name: string(safecontact.ChannelSMS)}
	if kind == gateway.Voice {
		c.Name = string(safecontact.ChannelVoice)
	}
	if s == nil {
		return c
	}
	c.Repeatable, c.Remembers = s.Remembers > time.Hour, s.Remembers-time.Hour // an hour for clocks that differ, as the gateway counts
	g := gateway.New(*s, func() time.Time { return db.Now().Time() })
	c.Open = func() dispatch.Handler { return &lane{db: db, kind: kind, gateway: g} }
	return c
}

type lane struct {
	db      *models.DB
	kind    gateway.Kind
	gateway *gateway.Gateway
}

// Ready is always true: each message is a request of its own, and one that finds nobody costs no more than asking.
func (l *lane) Ready() (delivery.Result, bool) { return delivery.Result{}, true }

func (l *lane) Close() {}

// Prepare writes the message of one person. Its key is a function of the step: handed over twice it is still one message.
func (l *lane) Prepare(it *dispatch.Item) (dispatch.Ready, error) {
	to, err := gateway.ParseNumber(it.Details.Get(models.PersonTelephone))
	if err != nil {
		return nil, err
	}
	variant := delivery.VariantSMS
	if l.kind == gateway.Voice {
		variant = delivery.VariantScript
	}
	a := it.Audience()
	text, lang, err := a.Telling.Plain(variant, it.Told)
	if err != nil {
		return nil, err
	}
	key, err := mark.Token(l.db.Keys(), mark.Step{Dispatch: it.Line.Dispatch, Person: it.Line.PersonID, Step: it.Line.Step})
	if err != nil {
		return nil, err
	}
	m, real := gateway.Route(a.Incident, gateway.Message{Key: key, To: to, Lang: lang, Text: text}).(gateway.RealMessage)
	if !real {
		return nil, delivery.ErrExercise
	}
	r := ready{lane: l, message: m, text: text, personal: strings.Contains(text, templates.FilledReference(it.Told.Reference, lang))}
	if it.Line.Tries > 0 {
		r.first = it.Line.QueuedAt // not later than the first try
	}
	return r, nil
}

type ready struct {
	lane     *lane
	message  gateway.RealMessage
	text     string
	personal bool
	first    terms.Instant
}

func (r ready) Size() int      { return len(r.text) }
func (r ready) Body() []byte   { return []byte(r.text) }
func (r ready) Personal() bool { return r.personal }

// Hand gives the message over. One whose answer was lost is deferred as long as the provider knows its key, and uncertain from then on.
func (r ready) Hand() delivery.Result {
	// The time-outs are the gateway's own; a message that is on its way is not called back.
	out, err := r.lane.gateway.Hand(context.Background(), r.message, r.first)
	if err != nil {
		return delivery.Result{Outcome: delivery.Refused, Why: "the message could not be built; nothing was handed over"}
	}
	x := delivery.Result{Code: out.Code, Why: out.Reason}
	switch out.State {
	case models.DeliverySent, models.DeliveryDelivered:
		x.Outcome = delivery.Sent
	case models.DeliveryRefused:
		x.Outcome = delivery.Refused
	case models.DeliveryDeferred:
		x.Outcome = delivery.Deferred
	default:
		x.Outcome = delivery.Uncertain
		if out.RepeatUntil.After(r.lane.db.Now()) {
			x.Outcome = delivery.Deferred
		}
	}
	return x
}
