package notices

import (
	"context"

	"candour/models"
	"candour/templates"
	"candour/workflows/regimes"
	"candour/workflows/texts"
)

// DraftForObligation begins the notice an obligation asks for, from our template with what the law wants in it as headings, and ties it to the
// obligation. Asked a second time it gives what there is: one obligation has one notice. From then on the text lives as every text does.
// Errors: not found; conflict when the obligation is closed or asks for no notice.
func DraftForObligation(ctx context.Context, db *models.DB, by models.Viewer, lib *regimes.Library, id models.ID) (models.TextVersion, error) {
	r := db.View(ctx)
	o, err := models.FindObligation(r, by, id)
	if err != nil {
		return models.TextVersion{}, err
	}
	if o.TextID != nil {
		return models.CurrentTextVersion(r, *o.TextID)
	}
	if o.State != models.ObligationOpen || o.Clock == models.ClockAssessmentWindow {
		return models.TextVersion{}, models.Conflict("This obligation asks for no notice any more, or not yet. Nothing was written.")
	}
	p, err := models.FindParty(r, by, o.PartyID)
	if err != nil {
		return models.TextVersion{}, err
	}
	start := templates.NoticeStart{Recipient: o.Recipient, RecipientName: o.RecipientName, Party: p.Name, Law: o.Law + ", " + o.Citation, Content: wanted(lib, o)}
	title, body, err := start.Draft()
	if err != nil {
		return models.TextVersion{}, err
	}
	var v models.TextVersion
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "draft-notice-for-obligation", Incident: o.IncidentID}, func(tx models.Tx) error {
		if v, err = texts.SaveIn(tx, by, o.IncidentID, models.TextNotice, "", texts.Draft{Language: "en", Title: title, Body: body}); err != nil {
			return err
		}
		if err := models.SetObligationText(tx, o.ID, v.TextID); err != nil {
			return err
		}
		tx.On("obligation", o.ID)
		return tx.Details(map[string]any{"text": v.TextID, "regime": o.Regime, "duty": o.Duty})
	})
	return v, err
}

// wanted is what the law wants to read in the notice, as the rule pack lists it.
func wanted(lib *regimes.Library, o models.Obligation) []string {
	p, ok := lib.Find(o.Regime)
	if !ok {
		return nil
	}
	for _, d := range p.Duties {
		if d.ID == o.Duty {
			return d.Content
		}
	}
	return nil
}

// EditForObligation writes a new version of the notice of an obligation; an approval of an earlier one is void.
func EditForObligation(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, d texts.Draft) (models.TextVersion, error) {
	o, err := models.FindObligation(db.View(ctx), by, id)
	if err != nil {
		return models.TextVersion{}, err
	}
	if o.TextID == nil {
		return models.TextVersion{}, models.NotFound("Draft")
	}
	return texts.Save(ctx, db, by, o.IncidentID, models.TextNotice, *o.TextID, d)
}
