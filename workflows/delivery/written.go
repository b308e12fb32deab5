package delivery

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery/journal"
)

// Messages to contacts and accounts are written into the same journal as those to people, so that a database restored from a backup does not
// send a circular a second time.

var letterStates = map[Outcome]uint8{Sent: 1, Refused: 2, Deferred: 3, Uncertain: 4}

// reasonWritten is what the row says when the journal had the last word.
const (
	reasonWritten   = "the delivery journal of this program says so; the database was an older one"
	reasonUnwritten = "the delivery journal cannot be written, so nothing was handed over"
	reasonCutOff    = "the program ended while the message was being handed over; it may or may not have arrived"
)

// writeIntent returns when the intent is on the disk. Only then may a byte go out.
func writeIntent(j *journal.Journal, d models.Delivery) (journal.Record, error) {
	r := journal.Record{Kind: journal.Letter, Epoch: d.Epoch, At: time.Now().UnixMilli()}
	b, err := hex.DecodeString(strings.ReplaceAll(d.ID, "-", ""))
	if err != nil {
		return r, err
	}
	copy(r.ID[:], b)
	if j == nil {
		return r, nil
	}
	t, err := j.Append(r)
	if err != nil {
		return r, err
	}
	return r, t.Wait()
}

// writeOutcome is not waited for: if it is lost the message is uncertain, and a person is asked.
func writeOutcome(j *journal.Journal, intent journal.Record, r Result) {
	if j == nil {
		return
	}
	intent.Kind, intent.State, intent.Code, intent.At = journal.LetterOutcome, letterStates[r.Outcome], uint16(r.Code), time.Now().UnixMilli()
	_, _ = j.Append(intent) // the journal remembers its failure; the row is settled in any case
}

// LetterLineOf is what a record of the journal says of a message.
func LetterLineOf(r journal.Record) models.LetterLine {
	h := hex.EncodeToString(r.ID[:])
	l := models.LetterLine{ID: h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], Epoch: r.Epoch, State: models.DeliveryUncertain,
		Code: int(r.Code), Reason: reasonCutOff, At: terms.InstantOf(time.UnixMilli(r.At))}
	if r.Kind != journal.LetterOutcome {
		return l
	}
	for o, n := range letterStates {
		if n == r.State {
			l.State, l.Reason = models.DeliveryState(o), reasonWritten
		}
	}
	return l
}

// ApplyLetters brings the messages of the outbox to where the journal saw them, when a node starts.
func ApplyLetters(ctx context.Context, db *models.DB, lines map[models.ID]models.LetterLine) error {
	for _, l := range lines {
		d, err := models.LoadDelivery(db.View(ctx), l.ID)
		if models.IsKind(err, models.KindNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if l.Epoch < d.Epoch || l.Epoch == d.Epoch && d.State != models.DeliveryLeased && d.State != models.DeliverySending && d.State != models.DeliveryUncertain {
			continue
		}
		err = db.Command(ctx, models.Act{By: models.System, Operation: "replay-journal", Incident: d.IncidentID}, func(tx models.Tx) error {
			tx.On("delivery", d.ID)
			_, err := models.ApplyLetter(tx, l)
			return err
		})
		if err != nil && !models.IsKind(err, models.KindConflict) {
			return err
		}
	}
	return nil
}
