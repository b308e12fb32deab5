package api

import (
	"context"

	"candour/models"
	"candour/workflows/dispatch"
)

// registerDispatchSteps are the decisions about a dispatch. Each names the version its maker has in front of them, but pausing and stopping, which
// must never lose a race.
func registerDispatchSteps(s *Server, tags []string) {
	type dispatchStep struct {
		DispatchPath
		Body CircularVersion
	}
	type dispatchReasoned struct {
		DispatchPath
		Body struct {
			CircularVersion
			Why string `json:"why" maxLength:"2000"`
		}
	}
	type halting struct {
		DispatchPath
		Body struct {
			Why string `json:"why,omitempty" maxLength:"2000"`
		}
	}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "request-dispatch", Path: "/dispatches/{dispatch_id}/request", Summary: "Ask for a prepared dispatch to go; languages nobody wrote are settled by name.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			DispatchPath
			Body struct {
				CircularVersion
				StandIns []string `json:"stand_ins,omitempty" maxItems:"500" doc:"Languages nobody wrote (BCP 47; und: not known) whose readers are told in another one: each of fallbacks, by name. It is refused while one is missing."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(dispatch.RequestSending(ctx, db, v, in.ID, in.Body.Version, in.Body.StandIns))
		})
	act(s, Operation{ID: "approve-dispatch", Path: "/dispatches/{dispatch_id}/approval", Summary: "Allow exactly these words to exactly these people; the first wave goes. Never one's own request.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			DispatchPath
			Body struct {
				CircularVersion
				Binding string `json:"binding" minLength:"64" maxLength:"64" doc:"binding of what I have read."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(dispatch.ApproveSending(ctx, db, v, in.ID, in.Body.Version, in.Body.Binding))
		})
	act(s, Operation{ID: "take-dispatch-back", Path: "/dispatches/{dispatch_id}/return", Summary: "Do not let it go like this; with a reason.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchReasoned) (*struct{ Body Empty }, error) {
			return done(dispatch.TakeBack(ctx, db, v, in.ID, in.Body.Version, in.Body.Why))
		})
	act(s, Operation{ID: "release-rest", Path: "/dispatches/{dispatch_id}/release", Summary: "Let the rest go after looking at the first wave.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchStep) (*struct{ Body Empty }, error) {
			return done(dispatch.ReleaseRest(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "pause-dispatch", Path: "/dispatches/{dispatch_id}/pause", Summary: "Nothing more starts until somebody lets it go on.", Right: models.RightStopSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *halting) (*struct{ Body Empty }, error) {
			return done(dispatch.Pause(ctx, db, v, in.ID, in.Body.Why))
		})
	act(s, Operation{ID: "stop-dispatch", Path: "/dispatches/{dispatch_id}/stop", Summary: "End the sending; going on takes two people.", Right: models.RightStopSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *halting) (*struct{ Body Empty }, error) {
			return done(dispatch.Stop(ctx, db, v, in.ID, in.Body.Why))
		})
	act(s, Operation{ID: "resume-dispatch", Path: "/dispatches/{dispatch_id}/resumption", Summary: "Let a paused dispatch go on, after somebody has looked.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchReasoned) (*struct{ Body Empty }, error) {
			return done(dispatch.Resume(ctx, db, v, in.ID, in.Body.Version, in.Body.Why))
		})
	act(s, Operation{ID: "send-remaining", Path: "/dispatches/{dispatch_id}/remaining", Summary: "Prepare sending to those not yet sent; nobody who was told is told again.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchStep) (*struct{ Body Empty }, error) {
			return done(dispatch.SendRemaining(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "decide-households", Path: "/dispatches/{dispatch_id}/households", Summary: "Separate messages, or one for people who share a mailbox or telephone. Nobody is dropped.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			DispatchPath
			Body struct {
				CircularVersion
				Households string         `json:"households,omitempty" enum:",separate,combined" doc:"The rule; empty: as it was."`
				Own        []OwnHousehold `json:"own,omitempty" maxItems:"200" doc:"Households that are told in another way than the rule."`
				Why        string         `json:"why,omitempty" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			c := dispatch.HouseholdChoice{Rule: in.Body.Households, Own: map[int64]string{}, Why: in.Body.Why}
			for _, h := range in.Body.Own {
				c.Own[h.First] = h.Decision
			}
			return done(dispatch.DecideHouseholds(ctx, db, v, in.ID, in.Body.Version, c))
		})
	registerHouseholds(s, tags)
}

// UncertainPerson is one message of which nobody knows whether it arrived. Names are on the person's own page.
type UncertainPerson struct {
	PersonID   int64  `json:"person_id"`
	Channel    string `json:"channel"`
	Reason     string `json:"reason"`
	Language   string `json:"language"`
	SettledAt  Moment `json:"since"`
	Resolution string `json:"resolution" enum:",arrived,again" doc:"What somebody says became of it."`
	ProposedAt Moment `json:"proposed_at"`
	MyProposal bool   `json:"my_proposal"`
}

// UncertainPage is one page of them.
type UncertainPage struct {
	Items []UncertainPerson `json:"items" nullable:"false"`
	Next  string            `json:"next"`
}

// UncertainPath is one person's uncertain message.
type UncertainPath struct {
	DispatchPath
	Person int64 `path:"person_id"`
}

func registerUncertainPeople(s *Server, tags []string) {
	read(s, Operation{ID: "list-uncertain-people", Path: "/dispatches/{dispatch_id}/uncertain", Summary: "Messages of which nobody knows whether they arrived.", Right: models.RightReadOutbox, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			DispatchPath
			PageQuery
		}) (*struct{ Body UncertainPage }, error) {
			d, err := models.FindDispatch(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			page, err := models.ListUncertain(r, d.Number, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := UncertainPage{Items: []UncertainPerson{}, Next: page.Next}
			for _, x := range page.Items {
				out.Items = append(out.Items, UncertainPerson{PersonID: x.PersonID, Channel: x.Channel, Reason: x.Reason, Language: x.Language, SettledAt: at(x.SettledAt),
					Resolution: x.Resolution, ProposedAt: at(x.ProposedAt), MyProposal: x.ProposedBy != nil && *x.ProposedBy == v.Account})
			}
			return &struct{ Body UncertainPage }{out}, nil
		})
	type dispatchSaid struct {
		UncertainPath
		Body struct {
			Resolution string `json:"resolution" enum:"arrived,again"`
			Why        string `json:"why,omitempty" maxLength:"2000"`
		}
	}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "propose-person-resolution", Path: "/dispatches/{dispatch_id}/uncertain/{person_id}/proposal", Summary: "Say what became of an uncertain message; a second person agrees.", Right: models.RightReportSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchSaid) (*struct{ Body Empty }, error) {
			return done(dispatch.Propose(ctx, db, v, in.ID, in.Person, in.Body.Resolution, in.Body.Why))
		})
	act(s, Operation{ID: "agree-person-resolution", Path: "/dispatches/{dispatch_id}/uncertain/{person_id}/agreement", Summary: "Agree with what somebody else says became of it.", Right: models.RightReportSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *dispatchSaid) (*struct{ Body Empty }, error) {
			return done(dispatch.Agree(ctx, db, v, in.ID, in.Person, in.Body.Resolution))
		})
	act(s, Operation{ID: "disagree-person-resolution", Path: "/dispatches/{dispatch_id}/uncertain/{person_id}/disagreement", Summary: "Take the proposal off the table; the message stays uncertain.", Right: models.RightReportSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			UncertainPath
			Body struct {
				Why string `json:"why" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(dispatch.Disagree(ctx, db, v, in.ID, in.Person, in.Body.Why))
		})
}
