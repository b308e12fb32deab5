package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/enquiries"
)

// EnquiryPath names the enquiry.
type EnquiryPath struct {
	ID string `path:"enquiry_id"`
}

// CallBackBody is how a caller agreed to be called back. What is not said is not allowed.
type CallBackBody struct {
	Telephone    string `json:"telephone" maxLength:"80" doc:"Sealed; opened only by beginning a call."`
	AskFor       string `json:"ask_for,omitempty" maxLength:"800" doc:"Name or word to ask for; sealed."`
	Avoid        string `json:"avoid,omitempty" maxLength:"1200" doc:"What must not be said; sealed."`
	Language     string `json:"language,omitempty" maxLength:"35" doc:"BCP 47; empty: that of the enquiry."`
	Zone         string `json:"zone" maxLength:"60" doc:"The caller's time zone."`
	From         string `json:"from" maxLength:"5" doc:"HH:MM of the caller's own clock."`
	Until        string `json:"until" maxLength:"5" doc:"HH:MM; 24:00 is the end of the day."`
	Speaker      string `json:"speaker,omitempty" enum:"anybody,woman,man,same" default:"anybody" doc:"Who may speak to them."`
	MaySayWho    bool   `json:"may_say_who,omitempty" doc:"We may say who we are to whoever answers."`
	MayVoiceMail bool   `json:"may_voice_mail,omitempty" doc:"A neutral message may be left."`
	MayRedial    bool   `json:"may_redial,omitempty" doc:"After a call that dropped or was not answered we may ring again at once."`
}

func (b CallBackBody) agreement() enquiries.Agreement {
	return enquiries.Agreement{CallBack: models.CallBack{Telephone: b.Telephone, AskFor: b.AskFor, Avoid: b.Avoid}, Language: b.Language, Zone: b.Zone, From: b.From,
		Until: b.Until, Speaker: b.Speaker, MaySayWho: b.MaySayWho, MayVoiceMail: b.MayVoiceMail, MayRedial: b.MayRedial}
}

// GivenBody is an answer that was read out.
type GivenBody struct {
	AnswerID string `json:"answer_id" maxLength:"36"`
	Hash     string `json:"hash" maxLength:"64" doc:"Check value of the words that were read out."`
}

func (b *GivenBody) given() (*enquiries.Given, error) {
	if b == nil {
		return nil, nil
	}
	hash, err := parseHash(b.Hash)
	return &enquiries.Given{Answer: b.AnswerID, Hash: hash}, err
}

// EnquiryBody is what a call taker keys in.
type EnquiryBody struct {
	PartyID    string        `json:"party_id,omitempty" maxLength:"36" doc:"The society that was asked; empty: ourselves. A focal point's is its own."`
	Channel    string        `json:"channel" enum:"telephone,counter,mail,letter,society"`
	Topic      string        `json:"topic" maxLength:"40"`
	Worry      string        `json:"worry" maxLength:"40"`
	Language   string        `json:"language" maxLength:"35" doc:"BCP 47, the caller's."`
	ReceivedAt Moment        `json:"received_at,omitempty" doc:"Empty: now."`
	Name       string        `json:"name,omitempty" maxLength:"800" doc:"Sealed; only if it is needed."`
	Note       string        `json:"note,omitempty" maxLength:"1200" doc:"What they need, in a few words; sealed."`
	CallBack   *CallBackBody `json:"call_back,omitempty"`
	Given      *GivenBody    `json:"given,omitempty"`
	Question   string        `json:"question,omitempty" maxLength:"800" doc:"No answer fits: the question, as anybody could ask it."`
}

func registerEnquiries(s *Server) {
	tags := []string{"Enquiries"}
	read(s, Operation{ID: "list-enquiry-words", Path: "/enquiry-words", Summary: "Topics, worry levels and the other closed lists of enquiries.", Right: models.RightReadIncidents, Tags: tags},
		func(context.Context, models.View, models.Viewer, *struct{}) (*struct{ Body enquiries.Words }, error) {
			w, err := enquiries.Known()
			return &struct{ Body enquiries.Words }{w}, err
		})
	act(s, Operation{ID: "log-enquiry", Path: "/incidents/{incident_id}/enquiries", Summary: "Write down what somebody asks, with what was answered in the same talk.", Right: models.RightTakeEnquiries, Status: http.StatusCreated, Tags: tags}, logEnquiry)
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "give-answer", Path: "/enquiries/{enquiry_id}/answers", Summary: "Note which approved answer was given.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version int `json:"version"`
				GivenBody
			}
		}) (*struct{ Body Empty }, error) {
			g, err := in.Body.given()
			if err != nil {
				return nil, err
			}
			return done(enquiries.Give(ctx, db, v, in.ID, in.Body.Version, *g))
		})
	act(s, Operation{ID: "ask-question", Path: "/enquiries/{enquiry_id}/questions", Summary: "No answer fits: hand the question to those who write answers.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version  int    `json:"version"`
				AnswerID string `json:"answer_id,omitempty" maxLength:"36" doc:"An answer that is being written already."`
				Question string `json:"question,omitempty" maxLength:"800"`
			}
		}) (*struct{ Body Empty }, error) {
			_, err := enquiries.Ask(ctx, db, v, in.ID, in.Body.Version, enquiries.Question{Answer: in.Body.AnswerID, Text: in.Body.Question})
			return done(err)
		})
	act(s, Operation{ID: "route-enquiry", Path: "/enquiries/{enquiry_id}/routing", Summary: "Hand an enquiry to protection staff at once.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version int `json:"version"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(enquiries.Route(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "assign-enquiry", Method: http.MethodPut, Path: "/enquiries/{enquiry_id}/owner", Summary: "Give an enquiry to a colleague, or to nobody.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version int    `json:"version"`
				OwnerID string `json:"owner_id" maxLength:"36" doc:"Empty: nobody."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(enquiries.Assign(ctx, db, v, in.ID, in.Body.Version, in.Body.OwnerID))
		})
	act(s, Operation{ID: "settle-enquiry", Path: "/enquiries/{enquiry_id}/settlement", Summary: "End an enquiry without a call; how to reach the caller is erased.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version int    `json:"version"`
				Ending  string `json:"ending" enum:"cared-for,no-answer-needed,asked-twice,passed-on"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(enquiries.Settle(ctx, db, v, in.ID, in.Body.Version, in.Body.Ending))
		})
	registerEnquiryCalls(s)
	registerEnquiryLists(s)
}

func logEnquiry(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
	IncidentPath
	Body EnquiryBody
}) (*struct{ Body EnquiryLogged }, error) {
	b := in.Body
	given, err := b.Given.given()
	if err != nil {
		return nil, err
	}
	e := enquiries.Entry{Party: b.PartyID, Channel: b.Channel, Topic: b.Topic, Worry: b.Worry, Language: b.Language, ReceivedAt: b.ReceivedAt.Instant,
		Caller: models.Caller{Name: b.Name, Note: b.Note}, Given: given, Question: b.Question}
	if b.CallBack != nil {
		a := b.CallBack.agreement()
		e.Call = &a
	}
	l, err := enquiries.Log(ctx, db, v, in.ID, e)
	return &struct{ Body EnquiryLogged }{EnquiryLogged{l.ID, l.Number, l.State}}, err
}

// EnquiryLogged says what became of an entry.
type EnquiryLogged struct {
	ID     string              `json:"id"`
	Number int64               `json:"number"`
	State  models.EnquiryState `json:"state" enum:"open,answered,call-back,routed,done"`
}
