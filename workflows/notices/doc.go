// Package notices is the life of a circular to the societies: 1 draft from a template, in several languages, with facts of the incident as
// placeholders; 2 submit: the facts are put in and words and recipients are fixed; 3 approve by somebody else, bound to exactly these
// bytes; 4 request sending; 5 approve sending by somebody else: a letter for each society is queued in the same command. An edit at
// any point before 5 leads back to 1 and voids what was approved.
package notices
