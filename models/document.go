package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// Document is a file that was handed in as proof, sealed as a whole. It is never changed.
type Document struct {
	ID          ID
	IncidentID  ID
	PartyID     *ID // whose proof it is; nil: of the incident as a whole, which no society reads
	MessageID   *ID // of the correspondence it came with; then it is no proof, and only who reads letters reads it
	NameSealed  []byte
	MediaType   string
	Size        int64
	SHA256      string `gorm:"column:sha256"` // of the bytes as they came, in hex
	BytesSealed []byte
	AddedAt     terms.Instant
	AddedBy     ID
	ErasedAt    terms.Instant // name and bytes are gone; kind, size and check value stay
}

// Seal seals name and bytes; Name and Bytes open them.
func (d *Document) Seal(k *Keyring, name string, content []byte) (err error) {
	if d.NameSealed, err = k.SealText("documents.name:"+d.ID, name); err != nil {
		return err
	}
	d.BytesSealed, err = k.Seal("documents.bytes:"+d.ID, content)
	return err
}

func (d *Document) Name(k *Keyring) (string, error) {
	return k.OpenText("documents.name:"+d.ID, d.NameSealed)
}

func (d *Document) Bytes(k *Keyring) ([]byte, error) {
	return k.Open("documents.bytes:"+d.ID, d.BytesSealed)
}

// FindDocument finds a document this viewer may see, with its bytes. A focal point sees what belongs to its own society.
func FindDocument(r Reader, v Viewer, id ID) (Document, error) {
	if !ValidID(id) {
		return Document{}, NotFound("Document")
	}
	q := scopeByParty(r.q(), v).Where("id = ?", id)
	if !v.Has(RightReadLetters) {
		q = q.Where("message_id IS NULL")
	}
	return one[Document](q, "Document")
}

// ListDocuments gives the documents of an incident this viewer may see, without their bytes, newest first.
func ListDocuments(r Reader, v Viewer, incident ID) ([]Document, error) {
	return many[Document](scopeByParty(headsOfDocuments(r), v).Where("incident_id = ? AND message_id IS NULL", incident).Order("added_at DESC, id").Limit(500), "documents")
}

// headsOfDocuments are without the bytes.
func headsOfDocuments(r Reader) *gorm.DB { return r.q().Omit("bytes_sealed") }

// LoadDocumentHead finds a document that was handed in as proof, without its bytes, for commands that refer to it.
func LoadDocumentHead(r Reader, id ID) (Document, error) {
	if !ValidID(id) {
		return Document{}, NotFound("Document")
	}
	return one[Document](headsOfDocuments(r).Where("id = ? AND message_id IS NULL", id), "Document")
}

// SameDocument finds the same bytes of the same party in an incident; false when nobody handed them in before.
func SameDocument(r Reader, incident ID, party *ID, sha256 string) (Document, bool, error) {
	q := headsOfDocuments(r).Where("incident_id = ? AND sha256 = ? AND message_id IS NULL", incident, sha256)
	if party == nil {
		q = q.Where("party_id IS NULL")
	} else {
		q = q.Where("party_id = ?", *party)
	}
	rows, err := many[Document](q.Order("added_at, id").Limit(1), "documents")
	if err != nil || len(rows) == 0 {
		return Document{}, false, err
	}
	return rows[0], true, nil
}

func AddDocument(tx Tx, d *Document) error { return insert(tx, d, "This document") }

// Proves says whether the document may be proof of something that a party of an incident did.
func (d *Document) Proves(incident, party ID) bool {
	return d.IncidentID == incident && (d.PartyID == nil || *d.PartyID == party)
}
