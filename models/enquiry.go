package models

import (
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// EnquiryState of an enquiry: somebody asks us.
type EnquiryState string

const (
	EnquiryOpen     EnquiryState = "open"      // no answer yet
	EnquiryAnswered EnquiryState = "answered"  // answered in the first talk; nothing more is owed
	EnquiryCallBack EnquiryState = "call-back" // we have promised to call
	EnquiryRouted   EnquiryState = "routed"    // protection staff have it: somebody may be in danger
	EnquiryDone     EnquiryState = "done"
)

// EnquiryStates in the order in which an enquiry may pass them.
var EnquiryStates = []EnquiryState{EnquiryOpen, EnquiryRouted, EnquiryCallBack, EnquiryAnswered, EnquiryDone}

// What is with protection staff is not taken back to the desk; who was answered may still turn out to be afraid, or want a call.
var enquiryMoves = map[EnquiryState][]EnquiryState{
	EnquiryOpen:     {EnquiryAnswered, EnquiryCallBack, EnquiryRouted, EnquiryDone},
	EnquiryAnswered: {EnquiryCallBack, EnquiryRouted},
	EnquiryCallBack: {EnquiryDone, EnquiryRouted},
	EnquiryRouted:   {EnquiryDone},
}

// May says whether an enquiry may go from one state to another.
func (s EnquiryState) May(to EnquiryState) bool { return slices.Contains(enquiryMoves[s], to) }

// Settled says that nobody has to do anything any more.
func (s EnquiryState) Settled() bool { return s == EnquiryAnswered || s == EnquiryDone }

// Enquiry is one question somebody has put to us. Who asked stands only in the sealed fields, and only as much as a call back needs.
type Enquiry struct {
	ID               ID
	IncidentID       ID
	Number           int64 // in its incident; what people on the telephone call it by
	PartyID          *ID   // the society that was asked
	Channel          string
	Topic            string // word of the list of topics
	Worry            string // word of the list of worry levels
	Language         string // BCP 47, the caller's
	State            EnquiryState
	Outcome          string // how it ended
	ReceivedAt       terms.Instant
	LoggedAt         terms.Instant
	LoggedBy         ID
	OwnerID          *ID
	DueAt            terms.Instant // our own target, from the worry level
	CallerSealed     []byte
	CallWanted       bool
	CallSealed       []byte
	CallLanguage     string
	CallZone         string
	CallFrom         string // wall clock of the zone, HH:MM
	CallUntil        string
	CallSpeaker      string // anybody, woman, man, same
	CallMaySayWho    bool
	CallMayVoiceMail bool
	CallMayRedial    bool
	CallTries        int
	Tasks            JSON[[]string] // those opened when it was routed
	SettledAt        terms.Instant
	SettledBy        *ID
	Version          int
}

// Caller is who asked, if they said so, and what they need in a few words: no story (Code of Conduct, record of contact).
type Caller struct {
	Name string `json:"name,omitempty"`
	Note string `json:"note,omitempty"`
}

// CallBack is how a caller is reached, and what must not be said there.
type CallBack struct {
	Telephone string `json:"telephone"`
	AskFor    string `json:"ask_for,omitempty"` // name or word to ask for
	Avoid     string `json:"avoid,omitempty"`   // what must not be said
}

// EnquiryAnswer is an answer an enquiry asked for. VersionID is what was read out; nil while it waits.
type EnquiryAnswer struct {
	ID        ID
	EnquiryID ID
	AnswerID  ID
	VersionID *ID
	AskedAt   terms.Instant
	AskedBy   ID
	GivenAt   terms.Instant
	GivenBy   *ID
}

// EnquiryCall is one attempt to call back. It begins when the number is opened.
type EnquiryCall struct {
	ID        ID
	EnquiryID ID
	BegunAt   terms.Instant
	BegunBy   ID
	Outcome   string // empty until keyed in
	EndedAt   terms.Instant
}

// Caller opens who asked; SetCaller seals it. Nothing said stays empty.
func (e *Enquiry) Caller(k *Keyring) (c Caller, err error) {
	return c, openJSON(k, "enquiries.caller:"+e.ID, e.CallerSealed, &c)
}

func (e *Enquiry) SetCaller(k *Keyring, c Caller) (err error) {
	if e.CallerSealed = nil; c == (Caller{}) {
		return nil
	}
	e.CallerSealed, err = sealJSON(k, "enquiries.caller:"+e.ID, c)
	return err
}

// CallBack opens how the caller is reached; SetCallBack seals it.
func (e *Enquiry) CallBack(k *Keyring) (c CallBack, err error) {
	return c, openJSON(k, "enquiries.call:"+e.ID, e.CallSealed, &c)
}

func (e *Enquiry) SetCallBack(k *Keyring, c CallBack) (err error) {
	if e.CallSealed = nil; c == (CallBack{}) {
		return nil
	}
	e.CallSealed, err = sealJSON(k, "enquiries.call:"+e.ID, c)
	return err
}

// scopeEnquiries: who takes enquiries sees them; a focal point those put to its own society.
func scopeEnquiries(q *gorm.DB, v Viewer) *gorm.DB {
	if !v.Has(RightTakeEnquiries) {
		return q.Where("1 = 0")
	}
	return ofOwnSociety(q, v)
}

func ofOwnSociety(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	return q
}

// FindEnquiry finds an enquiry this viewer may see.
func FindEnquiry(r Reader, v Viewer, id ID) (Enquiry, error) {
	if !ValidID(id) {
		return Enquiry{}, NotFound("Enquiry")
	}
	return one[Enquiry](scopeEnquiries(r.q(), v).Where("id = ?", id), "Enquiry")
}

// AddEnquiry numbers and adds it. The incident's row is held until the command ends, so that two people at two telephones get two numbers.
func AddEnquiry(tx Tx, e *Enquiry) error {
	if _, err := one[Incident](forUpdate(tx).Where("id = ?", e.IncidentID), "Incident"); err != nil {
		return err
	}
	var last int64
	if err := tx.q().Model(&Enquiry{}).Where("incident_id = ?", e.IncidentID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	e.Number, e.Version = last+1, 1
	return insert(tx, e, "An enquiry with this number")
}

// MoveEnquiry changes an enquiry at a known version; its state only along the moves that are allowed.
func MoveEnquiry(tx Tx, e *Enquiry, to EnquiryState, set map[string]any) error {
	const changed = "Somebody else has worked on this enquiry in the meantime. Nothing was changed by you; load it again and look."
	if to != e.State && !e.State.May(to) {
		return Conflict("An enquiry that is %s cannot become %s. Nothing was changed; load it again and look.", e.State, to)
	}
	set["state"], set["version"] = to, e.Version+1
	err := guarded(tx.q().Model(&Enquiry{}).Where("id = ? AND version = ? AND state = ?", e.ID, e.Version, e.State), set, changed)
	e.State, e.Version = to, e.Version+1
	return err
}

func AddEnquiryAnswer(tx Tx, a *EnquiryAnswer) error { return insert(tx, a, "This answer") }

// GiveAnswer notes which version was read out, once.
func GiveAnswer(tx Tx, a *EnquiryAnswer, version, by ID) error {
	a.VersionID, a.GivenAt, a.GivenBy = &version, tx.Now(), &by
	return guarded(tx.q().Model(&EnquiryAnswer{}).Where("id = ? AND version_id IS NULL", a.ID),
		map[string]any{"version_id": version, "given_at": a.GivenAt, "given_by": by}, "This answer was noted as given already.")
}

// AnswersOfEnquiries gives what was asked and given, per enquiry, in the order it was asked.
func AnswersOfEnquiries(r Reader, enquiries ...ID) (map[ID][]EnquiryAnswer, error) {
	out := map[ID][]EnquiryAnswer{}
	return out, inBatches(enquiries, func(ids []ID) error {
		rows, err := many[EnquiryAnswer](r.q().Where("enquiry_id IN ?", ids).Order("asked_at, id"), "answers")
		for _, a := range rows {
			out[a.EnquiryID] = append(out[a.EnquiryID], a)
		}
		return err
	})
}

func AddEnquiryCall(tx Tx, c *EnquiryCall) error { return insert(tx, c, "This call") }

// EndCall keys in what became of a call, once.
func EndCall(tx Tx, enquiry, call ID, outcome string) error {
	return guarded(tx.q().Model(&EnquiryCall{}).Where("id = ? AND enquiry_id = ? AND outcome = ''", call, enquiry),
		map[string]any{"outcome": outcome, "ended_at": tx.Now()}, "What became of this call was keyed in already. Nothing was changed; load the enquiry again and look.")
}

// CallsOfEnquiries gives the attempts per enquiry, newest first.
func CallsOfEnquiries(r Reader, enquiries ...ID) (map[ID][]EnquiryCall, error) {
	out := map[ID][]EnquiryCall{}
	return out, inBatches(enquiries, func(ids []ID) error {
		rows, err := many[EnquiryCall](r.q().Where("enquiry_id IN ?", ids).Order("begun_at DESC, id"), "calls")
		for _, c := range rows {
			out[c.EnquiryID] = append(out[c.EnquiryID], c)
		}
		return err
	})
}
