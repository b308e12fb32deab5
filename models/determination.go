package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// Determination is what the rules say about one duty of one party in one jurisdiction. A new answer supersedes the old row; the old one
// stays readable.
type Determination struct {
	ID            ID
	IncidentID    ID
	PartyID       ID
	AssessmentID  ID // the run that first said this
	Regime        string
	Duty          string
	Jurisdiction  string
	Law           string // name of the regime
	Recipient     string
	RecipientName string
	Outcome       terms.Outcome // what the rules say
	Effective     terms.Outcome // what stands: the rules, or the person who overruled them
	Decided       DecisionKind  // confirm, waive or overrule when a person has decided; empty: the proposal stands
	Review        bool          // the rules changed their answer after a person decided: look again
	DueAt         terms.Instant
	TargetAt      terms.Instant
	Zone          string // of the authority
	Citation      string
	Confidence    string
	PackVersion   string
	Reasons       JSON[[]string] `gorm:"-"`
	ReasonsSealed []byte
	FactsUsed     JSON[[]string]
	Needs         JSON[[]string]
	Also          JSON[[]AlsoClock]
	SaidAt        terms.Instant
	SupersededAt  terms.Instant
}

// AlsoClock is a clock beside the main one: the strict reading, an assessment window, a later report.
type AlsoClock struct {
	Kind     string        `json:"kind"`
	DueAt    terms.Instant `json:"due_at"`
	TargetAt terms.Instant `json:"target_at"`
	Citation string        `json:"citation"`
	Text     string        `json:"text"`
}

// DutyKey names a duty of a party in a jurisdiction within an incident.
type DutyKey struct {
	Party                      ID
	Regime, Duty, Jurisdiction string
}

func (d *Determination) Key() DutyKey {
	return DutyKey{d.PartyID, d.Regime, d.Duty, d.Jurisdiction}
}

func scopeByParty(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ?)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// DeterminationFilter narrows the list; empty fields do not.
type DeterminationFilter struct {
	Party     ID
	Effective terms.Outcome
	Recipient string
	Undecided bool // only what no person has decided, or must look at again
}

// ListDeterminations gives what the rules say now about an incident, as far as this viewer may see it, page by page. The rows are without
// the facts used, the clocks beside the main one, and the version of the rules: those stand in the determination itself. What is required, or
// may be, comes by when it is due: limits of the law first, our own targets after them.
func ListDeterminations(r Reader, v Viewer, incident ID, f DeterminationFilter, p PageRequest) (Page[Determination], error) {
	q := scopeByParty(r.q(), v).Where("incident_id = ? AND superseded_at IS NULL", incident).
		Select("id", "incident_id", "party_id", "regime", "duty", "jurisdiction", "law", "recipient", "recipient_name", "outcome", "effective",
			"decided", "review", "due_at", "target_at", "zone", "citation", "confidence", "reasons_sealed", "needs").
		Limit(p.Size() + 1)
	if f.Party != "" {
		if !ValidID(f.Party) {
			return Page[Determination]{}, NotFound("Party")
		}
		q = q.Where("party_id = ?", f.Party)
	}
	if f.Effective != "" {
		q = q.Where("effective = ?", f.Effective)
	}
	if f.Recipient != "" {
		q = q.Where("recipient = ?", f.Recipient)
	}
	if f.Undecided {
		q = q.Where("(decided = '' OR review = ?)", true)
	}
	timed := f.Effective == terms.Required || f.Effective == terms.Undetermined
	const rank, sort = "CASE WHEN due_at IS NULL THEN 1 ELSE 0 END", "COALESCE(due_at, target_at, ?)"
	if timed {
		q = q.Order(clause.OrderBy{Expression: clause.Expr{SQL: rank + ", " + sort + ", party_id, regime, jurisdiction, duty, id", Vars: []any{neverDue}}})
	} else {
		q = q.Order("party_id, regime, jurisdiction, duty, id")
	}
	var after determinationPlace
	if ok, err := p.decode(&after); err != nil {
		return Page[Determination]{}, err
	} else if k := after.Key; ok && timed {
		q = q.Where("("+rank+", "+sort+", party_id, regime, jurisdiction, duty, id) > (?, ?, ?, ?, ?, ?, ?)", neverDue, after.Rank, after.At, k[0], k[1], k[2], k[3], k[4])
	} else if ok {
		q = q.Where("(party_id, regime, jurisdiction, duty, id) > (?, ?, ?, ?, ?)", k[0], k[1], k[2], k[3], k[4])
	}
	rows, err := many[Determination](q, "determinations")
	if err != nil {
		return Page[Determination]{}, err
	}
	return pageOf(rows, p.Size(), func(d Determination) any { return placeOf(d) }), nil
}

// determinationPlace is where a page ended.
type determinationPlace struct {
	Rank int
	At   terms.Instant
	Key  [5]string
}

// neverDue stands behind every time.
var neverDue = terms.InstantOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))

func placeOf(d Determination) determinationPlace {
	at := determinationPlace{At: d.DueAt, Key: [5]string{d.PartyID, d.Regime, d.Jurisdiction, d.Duty, d.ID}}
	if d.DueAt.IsZero() {
		if at.Rank, at.At = 1, d.TargetAt; at.At.IsZero() {
			at.At = neverDue
		}
	}
	return at
}

// LoadDeterminations gives all current ones of an incident, for the rules.
func LoadDeterminations(r Reader, incident ID) ([]Determination, error) {
	return many[Determination](r.q().Where("incident_id = ? AND superseded_at IS NULL", incident), "determinations")
}

// DeterminationsAt gives what stood at a moment.
func DeterminationsAt(r Reader, incident ID, at terms.Instant) ([]Determination, error) {
	return many[Determination](r.q().Where("incident_id = ? AND said_at <= ? AND (superseded_at IS NULL OR superseded_at > ?)", incident, at, at).
		Order("party_id, regime, jurisdiction, duty, id"), "determinations")
}

// DeterminationHistory gives every answer the rules ever gave about one duty, newest first.
func DeterminationHistory(r Reader, incident ID, k DutyKey) ([]Determination, error) {
	return many[Determination](r.q().Where("incident_id = ? AND party_id = ? AND regime = ? AND duty = ? AND jurisdiction = ?",
		incident, k.Party, k.Regime, k.Duty, k.Jurisdiction).
		// By run, not by moment: two runs may fall into one second.
		Order("(SELECT number FROM assessments a WHERE a.id = determinations.assessment_id) DESC, id"), "determinations")
}

// FindDetermination finds a determination this viewer may see, current or superseded.
func FindDetermination(r Reader, v Viewer, id ID) (Determination, error) {
	if !ValidID(id) {
		return Determination{}, NotFound("Determination")
	}
	return one[Determination](scopeByParty(r.q(), v).Where("id = ?", id), "Determination")
}

// CountDeterminations counts the current ones by what stands, as far as this viewer may see them.
func CountDeterminations(r Reader, v Viewer, incident ID) (map[terms.Outcome]int, error) {
	var rows []struct {
		Effective terms.Outcome
		N         int
	}
	err := scopeByParty(r.q().Model(&Determination{}), v).Where("incident_id = ? AND superseded_at IS NULL", incident).
		Select("effective, COUNT(*) AS n").Group("effective").Scan(&rows).Error
	out := map[terms.Outcome]int{}
	for _, row := range rows {
		out[row.Effective] = row.N
	}
	return out, err
}

// AddDeterminations adds many at once; the embedded database binds slowly, so in small batches.
func AddDeterminations(tx Tx, ds []Determination) error {
	if len(ds) == 0 {
		return nil
	}
	return tx.q().CreateInBatches(ds, batch).Error
}

// SupersedeDeterminations marks answers that a newer run replaced.
func SupersedeDeterminations(tx Tx, ids []ID) error {
	return inBatches(ids, func(ids []ID) error {
		return tx.q().Model(&Determination{}).Where("id IN ? AND superseded_at IS NULL", ids).Update("superseded_at", tx.Now()).Error
	})
}

// SettleDetermination writes what stands after a decision, if nobody was faster and the rules have not moved on.
func SettleDetermination(tx Tx, d *Determination, kind DecisionKind, effective terms.Outcome) error {
	return guarded(tx.q().Model(&Determination{}).Where("id = ? AND superseded_at IS NULL AND decided = ? AND effective = ?", d.ID, d.Decided, d.Effective),
		map[string]any{"decided": kind, "effective": effective, "review": false},
		"The rules were run again, or somebody else decided, while you were reading. Nothing was changed; load the duty again and compare.")
}

const batch = 50

func inBatches(ids []ID, do func([]ID) error) error {
	for len(ids) > 0 {
		n := min(len(ids), 200)
		if err := do(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
