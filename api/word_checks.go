package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/notices"
	"candour/workflows/texts"
	"candour/workflows/wordcheck"
)

// WordFinding is one thing that was found in a text.
type WordFinding struct {
	ID       string `json:"id"`
	Severity string `json:"severity" enum:"stops,asks" doc:"What stops keeps the text from being submitted; what asks is for somebody to look at."`
	Field    string `json:"field" doc:"title, body or first"`
	At       int    `json:"at" doc:"Characters before the words in the field as read; -1: the whole text."`
	Words    string `json:"words,omitempty"`
	Says     string `json:"says"`
	Source   string `json:"source"`
}

// WordContent is one thing that the laws want to read in a text, and the paragraph that satisfies it.
type WordContent struct {
	Word      string   `json:"word"`
	Label     string   `json:"label"`
	Laws      []string `json:"laws" nullable:"false"`
	State     string   `json:"state" enum:"tied,found,missing"`
	Paragraph int      `json:"paragraph,omitempty" doc:"From 1."`
	Owed      bool     `json:"owed" doc:"False: not yet certain that it is owed."`
	Later     bool     `json:"later" doc:"The law lets it follow."`
}

// WordMessage is a text message as it goes over the air.
type WordMessage struct {
	Encoding string   `json:"encoding"`
	Units    int      `json:"units"`
	Parts    int      `json:"parts"`
	Left     int      `json:"left"`
	Outside  []string `json:"outside" nullable:"false" doc:"Letters outside the 7-bit alphabet."`
}

// WordReading is a text as it would be read now, and what was found in it. Nothing of it is saved.
type WordReading struct {
	Title      string        `json:"title"`
	Text       string        `json:"text" doc:"As it is read, or copied, or said."`
	HTML       string        `json:"html,omitempty" doc:"The page, mail or letter as its reader gets it, from the real template."`
	Dir        string        `json:"dir" enum:"ltr,rtl"`
	Paragraphs []string      `json:"paragraphs" nullable:"false" doc:"The beginning of each paragraph of the body, to be tied to what a law wants."`
	Findings   []WordFinding `json:"findings" nullable:"false"`
	Content    []WordContent `json:"content" nullable:"false"`
	Faults     []TextFault   `json:"faults" nullable:"false" doc:"Placeholders that have no value, or do not exist."`
	Message    *WordMessage  `json:"message,omitempty"`
}

// TextCheckBody is a text that is being written.
type TextCheckBody struct {
	Kind         string         `json:"kind" enum:"statement,notice,answer,staff-note,hotline-script,poster,radio"`
	Language     string         `json:"language" enum:"en,fr,es,ar"`
	Audience     string         `json:"audience,omitempty" maxLength:"20"`
	Title        string         `json:"title" maxLength:"800"`
	Body         string         `json:"body" maxLength:"80000"`
	Ties         map[string]int `json:"ties,omitempty" doc:"What a law wants (its word in the rule pack) and the number of the paragraph that says it."`
	ObligationID string         `json:"obligation_id,omitempty" maxLength:"36" doc:"Of a notice: the obligation it answers."`
}

// PeopleCheckBody is a notice to people that is being written, and which of its texts to read.
type PeopleCheckBody struct {
	Notice   PeopleNoticeBody `json:"notice"`
	Language string           `json:"language" maxLength:"12"`
	Channel  string           `json:"channel" enum:"email,sms,letter,script"`
	Families bool             `json:"families,omitempty" doc:"As families of missing people read it."`
}

// CircularCheckBody is a circular that is being written, and in which language to read it.
type CircularCheckBody struct {
	Circular CircularBody `json:"circular"`
	Language string       `json:"language" maxLength:"12"`
}

type wordReading struct{ Body WordReading }

func registerWordChecks(s *Server) {
	tags := []string{"Words"}
	op := func(id, path, summary string) Operation {
		return Operation{ID: id, Method: http.MethodPost, Path: path, Summary: summary + " Nothing is saved.", Right: models.RightDraftTexts, Tags: tags}
	}
	read(s, op("check-text", "/incidents/{incident_id}/text-checks", "Read a text while it is written: what stops it, what to look at, and how it will be read."),
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Body TextCheckBody
		}) (*wordReading, error) {
			i, err := models.FindIncident(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			return readText(r, v, i, in.Body)
		})
	read(s, op("check-people-notice", "/incidents/{incident_id}/people-notice-checks", "Read one text of a notice to people while it is written."),
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Body PeopleCheckBody
		}) (*wordReading, error) {
			i, err := models.FindIncident(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			return readPeople(r, i, in.Body)
		})
	read(s, op("check-circular", "/incidents/{incident_id}/circular-checks", "Read a circular in one language while it is written."),
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			Body CircularCheckBody
		}) (*wordReading, error) {
			i, err := models.FindIncident(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			return readCircular(r, i, in.Body)
		})
}

func readText(r models.View, v models.Viewer, i models.Incident, b TextCheckBody) (*wordReading, error) {
	draft := texts.Draft{Language: b.Language, Title: b.Title, Body: b.Body, Audience: b.Audience, Ties: b.Ties}
	reading, faults, err := texts.Read(r, v, i, models.TextKind(b.Kind), b.ObligationID, draft)
	if err != nil {
		return nil, err
	}
	results, err := texts.Weigh(r, i.ID, reading)
	if err != nil {
		return nil, err
	}
	out := viewWords(reading.Title, reading.Body, b.Language, results[0])
	out.Faults = viewFaults(faults)
	out.Text, out.HTML, err = previewText(r, i, reading)
	return &wordReading{out}, err
}

func readPeople(r models.View, i models.Incident, b PeopleCheckBody) (*wordReading, error) {
	d := b.Notice.draft()
	if _, ok := d.Texts[b.Language]; !ok {
		return nil, models.InvalidField("language", "There is no text in this language yet.")
	}
	f, faults, words, err := notices.ReadPeople(r, i, d)
	if err != nil {
		return nil, err
	}
	field := map[string]string{"email": "body", "sms": "sms", "letter": "letter", "script": "script"}[b.Channel]
	var result wordcheck.Result
	for _, w := range words {
		if w.Language == b.Language && w.Field == field {
			result = w.Result
		}
	}
	x := f.Texts[b.Language]
	text := map[string]string{"body": x.Body, "sms": x.SMS, "letter": x.Letter, "script": x.Script}[field]
	out := viewWords(x.Subject, text, b.Language, result)
	for _, fault := range faults {
		of := "texts." + b.Language + "."
		if fault.Name == of+field && !stopped(result, fault.Detail) || fault.Name == of+"subject" && field == "body" {
			out.Faults = append(out.Faults, TextFault{Detail: fault.Detail})
		}
	}
	out.Text, out.HTML, err = previewPeople(r, i, f, b)
	return &wordReading{out}, err
}

// stopped says whether a fault is already shown as a finding.
func stopped(res wordcheck.Result, detail string) bool {
	return slices.ContainsFunc(texts.Stopping(res), func(f texts.Fault) bool { return f.Detail == detail })
}

func readCircular(r models.View, i models.Incident, b CircularCheckBody) (*wordReading, error) {
	d := b.Circular.draft()
	if _, ok := d.Texts[b.Language]; !ok {
		return nil, models.InvalidField("language", "There is no text in this language yet.")
	}
	f, faults, words, err := notices.ReadCircular(r, i, d)
	if err != nil {
		return nil, err
	}
	x := f.Texts[b.Language]
	result := words[b.Language]
	out := viewWords(x.Title, x.Happened+"\n\n"+x.Ask, b.Language, result)
	for _, fault := range faults {
		if strings.HasPrefix(fault.Name, "texts."+b.Language+".") && !stopped(result, fault.Detail) {
			out.Faults = append(out.Faults, TextFault{Detail: fault.Detail})
		}
	}
	out.Text, out.HTML, err = previewCircular(i, f, b.Language)
	return &wordReading{out}, err
}
