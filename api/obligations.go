package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/regimes"
)

// ClockView is one row of the clocks: what is owed under which law, by whom, to whom, counted from what, due when.
type ClockView struct {
	ID                string                 `json:"id"`
	IncidentID        string                 `json:"incident_id"`
	IncidentReference string                 `json:"incident_reference"`
	IncidentTitle     string                 `json:"incident_title"`
	Exercise          bool                   `json:"exercise"`
	PartyID           string                 `json:"party_id"`
	Party             string                 `json:"party" doc:"Who owes it."`
	DeterminationID   string                 `json:"determination_id"`
	Law               string                 `json:"law"`
	Citation          string                 `json:"citation" doc:"The article."`
	Confidence        string                 `json:"confidence" enum:"high,medium,low" doc:"How sure the rule pack is of this entry."`
	Regime            string                 `json:"regime"`
	Agreement         bool                   `json:"agreement" doc:"It is not law: the organisation signed it, and the limit is that of the agreement."`
	Duty              string                 `json:"duty"`
	Jurisdiction      string                 `json:"jurisdiction"`
	Clock             models.Clock           `json:"clock" enum:"duty,provisional,assessment-window,follow-up"`
	Provisional       bool                   `json:"provisional" doc:"Not certain yet that it is owed; watched all the same."`
	What              string                 `json:"what"`
	Recipient         string                 `json:"recipient" doc:"authority, subjects, controller, other or self."`
	RecipientName     string                 `json:"recipient_name" doc:"To whom it is owed."`
	Anchor            string                 `json:"anchor" doc:"What the clock counts from."`
	AnchorAt          Moment                 `json:"anchor_at"`
	DueAt             Moment                 `json:"due_at" doc:"The law's limit; null when the law sets none or it cannot be computed."`
	TargetAt          Moment                 `json:"target_at" doc:"Our own target; nobody is late by law when it passes."`
	LaterDueAt        Moment                 `json:"later_due_at" doc:"What changed facts would allow; counts only when two people have accepted it."`
	Zone              string                 `json:"zone" doc:"Time zone of the authority."`
	Standing          models.Standing        `json:"standing" enum:"in_time,soon,late,past_aim,no_time,closed" doc:"Computed now, stored nowhere."`
	SecondsLeft       *int64                 `json:"seconds_left" doc:"To the law's limit, else to our target; negative when it has passed; null without either."`
	State             models.ObligationState `json:"state" enum:"open,discharged,waived,superseded"`
	OwnerID           string                 `json:"owner_id,omitempty"`
	Owner             string                 `json:"owner,omitempty"`
	TaskID            string                 `json:"task_id,omitempty"`
	NextAction        string                 `json:"next_action,omitempty"`
	OpenedAt          Moment                 `json:"opened_at"`
	TextID            string                 `json:"text_id,omitempty" doc:"The draft of its notice, when one was begun."`
	Version           int                    `json:"version"`
}

// ObligationView is one clock with everything behind it: why it counts from that moment, how the time was computed, and its proof.
type ObligationView struct {
	ClockView
	AnchorReason    string   `json:"anchor_reason" doc:"Why that moment and no other, as the party gave it."`
	DueLocal        string   `json:"due_local" doc:"The law's limit on the authority's wall clock, with its offset."`
	TargetLocal     string   `json:"target_local"`
	Explanation     []string `json:"explanation" nullable:"false" doc:"How the time was computed, step by step."`
	PackVersion     string   `json:"pack_version"`
	CalendarVersion string   `json:"calendar_version"`
	ClosedAt        Moment   `json:"closed_at"`
	ProofOn         string   `json:"proof_on,omitempty"`
	ProofReference  string   `json:"proof_reference,omitempty"`

	ProofDocument *DocumentView `json:"proof_document,omitempty" doc:"Handed in as proof; absent: none."`
}

// ClockPage is a page of clocks with the moment they were read at.
type ClockPage struct {
	Items []ClockView `json:"items" nullable:"false"`
	Next  string      `json:"next,omitempty"`
	Now   Moment      `json:"now" doc:"Standings and seconds left are as of this moment."`
}

// ClockQuery narrows the clocks.
type ClockQuery struct {
	PageQuery
	PartyID   string `query:"party_id"`
	Owner     string `query:"owner" doc:"An account, or me."`
	Recipient string `query:"recipient" enum:"authority,subjects,controller,other,self"`
	State     string `query:"state" enum:"open,discharged,waived,superseded" default:"open"`
	Until     string `query:"until" maxLength:"40" doc:"RFC 3339: only what is due until then."`
}

func (q ClockQuery) filter(v models.Viewer) (models.ObligationFilter, error) {
	f := models.ObligationFilter{Party: q.PartyID, Owner: q.Owner, Recipient: q.Recipient}
	if q.Until != "" {
		var err error
		if f.DueBefore, err = terms.ParseInstant(q.Until); err != nil {
			return f, models.InvalidField("until", "Give the moment as RFC 3339 with an offset, for example 2026-11-24T09:00:00Z.")
		}
	}
	if q.State != "" {
		f.States = []models.ObligationState{models.ObligationState(q.State)}
	}
	if q.Owner == "me" {
		f.Owner = v.Account
	}
	return f, nil
}

func clocks(r models.View, v models.Viewer, f models.ObligationFilter, p PageQuery) (*struct{ Body ClockPage }, error) {
	page, err := models.ListClocks(r, v, f, models.PageRequest{Cursor: p.Cursor, Limit: p.Limit})
	if err != nil {
		return nil, err
	}
	names, err := ownerNames(r, page.Items)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	out := &struct{ Body ClockPage }{ClockPage{Items: make([]ClockView, 0, len(page.Items)), Next: page.Next, Now: at(now)}}
	for i := range page.Items {
		out.Body.Items = append(out.Body.Items, viewClock(&page.Items[i], names, now))
	}
	return out, nil
}

func ownerNames(r models.View, rows []models.ClockRow) (map[models.ID]string, error) {
	var ids []models.ID
	for _, c := range rows {
		if c.OwnerID != nil {
			ids = append(ids, *c.OwnerID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return models.AccountNames(r, ids)
}

func viewClock(c *models.ClockRow, names map[models.ID]string, now terms.Instant) ClockView {
	out := ClockView{ID: c.ID, IncidentID: c.IncidentID, IncidentReference: c.IncidentReference, IncidentTitle: c.IncidentTitle, Exercise: c.Exercise,
		PartyID: c.PartyID, Party: c.PartyName, DeterminationID: c.DeterminationID, Law: c.Law, Citation: c.Citation, Confidence: c.Confidence,
		Regime: c.Regime, Agreement: regimes.IsOwn(c.Regime), Duty: c.Duty, Jurisdiction: c.Jurisdiction, Clock: c.Clock, Provisional: c.Provisional, What: c.What,
		Recipient: c.Recipient, RecipientName: c.RecipientName, Anchor: c.Anchor, AnchorAt: at(c.AnchorAt), DueAt: at(c.DueAt), TargetAt: at(c.TargetAt),
		LaterDueAt: at(c.LaterDueAt), Zone: c.Zone, Standing: c.Standing(now), State: c.State, OpenedAt: at(c.OpenedAt), Version: c.Version}
	if limit, _ := c.Limit(); !limit.IsZero() {
		left := int64(limit.Sub(now) / time.Second)
		out.SecondsLeft = &left
	}
	if c.OwnerID != nil {
		out.OwnerID, out.Owner = *c.OwnerID, names[*c.OwnerID]
	}
	if c.TextID != nil {
		out.TextID = *c.TextID
	}
	if c.TaskID != nil {
		out.TaskID, out.NextAction = *c.TaskID, *c.TaskTitle
	}
	return out
}

func showObligation(r models.View, v models.Viewer, id models.ID) (*struct{ Body ObligationView }, error) {
	c, err := models.FindClock(r, v, id)
	if err != nil {
		return nil, err
	}
	names, err := ownerNames(r, []models.ClockRow{c})
	if err != nil {
		return nil, err
	}
	out := ObligationView{ClockView: viewClock(&c, names, r.Now()), DueLocal: local(c.DueAt, c.Zone), TargetLocal: local(c.TargetAt, c.Zone),
		Explanation: notNil(c.Explanation.V), PackVersion: c.PackVersion, CalendarVersion: c.CalendarVersion, ClosedAt: at(c.ClosedAt), ProofOn: c.ProofOn}
	if c.Anchor == "awareness" {
		out.AnchorReason = c.AwareReason
	}
	if out.ProofReference, err = c.Proof(r.Keys()); err != nil || c.DocumentID == nil {
		return &struct{ Body ObligationView }{out}, err
	}
	d, err := models.LoadDocumentHead(r, *c.DocumentID)
	if err != nil {
		return nil, err
	}
	view, err := documentView(r, d)
	out.ProofDocument = &view
	return &struct{ Body ObligationView }{out}, err
}

// local is an instant on the wall clock of a zone.
func local(i terms.Instant, zone string) string {
	if i.IsZero() {
		return ""
	}
	return i.In(location(zone)).Format(time.RFC3339)
}

var locations sync.Map // name -> *time.Location: the library reads a file each time

// location is UTC when there is no zone of this name.
func location(zone string) *time.Location {
	if z, ok := locations.Load(zone); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC // not kept: names that are none could be any number
	}
	locations.Store(zone, z)
	return z
}

// ObligationPath is the obligation in an address.
type ObligationPath struct {
	ID string `path:"obligation_id"`
}

type reasonBody struct {
	Version int    `json:"version" minimum:"1" doc:"The version that was read."`
	Reason  string `json:"reason" maxLength:"4000"`
}

func registerObligations(s *Server) {
	tags := []string{"Clocks"}
	read(s, Operation{ID: "list-clocks", Path: "/clocks", Summary: "What is due, over all incidents, soonest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ClockQuery
			Exercise string `query:"exercise" enum:"only,without" doc:"Exercises only, or none of them."`
		}) (*struct{ Body ClockPage }, error) {
			f, err := in.filter(v)
			if err != nil {
				return nil, err
			}
			if in.Exercise != "" {
				only := in.Exercise == "only"
				f.Exercise = &only
			}
			return clocks(r, v, f, in.PageQuery)
		})
	read(s, Operation{ID: "list-incident-clocks", Path: "/incidents/{incident_id}/clocks", Summary: "What is due in one incident, soonest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
			ClockQuery
		}) (*struct{ Body ClockPage }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			f, err := in.filter(v)
			if err != nil {
				return nil, err
			}
			f.Incident = in.ID
			return clocks(r, v, f, in.PageQuery)
		})
	read(s, Operation{ID: "show-obligation", Path: "/obligations/{obligation_id}", Summary: "One clock with how its time was computed, and its proof.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *ObligationPath) (*struct{ Body ObligationView }, error) {
			return showObligation(r, v, in.ID)
		})
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "discharge-obligation", Path: "/obligations/{obligation_id}/discharge", Summary: "Done, with its proof: a day, and a reference or a document.", Right: models.RightConfirm, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body struct {
				Version    int    `json:"version" minimum:"1"`
				ProofOn    string `json:"proof_on" maxLength:"10" doc:"The day at the authority, as 2026-11-23."`
				Reference  string `json:"reference,omitempty" maxLength:"500"`
				DocumentID string `json:"document_id,omitempty" maxLength:"36"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(assessment.Discharge(ctx, db, v, in.ID, in.Body.Version, assessment.Proof{On: in.Body.ProofOn, Reference: in.Body.Reference, Document: in.Body.DocumentID}))
		})
	act(s, Operation{ID: "waive-obligation", Path: "/obligations/{obligation_id}/waiver", Summary: "It is owed and will not be done, for a reason.", Right: models.RightWaive, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body reasonBody
		}) (*struct{ Body Empty }, error) {
			return done(assessment.Waive(ctx, db, v, in.ID, in.Body.Version, in.Body.Reason))
		})
	act(s, Operation{ID: "take-back-waiver", Path: "/obligations/{obligation_id}/waiver/withdrawal", Summary: "Open a waived obligation again.", Right: models.RightWaive, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body reasonBody
		}) (*struct{ Body Empty }, error) {
			return done(assessment.TakeBackWaiver(ctx, db, v, in.ID, in.Body.Version, in.Body.Reason))
		})
	act(s, Operation{ID: "propose-later", Path: "/obligations/{obligation_id}/later", Summary: "Propose that the limit moves to the later time the facts give now.", Right: models.RightOverrule, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body struct {
				Reason string `json:"reason" maxLength:"4000"`
			}
		}) (*proposalOutput, error) {
			id, err := assessment.ProposeLater(ctx, db, v, in.ID, in.Body.Reason)
			return newProposal(id), err
		})
}
