package delivery

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
)

func writeKey(t testing.TB, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSignaturesVerifyAndCoverWhatReadersSee(t *testing.T) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	domain := testSender().Address.Domain()
	for about, key := range map[string]interface{ Public() any }{"ed25519": edPublic{edKey}, "rsa": rsaPublic{rsaKey}} {
		var private any = edKey
		record := "v=DKIM1; k=ed25519; p="
		public := []byte(edKey.Public().(ed25519.PublicKey))
		if about == "rsa" {
			private, record = rsaKey, "v=DKIM1; k=rsa; p="
			if public, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
				t.Fatal(err)
			}
		}
		sign, err := ReadDKIM(writeKey(t, private), "candour2026", domain)
		if err != nil {
			t.Fatal(err)
		}
		verify := func(raw []byte) error {
			vs, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
				if name != "candour2026._domainkey."+domain {
					return nil, fmt.Errorf("asked for %s", name)
				}
				return []string{record + base64Of(public)}, nil
			}})
			if err != nil {
				return err
			}
			if len(vs) != 1 {
				return fmt.Errorf("%d signatures", len(vs))
			}
			return vs[0].Err
		}
		got, err := composer(t, sign).Compose(personNumber(3), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(got.raw); err != nil {
			t.Errorf("%s: %v", about, err)
		}
		if !bytes.HasSuffix(got.raw, got.Body()) || bytes.Contains(got.Body(), []byte("DKIM")) {
			t.Error("the body of a signed message does not begin after its header")
		}
		for what, spoil := range map[string]func(string) string{
			"another word":    func(s string) string { return strings.Replace(s, "Be careful", "Be careless", 1) },
			"a second From":   func(s string) string { return "From: a@b.example\r\n" + s },
			"another To":      func(s string) string { return strings.Replace(s, "To: person", "To: nobody", 1) },
			"another subject": func(s string) string { return "Subject: x\r\n" + s },
		} {
			if verify([]byte(spoil(string(got.raw)))) == nil {
				t.Errorf("%s: %s still verifies", about, what)
			}
		}
	}
}

type edPublic struct{ k ed25519.PrivateKey }

func (p edPublic) Public() any { return p.k.Public() }

type rsaPublic struct{ k *rsa.PrivateKey }

func (p rsaPublic) Public() any { return p.k.Public() }

func TestDKIMSettingsSayAllThatIsWrong(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	junk := filepath.Join(t.TempDir(), "junk")
	if err := os.WriteFile(junk, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file, selector, domain string
		want                   []string
	}{
		{"", "s", "example.org", []string{"KEY_FILE is needed"}},
		{"/nowhere/key", "", "", []string{"SELECTOR", "DOMAIN", "KEY_FILE cannot be read"}},
		{junk, "s", "example.org", []string{"no PEM block"}},
		{writeKey(t, short), "s", "not a domain", []string{"1024 bits", "DOMAIN"}},
	} {
		_, err := ReadDKIM(c.file, c.selector, c.domain)
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%+v: %v, want %q in it", c, err, w)
			}
		}
	}
	if d, err := ReadDKIM("", "", ""); d != nil || err != nil {
		t.Errorf("no settings: %v, %v", d, err)
	}
}

func base64Of(b []byte) string {
	return strings.ReplaceAll(string(appendBase64(nil, string(b))), "\r\n", "")
}
