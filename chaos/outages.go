package main

import (
	"errors"
	"time"
)

// outages are what an administrator sees in a bad week: the mail server asks to come back later for two and for five seconds, it is killed
// and started again, and the program is asked to end and is started again. Only the kill of the mail server may leave doubt.
func (r *runner) outages(engine string) (did tally, v Verdict, err error) {
	t, err := r.trial(engine, r.binary)
	if err != nil {
		return did, v, err
	}
	defer func() { r.end(t) }()
	k := killing{rng: r.rng, who: t.d, messages: t.post.messages, patience: patience}
	begin := func() (*process, error) {
		before, err := t.post.messages()
		if err != nil {
			return nil, err
		}
		p, err := t.d.start()
		if err == nil {
			err = k.moment(p, before)
		}
		return p, err
	}
	p, err := begin()
	if err != nil {
		return did, v, err
	}
	for _, length := range []time.Duration{2 * time.Second, 5 * time.Second} {
		err = errors.Join(err, t.post.mode(latency, 451, length))
		time.Sleep(length + time.Second)
		did.Sending++
	}
	for range 3 { // asked to end, as by an upgrade
		err = errors.Join(err, p.stop(40*time.Second))
		did.Sending++
		if err != nil {
			return did, v, err
		}
		if p, err = begin(); err != nil {
			return did, v, err
		}
	}
	p.kill()
	lines, err := t.d.lines()
	if err != nil {
		return did, v, err
	}
	doubt := 0
	for _, l := range lines {
		if l.State == "uncertain" {
			doubt++
		}
	}
	if doubt > 0 {
		v.fault("%d people are uncertain although nothing was killed", doubt)
	}
	if p, err = begin(); err != nil {
		return did, v, err
	}
	for range 3 {
		t.post.p.kill()
		did.Kills++
		time.Sleep(300 * time.Millisecond)
		again, err := startPost(t.d.house.dir, t.post.smtp)
		if err != nil {
			p.kill()
			return did, v, err
		}
		*t.post = *again
		if err := t.post.mode(latency, 0, 0); err != nil {
			p.kill()
			return did, v, err
		}
		time.Sleep(time.Second)
	}
	p.kill()
	if err := k.finish(); err != nil {
		return did, v, err
	}
	one, err := t.judged(connections * (did.Kills + 4))
	v.add(one)
	return did, v, err
}
