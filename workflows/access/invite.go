package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/mail"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Person is who is invited.
type Person struct {
	Name      string
	Email     string
	Role      models.Role
	SocietyID models.ID // only of a focal point
	Language  string
}

const (
	invitationTime = 7 * 24 * time.Hour
	firstTime      = 30 * time.Minute
)

func (p Person) check(r models.Reader) error {
	switch {
	case strings.TrimSpace(p.Name) == "":
		return models.InvalidField("name", "Give the person's name.")
	case !slices.Contains(models.Roles, p.Role):
		return models.InvalidField("role", "Choose one of the roles.")
	}
	if a, err := mail.ParseAddress(p.Email); err != nil || a.Address != strings.TrimSpace(p.Email) {
		return models.InvalidField("email", "This is not an e-mail address. It looks like name@example.org.")
	}
	if (p.Role == models.RoleFocalPoint) != (p.SocietyID != "") {
		return models.InvalidField("society_id", "A society focal point belongs to exactly one society; other roles to none.")
	}
	if p.SocietyID != "" {
		o, err := models.FindOrganisation(r, p.SocietyID)
		if err != nil {
			return err
		}
		if o.Kind != models.KindSociety {
			return models.InvalidField("society_id", "%s is not a National Society.", o.Name)
		}
	}
	return nil
}

// Invite makes an account without a password and returns the one-time token of its invitation. The token is told once and only its hash is
// kept. In a role that needs a second person it opens nothing before Confirm, and then only together with the code of whoever confirmed.
func Invite(ctx context.Context, db *models.DB, by models.Actor, p Person) (models.Account, string, error) {
	return invite(ctx, db, by, p, invitationTime)
}

func invite(ctx context.Context, db *models.DB, by models.Actor, p Person, valid time.Duration) (models.Account, string, error) {
	a := models.Account{ID: models.NewID(), Role: p.Role, Language: p.Language}
	if a.Language == "" {
		a.Language = "en"
	}
	token := newToken()
	err := db.Command(ctx, models.Act{By: by, Operation: "invite-account"}, func(tx models.Tx) error {
		if err := p.check(tx); err != nil {
			return err
		}
		if err := a.SetPerson(tx.Keys(), strings.TrimSpace(p.Name), p.Email); err != nil {
			return err
		}
		if p.SocietyID != "" {
			a.SocietyID = &p.SocietyID
		}
		second := needsSecond(by, p.Role)
		a.CreatedAt = tx.Now()
		if !second {
			startInvitation(tx, &a, HashSecret(token), nil, valid)
		}
		tx.On("account", a.ID)
		if err := tx.Details(map[string]any{"role": a.Role, "waits": second}); err != nil {
			return err
		}
		if err := models.AddAccount(tx, &a); err != nil || !second {
			return err
		}
		return ask(tx, by, models.AccountChange{AccountID: a.ID, Kind: models.ChangeInvite, Role: a.Role, SocietyID: a.SocietyID, LinkHash: HashSecret(token)}, "")
	})
	return a, token, err
}

// startInvitation lets the link open the choice of a password, from now on; the password before it stops working.
func startInvitation(tx models.Tx, a *models.Account, link, code []byte, valid time.Duration) {
	a.PasswordHash, a.Failures, a.RetryAt = "", 0, terms.Instant{}
	a.InvitationHash, a.InvitationCodeHash, a.InvitationExpiresAt = link, code, tx.Now().Add(valid)
}

func newToken() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// InviteFirst makes the first administrator from the console of the machine. It is refused as soon as one has chosen a password: there is no
// default account. An invitation that ran out or was lost is given again, and one sent to a mistyped address ends, so that nobody is locked
// out of a new installation.
func InviteFirst(ctx context.Context, db *models.DB, name, email string) (string, error) {
	accounts, err := models.ListAccounts(db.View(ctx))
	if err != nil {
		return "", err
	}
	same, closed := models.ID(""), false
	for i := range accounts {
		a := &accounts[i]
		if a.Role != models.RoleAdministrator {
			continue
		}
		if a.PasswordHash != "" && a.DisabledAt.IsZero() {
			return "", models.Conflict("There is an administrator already. Ask them for an invitation.")
		}
		invited, err := a.Email(db.Keys())
		if err != nil {
			return "", err
		}
		if a.PasswordHash == "" && models.NormalEmail(invited) == models.NormalEmail(email) {
			same, closed = a.ID, !a.DisabledAt.IsZero()
		}
	}
	// The first address after all: its account is opened again, so that one person never has two of them.
	if closed {
		if _, err := Enable(ctx, db, models.Console, same, "Invited again from the console as the first administrator."); err != nil {
			return "", err
		}
	}
	var token string
	if same != "" {
		_, token, err = inviteAgain(ctx, db, models.Console, same, firstTime)
	} else {
		var first models.Account
		first, token, err = invite(ctx, db, models.Console, Person{Name: name, Email: email, Role: models.RoleAdministrator}, firstTime)
		same = first.ID
	}
	if err != nil {
		return "", err
	}
	for i := range accounts {
		if a := &accounts[i]; a.Role == models.RoleAdministrator && a.DisabledAt.IsZero() && a.ID != same {
			if _, err := Disable(ctx, db, models.Console, a.ID, "Never used; another first administrator was invited from the console."); err != nil {
				return "", err
			}
		}
	}
	return token, nil
}

// FindInvitation says whose invitation this is, if it still holds and a second person has confirmed it where one has to.
func FindInvitation(r models.Reader, token string) (models.Account, error) {
	if waiting, err := models.WaitingInvitation(r, HashSecret(token)); err != nil {
		return models.Account{}, err
	} else if waiting {
		return models.Account{}, models.Conflict("A second person has not confirmed this invitation yet. Keep the link: it works as soon as they have, with the code they give you.")
	}
	a, err := models.FindAccountByInvitation(r, HashSecret(token))
	if err != nil || a.InvitationExpiresAt.Before(r.Now()) || !a.DisabledAt.IsZero() {
		return a, &models.Error{Kind: models.KindNotFound, Detail: "This link does not open an invitation any more: it was used, a newer one replaced it, its time ran out, or it was copied incompletely. Ask whoever invited you for a new one."}
	}
	return a, nil
}

// Accept chooses the password and uses the invitation up. The code is that of the second person; empty where none was needed.
func Accept(ctx context.Context, db *models.DB, token, code, password string) error {
	a, err := FindInvitation(db.View(ctx), token)
	if err != nil {
		return err
	}
	known, err := knownOf(db.View(ctx), a)
	if err != nil {
		return err
	}
	if err := checkPassword(password, known); err != nil {
		return err
	}
	if err := codeFits(a, code); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: models.Actor{Kind: "account", ID: a.ID}, Operation: "accept-invitation"}, func(tx models.Tx) error {
		a, err := FindInvitation(tx, token)
		if err != nil {
			return err
		}
		if err := codeFits(a, code); err != nil {
			return err
		}
		a.PasswordHash, a.InvitationHash, a.InvitationCodeHash, a.InvitationExpiresAt, a.Failures = hash, nil, nil, terms.Instant{}, 0
		tx.On("account", a.ID)
		if err := models.EndSessions(tx, a.ID, ""); err != nil {
			return err
		}
		return models.SaveAccount(tx, &a)
	})
}

// knownOf is what anybody knows of an account's owner, and would try first.
func knownOf(r models.Reader, a models.Account) ([]string, error) {
	name, err := a.Name(r.Keys())
	if err != nil {
		return nil, err
	}
	email, err := a.Email(r.Keys())
	if err != nil || a.SocietyID == nil {
		return []string{name, email}, err
	}
	o, err := models.FindOrganisation(r, *a.SocietyID)
	return []string{name, email, o.Name}, err
}

// NeedsCode says whether the invitation has a second half.
func NeedsCode(a models.Account) bool { return len(a.InvitationCodeHash) > 0 }

// codeFits compares the second half. The link has 256 bits of its own, so 50 more need no count of guesses.
func codeFits(a models.Account, code string) error {
	if NeedsCode(a) && subtle.ConstantTimeCompare(a.InvitationCodeHash, HashSecret(plainCode(code))) != 1 {
		return models.InvalidField("code", "This is not the code that belongs to the link. Whoever confirmed your invitation has it; ask them.")
	}
	return nil
}

// AddDemo makes an account of the exercise: password known, no second factor, refused by every server that is not the demo.
func AddDemo(ctx context.Context, db *models.DB, p Person, password string) (models.Account, error) {
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return models.Account{}, err
	}
	a := models.Account{ID: models.NewID(), Role: p.Role, Language: "en", PasswordHash: hash, Demo: true}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "add-demo-account"}, func(tx models.Tx) error {
		if err := p.check(tx); err != nil {
			return err
		}
		if err := a.SetPerson(tx.Keys(), p.Name, p.Email); err != nil {
			return err
		}
		if p.SocietyID != "" {
			a.SocietyID = &p.SocietyID
		}
		a.CreatedAt = tx.Now()
		tx.On("account", a.ID)
		return models.AddAccount(tx, &a)
	})
	return a, err
}
