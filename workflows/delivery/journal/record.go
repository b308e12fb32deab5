package journal

import (
	"encoding/binary"
	"hash/crc32"
)

// Kind of a record.
type Kind uint8

const (
	// Intent: the hand-over of this message starts now. It is on the disk before the first byte of the message goes out.
	Intent Kind = iota + 1
	// Outcome: what is known after it.
	Outcome
	// Mark: how far the database was when this node last looked (Record.Seen). A database that is behind the mark was restored.
	Mark
	// Letter and LetterOutcome are the same for messages that are not addressed to a listed person: circulars, reminders, work for accounts.
	Letter
	LetterOutcome
	// Begun: a connection was free and the hand-over of this intent starts. It is in the file and not waited for: see Record.Boot.
	Begun

	lastKind = Begun
)

// Record is one line of the journal. It names a message by numbers only: no address, no name, no word of a text.
type Record struct {
	Kind   Kind
	State  uint8 // of an outcome; the words belong to who writes it
	Reason uint8
	Code   uint16 // the relay's reply
	// Boot names the start of the machine at which an intent was written. As long as it is the same, everything that was written is there,
	// also what nobody waited for: then an intent without Begun was not begun. After a loss of power nobody can say so.
	Boot     uint32
	Step     int16 // the channel tried, from 1
	Try      int16 // the hand-over within the step, from 1
	Dispatch int64
	Person   int64
	ID       [16]byte // of a letter; then Dispatch and Person are nothing
	Epoch    int64
	TextKey  uint64 // first bytes of the hash of the approved text
	Seen     int64  // of a mark; kept where the text key is
	At       int64  // Unix time in milliseconds
}

// RecordSize is fixed and divides a disk's sector, so that no record lies on two of them.
const RecordSize = 64

const (
	recordSign = 0xCD // first byte of a record
	headerSign = 0xCE // first byte of a file
	version    = 1
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode writes the record at its place in the journal. The place is part of what is checked: a block of another file, or of an older one
// that the disk brought back, is no record here.
func (r *Record) encode(b *[RecordSize]byte, pos int64) {
	*b = [RecordSize]byte{recordSign, byte(r.Kind), r.State, r.Reason}
	binary.LittleEndian.PutUint16(b[4:], r.Code)
	binary.LittleEndian.PutUint16(b[6:], uint16(r.Step))
	binary.LittleEndian.PutUint16(b[8:], uint16(r.Try))
	if r.Kind == Intent {
		// An intent has no reply yet, so there is room.
		binary.LittleEndian.PutUint16(b[4:], uint16(r.Boot))
		binary.LittleEndian.PutUint16(b[10:], uint16(r.Boot>>16))
	}
	if r.Kind == Letter || r.Kind == LetterOutcome {
		copy(b[12:28], r.ID[:])
	} else {
		binary.LittleEndian.PutUint64(b[12:], uint64(r.Dispatch))
		binary.LittleEndian.PutUint64(b[20:], uint64(r.Person))
	}
	binary.LittleEndian.PutUint64(b[28:], uint64(r.Epoch))
	key := r.TextKey
	if r.Kind == Mark {
		key = uint64(r.Seen)
	}
	binary.LittleEndian.PutUint64(b[36:], key)
	binary.LittleEndian.PutUint64(b[44:], uint64(r.At))
	binary.LittleEndian.PutUint64(b[52:], uint64(pos))
	binary.LittleEndian.PutUint32(b[60:], crc32.Checksum(b[:60], castagnoli))
}

// decode reads the record at a place; false when it is none.
func (r *Record) decode(b []byte, pos int64) bool {
	if len(b) < RecordSize || b[0] != recordSign || binary.LittleEndian.Uint32(b[60:]) != crc32.Checksum(b[:60], castagnoli) ||
		int64(binary.LittleEndian.Uint64(b[52:])) != pos || Kind(b[1]) < Intent || Kind(b[1]) > lastKind {
		return false
	}
	*r = Record{Kind: Kind(b[1]), State: b[2], Reason: b[3], Code: binary.LittleEndian.Uint16(b[4:]), Step: int16(binary.LittleEndian.Uint16(b[6:])),
		Try: int16(binary.LittleEndian.Uint16(b[8:])), Epoch: int64(binary.LittleEndian.Uint64(b[28:])), At: int64(binary.LittleEndian.Uint64(b[44:]))}
	if r.Kind == Intent {
		r.Boot, r.Code = uint32(r.Code)|uint32(binary.LittleEndian.Uint16(b[10:]))<<16, 0
	}
	if r.Kind == Letter || r.Kind == LetterOutcome {
		copy(r.ID[:], b[12:28])
	} else {
		r.Dispatch, r.Person = int64(binary.LittleEndian.Uint64(b[12:])), int64(binary.LittleEndian.Uint64(b[20:]))
	}
	if key := binary.LittleEndian.Uint64(b[36:]); r.Kind == Mark {
		r.Seen = int64(key)
	} else {
		r.TextKey = key
	}
	return true
}

// header stands before the records of a file: whose journal this is, and the place of the first record.
func header(node [16]byte, first int64) (b [RecordSize]byte) {
	b[0], b[1] = headerSign, version
	copy(b[12:28], node[:])
	binary.LittleEndian.PutUint64(b[52:], uint64(first))
	binary.LittleEndian.PutUint32(b[60:], crc32.Checksum(b[:60], castagnoli))
	return b
}

func readHeader(b []byte) (node [16]byte, first int64, ok bool) {
	if len(b) < RecordSize || b[0] != headerSign || b[1] != version || binary.LittleEndian.Uint32(b[60:]) != crc32.Checksum(b[:60], castagnoli) {
		return node, 0, false
	}
	copy(node[:], b[12:28])
	return node, int64(binary.LittleEndian.Uint64(b[52:])), true
}
