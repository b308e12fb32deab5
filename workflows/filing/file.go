package filing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/tasks"
)

// Told is what shows that a report reached the authority: the moment, and a reference or a receipt.
type Told struct {
	Version      int
	At           terms.Instant
	Zone         string // IANA; empty: that of the authority
	Reference    string
	DocumentID   models.ID // the receipt, handed in; its name and hash are taken from there
	Document     string    // name of a receipt that is kept elsewhere
	DocumentHash string    // its sha256 in hex
	LateReason   string    // asked only when At is after the law's limit
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// File marks the draft as filed. From here on it is never changed. In the same transaction:
//
//  1. every field is kept as it went out, with its hash; 2. the obligation is discharged with the same proof, and the later reports of the law
//     with the last word; 3. what was still missing opens a task.
//
// Errors: not found; invalid (no moment, no proof, no reason for lateness); conflict (filed already, changed meanwhile).
func File(ctx context.Context, db *models.DB, by models.Viewer, filing models.ID, t Told) error {
	r := db.View(ctx)
	sheet, err := ReadFiling(r, by, filing, "")
	if err != nil {
		return err
	}
	f, s := *sheet.Filing, sheet.Stage.FilingStage
	if s.ID == "" {
		return models.Conflict("This report was filed already and is not changed any more. Nothing was saved; begin a supplement for what is new.")
	}
	now, err := standing(r, f)
	if err != nil {
		return err
	}
	if err := t.receipt(r, f); err != nil {
		return err
	}
	s.Late = s.Kind == models.FilingInitial && !now.due.IsZero() && t.At.After(now.due)
	content, err := s.Content(r.Keys())
	if err != nil {
		return err
	}
	if t.LateReason = strings.TrimSpace(t.LateReason); t.LateReason == "" {
		t.LateReason = content.Typed["report.late_reason"]
	}
	if err := t.check(db.Now(), now, s.Late); err != nil {
		return err
	}
	if s.Kind == models.FilingWithdrawal && content.Typed["report.withdrawal_reason"] == "" {
		return models.InvalidField("report.withdrawal_reason", "A withdrawal needs its reason: say in the form why the notification is taken back, and save it.")
	}
	if s.FiledZone, s.FiledAt, s.DueAt = t.Zone, t.At, now.due; s.FiledZone == "" {
		s.FiledZone = sheet.Obligation.Zone
	}
	if s.Late {
		content.Typed["report.late_reason"] = t.LateReason
	} else {
		t.LateReason = ""
		delete(content.Typed, "report.late_reason")
	}
	f.Version = t.Version
	return command(ctx, db, by, "file-with-authority", f, func(tx models.Tx) error {
		missing := 0
		if missing, err = asFiled(tx, by, f, s, &content); err != nil {
			return err
		}
		return t.settle(tx, by, &f, &s, content, now, missing)
	})
}

func (t Told) settle(tx models.Tx, by models.Viewer, f *models.Filing, s *models.FilingStage, content models.FilingContent, now duty, missing int) error {
	var err error
	if s.ContentHash, err = Hash(content.Filed); err != nil {
		return err
	}
	if err := s.SetContent(tx.Keys(), content); err != nil {
		return err
	}
	if err := s.SetProof(tx.Keys(), models.FilingProof{Reference: strings.TrimSpace(t.Reference), Document: strings.TrimSpace(t.Document), DocumentID: t.DocumentID, DocumentHash: t.DocumentHash,
		LateReason: t.LateReason}); err != nil {
		return err
	}
	values := map[string]any{}
	switch s.Kind {
	case models.FilingLast:
		values["state"] = models.FilingFinal
	case models.FilingWithdrawal:
		values["state"] = models.FilingWithdrawn
	}
	if err := models.TouchFiling(tx, f, values); err != nil {
		return err
	}
	if err := models.SettleFilingStage(tx, s, by.Account); err != nil {
		return err
	}
	discharged, err := t.discharge(tx, by, *s, now)
	if err != nil {
		return err
	}
	if missing > 0 && (s.Kind == models.FilingInitial || s.Kind == models.FilingSupplement) {
		if err := tasks.Open(tx, []models.Task{{IncidentID: f.IncidentID, PartyID: &f.PartyID, Kind: "manual", Playbook: tasks.Plain, OpenedBy: &by.Account,
			Title: "Send the authority what was not known yet (" + f.Jurisdiction + ")", Detail: "The report that was filed left points open. Begin a supplement on the page of the filing."}}); err != nil {
			return err
		}
	}
	tx.On("filing", f.ID)
	return tx.Details(map[string]any{"stage": s.Number, "kind": s.Kind, "filed_at": s.FiledAt, "late": s.Late, "hash": s.ContentHash, "missing": missing,
		"discharged": discharged, "receipt": t.DocumentHash})
}

// discharge closes what this report answers, by the rule that every discharge follows: the duty itself with the first report, the later
// reports of the law with the last one. What was closed by hand before stays as it is.
func (t Told) discharge(tx models.Tx, by models.Viewer, s models.FilingStage, now duty) ([]models.ID, error) {
	out := []models.ID{}
	zone, err := time.LoadLocation(now.zone)
	if err != nil {
		zone = time.UTC
	}
	reference := strings.TrimSpace(t.Reference)
	if t.DocumentHash != "" && t.DocumentID == "" {
		reference = strings.TrimSpace(reference + " " + strings.TrimSpace(t.Document) + " sha256:" + t.DocumentHash)
	}
	proof := assessment.Proof{On: t.At.In(zone).Format("2006-01-02"), Reference: reference, Document: t.DocumentID}
	for _, o := range now.open {
		answered := s.Kind == models.FilingInitial && (o.Clock == models.ClockDuty || o.Clock == models.ClockProvisional) ||
			s.Kind == models.FilingLast && o.Clock == models.ClockFollowUp
		if !answered {
			continue
		}
		if err := assessment.DischargeIn(tx, by, o, proof); err != nil {
			return nil, err
		}
		out = append(out, o.ID)
	}
	return out, nil
}

// duty is what the law asks now, whatever it asked when the filing was begun.
type duty struct {
	due    terms.Instant
	anchor terms.Instant
	zone   string
	open   []models.Obligation
}

func standing(r models.Reader, f models.Filing) (d duty, err error) {
	all, err := models.LoadObligations(r, f.IncidentID)
	for _, o := range all {
		if o.Key() != f.Key() {
			continue
		}
		if o.Clock == models.ClockDuty {
			d.due, d.anchor, d.zone = o.DueAt, o.AnchorAt, o.Zone
		}
		if o.State == models.ObligationOpen {
			d.open = append(d.open, o)
		}
	}
	return d, err
}

// receipt takes name and hash of a receipt that was handed in.
func (t *Told) receipt(r models.Reader, f models.Filing) error {
	if t.DocumentID == "" {
		return nil
	}
	d, err := models.LoadDocumentHead(r, t.DocumentID)
	if err == nil && !d.Proves(f.IncidentID, f.PartyID) {
		err = models.NotFound("Document")
	}
	if models.IsKind(err, models.KindNotFound) {
		return models.InvalidField("document", "This receipt is not known here. Choose the file again.")
	}
	if err != nil {
		return err
	}
	t.DocumentHash = d.SHA256
	t.Document, err = d.Name(r.Keys())
	return err
}

func (t Told) check(now terms.Instant, d duty, late bool) error {
	switch {
	case t.At.IsZero():
		return models.InvalidField("filed_at", "When did the authority have it? Give day and time.")
	case t.At.After(now):
		return models.InvalidField("filed_at", "That moment is still to come. Nothing is told before it is told.")
	case !d.anchor.IsZero() && t.At.Before(d.anchor):
		return models.InvalidField("filed_at", "That is before the party became aware. Check the day and the time.")
	case strings.TrimSpace(t.Reference) == "" && t.DocumentHash == "":
		return models.InvalidField("reference", "Told needs proof: give the reference you were given, or the receipt.")
	case t.DocumentHash != "" && (!sha256Hex.MatchString(t.DocumentHash) || strings.TrimSpace(t.Document) == ""):
		return models.InvalidField("document", "The receipt needs its name and its sha256. Choose the file again.")
	case late && t.LateReason == "":
		return models.InvalidField("late_reason", "It was filed after the limit of the law, so the authority asks why. Say what kept you.")
	}
	return nil
}

// asFiled takes every field as it goes out and what the incident says to it, and counts what is missing; read inside the transaction so that it is what stands at that moment.
func asFiled(tx models.Tx, by models.Viewer, f models.Filing, s models.FilingStage, content *models.FilingContent) (missing int, err error) {
	sheet, err := readOutgoing(tx, by, f, outgoing{s.Late, content.Typed})
	if err != nil {
		return 0, err
	}
	content.Filed, content.Says = nil, sheet.says
	for _, a := range sheet.Stage.Answers {
		if a.Hidden {
			return 0, models.Forbidden("Some answers name people that your role does not see, so you cannot file this.")
		}
		content.Filed = append(content.Filed, models.FiledField{Key: a.Key, Label: a.Label, Article: a.Article, Value: a.Value, Typed: a.Typed})
	}
	return sheet.Stage.Gaps, nil
}

// Hash is the sha256 of the fields as JSON, in the order they were filed.
func Hash(fields []models.FiledField) (string, error) {
	b, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}
