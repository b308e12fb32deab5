package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/enquiries"
)

func registerEnquiryCalls(s *Server) {
	tags := []string{"Enquiries"}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "agree-call-back", Method: http.MethodPut, Path: "/enquiries/{enquiry_id}/call-back", Summary: "Write down how the caller wants to be called back.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				Version int `json:"version"`
				CallBackBody
			}
		}) (*struct{ Body Empty }, error) {
			return done(enquiries.Agree(ctx, db, v, in.ID, in.Body.Version, in.Body.agreement()))
		})
	act(s, Operation{ID: "begin-call", Path: "/enquiries/{enquiry_id}/calls", Summary: "Open the number for one call, if it was agreed for this hour.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *EnquiryPath) (*struct{ Body CallView }, error) {
			c, err := enquiries.Begin(ctx, db, v, in.ID)
			return &struct{ Body CallView }{CallView{c.ID, c.Telephone, c.AskFor, c.Avoid, c.Rules}}, err
		})
	act(s, Operation{ID: "end-call", Path: "/enquiries/{enquiry_id}/call-outcomes", Summary: "Say what became of a call.", Right: models.RightTakeEnquiries, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			EnquiryPath
			Body struct {
				CallID  string     `json:"call_id" maxLength:"36"`
				Outcome string     `json:"outcome" enum:"reached,not-reached,somebody-else,do-not-call"`
				Given   *GivenBody `json:"given,omitempty"`
			}
		}) (*struct{ Body Empty }, error) {
			given, err := in.Body.Given.given()
			if err != nil {
				return nil, err
			}
			return done(enquiries.End(ctx, db, v, in.ID, enquiries.Ended{Call: in.Body.CallID, Outcome: in.Body.Outcome, Given: given}))
		})
}

// CallView is a call that may be made now.
type CallView struct {
	ID        string   `json:"id"`
	Telephone string   `json:"telephone"`
	AskFor    string   `json:"ask_for"`
	Avoid     string   `json:"avoid"`
	Rules     []string `json:"rules" nullable:"false" doc:"What holds for this call, the forbidden first."`
}
