package models

import (
	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// KeptDraft is what a person had begun to write when they signed out, sealed. It waits here so that nobody reads it on a machine that
// several people use, and is gone as soon as its owner has it back.
type KeptDraft struct {
	AccountID     ID `gorm:"primaryKey"`
	ContentSealed []byte
	KeptAt        terms.Instant
}

// SetContent seals the drafts; Content opens them.
func (d *KeptDraft) SetContent(k *Keyring, b []byte) (err error) {
	d.ContentSealed, err = k.Seal("kept_drafts.content:"+d.AccountID, b)
	return err
}

func (d *KeptDraft) Content(k *Keyring) ([]byte, error) {
	return k.Open("kept_drafts.content:"+d.AccountID, d.ContentSealed)
}

// FindKeptDraft finds what an account left behind.
func FindKeptDraft(r Reader, account ID) (KeptDraft, error) {
	return one[KeptDraft](r.q().Where("account_id = ?", account), "Draft")
}

// SaveKeptDraft keeps it in place of the one before.
func SaveKeptDraft(tx Tx, d *KeptDraft) error {
	return tx.q().Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "account_id"}}, UpdateAll: true}).Create(d).Error
}

// DeleteKeptDraft forgets it.
func DeleteKeptDraft(tx Tx, account ID) error {
	return tx.q().Where("account_id = ?", account).Delete(&KeptDraft{}).Error
}

// DeleteKeptDraftsBefore forgets what nobody came back for.
func DeleteKeptDraftsBefore(tx Tx, before terms.Instant) (int64, error) {
	q := tx.q().Where("kept_at <= ?", before).Delete(&KeptDraft{})
	return q.RowsAffected, q.Error
}
