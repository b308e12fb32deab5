package api

import (
	"context"

	"candour/models"
	"candour/workflows/intake"
)

// IncidentRow is an incident in a list.
type IncidentRow struct {
	ID        string               `json:"id"`
	Reference string               `json:"reference"`
	Title     string               `json:"title" doc:"What happened, in one sentence."`
	State     models.IncidentState `json:"state" enum:"open,closed"`
	Exercise  bool                 `json:"exercise" doc:"Never reaches a real address."`
	AwareAt   Moment               `json:"aware_at" doc:"When anyone first knew, as far as is known now."`
	AwareZone string               `json:"aware_zone"`
	OpenedAt  Moment               `json:"opened_at"`
	ClosedAt  Moment               `json:"closed_at"`
	Version   int                  `json:"version"`
}

func incidentRow(i models.Incident) IncidentRow {
	return IncidentRow{i.ID, i.Reference, i.Title, i.State, i.Exercise, at(i.AwareAt), i.AwareZone, at(i.OpenedAt), at(i.ClosedAt), i.Version}
}

// MomentView is one of the times of an incident, with the zone it was said in.
type MomentView struct {
	Key       string           `json:"key" enum:"occurred_at,detected_at,aware_at,public_at,contained_at,determined_at,assessed_at,authority_notified_at"`
	At        Moment           `json:"at" doc:"Null: not known yet."`
	Zone      string           `json:"zone"`
	Certainty models.Certainty `json:"certainty" enum:"assumed,reported,likely,confirmed,"`
	LearntAt  Moment           `json:"learnt_at"`
}

// IncidentView is an incident with its times and how many people it is about.
type IncidentView struct {
	IncidentRow
	OpenedBy     PersonRef         `json:"opened_by"`
	FactsVersion int64             `json:"facts_version" doc:"Rises with every change the rules could read."`
	Moments      []MomentView      `json:"moments" nullable:"false" doc:"All eight, in a fixed order; at is null where not known yet."`
	People       models.CountRange `json:"people" doc:"The fact people_count of the incident, else the sum of its groups."`
	Parties      int               `json:"parties"`
	Reporter     *models.Reporter  `json:"reporter" doc:"Who was on the line; null for those who may not read it."`
}

// PersonRef is an account by id and name. The name is empty for those who may not read it, or when the system acted.
type PersonRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func incidentView(r models.Reader, v models.Viewer, i models.Incident) (IncidentView, error) {
	out := IncidentView{IncidentRow: incidentRow(i), FactsVersion: i.FactsVersion, Moments: []MomentView{}, OpenedBy: PersonRef{ID: i.OpenedBy}}
	moments, err := models.MomentFacts(r, i.ID)
	if err != nil {
		return out, err
	}
	for _, key := range models.Moments {
		f := moments[i.ID][key]
		out.Moments = append(out.Moments, MomentView{key, at(f.Moment()), f.Zone, f.Certainty, at(f.LearntAt)})
	}
	parties, err := models.ListParties(r, v, i.ID)
	if err != nil {
		return out, err
	}
	out.Parties = len(parties)
	if out.People, err = peopleOf(r, v, i.ID); err != nil {
		return out, err
	}
	if !v.OpensSources() {
		return out, nil
	}
	reporter, err := i.ReporterOf(r.Keys())
	if err != nil {
		return out, err
	}
	out.Reporter = &reporter
	names, err := models.AccountNames(r, []models.ID{i.OpenedBy})
	out.OpenedBy.Name = names[i.OpenedBy]
	return out, err
}

// peopleOf is what was said of the incident as a whole; without it, what the groups this viewer sees add up to. A focal point gets the
// number of its own society's people only.
func peopleOf(r models.Reader, v models.Viewer, incident models.ID) (models.CountRange, error) {
	if v.Role != models.RoleFocalPoint {
		f, ok, err := models.CurrentFact(r, incident, nil, nil, "people_count")
		if c, known := f.Range(); err != nil || ok && known {
			return c, err
		}
	}
	groups, err := models.CountedGroups(r, v, incident)
	ranges := []models.CountRange{}
	for _, g := range groups {
		ranges = append(ranges, g.Count)
	}
	return models.SumRanges(ranges...), err
}

type incidentOutput struct{ Body IncidentView }

func incidentOf(r models.Reader, v models.Viewer, i models.Incident, err error) (*incidentOutput, error) {
	if err != nil {
		return nil, err
	}
	view, err := incidentView(r, v, i)
	return &incidentOutput{view}, err
}

// ReporterBody is who is on the line; one of the three is enough.
type ReporterBody struct {
	Name      string `json:"name,omitempty" maxLength:"200"`
	Telephone string `json:"telephone,omitempty" maxLength:"60"`
	Society   string `json:"society,omitempty" maxLength:"200"`
}

func (b ReporterBody) reporter() models.Reporter {
	return models.Reporter{Name: b.Name, Telephone: b.Telephone, Society: b.Society}
}

// OpeningBody is all that is asked to open an incident. The rest is not known yet.
type OpeningBody struct {
	ID        string       `json:"id,omitempty" maxLength:"36" doc:"A UUID of the page's own, so that a request sent twice opens one incident."`
	Title     string       `json:"title" maxLength:"200" doc:"What happened, in one sentence. No names of people."`
	Reporter  ReporterBody `json:"reporter" doc:"Who is on the line."`
	SocietyID string       `json:"society_id,omitempty" maxLength:"36" doc:"Their society, when it is in the directory: it joins as controller and its clocks run."`
	AwareAt   Moment       `json:"aware_at,omitempty" doc:"When did anyone first know; absent: now."`
	AwareZone string       `json:"aware_zone,omitempty" maxLength:"60" doc:"IANA zone the time was said in; absent: UTC."`
	Exercise  bool         `json:"exercise,omitempty" doc:"Chosen now and never changed."`
	Facts     []FactBody   `json:"facts,omitempty" maxItems:"100" doc:"Answers of the telephone script."`
}

// IncidentPage is one page of incidents, newest first.
type IncidentPage struct {
	Items []IncidentRow `json:"items" nullable:"false"`
	Next  string        `json:"next"`
}

// WhyBody is a reason a person gives; it is sealed in the record.
type WhyBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"1000" doc:"No names of people."`
}

func registerIncidents(s *Server) {
	tags := []string{"Incidents"}
	read(s, Operation{ID: "list-incidents", Path: "/incidents", Summary: "The incidents I may see, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			State    string `query:"state" enum:"open,closed"`
			Exercise string `query:"exercise" enum:"true,false"`
			Text     string `query:"text" maxLength:"100" doc:"Part of the title or the reference."`
		}) (*struct{ Body IncidentPage }, error) {
			f := models.IncidentFilter{State: models.IncidentState(in.State), Text: in.Text}
			if in.Exercise != "" {
				yes := in.Exercise == "true"
				f.Exercise = &yes
			}
			p, err := models.ListIncidents(r, v, f, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := &struct{ Body IncidentPage }{IncidentPage{[]IncidentRow{}, p.Next}}
			for _, i := range p.Items {
				out.Body.Items = append(out.Body.Items, incidentRow(i))
			}
			return out, nil
		})
	read(s, Operation{ID: "show-incident", Path: "/incidents/{incident_id}", Summary: "One incident with its times and how many people it is about.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
		}) (*incidentOutput, error) {
			i, err := models.FindIncident(r, v, in.ID)
			return incidentOf(r, v, i, err)
		})
	act(s, Operation{ID: "open-incident", Path: "/incidents", Summary: "Open an incident from three fields; provisional clocks run at once.", Right: models.RightOpenIncident, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ Body OpeningBody }) (*incidentOutput, error) {
			b := in.Body
			facts, err := entries(b.Facts)
			if err != nil {
				return nil, err
			}
			i, err := intake.Open(ctx, db, s.Library, v, intake.Opening{ID: b.ID, Title: b.Title, Reporter: b.Reporter.reporter(), SocietyID: b.SocietyID,
				AwareAt: b.AwareAt.Instant, AwareZone: b.AwareZone, Exercise: b.Exercise, Facts: facts})
			return incidentOf(db.View(ctx), v, i, err)
		})
	act(s, Operation{ID: "edit-incident", Method: "PUT", Path: "/incidents/{incident_id}", Summary: "Correct the sentence and who was on the line.", Right: models.RightOpenIncident, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body struct {
				Title    string        `json:"title" maxLength:"200"`
				Reporter *ReporterBody `json:"reporter,omitempty" doc:"Absent: unchanged."`
				Version  int           `json:"version" minimum:"1"`
			}
		}) (*incidentOutput, error) {
			h := intake.Header{Title: in.Body.Title, Version: in.Body.Version}
			if in.Body.Reporter != nil {
				rep := in.Body.Reporter.reporter()
				h.Reporter = &rep
			}
			i, err := intake.EditHeader(ctx, db, v, in.ID, h)
			return incidentOf(db.View(ctx), v, i, err)
		})
	for _, m := range []struct {
		id, path, summary string
		do                func(context.Context, *models.DB, models.Viewer, models.ID, string) (models.Incident, error)
	}{
		{"close-incident", "/incidents/{incident_id}/close", "Close with a reason; refused while the closing list holds something.", intake.Close},
		{"reopen-incident", "/incidents/{incident_id}/reopen", "Open a closed incident again, with a reason.", intake.Reopen},
	} {
		act(s, Operation{ID: m.id, Path: m.path, Summary: m.summary, Right: models.RightCloseIncident, Tags: tags},
			func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
				ID   string `path:"incident_id"`
				Body WhyBody
			}) (*incidentOutput, error) {
				i, err := m.do(ctx, db, v, in.ID, in.Body.Reason)
				return incidentOf(db.View(ctx), v, i, err)
			})
	}
	registerClosing(s)
}
