package dispatch

import (
	"context"
	"os"
	"runtime/debug"
)

// patient is how much garbage may wait, in percent of what is in use, while messages leave: the heap is a few megabytes then, and collecting it
// as often as Go does by default took a tenth of the sender's processor. An import has a heap worth keeping small, so this ends with the messages.
const patient = 400

// tendGarbage follows the work of this node until ctx ends. Who sets GOGC knows better.
func (n *Node) tendGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	sending := false
	end := func() {
		if sending {
			debug.SetGCPercent(100) // what Go does by itself
			sending = false
		}
	}
	defer end()
	for sleep(ctx, lookEvery) {
		switch busy := n.held.Load() > 0; {
		case busy && !sending:
			debug.SetGCPercent(patient)
			sending = true
		case !busy:
			end()
		}
	}
}
