// Package wordcheck reads a text before anybody else does, and says what stands in its way: content the applicable laws demand, plain
// language and length, claims that the facts do not support, speculation about who did it, links and requests that a phisher would copy.
// It is pure: everything comes in, findings come out, nothing is saved or sent. A finding that stops keeps the text from being submitted;
// one that asks is shown to the writer and the approver, and they decide.
//
// The words it looks for are data, one file per language (lists/). For a language without a list it says so: nobody has checked is never
// the same as nothing was found.
package wordcheck
