// Package assessment turns facts into determinations: which party must tell whom, under which law, by when.
// evaluate*.go are pure: the command line, the case runner and the database all call the same Evaluate.
package assessment
