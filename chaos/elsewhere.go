package main

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// elsewhere is the disaster in which a copy of the database is started on another machine: the journal of the node that went on sending after
// the copy is not there. Nobody may be told again until it has been read, or people have said that it is lost; then the journal comes back.
func (r *runner) elsewhere(engine string) (did tally, v Verdict, err error) {
	t, err := r.trial(engine, r.binary)
	if err != nil {
		return did, v, err
	}
	defer r.end(t)
	k := killing{rng: r.rng, who: t.d, messages: t.post.messages, patience: patience, hear: 20 * time.Second}
	p, err := t.d.start()
	if err != nil {
		return did, v, err
	}
	// Past the first wave, so that many are on their way.
	err = readyWithin(60*time.Second, "the rest on its way", func() (bool, error) {
		_ = t.d.tend()
		n, err := t.post.messages()
		return n > 300, err
	})
	if err == nil {
		err = t.d.house.backup()
	}
	time.Sleep(700 * time.Millisecond)
	p.kill()
	if err != nil {
		return did, v, err
	}
	did.Kills++
	away := filepath.Join(t.d.house.dir, "journal.away")
	err = errors.Join(t.d.house.restore(), os.Rename(t.d.house.journals(), away))
	if err != nil {
		return did, v, err
	}
	before, err := t.post.messages()
	if err != nil {
		return did, v, err
	}
	// At once: the copy is so young that it looks like one whose node still runs.
	if p, err = t.d.start(); err != nil {
		return did, v, err
	}
	time.Sleep(12 * time.Second)
	p.kill()
	after, err := t.post.messages()
	if err != nil {
		return did, v, err
	}
	if after > before {
		v.fault("a copy without its journal sent %d messages by itself", after-before)
	}
	did.Sending++
	// The journal is found again; the new machine's own moves beside it, as a second node's.
	made := filepath.Join(t.d.house.dir, "journal.new")
	err = errors.Join(os.Rename(t.d.house.journals(), made), os.Rename(away, t.d.house.journals()))
	if err != nil {
		return did, v, err
	}
	entries, err := os.ReadDir(made)
	if err != nil {
		return did, v, err
	}
	for _, e := range entries {
		err = errors.Join(err, os.Rename(filepath.Join(made, e.Name()), filepath.Join(t.d.house.journals(), e.Name())))
	}
	if err != nil {
		return did, v, err
	}
	second := *t.d.house
	if second.listen, err = freeAddress(); err != nil {
		return did, v, err
	}
	second.extra = []string{"CANDOUR_PUBLIC_URL=http://" + second.listen}
	other, err := second.serve() // each takes one of the two journals
	if err != nil {
		return did, v, err
	}
	defer other.kill()
	if err := k.finish(); err != nil {
		return did, v, err
	}
	other.kill()
	one, err := t.judged(connections * 3)
	v.add(one)
	return did, v, err
}
