package api

import (
	"context"
	"encoding/hex"
	"net/http"

	"candour/models"
	"candour/templates"
	"candour/workflows/enquiries"
	"candour/workflows/texts"
)

// AnswerView is a question people ask, with what may be said to it.
type AnswerView struct {
	ID      string            `json:"id"`
	Topic   string            `json:"topic"`
	Waiting int               `json:"waiting" doc:"Enquiries that wait for it."`
	Words   []AnswerWordsView `json:"words" nullable:"false" doc:"The newest version in each language. A focal point reads those that may be said."`
}

// AnswerWordsView is the newest version in one language.
type AnswerWordsView struct {
	TextID        string            `json:"text_id"`
	Language      string            `json:"language"`
	Version       int               `json:"version"`
	State         models.TextState  `json:"state" enum:"draft,submitted,approved,declined,superseded"`
	Usable        bool              `json:"usable" doc:"Approved, and no fact in it has changed since: it may be said."`
	Question      string            `json:"question"`
	Answer        string            `json:"answer" doc:"As it is read out."`
	Body          string            `json:"body" doc:"As written, with placeholders."`
	Title         string            `json:"title" doc:"The question as written."`
	Hash          string            `json:"hash" doc:"Check value of these words."`
	WrittenByMe   bool              `json:"written_by_me" doc:"Whoever wrote a version cannot approve it."`
	DeclineReason string            `json:"decline_reason,omitempty"`
	Changes       []ValueChangeView `json:"changes" nullable:"false" doc:"Facts that are another now than these words say."`
	Faults        []TextFault       `json:"faults" nullable:"false" doc:"What keeps it from being submitted."`
}

// AnswerList is what may be said in an incident, and what a writer starts from.
type AnswerList struct {
	Items     []AnswerView               `json:"items" nullable:"false"`
	Templates []templates.AnswerTemplate `json:"templates" nullable:"false" doc:"Questions people ask after every breach, with first drafts in each language; only for those who write."`
}

// AnswerTextPath names the words of an answer in one language.
type AnswerTextPath struct {
	ID string `path:"text_id"`
}

type answerBody struct {
	AnswerID string `json:"answer_id,omitempty" maxLength:"36" doc:"Empty: a new question."`
	Topic    string `json:"topic,omitempty" maxLength:"40" doc:"Of a new question."`
	Language string `json:"language" enum:"en,fr,es,ar"`
	Question string `json:"question" maxLength:"800"`
	Answer   string `json:"answer" maxLength:"80000"`
	From     int    `json:"from,omitempty" doc:"Number of the version this edit started from; 0 for the first in this language."`
}

func registerAnswers(s *Server) {
	tags := []string{"Enquiries"}
	read(s, Operation{ID: "list-answers", Path: "/incidents/{incident_id}/answers", Summary: "Questions people ask, with what may be said in each language.", Right: models.RightReadIncidents, Tags: tags}, listAnswers)
	type saved struct {
		Body struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
	}
	act(s, Operation{ID: "save-answer", Path: "/incidents/{incident_id}/answers", Summary: "Write an answer, or a new version of one; approval of an earlier version is void.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body answerBody
		}) (*saved, error) {
			b := in.Body
			id, x, err := enquiries.SaveAnswer(ctx, db, v, in.ID, b.AnswerID, b.Topic, texts.Draft{Language: b.Language, Title: b.Question, Body: b.Answer, From: b.From})
			out := &saved{}
			out.Body.ID, out.Body.Version = id, x.Number
			return out, err
		})
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	// known refuses a text of another kind: each kind has its own operations, rights and pages.
	known := func(ctx context.Context, db *models.DB, text models.ID) error {
		_, err := models.FindAnswerOfText(db.View(ctx), text)
		return err
	}
	act(s, Operation{ID: "submit-answer", Path: "/answer-texts/{text_id}/submission", Summary: "Hand the newest version to the approvers.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *AnswerTextPath) (*struct{ Body Empty }, error) {
			if err := known(ctx, db, in.ID); err != nil {
				return nil, err
			}
			return done(texts.Submit(ctx, db, v, in.ID))
		})
	approves(s, Operation{ID: "approve-answer", Path: "/answer-texts/{text_id}/approval", Summary: "Approve the words that were read; never one's own.", Tags: tags},
		func(in *struct {
			AnswerTextPath
			Body HashBody
		}) (string, HashBody) {
			return in.ID, in.Body
		},
		func(ctx context.Context, db *models.DB, v models.Viewer, text string, hash []byte) error {
			if err := known(ctx, db, text); err != nil {
				return err
			}
			return texts.Approve(ctx, db, v, text, hash)
		})
	declines(s, Operation{ID: "decline-answer", Path: "/answer-texts/{text_id}/refusal", Summary: "Send the words back with a reason.", Status: http.StatusOK, Tags: tags},
		func(in *struct {
			AnswerTextPath
			Body HashReasonBody
		}) (string, HashReasonBody) {
			return in.ID, in.Body
		},
		func(ctx context.Context, db *models.DB, v models.Viewer, text string, hash []byte, reason string) error {
			if err := known(ctx, db, text); err != nil {
				return err
			}
			return texts.Decline(ctx, db, v, text, hash, reason)
		})
}

func listAnswers(_ context.Context, r models.View, v models.Viewer, in *struct {
	IncidentPath
	Topic string `query:"topic" maxLength:"40"`
}) (*struct{ Body AnswerList }, error) {
	all, err := enquiries.Answers(r, v, in.ID, in.Topic)
	if err != nil {
		return nil, err
	}
	i, err := models.FindIncident(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body AnswerList }{}
	out.Body.Items = []AnswerView{}
	out.Body.Templates = []templates.AnswerTemplate{}
	if v.Has(models.RightDraftTexts) {
		if out.Body.Templates, err = templates.Answers(); err != nil {
			return nil, err
		}
	}
	for _, a := range all {
		x := AnswerView{ID: a.ID, Topic: a.Topic, Waiting: a.Waiting, Words: []AnswerWordsView{}}
		for _, w := range a.Words {
			view := AnswerWordsView{TextID: w.Version.TextID, Language: w.Version.Language, Version: w.Version.Number, State: w.Version.State, Usable: w.Usable(),
				Question: w.Content.RenderedTitle, Answer: w.Content.RenderedBody, Title: w.Content.Title, Body: w.Content.Body, Hash: hex.EncodeToString(w.Version.Hash),
				WrittenByMe: w.Version.WrittenBy == v.Account, DeclineReason: w.Version.DeclineReason, Changes: []ValueChangeView{}, Faults: []TextFault{}}
			for _, c := range w.Changes {
				view.Changes = append(view.Changes, ValueChangeView(c))
			}
			if w.Version.State == models.TextDraft {
				faults, err := texts.Check(r, i, w.Version)
				if err != nil {
					return nil, err
				}
				view.Faults = viewFaults(faults)
			}
			x.Words = append(x.Words, view)
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}
