package delivery

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// Relay is where real mail goes: one SMTP server of the organisation, from one address.
type Relay struct {
	Host               string
	Port               int
	Username, Password string
	TLSFromStart       bool // smtps
	// Plain is set only when the address says starttls=relaxed-for-loopback and the host is this machine.
	Plain bool
	From  Address // zero when the address does not say
}

// ParseRelay reads CANDOUR_SMTP_URL:
//
//	smtp://user:password@mail.example.org:587?from=notices@example.org
//	smtps://user:password@mail.example.org:465?from=notices@example.org
//	smtp://127.0.0.1:1025?starttls=relaxed-for-loopback&from=notices@example.org
//
// STARTTLS is required (the default of smtp:// and the meaning of starttls=required). It can be left out only for
// a mail server on this machine; for any other host the setting is an error, not a warning.
// Errors never repeat the address: it holds a password.
func ParseRelay(s string) (Relay, error) {
	u, err := url.Parse(s)
	if err != nil {
		return Relay{}, errors.New("the SMTP address cannot be read; write it as smtp://user:password@host:587 and percent-encode special characters in the password")
	}
	r := Relay{Host: u.Hostname()}
	switch u.Scheme {
	case "smtp":
		r.Port = 587
	case "smtps":
		r.Port, r.TLSFromStart = 465, true
	default:
		return Relay{}, errors.New("the SMTP address must begin with smtp:// or smtps://")
	}
	if r.Host == "" {
		return Relay{}, errors.New("the SMTP address names no host")
	}
	if p := u.Port(); p != "" {
		if r.Port, err = strconv.Atoi(p); err != nil || r.Port < 1 || r.Port > 65535 {
			return Relay{}, errors.New("the port in the SMTP address is not a number between 1 and 65535")
		}
	}
	if u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return Relay{}, errors.New("the SMTP address has a path or fragment; only host, port and settings belong there")
	}
	if u.User != nil {
		r.Username = u.User.Username()
		r.Password, _ = u.User.Password()
		if r.Username == "" || r.Password == "" {
			return Relay{}, errors.New("the SMTP address needs both a user name and a password, or neither")
		}
	}
	if err := r.settings(u.Query()); err != nil {
		return Relay{}, err
	}
	if r.From.IsZero() {
		// Many relays sign in with the address they send from.
		if a, err := ParseAddress(r.Username); err == nil {
			r.From = a
		}
	}
	return r, nil
}

func (r *Relay) settings(q url.Values) error {
	for key, values := range q {
		if len(values) != 1 {
			return fmt.Errorf("the setting %q stands twice in the SMTP address", key)
		}
		switch key {
		case "starttls":
			switch values[0] {
			case "required":
			case "relaxed-for-loopback":
				if r.TLSFromStart {
					return errors.New("smtps:// is encrypted from the start; starttls does not apply")
				}
				if !loopback(r.Host) {
					return errors.New("starttls=relaxed-for-loopback is allowed only for a mail server on this machine (127.0.0.1, ::1 or localhost)")
				}
				r.Plain = true
			default:
				return errors.New("starttls in the SMTP address is either required or relaxed-for-loopback")
			}
		case "from":
			a, err := ParseAddress(values[0])
			if err != nil {
				return fmt.Errorf("from in the SMTP address: %w", err)
			}
			r.From = a
		default:
			return fmt.Errorf("the SMTP address has an unknown setting %q; known are starttls and from", key)
		}
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
