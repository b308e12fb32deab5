package models

import (
	"fmt"

	"gorm.io/gorm"

	"candour/models/terms"
)

// WorklistSettings is how a list is printed.
type WorklistSettings struct {
	ReturnLine  string `json:"return_line,omitempty"` // above the address; neutral where the sender must not be seen from outside
	RightWindow bool   `json:"right_window,omitempty"`
	AddressPage bool   `json:"address_page,omitempty"`
}

// Worklist is people of one society who are told by hand on one channel: letters, calls, visits, or by workers of the society.
type Worklist struct {
	Number            int64 `gorm:"primaryKey;autoIncrement:false"`
	ID                ID
	IncidentID        ID
	Dispatch          int64
	PartyID           ID
	Channel           string
	State             string // open, closed
	Settings          JSON[WorklistSettings]
	PeopleCount       int64
	HeldBackCount     int64         // asked again when the list was made, and not allowed by this channel any more
	CreatedAt         terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy         ID
	Version           int
	ExportRequestedAt terms.Instant
	ExportRequestedBy *ID
	ExportApprovedAt  terms.Instant
	ExportApprovedBy  *ID
	ClosedAt          terms.Instant
}

// States of a worklist.
const (
	WorklistOpen   = "open"
	WorklistClosed = "closed"
)

// WorklistItem is one person on a list, with the last that was reported.
type WorklistItem struct {
	Worklist   int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position   int
	Step       int
	Language   string
	Reference  int64 // on the letter, the list and in the text; a function of dispatch and person
	Outcome    string
	Tries      int
	CallBackAt terms.Instant
	HappenedAt terms.Instant
	RecordedAt terms.Instant
	RecordedBy *ID
}

// WorklistResult is one thing somebody reported.
type WorklistResult struct {
	ID           ID
	Worklist     int64
	PersonID     int64
	Outcome      string
	Reason       string
	HappenedAt   terms.Instant
	CallBackAt   terms.Instant
	AuthorSealed []byte // who did it, when that is not who recorded it
	Source       string // page, upload
	UploadID     *ID
	RecordedAt   terms.Instant
	RecordedBy   ID
}

// SetAuthor seals who made the call or the visit; Author opens it.
func (x *WorklistResult) SetAuthor(k *Keyring, s string) (err error) {
	x.AuthorSealed, err = k.SealText("worklist_results.author:"+x.ID, s)
	return err
}

func (x *WorklistResult) Author(k *Keyring) (string, error) {
	return k.OpenText("worklist_results.author:"+x.ID, x.AuthorSealed)
}

// RefusedLine is a row of an upload that was not taken, and why.
type RefusedLine struct {
	Row int    `json:"row"`
	Why string `json:"why"`
}

// WorklistUpload is a file of results; RowCount is always the sum of the others.
type WorklistUpload struct {
	ID         ID
	Worklist   int64
	FileHash   string
	RowCount   int
	TakenCount int
	KnownCount int // reported already, the same
	EmptyCount int // without an outcome
	Refused    JSON[[]RefusedLine]
	UploadedAt terms.Instant
	UploadedBy ID
}

// scopeWorklists: staff see every list, a focal point those of the own society.
func scopeWorklists(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// FindWorklist finds one this viewer may see.
func FindWorklist(r Reader, v Viewer, id ID) (Worklist, error) {
	if !ValidID(id) {
		return Worklist{}, NotFound("List")
	}
	return one[Worklist](scopeWorklists(r.q(), v).Where("id = ?", id), "List")
}

// LoadWorklist finds one by its number.
func LoadWorklist(r Reader, number int64) (Worklist, error) {
	return one[Worklist](r.q().Where("number = ?", number), "List")
}

// ListWorklists gives the lists of an incident this viewer may see, newest first.
func ListWorklists(r Reader, v Viewer, incident ID, p PageRequest) (Page[Worklist], error) {
	if !ValidID(incident) {
		return Page[Worklist]{Items: []Worklist{}}, nil
	}
	q := scopeWorklists(r.q(), v).Where("incident_id = ?", incident).Order("number DESC").Limit(p.Size() + 1)
	var before int64
	if ok, err := p.decode(&before); err != nil {
		return Page[Worklist]{}, err
	} else if ok {
		q = q.Where("number < ?", before)
	}
	rows, err := many[Worklist](q, "lists")
	if err != nil {
		return Page[Worklist]{}, err
	}
	return pageOf(rows, p.Size(), func(w Worklist) any { return w.Number }), nil
}

// OutcomeCount is how many people of a list have this outcome; an empty one is not reported yet.
type OutcomeCount struct {
	Worklist int64
	Outcome  string
	Count    int
}

// CountOutcomes gives the progress of lists, without a name.
func CountOutcomes(r Reader, lists ...int64) ([]OutcomeCount, error) {
	return many[OutcomeCount](r.q().Model(&WorklistItem{}).Select("worklist, outcome, COUNT(*) AS count").Where("worklist IN ?", lists).
		Group("worklist, outcome").Order("worklist, outcome"), "outcomes")
}

// AddWorklist numbers and adds a list with its people.
func AddWorklist(tx Tx, w *Worklist, items []WorklistItem) error {
	var last int64
	if err := tx.q().Model(&Worklist{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return fmt.Errorf("number list: %w", err)
	}
	w.Number, w.Version, w.State = last+1, 1, WorklistOpen
	for i := range items {
		items[i].Worklist = w.Number
	}
	if err := insert(tx, w, "This list"); err != nil || len(items) == 0 {
		return err
	}
	if err := tx.q().CreateInBatches(items, 50).Error; err != nil {
		return fmt.Errorf("add people to a list: %w", err)
	}
	return nil
}

// UpdateWorklist changes one at a known version.
func UpdateWorklist(tx Tx, w Worklist, values map[string]any) error {
	values["version"] = w.Version + 1
	return guarded(tx.q().Model(&Worklist{}).Where("number = ? AND version = ?", w.Number, w.Version), values,
		"Somebody else changed this list meanwhile. Nothing was changed; load it again.")
}

// ItemFilter narrows the people of a list.
type ItemFilter struct {
	Outcome string
	Open    bool // nothing reported yet, or to be tried again
}

// openOutcomes leave something to do.
var openOutcomes = []string{"", "not_reached", "call_back"}

// ListItems gives the people of a list in its order, page by page. Ask FindWorklist first, which guards.
func ListItems(r Reader, list int64, f ItemFilter, p PageRequest) (Page[WorklistItem], error) {
	q := r.q().Where("worklist = ?", list).Order("position").Limit(p.Size() + 1)
	if f.Outcome != "" {
		q = q.Where("outcome = ?", f.Outcome)
	}
	if f.Open {
		q = q.Where("outcome IN ?", openOutcomes)
	}
	var after int
	if ok, err := p.decode(&after); err != nil {
		return Page[WorklistItem]{}, err
	} else if ok {
		q = q.Where("position > ?", after)
	}
	rows, err := many[WorklistItem](q, "people of a list")
	if err != nil {
		return Page[WorklistItem]{}, err
	}
	return pageOf(rows, p.Size(), func(i WorklistItem) any { return i.Position }), nil
}

// ItemsFrom gives people of a list behind a position, for files that are written as they are read.
func ItemsFrom(r Reader, list int64, after, limit int) ([]WorklistItem, error) {
	return many[WorklistItem](r.q().Where("worklist = ? AND position > ?", list, after).Order("position").Limit(limit), "people of a list")
}

// FindItem finds one person on a list.
func FindItem(r Reader, list, person int64) (WorklistItem, error) {
	return one[WorklistItem](r.q().Where("worklist = ? AND person_id = ?", list, person), "Person on this list")
}

// ItemsByReference gives whoever has this reference, letters first and the newest list first: a person has the same one on every list of a
// dispatch, and it is letters that come back.
func ItemsByReference(r Reader, v Viewer, reference int64) ([]WorklistItem, error) {
	lists := scopeWorklists(r.q(), v).Model(&Worklist{}).Select("number")
	return many[WorklistItem](r.q().Where("reference = ? AND worklist IN (?)", reference, lists).Order("(SELECT channel FROM worklists WHERE number = worklist_items.worklist) = 'letter' DESC, worklist DESC"), "letters")
}

// UpdateItem notes the newest result; two people reporting at once: the second is told.
func UpdateItem(tx Tx, was WorklistItem, values map[string]any) error {
	return guarded(tx.q().Model(&WorklistItem{}).Where("worklist = ? AND person_id = ? AND outcome = ? AND tries = ?", was.Worklist, was.PersonID, was.Outcome, was.Tries),
		values, "Somebody else reported about this person meanwhile. Nothing was changed; load the list again.")
}

// AddResult keeps what was reported.
func AddResult(tx Tx, x *WorklistResult) error { return insert(tx, x, "This result") }

// ListResults gives everything reported about a person, oldest first; ask FindPerson first, which guards.
func ListResults(r Reader, person int64) ([]WorklistResult, error) {
	return many[WorklistResult](r.q().Where("person_id = ?", person).Order("recorded_at, id"), "results")
}

// SameResult says whether this was reported already.
func SameResult(r Reader, list, person int64, outcome string, happened terms.Instant) (bool, error) {
	var n int64
	err := r.q().Model(&WorklistResult{}).Where("worklist = ? AND person_id = ? AND outcome = ? AND happened_at = ?", list, person, outcome, happened).Count(&n).Error
	return n > 0, err
}

// AddUpload keeps what became of a file.
func AddUpload(tx Tx, u *WorklistUpload) error { return insert(tx, u, "This upload") }

// ListUploads gives the files of a list, newest first.
func ListUploads(r Reader, list int64) ([]WorklistUpload, error) {
	return many[WorklistUpload](r.q().Where("worklist = ?", list).Order("uploaded_at DESC, id"), "uploads")
}
