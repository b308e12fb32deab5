package gateway

import "errors"

// Number is one telephone number in E.164 that our own grammar accepted. Its zero value is no number. It is no string on purpose: a message
// takes exactly one, so no call can name two people.
type Number struct{ e164 string }

// ParseNumber accepts a plus, a country code and at most 15 digits (ITU-T E.164) and nothing else: no spaces, no extension, no list. Numbers
// are brought into this form when a list is read; one that is not stays as it was given and cannot be written to.
func ParseNumber(s string) (Number, error) {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return Number{}, errNumber
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return Number{}, errNumber
		}
	}
	return Number{s}, nil
}

// errNumber does not repeat the number: the text ends up in answers and logs.
var errNumber = errors.New("this is not a telephone number Candour can write to: it must begin with + and the country code, and hold digits only")

// String gives the number in E.164. It is personal data: never log it.
func (n Number) String() string { return n.e164 }

// IsZero says that this is no number.
func (n Number) IsZero() bool { return n.e164 == "" }
