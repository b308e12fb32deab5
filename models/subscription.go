package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"candour/models/terms"
)

// SubscriptionState of somebody who wants to hear of updates of a public page.
//
//	asked -> invited (a message with a link went to the address) -> confirmed (its reader pressed) -> gone
type SubscriptionState string

const (
	SubscriptionAsked     SubscriptionState = "asked"
	SubscriptionInvited   SubscriptionState = "invited"
	SubscriptionConfirmed SubscriptionState = "confirmed"
)

// Subscription is an address that wants to hear of updates. The address is sealed and found again by a keyed hash; that somebody reads this
// page can itself be dangerous to them. Leaving erases the row.
type Subscription struct {
	ID            ID
	IncidentID    ID
	State         SubscriptionState
	Language      string
	AddressSealed []byte
	AddressHash   []byte
	BeginHash     []byte // SHA-256 of the token that confirms
	EndHash       []byte // SHA-256 of the token that ends it
	AskedAt       terms.Instant
	InvitedAt     terms.Instant
	ConfirmedAt   terms.Instant
}

// SubscriptionTry counts one press on the form, of whatever address.
type SubscriptionTry struct {
	ID         ID
	IncidentID ID
	TriedAt    terms.Instant
}

// SetAddress seals the address; normalised is what is looked up.
func (s *Subscription) SetAddress(k *Keyring, address, normalised string) (err error) {
	if s.AddressSealed, err = k.SealText("subscriptions.address:"+s.ID, address); err != nil {
		return err
	}
	s.AddressHash, err = k.Lookup("subscriptions.address", s.IncidentID, normalised)
	return err
}

// Address opens it.
func (s *Subscription) Address(k *Keyring) (string, error) {
	return k.OpenText("subscriptions.address:"+s.ID, s.AddressSealed)
}

// BeginToken and EndToken are the secrets of the two links; they are computed and lie nowhere.
func (s *Subscription) BeginToken(k *Keyring) (string, error) {
	return k.LinkToken("subscription-begin", s.ID, 1)
}
func (s *Subscription) EndToken(k *Keyring) (string, error) {
	return k.LinkToken("subscription-end", s.ID, 1)
}

// KeepSubscription takes a request in, with the press that brought it. It is no command: a stranger's press is nobody's act in the record, and
// writing an event for each would let strangers fill it.
func (db *DB) KeepSubscription(ctx context.Context, s Subscription) error {
	v := db.View(ctx)
	return v.q().Transaction(func(g *gorm.DB) error {
		if err := g.Create(&SubscriptionTry{ID: NewID(), IncidentID: s.IncidentID, TriedAt: s.AskedAt}).Error; err != nil {
			return err
		}
		return g.Create(&s).Error
	})
}

// CountSubscriptionTries says how often the forms were pressed since a moment; of one page, or of all (incident empty).
func CountSubscriptionTries(r Reader, incident ID, since terms.Instant) (n int64, err error) {
	q := r.q().Model(&SubscriptionTry{}).Where("tried_at > ?", since)
	if incident != "" {
		q = q.Where("incident_id = ?", incident)
	}
	return n, q.Count(&n).Error
}

// SubscriptionsIn gives up to n subscriptions of a state, the oldest request first.
func SubscriptionsIn(r Reader, state SubscriptionState, n int) ([]Subscription, error) {
	return many[Subscription](r.q().Where("state = ?", state).Order("asked_at, id").Limit(n), "subscriptions")
}

// SameAddress gives the other subscriptions of one page with this address.
func SameAddress(r Reader, s Subscription) ([]Subscription, error) {
	return many[Subscription](r.q().Where("incident_id = ? AND address_hash = ? AND id <> ? AND state <> ?", s.IncidentID, s.AddressHash, s.ID, SubscriptionAsked).Order("id"), "subscriptions")
}

// FindSubscriptionToBegin and FindSubscriptionToEnd find by the hash of a link's token.
func FindSubscriptionToBegin(r Reader, hash []byte) (Subscription, error) {
	return one[Subscription](r.q().Where("begin_hash = ?", hash), "Link")
}
func FindSubscriptionToEnd(r Reader, hash []byte) (Subscription, error) {
	return one[Subscription](r.q().Where("end_hash = ?", hash), "Link")
}

// MoveSubscription changes the state by a guarded update.
func MoveSubscription(tx Tx, id ID, from, to SubscriptionState, set map[string]any) error {
	set["state"] = to
	return guarded(tx.q().Model(&Subscription{}).Where("id = ? AND state = ?", id, from), set, "This was done already.")
}

// EraseSubscriptions forgets people: their rows, and the words and addresses of every message that was written to them. What stays of a
// message is that there was one. A message that is being handed over at this moment cannot be called back; its letter is gone all the same.
func EraseSubscriptions(tx Tx, ids []ID) error {
	for len(ids) > 0 {
		part := ids[:min(len(ids), 100)]
		ids = ids[len(part):]
		if err := tx.q().Where("id IN ?", part).Delete(&Subscription{}).Error; err != nil {
			return err
		}
		own := tx.q().Model(&Delivery{}).Where("subscription_id IN ?", part)
		if err := own.Session(&gorm.Session{}).Update("letter_sealed", []byte{}).Error; err != nil {
			return err
		}
		err := own.Session(&gorm.Session{}).Where("state IN ?", []DeliveryState{DeliveryQueued, DeliveryLeased, DeliveryDeferred, DeliveryUncertain}).
			Updates(map[string]any{"state": DeliveryHeld, "reason": ReasonEnded, "settled_at": tx.Now(), "next_at": nil, "lease_until": nil, "lease_owner": "", "epoch": gorm.Expr("epoch + 1")}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// ReasonEnded is why a message to somebody who left is kept back.
const ReasonEnded = "the reader has ended the subscription"

// ExpiredSubscriptions gives those whose address never confirmed, and those of pages on which nothing has been public since a moment.
func ExpiredSubscriptions(r Reader, unconfirmedBefore, emptySince terms.Instant, n int) ([]ID, error) {
	var ids []ID
	err := r.q().Model(&Subscription{}).
		Where("(state <> ? AND asked_at <= ?) OR NOT EXISTS (SELECT 1 FROM publications p WHERE p.incident_id = subscriptions.incident_id AND (p.withdrawn_at IS NULL OR p.withdrawn_at > ?))",
			SubscriptionConfirmed, unconfirmedBefore, emptySince).Order("asked_at, id").Limit(n).Pluck("id", &ids).Error
	return ids, err
}

// ForgetSubscriptionTries drops counts that limit nothing any more.
func (db *DB) ForgetSubscriptionTries(ctx context.Context) error {
	v := db.View(ctx)
	return v.q().Where("tried_at <= ?", v.Now().Add(-24*time.Hour)).Delete(&SubscriptionTry{}).Error
}

// CountSubscribers says how many confirmed.
func CountSubscribers(r Reader, incident ID) (n int64, err error) {
	err = r.q().Model(&Subscription{}).Where("incident_id = ? AND state = ?", incident, SubscriptionConfirmed).Count(&n).Error
	return n, err
}

// SubscribersToTell gives up to n confirmed ones in these languages who have no message about this publication yet. Whoever confirmed after it
// was public has read it on the page.
func SubscribersToTell(r Reader, p Publication, languages []string, n int) ([]Subscription, error) {
	return many[Subscription](r.q().Where("incident_id = ? AND state = ? AND language IN ? AND confirmed_at <= ?", p.IncidentID, SubscriptionConfirmed, languages, p.PublishAt).
		Where("NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subscription_id = subscriptions.id AND d.occasion = ?)", p.ID).Order("id").Limit(n), "subscriptions")
}
