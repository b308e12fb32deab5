package delivery

import (
	"strings"
	"testing"
)

func TestAnOrdinaryAddressIsAccepted(t *testing.T) {
	for in, want := range map[string]string{
		"duty@redcross.example":            "duty@redcross.example",
		"First.Last+breach@ifrc.example":   "First.Last+breach@ifrc.example",
		"o'neill@redcross.ie":              "o'neill@redcross.ie",
		"info@croix-rouge.MG":              "info@croix-rouge.mg",
		"info@bücher.example":              "info@xn--bcher-kva.example",
		"info@الهلال.example":              "info@xn--mgba0gabp.example",
		strings.Repeat("a", 64) + "@b.org": strings.Repeat("a", 64) + "@b.org",
	} {
		a, err := ParseAddress(in)
		if err != nil {
			t.Errorf("%q: %v", in, err)
		} else if a.String() != want {
			t.Errorf("%q became %q, want %q", in, a, want)
		}
	}
}

// hostileAddresses is what somebody might write into a directory or an import file to reach a second mailbox, add a
// header or a command, or read something on our side.
var hostileAddresses = []string{
	"", "@", "a", "a@", "@b.org", "a@b", "a@@b.org", "a@b@c.org", " a@b.org", "a@b.org ", "a @b.org", "a@ b.org",
	"a@b.org\n", "a@b.org\r\nBcc: c@d.org", "a@b.org\nRCPT TO:<c@d.org>", "a@b.org\x00", "a\x00@b.org", "a\r\n@b.org", "a\t@b.org",
	"a@b.org,c@d.org", "a@b.org;c@d.org", "a@b.org c@d.org", "a@b.org, c@d.org", "<a@b.org>", "A <a@b.org>", "a@b.org>", "<a@b.org",
	`"x@evil> ORCPT=y"@b.org`, `"a"@b.org`, `"a b"@b.org`, `"a\"b"@b.org`, `"a"."b"@b.org`, `a\@b@c.org`, "a(comment)@b.org", "(c)a@b.org", "a@b.org(c)",
	"a@(c)b.org", "Group: a@b.org, c@d.org;", "undisclosed-recipients:;", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@127.0.0.1", "a@1.2", "a@b.123",
	".a@b.org", "a.@b.org", "a..b@b.org", "a@.b.org", "a@b..org", "a@b.org.", "a@-b.org", "a@b-.org", "a@b_c.org", "a@b.org/path", "a@b.org:25",
	"a@b.org?subject=x", "a%b.org@relay.org", "a!b@c.org", "@relay.org:a@b.org", "<@relay.org:a@b.org>", "a@b.org> SIZE=1", "a@b.org>\r\nDATA",
	"a|b@c.org", "`id`@b.org", "{{.}}@b.org", "a@{{.}}.org", "a@b.org\u2028", "a@b\u202e.org", "a@b\u200b.org", "a@b\u00ad.org", "a@b\u3002org", "a@b\uff0eorg", "a@b\uff61org",
	"é@b.org", "用户@b.org", "a@b.org\xff", "\xff@b.org", "a@xn--", "a@xn--a.org", "a@\u0000.org", "a\u0085@b.org", "a@b.org\u0085", "=?utf-8?q?a=40b?=@c.org ",
	strings.Repeat("a", 65) + "@b.org", "a@" + strings.Repeat("b", 64) + ".org", "a@" + strings.Repeat("b.", 130) + "org", strings.Repeat("a", 100000) + "@b.org",
}

func TestAnythingElseIsRefusedAndNotRepeatedInTheError(t *testing.T) {
	for _, in := range hostileAddresses {
		a, err := ParseAddress(in)
		if err == nil {
			t.Errorf("%.80q was accepted as %q", in, a)
			continue
		}
		if !a.IsZero() {
			t.Errorf("%.80q was refused but still gave an address", in)
		}
		if len(in) > 6 && strings.Contains(err.Error(), in) {
			t.Errorf("the error repeats the address: %v", err)
		}
	}
}

func FuzzAnAcceptedAddressIsOneWord(f *testing.F) {
	for _, s := range hostileAddresses {
		f.Add(s)
	}
	f.Add("duty@redcross.example")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAddress(s)
		if err != nil {
			return
		}
		m := a.String()
		if strings.Count(m, "@") != 1 || strings.ContainsAny(m, " \t\r\n\x00<>()[],;:\\\"") || len(m) > 254 {
			t.Fatalf("%q was accepted as %q", s, m)
		}
		for i := 0; i < len(m); i++ {
			if m[i] >= 0x80 || m[i] < 0x20 {
				t.Fatalf("%q was accepted as %q", s, m)
			}
		}
		again, err := ParseAddress(m)
		if err != nil || again != a {
			t.Fatalf("%q is accepted as %q, which is not accepted as itself: %v", s, m, err)
		}
	})
}
