// Package dispatch tells people one by one. A dispatch is an approved notice that meets its audience:
//
//  1. Prepare opens it, and the queue (queue.go) gives everybody of the audience one line: the channel that is safe for them, the language,
//     and what keeps them from being told. Everything each of them would read is made and checked once. Nothing leaves.
//  2. A household that shares a mailbox or a telephone waits until a person has decided: separate messages or one for all.
//  3. Request, and Approve by somebody else, bound to the words, the lines and the version of the safe-contact rules. The first wave goes.
//  4. Somebody looks at the first wave and releases the rest. Anybody who may can pause or stop at any time.
//  5. Coverage (coverage.go) adds up at every moment: affected = told + pending + unreached + excluded + uncertain.
package dispatch
