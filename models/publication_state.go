package models

import (
	"context"

	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// What was seen of a publication from outside.
const (
	LookSeen       = "seen"        // the bytes are those we serve
	LookDifferent  = "different"   // something answered, with other bytes
	LookFailed     = "failed"      // nothing usable answered
	LookNotOutside = "not-checked" // there is no outside to look from
)

// PublicationLook is the last look at a publication from outside.
type PublicationLook struct {
	PublicationID ID `gorm:"primaryKey"`
	Outcome       string
	Why           string // ours, from a fixed list
	LookedAt      terms.Instant
	SeenAt        terms.Instant // first time the right bytes were there
	LooksCount    int
}

// StaticCopy is the state of the folder that another web server can serve.
type StaticCopy struct {
	IncidentID ID `gorm:"primaryKey"`
	TriedAt    terms.Instant
	WrittenAt  terms.Instant
	FilesCount int
	Problem    string
}

// SelfCheck names the approved version of "might I be affected?" in one language.
type SelfCheck struct {
	IncidentID ID     `gorm:"primaryKey"`
	Language   string `gorm:"primaryKey"`
	VersionID  ID
	ApprovedAt terms.Instant
	ApprovedBy ID
}

// KeepLook notes what was seen. It is no command: the publication is the act, this is a measurement of it.
func (db *DB) KeepLook(ctx context.Context, l PublicationLook) error {
	return db.View(ctx).q().Clauses(clause.OnConflict{UpdateAll: true}).Create(&l).Error
}

// LooksAt gives the looks at the publications of an incident.
func LooksAt(r Reader, incident ID) (map[ID]PublicationLook, error) {
	rows, err := many[PublicationLook](r.q().Where("publication_id IN (SELECT id FROM publications WHERE incident_id = ?)", incident), "looks")
	out := map[ID]PublicationLook{}
	for _, l := range rows {
		out[l.PublicationID] = l
	}
	return out, err
}

// KeepStaticCopy notes what became of writing the copy.
func (db *DB) KeepStaticCopy(ctx context.Context, c StaticCopy) error {
	return db.View(ctx).q().Clauses(clause.OnConflict{UpdateAll: true}).Create(&c).Error
}

// StaticCopyOf finds it; NotFound when none was ever written.
func StaticCopyOf(r Reader, incident ID) (StaticCopy, error) {
	return one[StaticCopy](r.q().Where("incident_id = ?", incident), "Static copy")
}

// ListPublicPages gives every page, for the jobs that look after them.
func ListPublicPages(r Reader) ([]PublicPage, error) {
	return many[PublicPage](r.q().Order("incident_id"), "public pages")
}

// PublicationsToAnnounce gives those that are public now and of which subscribers have not been told.
func PublicationsToAnnounce(r Reader) ([]Publication, error) {
	return many[Publication](r.q().Where("announced_at IS NULL AND withdrawn_at IS NULL AND publish_at <= ?", r.Now()).Order("publish_at, id").Limit(50), "publications")
}

// SelfChecksOf gives the approved self-checks of an incident.
func SelfChecksOf(r Reader, incident ID) ([]SelfCheck, error) {
	return many[SelfCheck](r.q().Where("incident_id = ?", incident).Order("language"), "self-checks")
}

// PutSelfCheck makes a version the one that is shown in its language.
func PutSelfCheck(tx Tx, s *SelfCheck) error {
	return tx.q().Clauses(clause.OnConflict{UpdateAll: true}).Create(s).Error
}

// DropSelfCheck takes it off the page.
func DropSelfCheck(tx Tx, incident ID, language string) error {
	d := tx.q().Where("incident_id = ? AND language = ?", incident, language).Delete(&SelfCheck{})
	if d.Error == nil && d.RowsAffected == 0 {
		return NotFound("Self-check")
	}
	return d.Error
}

// CloseAnnouncement notes that nobody is left to tell. It is no command: the messages themselves were the act.
func (db *DB) CloseAnnouncement(ctx context.Context, id ID) error {
	v := db.View(ctx)
	return v.q().Model(&Publication{}).Where("id = ? AND announced_at IS NULL", id).Update("announced_at", v.Now()).Error
}
