package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

// TaskView is one thing one person has to do.
type TaskView struct {
	ID                string           `json:"id"`
	IncidentID        string           `json:"incident_id"`
	IncidentReference string           `json:"incident_reference"`
	IncidentTitle     string           `json:"incident_title"`
	Exercise          bool             `json:"exercise"`
	PartyID           string           `json:"party_id,omitempty"`
	Party             string           `json:"party,omitempty"`
	ObligationID      string           `json:"obligation_id,omitempty"`
	Kind              string           `json:"kind"`
	Title             string           `json:"title"`
	Detail            string           `json:"detail"`
	OwnerID           string           `json:"owner_id,omitempty"`
	Owner             string           `json:"owner,omitempty"`
	DueAt             Moment           `json:"due_at"`
	ByLaw             bool             `json:"by_law" doc:"Due by law; else by our own target."`
	Overdue           bool             `json:"overdue" doc:"Computed now."`
	State             models.TaskState `json:"state" enum:"open,done,cancelled"`
	Escalated         string           `json:"escalated,omitempty" doc:"To whom it has been brought."`
	RemindedAt        Moment           `json:"reminded_at"`
	OpenedAt          Moment           `json:"opened_at"`
	ClosedAt          Moment           `json:"closed_at"`
	Version           int              `json:"version"`
}

// TaskPage is a page of tasks.
type TaskPage struct {
	Items []TaskView `json:"items" nullable:"false"`
	Next  string     `json:"next,omitempty"`
}

// ReminderView is one rung of a task's ladder.
type ReminderView struct {
	TaskID    string `json:"task_id"`
	Step      string `json:"step"`
	FireAt    Moment `json:"fire_at"`
	Action    string `json:"action" enum:"remind,escalate"`
	Audience  string `json:"audience"`
	FiredAt   Moment `json:"fired_at"`
	DroppedAt Moment `json:"dropped_at" doc:"Taken back with its task."`
}

// TaskPath is the task in an address.
type TaskPath struct {
	ID string `path:"task_id"`
}

// TaskQuery narrows the tasks.
type TaskQuery struct {
	PageQuery
	Owner string `query:"owner" maxLength:"36" doc:"An account, me, or nobody."`
	State string `query:"state" enum:"open,done,cancelled" default:"open"`
	Kind  string `query:"kind" maxLength:"40"`
}

func (q TaskQuery) filter(v models.Viewer) models.TaskFilter {
	f := models.TaskFilter{Owner: q.Owner, State: models.TaskState(q.State), Kind: q.Kind}
	switch q.Owner {
	case "me":
		f.Owner = v.Account
	case "nobody":
		f.Owner, f.Nobody = "", true
	}
	return f
}

func listTasks(r models.View, v models.Viewer, f models.TaskFilter, p PageQuery) (*struct{ Body TaskPage }, error) {
	page, err := models.ListTasks(r, v, f, models.PageRequest{Cursor: p.Cursor, Limit: p.Limit})
	if err != nil {
		return nil, err
	}
	var owners []models.ID
	for _, t := range page.Items {
		if t.OwnerID != nil {
			owners = append(owners, *t.OwnerID)
		}
	}
	names, err := models.AccountNames(r, owners)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	out := &struct{ Body TaskPage }{TaskPage{Items: make([]TaskView, 0, len(page.Items)), Next: page.Next}}
	for i := range page.Items {
		out.Body.Items = append(out.Body.Items, viewTask(&page.Items[i], names, now))
	}
	return out, nil
}

func viewTask(t *models.TaskRow, names map[models.ID]string, now terms.Instant) TaskView {
	out := TaskView{ID: t.ID, IncidentID: t.IncidentID, IncidentReference: t.IncidentReference, IncidentTitle: t.IncidentTitle, Exercise: t.Exercise,
		Kind: t.Kind, Title: t.Title, Detail: t.Detail, DueAt: at(t.DueAt), ByLaw: t.ByLaw, State: t.State, Escalated: t.Escalated,
		Overdue:  t.State == models.TaskOpen && !t.DueAt.IsZero() && now.After(t.DueAt),
		OpenedAt: at(t.OpenedAt), ClosedAt: at(t.ClosedAt), Version: t.Version}
	if t.PartyID != nil {
		out.PartyID = *t.PartyID
	}
	if t.PartyName != nil {
		out.Party = *t.PartyName
	}
	if t.ObligationID != nil {
		out.ObligationID = *t.ObligationID
	}
	if t.OwnerID != nil {
		out.OwnerID, out.Owner = *t.OwnerID, names[*t.OwnerID]
	}
	if t.RemindedAt != nil {
		out.RemindedAt = at(*t.RemindedAt)
	}
	return out
}

func registerTasks(s *Server) {
	tags := []string{"Tasks"}
	registerAlerts(s)
	read(s, Operation{ID: "list-tasks", Path: "/tasks", Summary: "Tasks over all incidents, soonest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *TaskQuery) (*struct{ Body TaskPage }, error) {
			return listTasks(r, v, in.filter(v), in.PageQuery)
		})
	read(s, Operation{ID: "list-incident-tasks", Path: "/incidents/{incident_id}/tasks", Summary: "Tasks of one incident, soonest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			TaskQuery
		}) (*struct{ Body TaskPage }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			f := in.filter(v)
			f.Incident = in.ID
			return listTasks(r, v, f, in.PageQuery)
		})
	read(s, Operation{ID: "list-reminders", Path: "/tasks/{task_id}/reminders", Summary: "The ladder of a task: what fired, and what is still to come.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *TaskPath) (*struct {
			Body struct {
				Items []ReminderView `json:"items" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindTask(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListReminders(r, in.ID)
			out := &struct {
				Body struct {
					Items []ReminderView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = viewReminders(rows)
			return out, err
		})
	act(s, Operation{ID: "write-task", Path: "/incidents/{incident_id}/tasks", Summary: "Write a task down.", Right: models.RightWriteTasks, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Title   string `json:"title" maxLength:"200"`
				Detail  string `json:"detail,omitempty" maxLength:"4000"`
				PartyID string `json:"party_id,omitempty" maxLength:"36"`
				OwnerID string `json:"owner_id,omitempty" maxLength:"36"`
				DueAt   Moment `json:"due_at,omitempty"`
			}
		}) (*struct {
			Body struct {
				ID string `json:"id"`
			}
		}, error) {
			id, err := tasks.Write(ctx, db, v, tasks.NewTask{Incident: in.ID, Party: in.Body.PartyID, Title: in.Body.Title, Detail: in.Body.Detail,
				Owner: in.Body.OwnerID, DueAt: in.Body.DueAt.Instant})
			out := &struct {
				Body struct {
					ID string `json:"id"`
				}
			}{}
			out.Body.ID = id
			return out, err
		})
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "assign-task", Method: http.MethodPut, Path: "/tasks/{task_id}/owner", Summary: "Give a task to somebody, or to nobody.", Right: models.RightWriteTasks, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TaskPath
			Body struct {
				Version int    `json:"version" minimum:"1"`
				OwnerID string `json:"owner_id" maxLength:"36" doc:"Empty: nobody. me: myself."`
			}
		}) (*struct{ Body Empty }, error) {
			owner := in.Body.OwnerID
			if owner == "me" {
				owner = v.Account
			}
			return done(tasks.Assign(ctx, db, v, in.ID, in.Body.Version, owner))
		})
	act(s, Operation{ID: "complete-task", Path: "/tasks/{task_id}/completion", Summary: "Done. A task of an obligation is closed by discharging it, with proof.", Right: models.RightWriteTasks, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TaskPath
			Body struct {
				Version int    `json:"version" minimum:"1"`
				Note    string `json:"note,omitempty" maxLength:"4000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(tasks.Complete(ctx, db, v, in.ID, in.Body.Version, in.Body.Note))
		})
}

func viewReminders(rows []models.Reminder) []ReminderView {
	out := make([]ReminderView, 0, len(rows))
	for _, x := range rows {
		out = append(out, ReminderView{TaskID: x.TaskID, Step: x.Step, FireAt: at(x.FireAt), Action: x.Action, Audience: x.Audience,
			FiredAt: at(x.FiredAt), DroppedAt: at(x.DroppedAt)})
	}
	return out
}

// AlertView is an open task that was brought to the one who looks.
type AlertView struct {
	Task     TaskView `json:"task"`
	Step     string   `json:"step"`
	Action   string   `json:"action" enum:"remind,escalate"`
	Audience string   `json:"audience"`
	FiredAt  Moment   `json:"fired_at"`
}

// AlertPage is one page of what was brought to the one who looks, newest first.
type AlertPage struct {
	Items []AlertView `json:"items" nullable:"false"`
	Next  string      `json:"next"`
}

func registerAlerts(s *Server) {
	read(s, Operation{ID: "list-alerts", Path: "/alerts", Summary: "Reminders and escalations of open tasks that are mine, or my role's.", Right: models.RightReadIncidents, Tags: []string{"Tasks"}},
		func(_ context.Context, r models.View, v models.Viewer, in *PageQuery) (*struct{ Body AlertPage }, error) {
			p, err := models.ListAlerts(r, v, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			now := r.Now()
			out := &struct{ Body AlertPage }{AlertPage{Items: make([]AlertView, 0, len(p.Items)), Next: p.Next}}
			for i := range p.Items {
				a := &p.Items[i]
				out.Body.Items = append(out.Body.Items, AlertView{viewTask(&a.TaskRow, nil, now), a.Step, a.Action, a.Audience, at(a.FiredAt)})
			}
			return out, nil
		})
}
