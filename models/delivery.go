package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"candour/models/terms"
)

// DeliveryState of one message to one recipient.
//
//	queued, deferred -> leased -> sending -> sent | refused | deferred | uncertain
//	queued, deferred -> leased -> held (an exercise, or no mail server: kept in the outbox)
//	leased -> queued (the worker was gone before it began)      sending -> uncertain (the worker was gone after it began)
//	sent -> delivered | refused (a receipt, late)               uncertain -> sent | refused | queued (a worker that came back, a receipt, a person)
type DeliveryState string

const (
	DeliveryQueued    DeliveryState = "queued"
	DeliveryLeased    DeliveryState = "leased"
	DeliverySending   DeliveryState = "sending" // committed before the first byte goes out
	DeliverySent      DeliveryState = "sent"
	DeliveryDelivered DeliveryState = "delivered"
	DeliveryRefused   DeliveryState = "refused"
	DeliveryDeferred  DeliveryState = "deferred"
	DeliveryUncertain DeliveryState = "uncertain"
	DeliveryHeld      DeliveryState = "held"
)

// DeliveryStates in the order of a message's life.
var DeliveryStates = []DeliveryState{DeliveryQueued, DeliveryLeased, DeliverySending, DeliverySent, DeliveryDelivered, DeliveryRefused,
	DeliveryDeferred, DeliveryUncertain, DeliveryHeld}

// Delivery is one message to one recipient: a contact of a society, with the personal link in it, an account of ours, a subscription, or the
// outsider of a correspondence.
type Delivery struct {
	ID             ID
	IncidentID     ID     // decides whether it may leave the house: see delivery.Route
	NoticeID       ID     `gorm:"default:null"` // with ContactID; empty for an account
	OrganisationID ID     `gorm:"default:null"`
	ContactID      ID     `gorm:"default:null"`
	AccountID      ID     `gorm:"default:null"` // empty for a contact
	SubscriptionID ID     `gorm:"default:null"` // of somebody who reads the public page; the row may be gone
	ThreadID       ID     `gorm:"default:null"` // of the correspondence whose outsider is written to
	Occasion       string // of a message without a circular: its recipient gets one per purpose and occasion
	Purpose        string // circular, reminder, deputy, region; tasks, digest; subscription, update
	Issue          int    // rises when the link is issued again; the token is a function of delivery and issue
	Channel        string
	State          DeliveryState
	Epoch          int64 // rises with each lease: a worker that was thought dead cannot write over its successor
	LeaseOwner     string
	LeaseUntil     terms.Instant
	Attempts       int
	NextAt         terms.Instant
	QueuedAt       terms.Instant
	SendingAt      terms.Instant
	SentAt         terms.Instant
	DeliveredAt    terms.Instant
	SettledAt      terms.Instant
	ReplyCode      int
	Reason         string // ours, from a fixed list; never the relay's words
	Language       string // the letter is in
	Wanted         string // the reader's first
	Subject        string `gorm:"-"`
	SubjectSealed  []byte
	LetterSealed   []byte // DeliveryLetter
	TokenHash      []byte `gorm:"default:null"` // SHA-256; the token itself is nowhere at rest; none in a message to an account
	LinkExpiresAt  terms.Instant
	LinkRevokedAt  terms.Instant

	// What somebody says became of an uncertain message; it counts when a second person agrees.
	Proposed          string
	ProposedBy        ID `gorm:"default:null"`
	ProposedAt        terms.Instant
	ProposedWhySealed []byte
}

// SetProposedWhy seals how the proposer knows; ProposedWhy opens it.
func (d *Delivery) SetProposedWhy(k *Keyring, s string) (err error) {
	d.ProposedWhySealed, err = k.SealText("deliveries.proposed_why:"+d.ID, s)
	return err
}

func (d *Delivery) ProposedWhy(k *Keyring) (string, error) {
	return k.OpenText("deliveries.proposed_why:"+d.ID, d.ProposedWhySealed)
}

// DeliveryLetter is the letter as it was decided, with a mark where the token goes.
type DeliveryLetter struct {
	To   string `json:"to"`
	Text string `json:"text"`
	HTML string `json:"html"`
	// Unsubscribe is the address of List-Unsubscribe, for what readers asked for themselves; with the mark of the token.
	Unsubscribe string `json:"unsubscribe,omitempty"`
	// Answers are the marks of messages this one answers, newest last: only of a letter that a person wrote to an outsider.
	Answers []string `json:"answers,omitempty"`
}

// Purposes of a message to a reader of the public page: the question whether the address is right, and the news of an update.
const (
	PurposeSubscription = "subscription"
	PurposeUpdate       = "update"
)

// SetLetter seals the letter into the delivery.
func (d *Delivery) SetLetter(k *Keyring, l DeliveryLetter) error {
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	d.LetterSealed, err = k.Seal("deliveries.letter:"+d.ID, b)
	return err
}

// Letter opens it.
func (d *Delivery) Letter(k *Keyring) (l DeliveryLetter, err error) {
	b, err := k.Open("deliveries.letter:"+d.ID, d.LetterSealed)
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(b, &l)
}

// Token computes the secret of the link: the same each time, kept nowhere.
func (d *Delivery) Token(k *Keyring) (string, error) {
	if d.SubscriptionID != "" {
		s := Subscription{ID: d.SubscriptionID}
		if d.Purpose == PurposeSubscription {
			return s.BeginToken(k)
		}
		return s.EndToken(k)
	}
	return k.LinkToken("delivery", d.ID, d.Issue)
}

// AddDeliveries queues messages.
func AddDeliveries(tx Tx, ds []Delivery) error {
	if len(ds) == 0 {
		return nil
	}
	err := tx.q().CreateInBatches(ds, 20).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return Conflict("This message was queued already. Nothing was queued twice.")
	}
	if err != nil {
		return fmt.Errorf("queue deliveries: %w", err)
	}
	return nil
}

// WroteTo says whether an account has had its message of this purpose on this occasion.
func WroteTo(r Reader, account ID, purpose, occasion string) (bool, error) {
	var n int64
	err := r.q().Model(&Delivery{}).Where("account_id = ? AND purpose = ? AND occasion = ?", account, purpose, occasion).Count(&n).Error
	return n > 0, err
}

// LoadDelivery finds one for a worker or the page behind a link.
func LoadDelivery(r Reader, id ID) (Delivery, error) {
	if !ValidID(id) {
		return Delivery{}, NotFound("Message")
	}
	return one[Delivery](r.q().Where("id = ?", id), "Message")
}

// FindDeliveryByToken finds the message a link came with, live or not.
func FindDeliveryByToken(r Reader, tokenHash []byte) (Delivery, error) {
	return one[Delivery](r.q().Where("token_hash = ?", tokenHash), "Link")
}

// NextIncidentToSend names the incident whose message has waited longest; false when nothing is due.
func NextIncidentToSend(r Reader) (ID, bool, error) {
	var ids []ID
	err := r.q().Model(&Delivery{}).Where("state IN ? AND next_at <= ?", []DeliveryState{DeliveryQueued, DeliveryDeferred}, r.Now()).
		Order("next_at, id").Limit(1).Pluck("incident_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", false, err
	}
	return ids[0], true, nil
}

// LeaseDeliveries takes up to n due messages of one incident for a worker. It is no command: who holds a lease is nobody's question later.
func (db *DB) LeaseDeliveries(ctx context.Context, incident ID, owner string, n int, lease time.Duration) ([]Delivery, error) {
	v := db.View(ctx)
	due, err := many[Delivery](v.q().Where("incident_id = ? AND state IN ? AND next_at <= ?", incident, []DeliveryState{DeliveryQueued, DeliveryDeferred}, v.Now()).
		Order("next_at, id").Limit(n), "due deliveries")
	if err != nil {
		return nil, err
	}
	var mine []Delivery
	for _, d := range due {
		until := v.Now().Add(lease)
		// Another worker may have been faster; then this row is its own.
		r := v.q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state = ?", d.ID, d.Epoch, d.State).Updates(map[string]any{
			"state": DeliveryLeased, "epoch": d.Epoch + 1, "lease_owner": owner, "lease_until": until})
		if r.Error != nil {
			return mine, fmt.Errorf("lease delivery: %w", r.Error)
		}
		if r.RowsAffected == 1 {
			d.State, d.Epoch, d.LeaseOwner, d.LeaseUntil = DeliveryLeased, d.Epoch+1, owner, until
			mine = append(mine, d)
		}
	}
	return mine, nil
}

// BeginSending commits that the hand-over of this message starts now. Only after it has returned true may a byte go out.
func (db *DB) BeginSending(ctx context.Context, d Delivery, lease time.Duration) (bool, error) {
	v := db.View(ctx)
	r := v.q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state = ?", d.ID, d.Epoch, DeliveryLeased).Updates(map[string]any{
		"state": DeliverySending, "sending_at": v.Now(), "lease_until": v.Now().Add(lease), "attempts": gorm.Expr("attempts + 1")})
	if r.Error != nil {
		return false, fmt.Errorf("begin sending: %w", r.Error)
	}
	return r.RowsAffected == 1, nil
}

// SettleDelivery records what became of a hand-over. The epoch fences off a worker that lost its lease to another; a worker whose
// message was meanwhile called uncertain may still say what it knows.
func SettleDelivery(tx Tx, d Delivery, from []DeliveryState, values map[string]any) error {
	values["lease_until"] = nil
	values["lease_owner"] = ""
	return guarded(tx.q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state IN ?", d.ID, d.Epoch, from), values,
		"This message was settled by somebody else meanwhile. Nothing was changed.")
}

// ProposeSettlement notes what somebody says became of an uncertain message, if nobody has said anything yet.
func ProposeSettlement(tx Tx, d Delivery, resolution string, by ID) error {
	return guarded(tx.q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state = ? AND proposed = ''", d.ID, d.Epoch, DeliveryUncertain),
		map[string]any{"proposed": resolution, "proposed_by": by, "proposed_at": tx.Now(), "proposed_why_sealed": d.ProposedWhySealed},
		"This message is not uncertain any more, or somebody has said already what became of it. Nothing was changed; load it again.")
}

// SettleProposed settles an uncertain message as it was proposed (or, without values, takes the proposal off the table), if that proposal
// still stands.
func SettleProposed(tx Tx, d Delivery, values map[string]any) error {
	values["proposed"], values["proposed_by"], values["proposed_at"], values["proposed_why_sealed"] = "", nil, nil, nil
	return guarded(tx.q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state = ? AND proposed = ? AND proposed_by = ?", d.ID, d.Epoch, DeliveryUncertain, d.Proposed, d.ProposedBy),
		values, "This message was settled by somebody else meanwhile. Nothing was changed.")
}

// AbandonedDeliveries gives messages whose worker is gone: the lease has ended and nobody settled them.
func AbandonedDeliveries(r Reader, state DeliveryState) ([]Delivery, error) {
	return many[Delivery](r.q().Where("state = ? AND lease_until <= ?", state, r.Now()).Order("incident_id, id").Limit(500), "abandoned deliveries")
}

// ReturnLease puts a message back whose worker had not begun. Nothing was sent, so no command: it is queued as before.
func (db *DB) ReturnLease(ctx context.Context, d Delivery) error {
	return db.View(ctx).q().Model(&Delivery{}).Where("id = ? AND epoch = ? AND state = ?", d.ID, d.Epoch, DeliveryLeased).
		Updates(map[string]any{"state": DeliveryQueued, "lease_until": nil, "lease_owner": ""}).Error
}

// RevokeLinks kills the live links of a circular (organisation empty: of all societies).
func RevokeLinks(tx Tx, notice, organisation ID) error {
	q := tx.q().Model(&Delivery{}).Where("notice_id = ? AND link_revoked_at IS NULL", notice)
	if organisation != "" {
		q = q.Where("organisation_id = ?", organisation)
	}
	return q.Update("link_revoked_at", tx.Now()).Error
}

// StopUnsent takes messages of a circular out of the queue; those already handed over stay what they are.
func StopUnsent(tx Tx, notice ID, reason string) (int64, error) {
	r := tx.q().Model(&Delivery{}).Where("notice_id = ? AND state IN ?", notice, []DeliveryState{DeliveryQueued, DeliveryLeased, DeliveryDeferred}).
		Updates(map[string]any{"state": DeliveryHeld, "reason": reason, "settled_at": tx.Now(), "lease_until": nil, "lease_owner": "", "epoch": gorm.Expr("epoch + 1")})
	return r.RowsAffected, r.Error
}

// LinkAttempt is one press on the page behind a link; only presses count, looking does not.
type LinkAttempt struct {
	ID         ID
	DeliveryID ID
	TriedAt    terms.Instant
}

// CountLinkAttempts says how often a link was used since an instant.
func CountLinkAttempts(r Reader, delivery ID, since terms.Instant) (n int64, err error) {
	err = r.q().Model(&LinkAttempt{}).Where("delivery_id = ? AND tried_at > ?", delivery, since).Count(&n).Error
	return n, err
}

// NoteLinkAttempt counts one press. It is no command: it changes nothing a person would ask about.
func (db *DB) NoteLinkAttempt(ctx context.Context, delivery ID) error {
	v := db.View(ctx)
	return v.q().Create(&LinkAttempt{ID: NewID(), DeliveryID: delivery, TriedAt: v.Now()}).Error
}
