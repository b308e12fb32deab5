package enquiries

import (
	"bytes"
	"context"

	"candour/models"
)

// Given is an answer that was read out or copied, named by the check value of the words the call taker had in front of them.
type Given struct {
	Answer models.ID
	Hash   []byte
}

// Question is a question no approved answer fits: in its own words, or one that is being written already.
type Question struct {
	Answer models.ID
	Text   string
}

// Give notes that an answer was given. Errors: conflict when the words are not the approved ones of this moment.
func Give(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, g Given) error {
	return work(ctx, db, by, id, version, "give-answer", func(tx models.Tx, e *models.Enquiry) error {
		if err := give(tx, by, *e, g); err != nil {
			return err
		}
		to := e.State
		if to == models.EnquiryOpen {
			to = models.EnquiryAnswered
		}
		return touch(tx, by, e, to)
	})
}

func give(tx models.Tx, by models.Viewer, e models.Enquiry, g Given) error {
	a, err := models.LoadAnswer(tx, e.IncidentID, g.Answer)
	if err != nil {
		return err
	}
	i, err := models.LoadIncident(tx, e.IncidentID)
	if err != nil {
		return err
	}
	all, err := open(tx, i, []models.Answer{a})
	if err != nil {
		return err
	}
	for _, w := range all[0].Words {
		if !bytes.Equal(w.Version.Hash, g.Hash) || !w.Usable() {
			continue
		}
		rows, err := models.AnswersOfEnquiries(tx, e.ID)
		if err != nil {
			return err
		}
		for _, waiting := range rows[e.ID] {
			if waiting.AnswerID == a.ID && waiting.VersionID == nil {
				return models.GiveAnswer(tx, &waiting, w.Version.ID, by.Account)
			}
		}
		return models.AddEnquiryAnswer(tx, &models.EnquiryAnswer{ID: models.NewID(), EnquiryID: e.ID, AnswerID: a.ID, VersionID: &w.Version.ID,
			AskedAt: tx.Now(), AskedBy: by.Account, GivenAt: tx.Now(), GivenBy: &by.Account})
	}
	return models.Conflict("These words are not the approved answer of this moment: it was changed, or a fact in it has changed. Nothing was saved; what you typed is still on your screen. Load the answers again.")
}

// Ask hands a question on that no approved answer fits. It says which answer the enquiry now waits for.
func Ask(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, q Question) (models.ID, error) {
	err := work(ctx, db, by, id, version, "ask-question", func(tx models.Tx, e *models.Enquiry) error {
		if e.State.Settled() {
			return models.Conflict("This enquiry is settled. Nothing was changed; log a new one if they ask something else.")
		}
		if q.Answer == "" {
			var err error
			if q.Answer, err = ask(tx, by, *e, q.Text); err != nil {
				return err
			}
			return touch(tx, by, e, e.State)
		}
		if _, err := models.LoadAnswer(tx, e.IncidentID, q.Answer); err != nil {
			return err
		}
		rows, err := models.AnswersOfEnquiries(tx, e.ID)
		if err != nil {
			return err
		}
		for _, a := range rows[e.ID] {
			if a.AnswerID == q.Answer && a.VersionID == nil {
				return models.Conflict("This enquiry waits for that answer already.")
			}
		}
		if err := models.AddEnquiryAnswer(tx, &models.EnquiryAnswer{ID: models.NewID(), EnquiryID: e.ID, AnswerID: q.Answer, AskedAt: tx.Now(), AskedBy: by.Account}); err != nil {
			return err
		}
		return touch(tx, by, e, e.State)
	})
	return q.Answer, err
}
