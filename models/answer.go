package models

import "candour/models/terms"

// TextAnswer is an answer to a question that people ask; it is read aloud or copied into a mail.
const TextAnswer TextKind = "answer"

// Answer is one question that people ask, with its words in several languages. The words, their versions and their approval are texts:
// the title is the question, the body what is said.
type Answer struct {
	ID         ID
	IncidentID ID
	Topic      string        // word of the list of topics
	CreatedAt  terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy  ID
}

// AnswerText is the text of an answer in one language.
type AnswerText struct {
	AnswerID ID     `gorm:"primaryKey"`
	Language string `gorm:"primaryKey"`
	TextID   ID
}

// AnswerWords is the newest version of an answer in one language.
type AnswerWords struct {
	AnswerID ID
	Version  TextVersion
}

func AddAnswer(tx Tx, a *Answer) error { return insert(tx, a, "This answer") }

// AddAnswerText ties a text to an answer; one text per language.
func AddAnswerText(tx Tx, a *AnswerText) error {
	return insert(tx, a, "An answer to this question in this language")
}

// LoadAnswer finds an answer of an incident, for a command or a page that has checked its viewer at the incident.
func LoadAnswer(r Reader, incident, id ID) (Answer, error) {
	if !ValidID(id) {
		return Answer{}, NotFound("Answer")
	}
	return one[Answer](r.q().Where("id = ? AND incident_id = ?", id, incident), "Answer")
}

// FindAnswerOfText finds the answer a text belongs to.
func FindAnswerOfText(r Reader, text ID) (AnswerText, error) {
	if !ValidID(text) {
		return AnswerText{}, NotFound("Answer")
	}
	return one[AnswerText](r.q().Where("text_id = ?", text), "Answer")
}

// ListAnswers gives the answers of an incident this viewer may see, oldest first; topic empty: all.
func ListAnswers(r Reader, v Viewer, incident ID, topic string) ([]Answer, error) {
	if _, err := FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	q := r.q().Where("incident_id = ?", incident)
	if topic != "" {
		q = q.Where("topic = ?", topic)
	}
	return many[Answer](q.Order("created_at, id"), "answers")
}

// WordsOfAnswers gives the newest version in each language, per answer.
func WordsOfAnswers(r Reader, answers ...ID) (map[ID][]AnswerWords, error) {
	out := map[ID][]AnswerWords{}
	return out, inBatches(answers, func(ids []ID) error {
		texts, err := many[AnswerText](r.q().Where("answer_id IN ?", ids), "answers")
		if err != nil {
			return err
		}
		of, textIDs := map[ID]ID{}, []ID{}
		for _, t := range texts {
			of[t.TextID] = t.AnswerID
			textIDs = append(textIDs, t.TextID)
		}
		versions, err := many[TextVersion](r.q().Where("text_id IN ? AND state <> ?", textIDs, TextSuperseded).Order("text_id, number DESC"), "versions")
		if err != nil {
			return err
		}
		for i, v := range versions {
			if i > 0 && versions[i-1].TextID == v.TextID {
				continue
			}
			out[of[v.TextID]] = append(out[of[v.TextID]], AnswerWords{of[v.TextID], v})
		}
		return nil
	})
}

// CountWaiting says how many enquiries that are not settled wait for each of these answers.
func CountWaiting(r Reader, answers ...ID) (map[ID]int, error) {
	out := map[ID]int{}
	return out, inBatches(answers, func(ids []ID) error {
		type row struct {
			AnswerID ID
			Waiting  int
		}
		rows, err := rowsOf[row](r.q().Table("enquiry_answers").Select("enquiry_answers.answer_id, COUNT(*) AS waiting").
			Joins("JOIN enquiries ON enquiries.id = enquiry_answers.enquiry_id").
			Where("enquiry_answers.answer_id IN ? AND enquiry_answers.version_id IS NULL AND enquiries.settled_at IS NULL", ids).Group("enquiry_answers.answer_id"))
		for _, x := range rows {
			out[x.AnswerID] = x.Waiting
		}
		return err
	})
}
