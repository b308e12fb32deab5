package models

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"candour/models/terms"
)

// OrganisationChain is the chain of events that belong to no incident: accounts, directory, settings.
const OrganisationChain = "organisation"

// Event is one entry of the append-only record: who did what to what, when and why. It holds ids and counts, never names:
// the reason a person typed is sealed, and the chain runs over the sealed bytes, so it can be checked without a key.
type Event struct {
	Chain      string        `gorm:"primaryKey"` // incident id, or OrganisationChain
	Seq        int64         `gorm:"primaryKey;autoIncrement:false"`
	At         terms.Instant // when the command ran
	ActorKind  string        // account, link, system, console
	ActorID    string
	Operation  string
	ObjectKind string
	ObjectID   string
	WhySealed  []byte
	Details    string // JSON object of ids, words and counts
	PrevHash   []byte
	Hash       []byte
}

// ChainHead is the last entry of a chain, locked while the next one is added.
type ChainHead struct {
	Chain string `gorm:"primaryKey"`
	Seq   int64
	Hash  []byte
}

// Actor is who acts: a signed-in account, the holder of a link, the system itself, or the console.
type Actor struct {
	Kind string
	ID   string
}

// System acts for schedules and workers; Console for the command line of the machine itself.
var (
	System  = Actor{Kind: "system"}
	Console = Actor{Kind: "console"}
)

// Act describes a command before it runs.
type Act struct {
	By        Actor
	Operation string // the operation id, for example open-incident
	Incident  ID     // empty: the organisation's own chain
	Why       string // the reason a person gave; sealed
}

// Command runs fn in one transaction and writes its one event in the same transaction. If the event cannot be written, nothing was done.
func (db *DB) Command(ctx context.Context, act Act, fn func(tx Tx) error) error {
	if act.Operation == "" || act.By.Kind == "" {
		return errors.New("a command needs an operation and an actor")
	}
	err := db.g.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		e := &Event{Chain: act.Incident, ActorKind: act.By.Kind, ActorID: act.By.ID, Operation: act.Operation, Details: "{}"}
		tx := Tx{session{g, db}, e}
		if err := fn(tx); err != nil {
			return err
		}
		// After this point nothing may fail for a reason of the domain: the chain is locked until commit.
		return appendEvent(tx, act.Why)
	})
	return err
}

// On names what the command acted on.
func (tx Tx) On(kind string, id ID) { tx.event.ObjectKind, tx.event.ObjectID = kind, id }

// InIncident moves the event to the chain of an incident that the command itself opened.
func (tx Tx) InIncident(id ID) { tx.event.Chain = id }

// Details adds ids, words and counts to the event. Never a name, an address or a typed text.
func (tx Tx) Details(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tx.event.Details = string(b)
	return nil
}

func appendEvent(tx Tx, why string) error {
	e := tx.event
	if e.Chain == "" {
		e.Chain = OrganisationChain
	}
	if err := tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(&ChainHead{Chain: e.Chain, Hash: []byte{}}).Error; err != nil {
		return fmt.Errorf("start event chain: %w", err)
	}
	q := tx.g
	if tx.db.engine == Postgres {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	head, err := one[ChainHead](q.Where("chain = ?", e.Chain), "event chain")
	if err != nil {
		return err
	}
	e.Seq, e.At, e.PrevHash = head.Seq+1, tx.Now(), head.Hash
	if why != "" {
		if e.WhySealed, err = tx.db.keys.Seal(fmt.Sprintf("events.why:%s:%d", e.Chain, e.Seq), []byte(why)); err != nil {
			return err
		}
	}
	e.Hash = e.digest()
	if err := tx.g.Create(e).Error; err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	return tx.g.Model(&ChainHead{}).Where("chain = ?", e.Chain).Updates(map[string]any{"seq": e.Seq, "hash": e.Hash}).Error
}

// digest is SHA-256 over every field, each with its length in front, so that no two entries have the same bytes by accident.
func (e *Event) digest() []byte {
	h := sha256.New()
	put := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	put([]byte("candour-event-1"))
	put([]byte(e.Chain))
	put([]byte(fmt.Sprint(e.Seq)))
	for _, s := range []string{e.At.String(), e.ActorKind, e.ActorID, e.Operation, e.ObjectKind, e.ObjectID} {
		put([]byte(s))
	}
	put(e.WhySealed)
	put([]byte(e.Details))
	put(e.PrevHash)
	return h.Sum(nil)
}

// ListEvents gives a chain newest first, page by page.
func ListEvents(r Reader, chain string, p PageRequest) (Page[Event], error) {
	q := r.q().Where("chain = ?", chain).Order("seq DESC").Limit(p.Size() + 1)
	var before int64
	if ok, err := p.decode(&before); err != nil {
		return Page[Event]{}, err
	} else if ok {
		q = q.Where("seq < ?", before)
	}
	rows, err := many[Event](q, "events")
	if err != nil {
		return Page[Event]{}, err
	}
	return pageOf(rows, p.Size(), func(e Event) any { return e.Seq }), nil
}

// Why opens the reason of an event; empty when none was given.
func (e *Event) Why(k *Keyring) (string, error) {
	if len(e.WhySealed) == 0 {
		return "", nil
	}
	b, err := k.Open(fmt.Sprintf("events.why:%s:%d", e.Chain, e.Seq), e.WhySealed)
	return string(b), err
}

// ChainFault is the first bad entry of a chain.
type ChainFault struct {
	Chain  string `json:"chain"`
	Seq    int64  `json:"seq"`
	Reason string `json:"reason"`
}

// VerifyChains walks every chain from its first entry and names the first bad entry of each; entries says how many were read.
func VerifyChains(r Reader) (faults []ChainFault, entries int64, err error) {
	heads, err := many[ChainHead](r.q().Order("chain"), "event chains")
	if err != nil {
		return nil, 0, err
	}
	known := map[string]bool{}
	for _, head := range heads {
		known[head.Chain] = true
		n, fault, err := verifyChain(r, head)
		if err != nil {
			return nil, entries, err
		}
		entries += n
		if fault != nil {
			faults = append(faults, *fault)
		}
	}
	var chains []string
	if err := r.q().Model(&Event{}).Distinct("chain").Order("chain").Pluck("chain", &chains).Error; err != nil {
		return nil, entries, err
	}
	for _, c := range chains {
		if !known[c] {
			faults = append(faults, ChainFault{c, 1, "entries without a chain head: the head was removed"})
		}
	}
	return faults, entries, nil
}

func verifyChain(r Reader, head ChainHead) (n int64, fault *ChainFault, err error) {
	prev, at := []byte{}, int64(0)
	for {
		rows, err := many[Event](r.q().Where("chain = ? AND seq > ?", head.Chain, at).Order("seq").Limit(1000), "events")
		if err != nil {
			return n, nil, err
		}
		for i := range rows {
			e := &rows[i]
			n++
			switch {
			case e.Seq != at+1:
				return n, &ChainFault{head.Chain, at + 1, "entry is missing"}, nil
			case string(e.PrevHash) != string(prev):
				return n, &ChainFault{head.Chain, e.Seq, "entry does not follow the one before it"}, nil
			case string(e.Hash) != string(e.digest()):
				return n, &ChainFault{head.Chain, e.Seq, "entry was changed"}, nil
			}
			prev, at = e.Hash, e.Seq
		}
		if len(rows) == 0 {
			break
		}
	}
	if head.Seq != at || string(head.Hash) != string(prev) {
		return n, &ChainFault{head.Chain, at + 1, "entries at the end are missing"}, nil
	}
	return n, nil, nil
}

// ActedOn says whether this actor ran an operation on an object of the organisation's chain since a moment.
func ActedOn(r Reader, by Actor, operation string, object ID, since terms.Instant) (bool, error) {
	var n int64
	err := r.q().Model(&Event{}).Where("chain = ? AND actor_kind = ? AND actor_id = ? AND operation = ? AND object_id = ? AND at >= ?",
		OrganisationChain, by.Kind, by.ID, operation, object, since).Count(&n).Error
	return n > 0, err
}
