package models

import (
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// Account is somebody who may sign in. Name and e-mail are sealed; the e-mail is found by keyed hash.
type Account struct {
	ID                  ID
	NameSealed          []byte
	EmailSealed         []byte
	EmailKey            []byte
	Role                Role
	SocietyID           *ID // only of a focal point
	Language            string
	PasswordHash        string // argon2id, PHC string; empty until the invitation is used
	TOTPSealed          []byte `gorm:"column:totp_sealed"`
	TOTPStep            int64  `gorm:"column:totp_step"` // last step accepted: a code works once
	TOTPConfirmed       bool   `gorm:"column:totp_confirmed"`
	Failures            int    // in a row; a success clears it
	RetryAt             terms.Instant
	InvitationHash      []byte
	InvitationExpiresAt terms.Instant
	InvitationCodeHash  []byte // the second half, told to whoever confirmed the invitation
	DisabledAt          terms.Instant
	CreatedAt           terms.Instant `gorm:"autoCreateTime:false"`
	Demo                bool          // an account of the exercise: exists only in a demo database
}

// Session is one sign-in. Only the hash of its secret is kept.
type Session struct {
	ID         ID
	SecretHash []byte
	AccountID  ID
	Assurance  int           // 1 password only (may do nothing but give the second factor), 2 both factors
	CreatedAt  terms.Instant `gorm:"autoCreateTime:false"`
	SeenAt     terms.Instant
	ExpiresAt  terms.Instant
	EndedAt    terms.Instant
}

// NormalEmail is the form an e-mail address is looked up in.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// SetPerson seals name and e-mail into the account.
func (a *Account) SetPerson(k *Keyring, name, email string) (err error) {
	if a.NameSealed, err = k.SealText("accounts.name:"+a.ID, name); err != nil {
		return err
	}
	if a.EmailSealed, err = k.SealText("accounts.email:"+a.ID, strings.TrimSpace(email)); err != nil {
		return err
	}
	a.EmailKey, err = k.Lookup("accounts.email", "", NormalEmail(email))
	return err
}

// Name and Email open the sealed fields.
func (a *Account) Name(k *Keyring) (string, error) {
	return k.OpenText("accounts.name:"+a.ID, a.NameSealed)
}

func (a *Account) Email(k *Keyring) (string, error) {
	return k.OpenText("accounts.email:"+a.ID, a.EmailSealed)
}

// Viewer is the account as it looks at things.
func (a *Account) Viewer(session ID) Viewer {
	v := Viewer{Account: a.ID, Role: a.Role, Session: session, Language: a.Language}
	if a.SocietyID != nil {
		v.SocietyID = *a.SocietyID
	}
	return v
}

func FindAccount(r Reader, id ID) (Account, error) {
	return one[Account](r.q().Where("id = ?", id), "Account")
}

func FindAccountByEmail(r Reader, email string) (Account, error) {
	key, err := r.Keys().Lookup("accounts.email", "", NormalEmail(email))
	if err != nil {
		return Account{}, err
	}
	return one[Account](r.q().Where("email_key = ?", key), "Account")
}

func FindAccountByInvitation(r Reader, hash []byte) (Account, error) {
	return one[Account](r.q().Where("invitation_hash = ?", hash), "Invitation")
}

// ListAccounts is small by nature; no pages.
func ListAccounts(r Reader) ([]Account, error) {
	return many[Account](r.q().Order("created_at, id"), "accounts")
}

// AccountsOfRoles gives who holds one of these roles and may sign in, for messages that go to a role. Somebody who is only invited gets none:
// a second person may not have confirmed that address yet.
func AccountsOfRoles(r Reader, roles ...Role) ([]Account, error) {
	return many[Account](r.q().Where("role IN ? AND disabled_at IS NULL AND password_hash <> ''", roles).Order("created_at, id"), "accounts")
}

// CountAdministrators says how many enabled administrators there are: the last one cannot be disabled.
func CountAdministrators(r Reader) (n int64, err error) {
	err = r.q().Model(&Account{}).Where("role = ? AND disabled_at IS NULL", RoleAdministrator).Count(&n).Error
	return n, err
}

// AccountNames opens the names of the accounts given, for lists that say who did something.
func AccountNames(r Reader, ids []ID) (map[ID]string, error) {
	// What the program did by itself, and what nobody has done yet, has no account behind it.
	ids = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(ids))), func(id ID) bool { return !ValidID(id) })
	if len(ids) == 0 {
		return map[ID]string{}, nil
	}
	rows, err := many[Account](r.q().Select("id", "name_sealed").Where("id IN ?", ids), "accounts")
	if err != nil {
		return nil, err
	}
	names := make(map[ID]string, len(rows))
	for i := range rows {
		if names[rows[i].ID], err = rows[i].Name(r.Keys()); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func AddAccount(tx Tx, a *Account) error { return insert(tx, a, "An account with this e-mail address") }

// SaveAccount writes the account back; sign-in state changes on every attempt, so the whole row is the unit.
func SaveAccount(tx Tx, a *Account) error { return tx.q().Save(a).Error }

func AddSession(tx Tx, s *Session) error { return insert(tx, s, "This session") }

// FindSession finds a session that has not ended or expired, by the hash of its secret.
func FindSession(r Reader, secretHash []byte) (Session, error) {
	return one[Session](r.q().Where("secret_hash = ? AND ended_at IS NULL AND expires_at > ?", secretHash, r.Now()), "Session")
}

func ListSessions(r Reader, account ID) ([]Session, error) {
	return many[Session](r.q().Where("account_id = ? AND ended_at IS NULL AND expires_at > ?", account, r.Now()).Order("created_at DESC"), "sessions")
}

// TouchSession notes that a session is alive. It is no command: it changes no state a person would ask about.
func (db *DB) TouchSession(v View, id ID, seen, expires terms.Instant) error {
	return v.q().Model(&Session{}).Where("id = ? AND ended_at IS NULL", id).Updates(map[string]any{"seen_at": seen, "expires_at": expires}).Error
}

// EndSessions ends one session (id) or all of an account (id empty).
func EndSessions(tx Tx, account, id ID) error {
	q := tx.q().Model(&Session{}).Where("account_id = ? AND ended_at IS NULL", account)
	if id != "" {
		q = q.Where("id = ?", id)
	}
	return q.Update("ended_at", tx.Now()).Error
}

// ForgetInvitations deletes the hashes of invitations that have expired: nothing can be done with them, and nothing has to be kept of them.
func ForgetInvitations(tx Tx) (int64, error) {
	q := tx.q().Model(&Account{}).Where("LENGTH(invitation_hash) > 0 AND invitation_expires_at <= ?", tx.Now()).Update("invitation_hash", nil)
	return q.RowsAffected, q.Error
}

// DeleteSessions deletes sessions that ended or expired before a moment. What was done in them stands in the record.
func DeleteSessions(tx Tx, before terms.Instant) (int64, error) {
	q := tx.q().Where("ended_at <= ? OR expires_at <= ?", before, before).Delete(&Session{})
	return q.RowsAffected, q.Error
}

// AcceptTOTPStep marks a step of the second factor as used; a second use of the same step is a conflict.
func AcceptTOTPStep(tx Tx, account ID, step int64) error {
	return guarded(tx.q().Model(&Account{}).Where("id = ? AND totp_step < ?", account, step),
		map[string]any{"totp_step": step, "totp_confirmed": true}, "This code was used already. Wait for the next one.")
}

// LoadAccountForChange finds an account inside a command, and keeps other commands from changing it meanwhile.
func LoadAccountForChange(tx Tx, id ID) (Account, error) {
	if !ValidID(id) {
		return Account{}, NotFound("Account")
	}
	return one[Account](forUpdate(tx).Where("id = ?", id), "Account")
}

// OtherAdministrators counts the administrators besides one who can sign in: enabled, and with a password chosen. Their rows stay locked, so that two administrators who take the
// role from each other at the same moment cannot both succeed.
func OtherAdministrators(tx Tx, id ID) (int, error) {
	rows, err := many[Account](forUpdate(tx).Where("role = ? AND disabled_at IS NULL", RoleAdministrator).Order("id"), "administrators")
	n := 0
	for _, a := range rows {
		if a.ID != id && a.PasswordHash != "" {
			n++
		}
	}
	return n, err
}

// forUpdate locks what is read until the command ends. The embedded database has one writer and needs none.
func forUpdate(tx Tx) *gorm.DB {
	if tx.db.engine == Postgres {
		return tx.g.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	return tx.g
}
