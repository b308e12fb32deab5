package access_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
)

// officer makes somebody who can be a second person: a password and a second factor.
func officer(t *testing.T, db *models.DB, email string, role models.Role) models.Actor {
	t.Helper()
	a := invited(t, db, email, role)
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		return models.AcceptTOTPStep(tx, a.ID, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	return models.Actor{Kind: "account", ID: a.ID}
}

func waiting(t *testing.T, db *models.DB, account models.ID) models.AccountChange {
	t.Helper()
	c, err := models.OpenAccountChange(db.View(t.Context()), account)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhichRolesNobodyGivesAlone(t *testing.T) {
	for role, second := range map[models.Role]bool{models.RoleIncidentManager: true, models.RoleDPO: true, models.RoleApprover: true, models.RoleFocalPoint: true,
		models.RoleAdministrator: true, models.RoleCommunications: false, models.RoleAuditor: false} {
		if role.NeedsSecondPerson() != second {
			t.Errorf("%s: needs a second person = %v", role, !second)
		}
	}
}

// An administrator who invites a data protection officer cannot be that person, and neither can whoever confirms.
func TestAnInvitationToSeePeopleTakesTwo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		ada, paul := officer(t, db, "ada@example.org", models.RoleAdministrator), officer(t, db, "paul@example.org", models.RoleDPO)
		eve := officer(t, db, "eve@example.org", models.RoleAuditor)
		a, link, err := access.Invite(ctx, db, ada, access.Person{Name: "New", Email: "new@example.org", Role: models.RoleDPO})
		if err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(ctx, db, link, "", good); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the inviter used the link alone: %v", err)
		}
		c := waiting(t, db, a.ID)
		if _, _, err := access.Confirm(ctx, db, ada, c.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("the inviter confirmed the own invitation: %v", err)
		}
		if _, _, err := access.Confirm(ctx, db, eve, c.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an auditor was the second person: %v", err)
		}
		if _, _, err := access.Confirm(ctx, db, models.Console, c.ID); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("the console confirmed although there is somebody who can: %v", err)
		}
		_, code, err := access.Confirm(ctx, db, paul, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := access.Confirm(ctx, db, paul, c.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		for name, wrong := range map[string]string{"no code": "", "a guess": "AAAAA-AAAAA"} {
			if err := access.Accept(ctx, db, link, wrong, good); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s opened the invitation: %v", name, err)
			}
		}
		if err := access.Accept(ctx, db, link, " "+code[:5]+code[6:], good); err != nil {
			t.Errorf("both halves do not open it: %v", err)
		}
	})
}

func TestChangesOfAnAccountThatSeesPeopleWait(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		ada, ben := officer(t, db, "ada@example.org", models.RoleAdministrator), officer(t, db, "ben@example.org", models.RoleAdministrator)
		for _, c := range []struct {
			name string
			role models.Role // before
			ask  func(models.ID) error
			done func(models.Account) bool
		}{
			{"a role that sees people", models.RoleCommunications, func(id models.ID) error {
				_, err := access.ChangeRole(ctx, db, ada, id, models.RoleIncidentManager, "")
				return err
			}, func(a models.Account) bool { return a.Role == models.RoleIncidentManager }},
			{"a new password of a manager", models.RoleIncidentManager, func(id models.ID) error {
				_, _, err := access.InviteAgain(ctx, db, ada, id)
				return err
			}, func(a models.Account) bool { return a.PasswordHash == "" && access.NeedsCode(a) }},
			{"a new second factor of an approver", models.RoleApprover, func(id models.ID) error {
				_, err := access.ResetSecondFactor(ctx, db, ada, id, "Lost the telephone.")
				return err
			}, func(a models.Account) bool { return !a.TOTPConfirmed }},
		} {
			t.Run(c.name, func(t *testing.T) {
				who := officer(t, db, models.NewID()+"@example.org", c.role)
				find := func() models.Account {
					a, err := models.FindAccount(db.View(ctx), who.ID)
					if err != nil {
						t.Fatal(err)
					}
					return a
				}
				if err := c.ask(who.ID); err != nil {
					t.Fatal(err)
				}
				if c.done(find()) {
					t.Error("one administrator did it alone")
				}
				w := waiting(t, db, who.ID)
				for name, by := range map[string]models.Actor{"who asked": ada, "whose account it is": who} {
					if _, _, err := access.Confirm(ctx, db, by, w.ID); !models.IsKind(err, models.KindForbidden) {
						t.Errorf("%s confirmed: %v", name, err)
					}
				}
				if _, _, err := access.Confirm(ctx, db, ben, w.ID); err != nil {
					t.Fatal(err)
				}
				if !c.done(find()) {
					t.Error("confirmed, and nothing happened")
				}
			})
		}
	})
}

func TestARefusedChangeChangesNothingAndAClosedAccountHasNothingWaiting(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		ada, paul := officer(t, db, "ada@example.org", models.RoleAdministrator), officer(t, db, "paul@example.org", models.RoleDPO)
		a, link, err := access.Invite(ctx, db, ada, access.Person{Name: "New", Email: "new@example.org", Role: models.RoleApprover})
		if err != nil {
			t.Fatal(err)
		}
		c := waiting(t, db, a.ID)
		if err := access.Refuse(ctx, db, paul, c.ID, " "); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("refused without a reason: %v", err)
		}
		if err := access.Refuse(ctx, db, paul, c.ID, "Nobody of this name works here."); err != nil {
			t.Fatal(err)
		}
		if _, _, err := access.Confirm(ctx, db, paul, c.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("confirmed after the refusal: %v", err)
		}
		if err := access.Accept(ctx, db, link, "", good); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("the link of a refused invitation: %v", err)
		}
		// Asked for again, twice: the later wish takes the place of the earlier, and its link with it.
		_, before, err := access.InviteAgain(ctx, db, ada, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, after, err := access.InviteAgain(ctx, db, ada, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := access.ResetSecondFactor(ctx, db, paul, a.ID, "Another wish."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("two different wishes wait at once: %v", err)
		}
		_, code, err := access.Confirm(ctx, db, paul, waiting(t, db, a.ID).ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(ctx, db, before, code, good); err == nil {
			t.Error("the replaced link works")
		}
		modelstest.ClockOf(db).Advance(8 * 24 * time.Hour)
		if err := access.Accept(ctx, db, after, code, good); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("eight days later: %v", err)
		}
		if _, _, err := access.InviteAgain(ctx, db, ada, a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := access.Disable(ctx, db, ada, a.ID, "Will not come."); err != nil {
			t.Fatal(err)
		}
		if _, err := models.OpenAccountChange(db.View(ctx), a.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("something still waits for a closed account: %v", err)
		}
	})
}

// On an empty installation there is nobody to be the second person: the machine's console is, until there is somebody.
func TestTheFirstDataProtectionOfficerIsConfirmedAtTheConsole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		ada := officer(t, db, "ada@example.org", models.RoleAdministrator)
		_, link, err := access.Invite(ctx, db, ada, access.Person{Name: "Paul", Email: "paul@example.org", Role: models.RoleDPO})
		if err != nil {
			t.Fatal(err)
		}
		_, code, err := access.ConfirmFromConsole(ctx, db, "Paul@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if err := access.Accept(ctx, db, link, code, good); err != nil {
			t.Fatal(err)
		}
		// Invited but without a second factor Paul cannot confirm yet, so the console still can.
		if _, _, err := access.Invite(ctx, db, ada, access.Person{Name: "Ines", Email: "ines@example.org", Role: models.RoleIncidentManager}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := access.ConfirmFromConsole(ctx, db, "ines@example.org"); err != nil {
			t.Errorf("nobody else could, and the console was refused: %v", err)
		}
		officer(t, db, "olga@example.org", models.RoleDPO)
		if _, _, err := access.Invite(ctx, db, ada, access.Person{Name: "Amina", Email: "amina@example.org", Role: models.RoleApprover}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := access.ConfirmFromConsole(ctx, db, "amina@example.org"); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("with a data protection officer in place the console confirmed: %v", err)
		}
		if _, _, err := access.ConfirmFromConsole(ctx, db, "ada@example.org"); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("nothing waits for Ada: %v", err)
		}
	})
}
