package gateway_test

import (
	"strings"
	"testing"

	"candour/workflows/delivery/gateway"
)

func TestPartsOfATextMessage(t *testing.T) {
	cases := []struct {
		about, text string
		encoding    gateway.Encoding
		parts, left int
	}{
		{"nothing", "", gateway.GSM7, 0, 160},
		{"160 plain characters", strings.Repeat("a", 160), gateway.GSM7, 1, 0},
		{"161 plain characters", strings.Repeat("a", 161), gateway.GSM7, 2, 145},
		{"two full parts", strings.Repeat("a", 306), gateway.GSM7, 2, 0},
		{"one more", strings.Repeat("a", 307), gateway.GSM7, 3, 152},
		{"French accents of the basic table", strings.Repeat("é", 160), gateway.GSM7, 1, 0},
		{"the euro costs two", strings.Repeat("€", 80), gateway.GSM7, 1, 0},
		{"an extended character is not torn", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 20), gateway.GSM7, 2, 131},
		{"one curly quote changes everything", "l’" + strings.Repeat("a", 69), gateway.UCS2, 2, 63},
		{"70 Arabic letters", strings.Repeat("م", 70), gateway.UCS2, 1, 0},
		{"71 Arabic letters", strings.Repeat("م", 71), gateway.UCS2, 2, 63},
		{"Amharic", strings.Repeat("ሰ", 134), gateway.UCS2, 2, 0},
		{"a pair is not torn", strings.Repeat("字", 66) + "😀" + strings.Repeat("字", 10), gateway.UCS2, 2, 55},
	}
	for _, c := range cases {
		if s := gateway.Measure(c.text); s.Encoding != c.encoding || s.Parts != c.parts || s.Left != c.left {
			t.Errorf("%s: %+v, want %s, %d parts, %d left", c.about, s, c.encoding, c.parts, c.left)
		}
	}
}

func TestAReaderGetsTheFirstLanguageThatIsWritten(t *testing.T) {
	written := []gateway.Variant{{"en", "Hello"}, {"ar", "مرحبا"}, {"fr-CH", "Bonjour"}}
	cases := []struct {
		about   string
		readers []string
		lang    string
		exact   bool
	}{
		{"the own one", []string{"ar"}, "ar", true},
		{"a region of it", []string{"fr"}, "fr-CH", true},
		{"the second one", []string{"ti", "ar"}, "ar", false},
		{"none of them: the fallback, and it is said", []string{"ti"}, "en", false},
		{"nothing known: the fallback", nil, "en", true},
	}
	for _, c := range cases {
		if v, exact := gateway.Choose(c.readers, written); v.Lang != c.lang || exact != c.exact {
			t.Errorf("%s: %s, %v", c.about, v.Lang, exact)
		}
	}
}
