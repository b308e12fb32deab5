// Package safecontact answers one question: may this person be told, by which channel, when, and by whom? Every path on which
// something could reach an affected person asks it, and asks again right before the hand-over, because plans and hours change.
//
// What is asked of a group or a person is a Plan; what holds for everybody of a kind is a rule in rules.yaml, each with the safe-contact
// rule (SC1 to SC26) it comes from. Rules only ever forbid, demand a speaker or keep something from being said: nothing in them can open
// a channel, so more rules and more reasons to be careful never allow more. Unknown is never no: while nobody has answered whether
// telling them can hurt them, nothing is allowed (SC1), and a channel on file is not thereby safe (SC3).
//
// The package is pure: no database, no network, no clock.
package safecontact
