package models

import (
	"candour/models/terms"
)

// ApprovalChain says who approves texts of one kind, in order, and which two may approve at once in an emergency. It is never edited: the
// newest of a kind counts.
type ApprovalChain struct {
	ID        ID
	Kind      string
	Number    int
	Steps     JSON[[]Role]
	Emergency JSON[[]Role] // two, or none: then there is no such path
	SetAt     terms.Instant
	SetBy     ID
}

// ApprovalStep is one person's yes to exactly the bytes with this hash. Steps is the chain as it was when the first of them was given, so that
// a chain that is changed in between does not change what has begun.
type ApprovalStep struct {
	ID         ID
	IncidentID ID
	PieceID    ID     // notice or text
	Path       string // chain, or emergency
	Position   int
	Steps      JSON[[]Role]
	Role       Role
	Hash       string
	SignedBy   ID
	SignedAt   terms.Instant
	VoidedAt   terms.Instant
}

// ApprovalReview is the look afterwards at what two people approved at once. Somebody else closes it, and the incident stays open until then.
type ApprovalReview struct {
	ID          ID
	IncidentID  ID
	PieceID     ID
	Kind        string
	Hash        string
	WhySealed   []byte
	OpenedAt    terms.Instant
	OpenedBy    ID
	People      JSON[[]ID] // who approved, and who wrote: none of them closes it
	DueAt       terms.Instant
	ClosedAt    terms.Instant
	ClosedBy    *ID
	FoundSealed []byte
}

// Why opens the reason of the emergency, Found what the review found.
func (x *ApprovalReview) Why(k *Keyring) (string, error) {
	return k.OpenText("approval_reviews.why:"+x.ID, x.WhySealed)
}

func (x *ApprovalReview) Found(k *Keyring) (string, error) {
	if len(x.FoundSealed) == 0 {
		return "", nil
	}
	return k.OpenText("approval_reviews.found:"+x.ID, x.FoundSealed)
}

// Seal seals the reason; SealFound what was found.
func (x *ApprovalReview) Seal(k *Keyring, why string) (err error) {
	x.WhySealed, err = k.SealText("approval_reviews.why:"+x.ID, why)
	return err
}

func (x *ApprovalReview) SealFound(k *Keyring, found string) ([]byte, error) {
	return k.SealText("approval_reviews.found:"+x.ID, found)
}

// ApprovalChainOf gives the chain that counts for a kind; NotFound when nobody has set one.
func ApprovalChainOf(r Reader, kind string) (ApprovalChain, error) {
	return one[ApprovalChain](r.q().Where("kind = ?", kind).Order("number DESC"), "Approval chain")
}

// AddApprovalChain adds the next version; two people saving at once: the second is told.
func AddApprovalChain(tx Tx, c *ApprovalChain) error {
	return insert(tx, c, "A newer chain for this kind of text")
}

// ApprovalStepsOf gives what stands of a piece, in order. For commands and pages that checked their viewer at the piece.
func ApprovalStepsOf(r Reader, piece ID) ([]ApprovalStep, error) {
	return many[ApprovalStep](r.q().Where("piece_id = ? AND voided_at IS NULL", piece).Order("path, position"), "approvals")
}

// AllApprovalSteps gives every yes that was ever given to a piece, also those an edit has voided, in the order of time.
func AllApprovalSteps(r Reader, piece ID) ([]ApprovalStep, error) {
	return many[ApprovalStep](r.q().Where("piece_id = ?", piece).Order("signed_at, path, position"), "approvals")
}

// AddApprovalStep adds a yes. The caller holds the row of the piece; of two at the same place one is told.
func AddApprovalStep(tx Tx, s *ApprovalStep) error { return insert(tx, s, "This approval") }

// voidApprovals takes back what was said of a piece, because its words are others now. It is called where words change, so that nobody can
// forget it: AddTextVersion, MoveNotice. After the guarded update there, which waits for an approval at the same moment.
func voidApprovals(tx Tx, piece ID) error {
	return tx.q().Model(&ApprovalStep{}).Where("piece_id = ? AND voided_at IS NULL", piece).Update("voided_at", tx.Now()).Error
}

// VoidApprovals takes back what was said of a piece that was declined.
func VoidApprovals(tx Tx, piece ID) error { return voidApprovals(tx, piece) }

// AddApprovalReview opens a review.
func AddApprovalReview(tx Tx, x *ApprovalReview) error { return insert(tx, x, "This review") }

// ListApprovalReviews gives the reviews of an incident, the open ones first.
func ListApprovalReviews(r Reader, v Viewer, incident ID) ([]ApprovalReview, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[ApprovalReview](r.q().Where("incident_id = ?", incident).Order("closed_at IS NOT NULL, opened_at, id"), "reviews")
}

// FindApprovalReview finds one for whoever may see its incident.
func FindApprovalReview(r Reader, v Viewer, id ID) (ApprovalReview, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return ApprovalReview{}, NotFound("Review")
	}
	return one[ApprovalReview](r.q().Where("id = ?", id), "Review")
}

// CloseApprovalReview closes it, once.
func CloseApprovalReview(tx Tx, x ApprovalReview, by ID, found []byte) error {
	return guarded(tx.q().Model(&ApprovalReview{}).Where("id = ? AND closed_at IS NULL", x.ID), map[string]any{"closed_at": tx.Now(), "closed_by": by, "found_sealed": found},
		"This review was closed already.")
}

// OpenReviews names the reviews of an incident that nobody has closed.
func OpenReviews(r Reader, incident ID) ([]ID, error) {
	rows, err := many[ApprovalReview](r.q().Where("incident_id = ? AND closed_at IS NULL", incident).Order("opened_at, id"), "reviews")
	out := make([]ID, len(rows))
	for i, x := range rows {
		out[i] = x.ID
	}
	return out, err
}

// CountReviewsWaiting says how many reviews of open incidents wait for somebody.
func CountReviewsWaiting(r Reader, exercise bool) (n int64, err error) {
	err = ofOpenIncidents(r, r.q().Model(&ApprovalReview{}), exercise).Where("closed_at IS NULL").Count(&n).Error
	return n, err
}
