// Package intake is the first stage: somebody reports, and what is known is written down without waiting for the rest.
//
// Life of what is known: 1 open (three fields, Open), 2 parties join (AddParty, AddSocieties), 3 data sets and people groups (AddDataSet,
// AddGroup), 4 facts (Append), 5 the risk of a group (SetRisk), 6 a society proposes what it knows about itself (SaveProposal, SubmitProposal) and the incident team takes
// it over or declines (AcceptProposal, DeclineProposal), 7 close and open again (Close, Reopen).
//
// Facts are added, never overwritten. The columns that lists and rules read quickly (aware_at of the incident and of a party, the
// count and the risk of a group) are copies of the fact in force and change in the same command.
package intake
