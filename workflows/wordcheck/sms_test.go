package wordcheck

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTextMessagesAreCountedAsTheyGoOverTheAir(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		encoding    string
		units, want int
		left        int
	}{
		{"nothing", "", GSM7, 0, 0, 160},
		{"one letter", "a", GSM7, 1, 1, 159},
		{"160 letters fit in one", strings.Repeat("a", 160), GSM7, 160, 1, 0},
		{"161 letters need two of 153", strings.Repeat("a", 161), GSM7, 161, 2, 145},
		{"306 letters fill two", strings.Repeat("a", 306), GSM7, 306, 2, 0},
		{"307 letters need three", strings.Repeat("a", 307), GSM7, 307, 3, 152},
		{"459 letters fill three", strings.Repeat("a", 459), GSM7, 459, 3, 0},
		{"the euro sign is two septets", "€", GSM7, 2, 1, 158},
		{"every letter of the extension is two", "^{}\\[~]|€", GSM7, 18, 1, 142},
		{"80 euro signs fill one message", strings.Repeat("€", 80), GSM7, 160, 1, 0},
		// 153 is odd: the escape and its letter stay together, so that the first part holds 152 septets.
		{"an escape is not cut from its letter", strings.Repeat("€", 81), GSM7, 162, 2, 153 - 5*2},
		{"French letters of the alphabet: è é ù ì ò à", "èéùìòà", GSM7, 6, 1, 154},
		{"a French letter outside it: ê", "ê", UCS2, 1, 1, 69},
		{"ç is outside, Ç is inside", "ç", UCS2, 1, 1, 69},
		{"Ç", "Ç", GSM7, 1, 1, 159},
		{"Spanish ñ and ¿ are inside", "¿ñ", GSM7, 2, 1, 158},
		{"Spanish á is outside", "á", UCS2, 1, 1, 69},
		{"70 Arabic letters fit in one", strings.Repeat("م", 70), UCS2, 70, 1, 0},
		{"71 Arabic letters need two of 67", strings.Repeat("م", 71), UCS2, 71, 2, 63},
		{"134 fill two", strings.Repeat("م", 134), UCS2, 134, 2, 0},
		{"135 need three", strings.Repeat("م", 135), UCS2, 135, 3, 66},
		{"an emoji is two units", "🙂", UCS2, 2, 1, 68},
		{"an emoji is not cut in two: 33 of them in a part of 67", strings.Repeat("🙂", 36), UCS2, 72, 2, 67 - 6},
		{"one curly quote makes all of it UCS-2", "it’s " + strings.Repeat("a", 80), UCS2, 85, 2, 49},
		{"line break and Greek capitals are inside", "\nΔΦ", GSM7, 3, 1, 157},
		{"a tab is outside", "\t", UCS2, 1, 1, 69},
		{"a grave accent is outside", "`", UCS2, 1, 1, 69},
	} {
		m := MessageOf(c.text)
		if m.Encoding != c.encoding || m.Units != c.units || m.Parts != c.want || m.Left != c.left {
			t.Errorf("%s: %s, %d units, %d parts, %d left; want %s, %d, %d, %d", c.name, m.Encoding, m.Units, m.Parts, m.Left, c.encoding, c.units, c.want, c.left)
		}
	}
}

func TestTheAlphabetHas127LettersAndTenMore(t *testing.T) {
	// 128 places, of which one is the escape.
	if n := len([]rune(gsm)); n != 127 {
		t.Errorf("the default alphabet has %d letters", n)
	}
	if n := len([]rune(ext)); n != 10 {
		t.Errorf("the extension has %d letters", n)
	}
}

func TestAMessageNeverHasRoomForLessThanItHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("aé€{}ن🙂 \n"))).Draw(t, "s")
		m := MessageOf(s)
		part := map[string]int{GSM7: 153, UCS2: 67}[m.Encoding]
		if m.Parts > 1 && (m.Units > m.Parts*part || m.Units <= (m.Parts-1)*(part-1)) {
			t.Fatalf("%q: %+v", s, m)
		}
		if m.Left < 0 {
			t.Fatalf("%q: %+v", s, m)
		}
	})
}
