package models

import "candour/models/terms"

// DecisionKind is what a person made of a determination or an obligation.
type DecisionKind string

const (
	Undecided       DecisionKind = ""
	Confirm         DecisionKind = "confirm"          // the rules are right
	Waive           DecisionKind = "waive"            // it is owed, and will not be done, for a reason
	ProposeOverrule DecisionKind = "propose-overrule" // the rules are wrong; stands when a second person agrees
	Overrule        DecisionKind = "overrule"         // the second person agrees
	DeclineOverrule DecisionKind = "decline-overrule" // the second person does not
	ProposeLater    DecisionKind = "propose-later"    // a later due time, computed from changed facts; needs a second person
	AcceptLater     DecisionKind = "accept-later"
	DeclineLater    DecisionKind = "decline-later"
	Withdraw        DecisionKind = "withdraw" // takes back a confirmation or a waiver; the proposal of the rules stands again
)

// Decision is one act of one person. Decisions are added, never edited; a proposal is answered by another decision.
type Decision struct {
	ID              ID
	Seq             int64 `gorm:"->"`
	IncidentID      ID
	PartyID         ID
	DeterminationID ID
	ObligationID    *ID
	AnswersID       *ID           // the proposal this one answers
	Kind            DecisionKind  //
	Outcome         terms.Outcome // what stands, or would stand, after it
	DueAt           terms.Instant // of a later due time
	ReasonSealed    []byte
	DecidedAt       terms.Instant
	DecidedBy       ID
}

// SetReason seals why; Reason opens it.
func (d *Decision) SetReason(k *Keyring, s string) (err error) {
	d.ReasonSealed, err = k.SealText("decisions.reason:"+d.ID, s)
	return err
}

func (d *Decision) Reason(k *Keyring) (string, error) {
	return k.OpenText("decisions.reason:"+d.ID, d.ReasonSealed)
}

// ListDecisions gives every decision on the duty that this determination answers, oldest first, also those on earlier answers of the rules.
func ListDecisions(r Reader, d *Determination) ([]Decision, error) {
	return many[Decision](r.q().Where(`determination_id IN (SELECT id FROM determinations WHERE incident_id = ? AND party_id = ? AND regime = ? AND duty = ? AND jurisdiction = ?)`,
		d.IncidentID, d.PartyID, d.Regime, d.Duty, d.Jurisdiction).Order("seq"), "decisions")
}

// DecisionsUntil gives every decision on an incident up to a moment, oldest first.
func DecisionsUntil(r Reader, incident ID, at terms.Instant) ([]Decision, error) {
	return many[Decision](r.q().Where("incident_id = ? AND decided_at <= ?", incident, at).Order("seq"), "decisions")
}

// ListOpenProposals gives the proposals of an incident that no second person has answered yet, oldest first.
func ListOpenProposals(r Reader, v Viewer, incident ID) ([]Decision, error) {
	return many[Decision](scopeByParty(r.q(), v).Where(`incident_id = ? AND kind IN ? AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.answers_id = decisions.id)`,
		incident, []DecisionKind{ProposeOverrule, ProposeLater}).Order("seq"), "decisions")
}

// ProposalsWaiting names the proposals of an incident that no second person has answered, for closing. One about an answer that the rules
// have replaced can be answered by nobody, and holds nothing.
func ProposalsWaiting(r Reader, incident ID) (ids []ID, err error) {
	err = r.q().Model(&Decision{}).Where(`incident_id = ? AND kind IN ? AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.answers_id = decisions.id)
		AND EXISTS (SELECT 1 FROM determinations d WHERE d.id = decisions.determination_id AND d.superseded_at IS NULL)`,
		incident, []DecisionKind{ProposeOverrule, ProposeLater}).Order("seq").Pluck("id", &ids).Error
	return ids, err
}

// CountOpenProposals says how many proposals of open incidents wait for a second person.
func CountOpenProposals(r Reader, exercise bool) (n int64, err error) {
	err = ofOpenIncidents(r, r.q().Model(&Decision{}), exercise).Where(`kind IN ? AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.answers_id = decisions.id)`,
		[]DecisionKind{ProposeOverrule, ProposeLater}).Count(&n).Error
	return n, err
}

// FindDecision finds a decision this viewer may see.
func FindDecision(r Reader, v Viewer, id ID) (Decision, error) {
	if !ValidID(id) {
		return Decision{}, NotFound("Decision")
	}
	return one[Decision](scopeByParty(r.q(), v).Where("id = ?", id), "Decision")
}

// AddDecision adds one; a proposal that was answered already is a conflict.
func AddDecision(tx Tx, d *Decision) error { return insert(tx, d, "An answer to this proposal") }
