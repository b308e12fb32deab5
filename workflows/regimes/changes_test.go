package regimes

import (
	"strings"
	"testing"
	"testing/fstest"
)

// changed loads one law with its cases as a person would after an edit, and gives what the check says.
func changed(t *testing.T, edit func(pack, cases string) (string, string)) []Problem {
	t.Helper()
	pack, cases := string(read(t, "testdata/changes/some-law.yaml")), string(read(t, "testdata/changes/some-law_cases.yaml"))
	if edit != nil {
		pack, cases = edit(pack, cases)
	}
	files := fstest.MapFS{"some-law.yaml": {Data: []byte(pack)}, "some-law_cases.yaml": {Data: []byte(cases)}}
	lib, problems := Load(files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lib.checkCases(files)
}

func TestARuleThatChangesAloneIsRefused(t *testing.T) {
	swap := func(old, new string) func(string, string) (string, string) {
		return func(pack, cases string) (string, string) {
			if !strings.Contains(pack, old) {
				t.Fatalf("the pack of the test does not say %q", old)
			}
			return strings.Replace(pack, old, new, 1), cases
		}
	}
	for _, tc := range []struct {
		name string
		edit func(pack, cases string) (string, string)
		want string // empty: nothing to complain about
	}{
		{"as recorded", nil, ""},
		{"a word that is only shown", swap("every breach with a risk", "each breach that brings a risk"), ""},
		{"the layout of a rule", swap("role: [controller]", "role:\n      - controller"), ""},
		{"the number of hours", swap("amount: 72", "amount: 48"), "no case changed with them"},
		{"the level of the trigger", swap("risk_at_least: risk", "risk_at_least: high_risk"), "no case changed with them"},
		{"the day it begins", swap("in_force: 2020-01-01", "in_force: 2021-01-01"), "no case changed with them"},
		{"a country more", swap("countries: [DE]", "countries: [DE, FR]"), "no case changed with them"},
		{"what an exemption does", swap("then: exempt", "then: public-notice"), "no case changed with them"},
		{"a rule and a case, not recorded", func(pack, cases string) (string, string) {
			return strings.Replace(pack, "amount: 72", "amount: 48", 1), strings.Replace(cases, "2020-02-02T15", "2020-02-01T15", 1)
		}, "Add edition 2"},
		{"a case alone, not recorded", func(pack, cases string) (string, string) {
			return pack, strings.Replace(cases, "risk_level: none_likely", "risk_level: none_likely, malicious: false", 1)
		}, "The cases changed since edition 1"},
		{"a case that only got another name", func(pack, cases string) (string, string) {
			return pack, strings.Replace(cases, "Nothing is told", "The authority is not told", 1)
		}, ""},
		{"cases stamped for other rules", func(pack, cases string) (string, string) {
			return pack, "for_rules: 'ffffffffffffffff'" + cases[strings.Index(cases, "\n"):]
		}, "written for other rules"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := changed(t, tc.edit)
			if tc.want == "" {
				if len(got) > 0 {
					t.Fatalf("refused: %v", got)
				}
				return
			}
			for _, p := range got {
				if strings.Contains(p.Message, tc.want) && p.Line > 0 {
					return
				}
			}
			t.Fatalf("want ...%s..., got %v", tc.want, got)
		})
	}
}

func TestAnEditionThatRecordsNewRulesAndOldCasesIsRefused(t *testing.T) {
	p := &Pack{Rules: "b", Changelog: []Change{{Version: 1, Rules: "a", Cases: "c"}, {Version: 2, Rules: "b", Cases: "c", line: 7}}}
	got := checkChanges(p, &caseFile{forRules: "b", print: "c"})
	if len(got) != 1 || got[0].Line != 7 || !strings.Contains(got[0].Message, "Edition 2 changed the rules and no case") {
		t.Fatalf("got %v", got)
	}
	p.Changelog[1].Cases = "d"
	if got := checkChanges(p, &caseFile{forRules: "b", print: "d"}); len(got) != 0 {
		t.Fatalf("rules and cases changed together: %v", got)
	}
}

func TestASignatureBeforeTheNewestEditionIsAnOpenSlot(t *testing.T) {
	p := &Pack{Reviews: []ReviewSlot{{Slot: SlotFirst, By: "A. Reader", On: "2026-11-01"}, {Slot: SlotSecond}},
		Changelog: []Change{{Version: 1, On: "2026-10-01"}}}
	if p.OpenSlots() != 1 {
		t.Errorf("one of two has signed: %d open", p.OpenSlots())
	}
	p.Changelog = append(p.Changelog, Change{Version: 2, On: "2026-11-02"})
	if p.OpenSlots() != 2 {
		t.Errorf("the signature was for an older edition: %d open", p.OpenSlots())
	}
}
