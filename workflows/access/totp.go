package access

import (
	"context"
	"encoding/base32"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"candour/models"
	"candour/templates"
)

var totpOptions = totp.ValidateOpts{Period: 30, Skew: 0, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// Enrolment is what an authenticator app needs, shown once.
type Enrolment struct {
	Secret string // base32, for typing
	URL    string // otpauth://, for an app on the same device
	QR     string // the same as a drawing (SVG), for the telephone's camera
}

// Enrol makes a new secret for the second factor (160 bits, RFC 6238). It counts only after a code from it was given.
func Enrol(ctx context.Context, db *models.DB, v models.Viewer) (Enrolment, error) {
	var out Enrolment
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "enrol-second-factor"}, func(tx models.Tx) error {
		a, err := models.FindAccount(tx, v.Account)
		if err != nil {
			return err
		}
		if a.TOTPConfirmed {
			return models.Conflict("A second factor is set up already. An administrator can reset it.")
		}
		email, err := a.Email(tx.Keys())
		if err != nil {
			return err
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: "Candour", AccountName: email, SecretSize: 20})
		if err != nil {
			return err
		}
		out = Enrolment{Secret: key.Secret(), URL: key.URL()}
		if out.QR, err = templates.QR(key.URL()); err != nil {
			return err
		}
		if a.TOTPSealed, err = tx.Keys().SealText("accounts.totp:"+a.ID, key.Secret()); err != nil {
			return err
		}
		tx.On("account", a.ID)
		return models.SaveAccount(tx, &a)
	})
	return out, err
}

// GiveCode is the second step. The code of one 30-second step works once; the steps before and after are accepted, because clocks differ.
func GiveCode(ctx context.Context, db *models.DB, v models.Viewer, code string) (Entered, error) {
	r := db.View(ctx)
	a, err := models.FindAccount(r, v.Account)
	if err != nil {
		return Entered{}, err
	}
	if a.RetryAt.After(r.Now()) {
		return Entered{}, &models.Error{Kind: models.KindTooMany, Detail: "Too many tries in a row. Wait a minute and try again."}
	}
	step, err := acceptedStep(r, &a, code)
	if err != nil {
		return Entered{}, err
	}
	if step == 0 || a.Failures >= failureCeiling {
		return Entered{}, fail(ctx, db, a.ID)
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "give-second-factor"}, func(tx models.Tx) error {
		tx.On("account", a.ID)
		if err := models.AcceptTOTPStep(tx, a.ID, step); err != nil {
			return err
		}
		// The half-open session is replaced, never raised: its id was known before the second factor.
		return models.EndSessions(tx, a.ID, v.Session)
	})
	if models.IsKind(err, models.KindConflict) {
		return Entered{}, fail(ctx, db, a.ID)
	}
	if err != nil {
		return Entered{}, err
	}
	secret, err := openSession(ctx, db, a.ID, 2, "open-session")
	return Entered{secret, NextDone}, err
}

func acceptedStep(r models.Reader, a *models.Account, code string) (int64, error) {
	secret, err := r.Keys().OpenText("accounts.totp:"+a.ID, a.TOTPSealed)
	if err != nil || secret == "" {
		return 0, err
	}
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil {
		return 0, err
	}
	now := r.Now().Time()
	for _, d := range []time.Duration{0, -30 * time.Second, 30 * time.Second} {
		at := now.Add(d)
		step := at.Unix() / 30
		if step <= a.TOTPStep {
			continue
		}
		if ok, err := totp.ValidateCustom(code, secret, at, totpOptions); err == nil && ok {
			return step, nil
		}
	}
	return 0, nil
}
