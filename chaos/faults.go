package main

import (
	"fmt"
	"sync"
	"time"

	"candour/chaos/proxy"
)

// wrongs are what happens to one answer in a hundred and fifty. Most of it happens after the message was heard.
var wrongs = []proxy.Fault{
	{Do: proxy.CutAfter}, {Do: proxy.Reply, Code: 451}, {Do: proxy.Double}, {Do: proxy.CutBefore}, {Do: proxy.Garbage}, {Do: proxy.Reply, Code: 421}, {Do: proxy.CutHalf},
	{Do: proxy.CutMiddle}, {Do: proxy.WrongCode}, {Do: proxy.MuteAfter, Wait: 300 * time.Millisecond}, {Do: proxy.Slow, Wait: 5 * time.Millisecond},
	{Do: proxy.Delay, Wait: 200 * time.Millisecond}, {Do: proxy.Mute, Wait: 300 * time.Millisecond}, {Do: proxy.HalfClose}, {Do: proxy.LongLine}, {Do: proxy.Reply, Code: 452},
}

// faults puts the proxy between the program and its mail server for a whole dispatch. Each fault may leave doubt about one person at most.
func (r *runner) faults(engine string) (did tally, v Verdict, err error) {
	addr, err := freeAddress()
	if err != nil {
		return did, v, err
	}
	t, err := r.trialAt(engine, r.binary, addr)
	if err != nil {
		return did, v, err
	}
	defer r.end(t)
	var mu sync.Mutex
	asked := 0
	p, err := proxy.StartAt(t.d.house.smtp, t.post.smtp, func(proxy.Point) proxy.Fault {
		mu.Lock()
		defer mu.Unlock()
		if asked++; asked < 2000 || r.rng.IntN(150) > 0 { // the first wave goes well, so that the rest is released
			return proxy.Fault{}
		}
		return wrongs[r.rng.IntN(len(wrongs))]
	})
	if err != nil {
		return did, v, err
	}
	defer p.Close()
	k := killing{rng: r.rng, who: t.d, messages: t.post.messages, patience: 8 * time.Minute}
	if err := k.finish(); err != nil {
		return did, v, err
	}
	did.Sending = p.AllHits()
	if v, err = t.judged(did.Sending); err == nil && did.Sending < 20 {
		err = fmt.Errorf("only %d faults happened", did.Sending)
	}
	return did, v, err
}
