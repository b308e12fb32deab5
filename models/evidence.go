package models

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"candour/models/terms"
)

// WriteChain writes a chain as JSON lines, first entry first: each as it stands, with its hashes and with the sealed reason as bytes in base64,
// so that whoever receives it can walk the chain without a key. It streams; a long record costs no memory.
func WriteChain(w io.Writer, r Reader, chain string) (entries int64, err error) {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	for after := int64(0); ; {
		rows, err := many[Event](r.q().Where("chain = ? AND seq > ?", chain, after).Order("seq").Limit(1000), "events")
		if err != nil {
			return entries, err
		}
		if len(rows) == 0 {
			return entries, out.Flush()
		}
		for i := range rows {
			e := &rows[i]
			after, entries = e.Seq, entries+1
			if err := enc.Encode(chainEntry{e.Chain, e.Seq, e.At.String(), e.ActorKind, e.ActorID, e.Operation, e.ObjectKind, e.ObjectID, e.WhySealed, e.Details, e.PrevHash, e.Hash}); err != nil {
				return entries, err
			}
		}
	}
}

type chainEntry struct {
	Chain      string `json:"chain"`
	Seq        int64  `json:"seq"`
	At         string `json:"at"`
	ActorKind  string `json:"actor_kind"`
	ActorID    string `json:"actor_id"`
	Operation  string `json:"operation"`
	ObjectKind string `json:"object_kind"`
	ObjectID   string `json:"object_id"`
	WhySealed  []byte `json:"why_sealed"`
	Details    string `json:"details"`
	PrevHash   []byte `json:"prev_hash"`
	Hash       []byte `json:"hash"`
}

// ReadChain walks a chain written by WriteChain, without a database and without a key, and names the first bad entry; 0 when it is whole.
func ReadChain(in io.Reader) (entries, bad int64, err error) {
	dec := json.NewDecoder(in)
	prev := []byte{}
	for {
		var c chainEntry
		if err := dec.Decode(&c); err == io.EOF {
			return entries, 0, nil
		} else if err != nil {
			return entries, entries + 1, fmt.Errorf("entry %d cannot be read: %w", entries+1, err)
		}
		entries++
		e := Event{Chain: c.Chain, Seq: c.Seq, ActorKind: c.ActorKind, ActorID: c.ActorID, Operation: c.Operation, ObjectKind: c.ObjectKind, ObjectID: c.ObjectID,
			WhySealed: c.WhySealed, Details: c.Details, PrevHash: c.PrevHash, Hash: c.Hash}
		if e.At, err = terms.ParseInstant(c.At); err != nil || c.Seq != entries || string(c.PrevHash) != string(prev) || string(e.digest()) != string(c.Hash) {
			return entries, entries, nil
		}
		prev = c.Hash
	}
}
