package access_test

import (
	"context"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
)

// invited makes an account that has chosen its password.
func invited(t *testing.T, db *models.DB, email string, role models.Role) models.Account {
	t.Helper()
	a, token, err := access.Invite(t.Context(), db, models.Console, access.Person{Name: "Exercise", Email: email, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	if err := access.Accept(t.Context(), db, token, "", good); err != nil {
		t.Fatal(err)
	}
	return a
}

func live(t *testing.T, db *models.DB, account models.ID) int {
	t.Helper()
	s, err := models.ListSessions(db.View(t.Context()), account)
	if err != nil {
		t.Fatal(err)
	}
	return len(s)
}

func TestEveryChangeOfAnAccountEndsItsSessions(t *testing.T) {
	changes := map[string]func(context.Context, *models.DB, models.ID) error{
		"disabled": func(ctx context.Context, db *models.DB, id models.ID) error {
			_, err := access.Disable(ctx, db, models.Console, id, "Left the organisation.")
			return err
		},
		"another role": func(ctx context.Context, db *models.DB, id models.ID) error {
			_, err := access.ChangeRole(ctx, db, models.Console, id, models.RoleAuditor, "")
			return err
		},
		"second factor reset": func(ctx context.Context, db *models.DB, id models.ID) error {
			_, err := access.ResetSecondFactor(ctx, db, models.Console, id, "Seen in person.")
			return err
		},
		"invited again": func(ctx context.Context, db *models.DB, id models.ID) error {
			_, _, err := access.InviteAgain(ctx, db, models.Console, id)
			return err
		},
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, change := range changes {
			t.Run(name, func(t *testing.T) {
				email := models.NewID() + "@example.org"
				a := invited(t, db, email, models.RoleIncidentManager)
				if _, err := access.SignIn(t.Context(), db, email, good, false); err != nil {
					t.Fatal(err)
				}
				if live(t, db, a.ID) != 1 {
					t.Fatal("no session to end")
				}
				if err := change(t.Context(), db, a.ID); err != nil {
					t.Fatal(err)
				}
				if n := live(t, db, a.ID); n != 0 {
					t.Errorf("%d sessions go on", n)
				}
			})
		}
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		one, two := invited(t, db, "one@example.org", models.RoleAdministrator), invited(t, db, "two@example.org", models.RoleAdministrator)
		// Both take the role from each other at the same moment: one of them has to fail.
		done := make(chan error)
		for _, id := range []models.ID{one.ID, two.ID} {
			go func() {
				_, err := access.Disable(context.WithoutCancel(t.Context()), db, models.Console, id, "test")
				done <- err
			}()
		}
		refused := 0
		for range 2 {
			if err := <-done; models.IsKind(err, models.KindConflict) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		n, err := models.CountAdministrators(db.View(t.Context()))
		if err != nil || n != 1 || refused != 1 {
			t.Fatalf("%d administrators left, %d refused, %v", n, refused, err)
		}
		last := one
		if a, _ := models.FindAccount(db.View(t.Context()), one.ID); !a.DisabledAt.IsZero() {
			last = two
		}
		if _, err := access.ChangeRole(t.Context(), db, models.Console, last.ID, models.RoleAuditor, ""); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the last administrator became an auditor: %v", err)
		}
	})
}

func TestANewInvitationEndsTheOldPasswordAndAClosedAccountCannotEnter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := invited(t, db, "a@example.org", models.RoleIncidentManager)
		_, token, err := access.InviteAgain(t.Context(), db, models.Console, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := access.SignIn(t.Context(), db, "a@example.org", good, false); !models.IsKind(err, models.KindUnauthorised) {
			t.Errorf("the old password still works: %v", err)
		}
		if err := access.Accept(t.Context(), db, token, "", good); err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(t.Context(), db, token, "", good); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("an invitation worked twice: %v", err)
		}
		if _, err := access.Disable(t.Context(), db, models.Console, a.ID, " "); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("closed without a reason: %v", err)
		}
		if _, err := access.Disable(t.Context(), db, models.Console, a.ID, "Left."); err != nil {
			t.Fatal(err)
		}
		if _, err := access.SignIn(t.Context(), db, "a@example.org", good, false); !models.IsKind(err, models.KindUnauthorised) {
			t.Errorf("a closed account entered: %v", err)
		}
		if _, _, err := access.InviteAgain(t.Context(), db, models.Console, a.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a closed account was invited: %v", err)
		}
		if _, err := access.Enable(t.Context(), db, models.Console, a.ID, "Came back."); err != nil {
			t.Fatal(err)
		}
		if _, err := access.SignIn(t.Context(), db, "a@example.org", good, false); err != nil {
			t.Errorf("an account opened again cannot enter: %v", err)
		}
		if _, err := access.ChangeRole(t.Context(), db, models.Console, a.ID, models.RoleFocalPoint, ""); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("a focal point without a society: %v", err)
		}
	})
}
