package api

import (
	"context"
	"time"

	"candour/models"
	"candour/workflows/enquiries"
)

// EnquiryView is an enquiry without anything that says who asked.
type EnquiryView struct {
	ID         string              `json:"id"`
	Number     int64               `json:"number" doc:"In its incident; shown as E-0001."`
	PartyID    string              `json:"party_id,omitempty"`
	Party      string              `json:"party,omitempty"`
	Channel    string              `json:"channel" enum:"telephone,counter,mail,letter,society"`
	Topic      string              `json:"topic"`
	Worry      string              `json:"worry"`
	Language   string              `json:"language"`
	State      models.EnquiryState `json:"state" enum:"open,answered,call-back,routed,done"`
	Outcome    string              `json:"outcome,omitempty"`
	ReceivedAt Moment              `json:"received_at"`
	DueAt      Moment              `json:"due_at" doc:"Our own target; no law sets it."`
	OwnerID    string              `json:"owner_id,omitempty"`
	Owner      string              `json:"owner,omitempty"`
	SettledAt  Moment              `json:"settled_at"`
	CallWanted bool                `json:"call_wanted"`
	CallTries  int                 `json:"call_tries"`
	Version    int                 `json:"version"`
}

// EnquiryPage is a page of enquiries.
type EnquiryPage struct {
	Items []EnquiryView `json:"items" nullable:"false"`
	Next  string        `json:"next,omitempty"`
}

// EnquiryWork is an enquiry somebody has to do something about.
type EnquiryWork struct {
	EnquiryView
	Call   *CallTerms `json:"call" doc:"Null when no call back is wanted."`
	Ready  []string   `json:"ready" nullable:"false" doc:"Answers this person waits for and that may be said now."`
	Awaits int        `json:"awaits" doc:"Answers that are still being written."`
}

// CallTerms is what was agreed for a call back, without the number.
type CallTerms struct {
	Language string   `json:"language"`
	Zone     string   `json:"zone"`
	From     string   `json:"from"`
	Until    string   `json:"until"`
	Speaker  string   `json:"speaker" enum:"anybody,woman,man,same"`
	Now      bool     `json:"now" doc:"The agreed hours hold now."`
	Next     Moment   `json:"next" doc:"When they begin again."`
	Refused  string   `json:"refused,omitempty" doc:"Why nobody may call now."`
	InCall   string   `json:"in_call,omitempty" doc:"A call that was begun and of which nobody has said what became."`
	Rules    []string `json:"rules" nullable:"false" doc:"What holds for this call, the forbidden first."`
}

// EnquiryDetail is one enquiry with what the caller left, and what they were told.
type EnquiryDetail struct {
	EnquiryView
	Name    string            `json:"name"`
	Note    string            `json:"note"`
	Answers []EnquiryGiven    `json:"answers" nullable:"false"`
	Calls   []EnquiryCallView `json:"calls" nullable:"false" doc:"Newest first."`
}

// EnquiryGiven is what was asked for; what was said, once it was.
type EnquiryGiven struct {
	AnswerID string `json:"answer_id"`
	Question string `json:"question"`
	Language string `json:"language"`
	Version  int    `json:"version" doc:"0 while it waits."`
	GivenAt  Moment `json:"given_at"`
}

// EnquiryCallView is one attempt to call back.
type EnquiryCallView struct {
	ID      string `json:"id"`
	BegunAt Moment `json:"begun_at"`
	BegunBy string `json:"begun_by"`
	Outcome string `json:"outcome" doc:"Empty until it was keyed in."`
}

// EnquiryCounts are how many asked, in numbers only.
type EnquiryCounts struct {
	Total int               `json:"total"`
	Rows  []EnquiryCountRow `json:"rows" nullable:"false"`
	Days  []EnquiryDay      `json:"days" nullable:"false" doc:"The last fourteen civil days, oldest first."`
}

// EnquiryCountRow is how many have these words.
type EnquiryCountRow struct {
	Topic string              `json:"topic"`
	Worry string              `json:"worry"`
	State models.EnquiryState `json:"state" enum:"open,answered,call-back,routed,done"`
	Count int                 `json:"count"`
}

// EnquiryDay is how many asked about each topic on one day.
type EnquiryDay struct {
	On     string         `json:"on"`
	Topics map[string]int `json:"topics"`
}

func registerEnquiryLists(s *Server) {
	tags := []string{"Enquiries"}
	read(s, Operation{ID: "list-enquiries", Path: "/incidents/{incident_id}/enquiries", Summary: "Enquiries of an incident, newest first; nothing says who asked.", Right: models.RightTakeEnquiries, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			PageQuery
			Topic   string `query:"topic" maxLength:"40"`
			Worry   string `query:"worry" maxLength:"40"`
			Channel string `query:"channel" maxLength:"40"`
			State   string `query:"state" enum:"open,answered,call-back,routed,done"`
			Party   string `query:"party" maxLength:"36"`
			Owner   string `query:"owner" maxLength:"36" doc:"An account, or me."`
		}) (*struct{ Body EnquiryPage }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			f := models.EnquiryFilter{Topic: in.Topic, Worry: in.Worry, Channel: in.Channel, State: models.EnquiryState(in.State), Party: in.Party, Owner: in.Owner}
			if in.Owner == "me" {
				f.Owner = v.Account
			}
			page, err := models.ListEnquiries(r, v, in.ID, f, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			views, err := viewEnquiries(r, in.ID, page.Items)
			return &struct{ Body EnquiryPage }{EnquiryPage{views, page.Next}}, err
		})
	read(s, Operation{ID: "list-enquiry-work", Path: "/incidents/{incident_id}/enquiry-work", Summary: "Enquiries somebody has to do something about, the most urgent first, with what was agreed for calling back.", Right: models.RightTakeEnquiries, Tags: tags}, listEnquiryWork)
	read(s, Operation{ID: "count-enquiries", Path: "/incidents/{incident_id}/enquiry-counts", Summary: "How many asked, by topic, worry level, state and day.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Zone string `query:"zone" maxLength:"60" default:"UTC" doc:"Whose civil days are counted."`
		}) (*struct{ Body EnquiryCounts }, error) {
			zone, err := time.LoadLocation(in.Zone)
			if err != nil {
				return nil, models.InvalidField("zone", "This time zone is not known.")
			}
			c, err := enquiries.Count(r, v, in.ID, zone)
			out := EnquiryCounts{c.Total, []EnquiryCountRow{}, []EnquiryDay{}}
			for _, x := range c.Rows {
				out.Rows = append(out.Rows, EnquiryCountRow(x))
			}
			for _, d := range c.Days {
				out.Days = append(out.Days, EnquiryDay(d))
			}
			return &struct{ Body EnquiryCounts }{out}, err
		})
	read(s, Operation{ID: "show-enquiry", Path: "/enquiries/{enquiry_id}", Summary: "One enquiry with what the caller left and what they were told; the number stays closed.", Right: models.RightTakeEnquiries, Tags: tags}, showEnquiry)
}

func listEnquiryWork(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
	Body struct {
		Items []EnquiryWork `json:"items" nullable:"false"`
	}
}, error) {
	waiting, err := enquiries.Work(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	rows := make([]models.Enquiry, len(waiting))
	for n, w := range waiting {
		rows[n] = w.Enquiry
	}
	views, err := viewEnquiries(r, in.ID, rows)
	if err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			Items []EnquiryWork `json:"items" nullable:"false"`
		}
	}{}
	out.Body.Items = []EnquiryWork{}
	for n, w := range waiting {
		x := EnquiryWork{EnquiryView: views[n], Ready: append([]string{}, w.Ready...), Awaits: w.Awaits}
		if w.CallWanted {
			x.Call = &CallTerms{w.CallLanguage, w.CallZone, w.CallFrom, w.CallUntil, w.CallSpeaker, w.Holds, at(w.Next), w.Refused, w.InCall, enquiries.Rules(w.Enquiry)}
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

func showEnquiry(_ context.Context, r models.View, v models.Viewer, in *EnquiryPath) (*struct{ Body EnquiryDetail }, error) {
	e, err := models.FindEnquiry(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	views, err := viewEnquiries(r, e.IncidentID, []models.Enquiry{e})
	if err != nil {
		return nil, err
	}
	out := EnquiryDetail{EnquiryView: views[0], Answers: []EnquiryGiven{}, Calls: []EnquiryCallView{}}
	c, err := e.Caller(r.Keys())
	if err != nil {
		return nil, err
	}
	out.Name, out.Note = c.Name, c.Note
	said, err := enquiries.Said(r, e)
	if err != nil {
		return nil, err
	}
	for _, a := range said {
		out.Answers = append(out.Answers, EnquiryGiven{a.Answer, a.Question, a.Language, a.Version, at(a.GivenAt)})
	}
	all, err := models.CallsOfEnquiries(r, e.ID)
	if err != nil {
		return nil, err
	}
	calls := all[e.ID]
	var by []models.ID
	for _, c := range calls {
		by = append(by, c.BegunBy)
	}
	names, err := models.AccountNames(r, by)
	for _, c := range calls {
		out.Calls = append(out.Calls, EnquiryCallView{c.ID, at(c.BegunAt), names[c.BegunBy], c.Outcome})
	}
	return &struct{ Body EnquiryDetail }{out}, err
}

func viewEnquiries(r models.Reader, incident models.ID, rows []models.Enquiry) ([]EnquiryView, error) {
	out := []EnquiryView{}
	var owners []models.ID
	for _, e := range rows {
		if e.OwnerID != nil {
			owners = append(owners, *e.OwnerID)
		}
	}
	names, err := models.AccountNames(r, owners)
	if err != nil {
		return nil, err
	}
	parties, err := models.LoadParties(r, incident)
	if err != nil {
		return nil, err
	}
	party := map[models.ID]string{}
	for _, p := range parties {
		party[p.ID] = p.Name
	}
	for _, e := range rows {
		x := EnquiryView{ID: e.ID, Number: e.Number, Channel: e.Channel, Topic: e.Topic, Worry: e.Worry, Language: e.Language, State: e.State, Outcome: e.Outcome,
			ReceivedAt: at(e.ReceivedAt), DueAt: at(e.DueAt), SettledAt: at(e.SettledAt), CallWanted: e.CallWanted, CallTries: e.CallTries, Version: e.Version}
		if e.PartyID != nil {
			x.PartyID, x.Party = *e.PartyID, party[*e.PartyID]
		}
		if e.OwnerID != nil {
			x.OwnerID, x.Owner = *e.OwnerID, names[*e.OwnerID]
		}
		out = append(out, x)
	}
	return out, nil
}
