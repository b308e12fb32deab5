package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

// ContactOverrideView is a decision to reach somebody against a rule.
type ContactOverrideView struct {
	ID         string   `json:"id"`
	IncidentID string   `json:"incident_id"`
	GroupID    *string  `json:"group_id"`
	PersonID   *int64   `json:"person_id"`
	Channels   []string `json:"channels" nullable:"false" enum:"email,sms,call,letter,visit,society,voice,broadcast"`
	Until      Moment   `json:"until"`
	State      string   `json:"state" enum:"waiting,approved,declined,revoked"`
	Past       bool     `json:"past" doc:"Its end is over."`
	Why        string   `json:"why"`
	AskedBy    string   `json:"asked_by"`
	AskedAt    Moment   `json:"asked_at"`
	Own        bool     `json:"own" doc:"You asked for it, so somebody else has to approve it."`
	SettledBy  string   `json:"settled_by" doc:"The second person."`
	SettledAt  Moment   `json:"settled_at"`
	SettledWhy string   `json:"settled_why"`
	RevokedBy  string   `json:"revoked_by"`
	RevokedAt  Moment   `json:"revoked_at"`
	RevokedWhy string   `json:"revoked_why"`
}

// ContactOverridePage is one page of overrides, newest first.
type ContactOverridePage struct {
	Items []ContactOverrideView `json:"items" nullable:"false"`
	Next  string                `json:"next"`
}

// AskOverrideBody is what a protection officer asks for.
type AskOverrideBody struct {
	GroupID  string   `json:"group_id,omitempty" maxLength:"36" doc:"A group, or a person."`
	PersonID int64    `json:"person_id,omitempty"`
	Channels []string `json:"channels" minItems:"1" maxItems:"8" enum:"email,sms,call,letter,visit,society,voice,broadcast"`
	Until    Moment   `json:"until" doc:"Within thirty days."`
	Why      string   `json:"why" maxLength:"2000" doc:"Sealed."`
}

// OverridePath is the override in an address.
type OverridePath struct {
	ID string `path:"override_id"`
}

func registerContactOverrides(s *Server) {
	tags := []string{"Safe contact"}
	read(s, Operation{ID: "list-contact-overrides", Path: "/incidents/{incident_id}/contact-overrides", Summary: "Decisions to reach somebody against a rule, newest first.", Right: models.RightReadContact, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			PageQuery
		}) (*struct{ Body ContactOverridePage }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			p, err := models.ListContactOverrides(r, v, in.ID, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			items, err := overrideViews(r, v, p.Items)
			return &struct{ Body ContactOverridePage }{ContactOverridePage{items, p.Next}}, err
		})
	act(s, Operation{ID: "ask-contact-override", Path: "/incidents/{incident_id}/contact-overrides", Summary: "As a protection officer, ask to reach a group or a person against a rule; it counts when somebody else approves it.", Right: models.RightAskOverride, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body AskOverrideBody
		}) (*struct{ Body ContactOverrideView }, error) {
			a := contact.Ask{Incident: in.ID, Until: in.Body.Until.Instant, Why: in.Body.Why}
			if in.Body.GroupID != "" {
				a.Group = &in.Body.GroupID
			}
			if in.Body.PersonID != 0 {
				a.Person = &in.Body.PersonID
			}
			for _, c := range in.Body.Channels {
				a.Channels = append(a.Channels, safecontact.Channel(c))
			}
			o, err := contact.AskOverride(ctx, db, v, a)
			if err != nil {
				return nil, err
			}
			return showOverride(db.View(ctx), v, o.ID)
		})
	act(s, Operation{ID: "approve-contact-override", Path: "/contact-overrides/{override_id}/approval", Summary: "Be the second person for an override; never for an own one.", Right: models.RightAgreeOverride, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *OverridePath) (*struct{ Body ContactOverrideView }, error) {
			if err := contact.ApproveOverride(ctx, db, v, in.ID); err != nil {
				return nil, err
			}
			return showOverride(db.View(ctx), v, in.ID)
		})
	act(s, Operation{ID: "decline-contact-override", Path: "/contact-overrides/{override_id}/refusal", Summary: "Say no to an override, with a reason.", Right: models.RightAgreeOverride, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			OverridePath
			Body WhyBody
		}) (*struct{ Body ContactOverrideView }, error) {
			if err := contact.DeclineOverride(ctx, db, v, in.ID, in.Body.Reason); err != nil {
				return nil, err
			}
			return showOverride(db.View(ctx), v, in.ID)
		})
	act(s, Operation{ID: "revoke-contact-override", Path: "/contact-overrides/{override_id}/revocation", Summary: "Take an override back, with a reason.", Right: models.RightWriteContact, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			OverridePath
			Body WhyBody
		}) (*struct{ Body ContactOverrideView }, error) {
			if err := contact.RevokeOverride(ctx, db, v, in.ID, in.Body.Reason); err != nil {
				return nil, err
			}
			return showOverride(db.View(ctx), v, in.ID)
		})
}

func showOverride(r models.View, v models.Viewer, id models.ID) (*struct{ Body ContactOverrideView }, error) {
	o, err := models.FindContactOverride(r, v, id)
	if err != nil {
		return nil, err
	}
	views, err := overrideViews(r, v, []models.ContactOverride{o})
	if err != nil {
		return nil, err
	}
	return &struct{ Body ContactOverrideView }{views[0]}, nil
}

func overrideViews(r models.View, v models.Viewer, rows []models.ContactOverride) ([]ContactOverrideView, error) {
	var ids []models.ID
	for i := range rows {
		ids = append(ids, rows[i].AskedBy)
		for _, id := range []*models.ID{rows[i].SettledBy, rows[i].RevokedBy} {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	name := func(id *models.ID) string {
		if id == nil {
			return ""
		}
		return names[*id]
	}
	out := make([]ContactOverrideView, 0, len(rows))
	for i := range rows {
		o := &rows[i]
		one := ContactOverrideView{ID: o.ID, IncidentID: o.IncidentID, GroupID: o.GroupID, PersonID: o.PersonID, Channels: notNil(o.Channels.V), Until: at(o.Until), State: string(o.State),
			Past: !o.Until.After(r.Now()), AskedBy: names[o.AskedBy], AskedAt: at(o.AskedAt), Own: o.AskedBy == v.Account, SettledBy: name(o.SettledBy), SettledAt: at(o.SettledAt),
			RevokedBy: name(o.RevokedBy), RevokedAt: at(o.RevokedAt)}
		for _, reason := range []struct {
			to   *string
			read func(*models.Keyring) (string, error)
		}{{&one.Why, o.Why}, {&one.SettledWhy, o.SettledWhy}, {&one.RevokedWhy, o.RevokedWhy}} {
			if *reason.to, err = reason.read(r.Keys()); err != nil {
				return nil, err
			}
		}
		out = append(out, one)
	}
	return out, nil
}
