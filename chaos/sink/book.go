package sink

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
)

// Book is what the entries of a sink say together.
type Book struct {
	Messages int
	PerTo    map[string]int             // envelope recipient -> messages
	PerID    map[string]int             // Message-ID -> messages
	IDs      map[string]map[string]bool // envelope recipient -> its Message-IDs
	Faults   []string                   // what no message may ever be, whoever sent it; the first hundred
	faults   int
}

// Open sums entries up.
func Open(entries []Entry) Book {
	b := Book{PerTo: map[string]int{}, PerID: map[string]int{}, IDs: map[string]map[string]bool{}}
	for i, e := range entries {
		b.add(i+1, e)
	}
	return b
}

// FaultCount is how many there are in all.
func (b *Book) FaultCount() int { return b.faults }

func (b *Book) fault(n int, format string, a ...any) {
	if b.faults++; len(b.Faults) < 100 {
		b.Faults = append(b.Faults, fmt.Sprintf("message %d: ", n)+fmt.Sprintf(format, a...))
	}
}

func (b *Book) add(n int, e Entry) {
	b.Messages++
	b.PerID[e.MessageID]++
	for _, to := range e.To {
		b.PerTo[to]++
		if b.IDs[to] == nil {
			b.IDs[to] = map[string]bool{}
		}
		b.IDs[to][e.MessageID] = true
	}
	switch {
	case len(e.To) != 1:
		b.fault(n, "has %d recipients on its envelope", len(e.To))
	case e.Fault != "":
		b.fault(n, "cannot be read: %s", e.Fault)
	case !sameAddress(e.HeaderTo, e.To[0]):
		b.fault(n, "says another recipient in To than on its envelope")
	case len(e.Copies) > 0:
		b.fault(n, "has %s", strings.Join(e.Copies, ", "))
	case e.MessageID == "":
		b.fault(n, "has no Message-ID")
	}
}

func sameAddress(header, envelope string) bool {
	list, err := mail.ParseAddressList(header)
	return err == nil && len(list) == 1 && list[0].Address == envelope
}

// Twice lists recipients with more than one message.
func (b *Book) Twice() []string {
	var out []string
	for to, n := range b.PerTo {
		if n > 1 {
			out = append(out, to)
		}
	}
	slices.Sort(out)
	return out
}

// Foreign counts messages whose canary is not their recipient's: own says which mark a recipient has.
func Foreign(entries []Entry, own func(recipient string) string) (foreign, without int) {
	for _, e := range entries {
		mine := ""
		if len(e.To) > 0 {
			mine = own(e.To[0])
		}
		switch {
		case len(e.Canaries) == 0:
			without++
		case len(e.Canaries) > 1 || e.Canaries[0] != mine:
			foreign++
		}
	}
	return foreign, without
}
