package api_test

import (
	"candour/models"
)

// wrote adds a correspondence with one message and a file in it. No society has a right to any of it.
func (w *world) wrote(ids map[string]models.ID, incident models.ID, mark string) {
	w.t.Helper()
	ids["thread_id"] = models.NewID()
	w.command(func(tx models.Tx) error {
		t := models.CorrespondenceThread{ID: ids["thread_id"], IncidentID: incident, Kind: "authority", State: models.WaitingForUs, Language: "en", OpenedAt: tx.Now(), LastAt: tx.Now(), OpenedBy: models.NewID(),
			Subject: mark, Name: mark, Address: "desk@authority.example"}
		if err := models.AddThread(tx, &t); err != nil {
			return err
		}
		m := models.CorrespondenceMessage{ID: models.NewID(), ThreadID: t.ID, Direction: models.MessageIn, Origin: models.OriginPickedUp, HappenedAt: tx.Now(), RecordedAt: tx.Now(), Mark: "m", Author: mark, Text: mark}
		if err := models.AddMessage(tx, &m); err != nil {
			return err
		}
		d := models.Document{ID: models.NewID(), IncidentID: incident, MessageID: &m.ID, MediaType: "message/rfc822", Size: 4, SHA256: mark, AddedAt: tx.Now(), AddedBy: models.NewID()}
		if err := d.Seal(tx.Keys(), mark, []byte(mark)); err != nil {
			return err
		}
		return models.AddDocument(tx, &d)
	})
}
