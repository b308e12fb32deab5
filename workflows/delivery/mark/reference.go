package mark

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"candour/models"
)

// Reference is the number on a letter: sixteen digits and a check digit. Digits, because they can be read aloud in every language and typed on
// every telephone; sixteen, because fewer could be guessed (53 bits); the check digit finds every single wrong digit and every two swapped.
type Reference int64

const (
	referenceDigits = 16
	referenceRange  = 10_000_000_000_000_000
)

// ReferenceOf is the reference of one step of one delivery, the same each time.
func ReferenceOf(k *models.Keyring, s Step) (Reference, error) {
	plain, err := s.bytes()
	if err != nil {
		return 0, err
	}
	b, err := prf(k, "mark-letter", plain)
	if err != nil {
		return 0, err
	}
	return Reference(binary.BigEndian.Uint64(b[:8]) % referenceRange), nil
}

// String writes it as it stands on the letter: 4821 0937 5516 2803-7.
func (r Reference) String() string {
	s := fmt.Sprintf("%016d", int64(r))
	return s[:4] + " " + s[4:8] + " " + s[8:12] + " " + s[12:] + "-" + string(rune('0'+checkDigit(s)))
}

var errReference = errors.New("this is not a reference of ours: it has 17 digits, and the last one does not fit the others. Read it again, four digits at a time")

// ParseReference reads it as people write it: with or without spaces and the dash, in Latin, Arabic, Persian or Indian digits.
func ParseReference(s string) (Reference, error) {
	digits := make([]byte, 0, referenceDigits+1)
	for _, r := range s {
		switch d, ok := digitOf(r); {
		case ok:
			digits = append(digits, '0'+d)
		case strings.ContainsRune(" -.\u00a0\u2009\u202f\u2010\u2011\u2013\u2066\u2067\u2068\u2069\u200e\u200f\t", r):
		default:
			return 0, errReference
		}
		if len(digits) > referenceDigits+1 {
			return 0, errReference
		}
	}
	if len(digits) != referenceDigits+1 || checkDigit(string(digits[:referenceDigits])) != digits[referenceDigits]-'0' {
		return 0, errReference
	}
	var n int64
	for _, d := range digits[:referenceDigits] {
		n = n*10 + int64(d-'0')
	}
	return Reference(n), nil
}

func digitOf(r rune) (byte, bool) {
	for _, zero := range []rune{'0', '٠', '۰', '०', '௦', '０'} {
		if r >= zero && r <= zero+9 {
			return byte(r - zero), true
		}
	}
	return 0, false
}

// damm is a quasigroup of order ten (Damm, 2004): a swap of neighbours never gives the same check digit.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func checkDigit(digits string) byte {
	var at byte
	for i := range len(digits) {
		at = damm[at][digits[i]-'0']
	}
	return at
}
