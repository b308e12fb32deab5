package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

const (
	dispatchPeople = 20_000
	// connections is how many messages of a node are in flight at most; the program's own default.
	connections = 32
	// latency keeps messages in flight, so that a kill has something to hit.
	latency  = 8 * time.Millisecond
	patience = 4 * time.Minute
)

// trial is one round: an installation copied from the prepared one, with a mail server of its own.
type trial struct {
	d    *dispatching
	post *post
}

// prepared is an installation in which only the second person's approval is missing. It is made once per engine and copied for each round.
func (r *runner) prepared(engine string) (*dispatching, error) {
	if d := r.ready[engine]; d != nil {
		return d, nil
	}
	h, s, err := r.furnished(engine)
	if err != nil {
		return nil, err
	}
	// The address of the mail server stands in the settings before there is one: nothing is sent yet.
	if h.smtp, err = freeAddress(); err != nil {
		return nil, err
	}
	var d *dispatching
	err = h.quietly(func() error {
		st, err := openStory(h, s, dispatchPeople)
		if err != nil {
			return err
		}
		up, err := st.beginImport()
		if err != nil {
			return err
		}
		if err := st.imported(up.ID, 3*time.Minute); err != nil {
			return err
		}
		d, err = prepareDispatch(st)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("prepare a dispatch: %w", err)
	}
	r.ready[engine] = d
	return d, nil
}

// trial copies the prepared installation, with this binary, and starts a mail server for it.
func (r *runner) trial(engine, binary string) (*trial, error) { return r.trialAt(engine, binary, "") }

// trialAt is the same with the mail server at another address than the one in the settings, for something to stand between the two.
func (r *runner) trialAt(engine, binary, smtp string) (*trial, error) {
	d, err := r.prepared(engine)
	if err != nil {
		return nil, err
	}
	r.houses++
	h, err := d.house.copyTo(filepath.Join(r.dir, fmt.Sprintf("h%d", r.houses)))
	if err != nil {
		return nil, err
	}
	h.binary = binary
	st := *d.story
	st.house = h
	t := &trial{d: &dispatching{story: &st, notice: d.notice, dispatch: d.dispatch}}
	if t.post, err = startPost(h.dir, cmp.Or(smtp, d.house.smtp)); err != nil {
		return nil, errors.Join(err, h.raze())
	}
	return t, t.post.mode(latency, 0, 0)
}

func (r *runner) end(t *trial) {
	t.post.p.kill()
	r.raze(t.d.house)
}

// judged is the verdict of a round in which everything is over: with the equation, which only a running program says.
func (t *trial) judged(atMost int) (Verdict, error) {
	v, err := t.d.verdict(t.post, atMost)
	if err != nil {
		return v, err
	}
	return v, t.d.house.quietly(func() error { t.d.covered(&v); return nil })
}

// dispatch kills until so many kills were had, in as many rounds as that takes.
func (r *runner) dispatch(engine, binary string, kills int) (all tally, sum Verdict, err error) {
	for all.Kills < kills {
		t, err := r.trial(engine, binary)
		if err != nil {
			return all, sum, err
		}
		k := killing{rng: r.rng, who: t.d, messages: t.post.messages, kills: kills - all.Kills, patience: patience}
		did, err := k.run()
		all.Kills, all.Sending = all.Kills+did.Kills, all.Sending+did.Sending
		var v Verdict
		if err == nil {
			v, err = t.judged(connections * (did.Kills + 1))
		}
		sum.add(v)
		r.end(t)
		if err != nil {
			return all, sum, err
		}
	}
	return all, sum, nil
}

// plantedBug is the negative control: the same loop on a sender that sends before it writes down, and sends again what it does not know.
// It passes when the loop has found people who were told twice.
func (r *runner) plantedBug(engine string) (tally, Verdict, error) {
	did, v, err := r.dispatch(engine, r.planted, 25)
	if err != nil {
		return did, v, err
	}
	found := v.Duplicates
	v = Verdict{People: v.People, Messages: v.Messages, Sent: v.Sent}
	if found == 0 {
		v.fault("the planted bug was not found: this loop proves nothing")
	} else {
		v.note("as it must: %d people were told twice by the planted bug", found)
	}
	return did, v, nil
}
