// Package correspondence is what is written with outsiders: authorities, hosts, lawyers, journalists. It stays in the incident as threads, each
// with one outsider, somebody of ours who has it, and whose turn it is.
//
// It is never a way to an affected person: an address that belongs to one is refused, at the beginning of a thread and at each letter, because
// people are told by the contact plan and by nothing else. What comes in proves nothing by its headers: an answer finds its thread by our own
// mark or Message-ID, it is shown with what it says of its sender, and it gives nobody a right to anything.
package correspondence
