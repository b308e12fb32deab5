package risk

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

type workedCase struct {
	ID, Title, Basis    string
	By, Confidence      string // of practice.yaml: whose practice, and how sure we are
	Facts               map[string]any
	Authority, Subjects string
	Variants            []struct {
		Name, Basis         string
		Change              map[string]any
		Authority, Subjects string
	}
}

func workedCases(t *testing.T) []workedCase {
	t.Helper()
	out := readCases(t, "testdata/cases.yaml", "testdata/recalled.yaml")
	if len(out) != 28 {
		t.Fatalf("%d cases; all 18 of Guidelines 01/2021 and all ten of annex B should be there", len(out))
	}
	return out
}

func readCases(t *testing.T, files ...string) []workedCase {
	t.Helper()
	var out []workedCase
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []workedCase
		if err := yaml.Unmarshal(content, &cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, cases...)
	}
	return out
}

// TestWorkedCasesComeOutAsPublished asks the rules for the duties of Art. 33(1) and 34(1): the authority is told from
// risk on, the people from high risk on.
func TestWorkedCasesComeOutAsPublished(t *testing.T) {
	for _, c := range workedCases(t) {
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			compare(t, c.Facts, c.Authority, c.Subjects)
		})
		for _, v := range c.Variants {
			t.Run(c.ID+" but "+v.Name, func(t *testing.T) {
				facts := maps.Clone(c.Facts)
				maps.Copy(facts, v.Change)
				compare(t, facts, v.Authority, v.Subjects)
			})
		}
	}
}

// TestThePracticeOfAuthoritiesIsFollowed holds the table against what authorities decided beyond the guidelines. Every case is recalled,
// says whose practice it is, and writes its facts in the words of the vocabulary: a word the rules would not read proves nothing.
func TestThePracticeOfAuthoritiesIsFollowed(t *testing.T) {
	seen := map[string]bool{}
	cases := readCases(t, "testdata/practice.yaml")
	if len(cases) < 90 {
		t.Fatalf("%d cases; cases are added here, not dropped", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			if c.Basis != "recalled" || c.By == "" || (c.Confidence != "high" && c.Confidence != "medium") {
				t.Errorf("basis %q, by %q, confidence %q: say where the outcome comes from", c.Basis, c.By, c.Confidence)
			}
			if seen[c.ID] || c.Authority+c.Subjects == "" {
				t.Error("the case stands twice, or decides nothing")
			}
			seen[c.ID] = true
			for key, value := range c.Facts {
				if err := terms.CheckFact(key, value); err != nil {
					t.Error(err)
				}
			}
			compare(t, c.Facts, c.Authority, c.Subjects)
		})
	}
}

func compare(t *testing.T, facts map[string]any, authority, subjects string) {
	t.Helper()
	f := Default().Derive(given.Read(facts))
	for _, want := range []struct {
		duty, answer string
		level        terms.RiskLevel
	}{{"authority", authority, terms.Risk}, {"subjects", subjects, terms.HighRisk}} {
		if want.answer == "" {
			continue
		}
		got := f.AtLeast(want.level)
		said := map[terms.Answer]string{terms.Yes: "yes", terms.No: "no", terms.Unknown: "open"}[got.Answer]
		if said != want.answer {
			t.Errorf("%s: %s, the case says %s\n%v\nneeds %v", want.duty, said, want.answer, got.Reasons, got.Needs)
		}
		if said == "open" && len(got.Needs) == 0 {
			t.Errorf("%s is open, but no fact is asked for", want.duty)
		}
	}
	if !slices.IsSorted(f.Unknown) {
		t.Errorf("unknown facts are not in order: %v", f.Unknown)
	}
}
