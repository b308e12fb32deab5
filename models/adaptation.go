package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// AdaptationState of what a society writes into the marked places of an approved notice.
//
//	draft -> submitted -> signed; back to draft by its writers, by whoever was to sign, and by every change of the notice
type AdaptationState string

const (
	AdaptationDraft     AdaptationState = "draft"
	AdaptationSubmitted AdaptationState = "submitted"
	AdaptationSigned    AdaptationState = "signed" // its people read these words
)

// AdaptationWords are the words of a society: language -> name of the place -> words.
type AdaptationWords map[string]map[string]string

// Adaptation is one society's words for one notice. Its hash is over the words and the hash of the approved notice, so that it says nothing
// about any other.
type Adaptation struct {
	ID          ID
	IncidentID  ID
	NoticeID    ID
	PartyID     ID
	NoticeHash  string // of the approved notice whose places are filled
	State       AdaptationState
	Version     int
	WordsSealed []byte
	ContentHash string // from submission on
	Writers     JSON[[]ID]
	SavedAt     terms.Instant
	SavedBy     ID
	SubmittedAt terms.Instant
	SubmittedBy *ID
	SignedAt    terms.Instant
	SignedBy    *ID
	SignedHash  string
}

// SetWords seals them.
func (a *Adaptation) SetWords(k *Keyring, w AdaptationWords) error {
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	a.WordsSealed, err = k.Seal("adaptations.words:"+a.ID, b)
	return err
}

// Words opens them.
func (a *Adaptation) Words(k *Keyring) (w AdaptationWords, err error) {
	b, err := k.Open("adaptations.words:"+a.ID, a.WordsSealed)
	if err != nil {
		return nil, err
	}
	return w, json.Unmarshal(b, &w)
}

// Hash is what is signed: these words of this party, in exactly this approved notice.
func (a *Adaptation) Hash(k *Keyring) (string, error) {
	w, err := a.Words(k)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(w) // keys are sorted, so equal words have equal bytes
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, s := range []string{"candour-adaptation-1", a.NoticeHash, a.PartyID} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Wrote says whether an account ever wrote a version of it, or handed it in.
func (a *Adaptation) Wrote(account ID) bool {
	return slices.Contains(a.Writers.V, account) || a.SavedBy == account || a.SubmittedBy != nil && *a.SubmittedBy == account
}

func scopeAdaptations(q *gorm.DB, v Viewer) *gorm.DB { return scopeByParty(q, v) }

// FindAdaptation finds what a party writes into a notice; false while it has not begun.
func FindAdaptation(r Reader, v Viewer, notice, party ID) (Adaptation, bool, error) {
	rows, err := many[Adaptation](scopeAdaptations(r.q(), v).Where("notice_id = ? AND party_id = ?", notice, party).Limit(1), "local words")
	if err != nil || len(rows) == 0 {
		return Adaptation{}, false, err
	}
	return rows[0], true, nil
}

// ListAdaptations gives those of an incident this viewer may see.
func ListAdaptations(r Reader, v Viewer, incident ID) ([]Adaptation, error) {
	return many[Adaptation](scopeAdaptations(r.q(), v).Where("incident_id = ?", incident).Order("notice_id, party_id"), "local words")
}

// SignedAdaptations gives those that count for a notice with this approved hash, each checked against what was signed.
func SignedAdaptations(r Reader, notice ID, hash string) ([]Adaptation, error) {
	if hash == "" {
		return nil, nil
	}
	rows, err := many[Adaptation](r.q().Where("notice_id = ? AND notice_hash = ? AND state = ?", notice, hash, AdaptationSigned).Order("party_id"), "local words")
	if err != nil {
		return nil, err
	}
	for i := range rows {
		now, err := rows[i].Hash(r.Keys())
		if err != nil {
			return nil, err
		}
		if now != rows[i].SignedHash {
			return nil, Conflict("The stored words of a society are not the ones that were signed. Nothing was done; tell an administrator to verify the record.")
		}
	}
	return rows, nil
}

// HashAdaptations is over the signed words of all societies of a notice; empty when there are none.
func HashAdaptations(signed []Adaptation) string {
	if len(signed) == 0 {
		return ""
	}
	h := sha256.New()
	h.Write([]byte("candour-adaptations-1\x00"))
	for _, a := range signed {
		fmt.Fprintf(h, "%s %s\n", a.PartyID, a.SignedHash)
	}
	return hex.EncodeToString(h.Sum(nil))
}

const adaptationChanged = "Somebody else changed these words in the meantime. Nothing was changed by you; what you typed is still on your screen. Load the page again and compare."

// AddAdaptation begins one.
func AddAdaptation(tx Tx, a *Adaptation) error {
	a.State, a.Version = AdaptationDraft, 1
	return insert(tx, a, "What this society writes into the notice")
}

// MoveAdaptation changes one at a known version and in one of the states named; anything else is a conflict.
func MoveAdaptation(tx Tx, a Adaptation, from []AdaptationState, values map[string]any) error {
	values["version"] = a.Version + 1
	return guarded(tx.q().Model(&Adaptation{}).Where("id = ? AND version = ? AND state IN ?", a.ID, a.Version, from), values, adaptationChanged)
}

// UnsignedAdaptation are the columns of one that nobody has submitted or signed.
func UnsignedAdaptation() map[string]any {
	return map[string]any{"state": AdaptationDraft, "content_hash": "", "submitted_at": nil, "submitted_by": nil, "signed_at": nil, "signed_by": nil, "signed_hash": ""}
}

// VoidAdaptations makes drafts of everything societies have submitted or signed for a notice: it is another notice now. What they wrote is kept.
func VoidAdaptations(tx Tx, notice ID) (n int64, err error) {
	values := UnsignedAdaptation()
	values["version"] = gorm.Expr("version + 1")
	r := tx.q().Model(&Adaptation{}).Where("notice_id = ? AND state <> ?", notice, AdaptationDraft).Updates(values)
	if r.Error != nil {
		return 0, fmt.Errorf("void local words: %w", r.Error)
	}
	return r.RowsAffected, nil
}

// CountPeopleOfSociety says how many accounts a society has that can sign in.
func CountPeopleOfSociety(r Reader, society ID) (n int64, err error) {
	err = r.q().Model(&Account{}).Where("society_id = ? AND role = ? AND disabled_at IS NULL AND password_hash <> ''", society, RoleFocalPoint).Count(&n).Error
	return n, err
}

// PeopleNoticeToWord finds an approved notice to people for the society of a party that it concerns, or for staff. Before it is approved a
// society does not read it.
func PeopleNoticeToWord(r Reader, v Viewer, id ID) (Notice, error) {
	if _, only := v.onlySociety(); !only {
		return FindPeopleNotice(r, v, id)
	}
	if !ValidID(id) {
		return Notice{}, NotFound("Notice")
	}
	return one[Notice](r.q().Where("id = ? AND kind = ? AND state IN ?", id, NoticePeople, []NoticeState{NoticeApproved, NoticeSending}), "Notice")
}

// PeopleNoticesToWord gives the notices to people of an incident whose words are approved; staff see those that are not, too.
func PeopleNoticesToWord(r Reader, v Viewer, incident ID) ([]Notice, error) {
	if _, only := v.onlySociety(); !only {
		return ListPeopleNotices(r, v, incident)
	}
	return many[Notice](r.q().Where("incident_id = ? AND kind = ? AND state IN ?", incident, NoticePeople, []NoticeState{NoticeApproved, NoticeSending}).Order("number DESC"), "notices")
}
