package enquiries

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/texts"
)

// Answer is a question people ask, with what may be said to it in each language.
type Answer struct {
	models.Answer
	Words   []Reading
	Waiting int // enquiries that wait for it
}

// Reading is the newest version in one language.
type Reading struct {
	Version models.TextVersion
	Content models.TextContent
	Changes []texts.ValueChange // facts that are another now than in the words
	Behind  bool                // the language it was translated from says something else now, or this language was left out
}

// Usable says that these words may be said: approved, with the bytes that were approved, and no fact in them has changed since.
func (w Reading) Usable() bool {
	return w.Version.State == models.TextApproved && len(w.Changes) == 0 && !w.Behind && string(models.HashText(w.Version.Language, w.Content, w.Version.Bound)) == string(w.Version.Hash)
}

// For gives the usable words for a language: that language, else English, else what there is; false when there are none.
func (a Answer) For(wanted string) (Reading, bool) {
	for _, l := range []string{wanted, "en", ""} {
		for _, w := range a.Words {
			if w.Usable() && (l == "" || sameLanguage(w.Version.Language, l)) {
				return w, true
			}
		}
	}
	return Reading{}, false
}

// sameLanguage compares without script and region: pt-BR is read to whoever speaks pt.
func sameLanguage(a, b string) bool {
	x, errX := language.Parse(a)
	y, errY := language.Parse(b)
	if errX != nil || errY != nil {
		return a == b
	}
	bx, _ := x.Base()
	by, _ := y.Base()
	return bx == by
}

// Answers gives what is written in an incident, by topic or all. A focal point reads what may be said, not drafts.
func Answers(r models.Reader, by models.Viewer, incident models.ID, topic string) ([]Answer, error) {
	i, err := models.FindIncident(r, by, incident)
	if err != nil {
		return nil, err
	}
	rows, err := models.ListAnswers(r, by, incident, topic)
	if err != nil {
		return nil, err
	}
	all, err := open(r, i, rows)
	if err != nil || by.Role != models.RoleFocalPoint {
		return all, err
	}
	out := []Answer{}
	for _, a := range all {
		a.Words = slices.DeleteFunc(a.Words, func(w Reading) bool { return !w.Usable() })
		if a.Waiting = 0; len(a.Words) > 0 {
			out = append(out, a)
		}
	}
	return out, nil
}

func open(r models.Reader, i models.Incident, rows []models.Answer) ([]Answer, error) {
	ids := make([]models.ID, len(rows))
	for n, a := range rows {
		ids[n] = a.ID
	}
	words, err := models.WordsOfAnswers(r, ids...)
	if err != nil {
		return nil, err
	}
	waiting, err := models.CountWaiting(r, ids...)
	if err != nil {
		return nil, err
	}
	behind, err := behindSource(r, i.ID)
	if err != nil {
		return nil, err
	}
	values := map[string]map[string]string{}
	out := []Answer{}
	for _, a := range rows {
		x := Answer{Answer: a, Waiting: waiting[a.ID]}
		for _, w := range words[a.ID] {
			c, err := w.Version.Content(r.Keys())
			if err != nil {
				return nil, err
			}
			lang := w.Version.Language
			if values[lang] == nil {
				if values[lang], err = texts.Values(r, i, lang); err != nil {
					return nil, err
				}
			}
			x.Words = append(x.Words, Reading{w.Version, c, texts.Compare(w.Version.FactsUsed.V, values[lang]), behind[w.Version.TextID]})
		}
		slices.SortFunc(x.Words, func(a, b Reading) int {
			return slices.Index(texts.Languages, a.Version.Language) - slices.Index(texts.Languages, b.Version.Language)
		})
		out = append(out, x)
	}
	return out, nil
}

// SaveAnswer writes a new version of an answer in one language; id empty begins a new one. Errors: those of texts.SaveIn, invalid topic.
func SaveAnswer(ctx context.Context, db *models.DB, by models.Viewer, incident, id models.ID, topic string, d texts.Draft) (models.ID, models.TextVersion, error) {
	var v models.TextVersion
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "save-answer", Incident: incident}, func(tx models.Tx) error {
		var err error
		id, v, err = saveAnswer(tx, by, incident, id, topic, d)
		return err
	})
	return id, v, err
}

func saveAnswer(tx models.Tx, by models.Viewer, incident, id models.ID, topic string, d texts.Draft) (models.ID, models.TextVersion, error) {
	var none models.TextVersion
	w, err := Known()
	if err != nil {
		return "", none, err
	}
	if id == "" {
		if _, ok := w.topic(topic); !ok {
			return "", none, models.InvalidField("topic", "Choose what the question is about.")
		}
		a := models.Answer{ID: models.NewID(), IncidentID: incident, Topic: topic, CreatedAt: tx.Now(), CreatedBy: by.Account}
		if err := models.AddAnswer(tx, &a); err != nil {
			return "", none, err
		}
		id = a.ID
	} else if _, err := models.LoadAnswer(tx, incident, id); err != nil {
		return "", none, err
	}
	words, err := models.WordsOfAnswers(tx, id)
	if err != nil {
		return "", none, err
	}
	text := ""
	for _, x := range words[id] {
		if x.Version.Language == d.Language {
			text = x.Version.TextID
		}
	}
	v, err := texts.SaveIn(tx, by, incident, models.TextAnswer, text, d)
	if err != nil {
		return "", none, err
	}
	if text == "" {
		err = models.AddAnswerText(tx, &models.AnswerText{AnswerID: id, Language: d.Language, TextID: v.TextID})
	}
	return id, v, err
}

// ask hands a question to those who write answers: a draft whose words are still to be written, with the enquiry waiting for it.
func ask(tx models.Tx, by models.Viewer, e models.Enquiry, question string) (models.ID, error) {
	question = strings.TrimSpace(question)
	if utf8.RuneCountInString(question) < 5 {
		return "", models.InvalidField("question", "Write the question as anybody could ask it, in one sentence, without names.")
	}
	lang := by.Language
	if !slices.Contains(texts.Languages, lang) {
		lang = texts.Languages[0]
	}
	id, _, err := saveAnswer(tx, by, e.IncidentID, "", e.Topic, texts.Draft{Language: lang, Title: question, Body: templates.ToWrite})
	if err != nil {
		return "", err
	}
	return id, models.AddEnquiryAnswer(tx, &models.EnquiryAnswer{ID: models.NewID(), EnquiryID: e.ID, AnswerID: id, AskedAt: tx.Now(), AskedBy: by.Account})
}

// Spoken is one line of what an enquiry asked for and what was said.
type Spoken struct {
	Answer   models.ID
	Question string
	Language string
	Version  int // 0 while it waits
	GivenAt  terms.Instant
}

// Said gives what an enquiry asked for, in order, with the words as they were when they were said.
func Said(r models.Reader, e models.Enquiry) ([]Spoken, error) {
	rows, err := models.AnswersOfEnquiries(r, e.ID)
	if err != nil {
		return nil, err
	}
	out := []Spoken{}
	for _, a := range rows[e.ID] {
		x := Spoken{Answer: a.AnswerID, GivenAt: a.GivenAt}
		var v models.TextVersion
		if a.VersionID != nil {
			if v, err = models.FindTextVersion(r, *a.VersionID); err != nil {
				return nil, err
			}
			x.Version = v.Number
		} else {
			words, err := models.WordsOfAnswers(r, a.AnswerID)
			if err != nil {
				return nil, err
			}
			if len(words[a.AnswerID]) == 0 {
				continue
			}
			v = words[a.AnswerID][0].Version
		}
		c, err := v.Content(r.Keys())
		if err != nil {
			return nil, err
		}
		x.Question, x.Language = cmp.Or(c.RenderedTitle, c.Title), v.Language
		out = append(out, x)
	}
	return out, nil
}
