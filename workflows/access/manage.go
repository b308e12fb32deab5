package access

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Every change of an account ends its sessions: whoever uses it signs in again, as what it is now. A change that waits for a second person
// changes nothing yet, so the sessions go on.

// errAsked tells change that the account stays as it is: the wish was written down, and waits.
var errAsked = errors.New("waits for a second person")

// lastAdministrator is the sentence for whoever would lock everybody out.
const lastAdministrator = "This is the last administrator. Make somebody else an administrator first."

func change(ctx context.Context, db *models.DB, by models.Actor, operation string, id models.ID, why string, do func(models.Tx, *models.Account) error) (models.Account, error) {
	var a models.Account
	err := db.Command(ctx, models.Act{By: by, Operation: operation, Why: why}, func(tx models.Tx) (err error) {
		// The administrators are locked before the account, always in this order, so that two commands cannot wait for each other.
		others, err := models.OtherAdministrators(tx, id)
		if err != nil {
			return err
		}
		if a, err = models.LoadAccountForChange(tx, id); err != nil {
			return err
		}
		counted := a.Role == models.RoleAdministrator && a.DisabledAt.IsZero() && a.PasswordHash != ""
		tx.On("account", id)
		if err := do(tx, &a); errors.Is(err, errAsked) {
			return nil
		} else if err != nil {
			return err
		}
		if counted && others == 0 && (a.Role != models.RoleAdministrator || !a.DisabledAt.IsZero()) {
			return models.Conflict(lastAdministrator)
		}
		if err := models.EndSessions(tx, id, ""); err != nil {
			return err
		}
		return models.SaveAccount(tx, &a)
	})
	return a, err
}

// halvesApart is how long one administrator who renewed one factor of an account keeps away from the other: whoever could set both would
// be that person, and see the people that person sees.
const halvesApart = 7 * 24 * time.Hour

func keepHalvesApart(tx models.Tx, by models.Actor, account models.ID, other string) error {
	did, err := models.ActedOn(tx, by, other, account, tx.Now().Add(-halvesApart))
	if err != nil {
		return err
	}
	if did {
		return models.Forbidden("You renewed the other factor of this account within the last seven days. Another administrator has to do this half: nobody may set both. Nothing was changed.")
	}
	return nil
}

// Disable closes an account with a reason. Its name stays readable in the record; nobody can sign in with it.
func Disable(ctx context.Context, db *models.DB, by models.Actor, id models.ID, why string) (models.Account, error) {
	return change(ctx, db, by, "disable-account", id, why, func(tx models.Tx, a *models.Account) error {
		if strings.TrimSpace(why) == "" {
			return models.InvalidField("reason", "Say why the account is closed.")
		}
		if !a.DisabledAt.IsZero() {
			return models.Conflict("This account is closed already.")
		}
		a.DisabledAt, a.InvitationHash, a.InvitationCodeHash, a.InvitationExpiresAt = tx.Now(), nil, nil, terms.Instant{}
		// What waits for this account is over with it.
		c, err := models.OpenAccountChange(tx, id)
		if models.IsKind(err, models.KindNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return models.AnswerAccountChange(tx, c.ID, "refused", cmp.Or(by.ID, by.Kind))
	})
}

// Enable opens a closed account again. Password and second factor are what they were.
func Enable(ctx context.Context, db *models.DB, by models.Actor, id models.ID, why string) (models.Account, error) {
	return change(ctx, db, by, "enable-account", id, why, func(_ models.Tx, a *models.Account) error {
		if a.DisabledAt.IsZero() {
			return models.Conflict("This account is open already.")
		}
		a.DisabledAt, a.Failures, a.RetryAt = terms.Instant{}, 0, terms.Instant{}
		return nil
	})
}

// ChangeRole gives an account another role, and a focal point its society. Into a role that needs a second person it waits for Confirm.
func ChangeRole(ctx context.Context, db *models.DB, by models.Actor, id models.ID, role models.Role, society models.ID) (models.Account, error) {
	return change(ctx, db, by, "change-role", id, "", func(tx models.Tx, a *models.Account) error {
		if by.ID == id {
			return models.Forbidden("Nobody changes their own role. Ask another administrator.")
		}
		p := Person{Role: role, SocietyID: society}
		var err error
		if p.Name, err = a.Name(tx.Keys()); err != nil {
			return err
		}
		if p.Email, err = a.Email(tx.Keys()); err != nil {
			return err
		}
		if err := p.check(tx); err != nil {
			return err
		}
		var of *models.ID
		if society != "" {
			of = &society
		}
		if needsSecond(by, role) {
			if err := tx.Details(map[string]any{"from": a.Role, "to": role, "waits": true}); err != nil {
				return err
			}
			return cmp.Or(ask(tx, by, models.AccountChange{AccountID: id, Kind: models.ChangeRoleTo, Role: role, SocietyID: of}, ""), errAsked)
		}
		if err := free(tx, id); err != nil {
			return err
		}
		was := a.Role
		a.Role, a.SocietyID = role, of
		return tx.Details(map[string]any{"from": was, "to": role})
	})
}

// ResetSecondFactor forgets the authenticator app; the next sign-in sets a new one up. For a telephone that was lost. In a role that needs a
// second person it waits for Confirm.
func ResetSecondFactor(ctx context.Context, db *models.DB, by models.Actor, id models.ID, why string) (models.Account, error) {
	return change(ctx, db, by, "reset-second-factor", id, why, func(tx models.Tx, a *models.Account) error {
		if strings.TrimSpace(why) == "" {
			return models.InvalidField("reason", "Say how you made sure that the person asking is the person.")
		}
		if err := keepHalvesApart(tx, by, id, "invite-again"); err != nil {
			return err
		}
		if needsSecond(by, a.Role) {
			if err := tx.Details(map[string]any{"waits": true}); err != nil {
				return err
			}
			return cmp.Or(ask(tx, by, models.AccountChange{AccountID: id, Kind: models.ChangeFactor, Role: a.Role, SocietyID: a.SocietyID}, why), errAsked)
		}
		if err := free(tx, id); err != nil {
			return err
		}
		a.TOTPSealed, a.TOTPConfirmed = nil, false
		return nil
	})
}

// InviteAgain gives a new one-time link to choose a password: for an invitation that ran out, or a password that was forgotten. The old
// password stops working at once; in a role that needs a second person it does when Confirm was given. The token is told once and only its
// hash is kept.
func InviteAgain(ctx context.Context, db *models.DB, by models.Actor, id models.ID) (models.Account, string, error) {
	return inviteAgain(ctx, db, by, id, invitationTime)
}

func inviteAgain(ctx context.Context, db *models.DB, by models.Actor, id models.ID, valid time.Duration) (models.Account, string, error) {
	token := newToken()
	a, err := change(ctx, db, by, "invite-again", id, "", func(tx models.Tx, a *models.Account) error {
		if !a.DisabledAt.IsZero() {
			return models.Conflict("This account is closed. Open it again first.")
		}
		if err := keepHalvesApart(tx, by, id, "reset-second-factor"); err != nil {
			return err
		}
		if needsSecond(by, a.Role) {
			if err := tx.Details(map[string]any{"waits": true}); err != nil {
				return err
			}
			return cmp.Or(ask(tx, by, models.AccountChange{AccountID: id, Kind: models.ChangeInviteAgain, Role: a.Role, SocietyID: a.SocietyID, LinkHash: HashSecret(token)}, ""), errAsked)
		}
		if err := free(tx, id); err != nil {
			return err
		}
		startInvitation(tx, a, HashSecret(token), nil, valid)
		return nil
	})
	return a, token, err
}
