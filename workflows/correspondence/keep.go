package correspondence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/correspondence/letter"
	"candour/workflows/tasks"
)

// TaskKind is the kind of the task that says that a mail came in.
const TaskKind = "correspondence"

const (
	taskTime  = 24 * time.Hour
	taskTitle = "A mail from outside came in: read it under Correspondence"
	// mostADay is how many mails are picked up for one thread in a day: more is a machine, and stays in the mailbox.
	mostADay = 100
)

// Noted is a message that did not come as a file: pasted, read from paper, said on the telephone, or sent from a mailbox of one's own.
type Noted struct {
	Direction  models.MessageDirection
	HappenedAt terms.Instant
	Author     string // who wrote it, as it says; empty: the outsider, or whoever notes it
	Text       string
}

// Note keeps such a message. Nothing is sent by it.
func Note(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, n Noted) error {
	t, err := models.FindThread(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "note-letter", Incident: t.IncidentID}, func(tx models.Tx) (err error) {
		if _, err := writable(tx, by, t.IncidentID); err != nil {
			return err
		}
		m := models.CorrespondenceMessage{ID: models.NewID(), ThreadID: t.ID, Direction: n.Direction, Origin: models.OriginNoted, HappenedAt: n.HappenedAt, RecordedAt: tx.Now(), RecordedBy: &by.Account}
		switch {
		case n.Direction != models.MessageIn && n.Direction != models.MessageOut:
			return models.InvalidField("direction", "Say whether they wrote to us or we to them.")
		case n.HappenedAt.IsZero():
			return models.InvalidField("happened_at", "Say when it was written or came.")
		case n.HappenedAt.After(tx.Now().Add(5 * time.Minute)):
			return models.InvalidField("happened_at", "This moment has not come yet.")
		}
		if m.Text, err = text("text", n.Text, letter.MaxText); err != nil {
			return err
		}
		if n.Author != "" {
			if m.Author, err = line("author", n.Author, maxName); err != nil {
				return err
			}
		}
		m.Mark = markOf(string(n.Direction), n.HappenedAt.String(), m.Text)
		return keep(tx, t, &m, nil)
	})
}

// Upload keeps a saved mail: what it says, what came with it, and the file as it came. Errors: invalid (no mail), conflict (closed, kept before).
func Upload(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, direction models.MessageDirection, raw []byte) error {
	t, err := models.FindThread(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if direction != models.MessageIn && direction != models.MessageOut {
		return models.InvalidField("direction", "Say whether they wrote to us or we to them.")
	}
	mail, err := letter.Read(raw)
	if err != nil {
		return err
	}
	m, files, err := message(db.Keys(), t, mail, raw, db.Now())
	if err != nil {
		return err
	}
	m.Direction, m.Origin, m.RecordedBy = direction, models.OriginUploaded, &by.Account
	m.Stranger = m.Stranger && direction == models.MessageIn
	for i := range files {
		files[i].AddedBy = by.Account
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "upload-letter", Incident: t.IncidentID}, func(tx models.Tx) error {
		if _, err := writable(tx, by, t.IncidentID); err != nil {
			return err
		}
		return keep(tx, t, &m, files)
	})
}

// PickUp keeps a mail of the mailbox when it answers one of our letters: it came to the address we gave for the answer (delivery names it; its
// mark was checked), or it names our Message-ID. Everything else is none of ours: false. It opens a task, and gives nobody any right.
func PickUp(ctx context.Context, db *models.DB, raw []byte, of models.ID) (bool, error) {
	mail, err := letter.Read(raw)
	if err != nil {
		return false, nil // whoever looks into the mailbox finds it there
	}
	r := db.View(ctx)
	ours, there, err := answered(r, mail, of)
	if err != nil || !there {
		return false, err
	}
	t, err := models.LoadThread(r, ours.ThreadID)
	if err != nil {
		return false, err
	}
	in, err := models.LoadIncident(r, t.IncidentID)
	if err != nil || !in.PeopleErasedAt.IsZero() {
		return false, err // nothing of this incident is kept any more
	}
	if n, err := models.CountMessages(r, t.ID, db.Now().Add(-24*time.Hour)); err != nil || n >= mostADay {
		return false, err
	}
	m, files, err := message(db.Keys(), t, mail, raw, db.Now())
	if err != nil {
		return false, err
	}
	m.Direction, m.Origin = models.MessageIn, models.OriginPickedUp
	for i := range files {
		files[i].AddedBy = t.OpenedBy // the column wants somebody; the message says that nobody handed it in
	}
	if seen, err := models.HasMessage(r, t.ID, m.Mark); err != nil || seen {
		return seen, err // killed after it was kept and before it was moved: heard again, kept once
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "pick-up-letter", Incident: t.IncidentID}, func(tx models.Tx) error {
		if err := keep(tx, t, &m, files); err != nil || m.Automatic || in.State != models.IncidentOpen {
			return err
		}
		open, err := models.OpenTaskNamed(tx, t.IncidentID, TaskKind, taskTitle)
		if err != nil || open {
			return err
		}
		return tasks.Open(tx, []models.Task{{IncidentID: t.IncidentID, Kind: TaskKind, Playbook: tasks.Plain, Title: taskTitle, OwnerID: t.AssignedTo, DueAt: tx.Now().Add(taskTime),
			Detail: "An answer to one of our letters came to the mailbox and was put into its correspondence. Who wrote it is what the mail says, and is not proven."}})
	})
	return err == nil, err
}

// answered finds the letter of ours that a mail answers.
func answered(r models.Reader, mail letter.Mail, of models.ID) (models.CorrespondenceMessage, bool, error) {
	if of != "" {
		return models.MessageDelivered(r, of)
	}
	var marks []string
	for _, id := range mail.Answers {
		local, _, _ := strings.Cut(strings.Trim(id, "<>"), "@")
		if len(local) == 40 && strings.Trim(local, "0123456789abcdef") == "" {
			marks = append(marks, local)
		}
	}
	if len(marks) == 0 {
		return models.CorrespondenceMessage{}, false, nil
	}
	return models.MessageMarked(r, marks)
}

// message makes a mail ready to be kept. Sealing megabytes is no work for inside a transaction.
func message(k *models.Keyring, t models.CorrespondenceThread, mail letter.Mail, raw []byte, now terms.Instant) (models.CorrespondenceMessage, []models.Document, error) {
	m := models.CorrespondenceMessage{ID: models.NewID(), ThreadID: t.ID, HappenedAt: now, Automatic: mail.Automatic, Cut: mail.Cut, Author: mail.FromName, Text: mail.Text, TheirID: mail.ID,
		Stranger: !strings.EqualFold(mail.FromAddress, t.Address), Mark: markOf(mail.ID, mail.FromAddress, mail.Text)}
	if at := terms.InstantOf(mail.SentAt); !mail.SentAt.IsZero() && !at.After(now) && at.After(now.Add(-20*365*24*time.Hour)) {
		m.HappenedAt = at
	}
	if mail.FromAddress != "" {
		m.Author = strings.TrimSpace(m.Author + " <" + mail.FromAddress + ">")
	}
	files := append([]letter.File{{Name: "original.eml", MediaType: "message/rfc822", Content: raw}}, mail.Files...)
	out := make([]models.Document, len(files))
	for i, f := range files {
		sum := sha256.Sum256(f.Content)
		out[i] = models.Document{ID: models.NewID(), IncidentID: t.IncidentID, MessageID: &m.ID, MediaType: f.MediaType, Size: int64(len(f.Content)), SHA256: hex.EncodeToString(sum[:])}
		if err := out[i].Seal(k, f.Name, f.Content); err != nil {
			return m, nil, err
		}
	}
	return m, out, nil
}

// keep adds a message to its thread, whose turn it changes; an absence note does not.
func keep(tx models.Tx, t models.CorrespondenceThread, m *models.CorrespondenceMessage, files []models.Document) error {
	if seen, err := models.HasMessage(tx, t.ID, m.Mark); err != nil {
		return err
	} else if seen {
		return models.Conflict("This message is in the correspondence already. Nothing was kept twice.")
	}
	m.RecordedAt = tx.Now()
	if err := models.AddMessage(tx, m); err != nil {
		return err
	}
	for i := range files {
		files[i].AddedAt = tx.Now()
		if err := models.AddDocument(tx, &files[i]); err != nil {
			return err
		}
	}
	state := models.WaitingForUs
	if m.Direction == models.MessageOut {
		state = models.WaitingForThem
	}
	if m.Automatic {
		state = t.State
	}
	tx.On("correspondence", t.ID)
	if err := tx.Details(map[string]any{"message": m.ID, "direction": m.Direction, "files": len(files), "stranger": m.Stranger}); err != nil {
		return err
	}
	return models.MoveThread(tx, t, map[string]any{"state": state, "last_at": tx.Now()})
}

// markOf knows a message again that comes by two ways.
func markOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "sum-" + hex.EncodeToString(sum[:16])
}
