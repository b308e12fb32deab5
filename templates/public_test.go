package templates

import (
	"bytes"
	"testing"
)

// A heading that promises somebody to talk to, with nobody below it, is worse than none.
func TestAPublicPageWithoutAContactPromisesNone(t *testing.T) {
	for _, with := range []bool{true, false} {
		p := public(t, "en")
		if !with {
			p.Contact = Contact{}
		}
		b, err := p.HTML()
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("Talk to us")) != with || !bytes.Contains(b, []byte("We will never ask for your password")) {
			t.Errorf("with a contact: %v\n%s", with, b)
		}
	}
}
