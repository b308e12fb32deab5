package models

import (
	"candour/models/terms"
)

// ClosingDecision lets one line of the closing list go, with the reason. Decisions are added, never edited; the newest about a line counts,
// and only while the line is about the same things: Covers names them.
type ClosingDecision struct {
	ID           ID
	IncidentID   ID
	Kind         string
	Subject      string
	Covers       string
	ReasonSealed []byte
	DecidedAt    terms.Instant
	DecidedBy    ID
}

// SetReason seals why; Reason opens it.
func (d *ClosingDecision) SetReason(k *Keyring, s string) (err error) {
	d.ReasonSealed, err = k.SealText("closing_decisions.reason:"+d.ID, s)
	return err
}

func (d *ClosingDecision) Reason(k *Keyring) (string, error) {
	return k.OpenText("closing_decisions.reason:"+d.ID, d.ReasonSealed)
}

// AddClosingDecision adds one.
func AddClosingDecision(tx Tx, d *ClosingDecision) error { return insert(tx, d, "This decision") }

// ClosingDecisions gives every decision about the closing list of an incident, oldest first.
func ClosingDecisions(r Reader, incident ID) ([]ClosingDecision, error) {
	return many[ClosingDecision](r.q().Where("incident_id = ?", incident).Order("decided_at, id"), "closing decisions")
}

// SetKeepUntil notes until when the data of the people of an open incident are kept.
func SetKeepUntil(tx Tx, id ID, on string) error {
	return guarded(tx.q().Model(&Incident{}).Where("id = ? AND state = ?", id, IncidentOpen), map[string]any{"keep_until_on": on},
		"The incident is closed. Open it again, with a reason, before changing how long its data are kept.")
}

// OpenObligations gives the obligations of an incident that are neither discharged nor waived. A provisional clock is no obligation yet.
func OpenObligations(r Reader, incident ID) ([]Obligation, error) {
	return many[Obligation](r.q().Where("incident_id = ? AND state = ? AND provisional = ?", incident, ObligationOpen, false).
		Order("regime, duty, jurisdiction, party_id, id"), "obligations")
}

// OpenDeterminations gives what cannot be told yet, and what somebody has to look at again because the rules moved under a decision.
func OpenDeterminations(r Reader, incident ID) ([]Determination, error) {
	return many[Determination](r.q().Where("incident_id = ? AND superseded_at IS NULL AND (effective = ? OR review = ?)", incident, terms.Undetermined, true).
		Order("regime, duty, jurisdiction, party_id, id"), "determinations")
}

// UnansweredCirculars gives what societies have not answered, of circulars that were not withdrawn.
func UnansweredCirculars(r Reader, incident ID) ([]Acknowledgement, error) {
	return many[Acknowledgement](r.q().Where(`incident_id = ? AND answered_at IS NULL AND notice_id IN (SELECT id FROM notices WHERE state <> ?)`,
		incident, NoticeWithdrawn).Order("organisation_id, id"), "acknowledgements")
}

// Loose is what was begun in an incident and has come to no end: ids, so that a decision about them can name what it was about.
type Loose struct {
	Proposals []ID // submitted by societies, not answered
	Enquiries []ID // nobody has settled them
	Filings   []ID // a report to an authority is begun and not filed
	Imports   []ID // lists of people on their way in
	Uncertain []ID // messages to societies and colleagues: sent or not, nobody knows
	Tasks     []ID
}

// LooseEnds reads them, in a handful of queries however large the incident is.
func LooseEnds(r Reader, incident ID) (l Loose, err error) {
	for _, q := range []struct {
		into  *[]ID
		table any
		where string
		args  []any
	}{
		{&l.Proposals, &Proposal{}, "state = ?", []any{ProposalSubmitted}},
		{&l.Enquiries, &Enquiry{}, "state IN ?", []any{[]EnquiryState{EnquiryOpen, EnquiryCallBack, EnquiryRouted}}},
		{&l.Filings, &Filing{}, "id IN (SELECT filing_id FROM filing_stages WHERE state = ?)", []any{StageDraft}},
		{&l.Imports, &PeopleImport{}, "state IN ?", []any{[]ImportState{ImportUploaded, ImportQueued, ImportRunning}}},
		{&l.Uncertain, &Delivery{}, "state = ?", []any{DeliveryUncertain}},
		{&l.Tasks, &Task{}, "state = ?", []any{TaskOpen}},
	} {
		if err := r.q().Model(q.table).Where("incident_id = ?", incident).Where(q.where, q.args...).Order("id").Pluck("id", q.into).Error; err != nil {
			return l, err
		}
	}
	return l, nil
}

// QuarantinedImports counts the rows in quarantine by import.
func QuarantinedImports(r Reader, incident ID) ([]PeopleImport, error) {
	return many[PeopleImport](r.q().Where("incident_id = ? AND state = ? AND quarantined_count > 0", incident, ImportDone).Order("id"), "imports")
}

// HasPeople says whether anybody stands in an incident by name.
func HasPeople(r Reader, incident ID) (bool, error) {
	cohorts, err := CohortsOf(r, incident)
	for _, c := range cohorts {
		if c.PeopleCount > 0 {
			return true, err
		}
	}
	return false, err
}
