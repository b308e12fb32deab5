package models

import (
	"math"
	"time"

	"gorm.io/gorm"

	"candour/models/terms"
)

// ObligationState is what is stored. Whether an open one is in time, soon or late depends on when it is read: see Standing.
type ObligationState string

const (
	ObligationOpen       ObligationState = "open"
	ObligationDischarged ObligationState = "discharged" // done, with proof
	ObligationWaived     ObligationState = "waived"     // will not be done, with a reason
	ObligationSuperseded ObligationState = "superseded" // the facts or the rules changed
)

// Clock says which of the clocks of a duty this is.
type Clock string

const (
	ClockDuty             Clock = "duty"
	ClockProvisional      Clock = "provisional" // the strict reading while the real start is not known
	ClockAssessmentWindow Clock = "assessment-window"
	ClockFollowUp         Clock = "follow-up"
)

// Obligation is a duty that fell due for one party, with its clock. The due time is stored with what it was computed from.
type Obligation struct {
	ID              ID
	IncidentID      ID
	PartyID         ID
	DeterminationID ID
	Regime          string
	Duty            string
	Jurisdiction    string
	Clock           Clock
	Provisional     bool // not yet certain that it is owed; shown and watched all the same
	Law             string
	Citation        string
	Confidence      string
	Recipient       string
	RecipientName   string
	What            string
	Anchor          string         // what the clock counts from: awareness, the occurrence, ...
	AnchorAt        terms.Instant  // zero: not known yet
	DueAt           terms.Instant  // the law's limit; zero: the law sets none, or it cannot be computed
	TargetAt        terms.Instant  // our own
	LaterDueAt      terms.Instant  // what the changed facts would allow; counts only when two people have accepted it
	HomeRank        int64          // real incidents first, then exercises, the newest first: an exercise never stands before the real thing
	SortAt          terms.Instant  // due, else target, else opened: the order of the clocks page
	Zone            string         // of the authority
	Explanation     JSON[[]string] `gorm:"-"`

	ExplanationSealed []byte

	PackVersion     string
	CalendarVersion string
	State           ObligationState
	OwnerID         *ID
	OpenedAt        terms.Instant
	ClosedAt        terms.Instant
	ClosedBy        *ID
	ProofOn         string // civil date of the proof
	ProofSealed     []byte // reference, or how the proof is described
	DocumentID      *ID
	TextID          *ID // the draft of its notice
	SupersededBy    *ID
	Version         int
}

// Standing of an open obligation at a moment.
type Standing string

const (
	InTime    Standing = "in_time"
	Soon      Standing = "soon"
	Late      Standing = "late"     // past the law's limit
	PastAim   Standing = "past_aim" // past our own target; nobody is late by law
	NoDueTime Standing = "no_time"  // cannot be computed, or nobody has set a time
	Closed    Standing = "closed"   // discharged, waived or superseded
)

// The last third of the time there was is soon, and the last day always.
const (
	soonShare  = 3
	soonAtLast = 24 * time.Hour
)

// Standing says how an obligation stands at now. It is computed when read and stored nowhere.
func (o *Obligation) Standing(now terms.Instant) Standing {
	if o.State != ObligationOpen {
		return Closed
	}
	limit, after := o.DueAt, Late
	if limit.IsZero() {
		limit, after = o.TargetAt, PastAim
	}
	if limit.IsZero() {
		return NoDueTime
	}
	// The limit is the last second in which it can still be done.
	if now.After(limit) {
		return after
	}
	left := limit.Sub(now)
	from := o.AnchorAt
	if from.IsZero() || !from.Before(limit) {
		from = o.OpenedAt
	}
	if left <= soonAtLast || left <= limit.Sub(from)/soonShare {
		return Soon
	}
	return InTime
}

// Key names the duty this is a clock of.
func (o *Obligation) Key() DutyKey {
	return DutyKey{o.PartyID, o.Regime, o.Duty, o.Jurisdiction}
}

// Limit is the law's limit, else our own target; byLaw says which.
func (o *Obligation) Limit() (limit terms.Instant, byLaw bool) {
	if !o.DueAt.IsZero() {
		return o.DueAt, true
	}
	return o.TargetAt, false
}

// SetSort fills the column the clocks are ordered by.
func (o *Obligation) SetSort() {
	if o.SortAt, _ = o.Limit(); o.SortAt.IsZero() {
		o.SortAt = o.OpenedAt
	}
}

// SetProof seals the reference that shows it was done; Proof opens it.
func (o *Obligation) SetProof(k *Keyring, s string) (err error) {
	o.ProofSealed, err = k.SealText("obligations.proof:"+o.ID, s)
	return err
}

func (o *Obligation) Proof(k *Keyring) (string, error) {
	return k.OpenText("obligations.proof:"+o.ID, o.ProofSealed)
}

// ObligationFilter narrows the clocks; empty fields do not.
type ObligationFilter struct {
	Incident  ID
	Party     ID
	Owner     ID
	Recipient string
	States    []ObligationState // empty: open
	DueBefore terms.Instant
	Exercise  *bool
}

// ClockRow is an obligation with what a row of the clocks page says around it.
type ClockRow struct {
	Obligation        `gorm:"embedded"`
	PartyName         string
	AwareReason       string
	IncidentReference string
	IncidentTitle     string `gorm:"-"`

	IncidentTitleSealed []byte
	Exercise            bool
	TaskID              *ID
	TaskTitle           *string
}

// clockColumns is what a row of the clocks page says of an obligation. How its time was computed and how it was proved stand in the
// obligation itself: the rows are read often, by everybody, and each column of each costs.
const clockColumns = `obligations.id, obligations.incident_id, obligations.party_id, obligations.determination_id, obligations.regime, obligations.duty,
	obligations.jurisdiction, obligations.clock, obligations.provisional, obligations.law, obligations.citation, obligations.confidence, obligations.recipient,
	obligations.recipient_name, obligations.what, obligations.anchor, obligations.anchor_at, obligations.due_at, obligations.target_at,
	obligations.later_due_at, obligations.home_rank, obligations.sort_at, obligations.zone, obligations.state, obligations.owner_id,
	obligations.opened_at, obligations.text_id, obligations.version`

// byLimit is the order of the clocks: real incidents first, the soonest limit first.
const byLimit = "obligations.home_rank, obligations.sort_at, obligations.id"

const aroundClock = `, parties.name AS party_name, incidents.reference AS incident_reference, incidents.title_sealed AS incident_title_sealed,
	incidents.exercise AS exercise, tasks.id AS task_id, tasks.title AS task_title`

// seenObligations is the obligations this viewer may see.
func seenObligations(r Reader, v Viewer, columns string) *gorm.DB {
	q := r.q().Table("obligations").Select(columns)
	switch society, only := v.onlySociety(); {
	case only:
		q = q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ?)", society)
	case !v.Has(RightReadIncidents):
		q = q.Where("1 = 0")
	}
	return q
}

// clockRows is obligations with what is around them. It is asked for after a page of them was cut: a planner without statistics joins all
// obligations first otherwise, and throws nearly all of it away.
func clockRows(r Reader, obligations *gorm.DB, columns string) *gorm.DB {
	return r.q().Table("(?) AS obligations", obligations).Select(columns+aroundClock).
		Joins("JOIN parties ON parties.id = obligations.party_id").
		Joins("JOIN incidents ON incidents.id = obligations.incident_id").
		Joins("LEFT JOIN tasks ON tasks.obligation_id = obligations.id AND tasks.state = ?", TaskOpen)
}

// FindClock finds one obligation this viewer may see, whole, with what is around it.
func FindClock(r Reader, v Viewer, id ID) (ClockRow, error) {
	if !ValidID(id) {
		return ClockRow{}, NotFound("Obligation")
	}
	return one[ClockRow](clockRows(r, seenObligations(r, v, "*").Where("id = ?", id), "obligations.*, parties.aware_reason AS aware_reason"), "Obligation")
}

// ListClocks gives obligations with the soonest limit first, over all incidents this viewer may see, page by page. Those of exercises come
// after all real ones. The rows are without explanation, proof, versions of the rules, and the reason for the moment of awareness.
func ListClocks(r Reader, v Viewer, f ObligationFilter, p PageRequest) (Page[ClockRow], error) {
	q := seenObligations(r, v, clockColumns).Order(byLimit).Limit(p.Size() + 1)
	states := f.States
	if len(states) == 0 {
		states = []ObligationState{ObligationOpen}
	}
	q = q.Where("obligations.state IN ?", states)
	for column, id := range map[string]ID{"obligations.incident_id": f.Incident, "obligations.party_id": f.Party, "obligations.owner_id": f.Owner} {
		if id == "" {
			continue
		}
		if !ValidID(id) {
			return Page[ClockRow]{Items: []ClockRow{}}, nil
		}
		q = q.Where(column+" = ?", id)
	}
	if f.Recipient != "" {
		q = q.Where("obligations.recipient = ?", f.Recipient)
	}
	if !f.DueBefore.IsZero() {
		q = q.Where("obligations.sort_at <= ?", f.DueBefore)
	}
	if f.Exercise != nil {
		q = q.Where("incident_id IN (?)", r.q().Model(&Incident{}).Select("id").Where("exercise = ?", *f.Exercise))
	}
	var after struct {
		Rank int64
		At   terms.Instant
		ID   ID
	}
	if ok, err := p.decode(&after); err != nil {
		return Page[ClockRow]{}, err
	} else if ok {
		q = q.Where("(obligations.home_rank, obligations.sort_at, obligations.id) > (?, ?, ?)", after.Rank, after.At, after.ID)
	}
	rows, err := many[ClockRow](clockRows(r, q, clockColumns).Order(byLimit), "clocks")
	if err != nil {
		return Page[ClockRow]{}, err
	}
	return pageOf(rows, p.Size(), func(c ClockRow) any {
		return struct {
			Rank int64
			At   terms.Instant
			ID   ID
		}{c.HomeRank, c.SortAt, c.ID}
	}), nil
}

// FindObligation finds an obligation this viewer may see.
func FindObligation(r Reader, v Viewer, id ID) (Obligation, error) {
	if !ValidID(id) {
		return Obligation{}, NotFound("Obligation")
	}
	return one[Obligation](scopeByParty(r.q(), v).Where("id = ?", id), "Obligation")
}

// DischargedDuties names the duties of an incident under which somebody has been told.
func DischargedDuties(r Reader, incident ID) ([]DutyKey, error) {
	rows, err := many[Obligation](r.q().Select("party_id", "regime", "duty", "jurisdiction").
		Where("incident_id = ? AND state = ? AND clock = ?", incident, ObligationDischarged, ClockDuty), "obligations")
	out := make([]DutyKey, 0, len(rows))
	for i := range rows {
		out = append(out, rows[i].Key())
	}
	return out, err
}

// LoadObligations gives every obligation of an incident that still counts, for the rules and for closing.
func LoadObligations(r Reader, incident ID) ([]Obligation, error) {
	return many[Obligation](r.q().Where("incident_id = ? AND state <> ?", incident, ObligationSuperseded), "obligations")
}

// ObligationsByID gives obligations for a worker.
func ObligationsByID(r Reader, ids []ID) (map[ID]Obligation, error) {
	out := make(map[ID]Obligation, len(ids))
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[Obligation](r.q().Where("id IN ?", ids), "obligations")
		for _, o := range rows {
			out[o.ID] = o
		}
		return err
	})
}

// CountLateByLaw says how many limits of the law have passed in open incidents without being discharged or waived. What an agreement
// demands is counted apart: nobody is late by law because of a contract.
func CountLateByLaw(r Reader, exercise bool) (n int64, err error) {
	err = latePast(r, exercise).Where("regime NOT LIKE ?", agreements).Count(&n).Error
	return n, err
}

// CountLateByAgreement says how many limits of agreements have passed in the same way.
func CountLateByAgreement(r Reader, exercise bool) (n int64, err error) {
	err = latePast(r, exercise).Where("regime LIKE ?", agreements).Count(&n).Error
	return n, err
}

// agreements are what determinations call by a code of the organisation's own.
const agreements = "own-%"

func latePast(r Reader, exercise bool) *gorm.DB {
	return ofOpenIncidents(r, r.q().Model(&Obligation{}), exercise).Where("state = ? AND due_at < ?", ObligationOpen, r.Now())
}

// HomeRankOf orders the clocks over all incidents: 0 for a real one; an exercise comes after every real one, the newest exercise first.
func HomeRankOf(i Incident) int64 {
	if !i.Exercise {
		return 0
	}
	return math.MaxInt32 - i.Number
}

func AddObligations(tx Tx, os []Obligation) error {
	if len(os) == 0 {
		return nil
	}
	for i := range os {
		os[i].State, os[i].Version = ObligationOpen, 1
		os[i].SetSort()
	}
	return tx.q().CreateInBatches(os, batch).Error
}

// SupersedeObligation marks one that the facts or the rules replaced; by is what stands in its place, if anything does.
func SupersedeObligation(tx Tx, id ID, by *ID) error {
	return guarded(tx.q().Model(&Obligation{}).Where("id = ? AND state = ?", id, ObligationOpen),
		map[string]any{"state": ObligationSuperseded, "superseded_by": by, "closed_at": tx.Now()},
		"This obligation was closed while the rules were running. Run them again.")
}

// PointObligation moves an obligation that did not change to the determination that now carries it.
func PointObligation(tx Tx, id, determination ID, values map[string]any) error {
	if values == nil {
		values = map[string]any{}
	}
	if said, there := values["explanation"].(JSON[[]string]); there {
		var err error
		if values["explanation_sealed"], err = sealWords(tx.Keys(), (&Obligation{ID: id}).explanationPlace(), said); err != nil {
			return err
		}
		delete(values, "explanation")
	}
	values["determination_id"] = determination
	return tx.q().Model(&Obligation{}).Where("id = ?", id).Updates(values).Error
}

// CloseObligation discharges or waives an open one at a known version.
func CloseObligation(tx Tx, o *Obligation, state ObligationState, by ID, values map[string]any) error {
	if values == nil {
		values = map[string]any{}
	}
	values["state"], values["closed_at"], values["closed_by"], values["version"] = state, tx.Now(), by, o.Version+1
	return guarded(tx.q().Model(&Obligation{}).Where("id = ? AND state = ? AND version = ?", o.ID, ObligationOpen, o.Version), values,
		"This obligation was changed by somebody else, or is not open any more. Nothing was changed; load it again.")
}

// ReopenObligation undoes a waiver that was withdrawn.
func ReopenObligation(tx Tx, o *Obligation) error {
	return guarded(tx.q().Model(&Obligation{}).Where("id = ? AND state = ? AND version = ?", o.ID, ObligationWaived, o.Version),
		map[string]any{"state": ObligationOpen, "closed_at": nil, "closed_by": nil, "version": o.Version + 1},
		"This obligation is not waived any more. Nothing was changed; load it again.")
}

// UpdateObligation changes named columns of an open one at a known version.
func UpdateObligation(tx Tx, o *Obligation, values map[string]any) error {
	values["version"] = o.Version + 1
	return guarded(tx.q().Model(&Obligation{}).Where("id = ? AND state = ? AND version = ?", o.ID, ObligationOpen, o.Version), values,
		"Somebody else changed this obligation while you were editing it. Load it again and compare.")
}

// SetObligationText ties the draft of its notice to an open obligation that has none yet.
func SetObligationText(tx Tx, id, text ID) error {
	return guarded(tx.q().Model(&Obligation{}).Where("id = ? AND state = ? AND text_id IS NULL", id, ObligationOpen), map[string]any{"text_id": text},
		"Somebody else has begun this notice, or the obligation is closed. Nothing was written; load it again.")
}

// OwnObligation names who looks after an obligation; it follows the task.
func OwnObligation(tx Tx, id ID, owner *ID) error {
	return tx.q().Model(&Obligation{}).Where("id = ? AND state = ?", id, ObligationOpen).Update("owner_id", owner).Error
}
