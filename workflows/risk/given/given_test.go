package given

import (
	"math"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

func TestOnlyAnswersOfTheVocabularyAreKnown(t *testing.T) {
	facts := map[string]any{
		"malicious": "yes", "encrypted_at_rest": true, "people_count": math.NaN(), "restore_time_hours": math.Inf(1), "records_count": -1,
		"nature": []any{"availability", "confidentiality", "availability", "unknown"}, "recipients": []any{}, "data_categories": []any{"health", 3},
		"cause": "sabotage", "service_impact": "", "summary": "x", "special_category_detail": "x", "exploited": nil,
	}
	f := Read(facts)
	for _, key := range []string{"malicious", "people_count", "restore_time_hours", "records_count", "recipients", "data_categories", "cause", "service_impact",
		"summary", "special_category_detail", "exploited"} {
		if v, known := f.Fact(key); known {
			t.Errorf("%s counts as known: %v", key, v)
		}
	}
	// "unknown" is not a word of the vocabulary, so the whole list is not an answer.
	if f.Bool("encrypted_at_rest") != terms.Yes || f.Bool("malicious") != terms.Unknown || f.Words("nature") != nil {
		t.Errorf("read %v", f)
	}
	if len(facts) != 13 {
		t.Error("the facts that were handed in were changed")
	}
}

func TestListsAreReadOnceAndInOrder(t *testing.T) {
	if got := Read(map[string]any{"nature": []any{"integrity", "availability", "integrity"}}).Words("nature"); !slices.Equal(got, []string{"availability", "integrity"}) {
		t.Errorf("read %v", got)
	}
}

func TestAPlainNoAboutCopyingIsReadWithItsEvidence(t *testing.T) {
	for _, c := range []struct {
		written, evidence string
		nature            []any
		want              string
	}{
		{"no", "", nil, "no-indication"},
		{"no", "logs-conclusive-none", nil, "ruled-out"},
		{"no", "", []any{"availability"}, "ruled-out"},
		{"no", "traces-can-be-erased", []any{"confidentiality"}, "no-indication"},
		{"yes", "", nil, "confirmed"},
		{"unknown", "logs-conclusive-none", nil, ""},
		{"presumed", "", nil, "presumed"},
	} {
		facts := map[string]any{"exfiltrated": c.written, "nature": c.nature}
		if c.evidence != "" {
			facts["exfiltration_evidence"] = c.evidence
		}
		if got := Read(facts).Word("exfiltrated"); got != c.want {
			t.Errorf("%s with %q and %v is %q, want %q", c.written, c.evidence, c.nature, got, c.want)
		}
	}
}

func TestNumbersOfPeopleAreRanges(t *testing.T) {
	show := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	for _, c := range []struct {
		count, exact any
		min, max     int
	}{{120, true, 120, 120}, {120, nil, 120, 120}, {120.0, false, 120, -1}, {nil, nil, -1, -1}, {map[string]any{"min": 5, "max": 9}, nil, 5, 9},
		{map[string]any{"min": "x"}, true, -1, -1}, {-3, true, -1, -1}, {1e300, true, -1, -1}} {
		least, most, _ := Read(map[string]any{"people_count": c.count, "people_count_exact": c.exact}).People()
		if show(least) != c.min || show(most) != c.max {
			t.Errorf("%v, exact %v: %d to %d, want %d to %d", c.count, c.exact, show(least), show(most), c.min, c.max)
		}
	}
}

func TestATableMayAskOnlyAboutTheIncident(t *testing.T) {
	for text, good := range map[string]bool{
		"{fact: {malicious: true}}":                              true,
		"{people_at_least: 101}":                                 true,
		"{not: {encryption: protects}}":                          true,
		"{role: [controller]}":                                   false,
		"{any_of: [{fact: {malicious: true}}, {kind: company}]}": false,
		"{risk_at_least: risk}":                                  false,
		"{harm_at_least: serious}":                               false,
		"{fact: {malicious: maybe}}":                             false,
		"{fact: {hidden: true}}":                                 false,
		"[]":                                                     false,
	} {
		var w When
		if err := yaml.Unmarshal([]byte(text), &w); (err == nil) != good || w.Given() != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestNeedsComeAsPeopleAreAsked(t *testing.T) {
	got := InOrder([]string{"other.x.y", "recipients", "nature", "recipients", "cause"})
	if !slices.Equal(got, []string{"nature", "cause", "recipients", "other.x.y"}) || InOrder(nil) == nil {
		t.Errorf("in order: %v", got)
	}
}
