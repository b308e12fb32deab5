// Package texts is the life of anything written that leaves the house, whatever becomes of it: 1 draft, with facts as placeholders;
// 2 submit; 3 approve by another person, or decline with a reason; an edit makes a new version and voids what was approved.
// Addressing and sending a circular is the business of notices, publishing a statement that of statements.
package texts
