package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/people/clean"
)

// MaxDocument is the most bytes of a document: a receipt, a letter or a screen is far below it.
const MaxDocument = 10 << 20

// Handed is a file that somebody hands in as proof.
type Handed struct {
	PartyID *models.ID // whose proof it is; nil: of the incident as a whole
	Name    string
	Content []byte
}

// AddDocument keeps a file, sealed. The same bytes for the same party a second time are the document that is there already, so that a form sent
// twice leaves one. Errors: not found; invalid (empty, too large, of no known kind); conflict (closed).
func AddDocument(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, h Handed) (models.Document, error) {
	d := models.Document{ID: models.NewID(), IncidentID: incident, PartyID: h.PartyID, Size: int64(len(h.Content)), AddedBy: v.Account}
	kind, err := sniff(h.Content)
	if err != nil {
		return d, err
	}
	name, err := kind.named(h.Name)
	if err != nil {
		return d, err
	}
	sum := sha256.Sum256(h.Content)
	d.MediaType, d.SHA256 = kind.mediaType, hex.EncodeToString(sum[:])
	r := db.View(ctx)
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return d, err
	}
	if was, there, err := models.SameDocument(r, incident, h.PartyID, d.SHA256); err != nil || there {
		return was, err
	}
	// Sealing ten megabytes is no work for inside a transaction.
	if err := d.Seal(db.Keys(), name, h.Content); err != nil {
		return d, err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-document", Incident: incident}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, v, incident)
		if err != nil {
			return err
		}
		if i.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. The file was not kept; open the incident again, with a reason, before handing something in.")
		}
		if h.PartyID != nil {
			p, err := models.FindParty(tx, v, *h.PartyID)
			if err != nil {
				return err
			}
			if p.IncidentID != incident {
				return models.NotFound("Party")
			}
		}
		d.AddedAt = tx.Now()
		if err := models.AddDocument(tx, &d); err != nil {
			return err
		}
		tx.On("document", d.ID)
		return tx.Details(map[string]any{"media_type": d.MediaType, "size": d.Size, "sha256": d.SHA256, "party": h.PartyID})
	})
	return d, err
}

// kind is what a file is, told from its bytes: a name says what somebody wishes.
type documentKind struct {
	mediaType string
	endings   []string // the first is given to a name that has none of them
	is        func([]byte) bool
}

// kinds is the whole list, in the order in which they are tried. None of them runs anything when it is opened as what it is.
var documentKinds = []documentKind{
	{"application/pdf", []string{".pdf"}, begins("%PDF-")},
	{"image/png", []string{".png"}, begins("\x89PNG\r\n\x1a\n")},
	{"image/jpeg", []string{".jpg", ".jpeg"}, begins("\xff\xd8\xff")},
	{"message/rfc822", []string{".eml"}, isMessage},
	{"text/plain", []string{".txt"}, isText},
}

func sniff(content []byte) (documentKind, error) {
	switch {
	case len(content) == 0:
		return documentKind{}, models.InvalidField("file", "The file is empty. Nothing was kept; choose it again.")
	case len(content) > MaxDocument:
		return documentKind{}, models.InvalidField("file", "The file is larger than %d MB. Nothing was kept; hand in a smaller copy, for example the PDF instead of the scan.", MaxDocument>>20)
	}
	if i := slices.IndexFunc(documentKinds, func(k documentKind) bool { return k.is(content) }); i >= 0 {
		return documentKinds[i], nil
	}
	return documentKind{}, models.InvalidField("file", "Only a PDF, a picture (PNG, JPEG), a saved message (.eml) or plain text is kept. Nothing was kept; print the file to a PDF and hand that in.")
}

func begins(with string) func([]byte) bool {
	return func(b []byte) bool { return bytes.HasPrefix(b, []byte(with)) }
}

// isMessage: a saved message has a sender, and a date or an id (RFC 5322, section 3.6).
func isMessage(b []byte) bool {
	if bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	return err == nil && m.Header.Get("From") != "" && (m.Header.Get("Date") != "" || m.Header.Get("Message-Id") != "")
}

func isText(b []byte) bool {
	return utf8.Valid(b) && !slices.ContainsFunc(bytes.Runes(b), func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) || r == 0x7f })
}

// named gives the name an ending that says what the file is.
func (k documentKind) named(given string) (string, error) {
	given = path.Base("/" + strings.ReplaceAll(given, `\`, "/"))
	if given == "/" || given == "." {
		given = "document"
	}
	name, err := clean.Field("file", shorten(given, 190), 190)
	if err != nil {
		return "", err
	}
	if name == "" {
		name = "document"
	}
	if !slices.Contains(k.endings, strings.ToLower(path.Ext(name))) {
		name += k.endings[0]
	}
	return name, nil
}
