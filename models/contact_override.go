package models

import (
	"fmt"

	"candour/models/terms"
)

// OverrideState of a decision to reach somebody against a rule.
type OverrideState string

const (
	OverrideWaiting  OverrideState = "waiting"  // for a second person
	OverrideApproved OverrideState = "approved" // counts until its end
	OverrideDeclined OverrideState = "declined"
	OverrideRevoked  OverrideState = "revoked" // taken back, before or after it was approved
)

// ContactOverride is a decision of a protection officer and a second person to use named channels against a rule, for a time.
type ContactOverride struct {
	ID               ID
	IncidentID       ID
	GroupID          *ID
	PersonID         *int64
	Channels         JSON[[]string]
	Until            terms.Instant
	State            OverrideState
	Standing         *string // whom it is for while it waits or counts; a unique index lets only one be marked so
	AskedBy          ID
	AskedAt          terms.Instant
	WhySealed        []byte
	SettledBy        *ID
	SettledAt        terms.Instant
	SettledWhySealed []byte
	RevokedBy        *ID
	RevokedAt        terms.Instant
	RevokedWhySealed []byte
}

// SetWhy seals why it is asked for; the three opening methods give the reasons back.
func (o *ContactOverride) SetWhy(k *Keyring, s string) (err error) {
	o.WhySealed, err = k.SealText("contact_overrides.why:"+o.ID, s)
	return err
}

func (o *ContactOverride) Why(k *Keyring) (string, error) {
	return k.OpenText("contact_overrides.why:"+o.ID, o.WhySealed)
}

func (o *ContactOverride) SettledWhy(k *Keyring) (string, error) {
	return k.OpenText("contact_overrides.settled_why:"+o.ID, o.SettledWhySealed)
}

func (o *ContactOverride) RevokedWhy(k *Keyring) (string, error) {
	return k.OpenText("contact_overrides.revoked_why:"+o.ID, o.RevokedWhySealed)
}

// AddContactOverride adds one that waits. One that stands for the same group or person is a conflict, also when both are asked for at the same
// moment; one whose end is past stands no more.
func AddContactOverride(tx Tx, o *ContactOverride) error {
	standing := "person " + o.IncidentID
	switch {
	case o.PersonID != nil:
		standing += fmt.Sprintf(" %d", *o.PersonID)
	case o.GroupID != nil:
		standing = "group " + *o.GroupID
	}
	err := tx.q().Model(&ContactOverride{}).Where("standing = ? AND until <= ?", standing, tx.Now()).Updates(map[string]any{"standing": nil}).Error
	if err != nil {
		return fmt.Errorf("end past overrides: %w", err)
	}
	o.State, o.AskedAt, o.Standing = OverrideWaiting, tx.Now(), &standing
	return insert(tx, o, "An override for them, waiting or in force,")
}

// FindContactOverride finds one that this viewer may see.
func FindContactOverride(r Reader, v Viewer, id ID) (ContactOverride, error) {
	if !v.Has(RightReadContact) || !ValidID(id) {
		return ContactOverride{}, NotFound("Override")
	}
	q := r.q().Where("id = ?", id)
	if _, only := v.onlySociety(); only {
		return ContactOverride{}, NotFound("Override")
	}
	return one[ContactOverride](q, "Override")
}

// ListContactOverrides gives those of an incident, the newest first, page by page; not for societies, which do not decide on them.
func ListContactOverrides(r Reader, v Viewer, incident ID, p PageRequest) (Page[ContactOverride], error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadContact) {
		return Page[ContactOverride]{Items: []ContactOverride{}}, nil
	}
	q := r.q().Where("incident_id = ?", incident).Order("asked_at DESC, id DESC").Limit(p.Size() + 1)
	var before struct {
		At terms.Instant
		ID ID
	}
	if ok, err := p.decode(&before); err != nil {
		return Page[ContactOverride]{}, err
	} else if ok {
		q = q.Where("(asked_at, id) < (?, ?)", before.At, before.ID)
	}
	rows, err := many[ContactOverride](q, "overrides")
	if err != nil {
		return Page[ContactOverride]{}, err
	}
	return pageOf(rows, p.Size(), func(o ContactOverride) any {
		return struct {
			At terms.Instant
			ID ID
		}{o.AskedAt, o.ID}
	}), nil
}

// LoadContactOverrides gives those of an incident that may still count: approved, and their end is not past.
func LoadContactOverrides(r Reader, incident ID) ([]ContactOverride, error) {
	return many[ContactOverride](r.q().Where("incident_id = ? AND state = ? AND until > ?", incident, OverrideApproved, r.Now()).Order("until, id"), "overrides")
}

// CountWaitingOverrides says how many wait for a second person.
func CountWaitingOverrides(r Reader, incident ID) (n int64, err error) {
	return n, r.q().Model(&ContactOverride{}).Where("incident_id = ? AND state = ?", incident, OverrideWaiting).Count(&n).Error
}

// SettleContactOverride is the second person's answer to one that waits.
func SettleContactOverride(tx Tx, o *ContactOverride, to OverrideState, by ID, why string) error {
	sealed, err := tx.Keys().SealText("contact_overrides.settled_why:"+o.ID, why)
	if err != nil {
		return err
	}
	values := map[string]any{"state": to, "settled_by": by, "settled_at": tx.Now(), "settled_why_sealed": sealed}
	if to != OverrideApproved {
		values["standing"] = nil
	}
	return guarded(tx.q().Model(&ContactOverride{}).Where("id = ? AND state = ?", o.ID, OverrideWaiting), values,
		"This override was answered or taken back in the meantime. Nothing was changed; load it again.")
}

// RevokeContactOverride takes one back, whether it waits or counts.
func RevokeContactOverride(tx Tx, o *ContactOverride, by ID, why string) error {
	sealed, err := tx.Keys().SealText("contact_overrides.revoked_why:"+o.ID, why)
	if err != nil {
		return err
	}
	return guarded(tx.q().Model(&ContactOverride{}).Where("id = ? AND state IN ?", o.ID, []OverrideState{OverrideWaiting, OverrideApproved}),
		map[string]any{"state": OverrideRevoked, "standing": nil, "revoked_by": by, "revoked_at": tx.Now(), "revoked_why_sealed": sealed},
		"This override is over already. Nothing was changed; load it again.")
}

// OverrideStands says whether one for the same group or person waits or counts.
func OverrideStands(r Reader, incident ID, s ContactScope) (bool, error) {
	var n int64
	err := s.of(r.q().Model(&ContactOverride{}).Where("incident_id = ? AND until > ? AND state IN ?", incident, r.Now(),
		[]OverrideState{OverrideWaiting, OverrideApproved})).Count(&n).Error
	return n > 0, err
}
