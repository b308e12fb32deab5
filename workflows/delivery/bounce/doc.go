// Package bounce reads what mail servers send back: delivery status notifications (RFC 3464) and, as well as it can, refusals written for
// people. It decides nothing and trusts nothing: whose message came back is said by the mark in the address it came to (see mark), and what a
// server writes is only ever turned into one of our own sentences, because its words often repeat the person's address.
package bounce
