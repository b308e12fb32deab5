package models

import (
	"crypto/rand"
	"fmt"
)

// ID names a row: a random UUID (122 random bits). It is never the control; who may see a row is part of the query.
type ID = string

// NewID makes a version 4 UUID (RFC 9562).
func NewID() ID {
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// ValidID says whether s has the form of an ID; a wrong form is simply not found, so the database never sees it.
func ValidID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if s[i] != '-' {
				return false
			}
		case s[i] >= '0' && s[i] <= '9', s[i] >= 'a' && s[i] <= 'f':
		default:
			return false
		}
	}
	return true
}
