package genuineness

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"candour/models"
)

// Reference is seventeen digits; an eighteenth checks them. Digits and no letters: they have no look-alikes among themselves, no upper and
// lower case, one name each in every language we write in, and are on every telephone. Seventeen are 56 bits. The check digit (Damm, 2004)
// finds every single wrong digit and every two neighbours swapped.
type Reference int64

const (
	digits = 17
	groups = 6 // of three, the check digit in the last

	// The digits fall into two parts, which the rounds below mix.
	left, right = 100_000_000, 1_000_000_000
	space       = left * right

	// Plain, a reference is the number of what was sent times this, and the line of the person in it.
	lines    = 1 << 40
	subjects = space / lines
	rounds   = 10
)

// String writes it as it stands everywhere: 482-109-375-516-280-379.
func (r Reference) String() string {
	s := fmt.Sprintf("%017d", int64(r))
	s += string(rune('0' + checkDigit(s)))
	var b strings.Builder
	for i := range groups {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s[3*i : 3*i+3])
	}
	return b.String()
}

// What is wrong with something that was typed. Both are told to whoever typed it, so that they look at the paper again before they think
// that it is a forgery.
var (
	ErrForm  = errors.New("a reference has 18 digits, in six groups of three")
	ErrCheck = errors.New("the last digit does not fit the others")
)

// Parse reads a reference as people write it: with or without spaces, dots and dashes, in Latin, Arabic, Persian, Indian or full-width digits,
// and with the letters that are mistaken for digits.
func Parse(s string) (Reference, error) {
	if len(s) > 400 {
		return 0, ErrForm
	}
	found := make([]byte, 0, digits+1)
	for _, r := range s {
		d, ok := digitOf(r)
		switch {
		case ok:
			found = append(found, '0'+d)
		case strings.ContainsRune(" -._/,:;\u060c\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\t\r\n", r):
		default:
			return 0, ErrForm
		}
		if len(found) > digits+1 {
			return 0, ErrForm
		}
	}
	if len(found) != digits+1 {
		return 0, ErrForm
	}
	if checkDigit(string(found[:digits])) != found[digits]-'0' {
		return 0, ErrCheck
	}
	var n int64
	for _, d := range found[:digits] {
		n = n*10 + int64(d-'0')
	}
	return Reference(n), nil
}

func digitOf(r rune) (byte, bool) {
	for _, zero := range []rune{'0', '٠', '۰', '०', '௦', '০', '０'} {
		if r >= zero && r <= zero+9 {
			return byte(r - zero), true
		}
	}
	switch r {
	case 'O', 'o':
		return 0, true
	case 'I', 'i', 'l', 'L':
		return 1, true
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

// Coder turns numbers into references and back with the key of this installation. It is safe for use by many at once, and one reference costs
// less than a microsecond, so half a million messages are none the slower for it.
type Coder struct{ block cipher.Block }

// NewCoder derives the key from the keyring.
func NewCoder(k *models.Keyring) (*Coder, error) {
	s, err := k.LinkToken("reference-permutation", "", 1)
	if err != nil {
		return nil, fmt.Errorf("key of references: %w", err)
	}
	key, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("key of references: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("key of references: %w", err)
	}
	return &Coder{block}, nil
}

// subject is what a reference stands for: a dispatch, or something that has a number of its own in the table of references given.
type subject struct {
	dispatch bool
	number   int64
}

// Person is the reference of one person's line in a dispatch: the same in every channel and in every try.
func (c *Coder) Person(dispatch, person int64) (Reference, error) {
	return c.encode(subject{true, dispatch}, person)
}

func (c *Coder) encode(s subject, line int64) (Reference, error) {
	n := 2 * s.number
	if !s.dispatch {
		n++
	}
	if s.number < 0 || n >= subjects || line < 0 || line >= lines {
		return 0, errors.New("there is no reference for this number: it is larger than references can hold")
	}
	plain := uint64(n)*lines + uint64(line)
	a, b := plain/right, plain%right
	for i := range rounds {
		if i%2 == 0 {
			a = (a + c.round(i, b)%left) % left
		} else {
			b = (b + c.round(i, a)%right) % right
		}
	}
	return Reference(a*right + b), nil
}

// decode takes a reference apart again. Every number of seventeen digits gives something; whether it exists is for the database to say.
func (c *Coder) decode(r Reference) (s subject, line int64, ok bool) {
	if r < 0 || r >= space {
		return s, 0, false
	}
	a, b := uint64(r)/right, uint64(r)%right
	for i := rounds - 1; i >= 0; i-- {
		if i%2 == 0 {
			a = (a + left - c.round(i, b)%left) % left
		} else {
			b = (b + right - c.round(i, a)%right) % right
		}
	}
	plain := a*right + b
	n := int64(plain / lines)
	if n >= subjects {
		return s, 0, false
	}
	return subject{n%2 == 0, n / 2}, int64(plain % lines), true
}

func (c *Coder) round(i int, half uint64) uint64 {
	var in, out [aes.BlockSize]byte
	in[0] = byte(i)
	binary.BigEndian.PutUint64(in[8:], half)
	c.block.Encrypt(out[:], in[:])
	return binary.BigEndian.Uint64(out[:8])
}
