package regimes

import "slices"

// Keys are the facts of a group that a condition looks at, sorted, each once. risk says whether it also asks for the
// level of risk, which rests on facts of its own. Groups that agree on all of these get the same answer.
func (c Condition) Keys() (facts []string, risk bool) {
	switch c.Word {
	case WordFact, WordFactAtLeast:
		facts = append(facts, c.Key)
	case WordRecordsAtLeast:
		facts = append(facts, "records_count")
	case WordDataCategoriesAny:
		facts = append(facts, "data_categories")
	case WordEncryption:
		facts = append(facts, "encrypted_at_rest", "key_compromised", "intruder_as_user")
	case WordAcquired, WordAccessed:
		facts = append(facts, "exfiltrated", "leaked_publicly", "recipients", "nature")
	case WordRiskAtLeast:
		risk = true
	case WordHarmAtLeast:
		facts, risk = append(facts, "serious_harm_likely"), true
	}
	for _, p := range c.Parts {
		more, alsoRisk := p.Keys()
		facts, risk = append(facts, more...), risk || alsoRisk
	}
	slices.Sort(facts)
	return slices.Compact(facts), risk
}
