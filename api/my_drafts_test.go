package api_test

import (
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

func TestDraftsWaitForWhoeverSignedOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		waits := func(role models.Role) bool {
			var me api.Me
			if code := w.as(role, "GET", "/me", nil, &me); code != 200 {
				t.Fatalf("me: %d", code)
			}
			return me.Drafts
		}
		if code := w.as(models.RoleIncidentManager, "PUT", "/me/drafts", map[string]string{"content": `[{"key":"fact:1"}]`}, nil); code >= 300 {
			t.Fatalf("keep: %d", code)
		}
		if !waits(models.RoleIncidentManager) || waits(models.RoleApprover) {
			t.Error("the wrong person is told that drafts wait")
		}
		var got, others api.MyDraftsView
		w.as(models.RoleIncidentManager, "GET", "/me/drafts", nil, &got)
		w.as(models.RoleApprover, "GET", "/me/drafts", nil, &others)
		if got.Content != `[{"key":"fact:1"}]` || others.Content != "" {
			t.Errorf("%q, %q", got.Content, others.Content)
		}
		if code := w.as(models.RoleIncidentManager, "DELETE", "/me/drafts", nil, nil); code >= 300 || waits(models.RoleIncidentManager) {
			t.Errorf("forget: %d", code)
		}
	})
}
