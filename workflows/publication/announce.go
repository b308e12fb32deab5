package publication

import (
	"context"
	"strings"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

const batch = 200

// letterOf gives what a message to a reader of this page says, by language; the mail never tells what happened.
func letterOf(r models.Reader, incident models.ID, publicURL string) (func(lang string) templates.SubscriberLetter, error) {
	page, err := models.PublicPageOf(r, incident)
	if err != nil {
		return nil, err
	}
	public, err := models.PublicNow(r, incident)
	if err != nil {
		return nil, err
	}
	return func(lang string) templates.SubscriberLetter {
		shown := lang
		for _, l := range texts.Languages {
			if statements.Speaks(public, lang, l) {
				shown = l
			}
		}
		return templates.SubscriberLetter{Organisation: strings.TrimSpace(page.Organisation), PageURL: publicURL + statements.BasePath + page.Code + "/" + shown + ".html"}
	}, nil
}

// Announce tells the confirmed readers of every publication that has become public, one message each, in batches that a killed program takes up
// again without telling anybody twice.
func Announce(ctx context.Context, db *models.DB, publicURL string) error {
	due, err := models.PublicationsToAnnounce(db.View(ctx))
	if err != nil {
		return err
	}
	for _, p := range due {
		for done := false; !done; {
			if done, err = announce(ctx, db, p, publicURL); err != nil {
				return err
			}
		}
	}
	return nil
}

func announce(ctx context.Context, db *models.DB, p models.Publication, publicURL string) (bool, error) {
	public, err := models.PublicNow(db.View(ctx), p.IncidentID)
	if err != nil {
		return false, err
	}
	var languages []string
	for _, l := range texts.Languages {
		if statements.Speaks(public, l, p.Language) {
			languages = append(languages, l)
		}
	}
	to, err := models.SubscribersToTell(db.View(ctx), p, languages, batch)
	if err != nil {
		return false, err
	}
	if len(to) == 0 {
		return true, db.CloseAnnouncement(ctx, p.ID)
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "announce-update", Incident: p.IncidentID}, func(tx models.Tx) error {
		tx.On("publication", p.ID)
		i, err := models.LoadIncident(tx, p.IncidentID)
		if err != nil {
			return err
		}
		letter, err := letterOf(tx, p.IncidentID, publicURL)
		if err != nil {
			return err
		}
		for _, s := range to {
			o := delivery.SubscriberOrder{Incident: i, Subscription: s, Purpose: models.PurposeUpdate, Occasion: p.ID, PublicURL: publicURL, Letter: letter(s.Language)}
			if err := delivery.EnqueueForSubscriber(tx, o); err != nil {
				return err
			}
		}
		if err := tx.Details(map[string]any{"readers": len(to)}); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
	if models.IsKind(err, models.KindConflict) {
		return true, nil // another worker was faster; the next minute looks again
	}
	return false, err
}
