package access

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"candour/models"
)

// argon2id at m=64 MiB, t=3, p=4 (RFC 9106, second recommended option made stronger in lanes).
var hashing = &argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 4, SaltLength: 16, KeyLength: 32}

// A hash costs 64 MiB for about half a second: four at once, the rest waits a little, then is told to come back.
var hashSlots = make(chan struct{}, 4)

func withSlot(ctx context.Context, f func() error) error {
	select {
	case hashSlots <- struct{}{}:
		defer func() { <-hashSlots }()
		return f()
	case <-time.After(10 * time.Second):
		return &models.Error{Kind: models.KindTooMany, Detail: "Too many people are signing in at this moment. Nothing was lost; try again in a minute."}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// checkPassword refuses what is short or among the first guesses; known is what anybody knows of its owner. No rule about kinds of
// characters: length is what helps (NIST SP 800-63B).
func checkPassword(p string, known []string) error {
	switch n := utf8.RuneCountInString(p); {
	case n < 12:
		return models.InvalidField("password", "The password needs at least 12 characters. A few words in a row are easy to remember.")
	case len(p) > 512:
		return models.InvalidField("password", "The password is longer than 512 bytes.")
	case guessable(p, known):
		return models.InvalidField("password", "This password is among those that attackers try first: it is on a list, or made of your name or organisation. Choose another one; a few unrelated words are good.")
	}
	return nil
}

func hashPassword(ctx context.Context, p string) (hash string, err error) {
	err = withSlot(ctx, func() error {
		hash, err = argon2id.CreateHash(p, hashing)
		return err
	})
	return hash, err
}

// decoy is compared when there is no account, so that the answer takes as long as for a wrong password.
var decoy, _ = argon2id.CreateHash("no account has this password", hashing)

func passwordMatches(ctx context.Context, p, hash string) (ok bool, err error) {
	if hash == "" {
		hash = decoy
		defer func() { ok = false }()
	}
	err = withSlot(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(p, hash)
		return err
	})
	return ok, err
}
