// Package publication is what follows when a public page changes: 1 the static copy is written, so that it survives the loss of this system;
// 2 the page is looked at from outside, so that "published" means seen; 3 those who asked for it are told, one message each. All of it reads
// what is public when it runs, so nothing leaks early, and all of it is compared again, so nothing is missed.
package publication
