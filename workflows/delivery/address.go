package delivery

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Address is one e-mail address that our own grammar has accepted. Its zero value is no address. It is not a
// string on purpose: everything that hands a message over takes exactly one Address, so no call can name two people.
type Address struct{ mailbox string }

// Limits of RFC 5321 section 4.5.3.1 and of the address in a path (RFC 3696 erratum 1690).
const (
	maxLocalPart = 64
	maxAddress   = 254
)

// ParseAddress accepts a plain dot-atom address (RFC 5322 section 3.2.3) at a domain name and nothing else: no display
// name, no quoted local part, no IP literal, no comment, no group, no list, no control character. The wider grammar is
// legal mail, but parsers disagree about it, and where they disagree a second recipient or a command can be smuggled
// in. International domain names become ASCII (IDNA 2008); local parts outside ASCII are refused, because the relay
// cannot be relied on to carry them (RFC 6531).
func ParseAddress(s string) (Address, error) {
	if !utf8.ValidString(s) {
		return Address{}, badAddress("it is not valid text")
	}
	if len(s) > 4*maxAddress {
		return Address{}, badAddress("it is too long")
	}
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return Address{}, badAddress("it has no @")
	}
	local, domain := s[:at], s[at+1:]
	if err := checkLocalPart(local); err != nil {
		return Address{}, err
	}
	ascii, err := asciiDomain(domain)
	if err != nil {
		return Address{}, err
	}
	mailbox := local + "@" + ascii
	if len(mailbox) > maxAddress {
		return Address{}, badAddress("it is longer than 254 characters")
	}
	return Address{mailbox}, nil
}

func checkLocalPart(local string) error {
	if local == "" {
		return badAddress("nothing stands before the @")
	}
	if len(local) > maxLocalPart {
		return badAddress("the part before the @ is longer than 64 characters")
	}
	if local[0] == '.' || local[len(local)-1] == '.' || strings.Contains(local, "..") {
		return badAddress("a dot is at the wrong place before the @")
	}
	for i := 0; i < len(local); i++ {
		if !atext(local[i]) && local[i] != '.' {
			return badAddress("the part before the @ holds a character that is not allowed (spaces, quotes, brackets and letters outside ASCII are not)")
		}
	}
	return nil
}

// atext is the character class of RFC 5322 section 3.2.3 less the five that mean something to shells, mail routers or
// templates and occur in no address we have reason to write to.
func atext(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("#$&'*+-/=?^_~", c) >= 0
}

func asciiDomain(domain string) (string, error) {
	// Before IDNA: its mapping turns look-alikes (full-width dots, ideographic stops) into dots and drops invisible
	// characters. What a person sees and what we would dial must be the same, so anything unusual is refused first.
	for _, r := range domain {
		if r < 0x80 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '.') {
			return "", badAddress("the domain holds a character that is not allowed")
		}
		if r == '\u3002' || r == '\uFF0E' || r == '\uFF61' || r == '\u00AD' || r >= 0x200B && r <= 0x200F ||
			r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 || r == 0xFEFF {
			return "", badAddress("the domain holds an invisible or look-alike character")
		}
	}
	ascii := domain
	if !plainDomain(domain) {
		var err error
		if ascii, err = idna.Lookup.ToASCII(domain); err != nil {
			return "", badAddress("the domain is not a valid name")
		}
	}
	if !strings.Contains(ascii, ".") {
		return "", badAddress("the domain has no dot")
	}
	top := ""
	for l := range strings.SplitSeq(ascii, ".") {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return "", badAddress("the domain is not a valid name")
		}
		top = l
	}
	if strings.Trim(top, "0123456789") == "" {
		return "", badAddress("the domain is a number, not a name")
	}
	if len(ascii) > 253 {
		return "", badAddress("the domain is too long")
	}
	return strings.ToLower(ascii), nil
}

// plainDomain says that IDNA has nothing to map and nothing to refuse in a name: small letters, digits and dots, as most have.
func plainDomain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.') {
			return false
		}
	}
	return true
}

// String gives the address in ASCII, ready for an envelope or a header. It is personal data: never log it.
func (a Address) String() string { return a.mailbox }

// IsZero says that this is no address.
func (a Address) IsZero() bool { return a.mailbox == "" }

// Domain is the part after the @, in ASCII.
func (a Address) Domain() string { return a.mailbox[strings.LastIndexByte(a.mailbox, '@')+1:] }

// badAddress never repeats the address: the text ends up in error answers and logs.
func badAddress(why string) error {
	return fmt.Errorf("this is not an e-mail address Candour can write to: %s", why)
}
