package regimes

import (
	"slices"

	"candour/models/terms"
)

// Eval answers the condition with Kleene's three-valued logic. What nobody has said stays unknown; a condition that
// is settled needs nothing more, however much else is unknown.
func (c Condition) Eval(f Context) Finding {
	switch c.Word {
	case WordAllOf, WordAnyOf:
		return c.combine(f)
	case WordNot:
		inner := c.Parts[0].Eval(f)
		inner.Answer = inner.Answer.Not()
		return inner
	case WordProved:
		return proved(c.Parts[0].Eval(f))
	case WordFactor:
		if factors, ok := f.(FactorContext); ok {
			return factors.Factor(c.Key)
		}
	case WordAlways:
		return Finding{Answer: terms.Yes}
	case WordRiskAtLeast:
		return c.riskAtLeast(f)
	case WordHarmAtLeast:
		return c.harmAtLeast(f)
	case WordPeopleAtLeast:
		return c.peopleAtLeast(f)
	case WordRecordsAtLeast:
		return numberAtLeast(f, "records_count", "", c.Number)
	case WordFactAtLeast:
		return numberAtLeast(f, c.Key, c.Question, c.Number)
	case WordDataCategoriesAny:
		return factIsOneOf(f, "data_categories", "", wordsAsValues(c.Words))
	case WordFact:
		return factIsOneOf(f, c.Key, c.Question, c.Values)
	case WordEncryption:
		return encryptionProtects(f)
	case WordAcquired:
		return acquired(f)
	case WordAccessed:
		return accessed(f)
	case WordRole, WordSector, WordKind, WordNameAny, WordMovement, WordEEAEstablishment:
		return c.party(f)
	}
	// The loader refuses every other word; a condition built in code by mistake must not decide anything.
	return Finding{Answer: terms.Unknown, Reasons: []string{"The rule uses a word that is not understood here: " + c.Word + "."}}
}

// combine keeps of the parts what the answer rests on: the parts that settle it, or, while it is open, the open ones.
// What is known beside an open part is kept in Used, because a reader wants to see that it was looked at.
func (c Condition) combine(f Context) Finding {
	parts := make([]Finding, len(c.Parts))
	answers := make([]terms.Answer, len(c.Parts))
	for i, p := range c.Parts {
		parts[i] = p.Eval(f)
		answers[i] = parts[i].Answer
	}
	out := Finding{}
	settling := terms.No
	if c.Word == WordAllOf {
		out.Answer = terms.And(answers...)
	} else {
		out.Answer = terms.Or(answers...)
		settling = terms.Yes
	}
	for _, p := range parts {
		out.Doubts = appendNew(out.Doubts, p.Doubts...)
		switch {
		case out.Answer == settling && p.Answer != settling:
			continue
		case out.Answer == terms.Unknown && p.Answer != terms.Unknown:
			out.Used = appendNew(out.Used, p.Used...)
			continue
		}
		out.Used = appendNew(out.Used, p.Used...)
		out.Needs = appendNew(out.Needs, p.Needs...)
		out.Reasons = appendNew(out.Reasons, p.Reasons...)
	}
	return out
}

// proved reads what is open as not proved, and keeps what would prove it as a doubt.
func proved(inner Finding) Finding {
	if inner.Answer != terms.Unknown {
		return inner
	}
	return Finding{Answer: terms.No, Used: inner.Used, Doubts: appendNew(inner.Doubts, inner.Needs...)}
}

func appendNew(to []string, more ...string) []string {
	for _, m := range more {
		if !slices.Contains(to, m) {
			to = append(to, m)
		}
	}
	return to
}

func settled(answer terms.Answer, used []string, reason string) Finding {
	return Finding{Answer: answer, Used: used, Reasons: []string{reason}}
}

func open(used, needs []string, reason string) Finding {
	return Finding{Answer: terms.Unknown, Used: used, Needs: needs, Reasons: []string{reason}}
}
