package models

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// ProposalState of what a society proposes. It is written as a draft, by several people and from several telephones, and never edited
// after it was submitted: a new one takes its place.
type ProposalState string

const (
	ProposalDraft      ProposalState = "draft"
	ProposalSubmitted  ProposalState = "submitted" // some answers may be settled already
	ProposalAccepted   ProposalState = "accepted"  // every answer was taken over
	ProposalPartly     ProposalState = "partly-accepted"
	ProposalDeclined   ProposalState = "declined"
	ProposalSuperseded ProposalState = "superseded" // a newer one came before any answer was taken over
)

var proposalMoves = map[ProposalState][]ProposalState{
	ProposalDraft:     {ProposalSubmitted},
	ProposalSubmitted: {ProposalAccepted, ProposalPartly, ProposalDeclined, ProposalSuperseded},
}

// ProposedState of one answer of a proposal.
type ProposedState string

const (
	ProposedOpen       ProposedState = "open"
	ProposedAccepted   ProposedState = "accepted"
	ProposedDeclined   ProposedState = "declined"
	ProposedSuperseded ProposedState = "superseded"
)

var answerMoves = map[ProposedState][]ProposedState{
	ProposedOpen: {ProposedAccepted, ProposedDeclined, ProposedSuperseded},
}

// Question is one of the nine things a society knows best about itself.
type Question string

const (
	AskCount      Question = "people-count" // of one group, or of people in no group yet
	AskLaw        Question = "law"          // its own law and authority
	AskLanguages  Question = "languages"    // in which its people are told, first one first
	AskChannels   Question = "channels"     // by which its people can be told safely, and by which not
	AskPlan       Question = "contact-plan" // how one of its groups, or one of its people, is told safely
	AskExceptions Question = "exceptions"   // who must not be contacted, or only in another way
	AskAwareness  Question = "awareness"    // since when it has known itself
	AskContact    Question = "contact"      // whom to ask about this incident
	AskCall       Question = "call-me"      // instead of all the others
)

// Questions in the order in which they are asked.
var Questions = []Question{AskCount, AskLaw, AskLanguages, AskChannels, AskPlan, AskExceptions, AskAwareness, AskContact, AskCall}

// SafeChannels are the ways people can be told, as words of the question about channels.
var SafeChannels = []string{"email", "sms", "messaging", "call", "letter", "visit", "counter", "broadcast"}

// Proposal is what one party says about itself for the incident team to take over.
type Proposal struct {
	ID          ID
	IncidentID  ID
	PartyID     ID
	State       ProposalState
	StartedAt   terms.Instant
	SavedAt     terms.Instant
	SavedBy     ID
	SubmittedAt terms.Instant
	SubmittedBy *ID
	SettledAt   terms.Instant
	Version     int
}

// ProposalAnswer is the answer to one question. GroupID for the number of people and for a contact plan, DataSetID for the number only.
type ProposalAnswer struct {
	ID               ID
	ProposalID       ID
	Position         int
	Question         Question
	GroupID          *ID
	DataSetID        *ID
	Certainty        Certainty
	ContentSealed    []byte
	State            ProposedState
	SettledAt        terms.Instant
	SettledBy        *ID
	SettlementSealed []byte
}

// ProposalValue is what is answered; each question uses its own part.
type ProposalValue struct {
	Count     *CountRange   `json:"count,omitempty"`
	Label     string        `json:"label,omitempty"` // of people in no group yet
	Languages []string      `json:"languages,omitempty"`
	Safe      []string      `json:"safe,omitempty"`   // words of SafeChannels
	Unsafe    []string      `json:"unsafe,omitempty"` // words of SafeChannels
	At        terms.Instant `json:"at"`
	Zone      string        `json:"zone,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Name      string        `json:"name,omitempty"`
	Email     string        `json:"email,omitempty"`
	Telephone string        `json:"telephone,omitempty"`
	Text      string        `json:"text,omitempty"`
	// Plan of a group or a person, as workflows/safecontact writes it down.
	Plan   json.RawMessage `json:"plan,omitempty"`
	Person int64           `json:"person,omitempty"` // whose plan; 0: the group's
}

// ProposalContent is an answer as the society gave it.
type ProposalContent struct {
	Value  ProposalValue `json:"value"`
	Source string        `json:"source,omitempty"` // who or what says so there
	Note   string        `json:"note,omitempty"`
}

// Settlement is what became of an answer: what stood there before, and why it was declined.
type Settlement struct {
	Was    ProposalValue `json:"was"`
	Reason string        `json:"reason,omitempty"`
}

// Content opens the answer; SetContent seals it.
func (a *ProposalAnswer) Content(k *Keyring) (c ProposalContent, err error) {
	b, err := k.Open("proposal_answers.content:"+a.ID, a.ContentSealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}

func (a *ProposalAnswer) SetContent(k *Keyring, c ProposalContent) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	a.ContentSealed, err = k.Seal("proposal_answers.content:"+a.ID, b)
	return err
}

// Settlement opens what became of the answer; empty while it is open.
func (a *ProposalAnswer) Settlement(k *Keyring) (s Settlement, err error) {
	if len(a.SettlementSealed) == 0 {
		return s, nil
	}
	b, err := k.Open("proposal_answers.settlement:"+a.ID, a.SettlementSealed)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(b, &s)
}

// scopeProposals: a focal point sees its own society's, drafts too; the incident team sees what was submitted. A draft was not said yet.
func scopeProposals(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q.Where("state <> ?", ProposalDraft)
}

// FindProposal finds a proposal this viewer may see.
func FindProposal(r Reader, v Viewer, id ID) (Proposal, error) {
	if !ValidID(id) {
		return Proposal{}, NotFound("Proposal")
	}
	return one[Proposal](scopeProposals(r.q(), v).Where("id = ?", id), "Proposal")
}

// ListProposals gives the submitted proposals of an incident this viewer may see: those that wait first, then the newest.
func ListProposals(r Reader, v Viewer, incident ID) ([]Proposal, error) {
	return many[Proposal](scopeProposals(r.q(), v).Where("incident_id = ? AND state <> ?", incident, ProposalDraft).
		Order("CASE WHEN state = 'submitted' THEN 0 ELSE 1 END, submitted_at DESC, id"), "proposals")
}

// DraftProposal is what a party is writing; false when it has not begun.
func DraftProposal(r Reader, party ID) (Proposal, bool, error) {
	return proposalIn(r, party, ProposalDraft)
}

// WaitingProposal is the submitted proposal of a party with open answers; false when none waits.
func WaitingProposal(r Reader, party ID) (Proposal, bool, error) {
	return proposalIn(r, party, ProposalSubmitted)
}

func proposalIn(r Reader, party ID, state ProposalState) (Proposal, bool, error) {
	rows, err := many[Proposal](r.q().Where("party_id = ? AND state = ?", party, state).Limit(1), "proposals")
	if err != nil || len(rows) == 0 {
		return Proposal{}, false, err
	}
	return rows[0], true, nil
}

// ProposalAnswers gives the answers of proposals in the order they were asked.
func ProposalAnswers(r Reader, proposals ...ID) (map[ID][]ProposalAnswer, error) {
	rows, err := many[ProposalAnswer](r.q().Where("proposal_id IN ?", proposals).Order("proposal_id, position"), "answers")
	out := map[ID][]ProposalAnswer{}
	for _, a := range rows {
		out[a.ProposalID] = append(out[a.ProposalID], a)
	}
	return out, err
}

const proposalChanged = "Somebody else changed this proposal in the meantime. Nothing was changed by you; what you typed is still on your screen. Load it again and compare."

// AddProposal begins a draft.
func AddProposal(tx Tx, p *Proposal) error {
	p.State, p.Version = ProposalDraft, 1
	return insert(tx, p, "A draft of this society")
}

// SaveProposal notes who saved the draft, at a known version.
func SaveProposal(tx Tx, p *Proposal, by ID) error {
	err := guarded(tx.q().Model(&Proposal{}).Where("id = ? AND version = ? AND state = ?", p.ID, p.Version, ProposalDraft),
		map[string]any{"saved_at": tx.Now(), "saved_by": by, "version": p.Version + 1}, proposalChanged)
	p.Version++
	return err
}

// ReplaceAnswers writes the answers of a draft anew.
func ReplaceAnswers(tx Tx, p Proposal, answers []ProposalAnswer) error {
	if p.State != ProposalDraft {
		return Conflict(proposalChanged)
	}
	if err := tx.q().Where("proposal_id = ?", p.ID).Delete(&ProposalAnswer{}).Error; err != nil {
		return err
	}
	if len(answers) == 0 {
		return nil
	}
	return insert(tx, &answers, "This answer")
}

// MoveProposal changes the state at a known version, along the moves that are allowed.
func MoveProposal(tx Tx, p *Proposal, to ProposalState, set map[string]any) error {
	if to != p.State && !slices.Contains(proposalMoves[p.State], to) {
		return Conflict(proposalChanged)
	}
	set["state"], set["version"] = to, p.Version+1
	err := guarded(tx.q().Model(&Proposal{}).Where("id = ? AND version = ? AND state = ?", p.ID, p.Version, p.State), set, proposalChanged)
	p.State, p.Version = to, p.Version+1
	return err
}

// SettleAnswer takes an open answer to its end, once.
func SettleAnswer(tx Tx, a *ProposalAnswer, to ProposedState, by ID, s Settlement) error {
	if !slices.Contains(answerMoves[a.State], to) {
		return Conflict("This answer was settled already. Nothing was changed; load the proposal again and look.")
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if a.SettlementSealed, err = tx.Keys().Seal("proposal_answers.settlement:"+a.ID, b); err != nil {
		return err
	}
	a.SettledAt, a.SettledBy = tx.Now(), &by
	err = guarded(tx.q().Model(&ProposalAnswer{}).Where("id = ? AND state = ?", a.ID, a.State),
		map[string]any{"state": to, "settled_at": a.SettledAt, "settled_by": by, "settlement_sealed": a.SettlementSealed},
		"This answer was settled already. Nothing was changed; load the proposal again and look.")
	a.State = to
	return err
}
