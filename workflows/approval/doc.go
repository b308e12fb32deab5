// Package approval says who has to agree before anything written leaves the house: 1 a chain of roles for each kind of text, set by an
// administrator (without one: an approver, alone); 2 each step is one person's yes to exactly the bytes with this hash, none of them wrote any
// of it and nobody gives two; 3 an edit voids all of them; 4 when there is no time, two people of named roles approve at once with a reason, and
// somebody else looks at it within a day. The pieces themselves (texts, notices) move their own state; they ask here first.
package approval
