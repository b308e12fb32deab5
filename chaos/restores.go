package main

import (
	"errors"
	"time"
)

// restores puts the database back to a copy that was made while people were being told, again and again; the journal stays.
func (r *runner) restores(engine string, restores int) (all tally, sum Verdict, err error) {
	for all.Kills < restores {
		t, err := r.trial(engine, r.binary)
		if err != nil {
			return all, sum, err
		}
		did, err := r.restoreRound(t, restores-all.Kills)
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

func (r *runner) restoreRound(t *trial, restores int) (did tally, err error) {
	// A restored dispatch waits until every journal has been read.
	k := killing{rng: r.rng, who: t.d, messages: t.post.messages, patience: patience, hear: 20 * time.Second}
	for did.Kills < restores {
		left, err := t.d.left()
		if err != nil {
			return did, err
		}
		if left == 0 {
			return did, nil
		}
		before, err := t.post.messages()
		if err != nil {
			return did, err
		}
		p, err := t.d.start()
		if err != nil {
			return did, err
		}
		err = k.moment(p, before)
		if err == nil {
			err = t.d.house.backup()
		}
		copied, late := t.post.messages()
		time.Sleep(time.Duration(r.rng.Int64N(int64(400 * time.Millisecond))))
		p.kill()
		if err = errors.Join(err, late); err != nil {
			return did, err
		}
		after, err := t.post.messages()
		if err != nil {
			return did, err
		}
		if err := t.d.house.restore(); err != nil {
			return did, err
		}
		did.Kills++
		if after > copied {
			did.Sending++ // messages left after the copy, of which the restored database knows nothing
		}
	}
	return did, k.finish()
}
