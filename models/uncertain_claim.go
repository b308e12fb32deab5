package models

import (
	"fmt"

	"candour/models/terms"
)

// UncertainClaim is what somebody says became of an uncertain message to a person; it counts when a second person agrees.
type UncertainClaim struct {
	Dispatch   int64  `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64  `gorm:"primaryKey;autoIncrement:false"`
	Resolution string // arrived, again
	WhySealed  []byte
	ProposedBy ID
	ProposedAt terms.Instant
}

func claimPlace(dispatch, person int64) string {
	return fmt.Sprintf("uncertain_claims.why:%d-%d", dispatch, person)
}

// SetWhy seals how the proposer knows; Why opens it.
func (c *UncertainClaim) SetWhy(k *Keyring, s string) (err error) {
	c.WhySealed, err = k.SealText(claimPlace(c.Dispatch, c.PersonID), s)
	return err
}

func (c *UncertainClaim) Why(k *Keyring) (string, error) {
	return k.OpenText(claimPlace(c.Dispatch, c.PersonID), c.WhySealed)
}

// AddClaim keeps what somebody says, if nobody has said anything yet.
func AddClaim(tx Tx, c *UncertainClaim) error {
	c.ProposedAt = tx.Now()
	return insert(tx, c, "What somebody else says about this message")
}

// FindClaim finds what is said of one message.
func FindClaim(r Reader, dispatch, person int64) (UncertainClaim, error) {
	return one[UncertainClaim](r.q().Where("dispatch = ? AND person_id = ?", dispatch, person), "Proposal")
}

// DropClaim takes it off the table, if it still is the one that was read.
func DropClaim(tx Tx, c UncertainClaim) error {
	r := tx.q().Where("dispatch = ? AND person_id = ? AND resolution = ? AND proposed_by = ?", c.Dispatch, c.PersonID, c.Resolution, c.ProposedBy).Delete(&UncertainClaim{})
	if r.Error == nil && r.RowsAffected == 0 {
		return Conflict("This is not what is proposed for the message now. Nothing was changed; load it again and read it.")
	}
	return r.Error
}

// UncertainLine is an uncertain message with what is said of it.
type UncertainLine struct {
	PersonDelivery
	Resolution string
	ProposedBy *ID
	ProposedAt terms.Instant
}

// ListUncertain gives the uncertain messages of a dispatch, page by page. Whoever asks has found the dispatch before.
func ListUncertain(r Reader, dispatch int64, p PageRequest) (Page[UncertainLine], error) {
	var after int64
	if _, err := p.decode(&after); err != nil {
		return Page[UncertainLine]{}, err
	}
	rows, err := many[UncertainLine](r.q().Table("person_deliveries AS d").Select("d.*, c.resolution, c.proposed_by, c.proposed_at").
		Joins("LEFT JOIN uncertain_claims c ON c.dispatch = d.dispatch AND c.person_id = d.person_id").
		Where("d.dispatch = ? AND d.state = ? AND d.person_id > ?", dispatch, DeliveryUncertain, after).Order("d.person_id").Limit(p.Size()+1), "uncertain messages")
	if err != nil {
		return Page[UncertainLine]{}, err
	}
	return pageOf(rows, p.Size(), func(x UncertainLine) any { return x.PersonID }), nil
}
