package regimes

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAPackThatWasReadNeedsACaseOnEachSideOfItsTrigger(t *testing.T) {
	p := &Pack{ID: "some-law", Duties: []Duty{{ID: "authority-notice", When: Condition{Word: WordPeopleAtLeast, Number: 500}}}}
	at := func(people, outcome string) string {
		return "- name: x\n  input: {facts: {people_count: " + people + "}}\n  expect: [{duty: authority-notice, outcome: " + outcome + "}]\n"
	}
	for _, tc := range []struct {
		name, cases string
		want        []string
	}{
		{"both sides of the number", at("500", "required") + at("499", "not_required"), nil},
		{"nothing on the other side", at("500", "required"), []string{"not required or exempt", "not required below 500"}},
		{"nothing required", at("499", "not_required"), []string{"that is required", "required at 500 or more"}},
		{"required, but not shown at the number", at("12", "required") + at("499", "not_required"), []string{"required at 500 or more"}},
		{"cases that are no list", "- [", []string{"not readable as YAML"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			problems := checkCases(fstest.MapFS{"some-law_cases.yaml": &fstest.MapFile{Data: []byte(tc.cases)}}, p)
			if len(problems) != len(tc.want) {
				t.Fatalf("got %v, want %v", problems, tc.want)
			}
			for i, want := range tc.want {
				if !strings.Contains(problems[i].Message, want) {
					t.Errorf("got %q, want ...%s...", problems[i].Message, want)
				}
			}
		})
	}
	below := &Pack{ID: "some-law", Duties: []Duty{{ID: "authority-notice",
		When: Condition{Word: WordNot, Parts: []Condition{{Word: WordPeopleAtLeast, Number: 500}}}}}}
	for cases, want := range map[string]int{
		at("499", "required") + at("500", "not_required"): 0, // a yearly batch of small breaches turns the number round
		at("500", "required") + at("499", "not_required"): 2,
	} {
		if problems := checkCases(fstest.MapFS{"some-law_cases.yaml": &fstest.MapFile{Data: []byte(cases)}}, below); len(problems) != want {
			t.Errorf("a duty below a number: got %v, want %d problems", problems, want)
		}
	}
	if problems := checkCases(fstest.MapFS{}, p); len(problems) != 1 {
		t.Errorf("missing cases must be a problem, got %v", problems)
	}
}
