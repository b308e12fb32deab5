package regimes

import (
	"testing"

	"candour/models/terms"
)

// story is a small Context for tests.
type story struct {
	facts      map[string]any
	risk       terms.RiskLevel
	minP, maxP *int
	party      map[string][]string
}

func (s story) Fact(key string) (any, bool)       { v, ok := s.facts[key]; return v, ok }
func (s story) Risk() terms.RiskLevel             { return s.risk }
func (s story) People() (*int, *int, string)      { return s.minP, s.maxP, "groups[0].people" }
func (s story) Party(w string) ([]string, string) { return s.party[w], "parties[0]." + w }

func count(n int) *int { return &n }

func TestConditionsReadFactsAsTheLawDoes(t *testing.T) {
	cond := func(word string, c Condition) Condition { c.Word = word; return c }
	cases := []struct {
		name string
		when Condition
		in   story
		want terms.Answer
	}{
		{"high risk reaches the threshold risk", cond(WordRiskAtLeast, Condition{Level: terms.Risk}), story{risk: terms.HighRisk}, terms.Yes},
		{"risk does not reach high risk", cond(WordRiskAtLeast, Condition{Level: terms.HighRisk}), story{risk: terms.Risk}, terms.No},
		{"an unassessed risk settles nothing", cond(WordRiskAtLeast, Condition{Level: terms.Risk}), story{}, terms.Unknown},
		{"high risk meets serious harm", cond(WordHarmAtLeast, Condition{Harm: "serious"}), story{risk: terms.HighRisk}, terms.Yes},
		{"a mere risk leaves serious harm to a person", cond(WordHarmAtLeast, Condition{Harm: "serious"}), story{risk: terms.Risk}, terms.Unknown},
		{"a person's judgement settles serious harm", cond(WordHarmAtLeast, Condition{Harm: "serious"}),
			story{risk: terms.Risk, facts: map[string]any{"serious_harm_likely": false}}, terms.No},
		{"a judgement against a high level settles nothing", cond(WordHarmAtLeast, Condition{Harm: "serious"}),
			story{risk: terms.HighRisk, facts: map[string]any{"serious_harm_likely": false}}, terms.Unknown},
		{"the 500th person meets a threshold of 500", cond(WordPeopleAtLeast, Condition{Number: 500}), story{minP: count(500)}, terms.Yes},
		{"at most 499 people miss a threshold of 500", cond(WordPeopleAtLeast, Condition{Number: 500}), story{minP: count(1), maxP: count(499)}, terms.No},
		{"a range across the threshold is open", cond(WordPeopleAtLeast, Condition{Number: 500}), story{minP: count(1), maxP: count(900)}, terms.Unknown},
		{"at least one person leaves a threshold open", cond(WordPeopleAtLeast, Condition{Number: 500}), story{minP: count(1)}, terms.Unknown},
		{"encryption with a safe key and no user session protects", cond(WordEncryption, Condition{}),
			story{facts: map[string]any{"encrypted_at_rest": true, "key_compromised": false, "intruder_as_user": false}}, terms.Yes},
		{"encryption at rest does not protect from an intruder who acts as a user", cond(WordEncryption, Condition{}),
			story{facts: map[string]any{"encrypted_at_rest": true, "intruder_as_user": true}}, terms.No},
		{"encryption with a key nobody has checked is open", cond(WordEncryption, Condition{}),
			story{facts: map[string]any{"encrypted_at_rest": true, "intruder_as_user": false}}, terms.Unknown},
		{"presumed copying is acquisition", cond(WordAcquired, Condition{}), story{facts: map[string]any{"exfiltrated": "presumed"}}, terms.Yes},
		{"no indication of copying is not no", cond(WordAcquired, Condition{}), story{facts: map[string]any{"exfiltrated": "no-indication"}}, terms.Unknown},
		{"copying ruled out is no acquisition", cond(WordAcquired, Condition{}), story{facts: map[string]any{"exfiltrated": "ruled-out"}}, terms.No},
		{"a letter in a stranger's hands is not settled by ruling out theft", cond(WordAcquired, Condition{}),
			story{facts: map[string]any{"exfiltrated": "ruled-out", "recipients": []string{"known-recipient"}}}, terms.Unknown},
		{"published data were acquired", cond(WordAcquired, Condition{}), story{facts: map[string]any{"leaked_publicly": true}}, terms.Yes},
		{"a breach of confidentiality is access", cond(WordAccessed, Condition{}), story{facts: map[string]any{"nature": []any{"confidentiality"}}}, terms.Yes},
		{"lost availability alone, taking ruled out, is no access", cond(WordAccessed, Condition{}),
			story{facts: map[string]any{"nature": []string{"availability"}, "exfiltrated": "ruled-out"}}, terms.No},
		{"lost availability alone, taking open, is open", cond(WordAccessed, Condition{}),
			story{facts: map[string]any{"nature": []string{"availability"}}}, terms.Unknown},
		{"one listed category is enough", cond(WordDataCategoriesAny, Condition{Words: []string{"health", "financial"}}),
			story{facts: map[string]any{"data_categories": []string{"contact", "health"}}}, terms.Yes},
		{"an empty list of categories is not known yet", cond(WordDataCategoriesAny, Condition{Words: []string{"health"}}),
			story{facts: map[string]any{"data_categories": []any{}}}, terms.Unknown},
		{"a number equals whatever its Go type", cond(WordFact, Condition{Key: "member_states", Values: []any{float64(3)}}),
			story{facts: map[string]any{"member_states": 3}}, terms.Yes},
		{"a fact of another value is no", cond(WordFact, Condition{Key: "malicious", Values: []any{true}}),
			story{facts: map[string]any{"malicious": false}}, terms.No},
		{"a host is not a controller", cond(WordRole, Condition{Words: []string{"controller"}}), story{party: map[string][]string{"role": {"host"}}}, terms.No},
		{"a role nobody gave is open", cond(WordRole, Condition{Words: []string{"controller"}}), story{}, terms.Unknown},
		{"names match in any case", cond(WordNameAny, Condition{Words: []string{"ICRC"}}), story{party: map[string][]string{"name": {"icrc"}}}, terms.Yes},
		{"a component of the Movement", cond(WordMovement, Condition{Bool: true}), story{party: map[string][]string{"movement": {"true"}}}, terms.Yes},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := tc.when.Eval(tc.in)
			if got.Answer != tc.want {
				t.Fatalf("got %v, want %v; reasons %v", got.Answer, tc.want, got.Reasons)
			}
			if (got.Answer == terms.Unknown) != (len(got.Needs) > 0) {
				t.Fatalf("answer %v with needs %v: an open answer says what it needs, a settled one needs nothing", got.Answer, got.Needs)
			}
			if len(got.Reasons) == 0 {
				t.Fatal("a finding without a reason")
			}
		})
	}
}

func TestASettledPartSettlesTheWholeHoweverMuchIsUnknown(t *testing.T) {
	role := Condition{Word: WordRole, Words: []string{"controller"}}
	risk := Condition{Word: WordRiskAtLeast, Level: terms.Risk}
	both := Condition{Word: WordAllOf, Parts: []Condition{risk, role}}

	got := both.Eval(story{party: map[string][]string{"role": {"host"}}})
	if got.Answer != terms.No || len(got.Needs) != 0 || len(got.Reasons) != 1 {
		t.Fatalf("a host owes nothing whatever the risk, got %+v", got)
	}
	got = both.Eval(story{party: map[string][]string{"role": {"controller"}}})
	if got.Answer != terms.Unknown || len(got.Needs) != 1 || got.Needs[0] != "risk_level" {
		t.Fatalf("only the risk is still needed, got %+v", got)
	}
	if len(got.Used) != 1 || got.Used[0] != "parties[0].role" {
		t.Fatalf("the role was looked at and is named, got %+v", got)
	}
	not := Condition{Word: WordNot, Parts: []Condition{risk}}
	if got := not.Eval(story{}); got.Answer != terms.Unknown {
		t.Fatalf("not unknown is unknown, got %v", got.Answer)
	}
}
