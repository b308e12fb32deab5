package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// ImportState of a list of people on its way in.
//
//	uploaded -> queued -> running -> done | failed      uploaded, queued, running -> cancelled
//
// A run that was killed stays running; when its lease has lapsed the next worker goes on behind the last row that was kept.
type ImportState string

const (
	ImportUploaded  ImportState = "uploaded" // waits for a person to confirm the columns
	ImportQueued    ImportState = "queued"
	ImportRunning   ImportState = "running"
	ImportDone      ImportState = "done"
	ImportFailed    ImportState = "failed"
	ImportCancelled ImportState = "cancelled"
)

// ImportSettings are how the file is to be read, as a person confirmed it.
type ImportSettings struct {
	Mapping   map[string]int `json:"mapping,omitempty"`
	Delimiter string         `json:"delimiter,omitempty"`
	Sheet     string         `json:"sheet,omitempty"`
}

// ImportCounts: every physical row of the file is in exactly one of them.
type ImportCounts struct {
	Accepted    int64 `gorm:"column:accepted_count" json:"accepted_count"`
	Duplicate   int64 `gorm:"column:duplicate_count" json:"duplicate_count"`
	Rejected    int64 `gorm:"column:rejected_count" json:"rejected_count"`
	Quarantined int64 `gorm:"column:quarantined_count" json:"quarantined_count"`
}

// Total is the number of physical data rows seen.
func (c ImportCounts) Total() int64 { return c.Accepted + c.Duplicate + c.Rejected + c.Quarantined }

// PeopleImport is one upload of a list of people.
type PeopleImport struct {
	ID             ID
	IncidentID     ID
	PartyID        *ID // everybody in the file is of this party; nil: the society column says
	GroupID        *ID
	FileNumber     int64
	State          ImportState
	FileNameSealed []byte // file names hold names of people
	SpoolName      string
	SpoolKeySealed []byte
	Size           int64
	Settings       JSON[ImportSettings]
	Position       int64 // last row that is accounted for
	BytesRead      int64 // about how far into the file that is, for the progress bar
	ImportCounts
	BlankCount int64
	Reason     string // why it failed; a sentence, never what the file holds
	UploadedAt terms.Instant
	UploadedBy ID
	StartedAt  terms.Instant
	FinishedAt terms.Instant
	Epoch      int64 // rises with each worker: one that was thought dead cannot write over its successor
	LeaseUntil terms.Instant
}

// PeopleFile gives a file its number.
type PeopleFile struct {
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	IncidentID ID
	FileKey    []byte
}

// RowOutcome of a row that did not become a person.
type RowOutcome string

const (
	RowDuplicate   RowOutcome = "duplicate"
	RowRejected    RowOutcome = "rejected"
	RowQuarantined RowOutcome = "quarantined"
)

// ImportRow is a row of the file that did not become a person, and why.
type ImportRow struct {
	ImportID    ID
	Number      int64
	Line        int64
	Outcome     RowOutcome
	Code        string
	Field       string
	ColumnNo    int
	DuplicateOf *int64
	Sealed      []byte
}

func (ImportRow) TableName() string { return "people_import_rows" }

// ImportRowContent is what a refused row held, and the sentence why.
type ImportRowContent struct {
	Detail string   `json:"detail"`
	Cells  []string `json:"cells"`
}

func (r *ImportRow) place() string {
	return fmt.Sprintf("people_import_rows.sealed:%s:%d", r.ImportID, r.Number)
}

// SetContent seals what the row held.
func (r *ImportRow) SetContent(k *Keyring, c ImportRowContent) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	r.Sealed, err = k.Seal(r.place(), b)
	return err
}

// Content opens it; empty for a duplicate, which is kept as a person already.
func (r *ImportRow) Content(k *Keyring) (c ImportRowContent, err error) {
	if len(r.Sealed) == 0 {
		return c, nil
	}
	b, err := k.Open(r.place(), r.Sealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}

// SetSpool keeps the key of the waiting file, sealed, and the file's name.
func (i *PeopleImport) SetSpool(k *Keyring, key []byte, fileName string) (err error) {
	if i.SpoolKeySealed, err = k.Seal("people_imports.spool_key:"+i.ID, key); err != nil {
		return err
	}
	i.FileNameSealed, err = k.SealText("people_imports.file_name:"+i.ID, fileName)
	return err
}

// SpoolKey opens the key of the waiting file.
func (i *PeopleImport) SpoolKey(k *Keyring) ([]byte, error) {
	return k.Open("people_imports.spool_key:"+i.ID, i.SpoolKeySealed)
}

// FileName opens the name the file came with.
func (i *PeopleImport) FileName(k *Keyring) (string, error) {
	return k.OpenText("people_imports.file_name:"+i.ID, i.FileNameSealed)
}

// EnsurePeopleFile gives the number of a file by the keyed hash of its bytes: the same file has the same number again.
func EnsurePeopleFile(tx Tx, incident ID, key []byte) (int64, error) {
	found, err := many[PeopleFile](tx.q().Where("incident_id = ? AND file_key = ?", incident, key).Limit(1), "files")
	if err != nil {
		return 0, err
	}
	if len(found) > 0 {
		return found[0].Number, nil
	}
	var last int64
	if err := tx.q().Model(&PeopleFile{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return 0, err
	}
	f := PeopleFile{last + 1, incident, key}
	return f.Number, insert(tx, &f, "This file")
}

func AddPeopleImport(tx Tx, i *PeopleImport) error { return insert(tx, i, "This import") }

// FindPeopleImport finds an import for whoever may import.
func FindPeopleImport(r Reader, v Viewer, id ID) (PeopleImport, error) {
	if !ValidID(id) || !v.Has(RightImportPeople) {
		return PeopleImport{}, NotFound("Import")
	}
	return one[PeopleImport](r.q().Where("id = ?", id), "Import")
}

// LoadPeopleImport finds an import for a worker.
func LoadPeopleImport(r Reader, id ID) (PeopleImport, error) {
	return one[PeopleImport](r.q().Where("id = ?", id), "Import")
}

// ListPeopleImports gives the imports of an incident, newest first.
func ListPeopleImports(r Reader, v Viewer, incident ID) ([]PeopleImport, error) {
	if !v.Has(RightImportPeople) || !ValidID(incident) {
		return []PeopleImport{}, nil
	}
	return many[PeopleImport](r.q().Where("incident_id = ?", incident).Order("uploaded_at DESC, id").Limit(200), "imports")
}

// DueImports names imports that wait for a worker: queued, or running behind a lease that lapsed. However long nobody looked.
func DueImports(r Reader) ([]ID, error) {
	var ids []ID
	err := r.q().Model(&PeopleImport{}).Where("state = ? OR (state = ? AND lease_until <= ?)", ImportQueued, ImportRunning, r.Now()).
		Order("uploaded_at, id").Pluck("id", &ids).Error
	return ids, err
}

// AbandonedImports are uploads nobody confirmed since the time given; their files must not wait for ever.
func AbandonedImports(r Reader, before terms.Instant) ([]PeopleImport, error) {
	return many[PeopleImport](r.q().Where("state = ? AND uploaded_at <= ?", ImportUploaded, before).Order("uploaded_at, id").Limit(100), "abandoned uploads")
}

// MovePeopleImport changes the state by a guarded update.
func MovePeopleImport(tx Tx, id ID, from []ImportState, to ImportState, set map[string]any) error {
	set["state"] = to
	return guarded(tx.q().Model(&PeopleImport{}).Where("id = ? AND state IN ?", id, from), set,
		"This import has moved on in the meantime. Load the page again to see where it stands.")
}

// ErrLeaseLost is returned to a worker whose import another worker has taken over. What it wrote before stands.
var ErrLeaseLost = errors.New("another worker has taken this import over")

// LeaseImport takes an import for a worker; false when it is not due. It is no command: who works is nobody's question later.
func (db *DB) LeaseImport(ctx context.Context, id ID, until terms.Instant) (PeopleImport, bool, error) {
	v := db.View(ctx)
	i, err := LoadPeopleImport(v, id)
	if err != nil {
		return i, false, err
	}
	set := map[string]any{"state": ImportRunning, "epoch": i.Epoch + 1, "lease_until": until}
	if i.StartedAt.IsZero() {
		set["started_at"] = db.Now()
	}
	r := v.q().Model(&PeopleImport{}).Where("id = ? AND epoch = ? AND (state = ? OR (state = ? AND lease_until <= ?))",
		id, i.Epoch, ImportQueued, ImportRunning, db.Now()).Updates(set)
	if r.Error != nil || r.RowsAffected == 0 {
		return i, false, r.Error
	}
	i, err = LoadPeopleImport(v, id)
	return i, err == nil, err
}

// ReleaseImport ends a lease early, so that the next worker need not wait for it to lapse.
func (db *DB) ReleaseImport(ctx context.Context, i *PeopleImport) error {
	return db.View(ctx).q().Model(&PeopleImport{}).Where("id = ? AND epoch = ? AND state = ?", i.ID, i.Epoch, ImportRunning).Update("lease_until", db.Now()).Error
}

// AdvanceImport moves the position behind a batch, in the batch's transaction: a worker whose place was taken writes nothing.
func AdvanceImport(tx Tx, i *PeopleImport, from int64) error {
	r := tx.q().Model(&PeopleImport{}).Where("id = ? AND epoch = ? AND position = ? AND state = ?", i.ID, i.Epoch, from, ImportRunning).
		Updates(map[string]any{"position": i.Position, "bytes_read": i.BytesRead, "accepted_count": i.Accepted, "duplicate_count": i.Duplicate,
			"rejected_count": i.Rejected, "quarantined_count": i.Quarantined, "blank_count": i.BlankCount, "lease_until": i.LeaseUntil})
	if r.Error != nil {
		return fmt.Errorf("advance import: %w", r.Error)
	}
	if r.RowsAffected == 0 {
		return ErrLeaseLost
	}
	return nil
}

// AddImportRows keeps the rows that did not become people.
func AddImportRows(tx Tx, rows []ImportRow) error {
	if len(rows) == 0 {
		return nil
	}
	if err := tx.q().Session(&gorm.Session{}).CreateInBatches(rows, 10).Error; err != nil {
		return fmt.Errorf("keep refused rows: %w", err)
	}
	return nil
}

// finished are the states in which nothing more happens to an import.
var finished = []ImportState{ImportDone, ImportFailed, ImportCancelled}

// Finished says that nothing more happens to this import.
func (i *PeopleImport) Finished() bool { return slices.Contains(finished, i.State) }

// EraseImportRows erases what the refused rows of imports finished before a moment held, and the names of their files: both hold people.
// That there was a row, and why it was refused, stays: every physical row of a file is accounted for.
func EraseImportRows(tx Tx, before terms.Instant) (rows, files int64, err error) {
	old := tx.q().Model(&PeopleImport{}).Select("id").Where("state IN ? AND finished_at <= ?", finished, before)
	q := tx.q().Model(&ImportRow{}).Where("LENGTH(sealed) > 0 AND import_id IN (?)", old).Update("sealed", nil)
	if q.Error != nil {
		return 0, 0, fmt.Errorf("erase refused rows: %w", q.Error)
	}
	f := tx.q().Model(&PeopleImport{}).Where("LENGTH(file_name_sealed) > 0 AND state IN ? AND finished_at <= ?", finished, before).Update("file_name_sealed", nil)
	return q.RowsAffected, f.RowsAffected, f.Error
}

// ListImportRows gives the refused rows of an import in the order of the file, after a row number.
func ListImportRows(r Reader, id ID, after int64, limit int) ([]ImportRow, error) {
	return many[ImportRow](r.q().Where("import_id = ? AND number > ?", id, after).Order("number").Limit(limit), "refused rows")
}
