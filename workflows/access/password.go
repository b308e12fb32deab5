package access

import (
	"context"
	_ "embed"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"candour/models"
)

// argon2id at m=64 MiB, t=3, p=4 (RFC 9106, second recommended option made stronger in lanes).
var hashing = &argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 4, SaltLength: 16, KeyLength: 32}

// A hash costs 64 MiB for about half a second: four at once, the rest waits a little, then is told to come back.
var hashSlots = make(chan struct{}, 4)

//go:embed common-passwords.txt
var commonList string

var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(commonList) {
		m[w] = true
	}
	return m
}()

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

// checkPassword refuses what is short or on a list of leaked passwords. No rule about kinds of characters: length is what helps (NIST SP 800-63B).
func checkPassword(p string) error {
	switch n := utf8.RuneCountInString(p); {
	case n < 12:
		return models.InvalidField("password", "The password needs at least 12 characters. A few words in a row are easy to remember.")
	case len(p) > 512:
		return models.InvalidField("password", "The password is longer than 512 bytes.")
	}
	// "candour-candour" and "correcthorsebatterystaple1" are the same kind of guess as the list itself.
	// "exercise only ..." is the password of the demo, which everybody can read.
	low := strings.ToLower(p)
	trimmed := strings.TrimRight(low, "0123456789!?.-_ ")
	if common[low] || common[trimmed] || distinct(low) < 5 || strings.Contains(low, "candour") || strings.Contains(low, "exercise only") || strings.Contains(low, "redcross") || strings.Contains(low, "redcrescent") {
		return models.InvalidField("password", "This password is on lists that attackers try first. Choose another one; a few unrelated words are good.")
	}
	return nil
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
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
