package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"candour/models"
)

// Nobody alone puts somebody into a role that opens people, lets messages out or gives such roles to others: whoever invites could be that
// person. What an administrator asks for waits until somebody else confirms it. An invitation then has two halves, the link of one and the
// code of the other, so that neither of them can use it alone.

// needsSecond says whether what this actor wants with an account of this role has to wait. The console of the machine acts for an
// installation in which nobody is yet; it invites the first administrator and nobody else.
func needsSecond(by models.Actor, role models.Role) bool {
	return by.Kind == "account" && role.NeedsSecondPerson()
}

// ask lets a change wait. The same wish asked for again takes the place of the one before; another one has to be answered first.
func ask(tx models.Tx, by models.Actor, c models.AccountChange, why string) error {
	open, err := models.OpenAccountChange(tx, c.AccountID)
	switch {
	case models.IsKind(err, models.KindNotFound):
	case err != nil:
		return err
	case aboutLink(open.Kind) && aboutLink(c.Kind):
		c.Kind = open.Kind
		fallthrough
	case open.Kind == c.Kind:
		if err := models.AnswerAccountChange(tx, open.ID, "replaced", by.ID); err != nil {
			return err
		}
	default:
		return models.Conflict(waits)
	}
	c.ID, c.AskedBy, c.AskedAt = models.NewID(), by.ID, tx.Now()
	if err := c.SetWhy(tx.Keys(), strings.TrimSpace(why)); err != nil {
		return err
	}
	return models.AddAccountChange(tx, &c)
}

const waits = "Another change of this account waits for a second person. Nothing was changed; have that one confirmed or refused first."

func aboutLink(k models.AccountChangeKind) bool {
	return k == models.ChangeInvite || k == models.ChangeInviteAgain
}

// free refuses to touch an account while something about it waits: what was confirmed would not be what was asked.
func free(tx models.Tx, account models.ID) error {
	_, err := models.OpenAccountChange(tx, account)
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return models.Conflict(waits)
}

// Confirm is the second person's yes. For an invitation it gives the code that goes with the link: told once, by a way that is not the way of
// the link.
// Errors: not found; forbidden (an own request, or about oneself); conflict (answered already, closed account).
func Confirm(ctx context.Context, db *models.DB, by models.Actor, id models.ID) (a models.Account, code string, err error) {
	asked, err := models.FindAccountChange(db.View(ctx), id)
	if err != nil {
		return a, "", err
	}
	a, err = change(ctx, db, by, "confirm-account-change", asked.AccountID, "", func(tx models.Tx, a *models.Account) error {
		if err := mayConfirm(tx, by, asked); err != nil {
			return err
		}
		if err := models.AnswerAccountChange(tx, id, "confirmed", cmp.Or(by.ID, by.Kind)); err != nil {
			return err
		}
		if !a.DisabledAt.IsZero() {
			return models.Conflict("This account is closed. Open it again first, or refuse the change.")
		}
		switch asked.Kind {
		case models.ChangeInvite, models.ChangeInviteAgain:
			code = newCode()
			startInvitation(tx, a, asked.LinkHash, HashSecret(code), invitationTime)
		case models.ChangeRoleTo:
			a.Role, a.SocietyID = asked.Role, asked.SocietyID
		case models.ChangeFactor:
			a.TOTPSealed, a.TOTPConfirmed = nil, false
		default:
			return errors.New("an account change of no known kind")
		}
		return tx.Details(map[string]any{"change": asked.ID, "kind": asked.Kind, "role": asked.Role, "asked_by": asked.AskedBy})
	})
	return a, code, err
}

// mayConfirm keeps the two persons two. The console confirms only while there is nobody else who could: on an empty installation, or when
// the other one is locked out.
func mayConfirm(tx models.Tx, by models.Actor, c models.AccountChange) error {
	others, err := models.SecondPersons(tx, c.AskedBy, c.AccountID)
	switch {
	case err != nil:
		return err
	case by == models.Console && len(others) > 0:
		return models.Forbidden("There is a data protection officer or another administrator who can confirm this. Ask them; the console does it only while there is nobody.")
	case by == models.Console:
		return nil
	case by.ID == c.AskedBy:
		return models.Forbidden("You asked for this yourself. A data protection officer or another administrator has to confirm it; nothing was changed.")
	case by.ID == c.AccountID:
		return models.Forbidden("This is about your own account. Somebody else has to confirm it; nothing was changed.")
	case !slices.ContainsFunc(others, func(a models.Account) bool { return a.ID == by.ID }):
		return models.Forbidden("Only a data protection officer or an administrator with a second factor confirms this. Nothing was changed.")
	}
	return nil
}

// Refuse is the second person's no, or the first one's change of mind. Nothing happens to the account.
func Refuse(ctx context.Context, db *models.DB, by models.Actor, id models.ID, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("reason", "Say why, in a sentence. Whoever asked will want to know.")
	}
	c, err := models.FindAccountChange(db.View(ctx), id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by, Operation: "refuse-account-change", Why: why}, func(tx models.Tx) error {
		tx.On("account", c.AccountID)
		if err := tx.Details(map[string]any{"change": id, "kind": c.Kind, "role": c.Role}); err != nil {
			return err
		}
		return models.AnswerAccountChange(tx, id, "refused", by.ID)
	})
}

// ConfirmFromConsole is the second person of an installation that has none: whoever holds the machine, besides whoever asked.
func ConfirmFromConsole(ctx context.Context, db *models.DB, email string) (models.AccountChange, string, error) {
	r := db.View(ctx)
	a, err := models.FindAccountByEmail(r, email)
	if err != nil {
		return models.AccountChange{}, "", err
	}
	c, err := models.OpenAccountChange(r, a.ID)
	if models.IsKind(err, models.KindNotFound) {
		return c, "", models.NotFound("A change of this account that waits for a second person")
	}
	if err != nil {
		return c, "", err
	}
	_, code, err := Confirm(ctx, db, models.Console, c.ID)
	return c, code, err
}

// newCode is 50 bits in letters and digits that are not taken for one another, in two groups to be read out.
func newCode() string {
	const letters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789" // 32: each byte's low five bits choose one evenly
	b := make([]byte, 10)
	rand.Read(b)
	for i := range b {
		b[i] = letters[b[i]&31]
	}
	return string(b[:5]) + "-" + string(b[5:])
}

// plainCode reads a code as people type it: any case, with or without the dash.
func plainCode(s string) string {
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	if len(s) != 10 {
		return s
	}
	return s[:5] + "-" + s[5:]
}
