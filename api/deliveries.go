package api

import (
	"context"

	"candour/models"
	"candour/workflows/acknowledgement"
	"candour/workflows/delivery"
)

// BoardCounts is the funnel. Sent is what a relay took, delivered what a receipt or a press proves, seen a human's press on "We have read it",
// acknowledged the answer after it.
type BoardCounts struct {
	Expected     int `json:"expected"`
	Sent         int `json:"sent"`
	Delivered    int `json:"delivered"`
	Seen         int `json:"seen"`
	Acknowledged int `json:"acknowledged"`
	Acting       int `json:"acting"`
	Declined     int `json:"declined"`
	CallMe       int `json:"call_me"`
	Silent       int `json:"silent"`
	NotSent      int `json:"not_sent"`
	Problems     int `json:"problems"`
}

// BoardRow is one society and one circular; those who need somebody now come first.
type BoardRow struct {
	SocietyID   string `json:"society_id"`
	Society     string `json:"society"`
	Country     string `json:"country"`
	Region      string `json:"region"`
	CircularID  string `json:"circular_id"`
	Circular    int    `json:"circular" doc:"Number of the circular in the incident."`
	Language    string `json:"language"`
	Fallback    bool   `json:"fallback"`
	Messages    int    `json:"messages" doc:"Letters to this society so far, reminders included."`
	NotSent     bool   `json:"not_sent" doc:"An exercise, or no mail server: the letters lie in the outbox."`
	Problem     string `json:"problem,omitempty" enum:",no_contact,refused,deferred,uncertain"`
	SentAt      Moment `json:"sent_at"`
	DeliveredAt Moment `json:"delivered_at"`
	SeenAt      Moment `json:"seen_at"`
	AnsweredAt  Moment `json:"answered_at"`
	Answer      string `json:"answer,omitempty" enum:",acting,declined,call_me"`
	AnsweredBy  string `json:"answered_by,omitempty" doc:"The name as typed. Shown to those who may read contacts."`
	Assurance   string `json:"assurance,omitempty" doc:"L1: by link. L3: signed in."`
	Code        string `json:"code,omitempty" doc:"Proof the society has; compare it on the telephone."`
	AnswerBy    Moment `json:"answer_by"`
	Silent      bool   `json:"silent" doc:"The time is over and nobody has answered."`
	NextChaseAt Moment `json:"next_chase_at"`
	EscalatedAt Moment `json:"escalated_at" doc:"The chase has come to the incident manager."`
}

// Board shows every society at once.
type Board struct {
	Counts BoardCounts `json:"counts"`
	Items  []BoardRow  `json:"items" nullable:"false"`
}

// OutboxItem is one message. The address is not shown; the letter only of an exercise.
type OutboxItem struct {
	ID         string               `json:"id"`
	IncidentID string               `json:"incident_id"`
	Incident   string               `json:"incident" doc:"Reference."`
	Exercise   bool                 `json:"exercise"`
	CircularID string               `json:"circular_id" doc:"Empty for a message to an account."`
	SocietyID  string               `json:"society_id"`
	Society    string               `json:"society" doc:"Whose contact it is for; empty for a message to an account."`
	Account    string               `json:"account,omitempty" doc:"Whose account it is for; empty for a message to a society."`
	Purpose    string               `json:"purpose" enum:"circular,reminder,deputy,region,reissue,tasks,account-changes,digest"`
	State      models.DeliveryState `json:"state" enum:"queued,leased,sending,sent,delivered,refused,deferred,uncertain,held"`
	Sent       bool                 `json:"sent" doc:"False: marked \"not sent\"."`
	Reason     string               `json:"reason,omitempty"`
	Subject    string               `json:"subject"`
	Language   string               `json:"language"`
	Attempts   int                  `json:"attempts"`
	QueuedAt   Moment               `json:"queued_at"`
	SentAt     Moment               `json:"sent_at"`
	NextAt     Moment               `json:"next_at"`
	Proposed   *ProposedResolution  `json:"proposed,omitempty" doc:"Of an uncertain message: what somebody says became of it. It counts when a second person agrees."`
}

// ProposedResolution is what one person says became of a message.
type ProposedResolution struct {
	Resolution string `json:"resolution" enum:"arrived,send_again"`
	Why        string `json:"why"`
	By         string `json:"by"`
	At         Moment `json:"at"`
	Mine       bool   `json:"mine" doc:"You said so: somebody else has to agree."`
}

// OutboxLetter is an exercise message as it would have gone out.
type OutboxLetter struct {
	OutboxItem
	Letter *struct {
		Text string `json:"text"`
		HTML string `json:"html"`
		Link string `json:"link" doc:"The page a society would open; empty when the message has none."`
	} `json:"letter,omitempty" doc:"Only of an exercise; letters of real incidents stay sealed."`
}

func registerDeliveries(s *Server) {
	tags := []string{"Deliveries"}
	read(s, Operation{ID: "show-board", Path: "/incidents/{incident_id}/board", Summary: "What each society has got and answered.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			ID       string `path:"incident_id"`
			Circular string `query:"circular" maxLength:"36"`
		}) (*struct{ Body Board }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, c, err := acknowledgement.Board(r, v, in.ID, in.Circular)
			if err != nil {
				return nil, err
			}
			out := Board{Counts: BoardCounts(c), Items: []BoardRow{}}
			for _, x := range rows {
				row, err := viewBoardRow(r, v, x)
				if err != nil {
					return nil, err
				}
				out.Items = append(out.Items, row)
			}
			return &struct{ Body Board }{out}, nil
		})
	act(s, Operation{ID: "answer-circular", Path: "/circulars/{circular_id}/answer", Summary: "Answer for the own society, signed in.", Right: models.RightAcknowledge, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"circular_id"`
			Body struct {
				Answer string `json:"answer" enum:"seen,acting,declined,call_me"`
			}
		}) (*struct {
			Body struct {
				Code string `json:"code,omitempty"`
			}
		}, error) {
			a, err := acknowledgement.Answer(ctx, db, v, in.ID, in.Body.Answer)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Code string `json:"code,omitempty"`
				}
			}{}
			if !a.AnsweredAt.IsZero() {
				out.Body.Code, err = acknowledgement.Code(db.Keys(), a)
			}
			return out, err
		})
	act(s, Operation{ID: "reissue-link", Path: "/circulars/{circular_id}/societies/{society_id}/link", Summary: "Kill a society's links and send its registered contact a new one.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID      string `path:"circular_id"`
			Society string `path:"society_id"`
			Body    struct {
				Why string `json:"why" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, acknowledgement.Reissue(ctx, db, v, in.ID, in.Society, in.Body.Why, s.Config.PublicURL)
		})
	registerOutbox(s, tags)
}

func registerOutbox(s *Server, tags []string) {
	read(s, Operation{ID: "list-outbox", Path: "/outbox", Summary: "Messages, newest first, sent or not.", Right: models.RightReadOutbox, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			Incident string `query:"incident" maxLength:"36"`
			Circular string `query:"circular" maxLength:"36"`
			State    string `query:"state" maxLength:"20"`
			NotSent  bool   `query:"not_sent" doc:"Held, deferred, refused and uncertain ones only."`
		}) (*struct {
			Body struct {
				Items []OutboxItem `json:"items" nullable:"false"`
				Next  string       `json:"next,omitempty"`
			}
		}, error) {
			page, err := models.ListOutbox(r, v, models.OutboxFilter{Incident: in.Incident, Notice: in.Circular, State: models.DeliveryState(in.State), NotSent: in.NotSent},
				models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []OutboxItem `json:"items" nullable:"false"`
					Next  string       `json:"next,omitempty"`
				}
			}{}
			out.Body.Items, err = viewOutbox(r, v, page.Items)
			out.Body.Next = page.Next
			return out, err
		})
	read(s, Operation{ID: "show-outbox-message", Path: "/outbox/{delivery_id}", Summary: "One message; its letter when it belongs to an exercise.", Right: models.RightReadOutbox, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"delivery_id"`
		}) (*struct{ Body OutboxLetter }, error) {
			d, err := models.FindOutboxDelivery(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := viewOutbox(r, v, []models.Delivery{d})
			if err != nil {
				return nil, err
			}
			out := OutboxLetter{OutboxItem: items[0]}
			if items[0].Exercise {
				shown, err := delivery.ShowExercise(r, d)
				if err != nil {
					return nil, err
				}
				link := ""
				if shown.Token != "" {
					link = s.Config.PublicURL + delivery.LinkPath + shown.Token
				}
				out.Letter = &struct {
					Text string `json:"text"`
					HTML string `json:"html"`
					Link string `json:"link" doc:"The page a society would open; empty when the message has none."`
				}{shown.Text, shown.HTML, link}
			}
			return &struct{ Body OutboxLetter }{out}, nil
		})
	act(s, Operation{ID: "resolve-delivery", Path: "/outbox/{delivery_id}/resolution", Summary: "Send a message again that was held or refused.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"delivery_id"`
			Body struct {
				Why string `json:"why" maxLength:"2000" doc:"What has changed."`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, delivery.Release(ctx, db, v, in.ID, in.Body.Why)
		})
	act(s, Operation{ID: "propose-resolution", Path: "/outbox/{delivery_id}/proposal", Summary: "Say what became of an uncertain message; it counts when a second person agrees.", Right: models.RightReportSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"delivery_id"`
			Body struct {
				Resolution string `json:"resolution" enum:"arrived,send_again"`
				Why        string `json:"why" maxLength:"2000" doc:"Whom you asked, and when."`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, delivery.Propose(ctx, db, v, in.ID, in.Body.Resolution, in.Body.Why)
		})
	act(s, Operation{ID: "agree-resolution", Path: "/outbox/{delivery_id}/agreement", Summary: "Be the second person for what was said of an uncertain message.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"delivery_id"`
			Body struct {
				Resolution string `json:"resolution" enum:"arrived,send_again" doc:"What you agree to, as you have read it."`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, delivery.Agree(ctx, db, v, in.ID, in.Body.Resolution)
		})
	act(s, Operation{ID: "disagree-resolution", Path: "/outbox/{delivery_id}/disagreement", Summary: "Take off the table what was said of an uncertain message.", Right: models.RightReportSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"delivery_id"`
			Body WhyBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, delivery.Disagree(ctx, db, v, in.ID, in.Body.Reason)
		})
}

func viewBoardRow(r models.View, v models.Viewer, x acknowledgement.Row) (BoardRow, error) {
	a := x.Expected
	row := BoardRow{SocietyID: x.Society.ID, Society: x.Society.Name, Country: x.Society.Country, Region: x.Society.Region, CircularID: a.NoticeID, Circular: x.Notice,
		Language: x.Language, Fallback: x.Fallback, Messages: x.Messages, NotSent: x.NotSent, Problem: x.Problem, SentAt: at(x.SentAt), DeliveredAt: at(x.DeliveredAt),
		SeenAt: at(a.SeenAt), AnsweredAt: at(a.AnsweredAt), Answer: a.Answer, Assurance: a.Assurance, Code: x.Code, AnswerBy: at(a.AnswerBy), Silent: x.Silent,
		NextChaseAt: at(a.NextChaseAt), EscalatedAt: at(a.EscalatedAt)}
	if v.OpensContacts(x.Society.ID) {
		var err error
		if row.AnsweredBy, err = a.AnsweredBy(r.Keys()); err != nil {
			return row, err
		}
		if row.AnsweredBy == "" {
			if row.AnsweredBy, err = a.SeenBy(r.Keys()); err != nil {
				return row, err
			}
		}
	}
	return row, nil
}

func viewOutbox(r models.View, v models.Viewer, ds []models.Delivery) ([]OutboxItem, error) {
	var societies, accounts []models.ID
	incidents := map[models.ID]models.Incident{}
	for _, d := range ds {
		if d.AccountID != "" {
			accounts = append(accounts, d.AccountID)
		} else if d.OrganisationID != "" {
			societies = append(societies, d.OrganisationID)
		}
		if d.ProposedBy != "" {
			accounts = append(accounts, d.ProposedBy)
		}
		if _, ok := incidents[d.IncidentID]; !ok {
			in, err := models.LoadIncident(r, d.IncidentID)
			if err != nil {
				return nil, err
			}
			incidents[d.IncidentID] = in
		}
	}
	names, err := models.OrganisationsByID(r, societies)
	if err != nil {
		return nil, err
	}
	staff, err := models.AccountNames(r, accounts)
	if err != nil {
		return nil, err
	}
	out := []OutboxItem{}
	for _, d := range ds {
		in := incidents[d.IncidentID]
		var proposed *ProposedResolution
		if d.Proposed != "" {
			why, err := d.ProposedWhy(r.Keys())
			if err != nil {
				return nil, err
			}
			proposed = &ProposedResolution{d.Proposed, why, staff[d.ProposedBy], at(d.ProposedAt), d.ProposedBy == v.Account}
		}
		out = append(out, OutboxItem{Proposed: proposed, ID: d.ID, IncidentID: d.IncidentID, Incident: in.Reference, Exercise: in.Exercise, CircularID: d.NoticeID, SocietyID: d.OrganisationID,
			Society: names[d.OrganisationID].Name, Account: staff[d.AccountID], Purpose: d.Purpose, State: d.State, Sent: d.State == models.DeliverySent || d.State == models.DeliveryDelivered,
			Reason: d.Reason, Subject: d.Subject, Language: d.Language, Attempts: d.Attempts, QueuedAt: at(d.QueuedAt), SentAt: at(d.SentAt), NextAt: at(d.NextAt)})
	}
	return out, nil
}
