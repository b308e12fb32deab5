package regimes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candour/models/terms"
)

var levelInWords = map[terms.RiskLevel]string{
	terms.NoneLikely: "unlikely", terms.Risk: "present but not high", terms.HighRisk: "high",
}

var thresholdInWords = map[terms.RiskLevel]string{
	terms.NoneLikely: "none likely", terms.Risk: "risk", terms.HighRisk: "high risk",
}

func (c Condition) riskAtLeast(f Context) Finding {
	if r, ok := f.(RiskContext); ok {
		return r.RiskAtLeast(c.Level)
	}
	return StatedRisk(f.Risk(), c.Level)
}

// StatedRisk compares a level that somebody has stated with a threshold of the law.
func StatedRisk(level, threshold terms.RiskLevel) Finding {
	answer := level.AtLeast(threshold)
	if answer == terms.Unknown {
		return open(nil, []string{"risk_level"}, "The risk to people is not assessed yet.")
	}
	where := "reaches"
	if answer == terms.No {
		where = "does not reach"
	}
	return settled(answer, []string{"risk_level"},
		fmt.Sprintf("Risk to people is %s, which %s the threshold: %s.", levelInWords[level], where, thresholdInWords[threshold]))
}

// harmAtLeast reads a harm ladder on our risk levels: high risk meets it, none likely does not, and what lies between
// is a judgement that a person makes with the fact serious_harm_likely. A judgement that contradicts the level settles
// nothing: somebody has to say which of the two is right. While the risk may still turn out high, "not likely" is such a judgement.
func (c Condition) harmAtLeast(f Context) Finding {
	const key = "serious_harm_likely"
	judged := boolFact(f, key)
	high := Condition{Word: WordRiskAtLeast, Level: terms.HighRisk}.riskAtLeast(f)
	some := Condition{Word: WordRiskAtLeast, Level: terms.Risk}.riskAtLeast(f)
	if (high.Answer == terms.Yes && judged == terms.No) || (some.Answer == terms.No && judged == terms.Yes) {
		return open([]string{"risk_level", key}, []string{key},
			fmt.Sprintf("The risk level and the judgement on %s harm contradict each other: say which is right.", c.Harm))
	}
	switch {
	case judged == terms.Yes:
		return settled(terms.Yes, []string{key}, fmt.Sprintf("A person has judged %s harm to people likely.", c.Harm))
	case judged == terms.No && high.Answer == terms.No:
		return settled(terms.No, []string{key}, fmt.Sprintf("A person has judged %s harm to people not likely.", c.Harm))
	case high.Answer == terms.Yes:
		high.Reasons = append([]string{fmt.Sprintf("Risk to people is high, which meets the test of %s harm.", c.Harm)}, high.Reasons...)
		return high
	case some.Answer == terms.No:
		some.Reasons = append([]string{fmt.Sprintf("A risk to people is unlikely, so the test of %s harm is not met.", c.Harm)}, some.Reasons...)
		return some
	case some.Answer == terms.Yes && high.Answer == terms.No:
		return open(some.Used, []string{key}, fmt.Sprintf("There is a risk, but whether %s harm is likely is for a person to judge.", c.Harm))
	}
	return open(high.Used, appendNew(appendNew(slices.Clone(high.Needs), some.Needs...), key), "How high the risk to people is, is not settled yet.")
}

func (c Condition) peopleAtLeast(f Context) Finding {
	minimum, maximum, path := f.People()
	want := formatNumber(c.Number)
	switch {
	case minimum != nil && float64(*minimum) >= c.Number:
		return settled(terms.Yes, []string{path}, fmt.Sprintf("At least %d people are concerned; the threshold is %s.", *minimum, want))
	case maximum != nil && float64(*maximum) < c.Number:
		return settled(terms.No, []string{path}, fmt.Sprintf("At most %d people are concerned; the threshold is %s.", *maximum, want))
	case minimum == nil && maximum == nil:
		return open(nil, []string{path}, fmt.Sprintf("The number of people is not known yet; the threshold is %s.", want))
	}
	return open([]string{path}, []string{path}, fmt.Sprintf("The number of people may lie on either side of the threshold of %s.", want))
}

func numberAtLeast(f Context, key, question string, threshold float64) Finding {
	v, known := f.Fact(key)
	n, isNumber := terms.Number(v)
	if !known || !isNumber {
		return open(nil, []string{key}, notKnown(key, question))
	}
	answer, where := terms.No, "below"
	if n >= threshold {
		answer, where = terms.Yes, "at or above"
	}
	return settled(answer, []string{key}, fmt.Sprintf("%s is %s, %s %s.", inWords(key, question), formatNumber(n), where, formatNumber(threshold)))
}

func factIsOneOf(f Context, key, question string, wanted []any) Finding {
	v, known := f.Fact(key)
	if !known || v == nil {
		return open(nil, []string{key}, notKnown(key, question))
	}
	if list, isList := v.([]string); isList && len(list) == 0 {
		return open(nil, []string{key}, notKnown(key, question))
	}
	if list, isList := v.([]any); isList && len(list) == 0 {
		return open(nil, []string{key}, notKnown(key, question))
	}
	answer := terms.AnswerOf(slices.ContainsFunc(wanted, func(w any) bool { return sameValue(v, w) }))
	return settled(answer, []string{key}, fmt.Sprintf("%s: %s.", inWords(key, question), formatValue(v)))
}

// sameValue compares as people mean it: 3 and 3.0 are the same, and a list matches when it holds the value.
func sameValue(have, want any) bool {
	if n, isNumber := terms.Number(want); isNumber {
		h, ok := terms.Number(have)
		return ok && h == n
	}
	switch w := want.(type) {
	case bool:
		h, ok := have.(bool)
		return ok && h == w
	case string:
		list, ok := terms.WordList(have)
		return ok && slices.Contains(list, w)
	}
	return false
}

// party reads the words of the party itself. Movement and EEA establishment arrive as "true" and "false".
func (c Condition) party(f Context) Finding {
	word, wanted := c.Word, c.Words
	switch c.Word {
	case WordNameAny:
		word = "name"
	case WordMovement, WordEEAEstablishment:
		wanted = []string{strconv.FormatBool(c.Bool)}
	}
	have, path := f.Party(word)
	if len(have) == 0 {
		return open(nil, []string{path}, "Not known yet about the party: "+strings.ReplaceAll(word, "_", " ")+".")
	}
	match := slices.ContainsFunc(have, func(h string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(h, w) })
	})
	return settled(terms.AnswerOf(match), []string{path},
		fmt.Sprintf("The party's %s: %s.", strings.ReplaceAll(word, "_", " "), strings.Join(have, ", ")))
}

func wordsAsValues(ws []string) []any {
	out := make([]any, len(ws))
	for i, w := range ws {
		out[i] = w
	}
	return out
}

func notKnown(key, question string) string {
	if q := questionOf(key, question); strings.HasSuffix(q, "?") {
		return "Not known yet: " + q
	}
	return "Not known yet: " + inWords(key, question) + "."
}

func questionOf(key, question string) string {
	if d, ok := terms.KnownFact(key); ok {
		return d.Label
	}
	return question
}

// inWords gives a fact's question without its question mark, or the last word of a named fact that has none.
func inWords(key, question string) string {
	if q := questionOf(key, question); q != "" {
		return strings.TrimSpace(strings.TrimSuffix(q, "?"))
	}
	parts := strings.Split(key, ".")
	return strings.ReplaceAll(parts[len(parts)-1], "-", " ")
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func formatValue(v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case string:
		return x
	}
	if n, ok := terms.Number(v); ok {
		return formatNumber(n)
	}
	if list, ok := terms.WordList(v); ok {
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(v)
}
