package api

import (
	"context"
	"net/http"
	"slices"

	"candour/models"
	"candour/workflows/briefing"
	"candour/workflows/texts"
)

// BriefingView is one situation report.
type BriefingView struct {
	ID         string          `json:"id"`
	Audience   string          `json:"audience"`
	Number     int             `json:"number"`
	TextID     string          `json:"text_id"`
	SinceAt    Moment          `json:"since_at" doc:"Of the report before that was sent; empty: since the beginning."`
	WrittenAt  Moment          `json:"written_at"`
	Version    TextVersionView `json:"version" doc:"The newest one."`
	SentAt     Moment          `json:"sent_at"`
	Recipients int             `json:"recipients"`
}

// BriefingRecipient may get the version of an audience.
type BriefingRecipient struct {
	ID      string `json:"id"`
	Account bool   `json:"account" doc:"Somebody who works here; else a contact of the directory."`
	Name    string `json:"name" doc:"Of the account, or of the organisation; a contact's own name is not shown."`
	Role    string `json:"role"`
}

// BriefingAudience is a version: what it may read, and who may get it.
type BriefingAudience struct {
	ID         string              `json:"id"`
	Topics     []string            `json:"topics" nullable:"false"`
	Recipients []BriefingRecipient `json:"recipients" nullable:"false"`
}

// BriefingList is all of an incident.
type BriefingList struct {
	Audiences []BriefingAudience `json:"audiences" nullable:"false"`
	Reports   []BriefingView     `json:"reports" nullable:"false"`
	HandOvers []HandOverView     `json:"hand_overs" nullable:"false"`
}

// HandOverPart is one heading of a hand-over.
type HandOverPart struct {
	Heading string   `json:"heading"`
	Lines   []string `json:"lines" nullable:"false"`
}

// HandOverView is what one person leaves to the next.
type HandOverView struct {
	ID        string         `json:"id"`
	WrittenAt Moment         `json:"written_at"`
	WrittenBy string         `json:"written_by"`
	Mine      bool           `json:"mine"`
	Parts     []HandOverPart `json:"parts" nullable:"false"`
	TakenAt   Moment         `json:"taken_at"`
	TakenBy   string         `json:"taken_by,omitempty"`
}

// BriefingPath names a report.
type BriefingPath struct {
	ID string `path:"briefing_id"`
}

// HandOverPath names a hand-over.
type HandOverPath struct {
	ID string `path:"hand_over_id"`
}

func registerBriefings(s *Server) {
	tags := []string{"Situation reports"}
	type empty struct{ Body Empty }
	type made struct {
		Body struct {
			ID string `json:"id"`
		}
	}
	done := func(err error) (*empty, error) { return &empty{}, err }
	var lists kept[*struct{ Body BriefingList }]
	read(s, Operation{ID: "list-briefings", Path: "/incidents/{incident_id}/briefings", Summary: "Situation reports and hand-overs of an incident, with who may get which version.", Right: models.RightReadRecord, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body BriefingList }, error) {
			return lists.answer(r, v, in.ID, func() (*struct{ Body BriefingList }, error) {
				l, err := listBriefings(r, v, in.ID)
				return &struct{ Body BriefingList }{l}, err
			})
		})
	act(s, Operation{ID: "draft-briefing", Path: "/incidents/{incident_id}/briefings", Summary: "Write the next report of an audience from what changed since the last one that was sent.", Right: models.RightWriteTasks, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Audience string `json:"audience" maxLength:"40"`
			}
		}) (*made, error) {
			b, err := briefing.Draft(ctx, db, v, in.ID, in.Body.Audience)
			out := &made{}
			out.Body.ID = b.ID
			return out, err
		})
	act(s, Operation{ID: "edit-briefing", Method: http.MethodPut, Path: "/briefings/{briefing_id}", Summary: "Write a new version of a report; an approval of an earlier one is void.", Right: models.RightWriteTasks, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			BriefingPath
			Body struct {
				Title string `json:"title" maxLength:"800"`
				Body  string `json:"body" maxLength:"80000"`
				From  int    `json:"from" doc:"Number of the version this edit started from."`
			}
		}) (*empty, error) {
			b, err := models.FindBriefing(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			_, err = texts.Save(ctx, db, v, b.IncidentID, models.TextBriefing, b.TextID, texts.Draft{Language: "en", Title: in.Body.Title, Body: in.Body.Body, From: in.Body.From})
			return done(err)
		})
	act(s, Operation{ID: "submit-briefing", Path: "/briefings/{briefing_id}/submission", Summary: "Hand the newest version to the approvers.", Right: models.RightWriteTasks, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *BriefingPath) (*empty, error) {
			b, err := models.FindBriefing(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			return done(texts.Submit(ctx, db, v, b.TextID))
		})
	approves(s, Operation{ID: "approve-briefing", Path: "/briefings/{briefing_id}/approval", Summary: "Approve the words that were read; never one's own.", Tags: tags},
		func(in *struct {
			BriefingPath
			Body HashBody
		}) (string, HashBody) {
			return in.ID, in.Body
		}, func(ctx context.Context, db *models.DB, v models.Viewer, id string, hash []byte) error {
			b, err := models.FindBriefing(db.View(ctx), v, id)
			if err != nil {
				return err
			}
			return texts.Approve(ctx, db, v, b.TextID, hash)
		})
	declines(s, Operation{ID: "decline-briefing", Path: "/briefings/{briefing_id}/refusal", Summary: "Send the version back with a reason.", Tags: tags},
		func(in *struct {
			BriefingPath
			Body HashReasonBody
		}) (string, HashReasonBody) {
			return in.ID, in.Body
		}, func(ctx context.Context, db *models.DB, v models.Viewer, id string, hash []byte, reason string) error {
			b, err := models.FindBriefing(db.View(ctx), v, id)
			if err != nil {
				return err
			}
			return texts.Decline(ctx, db, v, b.TextID, hash, reason)
		})
	act(s, Operation{ID: "send-briefing", Path: "/briefings/{briefing_id}/sending", Summary: "Send the approved words, one message to each recipient, once.", Right: models.RightPublish, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			BriefingPath
			Body struct {
				Accounts []string `json:"accounts" nullable:"false" maxItems:"200"`
				Contacts []string `json:"contacts" nullable:"false" maxItems:"1000"`
			}
		}) (*empty, error) {
			return done(briefing.Send(ctx, db, v, in.ID, briefing.Recipients{Accounts: in.Body.Accounts, Contacts: in.Body.Contacts}))
		})
	act(s, Operation{ID: "hand-over", Path: "/incidents/{incident_id}/hand-overs", Summary: "Write down what is open for whoever comes next.", Right: models.RightWriteTasks, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *IncidentPath) (*made, error) {
			h, err := briefing.HandOver(ctx, db, v, in.ID)
			out := &made{}
			out.Body.ID = h.ID
			return out, err
		})
	act(s, Operation{ID: "take-over", Path: "/hand-overs/{hand_over_id}/taking", Summary: "Take over what somebody else left.", Right: models.RightWriteTasks, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *HandOverPath) (*empty, error) {
			return done(briefing.TakeOver(ctx, db, v, in.ID))
		})
}

func listBriefings(r models.View, v models.Viewer, incident string) (BriefingList, error) {
	out := BriefingList{Audiences: []BriefingAudience{}, Reports: []BriefingView{}, HandOvers: []HandOverView{}}
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return out, err
	}
	audiences, err := briefing.Audiences()
	if err != nil {
		return out, err
	}
	for _, a := range audiences {
		x := BriefingAudience{ID: a.ID, Topics: a.Topics, Recipients: []BriefingRecipient{}}
		offered, err := briefing.Offered(r, a)
		if err != nil {
			return out, err
		}
		for _, p := range offered.Accounts {
			name, err := p.Name(r.Keys())
			if err != nil {
				return out, err
			}
			x.Recipients = append(x.Recipients, BriefingRecipient{p.ID, true, name, string(p.Role)})
		}
		for _, c := range offered.Contacts {
			x.Recipients = append(x.Recipients, BriefingRecipient{c.ID, false, offered.Organisations[c.OrganisationID].Name, c.Role})
		}
		out.Audiences = append(out.Audiences, x)
	}
	reports, err := models.ListBriefings(r, v, incident)
	if err != nil {
		return out, err
	}
	for _, b := range reports {
		newest, err := models.CurrentTextVersion(r, b.TextID)
		if err != nil {
			return out, err
		}
		views, err := viewVersions(r, v, []models.TextVersion{newest})
		if err != nil {
			return out, err
		}
		out.Reports = append(out.Reports, BriefingView{b.ID, b.Audience, b.Number, b.TextID, at(b.SinceAt), at(b.WrittenAt), views[0], at(b.SentAt), b.RecipientsCount})
	}
	out.HandOvers, err = listHandOvers(r, v, incident)
	return out, err
}

func listHandOvers(r models.View, v models.Viewer, incident string) ([]HandOverView, error) {
	out := []HandOverView{}
	all, err := models.ListHandOvers(r, v, incident)
	if err != nil {
		return out, err
	}
	var ids []models.ID
	for _, h := range all {
		ids = append(ids, h.WrittenBy)
		if h.TakenBy != nil {
			ids = append(ids, *h.TakenBy)
		}
	}
	names, err := models.AccountNames(r, slices.Clone(ids))
	if err != nil {
		return out, err
	}
	for _, h := range all {
		x := HandOverView{ID: h.ID, WrittenAt: at(h.WrittenAt), WrittenBy: names[h.WrittenBy], Mine: h.WrittenBy == v.Account, Parts: []HandOverPart{}, TakenAt: at(h.TakenAt)}
		if h.TakenBy != nil {
			x.TakenBy = names[*h.TakenBy]
		}
		var parts []briefing.Part
		if err := h.Lines(r.Keys(), &parts); err != nil {
			return out, err
		}
		for _, p := range parts {
			x.Parts = append(x.Parts, HandOverPart{p.Heading, p.Lines})
		}
		out = append(out, x)
	}
	return out, nil
}
