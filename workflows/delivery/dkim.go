package delivery

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/emersion/go-msgauth/dkim"
)

// DKIM signs what leaves (RFC 6376), so that a mailbox can tell our words from a forger's.
type DKIM struct{ options dkim.SignOptions }

// signedHeaders are all that a reader or a mail program goes by. From, To, Subject and Date are named once more than they stand there, so
// that a second one put in front breaks the signature (RFC 6376 section 8.15).
var signedHeaders = []string{"From", "From", "To", "To", "Subject", "Subject", "Date", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"}

// ReadDKIM reads the settings: the file of a private key in PEM, the selector and the domain that publish its public half. It reports all
// problems together. All empty: nothing is signed.
func ReadDKIM(keyFile, selector, domain string) (*DKIM, error) {
	if keyFile == "" && selector == "" && domain == "" {
		return nil, nil
	}
	var problems []error
	bad := func(format string, a ...any) { problems = append(problems, fmt.Errorf(format, a...)) }
	if !wellFormedID(selector) {
		bad("CANDOUR_DKIM_SELECTOR is needed with the other DKIM settings: the name under which the public key is published, for example candour2026")
	}
	if d, err := asciiDomain(domain); err != nil {
		bad("CANDOUR_DKIM_DOMAIN is needed with the other DKIM settings: the domain of the sender address")
	} else {
		domain = d
	}
	if keyFile == "" {
		bad("CANDOUR_DKIM_KEY_FILE is needed with the other DKIM settings: a file with the private key in PEM")
		return nil, errors.Join(problems...)
	}
	b, err := os.ReadFile(keyFile)
	if err != nil {
		bad("CANDOUR_DKIM_KEY_FILE cannot be read: %w", err)
		return nil, errors.Join(problems...)
	}
	key, err := parseSigningKey(b)
	if err != nil {
		bad("CANDOUR_DKIM_KEY_FILE: %w", err)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return &DKIM{dkim.SignOptions{Domain: domain, Selector: selector, Signer: key, Hash: crypto.SHA256, HeaderKeys: signedHeaders,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed}}, nil
}

func parseSigningKey(b []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, errors.New("it holds no PEM block; make one with: openssl genpkey -algorithm ed25519, or -algorithm rsa -pkeyopt rsa_keygen_bits:2048")
	}
	if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return strongEnough(k)
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("it holds no private key that can be read; keys with a pass phrase are not supported")
	}
	switch k := k.(type) {
	case *rsa.PrivateKey:
		return strongEnough(k)
	case ed25519.PrivateKey:
		return k, nil
	}
	return nil, errors.New("the key must be RSA of at least 2048 bits, or Ed25519")
}

// strongEnough: shorter keys are ignored by receivers and can be broken (RFC 8301).
func strongEnough(k *rsa.PrivateKey) (crypto.Signer, error) {
	if n := k.N.BitLen(); n < 2048 {
		return nil, fmt.Errorf("the RSA key has %d bits; at least 2048 are needed", n)
	}
	return k, nil
}

// Fits says whether mail from an address can pass with this signature (alignment, RFC 7489).
func (d *DKIM) Fits(from Address) error {
	if d == nil || from.IsZero() || from.Domain() == d.options.Domain {
		return nil
	}
	return fmt.Errorf("CANDOUR_DKIM_DOMAIN is %s and the sender writes from %s: receivers want them to be the same", d.options.Domain, from.Domain())
}

// Sign puts the signature in front of a finished message.
func (d *DKIM) Sign(raw []byte) ([]byte, error) {
	s, err := dkim.NewSigner(&d.options)
	if err != nil {
		return nil, fmt.Errorf("sign message: %w", err)
	}
	if _, err := bytes.NewReader(raw).WriteTo(s); err != nil {
		return nil, errors.Join(fmt.Errorf("sign message: %w", err), s.Close())
	}
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("sign message: %w", err)
	}
	return append([]byte(s.Signature()), raw...), nil
}
