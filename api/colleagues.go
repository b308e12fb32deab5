package api

import (
	"context"

	"candour/models"
)

// ColleagueView is somebody a task can be given to.
type ColleagueView struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Role models.Role `json:"role" enum:"incident-manager,data-protection-officer,communications,approver,auditor"`
}

// rolesThatWork are the roles that may be given a task. A focal point works for its society and sees no tasks of ours.
func rolesThatWork() (roles []models.Role) {
	for _, r := range models.Roles {
		if r != models.RoleFocalPoint && r.Has(models.RightReadIncidents) {
			roles = append(roles, r)
		}
	}
	return roles
}

func registerColleagues(s *Server) {
	read(s, Operation{ID: "list-colleagues", Path: "/colleagues", Summary: "Who can be given a task: names and roles, no addresses.", Right: models.RightWriteTasks, Tags: []string{"Tasks"}},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct {
			Body struct {
				Items []ColleagueView `json:"items" nullable:"false"`
			}
		}, error) {
			accounts, err := models.AccountsOfRoles(r, rolesThatWork()...)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []ColleagueView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = make([]ColleagueView, 0, len(accounts))
			for _, a := range accounts {
				name, err := a.Name(r.Keys())
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, ColleagueView{ID: a.ID, Name: name, Role: a.Role})
			}
			return out, nil
		})
}
