package access_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
)

// Whoever mistyped an address, invited another one and came back to the first has one open account, and one link that works.
func TestTheFirstAdministratorsAddressMayGoThereAndBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		var tokens []string
		for _, email := range []string{"ada@example.org", "adda@example.org", "Ada@example.org"} {
			token, err := access.InviteFirst(t.Context(), db, "Ada", email)
			if err != nil {
				t.Fatalf("%s: %v", email, err)
			}
			tokens = append(tokens, token)
		}
		accounts, err := models.ListAccounts(db.View(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, a := range accounts {
			if a.DisabledAt.IsZero() {
				open++
			}
		}
		if len(accounts) != 2 || open != 1 {
			t.Errorf("%d accounts, %d of them open", len(accounts), open)
		}
		for i, token := range tokens {
			if _, err := access.FindInvitation(db.View(t.Context()), token); (err == nil) != (i == 2) {
				t.Errorf("link %d: %v", i+1, err)
			}
		}
	})
}
