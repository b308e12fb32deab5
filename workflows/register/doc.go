// Package register is the list of all breaches, told or not (GDPR Art. 33(5)): what happened, its effects, what was done, and why somebody was
// or was not told. Lines of registers kept before are brought in as records of their own kind.
package register
