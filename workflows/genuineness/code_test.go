package genuineness

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models/modelstest"
)

func coder(t testing.TB) *Coder {
	t.Helper()
	c, err := NewCoder(modelstest.Open(t, "sqlite").Keys())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A reference is a permutation: taken apart it gives what it was made of, and no two things share one.
func TestAReferenceGivesBackWhatItStandsFor(t *testing.T) {
	c := coder(t)
	rapid.Check(t, func(t *rapid.T) {
		s := subject{rapid.Bool().Draw(t, "dispatch"), rapid.Int64Range(0, subjects/2-1).Draw(t, "number")}
		line := rapid.Int64Range(0, lines-1).Draw(t, "line")
		ref, err := c.encode(s, line)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(ref.String())
		if err != nil || back != ref {
			t.Fatalf("%s is read as %d, %v", ref, back, err)
		}
		if s2, l2, ok := c.decode(back); !ok || s2 != s || l2 != line {
			t.Fatalf("%v, %d came back as %v, %d", s, line, s2, l2)
		}
	})
	for _, x := range []struct {
		s    subject
		line int64
	}{{subject{true, subjects}, 1}, {subject{true, -1}, 1}, {subject{true, 1}, -1}, {subject{true, 1}, lines}} {
		if _, err := c.encode(x.s, x.line); err == nil {
			t.Errorf("%+v has a reference", x)
		}
	}
}

// Neighbours on a list have nothing in common that could be seen: who holds two letters learns nothing from them (SC12), and who holds one
// cannot count on to the next.
func TestReferencesOfNeighboursLookUnrelated(t *testing.T) {
	c := coder(t)
	var counts [10]int
	first := map[string]int{}
	const people = 20_000
	for i := range int64(people) {
		ref, err := c.Person(7, 1<<24|i)
		if err != nil {
			t.Fatal(err)
		}
		s := strings.ReplaceAll(ref.String(), "-", "")
		for _, d := range s[:digits] {
			counts[d-'0']++
		}
		first[s[:3]]++
	}
	for d, n := range counts {
		if share := float64(n) / (people * digits); share < 0.095 || share > 0.105 {
			t.Errorf("the digit %d is %.3f of all", d, share)
		}
	}
	for s, n := range first {
		if n > 60 {
			t.Errorf("%d of %d references begin with %s", n, people, s)
		}
	}
}

// The issue asks for it: one wrong digit is found at every place, and so is every swap of two neighbours; all of them, for many references.
func TestEveryWrongDigitAndEverySwapIsFound(t *testing.T) {
	c := coder(t)
	for i := range int64(2000) {
		ref, err := c.Person(i%50+1, i*131+1<<24)
		if err != nil {
			t.Fatal(err)
		}
		s := strings.ReplaceAll(ref.String(), "-", "")
		for at := range s {
			for d := byte('0'); d <= '9'; d++ {
				if d == s[at] {
					continue
				}
				if _, err := Parse(s[:at] + string(d) + s[at+1:]); err != ErrCheck {
					t.Fatalf("%s with %c at place %d: %v", s, d, at+1, err)
				}
			}
			if at > 0 && s[at] != s[at-1] {
				if _, err := Parse(s[:at-1] + string(s[at]) + string(s[at-1]) + s[at+1:]); err != ErrCheck {
					t.Fatalf("%s with places %d and %d swapped: %v", s, at, at+1, err)
				}
			}
		}
	}
}

// A million references that fit their check digit, against a hundred thousand real ones: none is hit. (At 56 bits one try meets one of them
// with a chance of one in a million million.)
func TestAMillionGuessesMeetNone(t *testing.T) {
	c := coder(t)
	const real, guesses = 100_000, 1_000_000
	known := make(map[Reference]bool, real)
	for i := range int64(real) {
		ref, err := c.Person(i%4+1, 3<<24|i)
		if err != nil {
			t.Fatal(err)
		}
		if known[ref] {
			t.Fatalf("%s was given twice", ref)
		}
		known[ref] = true
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range guesses {
		guess, err := Parse(Reference(r.Int64N(space)).String())
		if err != nil {
			t.Fatal(err)
		}
		s, line, ok := c.decode(guess)
		if known[guess] || ok && s.dispatch && s.number >= 1 && s.number <= 4 && line>>24 == 3 && line&(1<<24-1) < real {
			t.Fatalf("%s was guessed", guess)
		}
	}
}

func TestAReferenceOfAnotherInstallationIsNone(t *testing.T) {
	db, other := modelstest.Open(t, "sqlite"), modelstest.Open(t, "sqlite")
	if _, err := other.SQL().Exec("DELETE FROM keysets"); err != nil {
		t.Fatal(err)
	}
	if err := other.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	mine, err := NewCoder(db.Keys())
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := NewCoder(other.Keys())
	if err != nil {
		t.Fatal(err)
	}
	a, _ := mine.Person(1, 1<<24|1)
	b, _ := theirs.Person(1, 1<<24|1)
	if a == b {
		t.Error("two installations give the same reference")
	}
	if s, line, ok := theirs.decode(a); ok && s == (subject{true, 1}) && line == 1<<24|1 {
		t.Error("another installation reads it as its own")
	}
}

func TestAReferenceIsReadAsPeopleWriteIt(t *testing.T) {
	ref, err := coder(t).Person(3, 1<<24|9)
	if err != nil {
		t.Fatal(err)
	}
	s := ref.String()
	if len(s) != 23 {
		t.Fatalf("%q", s)
	}
	script := func(zero rune) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return zero + r - '0'
			}
			return r
		}, s)
	}
	plain := strings.ReplaceAll(s, "-", "")
	for about, as := range map[string]string{"as printed": s, "without dashes": plain, "with spaces": strings.ReplaceAll(s, "-", " "), "with dots": strings.ReplaceAll(s, "-", "."),
		"with long dashes": strings.ReplaceAll(s, "-", " – "), "Arabic digits": script('٠'), "Persian digits": script('۰'), "Devanagari digits": script('०'), "full-width digits": script('０'),
		"with marks of direction": "\u2066" + s + "\u2069", "over two lines": plain[:9] + "\r\n" + plain[9:], "the letter O for zero": strings.ReplaceAll(s, "0", "O"),
		"the letter l for one": strings.ReplaceAll(s, "1", "l"), "a colon before it": ": " + s + "."} {
		if got, err := Parse(as); err != nil || got != ref {
			t.Errorf("%s: %q is read as %v, %v", about, as, got, err)
		}
	}
	for about, bad := range map[string]string{"nothing": "", "too short": plain[:17], "too long": plain + "0", "a word": "x" + plain, "an attack": "'; DROP TABLE", "very long": strings.Repeat(" ", 500) + s,
		"no text": "\xff\xfe", "other signs": strings.ReplaceAll(s, "-", "+")} {
		if _, err := Parse(bad); err != ErrForm {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("482-109-375-516-280-379")
	f.Add("٤٨٢")
	f.Fuzz(func(t *testing.T, s string) {
		ref, err := Parse(s)
		if err != nil {
			return
		}
		if again, err := Parse(ref.String()); err != nil || again != ref {
			t.Errorf("%q is %s, which is read as %v, %v", s, ref, again, err)
		}
	})
}

func BenchmarkReference(b *testing.B) {
	c := coder(b)
	for i := range b.N {
		ref, err := c.Person(1, 1<<24|int64(i))
		if err != nil {
			b.Fatal(err)
		}
		_ = ref.String()
	}
}
