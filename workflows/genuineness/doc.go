// Package genuineness is how somebody who holds a message of ours finds out that it is one.
//
// Every notice to a person, circular, broadcast and public statement has one reference of eighteen digits. It is computed, never drawn and
// never listed: the number of what was sent and the number of the person's line go through a permutation whose key only this installation has
// (code.go). Whoever checks one gets it decomposed again and looks whether such a line exists; there is no table of codes that could leak.
//
// What a reference can do is deliberately little. It says that we sent a message with it, when and about what in general. It names nobody,
// opens nothing, and proves nothing about the message it is copied into: that is why the answer always says what we will never ask.
//
// It stands in no address. The form is answered to a POST, so no proxy, log or history of a borrowed telephone keeps it; the QR code on paper
// holds the address of the page only, because a code behind a # is of no use without a script and would stay in that history.
package genuineness
