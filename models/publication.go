package models

import "candour/models/terms"

// PublicPage is where an incident is told to everybody. Its address is a random code: neutral, and not the incident's id.
type PublicPage struct {
	IncidentID   ID `gorm:"primaryKey"`
	Code         string
	Organisation string
	ContactName  string // an office, not a person
	ContactMail  string
	ContactPhone string
	Zone         string
	Version      int
}

// Publication puts one approved version on the page at a moment. Whether it is public is computed when read: PublishAt <= now and not withdrawn.
type Publication struct {
	ID              ID
	IncidentID      ID
	TextID          ID
	VersionID       ID
	Language        string
	PublishAt       terms.Instant
	PublishedBy     ID
	CorrectionSaid  string // what the version before said
	CorrectionRight string // what is right
	WithdrawnAt     terms.Instant
	WithdrawnBy     *ID
	AnnouncedAt     terms.Instant // subscribers were told
}

// FindPublicPage finds a page by its code, for strangers.
func FindPublicPage(r Reader, code string) (PublicPage, error) {
	return one[PublicPage](r.q().Where("code = ?", code), "Page")
}

// PublicPageOf finds the page of an incident.
func PublicPageOf(r Reader, incident ID) (PublicPage, error) {
	return one[PublicPage](r.q().Where("incident_id = ?", incident), "Public page")
}

func AddPublicPage(tx Tx, p *PublicPage) error {
	p.Version = 1
	return insert(tx, p, "A public page of this incident")
}

func UpdatePublicPage(tx Tx, incident ID, version int, values map[string]any) error {
	values["version"] = version + 1
	return guarded(tx.q().Model(&PublicPage{}).Where("incident_id = ? AND version = ?", incident, version), values,
		"Somebody else changed the public page while you were editing it. Load it again and compare.")
}

// newestFirst puts the later version first when two became public in the same second: a correction must not hide behind what it corrects.
const newestFirst = "publish_at DESC, (SELECT number FROM text_versions v WHERE v.id = publications.version_id) DESC, id"

// ListPublications gives every publication of an incident, newest first.
func ListPublications(r Reader, incident ID) ([]Publication, error) {
	return many[Publication](r.q().Where("incident_id = ?", incident).Order(newestFirst), "publications")
}

// PublicNow gives what is public at this moment, newest first. The moment is decided here, when it is read: nothing leaks early, and no clock
// that stood still makes it late.
func PublicNow(r Reader, incident ID) ([]Publication, error) {
	return many[Publication](r.q().Where("incident_id = ? AND withdrawn_at IS NULL AND publish_at <= ?", incident, r.Now()).Order(newestFirst), "publications")
}

func FindPublication(r Reader, id ID) (Publication, error) {
	if !ValidID(id) {
		return Publication{}, NotFound("Publication")
	}
	return one[Publication](r.q().Where("id = ?", id), "Publication")
}

func AddPublication(tx Tx, p *Publication) error {
	return insert(tx, p, "A publication of this version")
}

// WithdrawPublication takes a publication back, once.
func WithdrawPublication(tx Tx, id, by ID) error {
	return guarded(tx.q().Model(&Publication{}).Where("id = ? AND withdrawn_at IS NULL", id), map[string]any{"withdrawn_at": tx.Now(), "withdrawn_by": by},
		"This publication was withdrawn already.")
}
