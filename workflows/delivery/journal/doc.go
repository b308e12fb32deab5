// Package journal keeps, outside the database, what a node is about to hand over and what became of it: append-only files, one folder for
// each node. An intent is durable before the first byte of a message leaves, so that after kill -9 it is known which messages may have gone
// out, and a database restored from a backup finds out what was sent since (OP-02).
//
// A record is 64 bytes with a check sum over itself and its place. Records are written at once and made durable in groups: however many wait,
// there is one fsync at a time, and everything written before it began is covered by it.
//
// What cannot be read at the end of the last file was being written when the machine stopped; nobody was told that it is durable, so it is cut
// off. What cannot be read anywhere else is damage, and an error. After a failed write or fsync the journal takes nothing more: the page cache
// may have dropped what it could not write, so a second fsync that succeeds proves nothing.
package journal
