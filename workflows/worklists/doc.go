// Package worklists is telling people by hand: letters, calls, visits, and what workers of a society do. A person makes a list of those who wait
// for a channel; everybody on it is asked about again, by the rules of safe contact, when the list is made, whenever it is shown, printed or
// taken out, and before they are called back. What became of each is keyed in, or comes back in a file with its times and authors. Here stand
// also what societies report about people whose names they keep, and broadcasts, which are addressed to nobody and never count as told.
package worklists
