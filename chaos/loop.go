package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"time"
)

// accused is who sends: a program that can be started on a state that outlives it.
type accused interface {
	// start starts it, again or for the first time; what the program needs from people (approving, releasing the rest) is done by tend.
	start() (*process, error)
	// tend is called again and again while it runs and may be overtaken by a kill: errors mean that it has to be tried again.
	tend() error
	// left is how many people are not accounted for yet. It is asked while nothing runs or while it runs.
	left() (int, error)
	// lines is what it says about everybody.
	lines() ([]Line, error)
}

// killing is a loop of kills.
type killing struct {
	rng      *rand.Rand
	who      accused
	messages func() (int64, error) // in the sink
	kills    int                   // at most
	patience time.Duration         // after the last kill, for the rest
	tended   error                 // what people were told when they last did something
	hear     time.Duration         // how long to wait for the first message after a start; 0: 4 s
}

// tally is what a loop did.
type tally struct {
	Kills   int `json:"kills"`
	Sending int `json:"kills_while_sending"` // the sink had got something since the start
}

// run kills until everything is done or the kills are used up, then lets it finish.
func (k *killing) run() (tally, error) {
	var t tally
	for t.Kills < k.kills {
		left, err := k.who.left()
		if err != nil {
			return t, err
		}
		if left == 0 {
			return t, nil
		}
		before, err := k.messages()
		if err != nil {
			return t, err
		}
		p, err := k.who.start()
		if err != nil {
			return t, err
		}
		if err := k.moment(p, before); err != nil {
			p.kill()
			return t, err
		}
		after, err := k.messages()
		p.kill()
		if err != nil {
			return t, err
		}
		t.Kills++
		if after > before {
			t.Sending++
		}
	}
	return t, k.finish()
}

// moment waits for a random moment: one time in four while it is still starting, else up to 400 ms after the sink hears from it.
func (k *killing) moment(p *process, before int64) error {
	wait := 20*time.Millisecond + time.Duration(k.rng.Int64N(int64(380*time.Millisecond)))
	if k.rng.IntN(4) > 0 {
		for end := time.Now().Add(cmp.Or(k.hear, 4*time.Second)); time.Now().Before(end) && p.alive(); time.Sleep(5 * time.Millisecond) {
			now, err := k.messages()
			if err != nil {
				return err
			}
			if now > before {
				break
			}
			k.tended = k.who.tend()
		}
	}
	time.Sleep(wait)
	if !p.alive() {
		return fmt.Errorf("the program ended by itself: %w\n%s", p.err, p.said())
	}
	return nil
}

// finish lets it run until nobody is left.
func (k *killing) finish() error {
	p, err := k.who.start()
	if err != nil {
		return err
	}
	defer p.kill()
	var left int
	for end := time.Now().Add(k.patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if !p.alive() {
			return fmt.Errorf("the program ended by itself: %w\n%s", p.err, p.said())
		}
		k.tended = k.who.tend()
		if left, err = k.who.left(); err != nil {
			return err
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("%d people are still not accounted for %s after the last kill (%w)\n%s", left, k.patience, k.tended, p.said())
}
