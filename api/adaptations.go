package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/notices"
	"candour/workflows/places"
)

// AdaptationLineView is where one society stands with one notice.
type AdaptationLineView struct {
	NoticeID     string                 `json:"notice_id"`
	NoticeNumber int                    `json:"notice_number"`
	Subject      string                 `json:"subject"`
	PartyID      string                 `json:"party_id"`
	Party        string                 `json:"party"`
	State        models.AdaptationState `json:"state" enum:",draft,submitted,signed" doc:"Empty: nothing was written; its people read the standard words."`
	SavedAt      Moment                 `json:"saved_at"`
	SubmittedAt  Moment                 `json:"submitted_at"`
	SignedAt     Moment                 `json:"signed_at"`
	SignedBy     string                 `json:"signed_by,omitempty"`
	ByCentre     bool                   `json:"by_centre" doc:"The society has not two people here, so the centre's approver signs."`
	Nobody       bool                   `json:"nobody" doc:"Nobody of the society can sign in here."`
	Open         bool                   `json:"open" doc:"The notice is approved and not on its way yet."`
}

// AdaptationList is every notice with marked places and every society it concerns.
type AdaptationList struct {
	Items []AdaptationLineView `json:"items" nullable:"false"`
}

// AdaptationPlace is one place in one language.
type AdaptationPlace struct {
	Name     string   `json:"name"`
	In       []string `json:"in" nullable:"false" doc:"body, sms, letter, script: the texts it stands in."`
	Standard string   `json:"standard" doc:"Read where the society has no words of its own."`
	Words    string   `json:"words"`
}

// AdaptationLanguage is what a society words in one language, and how it then reads.
type AdaptationLanguage struct {
	Language string            `json:"language"`
	Places   []AdaptationPlace `json:"places" nullable:"false"`
	Reads    PeopleTextBody    `json:"reads" doc:"As its people read it; {{name}}, {{society}} and {{your_reference}} differ by reader."`
}

// AdaptationView is one notice with the places of one society.
type AdaptationView struct {
	AdaptationLineView
	NoticeHash   string               `json:"notice_hash" doc:"Of the approved notice; to be named when saving."`
	Version      int                  `json:"version" doc:"0: nothing was written."`
	ContentHash  string               `json:"content_hash" doc:"Of the words and the notice; signing binds it."`
	Languages    []AdaptationLanguage `json:"languages" nullable:"false"`
	Faults       []CircularFault      `json:"faults" nullable:"false"`
	Limit        int                  `json:"limit" doc:"Characters in one place."`
	Domains      []string             `json:"domains" nullable:"false" doc:"Web and e-mail addresses of these may be named."`
	Placeholders []string             `json:"placeholders" nullable:"false"`
	MaySign      bool                 `json:"may_sign"`
	WrittenByMe  bool                 `json:"written_by_me"`
}

// AdaptationPath names a notice and a society's part in the incident.
type AdaptationPath struct {
	Notice string `path:"people_notice_id"`
	Party  string `path:"party_id"`
}

// AdaptationVersion is the version somebody has in front of them.
type AdaptationVersion struct {
	Version int `json:"version" minimum:"0"`
}

func registerAdaptations(s *Server) {
	tags := []string{"Local words"}
	read(s, Operation{ID: "list-adaptations", Path: "/incidents/{incident_id}/adaptations", Summary: "Which society has worded and signed its places of which notice.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body AdaptationList }, error) {
			lines, err := notices.ListAdaptations(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := adaptationLines(r, lines)
			return &struct{ Body AdaptationList }{AdaptationList{items}}, err
		})
	read(s, Operation{ID: "show-adaptation", Path: "/people-notices/{people_notice_id}/adaptations/{party_id}", Summary: "The marked places of a notice with the words of one society.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *AdaptationPath) (*struct{ Body AdaptationView }, error) {
			a, err := notices.ShowAdaptation(r, v, in.Notice, in.Party)
			if err != nil {
				return nil, err
			}
			view, err := adaptationView(r, v, a)
			return &struct{ Body AdaptationView }{view}, err
		})
	registerAdaptationSteps(s, tags)
}

func registerAdaptationSteps(s *Server, tags []string) {
	const path = "/people-notices/{people_notice_id}/adaptations/{party_id}"
	type saved struct {
		Body struct {
			Version int `json:"version"`
		}
	}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "save-adaptation", Method: http.MethodPut, Path: path, Summary: "Keep what a society writes into the places; what was signed before is void.", Right: models.RightAdapt, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			AdaptationPath
			Body struct {
				AdaptationVersion
				NoticeHash string                       `json:"notice_hash" maxLength:"64"`
				Words      map[string]map[string]string `json:"words" doc:"Language -> name of the place -> plain text."`
			}
		}) (*saved, error) {
			row, err := notices.SaveAdaptation(ctx, db, v, notices.Wording{Notice: in.Notice, Party: in.Party, Version: in.Body.Version, NoticeHash: in.Body.NoticeHash, Words: in.Body.Words})
			out := &saved{}
			out.Body.Version = row.Version
			return out, err
		})
	act(s, Operation{ID: "submit-adaptation", Path: path + "/submission", Summary: "Hand a society's words to whoever signs them.", Right: models.RightAdapt, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			AdaptationPath
			Body AdaptationVersion
		}) (*struct{ Body Empty }, error) {
			return done(notices.SubmitAdaptation(ctx, db, v, in.Notice, in.Party, in.Body.Version))
		})
	act(s, Operation{ID: "sign-adaptation", Path: path + "/signature", Summary: "Sign exactly these words for the people of a society; never one's own.", Right: models.RightSignAdapted, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			AdaptationPath
			Body struct {
				AdaptationVersion
				Hash string `json:"hash" minLength:"64" maxLength:"64" doc:"content_hash of what I have read."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(notices.SignAdaptation(ctx, db, v, in.Notice, in.Party, in.Body.Version, in.Body.Hash))
		})
	act(s, Operation{ID: "return-adaptation", Path: path + "/return", Summary: "Give a society's words back to who wrote them, with a reason.", Right: models.RightSignAdapted, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			AdaptationPath
			Body struct {
				AdaptationVersion
				Why string `json:"why" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(notices.ReturnAdaptation(ctx, db, v, in.Notice, in.Party, in.Body.Version, in.Body.Why))
		})
}

func adaptationLines(r models.View, lines []notices.AdaptationLine) ([]AdaptationLineView, error) {
	var ids []models.ID
	for _, l := range lines {
		if l.Row.SignedBy != nil {
			ids = append(ids, *l.Row.SignedBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	out := make([]AdaptationLineView, 0, len(lines))
	for _, l := range lines {
		x := AdaptationLineView{NoticeID: l.Notice.ID, NoticeNumber: l.Notice.Number, Subject: l.Subject, PartyID: l.Party.ID, Party: l.Party.Name, State: l.State, SavedAt: at(l.Row.SavedAt),
			SubmittedAt: at(l.Row.SubmittedAt), SignedAt: at(l.Row.SignedAt), ByCentre: l.ByCentre, Nobody: l.NoPeople, Open: l.Open}
		if l.Row.SignedBy != nil {
			x.SignedBy = names[*l.Row.SignedBy]
		}
		out = append(out, x)
	}
	return out, err
}

func adaptationView(r models.View, v models.Viewer, a notices.AdaptationShown) (AdaptationView, error) {
	lines, err := adaptationLines(r, []notices.AdaptationLine{{Notice: a.Notice, Party: a.Party, State: a.StateShown(), Row: a.Row, ByCentre: a.ByCentre, Open: a.Open}})
	if err != nil {
		return AdaptationView{}, err
	}
	x := AdaptationView{AdaptationLineView: lines[0], NoticeHash: a.Notice.ApprovedHash, Version: a.Row.Version, ContentHash: a.Row.ContentHash, Languages: []AdaptationLanguage{},
		Faults: []CircularFault{}, Limit: places.WordsLimit, Domains: notNil(a.Domains), Placeholders: delivery.PersonPlaceholders, MaySign: notices.MaySign(v, a), WrittenByMe: a.Row.Wrote(v.Account)}
	for _, l := range a.Languages {
		y := AdaptationLanguage{Language: l.Language, Places: []AdaptationPlace{}, Reads: PeopleTextBody(l.Reads)}
		for _, p := range l.Places {
			y.Places = append(y.Places, AdaptationPlace(p))
		}
		x.Languages = append(x.Languages, y)
		if x.Subject == "" || l.Language == v.Language {
			x.Subject = l.Reads.Subject
		}
	}
	for _, f := range a.Faults {
		x.Faults = append(x.Faults, CircularFault{f.Name, f.Detail})
	}
	return x, nil
}
