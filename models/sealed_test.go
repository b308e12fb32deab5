package models_test

import (
	"bytes"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

func TestASealedFieldOpensOnlyInItsPlace(t *testing.T) {
	k := modelstest.Open(t, models.SQLite).Keys()
	sealed, err := k.Seal("accounts.name:1", []byte("Amina"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("Amina")) {
		t.Error("the name stands in clear")
	}
	if b, err := k.Open("accounts.name:1", sealed); err != nil || string(b) != "Amina" {
		t.Errorf("does not open in its own place: %v", err)
	}
	for _, place := range []string{"accounts.name:2", "accounts.email:1", "contacts.name:1", ""} {
		if _, err := k.Open(place, sealed); err == nil {
			t.Errorf("opened in the foreign place %q", place)
		} else if strings.Contains(err.Error(), "Amina") {
			t.Error("the error tells the name")
		}
	}
}

func TestLookUpsOfTwoIncidentsCannotBeCompared(t *testing.T) {
	k := modelstest.Open(t, models.SQLite).Keys()
	a, _ := k.Lookup("people.email", "incident-1", "a@example.org")
	b, _ := k.Lookup("people.email", "incident-2", "a@example.org")
	c, _ := k.Lookup("people.email", "incident-1", "a@example.org")
	if bytes.Equal(a, b) || !bytes.Equal(a, c) || len(a) != 16 {
		t.Errorf("look-ups: %x %x %x", a, b, c)
	}
}

func TestAWrongKeyFileIsRefusedAtStart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		err := db.Unlock(t.Context(), []byte("another master key of 32 bytes !"))
		if err == nil || !strings.Contains(err.Error(), "CANDOUR_KEY_FILE") {
			t.Errorf("a foreign key was not refused with advice: %v", err)
		}
	})
}

func TestALinkTokenIsTheSameOnEveryRetryAndOtherOnReissue(t *testing.T) {
	k := modelstest.Open(t, models.SQLite).Keys()
	a, _ := k.LinkToken("acknowledge", "d1", 0)
	b, _ := k.LinkToken("acknowledge", "d1", 0)
	c, _ := k.LinkToken("acknowledge", "d1", 1)
	d, _ := k.LinkToken("acknowledge", "d2", 0)
	if a != b || a == c || a == d || len(a) != 43 {
		t.Errorf("tokens: %s %s %s %s", a, b, c, d)
	}
}
