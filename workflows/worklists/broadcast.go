package worklists

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/workflows/genuineness"
	"candour/workflows/people/clean"
)

// BroadcastEntry is telling that is addressed to nobody, as somebody writes it down.
type BroadcastEntry struct {
	Party     models.ID // empty: ours
	Kind      string
	Language  string
	Area      string
	BeginsOn  string
	EndsOn    string
	Reach     models.CountRange
	ReachHow  string
	Groups    []models.ID
	ProofName string
	ProofHash string
	Document  models.ID // handed in before; its name and check value are then the proof's
}

// AddBroadcast writes a broadcast down. It stands for people who could not be reached; it never counts as told (GDPR Art. 34(3)(c) lets a
// public communication take the place of telling each person only where that would be a disproportionate effort).
func AddBroadcast(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, e BroadcastEntry) (models.Broadcast, error) {
	none := models.Broadcast{}
	in, err := models.FindIncident(db.View(ctx), v, incident)
	if err != nil {
		return none, err
	}
	if in.State != models.IncidentOpen {
		return none, models.Conflict("The incident is closed. Nothing was saved.")
	}
	if v.SocietyID != "" && e.Party == "" {
		own, err := ownParty(db.View(ctx), v, incident)
		if err != nil {
			return none, err
		}
		e.Party = own
	}
	b := models.Broadcast{ID: models.NewID(), IncidentID: in.ID, CreatedBy: v.Account}
	if e.Party != "" {
		p, err := models.FindParty(db.View(ctx), v, e.Party)
		if err != nil {
			return none, err
		}
		if p.IncidentID != in.ID {
			return none, models.NotFound("Party")
		}
		b.PartyID = &p.ID
	}
	if err := e.check(); err != nil {
		return none, err
	}
	if e.Document != "" {
		d, err := proofOf(db.View(ctx), v, e.Document, in.ID, b.PartyID)
		if err != nil {
			return none, err
		}
		if e.ProofName, err = d.Name(db.Keys()); err != nil {
			return none, err
		}
		b.DocumentID, e.ProofHash = &d.ID, d.SHA256
	}
	for _, id := range e.Groups {
		g, err := models.FindGroup(db.View(ctx), v, id)
		if err != nil {
			return none, err
		}
		if g.IncidentID != in.ID {
			return none, models.NotFound("People group")
		}
	}
	b.Kind, b.Language, b.Area, b.BeginsOn, b.EndsOn, b.Reach, b.ReachHow = e.Kind, e.Language, e.Area, e.BeginsOn, e.EndsOn, models.JSONOf(e.Reach), e.ReachHow
	b.GroupIDs, b.ProofName, b.ProofHash = models.JSONOf(e.Groups), e.ProofName, e.ProofHash
	return b, db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-broadcast", Incident: in.ID}, func(tx models.Tx) error {
		tx.On("broadcast", b.ID)
		b.CreatedAt = tx.Now()
		if err := models.AddBroadcast(tx, &b); err != nil {
			return err
		}
		if _, err := genuineness.Give(tx, models.ReferenceBroadcast, b.ID, in.ID); err != nil {
			return err
		}
		return tx.Details(map[string]any{"kind": b.Kind, "language": b.Language, "groups": len(e.Groups), "proof": b.ProofHash})
	})
}

// proofOf is a document of this incident that may stand for what this party broadcast.
func proofOf(r models.Reader, v models.Viewer, id, incident models.ID, party *models.ID) (models.Document, error) {
	d, err := models.FindDocument(r, v, id)
	if err != nil {
		return d, err
	}
	if d.IncidentID != incident || d.PartyID != nil && (party == nil || *party != *d.PartyID) {
		return d, models.InvalidField("document_id", "This document belongs to another party or incident. Hand the file in again.")
	}
	return d, nil
}

func ownParty(r models.Reader, v models.Viewer, incident models.ID) (models.ID, error) {
	parties, err := models.LoadParties(r, incident)
	if err != nil {
		return "", err
	}
	for _, p := range parties {
		if p.OrganisationID != nil && *p.OrganisationID == v.SocietyID {
			return p.ID, nil
		}
	}
	return "", models.NotFound("Party")
}

func (e *BroadcastEntry) check() (err error) {
	if !slices.Contains(models.BroadcastKinds, e.Kind) {
		return models.InvalidField("kind", "Choose what kind of broadcast it is.")
	}
	if e.Language = strings.TrimSpace(e.Language); len(e.Language) < 2 || len(e.Language) > 20 {
		return models.InvalidField("language", "Say in which language it is.")
	}
	if e.Area, err = clean.Field("area", e.Area, 200); err != nil {
		return err
	}
	if e.Area == "" {
		return models.InvalidField("area", "Say where it is heard or seen, for example the name of the district.")
	}
	from, err := time.Parse("2006-01-02", e.BeginsOn)
	if err != nil {
		return models.InvalidField("begins_on", "Give the first day as a date.")
	}
	if e.EndsOn != "" {
		if until, err := time.Parse("2006-01-02", e.EndsOn); err != nil || until.Before(from) {
			return models.InvalidField("ends_on", "Give the last day as a date; it cannot lie before the first.")
		}
	}
	if low, high := e.Reach.Min, e.Reach.Max; low != nil && *low < 0 || low != nil && high != nil && *high < *low {
		return models.InvalidField("reach", "The higher number cannot lie below the lower one.")
	}
	if e.ReachHow, err = clean.Field("reach_how", e.ReachHow, 300); err != nil {
		return err
	}
	if (e.Reach.Min != nil || e.Reach.Max != nil) && e.ReachHow == "" {
		return models.InvalidField("reach_how", "Say where the estimate comes from.")
	}
	if len(e.Groups) == 0 {
		return models.InvalidField("groups", "Say for which groups it stands.")
	}
	if e.ProofName, err = clean.Field("proof_name", e.ProofName, 200); err != nil {
		return err
	}
	e.ProofHash = strings.ToLower(strings.TrimSpace(e.ProofHash))
	if raw, err := hex.DecodeString(e.ProofHash); e.ProofHash != "" && (err != nil || len(raw) != 32) {
		return models.InvalidField("proof_hash", "The check value of the proof has 64 letters and digits (SHA-256).")
	}
	if (e.ProofName == "") != (e.ProofHash == "") {
		return models.InvalidField("proof_name", "A proof has a name and a check value, both.")
	}
	return nil
}

// WithdrawBroadcast takes one back that was not made or was wrong; it stays on the record.
func WithdrawBroadcast(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, version int, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say why, in a sentence.")
	}
	b, err := models.FindBroadcast(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	b.Version = version
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "withdraw-broadcast", Incident: b.IncidentID, Why: why}, func(tx models.Tx) error {
		tx.On("broadcast", b.ID)
		return models.UpdateBroadcast(tx, b, map[string]any{"withdrawn_at": tx.Now(), "withdrawn_by": v.Account})
	})
}
