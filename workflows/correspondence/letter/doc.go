// Package letter reads a mail that came from outside: saved as a file, forwarded, or lying in a mailbox. It decides nothing and trusts nothing:
// every part has a limit, and what a header says is words, no proof. What it cannot read it says, and the caller keeps the bytes as they came.
package letter
