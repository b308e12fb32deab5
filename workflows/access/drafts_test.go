package access_test

import (
	"bytes"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
)

func TestDraftsLeftBehindWaitSealedForTheirOwner(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		mine, other := models.Viewer{Account: invited(t, db, "a@example.org", models.RoleAuditor).ID}, models.Viewer{Account: invited(t, db, "b@example.org", models.RoleAuditor).ID}
		read := func(v models.Viewer) string {
			s, err := access.KeptDrafts(db.View(ctx), v)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		for _, s := range []string{`[{"key":"fact:1"}]`, `[{"key":"fact:2","value":"a canary"}]`} {
			if err := access.KeepDrafts(ctx, db, mine, s); err != nil {
				t.Fatal(err)
			}
			if got := read(mine); got != s {
				t.Errorf("kept %q, got %q", s, got)
			}
		}
		if got := read(other); got != "" {
			t.Errorf("somebody else reads %q", got)
		}
		d, err := models.FindKeptDraft(db.View(ctx), mine.Account)
		if err != nil || bytes.Contains(d.ContentSealed, []byte("canary")) {
			t.Errorf("the draft lies open: %v", err)
		}
		if err := access.KeepDrafts(ctx, db, mine, strings.Repeat("x", 600<<10)); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("600 kB: %v", err)
		}
		if err := access.ForgetDrafts(ctx, db, other); err != nil || read(mine) == "" {
			t.Errorf("somebody else deleted them: %v", err)
		}
		if err := access.ForgetDrafts(ctx, db, mine); err != nil || read(mine) != "" {
			t.Errorf("still there: %v", err)
		}
	})
}
