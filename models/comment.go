package models

import (
	"candour/models/terms"
)

// ThingKind is what a comment stands beside.
type ThingKind string

const (
	ThingIncident      ThingKind = "incident"
	ThingParty         ThingKind = "party"
	ThingFact          ThingKind = "fact"
	ThingDetermination ThingKind = "determination"
	ThingTask          ThingKind = "task"
	ThingText          ThingKind = "text"
	ThingCircular      ThingKind = "circular"
	ThingNotice        ThingKind = "people-notice"
)

// Comment is what a colleague says beside a thing. Its words are in its versions; the newest one counts and the others are kept.
type Comment struct {
	ID         ID
	IncidentID ID
	ThingKind  ThingKind
	ThingID    ID
	AuthorID   ID
	WrittenAt  terms.Instant
	Version    int
	ResolvedAt terms.Instant
	ResolvedBy *ID
}

// CommentVersion is one state of a comment's words.
type CommentVersion struct {
	CommentID  ID  `gorm:"primaryKey"`
	Number     int `gorm:"primaryKey;autoIncrement:false"`
	TextSealed []byte
	WrittenAt  terms.Instant
}

// Mention calls somebody to a comment.
type Mention struct {
	CommentID   ID `gorm:"primaryKey"`
	AccountID   ID `gorm:"primaryKey"`
	MentionedAt terms.Instant
	SeenAt      terms.Instant
}

// SetText seals the words; Text opens them.
func (v *CommentVersion) SetText(k *Keyring, s string) (err error) {
	v.TextSealed, err = k.Seal("comment_versions.text:"+v.CommentID, []byte(s))
	return err
}

func (v *CommentVersion) Text(k *Keyring) (string, error) {
	b, err := k.Open("comment_versions.text:"+v.CommentID, v.TextSealed)
	return string(b), err
}

// ThingOf finds the incident of a thing this viewer may read, or says that it is not there. A society reads what belongs to its own party
// and nothing that is shared with other societies, so what it says there is read by its own people and the staff only.
func ThingOf(r Reader, v Viewer, kind ThingKind, id ID) (incident ID, err error) {
	none := NotFound("What the comment is about")
	if !v.Has(RightReadIncidents) || !ValidID(id) {
		return "", none
	}
	_, only := v.onlySociety()
	switch kind {
	case ThingParty:
		p, err := FindParty(r, v, id)
		return p.IncidentID, err
	case ThingDetermination:
		d, err := FindDetermination(r, v, id)
		return d.IncidentID, err
	case ThingTask:
		t, err := FindTask(r, v, id)
		return t.IncidentID, err
	case ThingFact:
		f, err := one[Fact](r.q().Where("id = ?", id), "Fact")
		if err != nil {
			return "", none
		}
		if f.PartyID != nil {
			p, err := FindParty(r, v, *f.PartyID)
			return p.IncidentID, err
		}
		if only {
			return "", none
		}
		return f.IncidentID, nil
	}
	if only {
		return "", none
	}
	switch kind {
	case ThingIncident:
		i, err := FindIncident(r, v, id)
		return i.ID, err
	case ThingText:
		t, err := FindText(r, v, id)
		return t.IncidentID, err
	case ThingCircular:
		n, err := FindNotice(r, v, id)
		return n.IncidentID, err
	case ThingNotice:
		n, err := FindPeopleNotice(r, v, id)
		return n.IncidentID, err
	}
	return "", none
}

// FindComment finds a comment on something this viewer may read.
func FindComment(r Reader, v Viewer, id ID) (Comment, error) {
	if !ValidID(id) {
		return Comment{}, NotFound("Comment")
	}
	c, err := one[Comment](r.q().Where("id = ?", id), "Comment")
	if err != nil {
		return c, err
	}
	if in, err := ThingOf(r, v, c.ThingKind, c.ThingID); IsKind(err, KindNotFound) || err == nil && in != c.IncidentID {
		return Comment{}, NotFound("Comment")
	} else if err != nil {
		return Comment{}, err
	}
	return c, nil
}

// CommentsOn gives the comments on one thing, oldest first; ask ThingOf first, which guards.
func CommentsOn(r Reader, incident ID, kind ThingKind, thing ID) ([]Comment, error) {
	return many[Comment](r.q().Where("incident_id = ? AND thing_kind = ? AND thing_id = ?", incident, kind, thing).Order("written_at, id"), "comments")
}

// CommentsOf gives every comment of an incident, oldest first; each is guarded by its thing.
func CommentsOf(r Reader, incident ID) ([]Comment, error) {
	return many[Comment](r.q().Where("incident_id = ?", incident).Order("written_at, id"), "comments")
}

// VersionsOf gives every version of a comment, newest first.
func VersionsOf(r Reader, comment ID) ([]CommentVersion, error) {
	return many[CommentVersion](r.q().Where("comment_id = ?", comment).Order("number DESC"), "versions")
}

// NewestVersions gives the words that count now, by comment.
func NewestVersions(r Reader, comments []Comment) (map[ID]CommentVersion, error) {
	out := map[ID]CommentVersion{}
	var ids []ID
	for _, c := range comments {
		ids = append(ids, c.ID)
	}
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[CommentVersion](r.q().Where("comment_id IN ?", ids).Order("number"), "versions")
		for _, v := range rows {
			out[v.CommentID] = v
		}
		return err
	})
}

// MentionsIn gives who was called to each comment.
func MentionsIn(r Reader, comments []Comment) (map[ID][]ID, error) {
	out := map[ID][]ID{}
	var ids []ID
	for _, c := range comments {
		ids = append(ids, c.ID)
	}
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[Mention](r.q().Where("comment_id IN ?", ids).Order("mentioned_at, account_id"), "mentions")
		for _, m := range rows {
			out[m.CommentID] = append(out[m.CommentID], m.AccountID)
		}
		return err
	})
}

// MentionsOf gives where an account was called to and has not looked yet, newest first.
func MentionsOf(r Reader, account ID) ([]Mention, error) {
	return many[Mention](r.q().Where("account_id = ? AND seen_at IS NULL", account).Order("mentioned_at DESC, comment_id").Limit(100), "mentions")
}

// AddComment adds the first words.
func AddComment(tx Tx, c *Comment, v *CommentVersion) error {
	c.Version, v.Number = 1, 1
	if err := insert(tx, c, "This comment"); err != nil {
		return err
	}
	return insert(tx, v, "This comment")
}

// EditComment adds other words at a known version.
func EditComment(tx Tx, c Comment, v *CommentVersion) error {
	v.Number = c.Version + 1
	if err := guarded(tx.q().Model(&Comment{}).Where("id = ? AND version = ?", c.ID, c.Version), map[string]any{"version": v.Number}, commentChanged); err != nil {
		return err
	}
	return insert(tx, v, "This version")
}

const commentChanged = "This comment changed meanwhile. Nothing was saved; your words are still on your screen. Load it again and compare."

// ResolveComment closes or opens what it is about; a state it has already is a conflict.
func ResolveComment(tx Tx, id ID, resolved bool, by ID) error {
	q, set := tx.q().Model(&Comment{}).Where("id = ? AND resolved_at IS NULL", id), map[string]any{"resolved_at": tx.Now(), "resolved_by": by}
	if !resolved {
		q, set = tx.q().Model(&Comment{}).Where("id = ? AND resolved_at IS NOT NULL", id), map[string]any{"resolved_at": nil, "resolved_by": nil}
	}
	return guarded(q, set, "Somebody else was faster. Load the comments again.")
}

// AddMention calls an account, once per comment; it says whether it was called just now.
func AddMention(tx Tx, comment, account ID) (bool, error) {
	var n int64
	if err := tx.q().Model(&Mention{}).Where("comment_id = ? AND account_id = ?", comment, account).Count(&n).Error; err != nil || n > 0 {
		return false, err
	}
	return true, insert(tx, &Mention{CommentID: comment, AccountID: account, MentionedAt: tx.Now()}, "This mention")
}

// SawMention takes a mention off the account's list.
func SawMention(tx Tx, comment, account ID) error {
	return guarded(tx.q().Model(&Mention{}).Where("comment_id = ? AND account_id = ? AND seen_at IS NULL", comment, account), map[string]any{"seen_at": tx.Now()},
		"You have seen this already, or you were not called to it.")
}
