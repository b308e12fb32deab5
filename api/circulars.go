package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// CircularContactBody is the human being or desk a circular names.
type CircularContactBody struct {
	Name      string `json:"name" maxLength:"500"`
	Role      string `json:"role,omitempty" maxLength:"500"`
	Telephone string `json:"telephone,omitempty" maxLength:"200"`
	Email     string `json:"email,omitempty" maxLength:"254"`
}

// CircularTextBody is the text in one language, with placeholders in a draft and with the facts in a preview.
type CircularTextBody struct {
	Title    string `json:"title" maxLength:"500"`
	Happened string `json:"happened" maxLength:"25000"`
	Ask      string `json:"ask" maxLength:"25000"`
}

// CircularBody is what people write. An unfinished one is kept too.
type CircularBody struct {
	Organisation string                      `json:"organisation" maxLength:"500" doc:"Who writes, in the words the readers know."`
	Contact      CircularContactBody         `json:"contact"`
	Texts        map[string]CircularTextBody `json:"texts" doc:"Language to text; placeholders as {{name}}."`
	Societies    []string                    `json:"societies" nullable:"false" maxItems:"255" doc:"Ids of directory entries."`
	AnswerBy     terms.Instant               `json:"answer_by,omitempty" format:"date-time" doc:"Until when an answer is asked for; empty: as soon as you can (48 hours)."`
	Zone         string                      `json:"zone,omitempty" maxLength:"64"`
}

// CircularSummary is a line in a list.
type CircularSummary struct {
	ID                 string             `json:"id"`
	Number             int                `json:"number"`
	State              models.NoticeState `json:"state" enum:"draft,submitted,approved,sending_requested,sending,withdrawn"`
	Version            int                `json:"version"`
	ContentHash        string             `json:"content_hash,omitempty" doc:"SHA-256 of words and recipients; approval and sending bind it."`
	RecipientsCount    int                `json:"recipients_count"`
	AnswerBy           Moment             `json:"answer_by"`
	CreatedAt          Moment             `json:"created_at"`
	Author             string             `json:"author"`
	WrittenByMe        bool               `json:"written_by_me" doc:"I wrote, edited or submitted it, so I can neither approve it nor allow its sending."`
	SubmittedAt        Moment             `json:"submitted_at"`
	ApprovedAt         Moment             `json:"approved_at"`
	ApprovedBy         string             `json:"approved_by,omitempty"`
	SendingRequestedAt Moment             `json:"sending_requested_at"`
	SendingRequestedBy string             `json:"sending_requested_by,omitempty"`
	RequestedByMe      bool               `json:"requested_by_me"`
	SendingApprovedAt  Moment             `json:"sending_approved_at"`
	SendingApprovedBy  string             `json:"sending_approved_by,omitempty"`
}

// CircularFault is one thing to correct before submission.
type CircularFault struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// CircularRecipientView is one society and what it gets.
type CircularRecipientView struct {
	SocietyID string `json:"society_id"`
	Society   string `json:"society"`
	Country   string `json:"country"`
	Language  string `json:"language" doc:"Of the text it gets."`
	Fallback  bool   `json:"fallback" doc:"Not its first language; the letter says so."`
	Reachable bool   `json:"reachable" doc:"It has a contact with an e-mail address."`
}

// CircularView is one circular with its words.
type CircularView struct {
	CircularSummary
	Draft      *CircularBody               `json:"draft,omitempty" doc:"As written; not shown to a society."`
	Preview    map[string]CircularTextBody `json:"preview" doc:"As it is read, facts filled in; {{society}} becomes the reader's name."`
	Faults     []CircularFault             `json:"faults" nullable:"false"`
	Stale      bool                        `json:"stale" doc:"Facts of the incident have changed since the words were fixed."`
	Recipients []CircularRecipientView     `json:"recipients" nullable:"false"`
}

// CircularKit is what a writer starts from.
type CircularKit struct {
	Placeholders []texts.Placeholder         `json:"placeholders" nullable:"false"`
	Starts       map[string]CircularTextBody `json:"starts" doc:"A first draft in each language we bring along."`
}

type CircularPath struct {
	ID string `path:"circular_id"`
}

// CircularVersion says which state of a circular a decision is about.
type CircularVersion struct {
	Version int `json:"version" doc:"The version I have in front of me."`
}

func registerCirculars(s *Server) {
	tags := []string{"Circulars"}
	type IncidentPath struct {
		ID string `path:"incident_id"`
	}
	read(s, Operation{ID: "list-circulars", Path: "/incidents/{incident_id}/circulars", Summary: "Circulars of an incident, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
			Body struct {
				Items []CircularSummary `json:"items" nullable:"false"`
			}
		}, error) {
			out := &struct {
				Body struct {
					Items []CircularSummary `json:"items" nullable:"false"`
				}
			}{}
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			ns, err := models.ListNotices(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out.Body.Items, err = summaries(r, v, ns)
			return out, err
		})
	read(s, Operation{ID: "show-circular-kit", Path: "/circular-kit", Summary: "Placeholders and first drafts for writers.", Right: models.RightReadIncidents, Tags: tags},
		func(context.Context, models.View, models.Viewer, *struct{}) (*struct{ Body CircularKit }, error) {
			starts, err := templates.CircularStarts()
			kit := CircularKit{Placeholders: notices.Placeholders(), Starts: map[string]CircularTextBody{}}
			for _, x := range starts {
				kit.Starts[x.Lang] = CircularTextBody{x.Title, x.Happened, x.Ask}
			}
			return &struct{ Body CircularKit }{kit}, err
		})
	read(s, Operation{ID: "show-circular", Path: "/circulars/{circular_id}", Summary: "One circular, as written and as it is read.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *CircularPath) (*struct{ Body CircularView }, error) {
			shown, err := notices.Show(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			view, err := viewCircular(r, v, shown)
			return &struct{ Body CircularView }{view}, err
		})
	type saved struct {
		Body struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
	}
	act(s, Operation{ID: "draft-circular", Path: "/incidents/{incident_id}/circulars", Summary: "Begin a circular to the societies.", Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body CircularBody
		}) (*saved, error) {
			n, err := notices.Draft(ctx, db, v, in.ID, in.Body.draft())
			out := &saved{}
			out.Body.ID, out.Body.Version = n.ID, n.Version
			return out, err
		})
	act(s, Operation{ID: "edit-circular", Method: http.MethodPut, Path: "/circulars/{circular_id}", Summary: "Change a circular; an approval of the words before is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			CircularPath
			Body struct {
				CircularVersion
				CircularBody
			}
		}) (*saved, error) {
			err := notices.Edit(ctx, db, v, in.ID, in.Body.Version, in.Body.draft())
			out := &saved{}
			out.Body.ID, out.Body.Version = in.ID, in.Body.Version+1
			return out, err
		})
	registerCircularSteps(s, tags)
}

// registerCircularSteps are the decisions about a circular. Each names the version its maker has in front of them.
func registerCircularSteps(s *Server, tags []string) {
	type step struct {
		CircularPath
		Body CircularVersion
	}
	type bound struct {
		CircularPath
		Body struct {
			CircularVersion
			Hash string `json:"hash" minLength:"64" maxLength:"64" doc:"content_hash of what I have read."`
		}
	}
	type reasoned struct {
		CircularPath
		Body struct {
			CircularVersion
			Why string `json:"why" maxLength:"2000"`
		}
	}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "submit-circular", Path: "/circulars/{circular_id}/submission", Summary: "Fill in the facts, fix words and recipients, and hand them to the approvers.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *step) (*struct{ Body Empty }, error) {
			return done(notices.Submit(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "approve-circular", Path: "/circulars/{circular_id}/approval", Summary: "Approve exactly these words and recipients; never one's own.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *bound) (*struct{ Body Empty }, error) {
			return done(notices.Approve(ctx, db, v, in.ID, in.Body.Version, in.Body.Hash))
		})
	act(s, Operation{ID: "return-circular", Path: "/circulars/{circular_id}/return", Summary: "Send a circular back to its author with a reason.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *reasoned) (*struct{ Body Empty }, error) {
			return done(notices.Return(ctx, db, v, in.ID, in.Body.Version, in.Body.Why))
		})
	act(s, Operation{ID: "request-sending", Path: "/circulars/{circular_id}/sending-request", Summary: "Ask for an approved circular to be sent.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *step) (*struct{ Body Empty }, error) {
			return done(notices.RequestSending(ctx, db, v, in.ID, in.Body.Version))
		})
	act(s, Operation{ID: "approve-sending", Path: "/circulars/{circular_id}/sending", Summary: "Allow the sending: one letter for each society is queued. Never one's own request.", Right: models.RightApproveSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *bound) (*struct {
			Body struct {
				Unreachable []string `json:"unreachable" nullable:"false" doc:"Societies nobody can write to; they are on the board and are chased by other ways."`
			}
		}, error) {
			unreachable, err := notices.ApproveSending(ctx, db, v, in.ID, in.Body.Version, in.Body.Hash, s.Config.PublicURL)
			out := &struct {
				Body struct {
					Unreachable []string `json:"unreachable" nullable:"false" doc:"Societies nobody can write to; they are on the board and are chased by other ways."`
				}
			}{}
			out.Body.Unreachable = append([]string{}, unreachable...)
			return out, err
		})
	act(s, Operation{ID: "withdraw-circular", Path: "/circulars/{circular_id}/withdrawal", Summary: "Stop what was not handed over, end its links and its chase.", Right: models.RightRequestSending, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *reasoned) (*struct{ Body Empty }, error) {
			return done(notices.Withdraw(ctx, db, v, in.ID, in.Body.Version, in.Body.Why))
		})
}

func (b CircularBody) draft() models.CircularDraft {
	d := models.CircularDraft{Organisation: b.Organisation, Contact: models.CircularContact(b.Contact), Texts: map[string]models.CircularText{},
		Societies: b.Societies, AnswerBy: b.AnswerBy, Zone: b.Zone}
	for lang, t := range b.Texts {
		d.Texts[lang] = models.CircularText(t)
	}
	return d
}

func bodyOf(d models.CircularDraft) *CircularBody {
	return &CircularBody{Organisation: d.Organisation, Contact: CircularContactBody(d.Contact), Texts: textBodies(d.Texts),
		Societies: append([]string{}, d.Societies...), AnswerBy: d.AnswerBy, Zone: d.Zone}
}

func textBodies(ts map[string]models.CircularText) map[string]CircularTextBody {
	out := map[string]CircularTextBody{}
	for lang, t := range ts {
		out[lang] = CircularTextBody(t)
	}
	return out
}

func viewCircular(r models.View, v models.Viewer, x notices.Shown) (CircularView, error) {
	sums, err := summaries(r, v, []models.Notice{x.Notice})
	if err != nil {
		return CircularView{}, err
	}
	out := CircularView{CircularSummary: sums[0], Preview: textBodies(x.Fixed.Texts), Faults: []CircularFault{}, Stale: x.Stale, Recipients: []CircularRecipientView{}}
	if x.Draft != nil {
		out.Draft = bodyOf(*x.Draft)
	}
	for _, f := range x.Faults {
		out.Faults = append(out.Faults, CircularFault{f.Name, f.Detail})
	}
	for _, y := range x.Recipients {
		out.Recipients = append(out.Recipients, CircularRecipientView{y.Society.ID, y.Society.Name, y.Society.Country, y.Language, y.Fallback, y.Reachable})
	}
	return out, nil
}

func summaries(r models.View, v models.Viewer, ns []models.Notice) ([]CircularSummary, error) {
	var ids []models.ID
	for _, n := range ns {
		ids = append(ids, n.AuthorID)
		for _, p := range []*models.ID{n.ApprovedBy, n.SendingRequestedBy, n.SendingApprovedBy} {
			if p != nil {
				ids = append(ids, *p)
			}
		}
	}
	// A society reads what was sent to it, not who works here.
	names := map[models.ID]string{}
	if v.Role != models.RoleFocalPoint {
		var err error
		if names, err = models.AccountNames(r, ids); err != nil {
			return nil, err
		}
	}
	name := func(p *models.ID) string {
		if p == nil {
			return ""
		}
		return names[*p]
	}
	out := []CircularSummary{}
	for _, n := range ns {
		x := CircularSummary{ID: n.ID, Number: n.Number, State: n.State, Version: n.Version, ContentHash: n.ContentHash, RecipientsCount: n.RecipientsCount,
			AnswerBy: at(n.AnswerBy), CreatedAt: at(n.CreatedAt), Author: names[n.AuthorID], WrittenByMe: notices.Wrote(n, v), SubmittedAt: at(n.SubmittedAt),
			ApprovedAt: at(n.ApprovedAt), ApprovedBy: name(n.ApprovedBy), SendingRequestedAt: at(n.SendingRequestedAt), SendingRequestedBy: name(n.SendingRequestedBy),
			RequestedByMe:     n.SendingRequestedBy != nil && *n.SendingRequestedBy == v.Account,
			SendingApprovedAt: at(n.SendingApprovedAt), SendingApprovedBy: name(n.SendingApprovedBy)}
		if v.Role == models.RoleFocalPoint {
			x.RecipientsCount = 1
		}
		out = append(out, x)
	}
	return out, nil
}
