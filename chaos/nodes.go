package main

import (
	"path/filepath"
	"syscall"
	"time"
)

// nodes lets two copies of the program share the work of one database, kills one of them again and again and stops it for a while, and
// measures how long nobody sends.
func (r *runner) nodes(rounds int, frozen time.Duration) (did tally, v Verdict, err error) {
	t, err := r.trial("postgres", r.binary)
	if err != nil {
		return did, v, err
	}
	defer r.end(t)
	second := *t.d.house
	if second.listen, err = freeAddress(); err != nil {
		return did, v, err
	}
	second.extra = []string{"CANDOUR_PUBLIC_URL=http://" + t.d.house.listen, "CANDOUR_DATA_DIR=" + filepath.Join(t.d.house.dir, "data2"), "CANDOUR_JOURNAL_DIR=" + filepath.Join(t.d.house.dir, "journal2")}
	if err := t.post.mode(5*latency, 0, 0); err != nil { // slower, so that there is work for everybody for a while
		return did, v, err
	}
	stays, err := t.d.start()
	if err != nil {
		return did, v, err
	}
	defer stays.kill()
	if err := stays.untilReady(30 * time.Second); err != nil {
		return did, v, err
	}
	k := killing{rng: r.rng, who: t.d, messages: t.post.messages, patience: patience}
	for range rounds {
		other, err := second.serve()
		if err != nil {
			return did, v, err
		}
		// Until it has lines of its own in flight, up to a random moment.
		if err := other.untilReady(30 * time.Second); err != nil {
			other.kill()
			return did, v, err
		}
		if err := readyWithin(15*time.Second, "work for the second node", func() (bool, error) {
			_ = t.d.tend()
			n, err := t.d.count("SELECT COUNT(DISTINCT node) FROM person_deliveries WHERE state = 'leased'")
			return n == 2, err
		}); err != nil {
			other.kill()
			break // the queue is empty
		}
		time.Sleep(time.Duration(r.rng.Int64N(int64(400 * time.Millisecond))))
		if did.Kills == rounds/2 {
			other.signal(syscall.SIGSTOP)
			time.Sleep(frozen)
			other.signal(syscall.SIGCONT)
			time.Sleep(500 * time.Millisecond)
		}
		other.kill()
		did.Kills++
		if err := t.resumes(&did, &v); err != nil {
			return did, v, err
		}
	}
	other, err := second.serve() // its journal settles what it had
	if err != nil {
		return did, v, err
	}
	defer other.kill()
	stays.kill()
	if err := k.finish(); err != nil {
		return did, v, err
	}
	other.kill()
	one, err := t.judged(connections * (did.Kills + 3))
	v.add(one)
	return did, v, err
}

// resumes waits until messages arrive again after a kill; 15 seconds are the limit.
func (t *trial) resumes(did *tally, v *Verdict) error {
	left, err := t.d.left()
	if err != nil || left < 1000 {
		return err
	}
	before, err := t.post.messages()
	if err != nil {
		return err
	}
	for began := time.Now(); time.Since(began) < 15*time.Second; time.Sleep(20 * time.Millisecond) {
		_ = t.d.tend()
		now, err := t.post.messages()
		if err != nil {
			return err
		}
		if now > before {
			did.Sending++
			return nil
		}
	}
	v.fault("nobody was told for 15 seconds after a node was killed, and %d people wait", left)
	return nil
}
