package models

import (
	"bufio"
	"encoding/json"
	"io"

	"candour/models/terms"
)

// DossierState of one that was asked for.
type DossierState string

const (
	DossierAsked    DossierState = "asked" // a second person has to agree
	DossierBuilding DossierState = "building"
	DossierReady    DossierState = "ready"
	DossierFailed   DossierState = "failed"
)

// DossierEdition says for whom it is.
type DossierEdition string

const (
	DossierFull     DossierEdition = "full"
	DossierRedacted DossierEdition = "redacted" // without names of staff and without free text
)

// Dossier is one that was asked for. UpTo is the entry of the record up to which it tells; the file is sealed and never changes.
type Dossier struct {
	ID          ID
	IncidentID  ID
	Edition     DossierEdition
	State       DossierState
	Step        int // of the steps of the building, for whoever waits
	UpTo        int64
	WhySealed   []byte
	RequestedAt terms.Instant
	RequestedBy ID
	AgreedAt    terms.Instant
	AgreedBy    *ID
	ReadyAt     terms.Instant
	Form        string // pdf; html where no browser is installed
	SHA256      string `gorm:"column:sha256"`
	Size        int64
	FileSealed  []byte
	Problem     string
}

// SetWhy seals what it is for.
func (d *Dossier) SetWhy(k *Keyring, why string) (err error) {
	d.WhySealed, err = k.SealText("dossiers.why:"+d.ID, why)
	return err
}

// SealFile seals the built file; File opens it.
func (d *Dossier) SealFile(k *Keyring, b []byte) ([]byte, error) {
	return k.Seal("dossiers.file:"+d.ID, b)
}

func (d *Dossier) File(k *Keyring) ([]byte, error) {
	return k.Open("dossiers.file:"+d.ID, d.FileSealed)
}

// ListDossiers gives those of an incident without their files, newest first.
func ListDossiers(r Reader, v Viewer, incident ID) ([]Dossier, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[Dossier](r.q().Omit("file_sealed").Where("incident_id = ?", incident).Order("requested_at DESC, id"), "dossiers")
}

// FindDossier finds one this viewer may see, with its file.
func FindDossier(r Reader, v Viewer, id ID) (Dossier, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return Dossier{}, NotFound("Dossier")
	}
	return one[Dossier](r.q().Where("id = ?", id), "Dossier")
}

// LoadDossier finds one for the job that builds it.
func LoadDossier(r Reader, id ID) (Dossier, error) {
	return one[Dossier](r.q().Where("id = ?", id), "Dossier")
}

func AddDossier(tx Tx, d *Dossier) error { return insert(tx, d, "This dossier") }

// MoveDossier changes one that is in a state; anything else is a conflict.
func MoveDossier(tx Tx, id ID, from DossierState, values map[string]any) error {
	return guarded(tx.q().Model(&Dossier{}).Where("id = ? AND state = ?", id, from), values, "This dossier is further on than the page shows. Load it again.")
}

// StepDossier says how far the building is. It decides nothing, so it is no entry of the record.
func (db *DB) StepDossier(id ID, step int) error {
	return db.g.Model(&Dossier{}).Where("id = ? AND state = ?", id, DossierBuilding).Update("step", step).Error
}

// LastSeq is the number of the last entry of a chain.
func LastSeq(r Reader, chain string) (n int64, err error) {
	err = r.q().Model(&Event{}).Where("chain = ?", chain).Select("COALESCE(MAX(seq), 0)").Scan(&n).Error
	return n, err
}

// EventsUpTo gives the entries of a chain up to one, first first.
func EventsUpTo(r Reader, chain string, upTo int64) ([]Event, error) {
	return many[Event](r.q().Where("chain = ? AND seq <= ?", chain, upTo).Order("seq"), "events")
}

// WriteEvents writes entries as WriteChain does, so that ReadChain can walk them.
func WriteEvents(w io.Writer, events []Event) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	for i := range events {
		e := &events[i]
		if err := enc.Encode(chainEntry{e.Chain, e.Seq, e.At.String(), e.ActorKind, e.ActorID, e.Operation, e.ObjectKind, e.ObjectID, e.WhySealed, e.Details, e.PrevHash, e.Hash}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// DocumentsOfIncident gives what was handed in as proof, without the bytes, oldest first.
func DocumentsOfIncident(r Reader, incident ID) ([]Document, error) {
	return many[Document](headsOfDocuments(r).Where("incident_id = ? AND message_id IS NULL", incident).Order("added_at, id"), "documents")
}

// LoadDocument finds a document with its bytes, for a job whose command checked before.
func LoadDocument(r Reader, id ID) (Document, error) {
	return one[Document](r.q().Where("id = ?", id), "Document")
}

// LoadDeterminationHistory gives every answer of the rules in an incident, those that stand no more too, in the order they were given.
func LoadDeterminationHistory(r Reader, incident ID) ([]Determination, error) {
	return many[Determination](r.q().Where("incident_id = ?", incident).Order("said_at, party_id, regime, duty, jurisdiction, id"), "determinations")
}

// ObligationHistory gives every obligation of an incident, superseded ones too, in the order they fell due.
func ObligationHistory(r Reader, incident ID) ([]Obligation, error) {
	return many[Obligation](r.q().Where("incident_id = ?", incident).Order("opened_at, party_id, regime, duty, jurisdiction, clock, id"), "obligations")
}
