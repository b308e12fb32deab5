package publication

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/texts"
)

// A stranger may use the form against somebody's mailbox, or to fill the database. An address gets one question a day from one page whatever is
// pressed; these bounds are for the presses themselves.
const (
	mostOfPage = 600 // presses in an hour
	mostOfAll  = 3000

	// Unconfirmed is how long an address waits for its reader; Silence how long an empty page keeps its readers.
	Unconfirmed = 7 * 24 * time.Hour
	Silence     = 30 * 24 * time.Hour
	askAgain    = 24 * time.Hour

	batchOfAsked = 100
)

// What the form answers besides "look into your mailbox". None of it depends on whether an address is known.
var (
	ErrNoAddress = models.InvalidField("address", "This is not an e-mail address.")
	ErrBusy      = &models.Error{Kind: models.KindTooMany, Detail: "There were too many requests. Nothing was kept; please try again in an hour."}
)

// Ask keeps an address that wants to hear of updates. It does the same work for one that is known and for one that is not: who is invited is
// decided later, by a job, so neither the answer nor the time it takes tells anything.
func Ask(ctx context.Context, db *models.DB, code, address, language string) error {
	r := db.View(ctx)
	page, err := models.FindPublicPage(r, code)
	if err != nil {
		return err
	}
	public, err := models.PublicNow(r, page.IncidentID)
	if err != nil {
		return err
	}
	if len(public) == 0 {
		return models.NotFound("Page")
	}
	a, err := delivery.ParseAddress(strings.TrimSpace(address))
	if err != nil {
		return ErrNoAddress
	}
	if !slices.Contains(texts.Languages, language) {
		language = "en"
	}
	now := r.Now()
	for incident, most := range map[models.ID]int64{page.IncidentID: mostOfPage, "": mostOfAll} {
		n, err := models.CountSubscriptionTries(r, incident, now.Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= most {
			return ErrBusy
		}
	}
	s := models.Subscription{ID: models.NewID(), IncidentID: page.IncidentID, State: models.SubscriptionAsked, Language: language, AskedAt: now}
	if err := s.SetAddress(db.Keys(), a.String(), strings.ToLower(a.String())); err != nil {
		return err
	}
	for _, x := range []struct {
		make func(*models.Keyring) (string, error)
		hash *[]byte
	}{{s.BeginToken, &s.BeginHash}, {s.EndToken, &s.EndHash}} {
		token, err := x.make(db.Keys())
		if err != nil {
			return err
		}
		*x.hash = delivery.TokenHash(token)
	}
	return db.KeepSubscription(ctx, s)
}

// Invite writes to the addresses that were asked for: one message with a link, unless one went there within a day or the address is confirmed
// in this language already. It returns how many requests it settled.
func Invite(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	asked, err := models.SubscriptionsIn(db.View(ctx), models.SubscriptionAsked, batchOfAsked)
	if err != nil {
		return 0, err
	}
	of := map[models.ID][]models.Subscription{}
	for _, s := range asked {
		of[s.IncidentID] = append(of[s.IncidentID], s)
	}
	for incident, ss := range of {
		err := db.Command(ctx, models.Act{By: models.System, Operation: "invite-subscribers", Incident: incident}, func(tx models.Tx) error {
			return inviteIn(tx, incident, ss, publicURL)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(asked), nil
}

func inviteIn(tx models.Tx, incident models.ID, ss []models.Subscription, publicURL string) error {
	i, err := models.LoadIncident(tx, incident)
	if err != nil {
		return err
	}
	letter, err := letterOf(tx, incident, publicURL)
	if err != nil {
		return err
	}
	invited, now := 0, tx.Now()
	for _, s := range ss {
		others, err := models.SameAddress(tx, s)
		if err != nil {
			return err
		}
		var older []models.ID
		known := false
		for _, o := range others {
			switch {
			case o.State == models.SubscriptionConfirmed:
				known = known || o.Language == s.Language
			case o.InvitedAt.Add(askAgain).After(now):
				known = true
			default:
				older = append(older, o.ID)
			}
		}
		if known {
			older = append(older, s.ID)
		}
		if err := models.EraseSubscriptions(tx, older); err != nil {
			return err
		}
		if known {
			continue
		}
		if err := models.MoveSubscription(tx, s.ID, models.SubscriptionAsked, models.SubscriptionInvited, map[string]any{"invited_at": now}); err != nil {
			return err
		}
		o := delivery.SubscriberOrder{Incident: i, Subscription: s, Purpose: models.PurposeSubscription, Occasion: s.ID, PublicURL: publicURL, Letter: letter(s.Language)}
		if err := delivery.EnqueueForSubscriber(tx, o); err != nil {
			return err
		}
		invited++
	}
	if err := tx.Details(map[string]any{"invited": invited}); err != nil {
		return err
	}
	return delivery.Wake(tx)
}

// CanBegin says whether a link of a first message can still be used; it changes nothing.
func CanBegin(r models.Reader, token string) (models.Subscription, error) {
	s, err := models.FindSubscriptionToBegin(r, delivery.TokenHash(token))
	if err != nil {
		return s, err
	}
	if s.State == models.SubscriptionAsked || s.State == models.SubscriptionInvited && !s.InvitedAt.Add(Unconfirmed).After(r.Now()) {
		return s, models.NotFound("Link")
	}
	return s, nil
}

// Begin is the press of the reader: from now on they hear of updates. A second press changes nothing.
func Begin(ctx context.Context, db *models.DB, token string) (models.Subscription, error) {
	s, err := CanBegin(db.View(ctx), token)
	if err != nil || s.State == models.SubscriptionConfirmed {
		return s, err
	}
	err = db.Command(ctx, models.Act{By: models.Actor{Kind: "link", ID: s.ID}, Operation: "begin-subscription", Incident: s.IncidentID}, func(tx models.Tx) error {
		tx.On("subscription", s.ID)
		others, err := models.SameAddress(tx, s)
		if err != nil {
			return err
		}
		var older []models.ID
		for _, o := range others {
			older = append(older, o.ID)
		}
		if err := models.EraseSubscriptions(tx, older); err != nil {
			return err
		}
		return models.MoveSubscription(tx, s.ID, models.SubscriptionInvited, models.SubscriptionConfirmed, map[string]any{"confirmed_at": tx.Now()})
	})
	if models.IsKind(err, models.KindConflict) {
		err = nil // pressed twice in the same moment
	}
	return s, err
}

// End is the press of the reader, or of their mail program (RFC 8058): the address is erased. A link that is not known ends nothing and is
// answered in the same way.
func End(ctx context.Context, db *models.DB, token string) error {
	s, err := models.FindSubscriptionToEnd(db.View(ctx), delivery.TokenHash(token))
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: models.Actor{Kind: "link", ID: s.ID}, Operation: "end-subscription", Incident: s.IncidentID}, func(tx models.Tx) error {
		tx.On("subscription", s.ID)
		return models.EraseSubscriptions(tx, []models.ID{s.ID})
	})
}

// Forget erases addresses that nobody confirmed within 7 days, and all of pages on which nothing has been public for 30 days.
func Forget(ctx context.Context, db *models.DB) (int, error) {
	r := db.View(ctx)
	ids, err := models.ExpiredSubscriptions(r, r.Now().Add(-Unconfirmed), r.Now().Add(-Silence), 500)
	if err != nil || len(ids) == 0 {
		return 0, errors.Join(err, db.ForgetSubscriptionTries(ctx))
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "forget-subscriptions"}, func(tx models.Tx) error {
		if err := models.EraseSubscriptions(tx, ids); err != nil {
			return err
		}
		return tx.Details(map[string]any{"erased": len(ids)})
	})
	return len(ids), err
}
