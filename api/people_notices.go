package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/templates"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// PeopleTextBody is what one person is told in one language, by each channel.
type PeopleTextBody struct {
	Subject  string `json:"subject" maxLength:"500"`
	Body     string `json:"body" maxLength:"25000" doc:"Of the e-mail."`
	SMS      string `json:"sms" maxLength:"2000"`
	Letter   string `json:"letter" maxLength:"25000"`
	Script   string `json:"script" maxLength:"25000" doc:"Read aloud on the telephone or at the door."`
	Families string `json:"families,omitempty" maxLength:"2000" doc:"Said first to families of missing people."`
}

// PeopleAudienceBody is who a notice is for.
type PeopleAudienceBody struct {
	Groups  []string `json:"groups" nullable:"false" maxItems:"2000" doc:"Everybody named in these groups."`
	Parties []string `json:"parties" nullable:"false" maxItems:"2000" doc:"Everybody named of these parties, in whatever group."`
}

// PeopleNoticeBody is what people write. An unfinished one is kept too.
type PeopleNoticeBody struct {
	Organisation string                    `json:"organisation" maxLength:"500"`
	Contact      CircularContactBody       `json:"contact"`
	Texts        map[string]PeopleTextBody `json:"texts"`
	Fallback     string                    `json:"fallback" maxLength:"12" doc:"Language of those whose own nobody wrote."`
	Audience     PeopleAudienceBody        `json:"audience"`
	Supplement   bool                      `json:"supplement,omitempty" doc:"Goes to people who were told before, and does not count in coverage."`
	Variant      string                    `json:"variant,omitempty" maxLength:"20" doc:"Audience it is worded for; the checks know what each must read."`
	Ties         map[string]map[string]int `json:"ties,omitempty" doc:"By en.body and the like: what a law wants, and the number of the paragraph that says it."`
}

// PeopleNoticeSummary is a line in a list.
type PeopleNoticeSummary struct {
	ID          string             `json:"id"`
	Number      int                `json:"number"`
	State       models.NoticeState `json:"state" enum:"draft,submitted,approved,sending_requested,sending,withdrawn"`
	Version     int                `json:"version"`
	ContentHash string             `json:"content_hash,omitempty" doc:"SHA-256 of words and audience; approval binds it."`
	CreatedAt   Moment             `json:"created_at"`
	Author      string             `json:"author"`
	WrittenByMe bool               `json:"written_by_me" doc:"I wrote, edited or submitted it, so I can neither approve it nor allow its sending."`
	SubmittedAt Moment             `json:"submitted_at"`
	ApprovedAt  Moment             `json:"approved_at"`
	ApprovedBy  string             `json:"approved_by,omitempty"`
	DispatchID  string             `json:"dispatch_id,omitempty"`
}

// PeopleNoticeView is one notice with its words.
type PeopleNoticeView struct {
	PeopleNoticeSummary
	Draft   PeopleNoticeBody          `json:"draft"`
	Preview map[string]PeopleTextBody `json:"preview" doc:"As it is read, facts filled in; {{name}}, {{society}} and {{your_reference}} differ by reader."`
	Faults  []CircularFault           `json:"faults" nullable:"false"`
	Stale   bool                      `json:"stale" doc:"Facts of the incident have changed since the words were fixed."`
}

// PeopleNoticeList is the notices to people of an incident.
type PeopleNoticeList struct {
	Items []PeopleNoticeSummary `json:"items" nullable:"false"`
}

// PeopleNoticeKit is what a writer starts from.
type PeopleNoticeKit struct {
	Placeholders []texts.Placeholder       `json:"placeholders" nullable:"false"`
	Starts       map[string]PeopleTextBody `json:"starts"`
	Variants     []string                  `json:"variants" nullable:"false" doc:"Audiences for which first drafts are ready; the empty one is everybody."`
}

// PeopleNoticeSaved is the notice and the version that saving made.
type PeopleNoticeSaved struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

type PeopleNoticePath struct {
	ID string `path:"people_notice_id"`
}

// PeopleNoticesOf names the incident.
type PeopleNoticesOf struct {
	ID string `path:"incident_id"`
}

func registerPeopleNotices(s *Server) {
	tags := []string{"Telling people"}
	read(s, Operation{ID: "list-people-notices", Path: "/incidents/{incident_id}/people-notices", Summary: "Notices to people of an incident, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PeopleNoticesOf) (*struct{ Body PeopleNoticeList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			ns, err := models.ListPeopleNotices(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := peopleSummaries(r, v, ns)
			return &struct{ Body PeopleNoticeList }{PeopleNoticeList{items}}, err
		})
	read(s, Operation{ID: "show-people-notice-kit", Path: "/people-notice-kit", Summary: "Placeholders and first drafts of notices to people.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, _ models.View, _ models.Viewer, in *struct {
			Variant string `query:"variant" maxLength:"20" doc:"Audience the first drafts are for; empty: everybody."`
		}) (*struct{ Body PeopleNoticeKit }, error) {
			starts, err := templates.PeopleStartsFor(in.Variant)
			return &struct{ Body PeopleNoticeKit }{PeopleNoticeKit{notices.PeoplePlaceholders(), peopleTexts(starts), templates.PeopleVariants}}, err
		})
	read(s, Operation{ID: "show-people-notice", Path: "/people-notices/{people_notice_id}", Summary: "One notice to people, as written and as it is read.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *PeopleNoticePath) (*struct{ Body PeopleNoticeView }, error) {
			shown, err := notices.ShowPeople(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			sums, err := peopleSummaries(r, v, []models.Notice{shown.Notice})
			if err != nil {
				return nil, err
			}
			out := PeopleNoticeView{PeopleNoticeSummary: sums[0], Draft: peopleBody(shown.Draft), Preview: peopleTexts(shown.Fixed.Texts), Faults: []CircularFault{}, Stale: shown.Stale}
			for _, f := range shown.Faults {
				out.Faults = append(out.Faults, CircularFault{f.Name, f.Detail})
			}
			return &struct{ Body PeopleNoticeView }{out}, nil
		})
	registerPeopleNoticeSteps(s, tags)
}

func registerPeopleNoticeSteps(s *Server, tags []string) {
	type saved struct{ Body PeopleNoticeSaved }
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "draft-people-notice", Path: "/incidents/{incident_id}/people-notices", Summary: "Begin a notice to people.", Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticesOf
			Body PeopleNoticeBody
		}) (*saved, error) {
			n, err := notices.DraftPeople(ctx, db, v, in.ID, in.Body.draft())
			return &saved{PeopleNoticeSaved{n.ID, n.Version}}, err
		})
	act(s, Operation{ID: "edit-people-notice", Method: http.MethodPut, Path: "/people-notices/{people_notice_id}", Summary: "Change a notice to people; an approval of the words before is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body struct {
				CircularVersion
				PeopleNoticeBody
			}
		}) (*saved, error) {
			err := notices.EditPeople(ctx, db, v, in.ID, in.Body.Version, in.Body.draft())
			return &saved{PeopleNoticeSaved{in.ID, in.Body.Version + 1}}, err
		})
	act(s, Operation{ID: "submit-people-notice", Path: "/people-notices/{people_notice_id}/submission", Summary: "Fill in the facts, fix words and audience, and hand them to the approvers.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body CircularVersion
		}) (*struct{ Body Empty }, error) {
			return done(notices.SubmitPeople(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "approve-people-notice", Path: "/people-notices/{people_notice_id}/approval", Summary: "Approve exactly these words and this audience; never one's own.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body struct {
				CircularVersion
				Hash string `json:"hash" minLength:"64" maxLength:"64" doc:"content_hash of what I have read."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(notices.ApprovePeople(ctx, db, v, in.ID, in.Body.Version, in.Body.Hash))
		})
	act(s, Operation{ID: "return-people-notice", Path: "/people-notices/{people_notice_id}/return", Summary: "Send a notice to people back to its author with a reason.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			PeopleNoticePath
			Body struct {
				CircularVersion
				Why string `json:"why" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(notices.ReturnPeople(ctx, db, v, in.ID, in.Body.Version, in.Body.Why))
		})
}

func (b PeopleNoticeBody) draft() models.PeopleDraft {
	d := models.PeopleDraft{Organisation: b.Organisation, Contact: models.CircularContact(b.Contact), Texts: map[string]models.PeopleText{}, Fallback: b.Fallback,
		Audience: models.PeopleAudience{Groups: b.Audience.Groups, Parties: b.Audience.Parties}, Supplement: b.Supplement, Variant: b.Variant, Ties: b.Ties}
	for lang, t := range b.Texts {
		d.Texts[lang] = models.PeopleText(t)
	}
	return d
}

func peopleBody(d models.PeopleDraft) PeopleNoticeBody {
	return PeopleNoticeBody{Organisation: d.Organisation, Contact: CircularContactBody(d.Contact), Texts: peopleTexts(d.Texts), Fallback: d.Fallback, Supplement: d.Supplement, Variant: d.Variant, Ties: d.Ties,
		Audience: PeopleAudienceBody{append([]string{}, d.Audience.Groups...), append([]string{}, d.Audience.Parties...)}}
}

func peopleTexts(ts map[string]models.PeopleText) map[string]PeopleTextBody {
	out := map[string]PeopleTextBody{}
	for lang, t := range ts {
		out[lang] = PeopleTextBody(t)
	}
	return out
}

func peopleSummaries(r models.View, v models.Viewer, ns []models.Notice) ([]PeopleNoticeSummary, error) {
	var ids []models.ID
	for _, n := range ns {
		ids = append(ids, n.AuthorID)
		if n.ApprovedBy != nil {
			ids = append(ids, *n.ApprovedBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := []PeopleNoticeSummary{}
	for _, n := range ns {
		x := PeopleNoticeSummary{ID: n.ID, Number: n.Number, State: n.State, Version: n.Version, ContentHash: n.ContentHash, CreatedAt: at(n.CreatedAt), Author: names[n.AuthorID],
			WrittenByMe: notices.Wrote(n, v), SubmittedAt: at(n.SubmittedAt), ApprovedAt: at(n.ApprovedAt)}
		if n.ApprovedBy != nil {
			x.ApprovedBy = names[*n.ApprovedBy]
		}
		if d, err := models.DispatchOfNotice(r, n.ID); err == nil {
			x.DispatchID = d.ID
		} else if !models.IsKind(err, models.KindNotFound) {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
