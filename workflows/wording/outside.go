package wording

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/texts"
)

// Outside is what a person enters of what somebody else has said.
type Outside struct {
	Kind     string
	Language string
	Who      string
	Source   string
	Words    string
	SaidAt   terms.Instant
}

const (
	whoLimit     = 200
	sourceLimit  = 500
	outsideLimit = 10_000
)

func (o *Outside) check(now terms.Instant) error {
	o.Who, o.Source, o.Words = strings.TrimSpace(o.Who), strings.TrimSpace(o.Source), strings.TrimSpace(o.Words)
	odd := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }
	switch {
	case !slices.Contains(models.OutsideKinds, o.Kind):
		return models.InvalidField("kind", "Say who speaks: a society, an authority, the press, social media, the intruder, or somebody else.")
	case !slices.Contains(texts.Languages, o.Language):
		return models.InvalidField("language", "Choose English, French, Spanish or Arabic; enter the translation of anything else.")
	case o.Who == "" || utf8.RuneCountInString(o.Who) > whoLimit:
		return models.InvalidField("who", "Name the organisation, newspaper or account that said it, in at most %d characters.", whoLimit)
	case utf8.RuneCountInString(o.Source) > sourceLimit:
		return models.InvalidField("source", "The source is longer than %d characters.", sourceLimit)
	case o.Words == "" || utf8.RuneCountInString(o.Words) > outsideLimit:
		return models.InvalidField("words", "Enter the sentences that were said about the incident, in at most %d characters.", outsideLimit)
	case strings.ContainsFunc(o.Who+o.Source+o.Words, odd):
		return models.InvalidField("words", "There is an invisible character in these words. Type them again.")
	case o.SaidAt.IsZero():
		return models.InvalidField("said_at", "Say when it was said, as well as you know.")
	case o.SaidAt.After(now):
		return models.InvalidField("said_at", "This moment has not come yet.")
	}
	return nil
}

// EnterOutside adds what somebody else has said.
func EnterOutside(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, o Outside) (models.OutsideStatement, error) {
	s := models.OutsideStatement{ID: models.NewID(), IncidentID: incident, EnteredBy: by.Account}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "enter-outside-statement", Incident: incident}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, by, incident); err != nil {
			return err
		}
		if err := o.check(tx.Now()); err != nil {
			return err
		}
		s.Kind, s.Language, s.SaidAt, s.EnteredAt = o.Kind, o.Language, o.SaidAt, tx.Now()
		if err := s.SetWords(tx.Keys(), models.OutsideWords{Who: o.Who, Source: o.Source, Words: o.Words}); err != nil {
			return err
		}
		tx.On("outside_statement", s.ID)
		if err := tx.Details(map[string]any{"kind": s.Kind, "said_at": s.SaidAt}); err != nil {
			return err
		}
		return models.AddOutsideStatement(tx, &s)
	})
	return s, err
}

// WithdrawOutside takes one out that was entered wrongly; the record keeps it.
func WithdrawOutside(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	s, err := models.FindOutsideStatement(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("reason", "Say why it is taken out.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "withdraw-outside-statement", Incident: s.IncidentID, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, by, s.IncidentID); err != nil {
			return err
		}
		tx.On("outside_statement", id)
		return models.WithdrawOutsideStatement(tx, id, by.Account)
	})
}
