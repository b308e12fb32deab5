// Command chaos is the judge of the sender. It runs the candour binary as an administrator would, kills it at random moments with SIGKILL,
// starts it again until everything is done, and compares what the database says with what an independent mail server has on its disk.
//
// It imports nothing of the product: it knows the program's commands, its API, and the tables and journal as they are documented. Each
// campaign has a seed and leaves a line in the ledger. The same loop must find a planted bug, or its silence means nothing.
package main
