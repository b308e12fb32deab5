package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// Answers of a society, after "We have read it".
const (
	AnswerActing   = "acting"
	AnswerDeclined = "declined"
	AnswerCallMe   = "call_me"
)

// Assurance says how much is known about who answered: a link (L1), or somebody signed in with two factors (L3).
const (
	AssuranceLink   = "L1"
	AssuranceSignIn = "L3"
)

// Acknowledgement is what we expect of one society for one circular, and what came back. Seen is a human's press; opening the page is
// never recorded. The answer is given once.
type Acknowledgement struct {
	ID               ID
	IncidentID       ID
	NoticeID         ID
	OrganisationID   ID
	ExpectedAt       terms.Instant
	AnswerBy         terms.Instant // when silence begins
	SeenAt           terms.Instant
	SeenBySealed     []byte // the name as typed
	SeenVia          *ID    // delivery or account
	Answer           string
	AnsweredAt       terms.Instant
	AnsweredBySealed []byte
	AnsweredVia      *ID
	Assurance        string
	ChaseRung        int           // how far the chase has come
	NextChaseAt      terms.Instant // zero: nothing more to do by itself
	EscalatedAt      terms.Instant // the incident manager was told
}

// SeenBy and AnsweredBy open the typed names.
func (a *Acknowledgement) SeenBy(k *Keyring) (string, error) {
	return k.OpenText("acknowledgements.seen_by:"+a.ID, a.SeenBySealed)
}

func (a *Acknowledgement) AnsweredBy(k *Keyring) (string, error) {
	return k.OpenText("acknowledgements.answered_by:"+a.ID, a.AnsweredBySealed)
}

// Silent says whether the time to answer is over without an answer. It is computed when read.
func (a *Acknowledgement) Silent(now terms.Instant) bool {
	return a.AnsweredAt.IsZero() && !now.Before(a.AnswerBy)
}

// CountSilent says how many answers of open incidents are overdue.
func CountSilent(r Reader, exercise bool) (n int64, err error) {
	err = ofOpenIncidents(r, r.q().Model(&Acknowledgement{}), exercise).Where("answered_at IS NULL AND answer_by <= ?", r.Now()).Count(&n).Error
	return n, err
}

// AddAcknowledgements expects an answer of each society.
func AddAcknowledgements(tx Tx, as []Acknowledgement) error {
	if len(as) == 0 {
		return nil
	}
	return tx.q().CreateInBatches(as, 40).Error
}

// FindAcknowledgement finds what is expected of one society for one circular.
func FindAcknowledgement(r Reader, notice, organisation ID) (Acknowledgement, error) {
	if !ValidID(notice) || !ValidID(organisation) {
		return Acknowledgement{}, NotFound("Circular")
	}
	return one[Acknowledgement](r.q().Where("notice_id = ? AND organisation_id = ?", notice, organisation), "Circular")
}

// MarkSeen records the press on "We have read it", once; false when somebody had pressed before.
func MarkSeen(tx Tx, a *Acknowledgement, name string, via ID) (bool, error) {
	sealed, err := tx.Keys().SealText("acknowledgements.seen_by:"+a.ID, name)
	if err != nil {
		return false, err
	}
	r := tx.q().Model(&Acknowledgement{}).Where("id = ? AND seen_at IS NULL", a.ID).
		Updates(map[string]any{"seen_at": tx.Now(), "seen_by_sealed": sealed, "seen_via": via})
	if r.Error == nil && r.RowsAffected == 1 {
		a.SeenAt, a.SeenBySealed, a.SeenVia = tx.Now(), sealed, &via
	}
	return r.RowsAffected == 1, r.Error
}

// MarkAnswered records the answer, once; false when there was one before. The chase ends here.
func MarkAnswered(tx Tx, a *Acknowledgement, answer, name string, via ID, assurance string) (bool, error) {
	sealed, err := tx.Keys().SealText("acknowledgements.answered_by:"+a.ID, name)
	if err != nil {
		return false, err
	}
	r := tx.q().Model(&Acknowledgement{}).Where("id = ? AND answered_at IS NULL", a.ID).Updates(map[string]any{
		"answered_at": tx.Now(), "answer": answer, "answered_by_sealed": sealed, "answered_via": via, "assurance": assurance, "next_chase_at": nil})
	if r.Error == nil && r.RowsAffected == 1 {
		a.AnsweredAt, a.Answer, a.AnsweredBySealed, a.AnsweredVia, a.Assurance, a.NextChaseAt = tx.Now(), answer, sealed, &via, assurance, terms.Instant{}
	}
	return r.RowsAffected == 1, r.Error
}

// DueChases gives societies to be chased now, of the incident that has waited longest. There is no window: what downtime delayed is still due.
func DueChases(r Reader, limit int) ([]Acknowledgement, error) {
	due := func() *gorm.DB { return r.q().Where("answered_at IS NULL AND next_chase_at <= ?", r.Now()) }
	var incidents []ID
	if err := due().Model(&Acknowledgement{}).Order("next_chase_at, id").Limit(1).Pluck("incident_id", &incidents).Error; err != nil || len(incidents) == 0 {
		return nil, err
	}
	return many[Acknowledgement](due().Where("incident_id = ?", incidents[0]).Order("next_chase_at, id").Limit(limit), "due chases")
}

// MoveChase goes to the next rung; false when an answer came meanwhile or another worker was faster.
func MoveChase(tx Tx, a Acknowledgement, values map[string]any) (bool, error) {
	r := tx.q().Model(&Acknowledgement{}).Where("id = ? AND answered_at IS NULL AND chase_rung = ? AND next_chase_at IS NOT NULL", a.ID, a.ChaseRung).Updates(values)
	return r.RowsAffected == 1, r.Error
}

// HastenChase makes the next rung due now: the message to the contact asked so far cannot arrive.
func HastenChase(tx Tx, notice, organisation ID) error {
	return tx.q().Model(&Acknowledgement{}).Where("notice_id = ? AND organisation_id = ? AND answered_at IS NULL AND next_chase_at > ?", notice, organisation, tx.Now()).
		Update("next_chase_at", tx.Now()).Error
}

// StopChases ends the chase of a circular that was withdrawn.
func StopChases(tx Tx, notice ID) error {
	return tx.q().Model(&Acknowledgement{}).Where("notice_id = ?", notice).Update("next_chase_at", nil).Error
}

func scopeAcknowledgements(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("organisation_id = ?", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// ListAcknowledgements gives what is expected in an incident, of one circular (notice) or of all; a focal point sees only its own society.
func ListAcknowledgements(r Reader, v Viewer, incident, notice ID) ([]Acknowledgement, error) {
	q := scopeAcknowledgements(r.q(), v).Where("incident_id = ?", incident)
	if notice != "" {
		if !ValidID(notice) {
			return nil, NotFound("Circular")
		}
		q = q.Where("notice_id = ?", notice)
	}
	return many[Acknowledgement](q.Order("expected_at, id"), "acknowledgements")
}
