package api_test

import (
	"candour/models"
)

// said adds a comment beside the party of each society, and an entry in the timeline.
func (w *world) said(ids map[string]models.ID, incident models.ID, mark string) {
	w.t.Helper()
	ids["comment_id"], ids["timeline_entry_id"] = models.NewID(), models.NewID()
	w.command(func(tx models.Tx) error {
		c := models.Comment{ID: ids["comment_id"], IncidentID: incident, ThingKind: models.ThingParty, ThingID: ids["party_id"], AuthorID: models.NewID(), WrittenAt: tx.Now()}
		v := models.CommentVersion{CommentID: c.ID, WrittenAt: tx.Now()}
		if err := v.SetText(tx.Keys(), mark); err != nil {
			return err
		}
		if err := models.AddComment(tx, &c, &v); err != nil {
			return err
		}
		e := models.TimelineEntry{ID: ids["timeline_entry_id"], IncidentID: incident, HappenedAt: tx.Now(), Zone: "UTC", RecordedAt: tx.Now(), RecordedBy: models.NewID()}
		if err := e.SetContent(tx.Keys(), models.EntryContent{What: mark, Source: mark}); err != nil {
			return err
		}
		return models.AddTimelineEntry(tx, &e)
	})
}
