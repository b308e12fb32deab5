package texts_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/texts"
)

func TestWhoeverWroteAnyVersionOfATextDoesNotApproveIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		i := incident(t, db, known)
		first := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
		v, err := texts.Save(ctx, db, first, i, models.TextStatement, "", texts.Draft{Language: "en", Title: "What we know", Body: "We are sorry."})
		if err != nil {
			t.Fatal(err)
		}
		save(t, db, i, v.TextID, 1, "We are sorry, and we say so.")
		v = save(t, db, i, v.TextID, 2, "We are very sorry.")
		if err := texts.Submit(ctx, db, author, v.TextID); err != nil {
			t.Fatal(err)
		}
		first.Role = models.RoleApprover
		if err := texts.Approve(ctx, db, first, v.TextID, v.Hash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("the writer of the first version approved the third: %v", err)
		}
		if err := texts.Approve(ctx, db, approver, v.TextID, v.Hash); err != nil {
			t.Error(err)
		}
	})
}
