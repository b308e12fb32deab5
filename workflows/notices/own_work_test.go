package notices_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/notices"
)

// Somebody's words may stand in the last version although another saved and submitted it; a new role does not make them another's.
func TestWhoeverWroteAnyVersionOfACircularNeitherApprovesNorSendsIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		ctx := t.Context()
		first, between, last := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}, models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}, author
		n, err := notices.Draft(ctx, db, first, w.incident, w.draft())
		w.must(err)
		w.must(notices.Submit(ctx, db, between, n.ID, 1))
		w.must(notices.Edit(ctx, db, between, n.ID, 2, w.draft()))
		w.must(notices.Edit(ctx, db, last, n.ID, 3, w.draft()))
		w.must(notices.Edit(ctx, db, last, n.ID, 4, w.draft()))
		w.must(notices.Submit(ctx, db, last, n.ID, 5))
		n = w.notice(n.ID)
		for name, v := range map[string]models.Viewer{"who began it": first, "who edited in between": between, "who wrote last": last} {
			v.Role = models.RoleApprover
			if err := notices.Approve(ctx, db, v, n.ID, n.Version, n.ContentHash); !models.IsKind(err, models.KindForbidden) {
				t.Errorf("%s approved: %v", name, err)
			}
		}
		w.must(notices.Approve(ctx, db, approver, n.ID, n.Version, n.ContentHash))
		w.must(notices.RequestSending(ctx, db, manager, n.ID, n.Version+1))
		n = w.notice(n.ID)
		between.Role = models.RoleApprover
		if _, err := notices.ApproveSending(ctx, db, between, n.ID, n.Version, n.ContentHash, publicURL); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who edited in between let it go: %v", err)
		}
		if len(n.Writers.V) != 3 {
			t.Errorf("%d writers are remembered, want 3", len(n.Writers.V))
		}
	})
}
