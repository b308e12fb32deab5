package wording

import (
	"strings"

	"candour/models"
	"candour/models/terms"
)

// State of a piece: how far its words have come.
type State string

const (
	Draft      State = "draft"
	Submitted  State = "submitted"
	Approved   State = "approved"
	Declined   State = "declined"
	Scheduled  State = "scheduled" // approved, and public at a moment that has not come
	Published  State = "published" // readers see it now
	Replaced   State = "replaced"  // was public until a later version of it was
	Withdrawn  State = "withdrawn" // taken back: from the page, or before it was sent
	Sending    State = "sending"
	Sent       State = "sent"
	superseded State = "superseded"
)

// Left says whether the words have left the house.
func (s State) Left() bool {
	switch s {
	case Published, Replaced, Sending, Sent:
		return true
	}
	return false
}

// Kinds of pieces beside those of texts (statement, notice, answer, public-page, and what is added to them).
const (
	KindCircular   = models.NoticeCircular // to societies
	KindPeople     = models.NoticePeople   // to people one by one; a variant for each channel
	KindFiling     = "filing"              // to an authority, in its form
	KindCorrection = "correction"          // the plain words on the public page of what was said wrongly
)

// Part is one field of a piece.
type Part struct {
	Name string
	Raw  string // as people typed it, with {{placeholders}}
	Said string // as it is read
}

// Piece is anything written of an incident: one language, one variant, one version.
type Piece struct {
	ID         models.ID // of the text, the notice; of a filing, of its obligation; of a correction, of its publication
	VersionID  models.ID // of the version of a text; of a filing, of its stage; else empty
	Kind       string
	Language   string
	Variant    string // email, sms, letter, script, families; of a filing, its stage; else empty
	Title      string
	State      State
	Version    int
	Newest     bool // nothing newer has been written: whoever edits starts from these words
	Parts      []Part
	Used       map[string]string // placeholder -> the value it had when these words were fixed, or has now in a draft
	Hash       string            // what was approved, hexadecimal; empty in a draft that is not fixed
	WrittenBy  models.ID
	WrittenAt  terms.Instant
	ApprovedBy *models.ID
	ApprovedAt terms.Instant
	At         terms.Instant // when it was or will be published, sent or filed; zero: it was not
	Where      string        // public-page, societies, people, authority, enquirers; empty: it has not left
}

// Raw is the whole piece as people typed it.
func (p Piece) Raw() string { return p.join(func(x Part) string { return x.Raw }) }

// Said is the whole piece as it is read.
func (p Piece) Said() string { return p.join(func(x Part) string { return x.Said }) }

func (p Piece) join(of func(Part) string) string {
	lines := make([]string, 0, len(p.Parts))
	for _, x := range p.Parts {
		if s := of(x); s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// source lists what one stage has written of an incident, as far as the viewer may read it.
type source func(models.Reader, models.Viewer, models.Incident) ([]Piece, error)

// sources of pieces. A new kind of text needs no line here: texts lists every kind there is.
var sources = []source{ofTexts, ofCorrections, ofCirculars, ofPeople, ofFilings}

// Pieces lists everything written of an incident that this viewer may read, in every language and variant: the newest version of each, and
// every version that was ever public. Errors: not found when the incident is not theirs to see.
func Pieces(r models.Reader, v models.Viewer, incident models.ID) ([]Piece, error) {
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	out := []Piece{}
	for _, list := range sources {
		found, err := list(r, v, i)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}
