package delivery

import (
	"strings"
	"testing"
)

func TestTheSMTPAddressIsRead(t *testing.T) {
	r, err := ParseRelay("smtp://desk%40movement.example:p%40ss@mail.movement.example")
	if err != nil {
		t.Fatal(err)
	}
	if r.Port != 587 || r.Plain || r.TLSFromStart || r.Username != "desk@movement.example" || r.Password != "p@ss" || r.From.String() != "desk@movement.example" {
		t.Errorf("read as %+v", r)
	}
	r, err = ParseRelay("smtps://mail.movement.example?from=notices@movement.example")
	if err != nil || r.Port != 465 || !r.TLSFromStart || r.From.String() != "notices@movement.example" {
		t.Errorf("read as %+v, %v", r, err)
	}
	for _, host := range []string{"127.0.0.1:1025", "[::1]:1025", "localhost:1025"} {
		if r, err = ParseRelay("smtp://" + host + "?starttls=relaxed-for-loopback"); err != nil || !r.Plain {
			t.Errorf("%s: %+v, %v", host, r, err)
		}
	}
}

func TestAnSMTPAddressThatWouldSendInTheClearOrMeansNothingIsRefused(t *testing.T) {
	for _, s := range []string{"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org?starttls=relaxed-for-loopback",
		"smtp://10.0.0.1?starttls=relaxed-for-loopback", "smtp://localhost.evil.example?starttls=relaxed-for-loopback", "smtp://mail.example.org?starttls=off",
		"smtps://127.0.0.1?starttls=relaxed-for-loopback", "smtp://mail.example.org?tls=no", "smtp://mail.example.org:0", "smtp://mail.example.org:99999",
		"smtp://user@mail.example.org", "smtp://:secret@mail.example.org", "smtp://mail.example.org/path", "smtp://mail.example.org?from=a@b.org&from=c@d.org",
		"smtp://mail.example.org?from=a@b.org,c@d.org", "smtp://user:secret%@mail.example.org"} {
		_, err := ParseRelay(s)
		if err == nil {
			t.Errorf("%q was accepted", s)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
