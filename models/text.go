package models

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"candour/models/terms"
)

// TextKind says what becomes of a text when it is approved.
type TextKind string

const (
	TextStatement TextKind = "statement" // public
	TextNotice    TextKind = "notice"    // what an obligation asks for: to an authority, to people, to a controller
	// Who speaks on the public page and how a human is reached; one text per incident.
	TextPublicPage TextKind = "public-page"
	// "Might I be affected?": services, places and years, answered on the reader's device; one text per language.
	TextSelfCheck TextKind = "self-check"
)

// TextState of one version. An edit makes a new version and supersedes this one, whatever it was: approval never carries over.
type TextState string

const (
	TextDraft      TextState = "draft"
	TextSubmitted  TextState = "submitted"
	TextApproved   TextState = "approved"
	TextDeclined   TextState = "declined"
	TextSuperseded TextState = "superseded"
)

// Text is something written in an incident that is meant to leave the house; its words are in its versions.
type Text struct {
	ID         ID
	IncidentID ID
	Kind       TextKind
	CreatedAt  terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy  ID
}

// TextContent is what is written, and what it reads like with the facts filled in.
type TextContent struct {
	Title         string `json:"title"`
	Body          string `json:"body"`
	RenderedTitle string `json:"rendered_title"`
	RenderedBody  string `json:"rendered_body"`
	// Audience it is written for, and which paragraph says what a law wants (content word -> number, from 1): the author's word, for the checks.
	Audience string         `json:"audience,omitempty"`
	Ties     map[string]int `json:"ties,omitempty"`
}

// TextVersion is one state of the words in one language. Approval binds Hash: title, body as read, language and what it is bound to
// (recipients of a circular). Whatever leaves must have this hash.
type TextVersion struct {
	ID            ID
	TextID        ID
	Number        int
	Language      string
	State         TextState
	ContentSealed []byte
	Bound         string // recipients and the like, in a fixed order; part of the hash
	Hash          []byte
	FactsUsed     JSON[map[string]string] // placeholder -> value it had
	FactsVersion  int64                   // of the incident, when the facts were filled in
	WrittenBy     ID
	WrittenAt     terms.Instant
	SubmittedAt   terms.Instant
	SettledBy     *ID
	SettledAt     terms.Instant
	DeclineReason string // no names of people
}

// HashText is SHA-256 over language, title and body as read, and what they are bound to, each with its length in front.
func HashText(language string, c TextContent, bound string) []byte {
	h := sha256.New()
	for _, s := range []string{"candour-text-1", language, c.RenderedTitle, c.RenderedBody, bound} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}

// Content opens the words.
func (v *TextVersion) Content(k *Keyring) (c TextContent, err error) {
	b, err := k.Open("text_versions.content:"+v.ID, v.ContentSealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}

// SetContent seals the words and binds them.
func (v *TextVersion) SetContent(k *Keyring, c TextContent, bound string) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	v.Bound, v.Hash = bound, HashText(v.Language, c, bound)
	v.ContentSealed, err = k.Seal("text_versions.content:"+v.ID, b)
	return err
}

// FindText finds a text of an incident this viewer may see; focal points read what was sent or published, not drafts.
func FindText(r Reader, v Viewer, id ID) (Text, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) || !ValidID(id) {
		return Text{}, NotFound("Text")
	}
	return one[Text](r.q().Where("id = ?", id), "Text")
}

// ListTexts gives the texts of one kind, oldest first.
func ListTexts(r Reader, v Viewer, incident ID, kind TextKind) ([]Text, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[Text](r.q().Where("incident_id = ? AND kind = ?", incident, kind).Order("created_at, id"), "texts")
}

// ListTextVersions gives all versions, newest first.
func ListTextVersions(r Reader, text ID) ([]TextVersion, error) {
	return many[TextVersion](r.q().Where("text_id = ?", text).Order("number DESC"), "versions")
}

// CurrentTextVersion is the newest version.
func CurrentTextVersion(r Reader, text ID) (TextVersion, error) {
	return one[TextVersion](r.q().Where("text_id = ?", text).Order("number DESC"), "Version")
}

// CountSubmittedTexts says how many texts of open incidents wait for an approver.
func CountSubmittedTexts(r Reader, exercise bool) (n int64, err error) {
	texts := ofOpenIncidents(r, r.q().Model(&Text{}), exercise).Select("id")
	err = r.q().Model(&TextVersion{}).Where("state = ? AND text_id IN (?)", TextSubmitted, texts).Count(&n).Error
	return n, err
}

func FindTextVersion(r Reader, id ID) (TextVersion, error) {
	if !ValidID(id) {
		return TextVersion{}, NotFound("Version")
	}
	return one[TextVersion](r.q().Where("id = ?", id), "Version")
}

func AddText(tx Tx, t *Text) error { return insert(tx, t, "This text") }

// AddTextVersion supersedes the version before and adds the next; two people saving at once: the second is told.
func AddTextVersion(tx Tx, v *TextVersion) error {
	err := tx.q().Model(&TextVersion{}).Where("text_id = ? AND number < ? AND state <> ?", v.TextID, v.Number, TextSuperseded).
		Update("state", TextSuperseded).Error
	if err != nil {
		return err
	}
	if err := voidApprovals(tx, v.TextID); err != nil {
		return err
	}
	return insert(tx, v, "A newer version of this text")
}

// MoveTextVersion changes the state by a guarded update; the hash in the condition binds the decision to the bytes that were read.
func MoveTextVersion(tx Tx, id ID, hash []byte, from, to TextState, set map[string]any) error {
	set["state"] = to
	return guarded(tx.q().Model(&TextVersion{}).Where("id = ? AND state = ? AND hash = ?", id, from, hash), set,
		"This text was changed or settled in the meantime. Nothing was done; read the newest version first.")
}
