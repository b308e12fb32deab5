package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Next is what the person has to do after a step of signing in.
type Next string

const (
	NextDone  Next = "done"
	NextCode  Next = "code"  // give the code of the authenticator app
	NextEnrol Next = "enrol" // set the authenticator app up first
)

// Entered is the result of a step: the secret of the new session, told once, and what comes next.
type Entered struct {
	Secret string
	Next   Next
}

const (
	sessionIdle = 30 * time.Minute
	// A disabled password leaves nothing to guess; 50 stays below the ceiling of 100 of NIST SP 800-63B 3.2.2.
	failureCeiling = 50
)

// wrong is the one answer to every failed sign-in, so that nobody learns which accounts exist.
var wrong = &models.Error{Kind: models.KindUnauthorised, Detail: "The e-mail address, the password or the code is not right. Check them and try again."}

// SignIn is the first step: the password. The session it gives can do nothing but give the second factor, except in the exercise,
// where demo accounts have none.
func SignIn(ctx context.Context, db *models.DB, email, password string, demo bool) (Entered, error) {
	r := db.View(ctx)
	a, err := models.FindAccountByEmail(r, email)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return Entered{}, err
	}
	usable := err == nil && a.DisabledAt.IsZero() && (!a.Demo || demo)
	if usable && a.Failures >= failureCeiling {
		usable = false
	}
	if usable && a.RetryAt.After(r.Now()) {
		return Entered{}, &models.Error{Kind: models.KindTooMany, Detail: "Too many tries in a row. Wait a minute and try again."}
	}
	hash := ""
	if usable {
		hash = a.PasswordHash
	}
	ok, err := passwordMatches(ctx, password, hash)
	if err != nil {
		return Entered{}, err
	}
	if !ok {
		if usable {
			return Entered{}, fail(ctx, db, a.ID)
		}
		return Entered{}, wrong
	}
	next, assurance := NextCode, 1
	switch {
	case a.Demo:
		next, assurance = NextDone, 2
	case !a.TOTPConfirmed:
		next = NextEnrol
	}
	secret, err := openSession(ctx, db, a.ID, assurance, "sign-in")
	return Entered{secret, next}, err
}

// fail counts a wrong password or code and makes the next try wait: from the fifth on, one second doubling to a minute.
func fail(ctx context.Context, db *models.DB, account models.ID) error {
	err := db.Command(ctx, models.Act{By: models.Actor{Kind: "account", ID: account}, Operation: "sign-in-failed"}, func(tx models.Tx) error {
		a, err := models.FindAccount(tx, account)
		if err != nil {
			return err
		}
		a.Failures++
		if n := a.Failures - 5; n >= 0 {
			a.RetryAt = tx.Now().Add(min(time.Minute, time.Second<<min(n, 6)))
		}
		tx.On("account", a.ID)
		return models.SaveAccount(tx, &a)
	})
	if err != nil {
		return err
	}
	return wrong
}

func openSession(ctx context.Context, db *models.DB, account models.ID, assurance int, operation string) (string, error) {
	b := make([]byte, 32)
	rand.Read(b)
	secret := base64.RawURLEncoding.EncodeToString(b)
	err := db.Command(ctx, models.Act{By: models.Actor{Kind: "account", ID: account}, Operation: operation}, func(tx models.Tx) error {
		a, err := models.FindAccount(tx, account)
		if err != nil {
			return err
		}
		if assurance >= 2 {
			a.Failures, a.RetryAt = 0, terms.Instant{}
		}
		if err := models.SaveAccount(tx, &a); err != nil {
			return err
		}
		now := tx.Now()
		s := models.Session{ID: models.NewID(), SecretHash: HashSecret(secret), AccountID: account, Assurance: assurance,
			CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(sessionIdle)}
		tx.On("session", s.ID)
		return models.AddSession(tx, &s)
	})
	return secret, err
}

// HashSecret is how a session's secret is kept.
func HashSecret(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// SignOut ends one session, or every session of the account.
func SignOut(ctx context.Context, db *models.DB, v models.Viewer, everywhere bool) error {
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "sign-out"}, func(tx models.Tx) error {
		tx.On("session", v.Session)
		if everywhere {
			return models.EndSessions(tx, v.Account, "")
		}
		return models.EndSessions(tx, v.Account, v.Session)
	})
}
