package genuineness

import (
	"net/netip"
	"testing"
	"time"
)

func TestGuessingComesToAnEndAndHonestPeopleAreNotKeptWaiting(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	l := NewLimiter(func() time.Time { return now })
	guesser, neighbour, other := netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("192.0.2.200"), netip.MustParseAddr("198.51.100.1")
	for range 10 * missesOfNetwork {
		if !l.Allow(other) {
			t.Fatal("somebody who misses nothing is kept waiting")
		}
	}
	for range missesOfNetwork {
		if !l.Allow(guesser) {
			t.Fatal("kept waiting before the limit")
		}
		l.Missed(guesser)
	}
	if l.Allow(guesser) || l.Allow(neighbour) || l.Allow(netip.MustParseAddr("::ffff:192.0.2.9")) {
		t.Error("the network goes on guessing")
	}
	if !l.Allow(other) || !l.Allow(netip.Addr{}) {
		t.Error("another network is kept waiting too")
	}
	now = now.Add(window)
	if !l.Allow(guesser) {
		t.Error("still kept waiting in the next window")
	}
	// Many networks together come to an end too.
	for i := range missesOfAll {
		l.Missed(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1}))
	}
	if l.Allow(other) {
		t.Error("guessing from everywhere has no end")
	}
	if now = now.Add(window); !l.Allow(other) {
		t.Error("a window does not end")
	}
	// A clock that was set back must not keep a window open for hours.
	now = now.Add(-24 * time.Hour)
	l.Missed(other)
	if l.until.After(now.Add(window)) {
		t.Errorf("the window ends at %v, and it is %v", l.until, now)
	}
}

// No address is kept, and what is kept of one is another number in each window.
func TestNoAddressIsKept(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	l := NewLimiter(func() time.Time { return now })
	a := netip.MustParseAddr("2001:db8:1::7")
	l.Missed(a)
	first := l.network(a)
	if l.network(netip.MustParseAddr("2001:db8:1:ffff::1")) != first || l.network(netip.MustParseAddr("2001:db8:2::1")) == first {
		t.Error("a network of IPv6 is not what one subscriber has")
	}
	now = now.Add(window)
	l.Missed(a)
	if l.network(a) == first || len(l.misses) != 1 {
		t.Error("a window knows something of the one before")
	}
}
