// Package models is the domain: its nouns, their states with the transitions that are allowed, and the queries of each noun.
// It is the only package that touches the database.
//
// # Glossary
//
//   - Incident: something happened; a personal data breach is a property of it.
//   - Party: an organisation in one incident, with its role there and its own moment of awareness (AwareAt starts its clocks).
//   - Organisation: an entry of the directory (society, delegation, headquarters, host, authority); Contact: a person there.
//   - DataSet, PeopleGroup: whose data, which data, how many (a range with history).
//   - Person: one named person of a group; imported only when people will be told one by one. Always sealed.
//   - Fact: an appended statement with certainty, source and when it was learnt. Never overwritten.
//   - Proposal: what a society says about itself, for the incident team to take over or decline answer by answer; no fact until then.
//   - Assessment: one versioned run of the rules. Determination: what it says about one duty of one party.
//   - Decision: what a person makes of a determination (confirm, waive, overrule). Added, never edited.
//   - Obligation: a duty that fell due for one party, with its clock. DueAt is the law's limit, TargetAt our own.
//   - Agreement: what the organisation promised besides the law (contract, donor, partner, own policy). OwnRule keeps its versions, and
//     those of the own targets, which are stricter than a limit and move none; a version counts once a second person approved it.
//   - Notice: addressed to somebody. Statement: public. Delivery: one message to one recipient by one channel.
//   - Sent: the relay answered 250. Delivered: a receipt says so. Seen: a human pressed "We have read it".
//     Acknowledged: the answer after it. Uncertain: handed over or not, nobody can know.
//   - Enquiry: somebody asks us. Answer: a question people ask, with approved words in several languages. Who asked is sealed.
//   - Event: the append-only record of a command, one hash chain per incident.
//
// # Transactions
//
// DB.Command opens the one transaction of a command and writes its one event. A function that takes a Tx joins it; a function
// that takes a Reader reads inside whatever is open. A function with neither is pure. Inside a command use only the Tx:
// the embedded database has one writer, and an outer write would wait for itself.
//
// Instants end in At, dates in On, people in By, counts in Count. All instants are UTC and whole seconds.
package models
