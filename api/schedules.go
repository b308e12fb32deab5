package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/jobs"
)

// nextRuns is how many coming runs of a schedule are shown, so that a person sees what a cron line means.
const nextRuns = 5

// ScheduleView is when a recurring job runs.
type ScheduleView struct {
	Name      string   `json:"name"`
	Says      string   `json:"says" doc:"What the job does."`
	Spec      string   `json:"spec" doc:"A cron line of five fields."`
	Zone      string   `json:"zone" doc:"IANA time zone the line is read in."`
	Enabled   bool     `json:"enabled"`
	Next      []Moment `json:"next" nullable:"false" doc:"The next five runs."`
	RanAt     Moment   `json:"ran_at" doc:"When it last ran."`
	ChangedAt Moment   `json:"changed_at"`
	ChangedBy string   `json:"changed_by,omitempty"`
	Version   int      `json:"version"`
}

// ScheduleList is every recurring job.
type ScheduleList struct {
	Items []ScheduleView `json:"items" nullable:"false"`
}

// RunList is when a schedule would run.
type RunList struct {
	Next []Moment `json:"next" nullable:"false"`
}

func registerSchedules(s *Server) {
	tags := []string{"Schedules"}
	read(s, Operation{ID: "list-schedules", Path: "/schedules", Summary: "Recurring jobs with their next five runs.", Right: models.RightManageSettings, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body ScheduleList }, error) {
			rows, err := models.ListSchedules(r)
			if err != nil {
				return nil, err
			}
			var people []models.ID
			for _, x := range rows {
				if x.ChangedBy != nil {
					people = append(people, *x.ChangedBy)
				}
			}
			names, err := models.AccountNames(r, people)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body ScheduleList }{ScheduleList{Items: make([]ScheduleView, 0, len(rows))}}
			for _, x := range rows {
				v := ScheduleView{Name: x.Name, Says: x.Says, Spec: x.Spec, Zone: x.Zone, Enabled: x.Enabled, Next: []Moment{}, RanAt: at(x.RanAt),
					ChangedAt: at(x.ChangedAt), Version: x.Version}
				if x.ChangedBy != nil {
					v.ChangedBy = names[*x.ChangedBy]
				}
				if x.Enabled {
					if v.Next, err = upcoming(x.Spec, x.Zone, r.Now()); err != nil {
						return nil, err
					}
				}
				out.Body.Items = append(out.Body.Items, v)
			}
			return out, nil
		})
	read(s, Operation{ID: "preview-schedule", Path: "/schedule-preview", Summary: "When a cron line would run, before it is saved.", Right: models.RightManageSettings, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, in *struct {
			Spec string `query:"spec" maxLength:"100" required:"true"`
			Zone string `query:"zone" maxLength:"60" default:"UTC"`
		}) (*struct{ Body RunList }, error) {
			next, err := upcoming(in.Spec, in.Zone, r.Now())
			return &struct{ Body RunList }{RunList{next}}, err
		})
	act(s, Operation{ID: "change-schedule", Method: http.MethodPut, Path: "/schedules/{name}", Summary: "Change when a recurring job runs; taken up within seconds.", Right: models.RightManageSettings, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Name string `path:"name" maxLength:"60"`
			Body struct {
				Version int    `json:"version" minimum:"1"`
				Spec    string `json:"spec" maxLength:"100"`
				Zone    string `json:"zone" maxLength:"60"`
				Enabled bool   `json:"enabled"`
			}
		}) (*struct{ Body RunList }, error) {
			if err := jobs.ChangeSchedule(ctx, db, v, in.Name, in.Body.Version, in.Body.Spec, in.Body.Zone, in.Body.Enabled); err != nil {
				return nil, err
			}
			next, err := upcoming(in.Body.Spec, in.Body.Zone, db.Now())
			return &struct{ Body RunList }{RunList{next}}, err
		})
}

func upcoming(spec, zone string, now terms.Instant) ([]Moment, error) {
	runs, err := jobs.NextRuns(spec, zone, now, nextRuns)
	out := make([]Moment, 0, len(runs))
	for _, i := range runs {
		out = append(out, at(i))
	}
	return out, err
}
