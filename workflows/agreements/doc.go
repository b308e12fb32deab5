// Package agreements keeps what the organisation binds itself to besides law: contracts, donors' and partners' terms, its
// own policy, and targets stricter than a limit of law. An agreement is a regime of the same shape as a rule pack, read by
// the same reader. Each text is a version that is never edited; it counts once somebody other than its author approved it.
package agreements
