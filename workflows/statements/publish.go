package statements

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/genuineness"
	"candour/workflows/texts"
)

// Publication is what a person asks for.
type Publication struct {
	Text            models.ID
	PublishAt       terms.Instant // zero: now
	CorrectionSaid  string        // needed when an earlier version was public
	CorrectionRight string
}

const (
	lookAhead = 90 * 24 * time.Hour
	longest   = 24 << 10 // bytes of one statement as read
)

// Publish puts the approved version on the public page, now or later. The version and its hash are checked inside the transaction, so that an
// edit in the same second cannot slip through.
func Publish(ctx context.Context, db *models.DB, by models.Viewer, p Publication) (models.Publication, error) {
	t, err := models.FindText(db.View(ctx), by, p.Text)
	if err != nil {
		return models.Publication{}, err
	}
	if t.Kind != models.TextStatement {
		return models.Publication{}, models.Invalid("Only a statement is published. A circular is sent to its recipients.")
	}
	var out models.Publication
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "publish-statement", Incident: t.IncidentID}, func(tx models.Tx) error {
		now := tx.Now()
		at := p.PublishAt
		switch {
		case at.IsZero():
			at = now
		case at.Before(now):
			return models.InvalidField("publish_at", "This moment has passed. Leave it empty to publish now.")
		case at.After(now.Add(lookAhead)):
			return models.InvalidField("publish_at", "This is more than 90 days ahead. Facts will have changed by then.")
		}
		v, c, err := texts.Approved(tx, p.Text)
		if err != nil {
			return err
		}
		if len(c.RenderedBody) > longest {
			return models.Invalid("This statement is too long for the public page, which has to load on an old telephone. Publish the most important part and write a second statement for the rest.")
		}
		if err := languagesSettled(tx, t, v.Language); err != nil {
			return err
		}
		i, err := models.LoadIncident(tx, t.IncidentID)
		if err != nil {
			return err
		}
		faults, err := texts.Check(tx, i, v)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return models.Conflict("The text no longer fits the facts, so it was not published: %s", faults[0].Detail)
		}
		if err := needsCorrection(tx, t, p); err != nil {
			return err
		}
		if err := needsContact(tx, i.ID); err != nil {
			return err
		}
		out = models.Publication{ID: models.NewID(), IncidentID: t.IncidentID, TextID: t.ID, VersionID: v.ID, Language: v.Language, PublishAt: at, PublishedBy: by.Account,
			CorrectionSaid: strings.TrimSpace(p.CorrectionSaid), CorrectionRight: strings.TrimSpace(p.CorrectionRight)}
		tx.On("publication", out.ID)
		if err := tx.Details(map[string]any{"version": v.Number, "publish_at": at}); err != nil {
			return err
		}
		if err := models.AddPublication(tx, &out); err != nil {
			return err
		}
		if _, err := genuineness.Give(tx, models.ReferencePublication, out.ID, out.IncidentID); err != nil {
			return err
		}
		return Changed(tx, t.IncidentID, at)
	})
	return out, err
}

// needsCorrection asks for the plain words of what was corrected when an earlier version of the text is public: readers must not have to compare.
func needsCorrection(tx models.Tx, t models.Text, p Publication) error {
	public, err := models.PublicNow(tx, t.IncidentID)
	if err != nil {
		return err
	}
	for _, x := range public {
		if x.TextID == t.ID && (strings.TrimSpace(p.CorrectionSaid) == "" || strings.TrimSpace(p.CorrectionRight) == "") {
			return models.InvalidField("correction_said", "An earlier version of this statement is public. Say in plain words what it said and what is right; readers see both.")
		}
	}
	return nil
}

// needsContact: whoever reads something frightening has to be able to reach a human being, so a page without an approved contact says nothing.
func needsContact(tx models.Tx, incident models.ID) error {
	page, err := models.PublicPageOf(tx, incident)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return err
	}
	if page.Organisation == "" || page.ContactMail == "" && page.ContactPhone == "" {
		return models.Conflict("The public page has no approved contact yet, so nothing was published. Say below who speaks and how a human is reached by telephone or e-mail, and let somebody else approve it.")
	}
	return nil
}

// codeLetters leave out what is mistaken for something else when read aloud or typed.
const codeLetters = "abcdefghjkmnpqrstuvwxyz23456789"

func ensurePage(tx models.Tx, i models.Incident) error {
	_, err := models.PublicPageOf(tx, i.ID)
	if !models.IsKind(err, models.KindNotFound) {
		return err
	}
	b := make([]byte, 12)
	rand.Read(b)
	for n := range b {
		b[n] = codeLetters[int(b[n])%len(codeLetters)]
	}
	zone := i.AwareZone
	if zone == "" {
		zone = "UTC"
	}
	return models.AddPublicPage(tx, &models.PublicPage{IncidentID: i.ID, Code: string(b), Organisation: "", Zone: zone})
}

// Withdraw takes a publication back: before its moment it never becomes public; after it, the page no longer shows it and the record still does.
func Withdraw(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return models.InvalidField("reason", "Say why it is withdrawn.")
	}
	p, err := models.FindPublication(db.View(ctx), id)
	if err != nil {
		return err
	}
	if _, err := models.FindIncident(db.View(ctx), by, p.IncidentID); err != nil {
		return models.NotFound("Publication")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "withdraw-statement", Incident: p.IncidentID, Why: reason}, func(tx models.Tx) error {
		tx.On("publication", id)
		if err := models.WithdrawPublication(tx, id, by.Account); err != nil {
			return err
		}
		return Changed(tx, p.IncidentID, tx.Now())
	})
}
