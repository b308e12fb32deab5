package assessment

import (
	"context"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/deadlines"
)

// Proof is what shows that an obligation was met: the day, and a reference or a document.
type Proof struct {
	On        string // civil date at the authority, 2026-11-23
	Reference string
	Document  models.ID
}

// Discharge closes an obligation as done. Done needs proof: without a day and a reference or a document it is refused.
// Errors: not found; invalid (proof); conflict (not open, or changed meanwhile).
func Discharge(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID, version int, p Proof) error {
	o, d, err := findOwed(ctx, db, by, obligation)
	if err != nil {
		return err
	}
	if err := p.check(o, db.Now()); err != nil {
		return err
	}
	o.Version = version
	return db.Command(ctx, act(by, "discharge-obligation", d, ""), func(tx models.Tx) error {
		return dischargeIn(tx, by, o, p)
	})
}

// dischargeIn joins a command, for stages that hold the proof themselves (an acknowledgement, a receipt).
func dischargeIn(tx models.Tx, by models.Viewer, o models.Obligation, p Proof) error {
	tx.On("obligation", o.ID)
	if err := p.belongs(tx, o); err != nil {
		return err
	}
	if err := o.SetProof(tx.Keys(), strings.TrimSpace(p.Reference)); err != nil {
		return err
	}
	values := map[string]any{"proof_on": p.On, "proof_sealed": o.ProofSealed}
	if p.Document != "" {
		values["document_id"] = p.Document
	}
	if err := models.CloseObligation(tx, &o, models.ObligationDischarged, by.Account, values); err != nil {
		return err
	}
	if err := endTask(tx, o, models.TaskDone, by); err != nil {
		return err
	}
	limit, byLaw := o.Limit()
	return tx.Details(map[string]any{"regime": o.Regime, "duty": o.Duty, "jurisdiction": o.Jurisdiction, "clock": o.Clock, "on": p.On,
		"limit": limit, "by_law": byLaw, "document": p.Document})
}

func (p Proof) check(o models.Obligation, now terms.Instant) error {
	on, err := deadlines.ParseDate(p.On)
	if err != nil {
		return models.InvalidField("proof_on", "On which day was it done? Give it as 2026-11-23.")
	}
	zone, err := deadlines.Zone(o.Jurisdiction)
	if err != nil {
		zone = time.UTC // rules of an organisation's own have no place
	}
	if on > deadlines.DateOf(now.Unix(), zone) {
		return models.InvalidField("proof_on", "That day is still to come at the authority. Nothing is done before it is done.")
	}
	if strings.TrimSpace(p.Reference) == "" && p.Document == "" {
		return models.InvalidField("reference", "Done needs proof: give the reference you were given, or attach the document.")
	}
	if p.Document != "" && !models.ValidID(p.Document) {
		return models.InvalidField("document_id", "This document is not known.")
	}
	return nil
}

// belongs: a document that is not there, or that belongs to another incident or party, shows nothing.
func (p Proof) belongs(r models.Reader, o models.Obligation) error {
	if p.Document == "" {
		return nil
	}
	d, err := models.LoadDocumentHead(r, p.Document)
	if err == nil && !d.Proves(o.IncidentID, o.PartyID) {
		err = models.NotFound("Document")
	}
	if models.IsKind(err, models.KindNotFound) {
		return models.InvalidField("document_id", "This document is not known here. Attach it again.")
	}
	return err
}
