// Package mark makes the marks by which something that comes back is known: the address bounces go to, and the key a gateway
// remembers. Each is a function of one step of one delivery and of a secret of this installation, so nothing has to be stored to
// recognise it, nobody else can make one, and who sees it learns neither the person nor which messages belong together.
package mark

import (
	"crypto/hmac"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"

	"candour/models"
)

// Step is one channel tried for one person of one dispatch; or, with Delivery, one message of the outbox (a circular).
type Step struct {
	Dispatch int64
	Person   int64
	Step     int
	Delivery models.ID // of a circular; the rest is zero then
}

// BouncePrefix begins the local part of the address that bounces go to.
const BouncePrefix = "b+"

// local parts are compared without case by many servers, so the alphabet has one case.
var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const tagLength = 10 // 80 bits: a forged one has to be guessed on line

var errMark = errors.New("this mark is not one of ours")

func (s Step) bytes() ([]byte, error) {
	if s.Delivery != "" {
		b, err := hex.DecodeString(strings.ReplaceAll(s.Delivery, "-", ""))
		if err != nil || len(b) != 16 {
			return nil, errors.New("a delivery without an id has no mark")
		}
		return append([]byte{1}, b...), nil
	}
	if s.Dispatch <= 0 || s.Person <= 0 || s.Step <= 0 {
		return nil, errors.New("a step without a dispatch, a person and a number has no mark")
	}
	b := binary.AppendUvarint([]byte{2}, uint64(s.Dispatch))
	b = binary.AppendUvarint(b, uint64(s.Person))
	return binary.AppendUvarint(b, uint64(s.Step)), nil
}

func readStep(b []byte) (Step, error) {
	switch {
	case len(b) == 17 && b[0] == 1:
		h := hex.EncodeToString(b[1:])
		return Step{Delivery: h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]}, nil
	case len(b) > 1 && b[0] == 2:
		b = b[1:]
		var n [3]uint64
		for i := range n {
			v, w := binary.Uvarint(b)
			if w <= 0 || v == 0 || v > 1<<62 {
				return Step{}, errMark
			}
			n[i], b = v, b[w:]
		}
		if len(b) > 0 || n[2] > 1000 {
			return Step{}, errMark
		}
		return Step{Dispatch: int64(n[0]), Person: int64(n[1]), Step: int(n[2])}, nil
	}
	return Step{}, errMark
}

// Token is the mark in letters and digits, the same each time. Its tag is also what hides the rest, so two tokens have nothing in common.
func Token(k *models.Keyring, s Step) (string, error) {
	plain, err := s.bytes()
	if err != nil {
		return "", err
	}
	tag, err := prf(k, "mark-tag", plain)
	if err != nil {
		return "", err
	}
	tag = tag[:tagLength]
	hidden, err := hide(k, tag, plain)
	if err != nil {
		return "", err
	}
	return alphabet.EncodeToString(append(tag, hidden...)), nil
}

// Read recognises a token of ours; anything else is an error that says no more.
func Read(k *models.Keyring, token string) (Step, error) {
	if len(token) > 64 {
		return Step{}, errMark
	}
	b, err := alphabet.DecodeString(strings.ToLower(token))
	if err != nil || len(b) < tagLength+2 {
		return Step{}, errMark
	}
	tag := b[:tagLength]
	plain, err := hide(k, tag, b[tagLength:])
	if err != nil {
		return Step{}, err
	}
	want, err := prf(k, "mark-tag", plain)
	if err != nil {
		return Step{}, err
	}
	if !hmac.Equal(tag, want[:tagLength]) {
		return Step{}, errMark
	}
	return readStep(plain)
}

// EnvelopeSender is the address a message is sent from on the envelope, so that its bounce comes back with the mark on it.
func EnvelopeSender(k *models.Keyring, s Step, domain string) (string, error) {
	t, err := Token(k, s)
	if err != nil {
		return "", err
	}
	return BouncePrefix + t + "@" + domain, nil
}

// OfAddress finds the token in the local part of an address; empty when there is none.
func OfAddress(address string) string {
	local, _, _ := strings.Cut(strings.TrimSpace(strings.Trim(strings.TrimSpace(address), "<>")), "@")
	token, ok := strings.CutPrefix(strings.ToLower(local), BouncePrefix)
	if !ok {
		return ""
	}
	return token
}

// hide covers or uncovers the plain mark with a stream made from its tag.
func hide(k *models.Keyring, tag, b []byte) ([]byte, error) {
	stream, err := prf(k, "mark-hide", tag)
	if err != nil {
		return nil, err
	}
	if len(b) > len(stream) {
		return nil, errMark
	}
	out := make([]byte, len(b))
	for i := range b {
		out[i] = b[i] ^ stream[i]
	}
	return out, nil
}

func prf(k *models.Keyring, purpose string, b []byte) ([]byte, error) {
	s, err := k.LinkToken(purpose, hex.EncodeToString(b), 0)
	if err != nil {
		return nil, err
	}
	return base64.RawURLEncoding.DecodeString(s)
}
