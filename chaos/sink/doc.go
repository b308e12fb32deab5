// Package sink is a mail server that judges who sends: it writes down every message it accepts, and has it on disk, before it says 250.
// It shares no code with the product. What it wrote outlives a kill of the sender, of itself and of the machine.
package sink
