package api

import (
	"context"

	"candour/models"
	"candour/workflows/people"
	"candour/workflows/worklists"
)

// AttemptView is one thing that was done to tell a person.
type AttemptView struct {
	DispatchID   string  `json:"dispatch_id"`
	NoticeNumber int     `json:"notice_number"`
	Step         int     `json:"step"`
	Try          int     `json:"try"`
	Channel      string  `json:"channel"`
	State        string  `json:"state"`
	Reason       string  `json:"reason"`
	ReplyCode    int     `json:"reply_code"`
	Outcome      string  `json:"outcome" doc:"As somebody reported it on a list; empty: a machine's."`
	At           Moment  `json:"at"`
	NextAt       Moment  `json:"next_at"`
	CallBackAt   Moment  `json:"call_back_at"`
	By           *string `json:"by"`
	Current      bool    `json:"current" doc:"Where the person stands now."`
}

func registerPersonAttempts(s *Server) {
	tags := []string{"People"}
	read(s, Operation{ID: "list-person-attempts", Path: "/incidents/{incident_id}/people/{person_id}/attempts", Summary: "Everything that was done to tell one person, oldest first.", Right: models.RightReadPeople, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Person int64 `path:"person_id"`
		}) (*struct {
			Body struct {
				Items []AttemptView `json:"items" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			who, err := people.Find(r, v, in.ID, in.Person)
			if err != nil {
				return nil, err
			}
			s.shown(ctx, v, in.ID, "opened", who)
			var rows []worklists.Attempt // nobody has tried to tell who does not exist
			if !who.Canary {
				rows, err = worklists.Attempts(r, v, in.ID, in.Person)
			}
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []AttemptView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = make([]AttemptView, 0, len(rows))
			for _, x := range rows {
				d, err := models.LoadDispatch(r, x.Dispatch)
				if err != nil {
					return nil, err
				}
				n, err := models.NoticeOfPeople(r, d.NoticeID)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, AttemptView{d.ID, n.Number, x.Step, x.Try, x.Channel, string(x.State), x.Reason, x.ReplyCode, x.Outcome, at(x.At), at(x.NextAt), at(x.CallBackAt), x.By, x.Current})
			}
			return out, nil
		})
	act(s, Operation{ID: "correct-person", Path: "/incidents/{incident_id}/people/{person_id}/corrections", Summary: "Correct how a person is reached, and send again to that person only.", Right: models.RightCorrectPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Person int64 `path:"person_id"`
			Body   struct {
				Email     *string `json:"email,omitempty" maxLength:"254"`
				Telephone *string `json:"telephone,omitempty" maxLength:"40"`
				Street    *string `json:"street,omitempty" maxLength:"300"`
				Postcode  *string `json:"postcode,omitempty" maxLength:"20"`
				City      *string `json:"city,omitempty" maxLength:"120"`
				Country   *string `json:"country,omitempty" maxLength:"60"`
				Language  *string `json:"language,omitempty" maxLength:"40"`
				Why       string  `json:"why" minLength:"1" maxLength:"1000" doc:"How it is known."`
				Again     bool    `json:"again,omitempty" doc:"Also where a message was handed over: it went to somebody else's address."`
			}
		}) (*struct {
			Body struct {
				Changed []string `json:"changed" nullable:"false"`
				Queued  int      `json:"queued"`
				Blocked string   `json:"blocked" doc:"The rule because of which nothing goes out; empty: none."`
			}
		}, error) {
			b := in.Body
			c, err := worklists.Correct(ctx, db, v, in.ID, in.Person, worklists.Correction{Why: b.Why, Again: b.Again,
				Correction: people.Correction{Email: b.Email, Telephone: b.Telephone, Street: b.Street, Postcode: b.Postcode, City: b.City, Country: b.Country, Language: b.Language}})
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Changed []string `json:"changed" nullable:"false"`
					Queued  int      `json:"queued"`
					Blocked string   `json:"blocked" doc:"The rule because of which nothing goes out; empty: none."`
				}
			}{}
			out.Body.Changed, out.Body.Queued, out.Body.Blocked = notNil(c.Changed), c.Queued, c.Blocked
			return out, nil
		})
}
