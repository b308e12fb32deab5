package models

import (
	"slices"

	"candour/models/terms"
)

// AccountChangeKind is what an administrator asked for that one person alone may not do.
type AccountChangeKind string

const (
	ChangeInvite      AccountChangeKind = "invite"       // a new account
	ChangeInviteAgain AccountChangeKind = "invite-again" // a new password
	ChangeRoleTo      AccountChangeKind = "change-role"
	ChangeFactor      AccountChangeKind = "reset-second-factor"
)

// AccountChange waits until a second person confirms or refuses it. Whoever asked never answers, and nobody answers about themselves.
type AccountChange struct {
	ID         ID
	AccountID  ID
	Kind       AccountChangeKind
	Role       Role // the account would have
	SocietyID  *ID
	LinkHash   []byte // of an invitation: its link opens nothing before the answer
	WhySealed  []byte
	AskedBy    ID
	AskedAt    terms.Instant
	Answer     string // confirmed, refused, replaced
	AnsweredBy string // an account, or console
	AnsweredAt terms.Instant
}

// NeedsSecondPerson says whether nobody may put an account into this role alone: it opens people, it lets texts or messages out, or it
// gives such roles to others.
func (r Role) NeedsSecondPerson() bool {
	return slices.ContainsFunc([]Right{RightReadPeople, RightApproveTexts, RightApproveSending, RightManageAccounts}, r.Has)
}

// SetWhy seals the reason; Why opens it.
func (c *AccountChange) SetWhy(k *Keyring, s string) (err error) {
	c.WhySealed, err = k.SealText("account_changes.why:"+c.ID, s)
	return err
}

func (c *AccountChange) Why(k *Keyring) (string, error) {
	return k.OpenText("account_changes.why:"+c.ID, c.WhySealed)
}

// OpenAccountChanges gives what waits for a second person, oldest first; small by nature.
func OpenAccountChanges(r Reader) ([]AccountChange, error) {
	return many[AccountChange](r.q().Where("answered_at IS NULL").Order("asked_at, id"), "account changes")
}

// OpenAccountChange finds what waits for one account.
func OpenAccountChange(r Reader, account ID) (AccountChange, error) {
	return one[AccountChange](r.q().Where("account_id = ? AND answered_at IS NULL", account), "Change of this account")
}

// FindAccountChange finds one, answered or not.
func FindAccountChange(r Reader, id ID) (AccountChange, error) {
	if !ValidID(id) {
		return AccountChange{}, NotFound("Change of an account")
	}
	return one[AccountChange](r.q().Where("id = ?", id), "Change of an account")
}

// WaitingInvitation says whether this link belongs to an invitation that nobody has confirmed yet.
func WaitingInvitation(r Reader, hash []byte) (bool, error) {
	var n int64
	err := r.q().Model(&AccountChange{}).Where("link_hash = ? AND answered_at IS NULL", hash).Count(&n).Error
	return n > 0, err
}

// AddAccountChange adds one; a second open one of the same account is a conflict.
func AddAccountChange(tx Tx, c *AccountChange) error {
	return insert(tx, c, "A change of this account that waits for a second person")
}

// AnswerAccountChange settles it, once.
func AnswerAccountChange(tx Tx, id ID, answer string, by string) error {
	return guarded(tx.q().Model(&AccountChange{}).Where("id = ? AND answered_at IS NULL", id),
		map[string]any{"answer": answer, "answered_by": by, "answered_at": tx.Now(), "link_hash": nil},
		"This was answered already. Nothing was changed; load the page again.")
}

// SecondPersons gives the accounts that could confirm a change: a data protection officer or an administrator who can sign in, and is
// neither of those named.
func SecondPersons(r Reader, except ...ID) ([]Account, error) {
	return many[Account](r.q().Where("role IN ? AND disabled_at IS NULL AND password_hash <> '' AND (totp_confirmed = ? OR demo = ?) AND id NOT IN ?",
		[]Role{RoleDPO, RoleAdministrator}, true, true, append([]ID{NewID()}, except...)).Order("created_at, id"), "accounts")
}
