// Package risk derives how high the risk to people's rights and freedoms is (Art. 33 and 34 GDPR and the laws that copy
// them) from the facts of a breach, by rules that are data (rules.yaml), each with the published source it comes from.
//
// Precedents decide, not a sum of points. The answer is an interval: while a fact is open that could raise the level,
// the level is open too. A protection lowers the level only once it is proved, because it is the controller who has to
// show that a risk is unlikely (recital 85 GDPR). The package is pure: no database, no network, no clock.
package risk
