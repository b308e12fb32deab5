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

// One word for two numbers sends the reader of the page to the check page with the wrong one.
func TestThePublicPageCallsTwoNumbersByTwoNames(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es", "ar"} {
		p := public(t, lang)
		b, err := p.HTML()
		if err != nil {
			t.Fatal(err)
		}
		w, _ := WordsFor(lang)
		before, _, found := bytes.Cut(b, []byte(`: <bdi dir="ltr">`+p.Reference))
		if !found || !bytes.HasSuffix(before, []byte(w.IncidentNumber)) || w.IncidentNumber == w.Reference {
			t.Errorf("%s: the incident's number is not called %q", lang, w.IncidentNumber)
		}
	}
}

// The title of the page is that of its words; it does not stand again over them.
func TestATitleStandsOnceOnThePublicPage(t *testing.T) {
	p := public(t, "en")
	for i := range p.Updates {
		p.Updates[i].Title = p.Title
	}
	p.Corrections = nil
	b, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte(p.Title+"</h")); n != 1 {
		t.Errorf("the title stands %d times", n)
	}
	p.Updates[0].Title = "Another title"
	if b, err = p.HTML(); err != nil || !bytes.Contains(b, []byte("Another title</h2>")) {
		t.Errorf("a title of its own is missing: %v", err)
	}
}
