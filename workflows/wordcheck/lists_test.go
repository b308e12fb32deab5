package wordcheck

import (
	"testing"

	"candour/workflows/regimes"
)

func TestEveryLanguageKnowsWhateverALawMayWantToRead(t *testing.T) {
	for _, lang := range Languages {
		l := listOf(lang)
		for _, word := range regimes.ContentWords {
			if w := l.Content[word]; w.Label == "" || len(w.Find) == 0 {
				t.Errorf("%s: nothing is known about %q", lang, word)
			}
		}
		if len(l.Content) != len(regimes.ContentWords) {
			t.Errorf("%s: %d content words, the packs have %d", lang, len(l.Content), len(regimes.ContentWords))
		}
	}
}

func TestEveryLanguageLooksForTheSameThings(t *testing.T) {
	en := listOf("en")
	for _, lang := range Languages {
		l := listOf(lang)
		for _, n := range needed {
			if len(l.Blocks[n.block].Find) == 0 {
				t.Errorf("%s: no words for the part %q", lang, n.block)
			}
		}
		if len(l.Claims) != len(en.Claims) {
			t.Fatalf("%s: %d claims, English has %d", lang, len(l.Claims), len(en.Claims))
		}
		for i, c := range l.Claims {
			e := en.Claims[i]
			if c.ID != e.ID || c.Fact != e.Fact || c.Severity != e.Severity || c.Says != e.Says || len(c.Supports) != len(e.Supports) || len(c.Denies) != len(e.Denies) || (c.With == nil) != (e.With == nil) {
				t.Errorf("%s: claim %s is not held to the same facts as in English", lang, c.ID)
			}
			if c.From == "" || l.source(c.From) == c.From || len(c.Find) == 0 {
				t.Errorf("%s: claim %s has no source or no words", lang, c.ID)
			}
		}
		for _, name := range []string{"sentence", "easy", "jargon", "passive", "facts", "blame", "comfort"} {
			if l.Sources[name] == "" {
				t.Errorf("%s: no source for %s", lang, name)
			}
		}
		if l.Refusal.Regexp == nil || l.Families.Regexp == nil || l.Quoted.Regexp == nil || len(l.Requests) == 0 || l.Sentence.Words == 0 || l.Sentence.Easy >= l.Sentence.Words {
			t.Errorf("%s: the list is not complete", lang)
		}
	}
}
