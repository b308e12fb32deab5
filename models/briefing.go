package models

import (
	"encoding/json"

	"candour/models/terms"
)

// Briefing is one situation report for one audience. Its words are versions of a text; what was known when it was written is sealed beside it,
// so that the next one can say what changed since.
type Briefing struct {
	ID              ID
	IncidentID      ID
	Audience        string
	Number          int // per incident and audience
	TextID          ID
	SinceAt         terms.Instant // of the report before that was sent; zero: there was none
	WrittenAt       terms.Instant
	WrittenBy       ID
	SnapshotSealed  []byte
	SentAt          terms.Instant
	SentBy          *ID
	RecipientsCount int
}

// SetSnapshot seals what was known.
func (b *Briefing) SetSnapshot(k *Keyring, v any) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b.SnapshotSealed, err = k.Seal("briefings.snapshot:"+b.ID, plain)
	return err
}

// Snapshot opens it.
func (b *Briefing) Snapshot(k *Keyring, to any) error {
	plain, err := k.Open("briefings.snapshot:"+b.ID, b.SnapshotSealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, to)
}

// TextBriefing is the kind of a situation report's words.
const TextBriefing TextKind = "situation-report"

// ListBriefings gives the reports of an incident, newest first. A focal point reads what was sent to it, not these.
func ListBriefings(r Reader, v Viewer, incident ID) ([]Briefing, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return []Briefing{}, nil
	}
	return many[Briefing](r.q().Where("incident_id = ?", incident).Order("written_at DESC, audience, number DESC").Limit(200), "situation reports")
}

// FindBriefing finds one.
func FindBriefing(r Reader, v Viewer, id ID) (Briefing, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return Briefing{}, NotFound("Situation report")
	}
	return one[Briefing](r.q().Where("id = ?", id), "Situation report")
}

// LastSentBriefing is the newest report of an audience that was sent; NotFound when there is none.
func LastSentBriefing(r Reader, incident ID, audience string) (Briefing, error) {
	return one[Briefing](r.q().Where("incident_id = ? AND audience = ? AND sent_at IS NOT NULL", incident, audience).Order("number DESC"), "Situation report")
}

// LastBriefing is the newest report of an audience, sent or not.
func LastBriefing(r Reader, incident ID, audience string) (Briefing, error) {
	return one[Briefing](r.q().Where("incident_id = ? AND audience = ?", incident, audience).Order("number DESC"), "Situation report")
}

func AddBriefing(tx Tx, b *Briefing) error { return insert(tx, b, "A report with this number") }

// MarkBriefingSent closes a report, once.
func MarkBriefingSent(tx Tx, id, by ID, recipients int) error {
	return guarded(tx.q().Model(&Briefing{}).Where("id = ? AND sent_at IS NULL", id), map[string]any{"sent_at": tx.Now(), "sent_by": by, "recipients_count": recipients},
		"This report was sent already. Nothing was sent twice.")
}

// HandOver is what one person leaves to the next, written at one moment.
type HandOver struct {
	ID          ID
	IncidentID  ID
	WrittenAt   terms.Instant
	WrittenBy   ID
	LinesSealed []byte
	TakenAt     terms.Instant
	TakenBy     *ID
}

// SetLines seals its lines; Lines opens them.
func (h *HandOver) SetLines(k *Keyring, v any) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h.LinesSealed, err = k.Seal("hand_overs.lines:"+h.ID, plain)
	return err
}

func (h *HandOver) Lines(k *Keyring, to any) error {
	plain, err := k.Open("hand_overs.lines:"+h.ID, h.LinesSealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, to)
}

// ListHandOvers gives those of an incident, newest first.
func ListHandOvers(r Reader, v Viewer, incident ID) ([]HandOver, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return []HandOver{}, nil
	}
	return many[HandOver](r.q().Where("incident_id = ?", incident).Order("written_at DESC, id").Limit(50), "hand-overs")
}

// FindHandOver finds one.
func FindHandOver(r Reader, v Viewer, id ID) (HandOver, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return HandOver{}, NotFound("Hand-over")
	}
	return one[HandOver](r.q().Where("id = ?", id), "Hand-over")
}

func AddHandOver(tx Tx, h *HandOver) error { return insert(tx, h, "This hand-over") }

// TakeHandOver is the press of the next person, once.
func TakeHandOver(tx Tx, id, by ID) error {
	return guarded(tx.q().Model(&HandOver{}).Where("id = ? AND taken_at IS NULL", id), map[string]any{"taken_at": tx.Now(), "taken_by": by},
		"Somebody else has taken this over already.")
}

// CountUncertainMessages says of how many messages to contacts of an incident nobody knows whether they arrived.
func CountUncertainMessages(r Reader, incident ID) (n int64, err error) {
	err = r.q().Model(&Delivery{}).Where("incident_id = ? AND state = ?", incident, DeliveryUncertain).Count(&n).Error
	return n, err
}

// CountSubmittedIn says how many texts, and how many notices and circulars, of an incident wait for an approver.
func CountSubmittedIn(r Reader, incident ID) (texts, notices int64, err error) {
	of := r.q().Model(&Text{}).Where("incident_id = ?", incident).Select("id")
	if err = r.q().Model(&TextVersion{}).Where("state = ? AND text_id IN (?)", TextSubmitted, of).Count(&texts).Error; err != nil {
		return 0, 0, err
	}
	err = r.q().Model(&Notice{}).Where("incident_id = ? AND state = ?", incident, NoticeSubmitted).Count(&notices).Error
	return texts, notices, err
}
