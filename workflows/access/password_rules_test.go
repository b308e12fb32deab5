package access

import (
	"strings"
	"testing"
)

func TestNoListedPasswordIsTaken(t *testing.T) {
	if len(common()) < 49_000 {
		t.Fatalf("the list has %d passwords", len(common()))
	}
	for w := range common() {
		if checkPassword(w, nil) == nil {
			t.Errorf("%q is on the list and was taken", w)
		}
	}
}

func TestPasswordsThatOnlyLookDifferent(t *testing.T) {
	owner := []string{"Ines Hernández", "ines.hernandez@familylinks.example", "German Red Cross"}
	for _, c := range []struct {
		name, password string
		ok             bool
	}{
		{"three unrelated words", "lantern wharf copper", true},
		{"unrelated words with the owner's name among them", "hernandez lantern wharf copper", true},
		{"a listed one with signs for letters", "P@ssw0rd-P@ssw0rd", false},
		{"a listed one between numbers", "2026 baseball 2026", false},
		{"a listed one backwards", "drowssapdrowssap", false},
		{"two listed ones in a row", "Dragon-Monkey-99", false},
		{"the own name and a year", "InesHernandez2026", false},
		{"the own address", "ines.hernandez@familylinks", false},
		{"the own organisation", "GermanRedCross!2026", false},
		{"the product with signs for letters", "my c4nd0ur server", false},
		{"the password of the demo", "exercise only 2022", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := checkPassword(c.password, owner); (err == nil) != c.ok {
				t.Errorf("%q: %v", c.password, err)
			}
		})
	}
}

func TestALongPasswordIsTaken(t *testing.T) {
	if err := checkPassword(strings.Repeat("long enough ", 42), nil); err != nil {
		t.Error(err)
	}
}
