// Package access is how people come in: first administrator, invitation, password, second factor, session.
//
// Life of an account: 1 invite, 2 accept (choose a password), 3 enrol the second factor, 4 sign in (password, then code),
// 5 sign out. Nobody but the person ever knows the password: an administrator can start, never choose.
package access
