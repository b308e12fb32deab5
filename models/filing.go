package models

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// FilingState of what is told to an authority about one duty.
type FilingState string

const (
	FilingOpen      FilingState = "open"      // being written, or filed and more may follow
	FilingFinal     FilingState = "final"     // the last word is filed
	FilingWithdrawn FilingState = "withdrawn" // taken back at the authority
)

// FilingKind of one stage: the first notice, what follows it, the last word, the withdrawal.
type FilingKind string

const (
	FilingInitial    FilingKind = "initial"
	FilingSupplement FilingKind = "supplement"
	FilingLast       FilingKind = "final"
	FilingWithdrawal FilingKind = "withdrawal"
)

// filingFollows says what may come after a filed stage; after the last word only a withdrawal, after that nothing.
var filingFollows = map[FilingKind][]FilingKind{
	FilingInitial:    {FilingSupplement, FilingLast, FilingWithdrawal},
	FilingSupplement: {FilingSupplement, FilingLast, FilingWithdrawal},
	FilingLast:       {FilingWithdrawal},
}

// MayFollow says whether a stage of this kind may come after a filed one.
func (k FilingKind) MayFollow(before FilingKind) bool {
	return slices.Contains(filingFollows[before], k)
}

// FilingStageState of one stage. A filed one is never changed.
type FilingStageState string

const (
	StageDraft FilingStageState = "draft"
	StageFiled FilingStageState = "filed"
)

// Filing is what one party tells one authority about one duty, in stages.
type Filing struct {
	ID           ID
	IncidentID   ID
	PartyID      ID
	Regime       string
	Duty         string
	Jurisdiction string
	ObligationID ID     // the clock it was begun from
	Authority    string // key in the directory of authorities; empty: nobody has chosen
	Form         string
	State        FilingState
	BegunAt      terms.Instant
	BegunBy      ID
	Version      int // rises with each change of the filing or its draft
}

// Key names the duty it answers.
func (f *Filing) Key() DutyKey { return DutyKey{f.PartyID, f.Regime, f.Duty, f.Jurisdiction} }

// FilingStage is one report of a filing.
type FilingStage struct {
	ID            ID
	FilingID      ID
	Number        int
	Kind          FilingKind
	State         FilingStageState
	ContentSealed []byte
	SavedAt       terms.Instant
	SavedBy       ID
	FiledAt       terms.Instant // when the authority had it
	FiledZone     string
	DueAt         terms.Instant // the law's limit as it stood when it was filed; only of the first
	Late          bool
	RecordedAt    terms.Instant
	RecordedBy    *ID
	ContentHash   string // sha256 of what was filed
	ProofSealed   []byte
}

// FilingContent is what people typed and, once filed, every field as it went out.
type FilingContent struct {
	Typed map[string]string `json:"typed"`
	Filed []FiledField      `json:"filed,omitempty"`
	// Says is what the incident said to each answer when the draft was saved, or when it was filed; nil: nobody noted it.
	Says map[string]string `json:"says,omitempty"`
}

// FiledField is one field of a form as it was filed.
type FiledField struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	Article string `json:"article,omitempty"`
	Value   string `json:"value"`
	Typed   bool   `json:"typed"` // by a person; otherwise taken from the incident
}

// FilingProof is what shows that a stage was filed.
type FilingProof struct {
	Reference    string `json:"reference,omitempty"`
	Document     string `json:"document,omitempty"`      // name of the receipt
	DocumentID   ID     `json:"document_id,omitempty"`   // where it is kept here; empty: only its name and hash are
	DocumentHash string `json:"document_hash,omitempty"` // its sha256
	LateReason   string `json:"late_reason,omitempty"`
}

// SetContent seals the fields; Content opens them.
func (s *FilingStage) SetContent(k *Keyring, c FilingContent) (err error) {
	s.ContentSealed, err = sealJSON(k, "filing_stages.content:"+s.ID, c)
	return err
}

func (s *FilingStage) Content(k *Keyring) (c FilingContent, err error) {
	err = openJSON(k, "filing_stages.content:"+s.ID, s.ContentSealed, &c)
	return c, err
}

// SetProof seals what shows that it was filed; Proof opens it.
func (s *FilingStage) SetProof(k *Keyring, p FilingProof) (err error) {
	s.ProofSealed, err = sealJSON(k, "filing_stages.proof:"+s.ID, p)
	return err
}

func (s *FilingStage) Proof(k *Keyring) (p FilingProof, err error) {
	err = openJSON(k, "filing_stages.proof:"+s.ID, s.ProofSealed, &p)
	return p, err
}

func sealJSON(k *Keyring, what string, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return k.Seal(what, b)
}

func openJSON(k *Keyring, what string, sealed []byte, v any) error {
	if len(sealed) == 0 {
		return nil
	}
	b, err := k.Open(what, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// FindFiling finds a filing this viewer may see.
func FindFiling(r Reader, v Viewer, id ID) (Filing, error) {
	if !ValidID(id) {
		return Filing{}, NotFound("Filing")
	}
	return one[Filing](scopeByParty(r.q(), v).Where("id = ?", id), "Filing")
}

// FilingOf finds what was begun for a duty; false when nothing was.
func FilingOf(r Reader, k DutyKey) (Filing, bool, error) {
	rows, err := many[Filing](r.q().Where("party_id = ? AND regime = ? AND duty = ? AND jurisdiction = ?", k.Party, k.Regime, k.Duty, k.Jurisdiction).Limit(1), "filings")
	if err != nil || len(rows) == 0 {
		return Filing{}, false, err
	}
	return rows[0], true, nil
}

// ListFilings gives the filings of an incident this viewer may see.
func ListFilings(r Reader, v Viewer, incident ID) ([]Filing, error) {
	return many[Filing](scopeByParty(r.q(), v).Where("incident_id = ?", incident).Order("begun_at, id"), "filings")
}

// FilingStages gives the stages of filings in their order, by filing.
func FilingStages(r Reader, filings ...ID) (map[ID][]FilingStage, error) {
	out := map[ID][]FilingStage{}
	return out, inBatches(filings, func(ids []ID) error {
		rows, err := many[FilingStage](r.q().Where("filing_id IN ?", ids).Order("filing_id, number"), "filing stages")
		for _, s := range rows {
			out[s.FilingID] = append(out[s.FilingID], s)
		}
		return err
	})
}

const filingChanged = "Somebody else changed this filing in the meantime. Nothing was changed by you; what you typed is still on your screen. Load it again and compare."

// AddFiling begins a filing with the draft of its first stage.
func AddFiling(tx Tx, f *Filing, s *FilingStage) error {
	f.State, f.Version = FilingOpen, 1
	if err := insert(tx, f, "The filing of this duty"); err != nil {
		return err
	}
	return AddFilingStage(tx, s)
}

// AddFilingStage adds the draft of a stage; there is one draft at a time.
func AddFilingStage(tx Tx, s *FilingStage) error {
	s.State = StageDraft
	return insert(tx, s, "A draft of this filing")
}

// TouchFiling changes named columns of a filing at a known version; every change of its draft goes with one.
func TouchFiling(tx Tx, f *Filing, values map[string]any) error {
	if values == nil {
		values = map[string]any{}
	}
	values["version"] = f.Version + 1
	err := guarded(tx.q().Model(&Filing{}).Where("id = ? AND version = ?", f.ID, f.Version), values, filingChanged)
	f.Version++
	return err
}

// SaveFilingStage writes a draft anew; a filed stage is refused.
func SaveFilingStage(tx Tx, s *FilingStage, by ID) error {
	return draftStage(tx, s, map[string]any{"content_sealed": s.ContentSealed, "saved_at": tx.Now(), "saved_by": by})
}

// SettleFilingStage marks a draft as filed; from here on nobody edits it.
func SettleFilingStage(tx Tx, s *FilingStage, by ID) error {
	return draftStage(tx, s, map[string]any{"state": StageFiled, "content_sealed": s.ContentSealed, "proof_sealed": s.ProofSealed, "content_hash": s.ContentHash,
		"filed_at": s.FiledAt, "filed_zone": s.FiledZone, "due_at": s.DueAt, "late": s.Late, "recorded_at": tx.Now(), "recorded_by": by})
}

// DropFilingStage forgets a draft that was never filed.
func DropFilingStage(tx Tx, s *FilingStage) error {
	r := stageDrafts(tx, s).Delete(&FilingStage{})
	if r.Error == nil && r.RowsAffected == 0 {
		return Conflict(filingChanged)
	}
	return r.Error
}

func stageDrafts(tx Tx, s *FilingStage) *gorm.DB {
	return tx.q().Model(&FilingStage{}).Where("id = ? AND state = ?", s.ID, StageDraft)
}

func draftStage(tx Tx, s *FilingStage, values map[string]any) error {
	return guarded(stageDrafts(tx, s), values, "This report was filed already and is not changed any more. Nothing was saved; begin a supplement for what is new.")
}
