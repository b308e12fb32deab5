// Package proxy stands between a sender and its mail server and does what networks and mail servers do on a bad day. It reads the
// protocol in clear, answer by answer, so that each fault happens at a named place; a connection that turns to TLS it passes on.
package proxy

import (
	"sync"
	"time"
)

// Point is a place in the conversation.
type Point string

const (
	Greeting Point = "greeting"
	EHLO     Point = "EHLO"
	STARTTLS Point = "STARTTLS"
	MAIL     Point = "MAIL"
	RCPT     Point = "RCPT"
	DATA     Point = "DATA"
	Dot      Point = "final dot"
)

// Points of one hand-over in the clear, in their order.
var Points = []Point{Greeting, EHLO, MAIL, RCPT, DATA, Dot}

// Action is what happens there.
type Action string

const (
	Pass      Action = ""
	Reply     Action = "answered without asking the server"  // with Code
	Delay     Action = "answered late"                       // by Wait
	CutBefore Action = "cut before the server heard it"      // both sides
	CutMiddle Action = "cut in the middle of the message"    // the server has heard half of it; at other points as CutBefore
	CutAfter  Action = "cut after the server's answer"       // which the sender never sees
	CutHalf   Action = "cut in the middle of the answer"     // the sender sees two bytes of it
	Double    Action = "answered twice"                      // with the server's answer
	Garbage   Action = "answered with garbage"               // after the server heard it
	LongLine  Action = "answered with an endless line"       // after the server heard it
	WrongCode Action = "answered with a code of no protocol" // after the server heard it
	Slow      Action = "answered one byte at a time"         // a byte each Wait
	HalfClose Action = "half closed after it was heard"      // the sender can still write
	Mute      Action = "not answered"                        // for Wait, then cut; the server has not heard it
	MuteAfter Action = "heard and not answered"              // for Wait, then cut
	Strip     Action = "encryption taken from the offer"     // at EHLO
)

// Actions that can happen at any point.
var Actions = []Action{Reply, Delay, CutBefore, CutMiddle, CutAfter, CutHalf, Double, Garbage, LongLine, WrongCode, Slow, HalfClose, Mute, MuteAfter}

// Fault is an action with its measure.
type Fault struct {
	Do   Action
	Code int
	Wait time.Duration
}

// Chooser is asked at each point of each conversation what happens there. It is called by many conversations at once.
type Chooser func(Point) Fault

// At lets a fault happen at one point: the first skip times not, then times times, then never again; times 0 is always.
func At(p Point, f Fault, skip, times int) Chooser {
	var mu sync.Mutex
	seen := 0
	return func(at Point) Fault {
		if at != p {
			return Fault{}
		}
		mu.Lock()
		defer mu.Unlock()
		seen++
		if seen <= skip || times > 0 && seen > skip+times {
			return Fault{}
		}
		return f
	}
}
