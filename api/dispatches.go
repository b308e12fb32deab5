package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
)

// CoverageReason is how many people of a term stand there, by which channel and why.
type CoverageReason struct {
	Share   models.Share `json:"share" enum:"told,pending,unreached,excluded,uncertain"`
	Channel string       `json:"channel"`
	Reason  string       `json:"reason" doc:"A word of a fixed list, or the id of a safe-contact rule."`
	Count   int64        `json:"count"`
}

// DispatchView is one approved notice meeting its audience, in numbers without names.
type DispatchView struct {
	ID               string               `json:"id"`
	NoticeID         string               `json:"notice_id"`
	NoticeNumber     int                  `json:"notice_number"`
	Subject          string               `json:"subject" doc:"Of the e-mail, in the language people fall back to."`
	Kind             models.DispatchKind  `json:"kind" enum:"first,supplement"`
	Phase            models.DispatchPhase `json:"phase" enum:"preparing,ready,requested,sending,done"`
	Halted           models.Halt          `json:"halted" enum:",paused,stopped"`
	HaltedWhy        string               `json:"halted_why"`
	HaltedAt         Moment               `json:"halted_at"`
	Wave             int                  `json:"wave" doc:"Released: 0 none, 1 the first, 2 the rest."`
	FirstWaveCount   int64                `json:"first_wave_count"`
	FirstWaveLeft    int64                `json:"first_wave_left" doc:"Of the first wave, still on their way."`
	FirstWavePercent int                  `json:"first_wave_percent"`
	Households       string               `json:"households" enum:",separate,combined"`
	HouseholdPeople  int64                `json:"household_people" doc:"People who share a mailbox or telephone with somebody in the audience."`
	AudienceCount    int64                `json:"audience_count" doc:"People of the audience as the lists stand now."`
	PeopleCount      int64                `json:"people_count" doc:"People who have a line."`
	Languages        map[string]int64     `json:"languages"`
	Fallbacks        map[string]int64     `json:"fallbacks" doc:"People by their own language (BCP 47; und: not known), for which there is no text."`
	Binding          string               `json:"binding" doc:"Hash of words, people and rules; allowing the sending binds it."`
	Shares           map[string]int64     `json:"shares"`
	Reasons          []CoverageReason     `json:"reasons" nullable:"false"`
	OnTheWay         int64                `json:"on_the_way"`
	PerSecond        float64              `json:"per_second"`
	EndsAt           Moment               `json:"ends_at" doc:"When the last person will have been told at the pace of the last half minute; empty while nobody can say."`
	DueAt            Moment               `json:"due_at" doc:"Nearest limit of the law for telling people."`
	Version          int                  `json:"version"`
	CreatedAt        Moment               `json:"created_at"`
	RequestedAt      Moment               `json:"requested_at"`
	RequestedBy      string               `json:"requested_by,omitempty"`
	RequestedByMe    bool                 `json:"requested_by_me"`
	WrittenByMe      bool                 `json:"written_by_me"`
	ApprovedAt       Moment               `json:"approved_at"`
	ApprovedBy       string               `json:"approved_by,omitempty"`
	ReleasedAt       Moment               `json:"released_at"`
	ReleasedBy       string               `json:"released_by,omitempty"`
	DoneAt           Moment               `json:"done_at"`
}

// DispatchList is the dispatches of an incident, oldest first.
type DispatchList struct {
	Items []DispatchView `json:"items" nullable:"false"`
}

// AudienceRow is how many people of a group would stand where.
type AudienceRow struct {
	PartyID string               `json:"party_id"`
	GroupID string               `json:"group_id"`
	State   models.DeliveryState `json:"state"`
	Channel string               `json:"channel"`
	Reason  string               `json:"reason"`
	Count   int64                `json:"count"`
}

// AudienceView is what a dispatch would be, before anybody is queued.
type AudienceView struct {
	People     int64            `json:"people"`
	Reckoned   bool             `json:"reckoned" doc:"From an even share of each group, because the audience is large. Preparing counts everybody."`
	Rows       []AudienceRow    `json:"rows" nullable:"false"`
	Languages  map[string]int64 `json:"languages"`
	Fallbacks  map[string]int64 `json:"fallbacks"`
	Households int64            `json:"households"`
}

type DispatchPath struct {
	ID string `path:"dispatch_id"`
}

func registerDispatches(s *Server) {
	tags := []string{"Telling people"}
	read(s, Operation{ID: "list-dispatches", Path: "/incidents/{incident_id}/dispatches", Summary: "Dispatches of an incident, with how far each is.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PeopleNoticesOf) (*struct{ Body DispatchList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			all, err := models.ListDispatches(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body DispatchList }{DispatchList{[]DispatchView{}}}
			for _, d := range all {
				x, err := viewDispatch(r, v, d)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, x)
			}
			return out, nil
		})
	read(s, Operation{ID: "show-dispatch", Path: "/dispatches/{dispatch_id}", Summary: "One dispatch and how far it is.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *DispatchPath) (*struct{ Body DispatchView }, error) {
			d, err := models.FindDispatch(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			x, err := viewDispatch(r, v, d)
			return &struct{ Body DispatchView }{x}, err
		})
	read(s, Operation{ID: "preview-audience", Path: "/people-notices/{people_notice_id}/audience", Summary: "What a notice would do, before anybody is queued.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *PeopleNoticePath) (*struct{ Body AudienceView }, error) {
			shown, err := notices.ShowPeople(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			p, err := dispatch.Look(ctx, s.db, v, in.ID, shown.Fixed)
			if err != nil {
				return nil, err
			}
			out := AudienceView{People: p.People, Reckoned: p.Reckoned, Rows: []AudienceRow{}, Languages: p.Languages, Fallbacks: p.Fallbacks, Households: p.Households}
			for _, x := range p.Rows {
				row := AudienceRow{PartyID: x.PartyID, State: x.State, Channel: x.Channel, Reason: x.Reason, Count: x.Count}
				if x.GroupID != nil {
					row.GroupID = *x.GroupID
				}
				out.Rows = append(out.Rows, row)
			}
			return &struct{ Body AudienceView }{out}, nil
		})
	act(s, Operation{ID: "send-sample", Path: "/people-notices/{people_notice_id}/samples", Summary: "Send the words, marked as a sample, to at most ten people who work here. Never to anybody of the audience.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body struct {
				Accounts []string `json:"accounts" nullable:"false" maxItems:"50"`
			}
		}) (*struct {
			Body struct {
				Messages int `json:"messages"`
			}
		}, error) {
			shown, err := notices.ShowPeople(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Messages int `json:"messages"`
				}
			}{}
			out.Body.Messages, err = dispatch.SampleSend(ctx, db, v, in.ID, shown.Fixed, in.Body.Accounts)
			return out, err
		})
	act(s, Operation{ID: "prepare-dispatch", Path: "/people-notices/{people_notice_id}/dispatch", Summary: "Give everybody of the audience a line. Nothing leaves.", Right: models.RightRequestSending, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body struct {
				FirstWavePercent int    `json:"first_wave_percent,omitempty" minimum:"0" maximum:"1" doc:"0: fifty people; 1: one in a hundred."`
				Households       string `json:"households,omitempty" enum:",separate,combined"`
			}
		}) (*struct {
			Body struct {
				ID string `json:"id"`
			}
		}, error) {
			d, err := dispatch.Prepare(ctx, db, v, in.ID, dispatch.Choices{FirstWavePercent: in.Body.FirstWavePercent, Households: in.Body.Households})
			out := &struct {
				Body struct {
					ID string `json:"id"`
				}
			}{}
			out.Body.ID = d.ID
			return out, err
		})
	registerDispatchSteps(s, tags)
	registerUncertainPeople(s, tags)
	registerCoverage(s, tags)
}

func viewDispatch(r models.View, v models.Viewer, d models.Dispatch) (DispatchView, error) {
	n, err := models.NoticeOfPeople(r, d.NoticeID)
	if err != nil {
		return DispatchView{}, err
	}
	f, err := n.PeopleFixed(r.Keys())
	if err != nil && !models.IsKind(err, models.KindConflict) {
		return DispatchView{}, err
	}
	p, err := dispatch.ProgressOf(r, d)
	if err != nil {
		return DispatchView{}, err
	}
	x := DispatchView{ID: d.ID, NoticeID: d.NoticeID, NoticeNumber: n.Number, Subject: f.Texts[f.Fallback].Subject, Kind: d.Kind, Phase: d.Phase, Halted: d.Halted,
		HaltedWhy: d.HaltedWhy, HaltedAt: at(d.HaltedAt), Wave: d.Wave, FirstWaveCount: d.FirstWaveCount, FirstWavePercent: d.Settings.V.FirstWavePercent,
		Households: d.Settings.V.Households, HouseholdPeople: d.Position.V.Households, PeopleCount: d.PeopleCount, Languages: countsOrNone(d.Position.V.Languages),
		Fallbacks: countsOrNone(d.Position.V.Fallbacks), Binding: dispatch.Binding(d), Shares: map[string]int64{}, Reasons: reasonViews(p.Reasons), OnTheWay: p.OnTheWay,
		PerSecond: p.PerSecond, EndsAt: at(p.EndsAt), DueAt: at(d.DueAt), Version: d.Version, CreatedAt: at(d.CreatedAt), RequestedAt: at(d.RequestedAt),
		RequestedByMe: d.RequestedBy != nil && *d.RequestedBy == v.Account, WrittenByMe: notices.Wrote(n, v), ApprovedAt: at(d.ApprovedAt), ReleasedAt: at(d.ReleasedAt), DoneAt: at(d.DoneAt)}
	for share, count := range p.Shares {
		x.Shares[string(share)] = count
	}
	cohorts, err := models.PeopleCounts(r, v, d.IncidentID)
	if err != nil {
		return x, err
	}
	for _, c := range cohorts {
		if f.Audience.Holds(c) {
			x.AudienceCount += c.PeopleCount
		}
	}
	if d.Phase == models.DispatchSending && d.Wave == models.FirstWave {
		if x.FirstWaveLeft, err = models.UnsentInWave(r, d.Number, models.FirstWave); err != nil {
			return x, err
		}
	}
	var ids []models.ID
	who := map[*string]*models.ID{&x.RequestedBy: d.RequestedBy, &x.ApprovedBy: d.ApprovedBy, &x.ReleasedBy: d.ReleasedBy}
	for _, id := range who {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	names, err := models.AccountNames(r, ids)
	for to, id := range who {
		if id != nil {
			*to = names[*id]
		}
	}
	return x, err
}

func countsOrNone(m map[string]int64) map[string]int64 {
	if m == nil {
		return map[string]int64{}
	}
	return m
}

func reasonViews(rs []dispatch.Reason) []CoverageReason {
	out := make([]CoverageReason, 0, len(rs))
	for _, x := range rs {
		out = append(out, CoverageReason{x.Share, x.Channel, x.Reason, x.Count})
	}
	return out
}
