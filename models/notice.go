package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"gorm.io/gorm"

	"candour/models/terms"
)

// NoticeState of a circular. Draft -> submitted (text and recipients are fixed) -> approved -> sending requested -> sending. An edit
// leads back to draft from anywhere before sending and voids what was approved. Withdrawn is final: its links are dead.
type NoticeState string

const (
	NoticeDraft            NoticeState = "draft"
	NoticeSubmitted        NoticeState = "submitted"
	NoticeApproved         NoticeState = "approved"
	NoticeSendingRequested NoticeState = "sending_requested"
	NoticeSending          NoticeState = "sending" // deliveries exist; how far each is stands there
	NoticeWithdrawn        NoticeState = "withdrawn"
)

// NoticeCircular is the kind of notice that goes to many societies with one text.
const NoticeCircular = "circular"

// Notice is one circular of an incident, or one notice to its people (people_notice.go). What people wrote is sealed: before release a draft has a value to others.
type Notice struct {
	ID              ID
	IncidentID      ID
	Kind            string
	Number          int // in the incident, from 1
	State           NoticeState
	Version         int    // rises with every change of any kind
	DraftSealed     []byte // CircularDraft, as people write it
	FixedSealed     []byte // CircularFixed, from submission on: the exact words and recipients
	ContentHash     string // of what is fixed; approval is of this
	RecipientsCount int
	FactsVersion    int64 // of the incident when the text was fixed; behind it, the text may be stale
	AnswerBy        terms.Instant
	CreatedAt       terms.Instant `gorm:"autoCreateTime:false"`
	AuthorID        ID
	EditedAt        terms.Instant
	EditedBy        ID
	Writers         JSON[[]ID] // everybody who ever wrote a version of it
	SubmittedAt     terms.Instant
	SubmittedBy     *ID
	ApprovedAt      terms.Instant
	ApprovedBy      *ID
	ApprovedHash    string

	SendingRequestedAt terms.Instant
	SendingRequestedBy *ID
	SendingApprovedAt  terms.Instant
	SendingApprovedBy  *ID
}

// CircularText is the text in one language.
type CircularText struct {
	Title    string `json:"title"`
	Happened string `json:"happened"`
	Ask      string `json:"ask"`
}

// CircularContact is the human being the circular names.
type CircularContact struct {
	Name      string `json:"name"`
	Role      string `json:"role"`
	Telephone string `json:"telephone"`
	Email     string `json:"email"`
}

// CircularDraft is what people write: texts with {{placeholders}} by language, who writes, to whom, by when.
type CircularDraft struct {
	Organisation string                  `json:"organisation"` // who writes, as the reader knows it
	Contact      CircularContact         `json:"contact"`
	Texts        map[string]CircularText `json:"texts"`
	Societies    []ID                    `json:"societies"`
	AnswerBy     terms.Instant           `json:"answer_by"`
	Zone         string                  `json:"zone"`
}

// CircularRecipient is one society with the contact who is asked first. Without one the society is listed as not reachable.
type CircularRecipient struct {
	Society ID `json:"society"`
	Contact ID `json:"contact"`
}

// CircularFixed is what an approver approves: texts with the facts of that moment in them, and exactly these recipients.
type CircularFixed struct {
	Reference    string                  `json:"reference"` // by which readers can check it; of the incident until it is submitted
	Organisation string                  `json:"organisation"`
	Contact      CircularContact         `json:"contact"`
	Texts        map[string]CircularText `json:"texts"`
	Recipients   []CircularRecipient     `json:"recipients"`
	AnswerBy     terms.Instant           `json:"answer_by"`
	Zone         string                  `json:"zone"`
	CheckPage    string                  `json:"check_page,omitempty"` // where the reference can be checked
}

// SetDraft seals the draft into the notice.
func (n *Notice) SetDraft(k *Keyring, d CircularDraft) error {
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	n.DraftSealed, err = k.Seal("notices.draft:"+n.ID, b)
	return err
}

// Draft opens what people wrote.
func (n *Notice) Draft(k *Keyring) (d CircularDraft, err error) {
	b, err := k.Open("notices.draft:"+n.ID, n.DraftSealed)
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal(b, &d)
}

// SealFixed seals the bytes whose hash is approved.
func (n *Notice) SealFixed(k *Keyring, b []byte) ([]byte, error) {
	return k.Seal("notices.fixed:"+n.ID, b)
}

// FixedBytes opens the bytes whose hash is approved; nil when the notice is a draft.
func (n *Notice) FixedBytes(k *Keyring) ([]byte, error) {
	if len(n.FixedSealed) == 0 {
		return nil, nil
	}
	return k.Open("notices.fixed:"+n.ID, n.FixedSealed)
}

// Fixed opens the approved words and recipients.
func (n *Notice) Fixed(k *Keyring) (f CircularFixed, err error) {
	b, err := n.FixedBytes(k)
	if err != nil {
		return f, err
	}
	if b == nil {
		return f, Conflict("This circular has not been submitted yet, so its text is not fixed.")
	}
	return f, json.Unmarshal(b, &f)
}

func scopeNotices(q *gorm.DB, v Viewer) *gorm.DB {
	q = q.Where("kind = ?", NoticeCircular)
	if society, only := v.onlySociety(); only {
		return q.Where("state = ? AND id IN (SELECT notice_id FROM acknowledgements WHERE organisation_id = ?)", NoticeSending, society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// FindNotice finds a circular this viewer may see; a focal point sees only those sent to its own society.
func FindNotice(r Reader, v Viewer, id ID) (Notice, error) {
	if !ValidID(id) {
		return Notice{}, NotFound("Circular")
	}
	return one[Notice](scopeNotices(r.q(), v).Where("id = ?", id), "Circular")
}

// LoadNotice finds a circular for a worker or the page behind a link.
func LoadNotice(r Reader, id ID) (Notice, error) {
	return one[Notice](r.q().Where("id = ?", id), "Circular")
}

// ListNotices gives the circulars of an incident this viewer may see, newest first.
func ListNotices(r Reader, v Viewer, incident ID) ([]Notice, error) {
	return many[Notice](scopeNotices(r.q(), v).Where("incident_id = ?", incident).Order("number DESC"), "circulars")
}

// CountNoticesWaiting says how many circulars of open incidents wait for somebody to approve their text or their sending.
func CountNoticesWaiting(r Reader, exercise bool) (n int64, err error) {
	err = ofOpenIncidents(r, r.q().Model(&Notice{}), exercise).Where("kind = ? AND state IN ?", NoticeCircular, []NoticeState{NoticeSubmitted, NoticeSendingRequested}).Count(&n).Error
	return n, err
}

// AddNotice numbers and adds a draft.
func AddNotice(tx Tx, n *Notice) error {
	var last int
	if err := tx.q().Model(&Notice{}).Where("incident_id = ?", n.IncidentID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	n.Number, n.Version, n.State = last+1, 1, NoticeDraft
	return insert(tx, n, "A circular with this number")
}

// MoveNotice changes a circular at a known version and in one of the states named; anything else is a conflict, so that of an edit and an
// approval at the same moment exactly one happens.
func MoveNotice(tx Tx, id ID, version int, from []NoticeState, values map[string]any) error {
	values["version"] = version + 1
	err := guarded(tx.q().Model(&Notice{}).Where("id = ? AND version = ? AND state IN ?", id, version, from), values,
		"This text changed while you were looking at it. Nothing was done; load it again and compare.")
	if err == nil && values["state"] == NoticeDraft {
		err = voidApprovals(tx, id)
	}
	return err
}

// HoldNotice takes the row of a notice in the version and state that were read, and changes nothing: what follows in the same command happens
// before or after an edit, never beside it.
func HoldNotice(tx Tx, id ID, version int, in NoticeState) error {
	return guarded(tx.q().Model(&Notice{}).Where("id = ? AND version = ? AND state = ?", id, version, in), map[string]any{"version": version},
		"This text changed while you were looking at it. Nothing was done; load it again and compare.")
}

// HashNotice is the hash that is approved: SHA-256 over the kind and the fixed bytes.
func HashNotice(kind string, fixed []byte) string {
	sum := sha256.Sum256(append([]byte("candour-"+kind+"-1\x00"), fixed...))
	return hex.EncodeToString(sum[:])
}

// Unchanged says whether the stored bytes are still the ones with this hash.
func (n *Notice) Unchanged(k *Keyring, hash string) error {
	b, err := n.FixedBytes(k)
	if err != nil {
		return err
	}
	if b == nil || hash == "" || hash != n.ContentHash {
		return Conflict("These are not the words and recipients that lie here for approval now. Nothing was done; load it again and read it.")
	}
	if HashNotice(n.Kind, b) != hash {
		return Conflict("The stored words are not the ones that were submitted. Nothing was done; tell an administrator to verify the record.")
	}
	return nil
}
