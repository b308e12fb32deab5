package api_test

import (
	"slices"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

func TestATaskCanBeGivenToWhoeverWorksOnIncidents(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		var list struct{ Items []api.ColleagueView }
		if code := w.as(models.RoleIncidentManager, "GET", "/colleagues", nil, &list); code != 200 {
			t.Fatalf("status %d", code)
		}
		var roles []models.Role
		for _, c := range list.Items {
			if c.Name == "" {
				t.Errorf("account %s has no name here", c.ID)
			}
			roles = append(roles, c.Role)
			// Whoever is offered must also be accepted as an owner.
			if code := w.as(models.RoleIncidentManager, "POST", "/incidents/"+w.own["incident_id"]+"/tasks", map[string]any{"title": "Call the society", "owner_id": c.ID}, nil); code != 201 {
				t.Errorf("a task for a %s: status %d, want 201", c.Role, code)
			}
		}
		for _, r := range []models.Role{models.RoleIncidentManager, models.RoleDPO, models.RoleCommunications, models.RoleApprover} {
			if !slices.Contains(roles, r) {
				t.Errorf("no %s is offered", r)
			}
		}
		if slices.Contains(roles, models.RoleFocalPoint) || slices.Contains(roles, models.RoleAdministrator) {
			t.Errorf("offered: %v; a society and an administrator do no tasks of ours", roles)
		}
	})
}
