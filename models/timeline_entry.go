package models

import (
	"encoding/json"

	"candour/models/terms"
)

// TimelineEntry is what somebody writes into the timeline by hand. When it happened and when it was written down are different times, and both
// are shown: what is dated back can be seen to be.
type TimelineEntry struct {
	ID            ID
	IncidentID    ID
	HappenedAt    terms.Instant
	Zone          string // of the clock it was read from
	ContentSealed []byte
	RecordedAt    terms.Instant
	RecordedBy    ID
	WithdrawnAt   terms.Instant
	WithdrawnBy   *ID
}

// EntryContent is what happened and where it is known from.
type EntryContent struct {
	What   string `json:"what"`
	Source string `json:"source"`
}

// SetContent seals what was written; Content opens it.
func (e *TimelineEntry) SetContent(k *Keyring, c EntryContent) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	e.ContentSealed, err = k.Seal("timeline_entries.content:"+e.ID, b)
	return err
}

func (e *TimelineEntry) Content(k *Keyring) (c EntryContent, err error) {
	b, err := k.Open("timeline_entries.content:"+e.ID, e.ContentSealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}

// FindTimelineEntry finds one of an incident whose record this viewer may read.
func FindTimelineEntry(r Reader, v Viewer, id ID) (TimelineEntry, error) {
	if !v.Has(RightReadRecord) || !ValidID(id) {
		return TimelineEntry{}, NotFound("Entry")
	}
	e, err := one[TimelineEntry](r.q().Where("id = ?", id), "Entry")
	if err != nil {
		return e, err
	}
	if _, err := FindIncident(r, v, e.IncidentID); err != nil {
		return TimelineEntry{}, err
	}
	return e, nil
}

// TimelineEntriesByID gives entries of an incident by id, for the record that names them.
func TimelineEntriesByID(r Reader, incident ID, ids []ID) (map[ID]TimelineEntry, error) {
	out := map[ID]TimelineEntry{}
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[TimelineEntry](r.q().Where("incident_id = ? AND id IN ?", incident, ids), "entries")
		for _, e := range rows {
			out[e.ID] = e
		}
		return err
	})
}

// AddTimelineEntry adds one.
func AddTimelineEntry(tx Tx, e *TimelineEntry) error { return insert(tx, e, "This entry") }

// WithdrawTimelineEntry marks one as wrong; it stays where it is.
func WithdrawTimelineEntry(tx Tx, id, by ID) error {
	return guarded(tx.q().Model(&TimelineEntry{}).Where("id = ? AND withdrawn_at IS NULL", id), map[string]any{"withdrawn_at": tx.Now(), "withdrawn_by": by},
		"This entry was withdrawn already.")
}
