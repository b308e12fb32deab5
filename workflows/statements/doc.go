// Package statements tells everybody: 1 draft and 2 approve happen in texts; 3 publish an approved version now or at a moment;
// 4 correct it by a new approved version that says what was wrong; 5 withdraw.
package statements
