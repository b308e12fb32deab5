// Package contact keeps how each group, and each person where it differs, can be told safely, and who decided to tell somebody against
// a rule. Plans are versions that are never changed; whether something may go out is for workflows/safecontact, which is pure. Every path on
// which something could reach an affected person loads the plans of the incident (LoadPlans), makes a subject of each person and asks.
package contact
