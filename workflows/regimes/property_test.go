package regimes

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
)

// What the three-valued logic promises, for any condition and any story.

func anyCondition(depth int) *rapid.Generator[Condition] {
	leaves := []*rapid.Generator[Condition]{
		rapid.Map(rapid.SampledFrom([]terms.RiskLevel{terms.Risk, terms.HighRisk}), func(l terms.RiskLevel) Condition {
			return Condition{Word: WordRiskAtLeast, Level: l}
		}),
		rapid.Map(rapid.SampledFrom([]string{"significant", "serious"}), func(h string) Condition {
			return Condition{Word: WordHarmAtLeast, Harm: h}
		}),
		rapid.Map(rapid.IntRange(1, 20), func(n int) Condition { return Condition{Word: WordPeopleAtLeast, Number: float64(n)} }),
		rapid.Map(rapid.IntRange(1, 20), func(n int) Condition { return Condition{Word: WordRecordsAtLeast, Number: float64(n)} }),
		rapid.Map(rapid.SampledFrom([]string{"controller", "processor"}), func(r string) Condition {
			return Condition{Word: WordRole, Words: []string{r}}
		}),
		rapid.Just(Condition{Word: WordDataCategoriesAny, Words: []string{"health", "financial"}}),
		rapid.Just(Condition{Word: WordEncryption}), rapid.Just(Condition{Word: WordAcquired}), rapid.Just(Condition{Word: WordAccessed}),
		rapid.Just(Condition{Word: WordFact, Key: "malicious", Values: []any{true}}),
		rapid.Just(Condition{Word: WordFact, Key: "other.xx.large", Values: []any{true}}),
		rapid.Just(Condition{Word: WordAlways}),
	}
	if depth == 0 {
		return rapid.OneOf(leaves...)
	}
	parts := rapid.SliceOfN(anyCondition(depth-1), 1, 3)
	return rapid.OneOf(append(leaves,
		rapid.Map(parts, func(p []Condition) Condition { return Condition{Word: WordAllOf, Parts: p} }),
		rapid.Map(parts, func(p []Condition) Condition { return Condition{Word: WordAnyOf, Parts: p} }),
		rapid.Map(anyCondition(depth-1), func(p Condition) Condition { return Condition{Word: WordNot, Parts: []Condition{p}} }),
	)...)
}

func anyStory() *rapid.Generator[story] {
	values := map[string][]any{
		"serious_harm_likely": {true, false}, "encrypted_at_rest": {true, false}, "key_compromised": {true, false},
		"intruder_as_user": {true, false}, "malicious": {true, false}, "leaked_publicly": {true, false}, "other.xx.large": {true, false},
		"records_count": {0, 5, 15, 40}, "exfiltrated": {"ruled-out", "no-indication", "possible", "presumed", "confirmed"},
		"recipients": {[]string{"public"}, []string{"internal"}}, "nature": {[]string{"availability"}, []string{"confidentiality", "integrity"}},
		"data_categories": {[]string{"health"}, []string{"contact"}},
	}
	keys := slices.Sorted(maps.Keys(values))
	return rapid.Custom(func(t *rapid.T) story {
		s := story{facts: map[string]any{}, party: map[string][]string{}}
		for _, k := range keys {
			if rapid.Bool().Draw(t, k+" known") {
				s.facts[k] = rapid.SampledFrom(values[k]).Draw(t, k)
			}
		}
		s.risk = rapid.SampledFrom([]terms.RiskLevel{terms.RiskUnknown, terms.NoneLikely, terms.Risk, terms.HighRisk}).Draw(t, "risk")
		if r := rapid.SampledFrom([]string{"", "controller", "processor", "host"}).Draw(t, "role"); r != "" {
			s.party["role"] = []string{r}
		}
		if rapid.Bool().Draw(t, "minimum known") {
			s.minP = count(rapid.IntRange(0, 20).Draw(t, "minimum"))
		}
		if rapid.Bool().Draw(t, "maximum known") {
			low := 0
			if s.minP != nil {
				low = *s.minP
			}
			s.maxP = count(rapid.IntRange(low, 30).Draw(t, "maximum"))
		}
		return s
	})
}

// forget gives the same story with some of what is known no longer known.
func forget(t *rapid.T, s story) story {
	less := story{facts: map[string]any{}, party: map[string][]string{}, risk: s.risk, minP: s.minP, maxP: s.maxP}
	for _, k := range slices.Sorted(maps.Keys(s.facts)) {
		if !rapid.Bool().Draw(t, "forget "+k) {
			less.facts[k] = s.facts[k]
		}
	}
	if !rapid.Bool().Draw(t, "forget role") {
		less.party = s.party
	}
	if rapid.Bool().Draw(t, "forget risk") {
		less.risk = terms.RiskUnknown
	}
	if rapid.Bool().Draw(t, "forget minimum") {
		less.minP = nil
	}
	if rapid.Bool().Draw(t, "forget maximum") {
		less.maxP = nil
	}
	return less
}

func TestForgettingAFactNeverTurnsYesIntoNoOrNoIntoYes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCondition(3).Draw(t, "condition"), anyStory().Draw(t, "story")
		full, less := c.Eval(s).Answer, c.Eval(forget(t, s)).Answer
		if full != terms.Unknown && less != terms.Unknown && full != less {
			t.Fatalf("%v with all facts, %v with fewer: %v", full, less, c)
		}
	})
}

func TestTheOrderOfConditionsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(anyCondition(2), 1, 4).Draw(t, "parts")
		s := anyStory().Draw(t, "story")
		word := rapid.SampledFrom([]string{WordAllOf, WordAnyOf}).Draw(t, "word")
		shuffled := rapid.Permutation(parts).Draw(t, "shuffled")
		a, b := Condition{Word: word, Parts: parts}.Eval(s), Condition{Word: word, Parts: shuffled}.Eval(s)
		slices.Sort(a.Needs)
		slices.Sort(b.Needs)
		if a.Answer != b.Answer || !slices.Equal(a.Needs, b.Needs) {
			t.Fatalf("%v needing %v, and in another order %v needing %v", a.Answer, a.Needs, b.Answer, b.Needs)
		}
	})
}

func TestAnOpenAnswerSaysWhatWouldSettleItAndASettledOneNeedsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := anyCondition(3).Draw(t, "condition").Eval(anyStory().Draw(t, "story"))
		if (got.Answer == terms.Unknown) != (len(got.Needs) > 0) {
			t.Fatalf("%v with needs %v", got.Answer, got.Needs)
		}
	})
}

func TestNotIsItsOwnOpposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCondition(2).Draw(t, "condition"), anyStory().Draw(t, "story")
		not := Condition{Word: WordNot, Parts: []Condition{c}}
		twice := Condition{Word: WordNot, Parts: []Condition{not}}
		if c.Eval(s).Answer != twice.Eval(s).Answer || not.Eval(s).Answer != c.Eval(s).Answer.Not() {
			t.Fatal("not is not an involution")
		}
	})
}
