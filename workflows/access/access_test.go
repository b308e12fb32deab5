package access_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
)

const good = "quiet lamp river seven"

// newManager invites an incident manager and accepts for them.
func newManager(t *testing.T, db *models.DB) models.Account {
	t.Helper()
	a, token, err := access.Invite(t.Context(), db, models.Console, access.Person{Name: "Ines", Email: "ines@example.org", Role: models.RoleIncidentManager})
	if err != nil {
		t.Fatal(err)
	}
	if err := access.Accept(t.Context(), db, token, "", good); err != nil {
		t.Fatal(err)
	}
	return a
}

func viewerOf(t *testing.T, db *models.DB, e access.Entered) (models.Viewer, models.Session) {
	t.Helper()
	s, err := models.FindSession(db.View(t.Context()), access.HashSecret(e.Secret))
	if err != nil {
		t.Fatal(err)
	}
	a, err := models.FindAccount(db.View(t.Context()), s.AccountID)
	if err != nil {
		t.Fatal(err)
	}
	return a.Viewer(s.ID), s
}

func TestBothFactorsAreNeededAndACodeWorksOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		newManager(t, db)
		ctx := t.Context()
		first, err := access.SignIn(ctx, db, " INES@example.org", good, false)
		if err != nil || first.Next != access.NextEnrol {
			t.Fatalf("first sign-in: %v, %v", first.Next, err)
		}
		v, s := viewerOf(t, db, first)
		if s.Assurance != 1 {
			t.Errorf("the password alone gave assurance %d", s.Assurance)
		}
		enrolment, err := access.Enrol(ctx, db, v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(enrolment.QR, "<svg ") || !strings.Contains(enrolment.URL, "secret="+enrolment.Secret) {
			t.Errorf("what the app reads: %q, %q", enrolment.URL, enrolment.QR)
		}
		code, _ := totp.GenerateCode(enrolment.Secret, db.Now().Time())
		second, err := access.GiveCode(ctx, db, v, code)
		if err != nil || second.Next != access.NextDone {
			t.Fatalf("code: %v, %v", second.Next, err)
		}
		if _, s := viewerOf(t, db, second); s.Assurance != 2 {
			t.Errorf("both factors gave assurance %d", s.Assurance)
		}
		if _, err := models.FindSession(db.View(ctx), access.HashSecret(first.Secret)); err == nil {
			t.Error("the session from before the second factor still lives")
		}
		third, err := access.SignIn(ctx, db, "ines@example.org", good, false)
		if err != nil || third.Next != access.NextCode {
			t.Fatalf("second sign-in: %v, %v", third.Next, err)
		}
		v, _ = viewerOf(t, db, third)
		if _, err := access.GiveCode(ctx, db, v, code); !models.IsKind(err, models.KindUnauthorised) {
			t.Errorf("a used code was taken again: %v", err)
		}
	})
}

func TestEveryFailedSignInGivesTheSameAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		newManager(t, db)
		_, e1 := access.SignIn(t.Context(), db, "ines@example.org", "not the password", false)
		_, e2 := access.SignIn(t.Context(), db, "nobody@example.org", "not the password", false)
		if e1 == nil || e2 == nil || e1.Error() != e2.Error() {
			t.Errorf("answers differ: %v / %v", e1, e2)
		}
	})
}

func TestGuessingIsSlowedAndAfterFiftyTheWayIsClosed(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	a := newManager(t, db)
	set := func(n int) {
		err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
			a, err := models.FindAccount(tx, a.ID)
			if err != nil {
				return err
			}
			a.Failures = n
			return models.SaveAccount(tx, &a)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set(5)
	_, err := access.SignIn(t.Context(), db, "ines@example.org", "wrong", false)
	if !models.IsKind(err, models.KindUnauthorised) {
		t.Fatal(err)
	}
	if _, err = access.SignIn(t.Context(), db, "ines@example.org", good, false); !models.IsKind(err, models.KindTooMany) {
		t.Errorf("the sixth try in a row was not made to wait: %v", err)
	}
	modelstest.ClockOf(db).Advance(2 * time.Second)
	if _, err = access.SignIn(t.Context(), db, "ines@example.org", good, false); err != nil {
		t.Errorf("after waiting the owner is still locked out: %v", err)
	}
	set(50)
	if _, err = access.SignIn(t.Context(), db, "ines@example.org", good, false); !models.IsKind(err, models.KindUnauthorised) {
		t.Errorf("fifty failures did not close the way: %v", err)
	}
}

func TestPasswords(t *testing.T) {
	for _, c := range []struct {
		name, password string
		ok             bool
	}{
		{"four unrelated words", good, true},
		{"twelve letters of any script", "воробьиныйхор", true},
		{"one hundred and twenty-eight characters", strings.Repeat("long enough ", 11), true},
		{"eleven characters", "short words", false},
		{"on every list", "qwertyuiopasdf", false},
		{"a listed one with a number behind it", "changemeplease2026", false},
		{"one letter many times", "aaaaaaaaaaaaaaaa", false},
		{"the product's name", "candour is great", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := modelstest.Open(t, models.SQLite)
			_, token, err := access.Invite(t.Context(), db, models.Console, access.Person{Name: "A", Email: "a@example.org", Role: models.RoleAuditor})
			if err != nil {
				t.Fatal(err)
			}
			err = access.Accept(t.Context(), db, token, "", c.password)
			if (err == nil) != c.ok {
				t.Errorf("password: %v", err)
			}
		})
	}
}

func TestAnInvitationWorksOnceAndNotForEver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		_, token, err := access.Invite(t.Context(), db, models.Console, access.Person{Name: "A", Email: "a@example.org", Role: models.RoleAuditor})
		if err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(8 * 24 * time.Hour)
		if err := access.Accept(t.Context(), db, token, "", good); !models.IsKind(err, models.KindNotFound) || !strings.Contains(err.Error(), "Ask whoever invited you for a new one") {
			t.Errorf("an expired invitation was taken: %v", err)
		}
		modelstest.ClockOf(db).Advance(-8 * 24 * time.Hour)
		if err := access.Accept(t.Context(), db, token, "", good); err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(t.Context(), db, token, "", good); err == nil {
			t.Error("an invitation was used twice")
		}
	})
}

func TestAFirstAdministratorWhoseLinkRanOutIsInvitedAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mistyped, err := access.InviteFirst(t.Context(), db, "Ada", "adda@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := access.InviteFirst(t.Context(), db, "Ada", "ada@example.org"); err != nil {
			t.Fatalf("a mistyped address locks everybody out: %v", err)
		}
		if err := access.Accept(t.Context(), db, mistyped, "", good); err == nil {
			t.Error("the link for the mistyped address still works")
		}
		modelstest.ClockOf(db).Advance(31 * time.Minute)
		token, err := access.InviteFirst(t.Context(), db, "Ada", " Ada@example.org")
		if err != nil {
			t.Fatalf("a link that ran out locks everybody out: %v", err)
		}
		if err := access.Accept(t.Context(), db, token, "", "exercise only 2022"); err == nil {
			t.Error("the published password of the demo was taken")
		}
		if err := access.Accept(t.Context(), db, token, "", good); err != nil {
			t.Fatal(err)
		}
		if _, err := access.InviteFirst(t.Context(), db, "Ada", "ada@example.org"); err == nil {
			t.Error("with an administrator in place the console made another")
		}
		// Somebody invited who never came is no administrator to leave the house to.
		a, err := models.FindAccountByEmail(db.View(t.Context()), "ada@example.org")
		if err != nil {
			t.Fatal(err)
		}
		by := models.Actor{Kind: "account", ID: a.ID}
		if _, _, err := access.Invite(t.Context(), db, by, access.Person{Name: "Ben", Email: "ben@example.org", Role: models.RoleAdministrator}); err != nil {
			t.Fatal(err)
		}
		if _, err := access.Disable(t.Context(), db, by, a.ID, "leaves"); err == nil {
			t.Error("the last administrator who can sign in closed the account")
		}
	})
}

func TestTheFirstAdministratorIsMadeOnceAndDemoAccountsStayInTheDemo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		first, err := access.InviteFirst(t.Context(), db, "Ada", "ada@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(t.Context(), db, first, "", good); err != nil {
			t.Fatal(err)
		}
		// Two accounts without an open invitation stand beside each other.
		newManager(t, db)
		var shown *models.Error
		if _, err := access.InviteFirst(t.Context(), db, "Eve", "eve@example.org"); !errors.As(err, &shown) {
			t.Errorf("a second first administrator: %v", err)
		}
		if _, err := access.AddDemo(t.Context(), db, access.Person{Name: "D", Email: "d@example.org", Role: models.RoleAuditor}, "exercise only"); err != nil {
			t.Fatal(err)
		}
		if _, err := access.SignIn(t.Context(), db, "d@example.org", "exercise only", false); err == nil {
			t.Error("a demo account signed in to a real server")
		}
		if e, err := access.SignIn(t.Context(), db, "d@example.org", "exercise only", true); err != nil || e.Next != access.NextDone {
			t.Errorf("a demo account cannot sign in to the demo: %v", err)
		}
	})
}

// Whoever could renew both factors of an account would be that person.
func TestNoAdministratorRenewsBothFactorsOfAnAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := invited(t, db, "carla@example.org", models.RoleCommunications) // of the roles that one administrator renews alone
		ada, eve := models.Actor{Kind: "account", ID: models.NewID()}, models.Actor{Kind: "account", ID: models.NewID()}
		if _, _, err := access.InviteAgain(t.Context(), db, ada, a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := access.ResetSecondFactor(t.Context(), db, ada, a.ID, "lost telephone"); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("one administrator renewed both: %v", err)
		}
		if _, err := access.ResetSecondFactor(t.Context(), db, eve, a.ID, "lost telephone"); err != nil {
			t.Errorf("a second administrator may not: %v", err)
		}
		if _, _, err := access.InviteAgain(t.Context(), db, eve, a.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("the second administrator renewed both: %v", err)
		}
		modelstest.ClockOf(db).Advance(8 * 24 * time.Hour)
		if _, err := access.ResetSecondFactor(t.Context(), db, ada, a.ID, "lost telephone"); err != nil {
			t.Errorf("a week later: %v", err)
		}
	})
}

func TestNobodyChangesTheirOwnRole(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	a := newManager(t, db)
	if _, err := access.ChangeRole(t.Context(), db, models.Actor{Kind: "account", ID: a.ID}, a.ID, models.RoleDPO, ""); !models.IsKind(err, models.KindForbidden) {
		t.Errorf("own role changed: %v", err)
	}
}
