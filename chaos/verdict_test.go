package main

import (
	"testing"

	"candour/chaos/sink"
)

func message(n int, to ...string) sink.Entry {
	return sink.Entry{To: to, HeaderTo: to[0], MessageID: string(rune('a' + n)), Canaries: []string{markOf(to[0])}}
}

// Each line is a way of telling somebody twice or not at all, and what the judge makes of it.
func TestTheVerdict(t *testing.T) {
	one, two := "p0000001@people.example", "p0000002@people.example"
	for _, c := range []struct {
		about                  string
		lines                  []Line
		entries                []sink.Entry
		atMost                 int
		twice, lost, faults, u int
	}{
		{"everybody told once", []Line{{1, one, "sent"}, {2, two, "delivered"}}, []sink.Entry{message(1, one), message(2, two)}, 0, 0, 0, 0, 0},
		{"told twice", []Line{{1, one, "sent"}}, []sink.Entry{message(1, one), message(1, one)}, 0, 1, 0, 0, 0},
		{"told twice, once as somebody uncertain", []Line{{1, one, "uncertain"}}, []sink.Entry{message(1, one), message(1, one)}, 1, 1, 0, 0, 1},
		{"called told and never told", []Line{{1, one, "sent"}}, nil, 0, 0, 1, 0, 0},
		{"told and called refused", []Line{{1, one, "refused"}}, []sink.Entry{message(1, one)}, 0, 0, 1, 0, 0},
		{"left in the queue", []Line{{1, one, "queued"}}, nil, 0, 0, 1, 0, 0},
		{"left with a worker that is gone", []Line{{1, one, "leased"}}, nil, 0, 0, 1, 0, 0},
		{"uncertain and arrived", []Line{{1, one, "uncertain"}}, []sink.Entry{message(1, one)}, 1, 0, 0, 0, 1},
		{"uncertain and not arrived", []Line{{1, one, "uncertain"}}, nil, 1, 0, 0, 0, 1},
		{"more uncertain than were in flight", []Line{{1, one, "uncertain"}}, nil, 0, 0, 0, 1, 1},
		{"a stranger was told", []Line{{1, one, "sent"}}, []sink.Entry{message(1, one), message(2, two)}, 0, 0, 0, 1, 0},
		{"two on one envelope", []Line{{1, one, "sent"}, {2, two, "sent"}}, []sink.Entry{message(1, one, two)}, 0, 0, 0, 1, 0},
		{"the letter of somebody else", []Line{{1, one, "sent"}}, []sink.Entry{{To: []string{one}, HeaderTo: one, MessageID: "a", Canaries: []string{markOf(two)}}}, 0, 0, 0, 1, 0},
		{"a letter to nobody in particular", []Line{{1, one, "sent"}}, []sink.Entry{{To: []string{one}, HeaderTo: one, MessageID: "a"}}, 0, 0, 0, 1, 0},
		{"the second message under another name", []Line{{1, one, "sent"}}, []sink.Entry{message(1, one), message(2, one)}, 0, 1, 0, 1, 0},
		{"one person in two lines", []Line{{1, one, "sent"}, {1, one, "sent"}}, []sink.Entry{message(1, one)}, 0, 0, 0, 1, 0},
	} {
		t.Run(c.about, func(t *testing.T) {
			v := judge(c.lines, c.entries, c.atMost)
			if v.Duplicates != c.twice || v.Lost != c.lost || v.Faults != c.faults || v.Uncertain != c.u {
				t.Errorf("told twice %d, lost %d, faults %d, uncertain %d: want %d, %d, %d, %d\n%v", v.Duplicates, v.Lost, v.Faults, v.Uncertain, c.twice, c.lost, c.faults, c.u, v.Problems)
			}
		})
	}
}
