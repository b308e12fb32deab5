// Package deadlines answers one question: when does the law's time end? It is pure: rule, start, zone and calendar go
// in, one instant and the steps that led to it come out. No clock, no database, no network.
//
// Three rules never mix (Regulation 1182/71 and most procedural codes keep them apart as well):
//   - Hours are elapsed time. They ignore zones, weekends and clock changes.
//   - Calendar days and months are civil time in the authority's zone. Day 0 is the local date of the start; the limit
//     is 23:59:59, the last second of day N.
//   - Business days skip the weekend and the holidays of a calendar that is data. Where the calendar ends the answer is
//     an error, never a guess.
//
// Where the wall clock is ambiguous (a gap or an overlap) the earlier instant is taken: too early costs an hour of work,
// too late costs a breach of the law.
package deadlines
