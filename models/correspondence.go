package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// CounterpartKind is who an outsider is to us.
type CounterpartKind string

// CounterpartKinds is the whole list, in the order people are shown them.
var CounterpartKinds = []CounterpartKind{"authority", "host", "lawyer", "journalist", "insurer", "police", "other"}

// CorrespondenceState says whose turn it is.
type CorrespondenceState string

const (
	WaitingForUs        CorrespondenceState = "waiting_for_us"
	WaitingForThem      CorrespondenceState = "waiting_for_them"
	CorrespondenceEnded CorrespondenceState = "closed"
)

// CorrespondenceThread is what is written with one outsider about one thing. Who that is and what it is about lie sealed.
type CorrespondenceThread struct {
	ID         ID
	IncidentID ID
	Kind       CounterpartKind
	State      CorrespondenceState
	Language   string // we write in
	AssignedTo *ID
	OpenedAt   terms.Instant
	OpenedBy   ID
	LastAt     terms.Instant // of the newest message
	Version    int

	Subject, Name, Address                   string `gorm:"-"`
	SubjectSealed, NameSealed, AddressSealed []byte
}

func (t *CorrespondenceThread) place(column string) string {
	return "correspondence_threads." + column + ":" + t.ID
}

// BeforeCreate seals the words.
func (t *CorrespondenceThread) BeforeCreate(g *gorm.DB) error { return t.seal(keysOf(g)) }

func (t *CorrespondenceThread) seal(k *Keyring) (err error) {
	for _, f := range t.words() {
		if *f.sealed, err = k.Seal(t.place(f.column), []byte(*f.plain)); err != nil {
			return err
		}
	}
	return nil
}

func (t *CorrespondenceThread) openRow(k *Keyring) error {
	for _, f := range t.words() {
		b, err := k.Open(t.place(f.column), *f.sealed)
		if err != nil {
			return err
		}
		*f.plain = string(b)
	}
	return nil
}

func (t *CorrespondenceThread) words() []sealedWord {
	return []sealedWord{{"subject", &t.Subject, &t.SubjectSealed}, {"name", &t.Name, &t.NameSealed}, {"address", &t.Address, &t.AddressSealed}}
}

type sealedWord struct {
	column string
	plain  *string
	sealed *[]byte
}

// MessageDirection of a message of a thread.
type MessageDirection string

const (
	MessageIn  MessageDirection = "in"
	MessageOut MessageDirection = "out"
)

// Origins of a message.
const (
	OriginWritten  = "written"   // here, and sent from here
	OriginNoted    = "noted"     // typed or pasted by somebody
	OriginUploaded = "uploaded"  // a saved mail
	OriginPickedUp = "picked_up" // from the mailbox, because it answers one of ours
)

// CorrespondenceMessage is one message of a thread; it is never changed. What its headers say proves nothing about who wrote it.
type CorrespondenceMessage struct {
	ID         ID
	ThreadID   ID
	Direction  MessageDirection
	Origin     string
	HappenedAt terms.Instant // as far as we know: when it was sent or came
	RecordedAt terms.Instant
	RecordedBy *ID    // nil: the program picked it up
	DeliveryID *ID    // of one that was written here
	Mark       string // what it is known by: the local part of our Message-ID, or the check value of what came
	Automatic  bool   // it says of itself that a machine wrote it: an absence note
	Stranger   bool   // it names another sender than the outsider of the thread
	Cut        bool   // the text is longer than is shown; the whole lies beside it

	Author, Text, TheirID                   string `gorm:"-"` // TheirID: the Message-ID of one that came, for the answer
	AuthorSealed, TextSealed, TheirIDSealed []byte
}

// BeforeCreate seals the words.
func (m *CorrespondenceMessage) BeforeCreate(g *gorm.DB) (err error) {
	for _, f := range m.words() {
		if *f.sealed, err = keysOf(g).Seal("correspondence_messages."+f.column+":"+m.ID, []byte(*f.plain)); err != nil {
			return err
		}
	}
	return nil
}

func (m *CorrespondenceMessage) openRow(k *Keyring) error {
	for _, f := range m.words() {
		b, err := k.Open("correspondence_messages."+f.column+":"+m.ID, *f.sealed)
		if err != nil {
			return err
		}
		*f.plain = string(b)
	}
	return nil
}

func (m *CorrespondenceMessage) words() []sealedWord {
	return []sealedWord{{"author", &m.Author, &m.AuthorSealed}, {"text", &m.Text, &m.TextSealed}, {"their_id", &m.TheirID, &m.TheirIDSealed}}
}

// ListThreads gives the threads of an incident this viewer may read: what waits for us first, closed ones last, each by its newest message.
func ListThreads(r Reader, v Viewer, incident ID) ([]CorrespondenceThread, error) {
	if _, err := FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	if !v.Has(RightReadLetters) {
		return nil, NotFound("Correspondence")
	}
	return many[CorrespondenceThread](r.q().Where("incident_id = ?", incident).
		Order("CASE state WHEN 'waiting_for_us' THEN 0 WHEN 'waiting_for_them' THEN 1 ELSE 2 END, last_at DESC, id").Limit(500), "correspondence")
}

// FindThread finds one of an incident this viewer may read.
func FindThread(r Reader, v Viewer, id ID) (CorrespondenceThread, error) {
	if !v.Has(RightReadLetters) || !ValidID(id) {
		return CorrespondenceThread{}, NotFound("Correspondence")
	}
	t, err := LoadThread(r, id)
	if err != nil {
		return t, err
	}
	if _, err := FindIncident(r, v, t.IncidentID); err != nil {
		return CorrespondenceThread{}, NotFound("Correspondence")
	}
	return t, nil
}

// LoadThread finds one for the program itself.
func LoadThread(r Reader, id ID) (CorrespondenceThread, error) {
	return one[CorrespondenceThread](r.q().Where("id = ?", id), "Correspondence")
}

// AddThread adds one.
func AddThread(tx Tx, t *CorrespondenceThread) error {
	t.Version = 1
	return insert(tx, t, "This correspondence")
}

// MoveThread changes a thread at a known version.
func MoveThread(tx Tx, t CorrespondenceThread, values map[string]any) error {
	values["version"] = t.Version + 1
	return guarded(tx.q().Model(&CorrespondenceThread{}).Where("id = ? AND version = ?", t.ID, t.Version), values,
		"This correspondence changed meanwhile. Nothing was saved; your words are still on your screen. Load it again and compare.")
}

// MessagesOf gives the messages of a thread, oldest first.
func MessagesOf(r Reader, thread ID) ([]CorrespondenceMessage, error) {
	return many[CorrespondenceMessage](r.q().Where("thread_id = ?", thread).Order("happened_at, recorded_at, id").Limit(1000), "messages")
}

// CountMessages says how many messages the program picked up for a thread since an instant.
func CountMessages(r Reader, thread ID, since terms.Instant) (n int64, err error) {
	err = r.q().Model(&CorrespondenceMessage{}).Where("thread_id = ? AND origin = ? AND recorded_at > ?", thread, OriginPickedUp, since).Count(&n).Error
	return n, err
}

// MessageMarked finds a message of ours by one of the marks that an answer names; false: there is none.
func MessageMarked(r Reader, marks []string) (CorrespondenceMessage, bool, error) {
	return firstMessage(r, r.q().Where("mark IN ? AND direction = ?", marks, MessageOut))
}

// MessageDelivered finds the message that was sent as a delivery; false: the delivery is of something else.
func MessageDelivered(r Reader, delivery ID) (CorrespondenceMessage, bool, error) {
	return firstMessage(r, r.q().Where("delivery_id = ?", delivery))
}

// HasMessage says whether a thread has a message with this mark.
func HasMessage(r Reader, thread ID, mark string) (bool, error) {
	_, there, err := firstMessage(r, r.q().Where("thread_id = ? AND mark = ?", thread, mark))
	return there, err
}

func firstMessage(_ Reader, q *gorm.DB) (CorrespondenceMessage, bool, error) {
	rows, err := many[CorrespondenceMessage](q.Order("recorded_at, id").Limit(1), "messages")
	if err != nil || len(rows) == 0 {
		return CorrespondenceMessage{}, false, err
	}
	return rows[0], true, nil
}

// AddMessage adds one to its thread.
func AddMessage(tx Tx, m *CorrespondenceMessage) error { return insert(tx, m, "This message") }

// DocumentsOfMessages gives what came with messages, without the bytes.
func DocumentsOfMessages(r Reader, messages []CorrespondenceMessage) (map[ID][]Document, error) {
	ids := make([]ID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	out := map[ID][]Document{}
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[Document](headsOfDocuments(r).Where("message_id IN ?", ids).Order("added_at, id"), "documents")
		for _, d := range rows {
			out[*d.MessageID] = append(out[*d.MessageID], d)
		}
		return err
	})
}

// DeliveryStatesOf gives how far messages are that were sent from here.
func DeliveryStatesOf(r Reader, ids []ID) (map[ID]DeliveryState, error) {
	out := map[ID]DeliveryState{}
	return out, inBatches(ids, func(ids []ID) error {
		var rows []struct {
			ID    ID
			State DeliveryState
		}
		err := r.q().Model(&Delivery{}).Select("id", "state").Where("id IN ?", ids).Find(&rows).Error
		for _, d := range rows {
			out[d.ID] = d.State
		}
		return err
	})
}

// EraseLetters empties what was written with outsiders in an incident: a letter about people names them. Who wrote when stays; what came with
// them is erased with the documents.
func EraseLetters(tx Tx, incident ID) (int64, error) {
	rows, err := many[CorrespondenceMessage](tx.q().Where("thread_id IN (SELECT id FROM correspondence_threads WHERE incident_id = ?)", incident), "messages")
	if err != nil {
		return 0, err
	}
	for i := range rows {
		m := &rows[i]
		sealed, err := tx.Keys().Seal("correspondence_messages.text:"+m.ID, nil)
		if err != nil {
			return 0, err
		}
		if err := tx.q().Model(&CorrespondenceMessage{}).Where("id = ?", m.ID).Update("text_sealed", sealed).Error; err != nil {
			return 0, err
		}
	}
	return int64(len(rows)), nil
}
