package terms

import (
	"slices"
	"strings"
	"testing"
)

func TestAPlainNoToCopyingIsRuledOutOnlyOnConclusiveEvidence(t *testing.T) {
	cases := []struct {
		name, written, evidence string
		nature                  []string
		want                    string
		known                   bool
	}{
		{"no, with conclusive logs", "no", "logs-conclusive-none", []string{"confidentiality"}, "ruled-out", true},
		{"no, where only availability was touched", "no", "", []string{"availability"}, "ruled-out", true},
		{"no, without any evidence", "no", "", []string{"confidentiality"}, "no-indication", true},
		{"no, where traces can be erased", "no", "traces-can-be-erased", nil, "no-indication", true},
		{"no, and nobody has said what kind of breach it is", "no", "", nil, "no-indication", true},
		{"yes", "yes", "", nil, "confirmed", true},
		{"unknown is not known yet", "unknown", "", nil, "", false},
		{"nothing said is not known yet", "", "", nil, "", false},
		{"one of the five states stays", "presumed", "", nil, "presumed", true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got, known, err := ExfiltratedWord(tc.written, tc.evidence, tc.nature)
			if err != nil || got != tc.want || known != tc.known {
				t.Fatalf("got %q, %v, %v; want %q, %v", got, known, err, tc.want, tc.known)
			}
		})
	}
	if _, _, err := ExfiltratedWord("perhaps", "", nil); err == nil {
		t.Error("a word nobody knows must be refused")
	}
}

func TestAnswersOutsideTheVocabularyAreRefusedWithWhatWouldDo(t *testing.T) {
	for _, tc := range []struct {
		key   string
		value any
		wrong string // part of the refusal; empty: welcome
	}{
		{"malicious", true, ""}, {"malicious", nil, ""}, {"malicious", "yes", "takes true, false or nothing"},
		{"people_count", 12000, ""}, {"people_count", 12.5, ""}, {"people_count", -1, "zero or more"}, {"people_count", "many", "takes a number"},
		{"cause", "ransomware", ""}, {"cause", "hacking", "is not one of"},
		{"risk_level", "high", ""}, {"risk_level", "severe", "is not one of"}, {"exfiltrated", "no", ""}, {"exfiltrated", "maybe", "is not one of"},
		{"nature", []any{"confidentiality"}, ""}, {"nature", []string{"secrecy"}, "is not one of"}, {"nature", 3, "takes a list"},
		{"subjects_kinds", []string{"pen-friends"}, ""},
		{"service_impact_text", "two days", ""}, {"anything_note", "text", ""}, {"anything_note", 3, "takes text"},
		{"other.eu-gdpr.disproportionate-effort", true, ""}, {"shoe_size", 42, "not in the vocabulary"},
	} {
		err := CheckFact(tc.key, tc.value)
		if (err == nil) != (tc.wrong == "") || (err != nil && !strings.Contains(err.Error(), tc.wrong)) {
			t.Errorf("%s: %v gives %v, want %q", tc.key, tc.value, err, tc.wrong)
		}
	}
}

func TestTheVocabularyAsksEachThingOnceAndInPlainWords(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Facts() {
		if seen[d.Key] || d.Label == "" {
			t.Errorf("%s stands twice or has no question", d.Key)
		}
		seen[d.Key] = true
		if (d.Kind == FactWord || d.Kind == FactWords) != (len(d.Words) > 0) {
			t.Errorf("%s: kind %s with %d words", d.Key, d.Kind, len(d.Words))
		}
		sorted := slices.Clone(d.Words)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(d.Words) {
			t.Errorf("%s names a word twice", d.Key)
		}
	}
	if !IsNamedFact("other.us-ca.resident") || IsNamedFact("other.us-ca") || IsNamedFact("other..x") || IsNamedFact("us-ca.resident") {
		t.Error("a named fact is other.<regime>.<word>")
	}
}
