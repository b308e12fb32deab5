package regimes

import (
	"encoding/json"
	"fmt"
	"strings"
)

// value is what stands behind the condition's word in a pack.
func (c Condition) value() any {
	switch c.Word {
	case WordAlways, WordAcquired, WordAccessed:
		return true
	case WordRiskAtLeast:
		return c.Level
	case WordHarmAtLeast:
		return c.Harm
	case WordEncryption:
		return "protects"
	case WordPeopleAtLeast, WordRecordsAtLeast:
		return c.Number
	case WordFactAtLeast:
		return map[string]any{c.Key: c.Number}
	case WordFact:
		return map[string]any{c.Key: c.Values}
	case WordMovement, WordEEAEstablishment:
		return c.Bool
	case WordAllOf, WordAnyOf:
		return c.Parts
	case WordNot, WordProved:
		return c.Parts[0]
	case WordFactor:
		return c.Key
	}
	return c.Words
}

// MarshalJSON writes the condition as the pack does: one word and its value.
func (c Condition) MarshalJSON() ([]byte, error) {
	if c.Word == "" {
		return []byte("null"), nil
	}
	return json.Marshal(map[string]any{c.Word: c.value()})
}

// String says the condition as a person would.
func (c Condition) String() string { return c.say(false) }

func (c Condition) say(nested bool) string {
	switch c.Word {
	case WordAlways:
		return "every breach"
	case WordRiskAtLeast:
		return "risk to people is at least: " + thresholdInWords[c.Level]
	case WordHarmAtLeast:
		return c.Harm + " harm to people is likely"
	case WordPeopleAtLeast:
		return formatNumber(c.Number) + " people or more"
	case WordRecordsAtLeast:
		return formatNumber(c.Number) + " records or more"
	case WordDataCategoriesAny:
		return "the data hold any of: " + strings.Join(c.Words, ", ")
	case WordEncryption:
		return "encryption protects the data"
	case WordAcquired:
		return "somebody acquired the data"
	case WordAccessed:
		return "somebody could see the data"
	case WordFact:
		said := make([]string, len(c.Values))
		for i, v := range c.Values {
			said[i] = formatValue(v)
		}
		return c.Key + " is " + strings.Join(said, " or ")
	case WordFactAtLeast:
		return c.Key + " is at least " + formatNumber(c.Number)
	case WordRole, WordSector, WordKind:
		return "the party's " + c.Word + " is " + strings.Join(c.Words, " or ")
	case WordNameAny:
		return "the party is called " + strings.Join(c.Words, " or ")
	case WordMovement:
		return yesOrNo(c.Bool, "the party is", "the party is not") + " a component of the Red Cross and Red Crescent Movement"
	case WordEEAEstablishment:
		return yesOrNo(c.Bool, "the party has", "the party has no") + " establishment in the European Economic Area"
	case WordFactor:
		return strings.ReplaceAll(c.Key, "-", " ")
	case WordProved:
		return "it is known that " + c.Parts[0].say(true)
	case WordNot:
		return "it is not so that " + c.Parts[0].say(true)
	case WordAllOf, WordAnyOf:
		said := make([]string, len(c.Parts))
		for i, p := range c.Parts {
			said[i] = p.say(true)
		}
		joined := strings.Join(said, yesOrNo(c.Word == WordAllOf, " and ", " or "))
		if nested && len(said) > 1 {
			return "(" + joined + ")"
		}
		return joined
	}
	return fmt.Sprintf("(%s)", c.Word)
}

func yesOrNo(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}
