package correspondence

import (
	"context"

	"candour/models"
	"candour/workflows/delivery"
)

// Send writes to the outsider of a thread: one message, one recipient, by the same way as everything that leaves; of an exercise it stays in the
// outbox. The version is that of the page it was written on, so that nobody answers past a letter that came meanwhile. Errors: invalid (words,
// the address of somebody who is affected by now), conflict (closed, changed).
func Send(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, words string) error {
	t, err := models.FindThread(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "send-letter", Incident: t.IncidentID}, func(tx models.Tx) error {
		in, err := writable(tx, by, t.IncidentID)
		if err != nil {
			return err
		}
		// A list of people may have come in since the thread was begun.
		if err := notAffected(tx, t); err != nil {
			return err
		}
		m := models.CorrespondenceMessage{ID: models.NewID(), ThreadID: t.ID, Direction: models.MessageOut, Origin: models.OriginWritten, HappenedAt: tx.Now(), RecordedAt: tx.Now(), RecordedBy: &by.Account}
		if m.Text, err = text("text", words, maxText); err != nil {
			return err
		}
		before, err := models.MessagesOf(tx, t.ID)
		if err != nil {
			return err
		}
		answers, subject := threadOf(before), t.Subject
		if len(answers) > 0 {
			subject = "Re: " + subject
		}
		d, err := delivery.EnqueueForOutsider(tx, delivery.OutsiderOrder{Incident: in, Thread: t, Message: m.ID, Subject: subject, Text: m.Text, Answers: answers})
		if err != nil {
			return err
		}
		m.DeliveryID, m.Mark = &d.ID, delivery.MessageMark(d.ID)
		if err := models.AddMessage(tx, &m); err != nil {
			return err
		}
		tx.On("correspondence", t.ID)
		if err := tx.Details(map[string]any{"message": m.ID, "delivery": d.ID}); err != nil {
			return err
		}
		t.Version = version
		if err := models.MoveThread(tx, t, map[string]any{"state": models.WaitingForThem, "last_at": tx.Now()}); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
}

// threadOf names the earlier messages, oldest first, as headers do: theirs by their id, ours by their delivery.
func threadOf(before []models.CorrespondenceMessage) []string {
	var out []string
	for _, m := range before {
		switch {
		case m.DeliveryID != nil:
			out = append(out, *m.DeliveryID)
		case m.TheirID != "":
			out = append(out, m.TheirID)
		}
	}
	return out[max(0, len(out)-5):]
}
