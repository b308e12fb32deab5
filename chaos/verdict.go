package main

import (
	"fmt"
	"strings"

	"candour/chaos/sink"
)

// Line is what the accused says about one person at the end.
type Line struct {
	Person  int64
	Address string
	State   string
}

// told are the states that say a message was accepted; a person in one of them must be in the sink.
var told = map[string]bool{"sent": true, "delivered": true}

// final are the states in which a person is accounted for.
var final = map[string]bool{"sent": true, "delivered": true, "uncertain": true, "refused": true, "unreached": true, "excluded": true, "held": true}

// Verdict of one round.
type Verdict struct {
	People     int      `json:"people"`
	Messages   int      `json:"messages"` // in the sink
	Sent       int      `json:"sent"`
	Uncertain  int      `json:"uncertain"`
	Arrived    int      `json:"uncertain_arrived"` // of the uncertain, those the sink has: what a relay log would settle
	Duplicates int      `json:"duplicates"`        // people told more than once
	Lost       int      `json:"lost"`              // called told without a message, told without being called so, or in no final state
	Faults     int      `json:"faults"`            // everything else that must never be
	Problems   []string `json:"problems,omitempty"`
}

// Bad says whether anything was found.
func (v *Verdict) Bad() bool { return v.Duplicates+v.Lost+v.Faults > 0 }

func (v *Verdict) add(o Verdict) {
	v.People, v.Messages, v.Sent, v.Uncertain, v.Arrived = v.People+o.People, v.Messages+o.Messages, v.Sent+o.Sent, v.Uncertain+o.Uncertain, v.Arrived+o.Arrived
	v.Duplicates, v.Lost, v.Faults = v.Duplicates+o.Duplicates, v.Lost+o.Lost, v.Faults+o.Faults
	for _, p := range o.Problems {
		v.note("%s", p)
	}
}

func (v *Verdict) note(format string, a ...any) {
	if len(v.Problems) < 20 {
		v.Problems = append(v.Problems, fmt.Sprintf(format, a...))
	}
}

func (v *Verdict) fault(format string, a ...any) {
	v.Faults++
	v.note(format, a...)
}

func (v *Verdict) String() string {
	s := fmt.Sprintf("%d people, %d messages, %d sent, %d uncertain (%d of them arrived); told twice %d, lost %d, other faults %d",
		v.People, v.Messages, v.Sent, v.Uncertain, v.Arrived, v.Duplicates, v.Lost, v.Faults)
	if len(v.Problems) > 0 {
		s += "\n    " + strings.Join(v.Problems, "\n    ")
	}
	return s
}

// markOf is the canary of an address of ours: p0000012@... is KNR0000012.
func markOf(address string) string {
	if len(address) < 8 {
		return ""
	}
	return "KNR" + address[1:8]
}

// judge compares. atMost is how many people may be uncertain: connections in flight, times kills.
func judge(lines []Line, entries []sink.Entry, atMost int) Verdict {
	book := sink.Open(entries)
	v := Verdict{People: len(lines), Messages: book.Messages}
	for _, f := range book.Faults {
		v.fault("%s", f)
	}
	known := make(map[string]bool, len(lines))
	for _, l := range lines {
		if known[l.Address] {
			v.fault("person %d has two lines", l.Person)
		}
		known[l.Address] = true
		v.line(l, book.PerTo[l.Address])
	}
	for to, n := range book.PerTo {
		if !known[to] {
			v.fault("a stranger got %d messages", n)
		}
	}
	for to, ids := range book.IDs {
		if len(ids) > 1 {
			v.fault("one person got messages with %d different Message-IDs: %s", len(ids), to)
		}
	}
	if foreign, without := sink.Foreign(entries, markOf); foreign+without > 0 {
		v.Faults += foreign + without
		v.note("%d messages hold somebody else's mark, %d hold none", foreign, without)
	}
	if v.Uncertain > atMost {
		v.fault("%d people are uncertain, more than the %d messages that were in flight at a kill", v.Uncertain, atMost)
	}
	return v
}

func (v *Verdict) line(l Line, got int) {
	switch {
	case got > 1:
		v.Duplicates++
		v.note("person %d was told %d times and is called %s", l.Person, got, l.State)
	case told[l.State] && got == 0:
		v.Lost++
		v.note("person %d is called %s and was never told", l.Person, l.State)
	case got == 1 && !told[l.State] && l.State != "uncertain":
		v.Lost++
		v.note("person %d was told and is called %s", l.Person, l.State)
	case !final[l.State]:
		v.Lost++
		v.note("person %d was left %s", l.Person, l.State)
	}
	if told[l.State] {
		v.Sent++
	}
	if l.State == "uncertain" {
		v.Uncertain++
		v.Arrived += min(got, 1)
	}
}
